#!/usr/bin/env python3
"""Whether quality has fallen on the development sets: floors.py [--raise | --lower]

Scores them by the benchmarks of the parts (parse, dedupe, entities: ours alone) and compares with floors.json beside this file, which holds what a run
before has reached. Exit status 1 and every figure that is lower. --raise writes what is higher; --lower writes everything, and the commit that does so
says why. Floors hold for the gold whose digest stands beside them: where a set is another, that is said, and nothing of it is compared.
"""
import argparse
import hashlib
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

BENCHMARKS = Path(__file__).resolve().parent
FLOORS = BENCHMARKS / "floors.json"
DATA = Path(os.environ.get("DATA", BENCHMARKS.parents[1] / "shared" / "data"))
sys.path.insert(0, str(BENCHMARKS / "pipeline"))
from quality import rows  # noqa: E402

# Where the gold of a part lies. Of the set's measures those in which more is better; none of a part's other figures.
GOLD = {"parse": [DATA / "articles/gold"], "dedupe": [DATA / "dedupe/pairs.ndjson", DATA / "dedupe-hand/pairs.ndjson"],
        "entities": [DATA / "ner/articles", BENCHMARKS / "entities/gold"]}
MEASURES = {
    "parse": ("shingle F1", "snippet F1", "exact body", "para F1", "title", "publishedAt minute", "publisher", "bylines exact set", "byline e-mail", "subtitle F1"),
    "dedupe": ("f1", "precision", "recall"), "entities": ("F1", "joined", "titles", "quotes", "speaker")}
# Below the last digit that a scorer prints.
TOLERANCE = 5e-5


def digest(places: list[Path]) -> str:
    """SHA-256 of the names and contents of all files of a part's gold."""
    found = hashlib.sha256()
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file():
                found.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def measured() -> dict[str, dict[str, float]]:
    """The figures of each part, by "set: measure"."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        parse = rows("parse", folder, "--only", "ours", "--rounds", "0")[0]["quality"]["all"]
        dedupe = rows("dedupe", folder, "--only", "ours", "--rounds", "1", "--large", "0")[0]["quality"]
        entities = {row["set"]: row for row in rows("entities", folder, "--only", "ours")}
    return {
        part: {f"{name}: {measure}": round(float(figures[measure]), 4)
               for name, figures in sets.items() for measure in MEASURES[part] if figures.get(measure) is not None}
        for part, sets in (("parse", parse), ("dedupe", dedupe), ("entities", entities))}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--raise", dest="raises", action="store_true", help="write what is higher")
    change.add_argument("--lower", action="store_true", help="write everything as it is now")
    options = parser.parse_args()
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    fallen = 0
    for part, figures in measured().items():
        gold = digest(GOLD[part])
        known = floors.get(part, {})
        floor = known.get("figures", {})
        if known and known["gold"] != gold and not options.lower:
            print(f"{part}: the gold is not what the floors were measured on; --lower writes new ones")
            continue
        for name, least in floor.items():
            now = figures.get(name)
            if now is None or now < least - TOLERANCE:
                fallen += 1
                print(f"{part}: {name} {'is gone' if now is None else f'fell from {least:.4g} to {now:.4g}'}")
        if not known and not (options.lower or options.raises):
            fallen += 1
            print(f"{part}: has no floors; --raise writes them")
        print(f"{part}: {len(figures)} figures, {len(floor)} floors")
        if options.lower:
            floor = figures
        elif options.raises:
            floor = {name: max(figures[name], floor.get(name, 0.0)) for name in figures}
        floors[part] = {"gold": gold, "figures": floor}
    if options.raises or options.lower:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    return 1 if fallen and not options.lower else 0


if __name__ == "__main__":
    sys.exit(main())
