#!/usr/bin/env python3
"""Unpacks the pages of a development set. Usage: pages.py SET OUT_DIR"""
import gzip
import json
import sys
from pathlib import Path


def main() -> None:
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    for file in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        data = (folder / gold["input"]).read_bytes()
        if "text" not in gold["kind"]:
            (out / f"{gold['id']}.html").write_bytes(gzip.decompress(data) if gold["input"].endswith(".gz") else data)


if __name__ == "__main__":
    main()
