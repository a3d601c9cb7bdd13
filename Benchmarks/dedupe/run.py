#!/usr/bin/env python3
"""Near duplicates, ours beside its peers, over the development sets: quality, time and memory, in one table. See README.md."""
import argparse
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import report
from dataset import SETS, TIMED, write_made_up
from environment import HERE, PREDICTOR, WORK, commit, machine, peers_python, versions
from peers import PEERS
from quality import canonical_b3, score
from tools import OURS, Ours, PeerTool, Tool


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", type=lambda text: text.split(","), default=[], metavar="NAMES",
                        help="tools, with commas: ours,datasketch")
    parser.add_argument("--rounds", type=int, default=3, help="of the times, the one of the predictions among them")
    parser.add_argument("--large", type=int, default=50_000, metavar="COUNT",
                        help="articles in the index when memory is measured; 0: not measured")
    parser.add_argument("--out", type=Path, metavar="FILE", help="all figures as JSON")
    parser.add_argument("--predictor", type=Path, default=PREDICTOR, help="another predict-dedupe than the release build")
    parser.add_argument("--growth", type=Path, metavar="FILE",
                        help="what `dedupe-growth` printed: our memory and disk")
    parser.add_argument("--tune", action="store_true", help="only try settings of the peers; see tune.py")
    chosen = parser.parse_args()
    if chosen.rounds < 1:
        parser.error("--rounds is at least 1")
    return chosen


def chosen_tools(chosen: argparse.Namespace, python: str) -> list[Tool]:
    tools: list[Tool] = [Ours(chosen.predictor, chosen.growth), *(PeerTool(peer, python) for peer in PEERS.values())]
    unknown = set(chosen.only) - {tool.name for tool in tools}
    if unknown:
        sys.exit(f"no such tool: {', '.join(sorted(unknown))}")
    return [tool for tool in tools if not chosen.only or tool.name in chosen.only]


def quality(tool: Tool, version: str, directory: Path) -> report.Row:
    row: report.Row = {"name": tool.name, "version": version, "durable": tool.durable, "quality": {}, "canonical_b3": {},
                       "cpu_micros": [], "size": None}
    for name in SETS:
        print(f"{tool.name}: {name}", file=sys.stderr)
        predictions = tool.predict(name, directory)
        row["quality"][name] = score(name, predictions.pairs)
        if predictions.canonicals:
            row["canonical_b3"][name] = canonical_b3(name, predictions.canonicals)
        if name == TIMED:
            row["cpu_micros"].append(predictions.cpu_micros)
    return row


def main() -> None:
    chosen = arguments()
    python = peers_python()
    if chosen.tune:
        peers = [name for name in chosen.only if name in PEERS]
        sys.exit(subprocess.run([python, "-W", "ignore", str(HERE / "tune.py"), *peers]).returncode)
    installed = versions(python) | {OURS: commit()}
    facts = machine()
    tools = chosen_tools(chosen, python)
    with TemporaryDirectory(prefix="predictions-", dir=WORK) as temporary:
        directory = Path(temporary)
        rows = [quality(tool, installed.get(tool.package or "", ""), directory) for tool in tools]
        for number in range(2, chosen.rounds + 1):  # in turns: what slows the machine down for a while slows all
            for tool, row in zip(tools, rows, strict=True):
                print(f"{tool.name}: time, round {number}", file=sys.stderr)
                row["cpu_micros"].append(tool.predict(TIMED, directory).cpu_micros)
        if chosen.large:
            texts = directory / "made-up.ndjson"
            write_made_up(texts, chosen.large)
            for tool, row in zip(tools, rows, strict=True):
                print(f"{tool.name}: {chosen.large} articles", file=sys.stderr)
                size = tool.size(texts)
                row["size"] = asdict(size) if size else None
    print(f"{report.machine_line(facts)}; times are medians of {chosen.rounds} rounds\n\n{report.table(rows)}")
    if chosen.out:
        chosen.out.write_text(json.dumps({"machine": facts, "rows": rows}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
