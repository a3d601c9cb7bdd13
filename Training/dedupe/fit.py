#!/usr/bin/env python3
"""Learns the duplicate decision (Sources/ArticleText/Dedupe/DuplicateModel.swift) from compared pairs.

    predict-dedupe SET_DIR FEATURES.tsv --features          once for each set
    fit.py SET_DIR=FEATURES.tsv [SET_DIR=FEATURES.tsv ...] [--write DuplicateModel.swift]

Logistic regression by Newton's method, ridge penalty, numpy only. Every relation of the gold pairs weighs by the
square root of its size, so that thousands of one kind do not drown hundreds of another; a set has weight ten when
it is labelled by hand (its name ends in "-hand"). Clusters are split in two by a hash of their name (Python's own
is salted, hence CRC): the model is fitted on one half and reported on both; the committed weights come from it.
"""
import json
import sys
import zlib

import numpy as np

HALVES = ("fitted half", "other half")


def half(cluster):
    return zlib.crc32(cluster.encode()) & 1


def load(directory, path):
    gold = {}
    with open(directory + "/pairs.ndjson", encoding="utf-8") as lines:
        for line in lines:
            pair = json.loads(line)
            key = tuple(sorted((pair["a"], pair["b"])))
            if key in gold and gold[key][1] is not None and pair["dup"] is None:
                continue
            gold[key] = (pair["relation"], pair["dup"])
    with open(directory + "/clusters.tsv", encoding="utf-8") as lines:
        clusters = dict(line.rstrip("\n").split("\t") for line in lines)
    rows = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            a, b, *features = line.rstrip("\n").split("\t")
            rows[tuple(sorted((a, b)))] = [float(value) for value in features]
    return gold, clusters, rows


def pair_half(key, clusters):
    """A pair across two halves belongs to the check, never to the fit."""
    halves = {half(clusters[name]) for name in key}
    return halves.pop() if len(halves) == 1 else 1


def fit(x, y, weights, ridge=1.0):
    theta = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], ridge)
    penalty[0] = 1e-6
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ theta, -30, 30)))
        gradient = x.T @ (weights * (p - y)) + penalty * theta
        hessian = (x * (weights * p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        theta -= step
        if np.abs(step).max() < 1e-8:
            break
    return theta


def main():
    arguments = sys.argv[1:]
    write = arguments.pop(arguments.index("--write") + 1) if "--write" in arguments else None
    sets = [tuple(a.split("=", 1)) for a in arguments if "=" in a]
    data = {directory.rstrip("/"): load(directory, path) for directory, path in sets}

    x, y, weights = [], [], []
    for directory, (gold, clusters, rows) in data.items():
        kept = []
        for key, features in rows.items():
            relation, dup = gold.get(key, ("unlisted", False))
            if dup is not None and pair_half(key, clusters) == 0:
                kept.append((relation, dup, features))
        sizes = {}
        for relation, dup, _ in kept:
            sizes[relation, dup] = sizes.get((relation, dup), 0) + 1
        for relation, dup, features in kept:
            x.append([1.0] + features)
            y.append(float(dup))
            weights.append((10 if directory.endswith("-hand") else 1) / np.sqrt(sizes[relation, dup]))
    x, y, weights = np.array(x), np.array(y), np.array(weights)
    theta = fit(x, y, weights * len(weights) / weights.sum())

    for directory, (gold, clusters, rows) in data.items():
        for number, name in enumerate(HALVES):
            tp = fp = 0
            missed, wrong = {}, {}
            for key, features in rows.items():
                relation, dup = gold.get(key, ("unlisted", False))
                if dup is None or pair_half(key, clusters) != number:
                    continue
                if np.dot(theta, [1.0] + features) >= 0:
                    tp, fp = tp + dup, fp + (not dup)
                    if not dup:
                        wrong[relation] = wrong.get(relation, 0) + 1
                elif dup:
                    missed[relation] = missed.get(relation, 0) + 1
            total = sum(1 for key, (_, dup) in gold.items() if dup and pair_half(key, clusters) == number)
            precision, recall = tp / max(1, tp + fp), tp / max(1, total)
            f1 = 2 * precision * recall / max(1e-9, precision + recall)
            print(f"{directory} {name}: P {precision:.4f} R {recall:.4f} F1 {f1:.4f} of {total} pairs")
            print("   missed", missed, "wrong", wrong)
    print(np.round(theta, 3))

    if write:
        numbers = ", ".join(f"{value:.3f}" for value in theta[1:])
        with open(write, encoding="utf-8") as file:
            lines = file.read().split("\n")
        lines = [
            f"  static let bias = {theta[0]:.3f}" if line.startswith("  static let bias")
            else f"  static let weights: [Double] = [{numbers}]" if line.startswith("  static let weights")
            else line
            for line in lines
        ]
        with open(write, "w", encoding="utf-8") as file:
            file.write("\n".join(lines))


if __name__ == "__main__":
    main()
