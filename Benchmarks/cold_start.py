#!/usr/bin/env python3
"""From fork to the first answer of a socket-activated service, as its first client sees it.

usage: cold_start.py BIN_DIR [RUNS]

Each run makes a listening socket, connects to it, sends one request, and only then starts the service with the
socket passed as systemd would (sd_listen_fds(3)). Medians and quartiles over RUNS (30), page cache warm, methods
interleaved.
"""
import json
import os
import socket
import statistics
import sys
import tempfile
import time
from collections import defaultdict

SAMPLE = os.path.join(os.path.dirname(__file__), "..", "Examples", "sample.txt")


def first_answer(binary: str, request: bytes) -> tuple[float, float]:
    """Milliseconds to the first answer, and the service's peak resident MiB."""
    with tempfile.TemporaryDirectory() as directory:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(f"{directory}/s")
        listener.listen()
        client = socket.socket(socket.AF_UNIX)
        client.connect(f"{directory}/s")
        client.settimeout(30)
        client.sendall(request)
        begin = time.perf_counter()
        pid = os.fork()
        if pid == 0:
            os.dup2(listener.fileno(), 3)
            os.set_inheritable(3, True)
            os.environ.update(LISTEN_FDS="1", LISTEN_FDNAMES="rpc", LISTEN_PID=str(os.getpid()))
            os.execv(binary, [binary, "--state-dir", f"{directory}/state", "--log-level", "error"])
        answer = b""
        while not answer.endswith(b"\n"):
            answer += client.recv(1 << 16)
        milliseconds = (time.perf_counter() - begin) * 1000
        assert "result" in json.loads(answer), answer
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            peak = next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
        client.close()
        os.kill(pid, 15)
        os.waitpid(pid, 0)
        return milliseconds, peak


def main() -> None:
    binary = os.path.join(sys.argv[1], "article-service")
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    with open(SAMPLE, encoding="utf-8") as file:
        text = file.read()
    calls = {
        "system.whoami": {},
        "parseArticle": {"text": text},
        "dedupe add": {"text": text, "id": "a", "mode": "add"},
        "extractEntities": {"text": text},
    }
    times, peaks = defaultdict(list), defaultdict(list)
    for _ in range(runs):
        for name, params in calls.items():
            request = {"jsonrpc": "2.0", "id": 1, "method": name.split()[0], "params": params}
            milliseconds, peak = first_answer(binary, json.dumps(request).encode() + b"\n")
            times[name].append(milliseconds)
            peaks[name].append(peak)
    print(f"{'first call':18} {'ms':>6} {'25 %':>6} {'75 %':>6} {'peak MiB':>9}")
    for name in calls:
        low, middle, high = statistics.quantiles(times[name], n=4)
        print(f"{name:18} {middle:6.1f} {low:6.1f} {high:6.1f} {statistics.median(peaks[name]):9.1f}")


if __name__ == "__main__":
    main()
