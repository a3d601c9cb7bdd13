#!/usr/bin/env python3
"""Pages to clean, deduplicated, annotated data: analyzeArticle beside a pipeline in Python, over the same pages.

Usage: run.py [ARTICLES.ndjson] [--count N] [--connections 16] [--bin DIR] [--out FILE]
ARTICLES is ../../../shared/data/dedupe/articles.ndjson if absent: {id, title, text} a line. Each becomes a page with what pages have around
articles. Prints a table: articles a second with closed-loop load on all cores, CPU time an article, memory, and of ours where the time goes
(system.metrics), how latency stands under open-loop load at shares of the rate (LOADS), and what three times the rate leaves of it: answers beside those
of the closed loop, CPU time of the service an answer, refusals. --out writes all of it as JSON, which ../pictures/draw.py draws; the same pipeline's
quality is quality.py's. Needs `make build`; the peer is installed into WORK (/tmp/pipeline-bench) from PyPI.
"""
import argparse
import html
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Shares of what a closed loop reaches.
LOADS = (0.3, 0.5, 0.7, 0.9)
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

    def flat_out(self, given: Path, count: int, connections: int = 16) -> dict[str, Any]:
        """A closed loop with two calls under way for each connection."""
        return self.bench(given, count, "--connections", str(connections), "--in-flight", str(2 * connections))

    def stages(self) -> dict[str, float]:
        """CPU µs an article."""
        with ArticleClient(self.path) as service:
            metrics = {metric["name"]: metric["series"] for metric in service.system_metrics()["metrics"]}
        counts = {series["labels"]["stage"]: series["count"] for series in metrics["article_stage_duration_seconds"]}
        spent = {series["labels"]["stage"]: series["value"] for series in metrics["article_stage_cpu_seconds"]}
        return {stage: spent[stage] / max(1, count) * 1e6 for stage, count in counts.items()}

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
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    given = pages(options.articles, options.count)
    count = sum(1 for _ in given.open())
    report: dict[str, Any] = {"pages": count, "bytes": given.stat().st_size // count, "cores": os.cpu_count(), "connections": options.connections}
    report["ours"] = closed_loop(options, given, count)
    report["flood"] = flood(options, given, count, report["ours"]["rate"])
    report["open"] = [open_loop(options, given, count, report["ours"]["rate"] * load) | {"load": load} for load in LOADS]
    theirs = peer(given)
    report["peer"] = {
        "rate": theirs["articles"] / theirs["seconds"], "cpuMicros": theirs["cpu"] / count * 1e6, "mebibytes": theirs["megabytes"]}
    print(table(report))
    if options.out:
        options.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


@contextmanager
def service(options: argparse.Namespace) -> Iterator[Ours]:
    ours = Ours(options.bin)
    try:
        yield ours
    finally:
        ours.stop()


def closed_loop(options: argparse.Namespace, given: Path, count: int) -> dict[str, Any]:
    with service(options) as ours:
        before = cpu(ours.process.pid)
        closed = ours.flat_out(given, count, options.connections)
        return {"rate": closed["rate"], "cpuMicros": (cpu(ours.process.pid) - before) / count * 1e6, "mebibytes": peak(ours.process.pid),
                "stages": ours.stages()}


def flood(options: argparse.Namespace, given: Path, count: int, rate: float) -> dict[str, Any]:
    """Three times the rate."""
    with service(options) as ours:
        before = cpu(ours.process.pid)
        found = ours.bench(
            given, 6 * count, "--connections", str(2 * options.connections), "--rate", f"{3 * rate:.0f}", "--poisson", "--timeout", "5",
            "--duration", f"{2 * count / rate:.0f}")
        return {"rate": found["rate"], "share": found["rate"] / rate, "refused": found["refused"], "lost": found["lost"],
                "cpuMicros": (cpu(ours.process.pid) - before) / max(1, found["answered"]) * 1e6, "mebibytes": peak(ours.process.pid)}


def open_loop(options: argparse.Namespace, given: Path, count: int, rate: float) -> dict[str, Any]:
    with service(options) as ours:
        found = ours.bench(given, count, "--connections", str(options.connections), "--rate", f"{rate:.0f}", "--poisson")
        return {"rate": rate, "latencyMs": found["latencyMs"], "refused": found["refused"], "unsent": found["unsent"]}


def table(report: dict[str, Any]) -> str:
    ours, theirs, flooded = report["ours"], report["peer"], report["flood"]
    lines = [
        f"| {report['pages']} pages of {report['bytes']} bytes, {report['cores']} cores | articles/s | CPU µs an article | MiB |", "| --- | --- | --- | --- |",
        f"| analyzeArticle, {report['connections']} connections, durable index | {ours['rate']:,.0f} | {ours['cpuMicros']:,.0f} | {ours['mebibytes']:.0f} |",
        f"| trafilatura + rensa + mecab-ko, {report['cores']} processes | {theirs['rate']:,.0f} | {theirs['cpuMicros']:,.0f} | "
        f"{theirs['mebibytes']:.0f} the largest |",
        "", "CPU µs an article by stage (system.metrics): " + ", ".join(f"{name} {value:,.0f}" for name, value in sorted(ours["stages"].items()))
        + f"; the rest, reading, writing and scheduling, {ours['cpuMicros'] - sum(ours['stages'].values()):,.0f}",
        f"at three times the rate: {flooded['share']:.0%} of it answered (the caller takes its share of the same cores), {flooded['cpuMicros']:,.0f} µs an "
        f"answer, {flooded['refused']:,} refused with -32009, {flooded['lost']} lost, {flooded['mebibytes']:.0f} MiB"]
    for found in report["open"]:
        latencies = ", ".join(f"{name} {found['latencyMs'][name]:.1f}" for name in ("p50", "p90", "p99", "p99.9", "max"))
        lines.append(f"at {found['rate']:,.0f} articles/s ({found['load']:.0%}), Poisson arrivals, ms from when a call was due: {latencies}; "
                     f"{found['refused']} refused, {found['unsent']} unsent")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
