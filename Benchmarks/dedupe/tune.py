#!/usr/bin/env python3
"""The settings of the peers: a small grid over both development sets. run.py --tune calls this in the peers' environment.

tune.py [PEER…]   prints a line for settings, with the threshold that is best for them, and then the best lines of each peer

The best is by the mean of the two sets' F1, since one index has to serve both; the best for each set alone is printed beside
it. The best line is written down in peers.py. A peer that gives similarities runs once for all thresholds.
"""
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from statistics import mean
from typing import Any

from dataset import SETS, articles
from peers import PEERS, Peer
from quality import Pair, gold_of

THRESHOLDS = [step / 50 for step in range(5, 31)]  # .10 to .60
MINHASH = {"ngram": (4, 5, 7, 9), "hashes": (128, 256), "rows": (2, 4)}
GRIDS: dict[str, dict[str, tuple]] = {
    "datasketch": MINHASH,
    "rensa-r": MINHASH,
    "rensa-c": {"ngram": (4, 5, 7, 9), "hashes": (128,), "accept": (0.15, 0.2, 0.25, 0.3, 0.35, 0.4)},
    "gaoya": MINHASH,
    "simhash": {"ngram": (2, 3, 4, 5), "distance": (3, 5, 7, 10)},
    "shared-ngrams": {"ngram": (5, 8, 10, 13, 16, 20)},
}
Alike = dict[Pair, float]


@dataclass(frozen=True)
class Trial:
    settings: dict[str, Any]
    f1: dict[str, float]  # of a set

    def __str__(self) -> str:
        return f"{self.settings} " + " ".join(f"{name} {f1:.4f}" for name, f1 in self.f1.items())


def alike(peer: Peer, name: str, settings: dict[str, Any]) -> Alike:
    index, all_articles = peer.index(**settings), articles(name)
    found: Alike = {}
    for number, article in enumerate(all_articles):
        sketch = index.sketch(article.text)
        found |= {(article.id, all_articles[seen].id): part for seen, part in index.look(sketch).items()}
        index.add(number, sketch)
    return found


def trials(peer: Peer) -> Iterator[list[Trial]]:
    """A list for each point of the grid: of its thresholds, when it leaves them open."""
    grid = GRIDS[peer.name]
    for values in product(*grid.values()):
        settings = dict(zip(grid, values, strict=True))
        if settings.keys() == peer.settings.keys():
            yield [Trial(settings, {name: f1(name, alike(peer, name, settings)) for name in SETS})]
        else:
            found = {name: alike(peer, name, settings | {"accept": THRESHOLDS[0]}) for name in SETS}
            yield [Trial(settings | {"accept": least}, {name: f1(name, found[name], least) for name in SETS})
                   for least in THRESHOLDS]


def f1(name: str, found: Alike, least: float = 0.0) -> float:
    """score.py's F1 of the pairs that are so much alike, without its other figures: it is asked for thousands of times."""
    gold = gold_of(name)[0]
    verdicts = Counter(verdict_of(gold, pair) for pair, part in found.items() if part >= least)
    positives = sum(verdict is True for _, verdict in gold.values())
    return 2 * verdicts[True] / (verdicts[True] + verdicts[False] + positives)


def verdict_of(gold: dict[Pair, tuple[str, bool | None]], pair: Pair) -> bool | None:
    return gold.get((min(pair), max(pair)), ("unlisted", False))[1]


def of_both(trial: Trial) -> float:
    return mean(trial.f1.values())


def main() -> None:
    for name in sys.argv[1:] or PEERS:
        all_trials: list[Trial] = []
        for some in trials(PEERS[name]):
            print(name, max(some, key=of_both), flush=True)
            all_trials += some
        print(name, "best:", max(all_trials, key=of_both))
        for alone in SETS:
            print(name, f"best for {alone} alone:", max(all_trials, key=lambda trial: trial.f1[alone]), flush=True)


if __name__ == "__main__":
    main()
