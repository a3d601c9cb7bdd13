#!/usr/bin/env python3
"""Puts the teacher's labels and KLUE-NER's train sentences together, as a corpus for ner-trainer.

Usage: silver.py DATA OUT.jsonl [--fold A|A1]
DATA is ../shared/data. The labels are in silver/, without a word of text: spans of Unicode scalars with the teacher's confidence. Those of
fold A1 come from models that never saw the half A2 of the gold data, so that A2 may judge what is trained on them. teacher/README.md says
how they were made. Standard library only.
"""
import argparse
import json
import lzma
from pathlib import Path

SILVER = Path(__file__).resolve().parent / "silver"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--fold", choices=("A", "A1"), default="A")
    options = parser.parse_args()
    rows = (options.data / "ner/train-raw.tsv").read_text(encoding="utf-8").split("\n")
    texts = dict(row.split("\t", 1) for row in rows if "\t" in row)
    with lzma.open(SILVER / f"train-{options.fold}.jsonl.xz", "rt", encoding="utf-8") as lines:
        labels = [json.loads(line) for line in lines]
    with options.out.open("w", encoding="utf-8") as out:
        for label in labels:
            entities = [{"start": start, "end": end, "type": kind} for start, end, kind, _ in label["spans"]]
            out.write(json.dumps({"id": label["id"], "text": texts[label["id"]], "entities": entities}, ensure_ascii=False) + "\n")
    print(f"{len(labels)} sentences")


if __name__ == "__main__":
    main()
