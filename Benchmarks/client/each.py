#!/usr/bin/env python3
"""Many calls over one socket: `rpc-client call --each` beside a Python loop and our Python client.

Usage: each.py [COUNT] [--bin DIR]
Starts the service of DIR (.build/release) on a socket and a state of its own, and has each way parse COUNT (10,000) articles,
one after another, three times in turn; prints the median of seconds, articles a second, and the CPU time of caller and service.
The articles are those of ../entities/gold with a number in each. Standard library only.
"""
import argparse
import json
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "clients/python/src"), str(ROOT / "Benchmarks/entities")]
import gold  # noqa: E402
from article_client import ArticleClient  # noqa: E402


def articles(count: int) -> list[str]:
    texts = [gold.read(path.stem, path.read_text(encoding="utf-8")).text for path in sorted((ROOT / "Benchmarks/entities/gold").glob("*.txt"))]
    return [f"{texts[number % len(texts)]}\n{number}번째 기사다." for number in range(count)]


def python_loop(path: str, texts: list[str]) -> int:
    """What most people write first: a call, its answer, the next call."""
    with socket.socket(socket.AF_UNIX) as peer:
        peer.connect(path)
        stream = peer.makefile("rb")
        done = 0
        for number, text in enumerate(texts):
            request = {"jsonrpc": "2.0", "id": number, "method": "parseArticle", "params": {"text": text}}
            peer.sendall(json.dumps(request).encode() + b"\n")
            done += "result" in json.loads(stream.readline())
        return done


def python_client(path: str, texts: list[str]) -> int:
    with ArticleClient(path) as client:
        return sum(isinstance(result, dict) for result in client.map("parseArticle", ({"text": text} for text in texts), jobs=32))


def each(binary: Path, jobs: int) -> Callable[[str, list[str]], int]:
    def run(path: str, texts: list[str]) -> int:
        given = "".join(json.dumps({"id": number, "text": text}, ensure_ascii=False) + "\n" for number, text in enumerate(texts))
        with tempfile.TemporaryFile() as file:
            file.write(given.encode())
            file.seek(0)
            done = subprocess.run(
                [binary, "call", "parseArticle", "--each", "--jobs", str(jobs)], stdin=file, capture_output=True, check=True,
                env={**os.environ, "RPC_SOCKET": path})
        return sum(b'"result":' in line[:60] for line in done.stdout.splitlines())
    return run


def cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def own_cpu() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=10_000)
    parser.add_argument("--bin", type=Path, default=ROOT / ".build/release")
    options = parser.parse_args()
    texts = articles(options.count)
    client = options.bin / "rpc-client"
    ways: list[tuple[str, Callable[[str, list[str]], int]]] = [
        ("Python loop, one call at a time", python_loop), ("clients/python, map, 32 jobs", python_client),
        ("rpc-client --each --jobs 1", each(client, 1)), ("rpc-client --each --jobs 32", each(client, 32)),
        ("rpc-client --each --jobs 64", each(client, 64))]
    with tempfile.TemporaryDirectory() as directory:
        path = f"{directory}/s"
        service = subprocess.Popen([options.bin / "article-service", "--socket", path, "--state-dir", f"{directory}/state", "--log-level", "error"])
        try:
            while not os.path.exists(path):
                time.sleep(0.01)
            python_loop(path, texts[:200])
            rounds: dict[str, list[tuple[float, float, float]]] = {name: [] for name, _ in ways}
            for _ in range(3):
                for name, way in ways:
                    start, own, served = time.monotonic(), own_cpu(), cpu(service.pid)
                    assert way(path, texts) == len(texts), name
                    rounds[name].append((time.monotonic() - start, own_cpu() - own, cpu(service.pid) - served))
        finally:
            service.terminate()
            service.wait()
    print(f"| {options.count} articles, {sum(len(text.encode()) for text in texts) // len(texts)} bytes each | s | articles/s | CPU of caller, µs | of service, µs |")
    print("| --- | --- | --- | --- | --- |")
    for name, found in rounds.items():
        seconds, own, served = (statistics.median(column) for column in zip(*found))
        print(f"| {name} | {seconds:.2f} | {len(texts) / seconds:,.0f} | {own / len(texts) * 1e6:.0f} | {served / len(texts) * 1e6:.0f} |")


if __name__ == "__main__":
    main()
