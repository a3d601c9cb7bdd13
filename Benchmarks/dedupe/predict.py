#!/usr/bin/env python3
"""One peer in its environment; run.py calls this with the python of the peers' environment.

predict.py PEER SET OUT.tsv           looks up and adds the articles of a set in the order of the file; writes the pairs
predict.py PEER --large TEXTS.ndjson  adds the made-up articles of a file, then looks up real ones in this larger index

Both print their figures as one line of JSON.
"""
import gc
import json
import os
import sys
import time
from pathlib import Path

from dataset import TIMED, articles, texts
from peers import PEERS, Peer

WARM_UP = 10  # articles into another index before the clock starts: imports at first use
LARGE_LOOKS = 200


def predict(peer: Peer, name: str, out: Path) -> dict[str, float]:
    all_articles = articles(name)
    warm = peer.index(**peer.settings)
    for number, article in enumerate(all_articles[:WARM_UP]):
        warm.add(number, warm.sketch(article.text))
    index = peer.index(**peer.settings)
    found: list[tuple[int, int]] = []
    begin = time.process_time()
    for number, article in enumerate(all_articles):
        sketch = index.sketch(article.text)
        found += [(number, seen) for seen in index.look(sketch)]
        index.add(number, sketch)
    spent = time.process_time() - begin
    out.write_text("".join(f"{all_articles[one].id}\t{all_articles[other].id}\n" for one, other in found), encoding="utf-8")
    return {"articles": len(all_articles), "cpuMicros": spent / len(all_articles) * 1e6}


def large(peer: Peer, path: Path) -> dict[str, float]:
    index, added, base = peer.index(**peer.settings), 0, 0
    for text in texts(path):
        index.add(added, index.sketch(text))
        added += 1
        if added == WARM_UP:
            base = resident()  # with what the library needs once
    grown = (resident() - base) / (added - WARM_UP)
    sketches = [index.sketch(article.text) for article in articles(TIMED)[:LARGE_LOOKS]]
    begin = time.process_time()
    for sketch in sketches:
        index.look(sketch)
    return {"articles": added, "residentBytes": grown, "lookMicros": (time.process_time() - begin) / len(sketches) * 1e6}


def resident() -> int:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    peer = PEERS[sys.argv[1]]
    figures = large(peer, Path(sys.argv[3])) if sys.argv[2] == "--large" else predict(peer, sys.argv[2], Path(sys.argv[3]))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
