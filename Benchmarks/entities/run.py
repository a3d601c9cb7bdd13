#!/usr/bin/env python3
"""Our extraction beside its installable peers over annotated articles, in one table. See README.md.

Usage: run.py [--set NAME=DIR]... [--only ours,mecab,kiwi] [--out FILE]
Without --set: the shared development articles (DATA/ner/articles) and our own (gold/).
"""
import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DATA = Path(os.environ.get("DATA", ROOT.parent / "shared" / "data"))
WORK = Path(os.environ.get("WORK", "/tmp/entities-bench"))
OURS = ROOT / "Benchmarks" / ".build" / "release" / "predict-entities"
PEERS = ("mecab", "kiwi")
TYPES = ("PS", "OG", "LC", "DT", "TI", "QT")
# What score.py prints, and the names of our columns.
FIGURES = {
    "F1": r"entities \(six types\).*micro F1 ([\d.]+)",
    "precision": r"entities \(six types\) P ([\d.]+)",
    "recall": r"entities \(six types\) P [\d.]+ R ([\d.]+)",
    **{kind: rf"\n  {kind} P [\d.]+ R [\d.]+ F1 ([\d.]+)" for kind in TYPES},
    "joined": r"clustering PS\+OG, pairwise P [\d.]+ R [\d.]+ F1 ([\d.]+)",
    "titles": r"titles P [\d.]+ R [\d.]+ F1 ([\d.]+)",
    "body": r"organisation right (\d+/\d+)",
    "DT value": r"norm DT: ([\d.]+)%",
    "QT value": r"norm QT: ([\d.]+)%",
    "TI value": r"norm TI: ([\d.]+)%",
    "quotes": r"quotes P [\d.]+ R [\d.]+ F1 ([\d.]+)",
    "speaker": r"speaker right ([\d.]+)%",
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=DIR")
    parser.add_argument("--only", type=lambda text: text.split(","), default=["ours", *PEERS])
    parser.add_argument("--out", type=Path)
    return parser.parse_args()


def peers_python() -> str:
    python, installed = WORK / "venv" / "bin" / "python", WORK / "venv" / "requirements.txt"
    wanted = (HERE / "requirements.txt").read_text()
    if not installed.exists() or installed.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", str(WORK / "venv")], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", str(HERE / "requirements.txt")],
                       check=True)
        installed.write_text(wanted)
    return str(python)


def score(gold: Path, predicted: Path) -> dict[str, str]:
    printed = subprocess.run([sys.executable, str(DATA / "ner" / "score.py"), "articles", str(gold), str(predicted)], check=True,
                             capture_output=True, text=True).stdout
    return {name: match[1] for name, pattern in FIGURES.items() if (match := re.search(pattern, printed))}


def ours(gold: Path, out: Path) -> dict[str, Any]:
    measured = subprocess.run([str(OURS), "articles", str(gold), str(out)], check=True, capture_output=True, text=True).stdout
    return json.loads(measured.splitlines()[-1])


def peer(python: str, tool: str, gold: Path, out: Path) -> dict[str, Any]:
    return json.loads(subprocess.run([python, str(HERE / "peers.py"), tool, str(gold), str(out)], check=True, capture_output=True,
                                     text=True).stdout)


def main() -> None:
    chosen = arguments()
    with TemporaryDirectory() as temporary:
        sets = {name: Path(path) for name, path in (entry.split("=", 1) for entry in chosen.set)}
        if not sets:
            own = Path(temporary) / "gold"
            subprocess.run([sys.executable, str(HERE / "gold.py"), str(own)], check=True, stdout=subprocess.DEVNULL)
            sets = {"shared": DATA / "ner" / "articles", "own": own}
        if "ours" in chosen.only:
            subprocess.run(["swift", "build", "-c", "release", "--product", "predict-entities"], cwd=ROOT / "Benchmarks", check=True,
                           stdout=subprocess.DEVNULL)
        python = peers_python() if set(chosen.only) & set(PEERS) else ""
        rows = []
        for name, gold in sets.items():
            for tool in chosen.only:
                out = Path(temporary) / name / tool
                measured = ours(gold, out) if tool == "ours" else peer(python, tool, gold, out)
                rows.append({"set": name, "tool": tool, **score(gold, out),
                             "CPU µs/article": round(measured["seconds"] / measured["articles"] * 1e6),
                             "MB/s": round(measured["bytes"] / measured["seconds"] / 1e6, 2), "MiB": round(measured["residentMiB"])})
    columns = ["set", "tool", *FIGURES, "CPU µs/article", "MB/s", "MiB"]
    print("| " + " | ".join(columns) + " |\n|" + " --- |" * len(columns))
    for row in rows:
        # What a tool does not give is no zero.
        shown = [("–" if row["tool"] != "ours" and key in list(FIGURES)[9:] else row.get(key, "–")) for key in columns]
        print("| " + " | ".join(str(value) for value in shown) + " |")
    if chosen.out:
        chosen.out.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
