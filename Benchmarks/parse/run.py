#!/usr/bin/env python3
"""parseArticle beside its peers, over the development set: quality and time, in one table. See README.md."""
import argparse
import json
import shutil
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import report
from environment import PREDICTOR, SERVICE, commit, machine, peers_python, versions
from peers import PEERS
from quality import score
from split import TRAINING, VALIDATION
from tools import OURS, Ours, OursOverSocket, PeerTool, Tool

PARTS = {"all": None, TRAINING: TRAINING, VALIDATION: VALIDATION}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", type=lambda text: text.split(","), default=[], metavar="NAMES",
                        help="tools, with commas: ours,trafilatura")
    parser.add_argument("--rounds", type=int, default=3, help="of the times; 0: quality only")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where the predictions stay, a folder a tool")
    parser.add_argument("--reuse", action="store_true",
                        help="take a peer's predictions from --keep when they are there; ours are always made anew")
    parser.add_argument("--out", type=Path, metavar="FILE", help="all figures as JSON")
    parser.add_argument("--predictor", type=Path, default=PREDICTOR, help="another predict-parse than the release build")
    parser.add_argument("--service", type=Path, default=SERVICE, help="another article-service than the release build")
    chosen = parser.parse_args()
    if chosen.reuse and not chosen.keep:
        parser.error("--reuse needs --keep")
    return chosen


def chosen_tools(chosen: argparse.Namespace, python: str) -> list[Tool]:
    tools: list[Tool] = [Ours(chosen.predictor), OursOverSocket(chosen.service),
                         *(PeerTool(peer, python) for peer in PEERS.values())]
    unknown = set(chosen.only) - {tool.name for tool in tools}
    if unknown:
        sys.exit(f"no such tool: {', '.join(sorted(unknown))}")
    return [tool for tool in tools if not chosen.only or tool.name in chosen.only]


def quality(tool: Tool, directory: Path, reuse: bool) -> dict:
    """score.py's figures of the whole set and of its halves; none of a tool that makes no predictions."""
    out = directory / tool.name
    if not tool.predicts:
        return {}
    if not (reuse and tool.pinned and out.is_dir()):
        print(f"predictions of {tool.name}", file=sys.stderr)
        unfinished = directory / f"{tool.name}.unfinished"  # a run that is broken off leaves nothing to be reused
        shutil.rmtree(unfinished, ignore_errors=True)
        tool.predict(unfinished)
        shutil.rmtree(out, ignore_errors=True)
        unfinished.rename(out)
    return {name: score(out, part) for name, part in PARTS.items()}


def main() -> None:
    chosen = arguments()
    python = peers_python()
    installed = versions(python) | {OURS: commit()}
    facts = machine()
    tools = chosen_tools(chosen, python)
    with tempfile.TemporaryDirectory(prefix="parse-predictions-") as temporary:
        rows = [{"name": tool.name, "version": installed.get(tool.package or "", ""), "times": [],
                 "quality": quality(tool, chosen.keep or Path(temporary), chosen.reuse)} for tool in tools]
    for number in range(1, chosen.rounds + 1):  # in turns: what slows the machine down for a while slows all
        for tool, row in zip(tools, rows, strict=True):
            print(f"time of {tool.name}, round {number}", file=sys.stderr)
            row["times"].append({sort: asdict(time) for sort, time in tool.time().items()})
    print(report.machine_line(facts))
    print(f"\n### The whole set; times are medians of {chosen.rounds} rounds\n\n{report.whole(rows)}")
    for part in (TRAINING, VALIDATION):
        print(f"\n### The {part} half\n\n{report.part(rows, part)}")
    if chosen.out:
        chosen.out.write_text(json.dumps({"machine": facts, "rows": rows}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
