#!/usr/bin/env python3
"""Writes how much each word says, by its hash: word-weights.bin from what `predict-dedupe --words` counted.

Usage: words.py COUNTS.tsv WEIGHTS.bin

A byte a hash: 26 times the inverse document frequency, ln((N + 1) / (n + 1/2)), rounded, 1...255.
"""
import math
import sys


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        articles, *counts = (int(line) for line in file)
    weights = (round(26 * math.log((articles + 1) / (count + 0.5))) for count in counts)
    with open(sys.argv[2], "wb") as file:
        file.write(bytes(max(1, min(255, weight)) for weight in weights))


if __name__ == "__main__":
    main()
