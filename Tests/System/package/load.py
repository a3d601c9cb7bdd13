#!/usr/bin/env python3
"""Adds articles over fresh connections until SIGTERM, then says how many were answered and how many were not.

Usage: load.py SOCKET. Each is a text of its own under an id of its own, so that the index can be counted afterwards.
"""
import json
import signal
import socket
import sys
import threading

stopped = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stopped.set())
lock = threading.Lock()
added: list[str] = []
failures: list[str] = []


def add(path: str, name: str) -> None:
    """One connection, one request, one answer."""
    words = " ".join(f"{name}번째{index}" for index in range(40))
    params = {"paragraphs": [f"한솔시는 {words} 사업을 시작한다고 밝혔다."], "id": name, "mode": "add"}
    request = {"jsonrpc": "2.0", "id": 1, "method": "dedupe", "params": params}
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(60)
        peer.connect(path)
        peer.sendall(json.dumps(request).encode() + b"\n")
        line = peer.makefile("rb").readline()
    answer = json.loads(line) if line else None
    if not answer or "result" not in answer:
        raise ValueError(f"answered with {answer}")


def loop(path: str, worker: int) -> None:
    count = 0
    while not stopped.is_set():
        name = f"w{worker}-{count}"
        count += 1
        try:
            add(path, name)
        except (OSError, ValueError) as error:
            with lock:
                failures.append(f"{name}: {error!r}")
        else:
            with lock:
                added.append(name)


threads = [threading.Thread(target=loop, args=(sys.argv[1], worker)) for worker in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(added), len(failures))
for failure in failures[:10]:
    print(failure, file=sys.stderr)
