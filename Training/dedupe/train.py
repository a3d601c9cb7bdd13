#!/usr/bin/env python3
"""Learns the duplicate decision: duplicate-model.bin from the numbers of compared pairs.

Usage: train.py WORK MODEL

WORK holds gold.tsv (corpus.py) and what `predict-dedupe --features` wrote: gold-features.tsv of its pairs, and
compared-features.tsv of all pairs of the large set that an index would compare; those that no list names are distinct.

Gradient-boosted trees with monotone constraints, three sets of them with other random numbers, averaged. Printed first is
what five folds say, whose pairs of one cluster are never split: precision and recall at the threshold, by source.
"""
import struct
import sys
import zlib
from pathlib import Path

import lightgbm
import numpy as np

VERSION = 1
FOLDS, SEEDS, ROUNDS = 5, (1, 2, 3), 80
# The log odds from which on a pair is a duplicate: of -1.5 to 1.2 the one that gave the best F1 of the pairs labelled by reading
# over three partings into folds, with the large set's precision above .995.
THRESHOLD = -0.5
# A pair's weight by its source; of `auto` the weight of a relation, whose pairs share it.
WEIGHTS = {"hand": 3.0, "read": 1.0, "own": 0.3}
RELATION_WEIGHT, RELATION_POWER = 180.0, 0.8
# What speaks against a duplicate, and what may speak for either; all else speaks for one.
AGAINST = {"facts.inConflict", "facts.conflictShare"}
EITHER = {
    "words.count", "words.order", "facts.agreed", "facts.shared", "facts.share", "facts.jaccard", "facts.fewer",
    "length.shorter", "length.ratio",
}
TREES = {
    "objective": "binary", "num_leaves": 8, "learning_rate": 0.1, "min_data_in_leaf": 20, "bagging_fraction": 0.7,
    "bagging_freq": 1, "feature_fraction": 0.5, "lambda_l2": 3.0, "verbose": -1, "num_threads": 1, "deterministic": True,
    "force_row_wise": True,
}


class Pairs:
    """The pairs with their numbers, labels, weights and groups."""

    def __init__(self, work: Path) -> None:
        gold = {}
        with open(work / "gold.tsv", encoding="utf-8") as file:
            for line in file:
                a, b, *rest = line.rstrip("\n").split("\t")
                gold[a, b] = rest
        groups = {name: group for (a, b), (_, _, source, group) in gold.items() if source != "own" for name in (a, b)}
        numbers, labels, sources, relations, self.groups = [], [], [], [], []
        for key, values in self._read(work / "gold-features.tsv"):
            relation, dup, source, group = gold[key]
            if dup != "None":
                numbers.append(values)
                labels.append(dup == "True")
                sources.append(source)
                relations.append(relation)
                self.groups.append(group)
        for key, values in self._read(work / "compared-features.tsv"):
            if key not in gold and groups.get(key[0], key[0]) != groups.get(key[1], key[1]):
                numbers.append(values)
                labels.append(False)
                sources.append("auto")
                relations.append("unlisted")
                self.groups.append(groups.get(key[0], key[0]))
        self.numbers, self.labels = np.array(numbers), np.array(labels)
        self.sources, self.relations = np.array(sources), np.array(relations)
        sizes = {name: float(count) for name, count in zip(*np.unique(self.relations, return_counts=True))}
        self.weights = np.array(
            [WEIGHTS.get(s) or RELATION_WEIGHT / sizes[r] ** RELATION_POWER for s, r in zip(sources, relations)]
        )

    def _read(self, path: Path):
        with open(path, encoding="utf-8") as file:
            self.names = next(file).rstrip("\n").split("\t")[2:]
            for line in file:
                a, b, *values = line.rstrip("\n").split("\t")
                yield (min(a, b), max(a, b)), [float(value) for value in values]


def fit(pairs: Pairs, rows: np.ndarray) -> list[lightgbm.Booster]:
    directions = [-1 if name in AGAINST else 0 if name in EITHER else 1 for name in pairs.names]
    data = lightgbm.Dataset(pairs.numbers[rows], pairs.labels[rows], weight=pairs.weights[rows], free_raw_data=False)
    return [
        lightgbm.train({**TREES, "seed": seed, "monotone_constraints": directions}, data, ROUNDS) for seed in SEEDS
    ]


def odds(boosters: list[lightgbm.Booster], numbers: np.ndarray) -> np.ndarray:
    return np.mean([booster.predict(numbers, raw_score=True) for booster in boosters], axis=0)


def check(pairs: Pairs) -> None:
    """Prints what models say of folds that they have not seen."""
    folds = np.array([zlib.crc32(group.encode()) % FOLDS for group in pairs.groups])
    scores = np.zeros(len(pairs.labels))
    for fold in range(FOLDS):
        scores[folds == fold] = odds(fit(pairs, folds != fold), pairs.numbers[folds == fold])
    found = scores >= THRESHOLD
    for source in np.unique(pairs.sources):
        rows = pairs.sources == source
        true, said, right = (int(x.sum()) for x in (pairs.labels[rows], found[rows], (found & pairs.labels)[rows]))
        print(f"{source}: P {right / max(1, said):.4f} R {right / max(1, true):.4f} of {true} among {rows.sum()} pairs")
    for relation in np.unique(pairs.relations):
        rows = pairs.relations == relation
        wrong = int((found != pairs.labels)[rows].sum())
        if wrong:
            print(f"  {relation}: {wrong} of {rows.sum()} wrong")


def write(boosters: list[lightgbm.Booster], features: int, path: Path) -> None:
    """Writes the trees as Sources/ArticleDedupe/DuplicateModel.swift says."""
    trees, nodes, leaves = [], [], []
    for booster in boosters:
        for tree in booster.dump_model()["tree_info"]:
            trees.append((len(nodes), len(leaves)))
            flatten(tree["tree_structure"], nodes, leaves, len(nodes), len(leaves), 1 / len(boosters))
    head = struct.pack("<4s5I2f", b"KDUP", VERSION, features, len(trees), len(nodes), len(leaves), 0.0, THRESHOLD)
    body = b"".join(struct.pack("<2I", *tree) for tree in trees)
    body += b"".join(struct.pack("<If2i", *node) for node in nodes)
    body += b"".join(struct.pack("<f", leaf) for leaf in leaves)
    path.write_bytes(head + body)


def flatten(node: dict, nodes: list, leaves: list, first: int, first_leaf: int, scale: float) -> int:
    """Appends a subtree, parents first, and gives its place in the tree: a leaf's is below 0."""
    if "leaf_value" in node:
        leaves.append(node["leaf_value"] * scale)
        return -(len(leaves) - 1 - first_leaf) - 1
    place = len(nodes)
    nodes.append(None)
    left = flatten(node["left_child"], nodes, leaves, first, first_leaf, scale)
    right = flatten(node["right_child"], nodes, leaves, first, first_leaf, scale)
    # Rounded up to 32 bits, so that a number equal to the threshold goes left here as there.
    threshold = np.float32(node["threshold"])
    if threshold < node["threshold"]:
        threshold = np.nextafter(threshold, np.float32(np.inf))
    nodes[place] = (node["split_feature"], float(threshold), left, right)
    return place - first


def main() -> None:
    work, model = Path(sys.argv[1]), Path(sys.argv[2])
    pairs = Pairs(work)
    check(pairs)
    write(fit(pairs, np.arange(len(pairs.labels))), len(pairs.names), model)


if __name__ == "__main__":
    main()
