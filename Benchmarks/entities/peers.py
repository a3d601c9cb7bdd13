#!/usr/bin/env python3
"""Entities as people get them in Python today from the two morphological analysers that pip installs: peers.py TOOL GOLD_DIR OUT_DIR

TOOL is mecab (mecab-ko-dic's classes of proper nouns) or kiwi (its proper nouns, typed by their endings). Numbers and units are joined by
the same few lines for both. Writes what score.py reads, and one line of JSON: CPU seconds, articles, bytes, resident memory.
"""
import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

Token = tuple[int, int, str, str | None]  # start, end, tag, class
DATE_UNITS = {"년", "월", "일", "개월", "주일", "분기", "년대"}
TIME_UNITS = {"시", "분", "초", "시간"}
BODY = re.compile(r"(부|처|청|원|당|회|사|대|대학교|병원|은행|그룹|전자|증권|위원회|협회|학회|재단|연구소|연구원|공사|공단|신문|일보|방송|뉴스)$")
PLACE = re.compile(r"(시|군|구|도|읍|면|동|리|역|산|강|섬|로|길|국)$")
SURNAMES = set("김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도소석선설마길연위표명기반")


def mecab() -> Callable[[str], Iterator[Token]]:
    from mecab import MeCab
    tagger = MeCab()

    def tokens(text: str) -> Iterator[Token]:
        for line, start in lines(text):
            for token in tagger.parse(line):
                yield start + token.span.start, start + token.span.end, token.feature.pos, token.feature.semantic
    return tokens


def kiwi() -> Callable[[str], Iterator[Token]]:
    from kiwipiepy import Kiwi
    tagger = Kiwi(num_workers=1)

    def tokens(text: str) -> Iterator[Token]:
        for token in tagger.tokenize(text):
            yield token.start, token.start + token.len, token.tag, None
    return tokens


def lines(text: str) -> Iterator[tuple[str, int]]:
    start = 0
    for line in text.split("\n"):
        yield line, start
        start += len(line) + 1


def kind(word: str, semantic: str | None) -> str:
    if semantic == "인명":
        return "PS"
    if semantic == "지명":
        return "LC"
    if BODY.search(word):
        return "OG"
    if PLACE.search(word):
        return "LC"
    return "PS" if len(word) == 3 and word[0] in SURNAMES else "OG"


def entities(text: str, tokens: list[Token]) -> Iterator[dict[str, object]]:
    index = 0
    while index < len(tokens):
        start, end, tag, semantic = tokens[index]
        index += 1
        if tag == "NNP":
            found = kind(text[start:end], semantic)
        elif tag in {"SN", "NR"}:
            # A number, more numbers, 여, and the unit.
            while index < len(tokens) and tokens[index][0] == end and tokens[index][2] in {"SN", "NR", "XSN", "SC", "SY"}:
                end = tokens[index][1]
                index += 1
            if index == len(tokens) or tokens[index][0] - end > 1 or not tokens[index][2].startswith(("NNB", "SW", "SL")):
                continue
            unit = text[tokens[index][0]:tokens[index][1]]
            end = tokens[index][1]
            index += 1
            found = "DT" if unit in DATE_UNITS else "TI" if unit in TIME_UNITS else "QT"
        else:
            continue
        yield {"start": start, "end": end, "type": found, "text": text[start:end]}


def main() -> None:
    tool, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    target.mkdir(parents=True, exist_ok=True)
    tokens = {"mecab": mecab, "kiwi": kiwi}[tool]()
    texts = {file.name: json.loads(file.read_text(encoding="utf-8"))["text"] for file in sorted(source.glob("*.json"))}
    # Once before it is measured: dictionaries are read when they are first asked.
    for text in texts.values():
        list(tokens(text))
    start = time.process_time()
    found = {name: list(entities(text, list(tokens(text)))) for name, text in texts.items()}
    seconds = time.process_time() - start
    for name, text in texts.items():
        prediction = {"text": text, "entities": found[name], "clusters": {}, "persons": [], "quotes": []}
        (target / name).write_text(json.dumps(prediction, ensure_ascii=False), encoding="utf-8")
    print(json.dumps({"seconds": seconds, "articles": len(texts), "bytes": sum(len(text.encode()) for text in texts.values()),
                      "residentMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main()
