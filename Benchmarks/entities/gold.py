#!/usr/bin/env python3
"""Our own annotated articles: reads gold/*.txt, checks them, and writes what score.py reads.

Usage: gold.py OUT_DIR [FILE...]     without files all of gold/; OUT_DIR - only checks

An article is a head, a line "---" and the text with its marks (GUIDELINE.md has the rules and an example):

    date: 2026-03-12
    genre: politics
    p1: 한도윤 | 나래시장, 청년미래당 최고위원 | 나래시
    ---
    ⟦OG:o1|나래시⟧는 ⟦DT=2026-03-12|12일⟧ …

Offsets are of Unicode scalars, as in ../shared/data/ner. Standard library only.
"""
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

GOLD = Path(__file__).resolve().parent / "gold"
SIX = {"PS", "OG", "LC", "DT", "TI", "QT"}
GENRES = {"politics", "business", "sports", "obituary", "weather", "crime", "culture", "science", "local", "world"}
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?|-Q[1-4]|-H[12])?(/\d{4}(-\d\d(-\d\d)?)?)?|P(\d+(\.\d+)?[YMWD])+")
TIME = re.compile(r"(\d{4}-\d\d-\d\d)?T\d\d:\d\d|(\d{4}-\d\d-\d\d)?T(MO|MI|AF|EV|NI|DT)|PT(\d+(\.\d+)?[HMS])+")
NUMBER = r"-?\d+(?:\.\d+)?"
QUANTITY = re.compile(rf"(?P<low>{NUMBER})(\.\.(?P<high>{NUMBER}))? ?(?P<unit>[^~#]*?) ?(?P<flags>[~#]*)")
MARK = re.compile(r"⟦(?P<type>[A-Z]{1,2})(?P<sign>[:=]?)(?P<value>[^|⟦⟧]*)\|")


class GoldError(ValueError):
    pass


@dataclass
class Article:
    name: str
    head: dict[str, str]
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    quotes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def persons(self) -> dict[str, dict[str, Any]]:
        persons = {}
        for key, value in self.head.items():
            if not re.fullmatch(r"p\d+", key):
                continue
            parts = [part.strip() for part in value.split("|")]
            if len(parts) != 3 or not parts[0]:
                raise GoldError(f"{self.name}: {key}: name | titles | organisation, not {value!r}")
            titles = [title.strip() for title in parts[1].split(",") if title.strip()]
            persons[key] = {"id": key, "name": parts[0], "titles": titles, "org": parts[2]}
        return persons

    def as_json(self) -> dict[str, Any]:
        clusters: dict[str, list[list[int]]] = {}
        for entity in self.entities:
            if "cluster" in entity:
                clusters.setdefault(entity["cluster"], []).append([entity["start"], entity["end"]])
        return {"id": self.name, "source": "written for this project (fictional)", "licence": "CC0", "genre": self.head["genre"],
                "dateline": self.head["date"], "text": self.text, "entities": self.entities, "clusters": clusters,
                "persons": list(self.persons.values()), "quotes": self.quotes}


def quantity(value: str) -> dict[str, Any]:
    match = QUANTITY.fullmatch(value)
    if not match:
        raise GoldError(f"no quantity: {value!r}")

    def number(text: str) -> float | int:
        return float(text) if "." in text else int(text)
    norm: dict[str, Any] = {"unit": match["unit"]}
    if match["high"]:
        norm |= {"min": number(match["low"]), "max": number(match["high"])}
    else:
        norm["value"] = number(match["low"])
    if "~" in match["flags"]:
        norm["approx"] = True
    if "#" in match["flags"]:
        norm["ordinal"] = True
    return norm


def entity(article: Article, mark: re.Match[str], start: int, end: int) -> dict[str, Any]:
    kind, sign, value = mark["type"], mark["sign"], mark["value"]
    text = article.text[start:end]
    found = {"start": start, "end": end, "type": kind, "text": text}
    if kind in {"PS", "OG", "LC"}:
        if kind != "LC" and sign != ":":
            raise GoldError(f"{article.name}: {text!r} has no cluster")
        found["cluster"] = value if sign == ":" else f"LC:{text}"
        if kind == "PS" and value not in article.persons:
            raise GoldError(f"{article.name}: {value} of {text!r} is not in the head")
    elif kind == "EM":
        found["norm"] = text
    elif kind == "QT" and sign == "=":
        found["norm"] = quantity(value)
    elif kind in {"DT", "TI"} and sign == "=":
        if not (DATE if kind == "DT" else TIME).fullmatch(value):
            raise GoldError(f"{article.name}: {value!r} of {text!r} is no norm")
        found["norm"] = value
    elif kind in {"DT", "TI", "QT", "EV"} and not sign:
        pass
    else:
        raise GoldError(f"{article.name}: {mark[0]!r}")
    if text != text.strip() or not text:
        raise GoldError(f"{article.name}: blank at the end of {text!r}")
    return found


def quote(article: Article, speaker: str, start: int, end: int) -> dict[str, Any]:
    found: dict[str, Any] = {"start": start, "end": end, "speaker": None, "speaker_cluster": None}
    if speaker.startswith("="):
        found["speaker"] = speaker[1:]
    elif speaker in article.persons:
        found |= {"speaker": article.persons[speaker]["name"], "speaker_cluster": speaker}
    elif speaker != "-":
        raise GoldError(f"{article.name}: the speaker {speaker!r} is not in the head")
    return found


def read(name: str, source: str) -> Article:
    head, separator, body = source.partition("\n---\n")
    if not separator:
        raise GoldError(f"{name}: no line ---")
    article = Article(name, {})
    for line in head.split("\n"):
        key, colon, value = line.partition(":")
        if not colon or key.strip() in article.head:
            raise GoldError(f"{name}: head line {line!r}")
        article.head[key.strip()] = value.strip()
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", article.head.get("date", "")) or article.head.get("genre") not in GENRES:
        raise GoldError(f"{name}: date or genre")
    opened: list[tuple[re.Match[str], int]] = []
    position = 0
    body = body.strip("\n")
    while position < len(body):
        if mark := MARK.match(body, position):
            opened.append((mark, len(article.text)))
            position = mark.end()
        elif body[position] == "⟧":
            if not opened:
                raise GoldError(f"{name}: ⟧ closes nothing after {article.text[-20:]!r}")
            mark, start = opened.pop()
            if mark["type"] == "Q":
                article.quotes.append(quote(article, mark["value"], start, len(article.text)))
            else:
                article.entities.append(entity(article, mark, start, len(article.text)))
            position += 1
        elif body[position] == "⟦":
            raise GoldError(f"{name}: no mark: {body[position:position + 20]!r}")
        else:
            article.text += body[position]
            position += 1
    if opened:
        raise GoldError(f"{name}: not closed: {opened[-1][0][0]!r}")
    check(article)
    return article


def check(article: Article) -> None:
    article.entities.sort(key=lambda found: (found["start"], -found["end"]))
    article.quotes.sort(key=lambda found: found["start"])
    end = 0
    for found in (found for found in article.entities if found["type"] in SIX):
        if found["start"] < end:
            raise GoldError(f"{article.name}: {found['text']!r} overlaps the mention before it")
        end = found["end"]
    mentioned = {found["cluster"] for found in article.entities if found["type"] == "PS"}
    if unused := set(article.persons) - mentioned:
        raise GoldError(f"{article.name}: never mentioned: {sorted(unused)}")


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    out = None if sys.argv[1] == "-" else Path(sys.argv[1])
    files = [Path(name) for name in sys.argv[2:]] or sorted(GOLD.glob("*.txt"))
    if out:
        out.mkdir(parents=True, exist_ok=True)
    mentions = quotes = 0
    for file in files:
        try:
            article = read(file.stem, file.read_text(encoding="utf-8"))
        except GoldError as error:
            sys.exit(str(error))
        mentions += len(article.entities)
        quotes += len(article.quotes)
        if out:
            (out / f"{file.stem}.json").write_text(json.dumps(article.as_json(), ensure_ascii=False), encoding="utf-8")
    print(f"{len(files)} articles, {mentions} mentions, {quotes} quotes")


if __name__ == "__main__":
    main()
