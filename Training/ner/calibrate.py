#!/usr/bin/env python3
"""Fits how often a mention is right to the confidence that the extractor works with.

Usage: calibrate.py GOLD.jsonl PREDICTED.jsonl
GOLD is a part of KLUE-NER that the model did not see (README.md, "Choosing settings"), PREDICTED what
`predict-entities ner GOLD.jsonl PREDICTED.jsonl` makes of it with that model and with every curve in
Sources/ArticleText/Entities/Confidence.swift set to slope 1 and offset 0. Prints the curve of each class (Platt, 1999) and the expected calibration
error before and after, by cross-validation over two halves. Standard library only.
"""
import json
import math
import sys

KINDS = ("PS", "OG", "LC", "DT", "TI", "QT")
LOGIT_MAX = 7.0


def logit(confidence: float) -> float:
    clipped = min(max(confidence, 1e-6), 1 - 1e-6)
    return max(-LOGIT_MAX, min(LOGIT_MAX, math.log(clipped / (1 - clipped))))


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


def curve(slope: float, offset: float, confidence: float) -> float:
    return sigmoid(slope * logit(confidence) + offset)


def fit(rows: list[tuple[float, bool]]) -> tuple[float, float]:
    """Newton's method on the log-likelihood, with a weak prior around slope 1 and offset 0."""
    slope, offset = 1.0, 0.0
    for _ in range(50):
        gradient_slope, gradient_offset = slope - 1, offset
        ss, so, oo = 1.0, 0.0, 1.0
        for confidence, right in rows:
            x = logit(confidence)
            p = sigmoid(slope * x + offset)
            error, weight = p - right, p * (1 - p)
            gradient_slope += error * x
            gradient_offset += error
            ss, so, oo = ss + weight * x * x, so + weight * x, oo + weight
        determinant = ss * oo - so * so
        # Short steps: far from the optimum Newton's leap over it.
        slope -= max(-0.2, min(0.2, (oo * gradient_slope - so * gradient_offset) / determinant))
        offset -= max(-0.5, min(0.5, (ss * gradient_offset - so * gradient_slope) / determinant))
    return slope, offset


def calibration_error(pairs: list[tuple[float, bool]]) -> float:
    """Expected calibration error over ten bins of equal width (Guo et al., 2017)."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for probability, right in pairs:
        bins.setdefault(min(9, int(probability * 10)), []).append((probability, right))
    return sum(abs(sum(p for p, _ in rows) - sum(r for _, r in rows)) for rows in bins.values()) / max(1, len(pairs))


def main() -> None:
    gold_path, predicted_path = sys.argv[1:3]
    with open(gold_path, encoding="utf-8") as lines:
        gold = {row["id"]: {(e["start"], e["end"], e["type"]) for e in row["entities"]} for row in map(json.loads, lines)}
    rows: dict[str, list[tuple[int, float, bool]]] = {kind: [] for kind in KINDS}
    with open(predicted_path, encoding="utf-8") as lines:
        for number, row in enumerate(map(json.loads, lines)):
            for e in row["entities"]:
                if e["type"] in rows:
                    rows[e["type"]].append((number % 2, e["confidence"], (e["start"], e["end"], e["type"]) in gold[row["id"]]))
    before, after = [], []
    for kind in KINDS:
        slope, offset = fit([(c, r) for _, c, r in rows[kind]])
        print(f"{kind} slope {slope:.2f} offset {offset:+.2f} ({len(rows[kind])} mentions)")
        for half in (0, 1):
            a, b = fit([(c, r) for h, c, r in rows[kind] if h != half])
            before += [(c, r) for h, c, r in rows[kind] if h == half]
            after += [(curve(a, b, c), r) for h, c, r in rows[kind] if h == half]
    print(f"expected calibration error {calibration_error(before):.3f}, calibrated {calibration_error(after):.3f}")


if __name__ == "__main__":
    main()
