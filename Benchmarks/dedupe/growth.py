"""How our index grows: what `dedupe-growth ARTICLES.ndjson DIR COUNT` printed, lines of JSON:

{"articles": 1000, "addMicros": 210.5, "checkMicros": 190.1, "residentBytes": 41000000, "diskBytes": 9000000}
"""
import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path


@dataclass(frozen=True)
class Point:
    """The index at a size; times are microseconds a call."""
    articles: int
    addMicros: float
    checkMicros: float
    residentBytes: int
    diskBytes: int


def read(path: Path) -> list[Point]:
    """The points of a file; other lines, and other figures on a line, are passed over."""
    names = [field.name for field in fields(Point)]
    with open(path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.startswith("{")]
    return [Point(**{name: row[name] for name in names}) for row in rows if "articles" in row]


def slope(points: list[Point], value: Callable[[Point], float]) -> float:
    """Growth an article between the first and the last point: what is there without any article is in neither."""
    first, last = points[0], points[-1]
    return (value(last) - value(first)) / (last.articles - first.articles)
