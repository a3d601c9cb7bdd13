#!/usr/bin/env python3
"""The time of parseArticle and extractEntities over the socket, one client, and whether two builds answer the same.

Usage: parse_time.py [ARTICLE_SERVICE…]; the release build without one. Several take turns, and the answers of each are held
against those of the first. DATA is where the development set is; without it only the samples of this repository are timed.
Standard library only.
"""
import base64
import gzip
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("DATA", ROOT.parent / "shared" / "data")) / "articles" / "inputs"
ROUNDS, CALLS = 3, 100


def inputs() -> dict[str, list[tuple[str, dict[str, str]]]]:
    """The calls of each row."""
    text = (ROOT / "Examples" / "sample.txt").read_text(encoding="utf-8")
    page = (ROOT / "Examples" / "sample.html").read_text(encoding="utf-8")
    rows = {"sample.txt, parse": [("parseArticle", {"text": text})] * CALLS,
            "sample.html, parse": [("parseArticle", {"html": page})] * CALLS,
            "sample.txt, extract": [("extractEntities", {"text": text})] * CALLS}
    files = sorted(DATA.iterdir()) if DATA.is_dir() else []
    read = [gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes() for file in files]
    if read:
        mean = sum(map(len, read)) / len(read) / 1000
        rows[f"{len(read)} inputs of {mean:.0f} KB, parse"] = [
            ("parseArticle", {"data": base64.b64encode(data).decode()}) for data in read]
    return rows


def run(binary: str, rows: dict[str, list[tuple[str, dict[str, str]]]]) -> tuple[dict[str, float], list[bytes]]:
    """Milliseconds a call of each row, and all answers."""
    with tempfile.TemporaryDirectory(prefix="pt-", dir="/tmp") as directory:
        path = f"{directory}/s"
        process = subprocess.Popen([binary, "--socket", path, "--state-dir", f"{directory}/state", "--log-level", "error"])
        peer = socket.socket(socket.AF_UNIX)
        while peer.connect_ex(path):
            time.sleep(0.02)
        stream = peer.makefile("rb")
        times, answers = {}, []
        for name, calls in rows.items():
            bodies = [json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode() + b"\n"
                      for method, params in calls]
            begin = time.monotonic()
            for body in bodies:
                peer.sendall(body)
                answers.append(stream.readline())
            times[name] = (time.monotonic() - begin) / len(bodies) * 1000
        process.terminate()
        process.wait()
        return times, answers


def main() -> None:
    binaries = sys.argv[1:] or [str(ROOT / ".build" / "release" / "article-service")]
    rows = inputs()
    all_times: dict[str, list[dict[str, float]]] = {binary: [] for binary in binaries}
    reference: list[bytes] | None = None
    for _ in range(ROUNDS):
        for binary in binaries:
            times, answers = run(binary, rows)
            all_times[binary].append(times)
            reference = reference or answers
            different = sum(a != b for a, b in zip(reference, answers, strict=True))
            if different:
                print(f"{binary}: {different} of {len(answers)} answers are not those of {binaries[0]}")
    for name in rows:
        medians = [statistics.median(times[name] for times in all_times[binary]) for binary in binaries]
        print(f"{name}: " + ", ".join(f"{median:.2f} ms" for median in medians))


if __name__ == "__main__":
    main()
