#!/usr/bin/env python3
"""The pipeline that people put together in Python: peer.py PAGES.ndjson PROCESSES

trafilatura finds the article, rensa's MinHash (128 permutations over words) its near duplicates, mecab-ko its proper nouns. Pages are worked on by
PROCESSES processes, the index by this one. Writes one line of JSON: seconds, articles, CPU seconds of all processes, largest memory of one.
"""
import json
import multiprocessing
import resource
import sys
import time

from rensa import RMinHash, RMinHashLSH


def start() -> None:
    global tagger
    from mecab import MeCab
    tagger = MeCab()


def work(line: str) -> tuple[str, RMinHash, int]:
    import trafilatura
    page = json.loads(line)
    text = trafilatura.extract(page["html"], favor_precision=True) or ""
    sketch = RMinHash(num_perm=128, seed=42)
    sketch.update(text.split())
    nouns = [token.surface for part in text.split("\n") for token in tagger.parse(part) if token.feature.pos.startswith("NNP")]
    return page["id"], sketch, len(nouns)


def main() -> None:
    path, processes = sys.argv[1], int(sys.argv[2])
    with open(path, encoding="utf-8") as file:
        pages = file.readlines()
    begin = time.monotonic()
    index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    duplicates = nouns = 0
    with multiprocessing.Pool(processes, start) as pool:
        for number, (_, sketch, found) in enumerate(pool.imap(work, pages, chunksize=8)):
            duplicates += bool(index.query(sketch))
            index.insert(number, sketch)
            nouns += found
    seconds = time.monotonic() - begin
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({
        "articles": len(pages), "seconds": seconds, "cpu": sum(usage.ru_utime + usage.ru_stime for usage in both),
        "megabytes": max(usage.ru_maxrss for usage in both) / 1024, "duplicates": duplicates, "nouns": nouns}))


if __name__ == "__main__":
    main()
