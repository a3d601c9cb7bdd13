"""The development sets: their articles in order of the file, and articles made up of their sentences."""
import json
import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("DATA", ROOT.parent / "shared" / "data"))
SETS = ("dedupe", "dedupe-hand")
TIMED = "dedupe"

SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Article:
    id: str
    text: str  # paragraphs, a line each


def articles(name: str) -> list[Article]:
    with open(DATA / name / "articles.ndjson", encoding="utf-8") as lines:
        return [Article(row["id"], row["text"]) for row in map(json.loads, lines)]


def texts(path: Path) -> Iterator[str]:
    """One at a time: who measures memory must not hold them."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def write_made_up(path: Path, count: int) -> None:
    with open(path, "w", encoding="utf-8") as lines:
        for number, text in enumerate(made_up(count)):
            lines.write(json.dumps({"id": f"m{number}", "text": text}, ensure_ascii=False) + "\n")


def made_up(count: int, seed: int = 1) -> Iterator[str]:
    """Texts as long as those of the set, of sentences drawn from all of it. Shuffling the sentences of one article would give
    its own n-grams again, and an index would store each of them once."""
    lengths, sentences = [], []
    for article in articles(TIMED):
        parts = [part for part in SENTENCE_END.split(article.text) if part]
        lengths.append(len(article.text))
        sentences += parts
    chance = random.Random(seed)
    for _ in range(count):
        length, text = chance.choice(lengths), ""
        while len(text) < length:
            text += chance.choice(sentences) + "\n"
        yield text[:length]
