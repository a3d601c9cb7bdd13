#!/usr/bin/env python3
"""Puts the teacher's labels and the texts they are of together, as corpora for ner-trainer.

Usage: silver.py DATA OUT_DIR [--news 15000] [--fold A|A1]
DATA is ../shared/data. Written are OUT_DIR/train.jsonl (KLUE-NER's train sentences) and OUT_DIR/news.jsonl (sentences of news).

The labels are in silver/, without a word of text: spans of Unicode scalars with the teacher's confidence, type by type as in KLUE-NER.
Those of fold A1 come from models that never saw the half A2 of the gold data, so that A2 may judge what is trained on them. teacher/README.md
says how they were made. Standard library only.
"""
import argparse
import gzip
import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SILVER = Path(__file__).resolve().parent / "silver"
# Sentences with a span of less confidence are left out: below it one span in three is right.
CONFIDENCE_MIN = 0.5


def labels(name: str) -> Iterator[Any]:
    with lzma.open(SILVER / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def records(data: Path) -> list[list[dict[str, Any]]]:
    """The files that news sentences are of, in the order of the labels' first number."""
    feed = gzip.decompress((data / "articles/extra/ko-feed-bodies.jsonl.gz").read_bytes()).decode()
    texts = [feed, (data / "articles/extra/real-leads-fnnews.jsonl").read_text(encoding="utf-8"),
             (data / "dedupe/articles.ndjson").read_text(encoding="utf-8")]
    return [[json.loads(line) for line in text.split("\n") if line] for text in texts]


def sentence(name: str, text: str, start: int, spans: list[Any]) -> str:
    entities = [{"start": first - start, "end": end - start, "type": kind} for first, end, kind, _ in spans]
    return json.dumps({"id": name, "text": text, "entities": entities}, ensure_ascii=False) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--news", type=int, default=15_000)
    parser.add_argument("--fold", choices=("A", "A1"), default="A")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    rows = (options.data / "ner/train-raw.tsv").read_text(encoding="utf-8").split("\n")
    texts = dict(row.split("\t", 1) for row in rows if "\t" in row)
    with (options.out / "train.jsonl").open("w", encoding="utf-8") as out:
        for label in labels(f"train-{options.fold}"):
            out.write(sentence(label["id"], texts[label["id"]], 0, label["spans"]))
    files = records(options.data)
    fields = [("html", "title"), ("description", "title"), ("text", "title")]
    written = 0
    with (options.out / "news.jsonl").open("w", encoding="utf-8") as out:
        for number, (source, record, field, start, end, spans) in enumerate(labels(f"news-{options.fold}")):
            text = files[source][record][fields[source][field]][start:end]
            # Offsets are of the stored field: where a tag or a reference stands inside, they are not of the words.
            if number < options.news and "<" not in text and "&" not in text and all(s[3] >= CONFIDENCE_MIN for s in spans):
                out.write(sentence(f"news-{number}", text, start, spans))
                written += 1
    print(f"{len(texts)} sentences of KLUE-NER, {written} of news")


if __name__ == "__main__":
    main()
