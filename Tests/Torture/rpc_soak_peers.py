"""The peers of the soak: some behave, some do not. Each runs until the time is over, at a bounded rate."""
import os
import random
import signal
import socket
import time
from collections.abc import Callable
from multiprocessing import Process

from rpc_peer import Framing, Peer

TEXT = "한솔시는 28일 하천 자료를 한곳에 모으겠다고 밝혔다. " * 60


def steady(path: str, end: float, seed: int, results: str) -> None:
    """Calls that must all be answered rightly; their times go to a file, a line each."""
    framing: Framing = "lines" if seed % 2 else "headers"
    chance = random.Random(seed)
    with Peer(path, framing) as peer, open(results, "a", encoding="utf-8") as out:
        while time.time() < end:
            text = TEXT if chance.random() < 0.3 else f"짧은 글 {chance.random()}"
            method = chance.choice(["echo", "echo.pooled"])
            begin = time.perf_counter()
            answer = peer.call(method, {"text": text})
            taken = time.perf_counter() - begin
            right = answer is not None and answer.get("id") == peer.count and answer.get("result") == {"text": text}
            print(f"{time.time():.1f} {taken * 1e6:.0f} {int(right)}", file=out, flush=True)
            time.sleep(0.004)


def _mixed(path: str, chance: random.Random) -> None:
    """One of the things that a program may do well or badly in one connection."""
    with Peer(path) as peer:
        match chance.randrange(9):
            case 0:  # leaves in the middle of a large answer
                peer.send("repeat", {"text": "가나다", "count": 200_000})
                peer.socket.recv(1000)
            case 1:  # cancels
                number = peer.send("hold", {"milliseconds": 60_000})
                peer.send("rpc.cancel", {"id": number})
                peer.receive()
            case 2:  # is late by its own word
                peer.call("hold", {"milliseconds": 60_000}, meta={"timeoutMs": 20})
            case 3:  # a batch, then the end of its stream
                items = ",".join(f'{{"jsonrpc":"2.0","id":{i},"method":"sum","params":[1,{i}]}}' for i in range(50))
                peer.socket.sendall(f"[{items}]\n".encode())
                peer.end()
                peer.receive()
            case 4:  # asks for news and reads it slowly
                peer.send("count", {"to": 500}, meta={"progressToken": "p"})
                for _ in range(20):
                    peer.receive()
                    time.sleep(0.002)
            case 5:  # garbage
                peer.socket.sendall(chance.randbytes(chance.randrange(1, 4000)))
            case 6:  # half a frame, and a pause that is too long
                peer.socket.sendall(b"Content-Length: 1000\r\n\r\n" + b"{" * chance.randrange(1000))
                time.sleep(chance.choice([0.0, 0.1, 3.0]))
            case 7:  # too deep, too large
                peer.socket.sendall(b"[" * 1000 + b"\n" + b" " * 100_000 + b"1" * 100_000 + b"\n")
            case 8:  # asks for much and reads nothing for a while
                for _ in range(8):
                    peer.send("repeat", {"text": "0123456789", "count": 100_000})
                time.sleep(chance.choice([0.05, 3.0]))


def mixed(path: str, end: float, seed: int, _: str) -> None:
    chance = random.Random(seed)
    while time.time() < end:
        try:
            _mixed(path, chance)
        except (OSError, TypeError, ValueError):
            pass  # being cut off is what some of these are for
        time.sleep(0.01)


def burst(path: str, end: float, _seed: int, _results: str) -> None:
    """Now and then, hundreds of connections at once that idle."""
    while time.time() < end:
        crowd = []
        for _ in range(300):
            one = socket.socket(socket.AF_UNIX)
            try:
                one.connect(path)
            except OSError:
                one.close()
                break
            crowd.append(one)
        time.sleep(min(5.0, max(0.0, end - time.time())))
        for one in crowd:
            one.close()
        time.sleep(min(20.0, max(0.0, end - time.time())))


def killed(path: str, end: float, seed: int, _: str) -> None:
    """Processes that die in the middle of a call."""
    while time.time() < end:
        child = os.fork()
        if child == 0:
            Peer(path).call("hold", {"milliseconds": 30_000})
            os._exit(0)
        time.sleep(0.3)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


Role = Callable[[str, float, int, str], None]
ROLES: list[Role] = [steady, steady, mixed, mixed, mixed, burst, killed]


def start(path: str, end: float, results: str) -> list[Process]:
    peers = [Process(target=role, args=(path, end, seed, results)) for seed, role in enumerate(ROLES)]
    for peer in peers:
        peer.start()
    return peers
