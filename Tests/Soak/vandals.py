"""Peers that mean harm or do not care, as another user where that is possible: a process each, until the time is over."""
import json
import os
import random
import signal
import socket
import time
from multiprocessing import Process

from stories import page

NOBODY = 65534


def _connected(path: str) -> socket.socket:
    one = socket.socket(socket.AF_UNIX)
    one.settimeout(10)
    try:
        one.connect(path)
    except OSError:
        one.close()
        raise
    return one


def _request(number: int) -> bytes:
    params = {"html": page(number)}
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": "analyzeArticle", "params": params}, ensure_ascii=False).encode() + b"\n"


def _mischief(path: str, chance: random.Random) -> None:
    with _connected(path) as peer:
        match chance.randrange(6):
            case 0:  # garbage
                peer.sendall(chance.randbytes(chance.randrange(1, 4000)))
            case 1:  # half a frame, and silence
                peer.sendall(b"Content-Length: 100000\r\n\r\n" + b"{" * chance.randrange(1000))
                time.sleep(chance.choice([0.0, 0.2, 15.0]))
            case 2:  # asks for much and reads nothing
                for number in range(20):
                    peer.sendall(_request(number))
                time.sleep(chance.choice([0.05, 2.0, 15.0]))
            case 3:  # leaves in the middle of its request
                request = _request(1)
                peer.sendall(request[: chance.randrange(len(request))])
            case 4:  # leaves before its answer
                peer.sendall(_request(2))
            case 5:  # too deep, too large
                peer.sendall(b"[" * 5000 + b"\n" + b'{"text":"' + b"1" * 300_000 + b'"}\n')
                peer.recv(1000)


def mischief(path: str, end: float, seed: int) -> None:
    chance = random.Random(seed)
    while time.time() < end:
        try:
            _mischief(path, chance)
        except OSError:
            pass  # being cut off is what they are for
        time.sleep(0.05)


def crowd(path: str, end: float, _: int) -> None:
    """Now and then more idle connections than one user may have."""
    while time.time() < end:
        held = []
        for _number in range(200):
            try:
                held.append(_connected(path))
            except OSError:
                break
        time.sleep(min(3.0, max(0.0, end - time.time())))
        for one in held:
            one.close()
        time.sleep(min(10.0, max(0.0, end - time.time())))


def killed(path: str, end: float, seed: int) -> None:
    """Processes that die in the middle of a call."""
    while time.time() < end:
        child = os.fork()
        if child == 0:
            try:
                with _connected(path) as peer:
                    while True:
                        peer.sendall(_request(seed))
            finally:
                os._exit(0)
        time.sleep(0.1)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        time.sleep(1)


def _as_somebody_else(role: object, path: str, end: float, seed: int) -> None:
    if os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    role(path, end, seed)  # type: ignore[operator]


def start(path: str, end: float) -> list[Process]:
    processes = [Process(target=_as_somebody_else, args=(role, path, end, seed)) for seed, role in enumerate([mischief, mischief, mischief, crowd, killed])]
    for process in processes:
        process.start()
    return processes
