#!/usr/bin/env python3
"""One peer over the development set; run.py calls this with the python of the peers' environment.

predict.py PEER OUT_DIR   writes OUT_DIR/ID.json for score.py, of each document of the kinds that the peer reads
predict.py PEER --time    prints the CPU seconds and the bytes of one round over the kind that is timed, as JSON

A document on which a peer fails, or that it says has no article, is an empty prediction, as in score.py.
"""
import json
import sys
import time
from pathlib import Path

import dataset
from peers import PEERS, Page, Peer

WARM_UP = 10  # documents before the clock starts: imports at first use, compiled expressions


def pages(peer: Peer, kinds: tuple[str, ...]) -> list[tuple[dataset.Document, Page]]:
    return [(document, peer.page(document)) for document in dataset.documents(kinds)]


def attempt(peer: Peer, page: Page) -> dataset.Prediction | None:
    """A peer is foreign code: whatever it raises is its answer to that page, and the run goes on."""
    try:
        return peer.extract(page)
    except Exception as error:
        print(f"{peer.name}: {type(error).__name__}: {str(error)[:100]}", file=sys.stderr)
        return None


def without_title(prediction: dataset.Prediction | None) -> dataset.Prediction | None:
    """Some peers begin their text with the title, which the set's body has not: form, not a fault."""
    title = prediction and prediction.get("title")
    if prediction and title:
        prediction["paragraphs"] = [paragraph for paragraph in prediction["paragraphs"] if paragraph != title.strip()]
    return prediction


def write_predictions(peer: Peer, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    failed = 0
    for document, page in pages(peer, peer.kinds):
        prediction = without_title(attempt(peer, page))
        failed += prediction is None
        (out / f"{document.id}.json").write_text(json.dumps(prediction or {}, ensure_ascii=False), encoding="utf-8")
    print(f"{peer.name}: {failed} documents without an answer", file=sys.stderr)


def time_round(peer: Peer) -> dict[str, float]:
    timed = pages(peer, peer.timed)
    for _, page in timed[:WARM_UP]:
        attempt(peer, page)
    begin = time.process_time()
    for _, page in timed:
        attempt(peer, page)
    return {"cpu_s": time.process_time() - begin, "documents": len(timed),
            "bytes": sum(len(document.contents()) for document, _ in timed)}


def main() -> None:
    peer = PEERS[sys.argv[1]]
    if sys.argv[2] == "--time":
        print(json.dumps(time_round(peer)))
    else:
        write_predictions(peer, Path(sys.argv[2]))


if __name__ == "__main__":
    main()
