#!/usr/bin/env python3
"""Pages to clean, deduplicated, annotated data: analyzeArticle beside a pipeline in Python, over the same pages.

Usage: run.py [ARTICLES.ndjson] [--count N] [--connections 16] [--bin DIR]
ARTICLES is ../../../shared/data/dedupe/articles.ndjson if absent: {id, title, text} a line. Each becomes a page with what pages have around
articles. Prints a table: articles a second with closed-loop load on all cores, CPU time an article, memory, and of ours where the time goes
(system.metrics), how latency stands under open-loop load at 70 % of the rate, and what three times the rate leaves of it: answers beside those of the
closed loop, CPU time of the service an answer, refusals. Needs `make build`; the peer is installed into WORK
(/tmp/pipeline-bench) from PyPI.
"""
import argparse
import html
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
WORK = Path(os.environ.get("WORK", "/tmp/pipeline-bench"))
MENU = "".join(f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate("정치 경제 사회 국제 문화 스포츠 오피니언 포토".split()))
sys.path.insert(0, str(ROOT / "clients/python/src"))
from article_client import ArticleClient  # noqa: E402


def page(title: str, text: str) -> str:
    body = "\n".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip())
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{html.escape(title)} - 새벽뉴스</title>'
        f'<meta property="og:title" content="{html.escape(title)}"></head><body><header><nav><ul>{MENU}</ul></nav></header>'
        f'<main><article><h1>{html.escape(title)}</h1><div class="info"><span>입력 2026.04.16 14:20</span></div>'
        f'<div class="article_body">{body}</div></article><aside><h2>많이 본 뉴스</h2><ul>'
        '<li><a href="/a/1">도서관 앞길 넓어진다</a></li><li><a href="/a/2">주말 비 소식</a></li></ul></aside></main>'
        '<footer><p>무단 전재 및 재배포 금지</p><p>대표전화 02-000-0000</p></footer></body></html>')


def pages(source: Path, count: int) -> Path:
    WORK.mkdir(parents=True, exist_ok=True)
    target = WORK / "pages.ndjson"
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for number, line in enumerate(lines):
            if number == count:
                break
            article = json.loads(line)
            text = article.get("text") or "\n".join(article["paragraphs"])
            title = article.get("title") or text.split("\n")[0][:60]
            out.write(json.dumps({"id": str(article["id"]), "html": page(title, text), "mode": "add"}, ensure_ascii=False) + "\n")
    return target


def peer(given: Path) -> dict[str, Any]:
    python = WORK / "venv/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", WORK / "venv"], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt"], check=True)
    done = subprocess.run([python, HERE / "peer.py", given, str(os.cpu_count())], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.split("\n") if line.startswith("VmHWM")).split()[1]) / 1024


class Ours:
    """The service with an index of its own that lasts."""

    def __init__(self, binaries: Path) -> None:
        self.client = binaries / "rpc-client"
        self.directory = tempfile.TemporaryDirectory()
        self.path = f"{self.directory.name}/s"
        self.process = subprocess.Popen(
            [binaries / "article-service", "--socket", self.path, "--state-dir", f"{self.directory.name}/state", "--log-level", "error"])
        while not os.path.exists(self.path):
            time.sleep(0.01)

    def bench(self, given: Path, count: int, *options: str) -> dict[str, Any]:
        with given.open("rb") as file:
            done = subprocess.run(
                [self.client, "bench", "analyzeArticle", "--each", "--calls", str(count), "--warm-up", "0", "--duration", "600", "--format", "json",
                 *options], stdin=file, capture_output=True, text=True, check=True, env={**os.environ, "RPC_SOCKET": self.path})
        return json.loads(done.stdout)

    def stages(self) -> dict[str, float]:
        with ArticleClient(self.path) as service:
            metrics = service.system_metrics()["metrics"]
        stage = next(metric for metric in metrics if metric["name"] == "article_stage_duration_seconds")
        return {series["labels"]["stage"]: series["sum"] / max(1, series["count"]) * 1e6 for series in stage["series"]}

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()
        self.directory.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, default=ROOT.parent / "shared/data/dedupe/articles.ndjson")
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--bin", type=Path, default=ROOT / ".build/release")
    options = parser.parse_args()
    given = pages(options.articles, options.count)
    count = sum(1 for _ in given.open())
    ours = Ours(options.bin)
    try:
        served = cpu(ours.process.pid)
        closed = ours.bench(given, count, "--connections", str(options.connections), "--in-flight", str(2 * options.connections))
        served = cpu(ours.process.pid) - served
        stages, memory = ours.stages(), peak(ours.process.pid)
    finally:
        ours.stop()
    ours = Ours(options.bin)
    try:
        before = cpu(ours.process.pid)
        flooded = ours.bench(
            given, 6 * count, "--connections", str(2 * options.connections), "--rate", f"{3 * closed['rate']:.0f}", "--poisson", "--timeout", "5",
            "--duration", f"{2 * count / closed['rate']:.0f}")
        flood_cpu, flood_memory = cpu(ours.process.pid) - before, peak(ours.process.pid)
    finally:
        ours.stop()
    ours = Ours(options.bin)
    try:
        rate = closed["rate"] * 0.7
        opened = ours.bench(given, count, "--connections", str(options.connections), "--rate", f"{rate:.0f}", "--poisson")
    finally:
        ours.stop()
    theirs = peer(given)
    print(f"| {count} pages of {given.stat().st_size // count} bytes, {os.cpu_count()} cores | articles/s | CPU µs an article | MiB |")
    print("| --- | --- | --- | --- |")
    print(f"| analyzeArticle, {options.connections} connections, durable index | {closed['rate']:,.0f} | {served / count * 1e6:,.0f} | {memory:.0f} |")
    print(f"| trafilatura + rensa + mecab-ko, {os.cpu_count()} processes | {theirs['articles'] / theirs['seconds']:,.0f} | "
          f"{theirs['cpu'] / count * 1e6:,.0f} | {theirs['megabytes']:.0f} the largest |")
    print("\nwall time of a stage, µs an article: " + ", ".join(f"{name} {value:,.0f}" for name, value in sorted(stages.items())))
    print(f"at three times the rate: {flooded['rate'] / closed['rate']:.0%} of it answered (the caller takes its share of the same cores), "
          f"{flood_cpu / max(1, flooded['answered']) * 1e6:,.0f} µs an answer, {flooded['refused']:,} refused with -32009, "
          f"{flooded['lost']} lost, {flood_memory:.0f} MiB")
    latencies = ", ".join(f"{name} {opened['latencyMs'][name]:.1f}" for name in ("p50", "p90", "p99", "p99.9", "max"))
    print(f"at {rate:,.0f} articles/s, Poisson arrivals, ms from when a call was due: {latencies}; {opened['refused']} refused, {opened['unsent']} unsent")


if __name__ == "__main__":
    main()
