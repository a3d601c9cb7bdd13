"""The development set: its documents, their input, and the form in which its scorer wants predictions."""
import gzip
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("DATA", ROOT.parent / "shared" / "data")) / "articles"

HTML_KINDS = ("ko-html", "ko-html-real", "public-html", "public-snippets")
TEXT_KINDS = ("ko-text", "ko-text-real")
TIMED_HTML = "public-html"  # scrapinghub's pages: real ones, of 170 KB in the mean


class Byline(TypedDict):
    name: str
    email: str | None


class Prediction(TypedDict, total=False):
    """What score.py reads. A field that a tool does not have is left out."""
    title: str | None
    publishedAt: str | None
    publisher: str | None
    bylines: list[Byline]
    paragraphs: list[str]


@dataclass(frozen=True)
class Document:
    id: str
    kind: str
    language: str
    encoding: str | None  # as the gold names it
    path: Path

    def contents(self) -> bytes:
        data = self.path.read_bytes()
        return gzip.decompress(data) if self.path.suffix == ".gz" else data


def documents(kinds: tuple[str, ...]) -> list[Document]:
    """The documents of some kinds, in the order of their ids."""
    found = []
    for path in sorted((DATA / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if gold["kind"] in kinds:
            found.append(Document(gold["id"], gold["kind"], gold["lang"], gold["encoding"], DATA / gold["input"]))
    return found
