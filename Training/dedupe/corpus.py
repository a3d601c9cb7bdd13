#!/usr/bin/env python3
"""Brings together what the duplicate decision is learned from.

Usage: corpus.py DATA OUT

DATA is ../shared/data. Written into OUT, which is not for publication (texts of others):
- words.ndjson: the articles in which words are counted, unedited ones only;
- articles.ndjson: all articles that a pair names;
- gold.tsv: a, b, relation, dup (True or False), source, group. Pairs of one group are never split between folds.

Sources of pairs: `auto`, the large set's rules; `hand`, the set labelled by reading; `read`, labels.tsv: pairs of the large
set and of the feeds that we labelled by reading (they go before `auto`); `own`, articles that we wrote.
"""
import gzip
import html
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
Article = dict[str, str]


def lines(path: Path) -> Iterator[Article]:
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def rows(path: Path) -> Iterator[list[str]]:
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


def plain(markup: str) -> str:
    """The paragraphs of a feed's article."""
    text = re.sub(r"(?s)<(script|style|figure|figcaption).*?</\1>", " ", markup or "")
    text = re.sub(r"<br[^>]*>|</p>|</div>", "\n", text)
    text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def feeds(data: Path) -> Iterator[Article]:
    """The feed's articles, f0000 on, and the agency's leads, numbered on as n3000 on: the line numbers are the ids."""
    number = 0
    with gzip.open(data / "articles/extra/ko-feed-bodies.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            yield {"id": f"f{number:04d}", "text": plain(json.loads(line)["html"])}
            number += 1
    for article in lines(data / "articles/extra/real-leads-fnnews.jsonl"):
        yield {"id": f"n{number:04d}", "text": article.get("description") or ""}
        number += 1


def write(path: Path, articles: list[Article]) -> None:
    with open(path, "w", encoding="utf-8") as file:
        for article in articles:
            file.write(json.dumps({"id": article["id"], "text": article["text"]}, ensure_ascii=False) + "\n")


def gold(data: Path) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Of each pair its relation, whether it is a duplicate, and who says so; the last word counts."""
    pairs: dict[tuple[str, str], tuple[str, str, str]] = {}
    for name, source in (("dedupe", "auto"), ("dedupe-hand", "hand")):
        for pair in lines(data / name / "pairs.ndjson"):
            key = (min(pair["a"], pair["b"]), max(pair["a"], pair["b"]))
            if pair["dup"] is not None or key not in pairs:
                pairs[key] = (pair["relation"], str(pair["dup"]), source)
    for name, source in (("labels.tsv", "read"), ("own-pairs.tsv", "own")):
        for a, b, label, note in rows(HERE / name):
            dup = "None" if label == "unsure" else str(label in ("same", "part"))
            pairs[min(a, b), max(a, b)] = (f"{source}_{label}" + (f"_{note}" if source == "own" else ""), dup, source)
    return pairs


def main() -> None:
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    fed = list(feeds(data))
    large, hand = list(lines(data / "dedupe/articles.ndjson")), list(lines(data / "dedupe-hand/articles.ndjson"))
    unedited = [article for article in fed if len(article["text"]) > 60] + [a for a in large if a["kind"] == "real"]
    write(out / "words.ndjson", unedited)
    write(out / "articles.ndjson", fed + large + hand + list(lines(HERE / "own-articles.ndjson")))
    groups = {name: group for part in ("dedupe", "dedupe-hand") for name, group in rows(data / part / "clusters.tsv")}
    with open(out / "gold.tsv", "w", encoding="utf-8") as file:
        for (a, b), (relation, dup, source) in gold(data).items():
            group = a[:4] if source == "own" else groups.get(a, a)
            file.write("\t".join((a, b, relation, dup, source, group)) + "\n")


if __name__ == "__main__":
    main()
