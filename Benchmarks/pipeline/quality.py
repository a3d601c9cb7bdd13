#!/usr/bin/env python3
"""The pipeline's quality beside that of the pipeline in Python, part by part, by the scorers of ../../../shared/data: quality.py [--out FILE]

Articles: ours and trafilatura; duplicates: ours and rensa; names: ours and mecab-ko. Each by the benchmark of its part (Benchmarks/parse, dedupe,
entities), in this run. "Seen" data was tuned or trained on, by rules, models and the peers' settings alike; what is known of unseen data is in
docs/benchmarks.md. --out writes the figures as JSON, which ../pictures/draw.py draws.
"""
import argparse
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

BENCHMARKS = Path(__file__).resolve().parents[1]


def rows(part: str, folder: Path, *options: str) -> list[dict[str, Any]]:
    out = folder / f"{part}.json"
    subprocess.run([BENCHMARKS / part / "run.py", "--out", out, *options], check=True, stdout=subprocess.DEVNULL)
    found = json.loads(out.read_text(encoding="utf-8"))
    return found["rows"] if isinstance(found, dict) else found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        parse = {row["name"]: row["quality"]["all"] for row in rows("parse", folder, "--only", "ours,trafilatura", "--rounds", "0")}
        dedupe = {row["name"]: row["quality"] for row in rows("dedupe", folder, "--only", "ours,rensa-r", "--rounds", "1", "--large", "0")}
        entities = {row["tool"]: row for row in rows("entities", folder, "--only", "ours,mecab") if row["set"] == "shared"}
    figures = [
        ("body of Korean pages, F1", parse["ours"]["ko-html"]["shingle F1"], parse["trafilatura"]["ko-html"]["shingle F1"]),
        ("body of Korean texts, F1", parse["ours"]["ko-text"]["shingle F1"], parse["trafilatura"].get("ko-text", {}).get("shingle F1")),
        ("body of pages of the world, F1", parse["ours"]["public-html"]["shingle F1"], parse["trafilatura"]["public-html"]["shingle F1"]),
        ("pairs of duplicates, F1", dedupe["ours"]["dedupe"]["f1"], dedupe["rensa-r"]["dedupe"]["f1"]),
        ("pairs labelled by reading, F1", dedupe["ours"]["dedupe-hand"]["f1"], dedupe["rensa-r"]["dedupe-hand"]["f1"]),
        ("entities, six types, F1", float(entities["ours"]["F1"]) / 100, float(entities["mecab"]["F1"]) / 100)]
    print("| | article-service | trafilatura, rensa, mecab-ko |\n| --- | --- | --- |")
    for name, ours, theirs in figures:
        print(f"| {name} | {ours:.3f} | {'–' if theirs is None else f'{theirs:.3f}'} |")
    if options.out:
        options.out.write_text(json.dumps([{"name": name, "ours": ours, "peer": theirs} for name, ours, theirs in figures], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
