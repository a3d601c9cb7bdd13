#!/usr/bin/env python3
"""The pictures of docs/benchmarks.md from the figures in ../results: draw.py [NAME…]

NAME is one of throughput, latency, quality, growth, soak; all without. matplotlib is installed into WORK (/tmp/pictures) from PyPI. What measured the
figures is said above each function; each of those commands writes its file anew with --out.
"""
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "Benchmarks" / "results"
DOCS = ROOT / "docs"
WORK = Path(os.environ.get("WORK", "/tmp/pictures"))
OURS, THEIRS, THIRD = "#c0392b", "#2471a3", "#7f8c8d"
THEIR_NAMES = "trafilatura + rensa + mecab-ko"


def read(name: str) -> Any:
    return json.loads((RESULTS / name).read_text(encoding="utf-8"))


def save(figure: Any, name: str) -> None:
    path = DOCS / f"{name}.svg"
    # No date, and ids that do not change: the same figures give the same bytes.
    figure.savefig(path, format="svg", metadata={"Date": None})
    print(path)


def plain(axes: Any) -> Any:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="y", color="#dddddd", linewidth=0.8)
    axes.set_axisbelow(True)
    return axes


def throughput(plot: Any) -> None:
    """Benchmarks/pipeline/run.py --out Benchmarks/results/pipeline.json"""
    report = read("pipeline.json")
    figure, panels = plot.subplots(1, 3, figsize=(9, 3.2), layout="constrained")
    for axes, (key, title) in zip(panels, (("rate", "articles a second"), ("cpuMicros", "CPU µs an article"), ("mebibytes", "memory, MiB")), strict=True):
        bars = plain(axes).bar(["article-service", "Python"], [report["ours"][key], report["peer"][key]], color=[OURS, THEIRS], width=0.6)
        axes.bar_label(bars, fmt="{:,.0f}")
        axes.set_title(title, fontsize=11)
    figure.suptitle(f"{report['pages']:,} pages to annotated data on {report['cores']} cores; Python: {THEIR_NAMES}", fontsize=11)
    save(figure, "throughput")


def latency(plot: Any) -> None:
    """Benchmarks/pipeline/run.py --out Benchmarks/results/pipeline.json"""
    report = read("pipeline.json")
    names = ("p50", "p90", "p99", "p99.9", "max")
    figure, axes = plot.subplots(figsize=(8, 4), layout="constrained")
    for number, found in enumerate(report["open"]):
        shade = 0.35 + 0.65 * number / max(1, len(report["open"]) - 1)
        plain(axes).plot(names, [found["latencyMs"][name] for name in names], marker="o", color=OURS, alpha=shade,
                         label=f"{found['load']:.0%} of the closed loop's rate: {found['rate']:,.0f}/s")
    axes.set_yscale("log")
    axes.set_ylabel("ms from when a call was due")
    axes.legend(frameon=False)
    axes.set_title("analyzeArticle under an open loop, Poisson arrivals", fontsize=11)
    save(figure, "latency")


def quality(plot: Any) -> None:
    """Benchmarks/pipeline/quality.py --out Benchmarks/results/quality.json"""
    rows = read("quality.json")
    figure, axes = plot.subplots(figsize=(9, 4), layout="constrained")
    places = range(len(rows))
    for shift, key, colour, label in ((-0.19, "ours", OURS, "article-service"), (0.19, "peer", THEIRS, THEIR_NAMES)):
        bars = plain(axes).barh([place + shift for place in places], [row[key] or 0 for row in rows], height=0.36, color=colour, label=label)
        axes.bar_label(bars, labels=["–" if row[key] is None else f"{row[key]:.3f}" for row in rows], padding=3)
    axes.set_yticks(list(places), [row["name"] for row in rows])
    axes.invert_yaxis()
    axes.set_xlim(0, 1.1)
    axes.grid(axis="y", visible=False)
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, -0.25), ncols=2)
    axes.set_title("Quality on the development sets, which both were tuned on", fontsize=11)
    save(figure, "quality")


def growth(plot: Any) -> None:
    """dedupe-growth ARTICLES.ndjson DIR 5000000 > Benchmarks/results/dedupe-growth.ndjson"""
    lines = (RESULTS / "dedupe-growth.ndjson").read_text(encoding="utf-8").splitlines()
    points = [point for line in lines if line.startswith("{") and "articles" in (point := json.loads(line))]
    articles = [point["articles"] for point in points]
    figure, (times, sizes) = plot.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for key, colour, label in (("addMicros", OURS, "add"), ("checkMicros", THEIRS, "check")):
        plain(times).plot(articles, [point[key] for point in points], marker=".", color=colour, label=label)
    for key, colour, label in (("residentBytes", OURS, "memory"), ("diskBytes", THEIRS, "disk")):
        plain(sizes).plot(articles, [point[key] / 1e6 for point in points], marker=".", color=colour, label=label)
    times.set_ylabel("µs a call")
    sizes.set_ylabel("MB")
    for axes in (times, sizes):
        axes.set_ylim(bottom=0)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value / 1e6:g} M")
        axes.set_xlabel("articles in the index")
        axes.legend(frameon=False)
    save(figure, "dedupe-growth")


def soak(plot: Any) -> None:
    """make soak MINUTES=60 OUT=Benchmarks/results/soak.json"""
    found = read("soak.json")
    figure, (latencies, memory) = plot.subplots(2, 1, figsize=(9, 5.4), sharex=True, layout="constrained")
    for key, colour in (("p50", THEIRS), ("p99", OURS)):
        plain(latencies).plot([slot["at"] / 60 for slot in found["latency"]], [slot[key] / 1000 for slot in found["latency"]], color=colour, label=key)
    latencies.set_yscale("log")
    latencies.set_ylabel("ms, of ten seconds")
    for name, colour in (("file", OURS), ("database", THEIRS)):
        samples = found["process"].get(name, [])
        plain(memory).plot([one["at"] / 60 for one in samples], [one["resident_kib"] / 1024 for one in samples], color=colour, label=f"index in a {name}")
        # Records before 27 November 2026 have none.
        if heap := [one for one in samples if one.get("heap_kib")]:
            memory.plot([one["at"] / 60 for one in heap], [one["heap_kib"] / 1024 for one in heap], color=colour, linestyle=":",
                        label=f"index in a {name}: allocated")
    memory.set_ylabel("memory, MiB")
    memory.set_ylim(bottom=0)
    memory.set_xlabel("minutes")
    for fault in found["faults"]:
        is_restart = fault["name"] in ("kill -9", "restart")
        for axes in (latencies, memory):
            axes.axvline(fault["at"] / 60, color="#333333" if is_restart else "#bbbbbb", linewidth=0.6, linestyle="-" if is_restart else ":")
    for slow in found.get("slow", []):
        for axes in (latencies, memory):
            axes.axvspan(slow["at"] / 60, slow["end"] / 60, color="#eeeeee", linewidth=0)
    latencies.set_title("An hour at 70 % of capacity; lines: kill -9 and restarts, dotted: other faults, grey: a slow machine", fontsize=11)
    for axes in (latencies, memory):
        axes.legend(frameon=False, loc="upper right")
    save(figure, "soak")


PICTURES = {"throughput": throughput, "latency": latency, "quality": quality, "growth": growth, "soak": soak}


def main() -> None:
    names = sys.argv[1:] or list(PICTURES)
    if unknown := set(names) - set(PICTURES):
        sys.exit(f"draw.py: no picture {', '.join(sorted(unknown))}; there are {', '.join(PICTURES)}")
    python = WORK / "venv" / "bin" / "python"
    if Path(sys.prefix) != WORK / "venv":
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", WORK / "venv"], check=True)
            subprocess.run([python, "-m", "pip", "install", "-q", "-r", Path(__file__).with_name("requirements.txt")], check=True)
        os.execv(python, [str(python), __file__, *names])
    import matplotlib
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "article-service", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10})
    from matplotlib import pyplot
    for name in names:
        PICTURES[name](pyplot)


if __name__ == "__main__":
    main()
