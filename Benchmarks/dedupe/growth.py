#!/usr/bin/env python3
"""How our index grows, as a plot. growth.py LINES [OUT.svg] reads what `dedupe-growth ARTICLES.ndjson DIR COUNT` printed, lines of JSON:

{"articles": 1000, "addMicros": 210.5, "checkMicros": 190.1, "residentBytes": 41000000, "diskBytes": 9000000}

and writes docs/dedupe-growth.svg: above the time of a call, below memory and disk, over the articles in the index.
"""
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from math import ceil, floor, log10
from pathlib import Path

from dataset import ROOT

PLOT = ROOT / "docs" / "dedupe-growth.svg"
WIDTH, HEIGHT, LEFT, RIGHT, TOP, PANEL, GAP = 720, 560, 80, 80, 30, 200, 80  # in pixels
STYLE = ("text{font:13px sans-serif;fill:#333} .grid{stroke:#ddd} .axis{stroke:#333} "
         "polyline{fill:none;stroke-width:2} .number{font-size:12px;fill:#666}")


@dataclass(frozen=True)
class Point:
    """The index at a size; times are microseconds a call."""
    articles: int
    addMicros: float
    checkMicros: float
    residentBytes: int
    diskBytes: int


@dataclass(frozen=True)
class Curve:
    title: str
    colour: str
    value: Callable[[Point], float]


PANELS = (
    ("µs a call", (Curve("add", "#c0392b", lambda point: point.addMicros),
                   Curve("check", "#2471a3", lambda point: point.checkMicros))),
    ("MB", (Curve("memory", "#c0392b", lambda point: point.residentBytes / 1e6),
            Curve("disk", "#2471a3", lambda point: point.diskBytes / 1e6))),
)


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


def ticks(most: float) -> list[float]:
    """From nothing to at least `most`, in four to ten steps of 1, 2 or 5."""
    power = 10 ** floor(log10(most / 4))
    step = max(size * power for size in (1, 2, 5) if size * power <= most / 4)
    return [number * step for number in range(ceil(most / step) + 1)]


def svg(points: list[Point]) -> str:
    right = ticks(max(point.articles for point in points))
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">',
             f"<style>{STYLE}</style>", f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>']
    for number, (unit, curves) in enumerate(PANELS):
        parts += panel(points, unit, curves, TOP + number * (PANEL + GAP), right)
    return "\n".join([*parts, "</svg>"]) + "\n"


def panel(points: list[Point], unit: str, curves: tuple[Curve, ...], top: int, right: list[float]) -> list[str]:
    up = ticks(max(curve.value(point) for curve in curves for point in points))
    bottom, end = top + PANEL, WIDTH - RIGHT

    def x(articles: float) -> float:
        return LEFT + articles / right[-1] * (end - LEFT)

    def y(value: float) -> float:
        return bottom - value / up[-1] * PANEL

    parts = [f'<text x="{LEFT}" y="{top - 12}">{unit}</text>']
    for value in up:
        parts += [f'<line class="grid" x1="{LEFT}" y1="{y(value):.1f}" x2="{end}" y2="{y(value):.1f}"/>',
                  f'<text class="number" x="{LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{value:,g}</text>']
    for value in right:
        parts.append(f'<text class="number" x="{x(value):.1f}" y="{bottom + 18}" text-anchor="middle">{value:,.0f}</text>')
    parts += [f'<line class="axis" x1="{LEFT}" y1="{bottom}" x2="{end}" y2="{bottom}"/>',
              f'<text x="{(LEFT + end) / 2}" y="{bottom + 38}" text-anchor="middle">articles in the index</text>']
    for curve in curves:
        line = " ".join(f"{x(point.articles):.1f},{y(curve.value(point)):.1f}" for point in points)
        parts += [f'<polyline points="{line}" stroke="{curve.colour}"/>',
                  f'<text x="{x(points[-1].articles) + 8:.1f}" y="{y(curve.value(points[-1])) + 4:.1f}" '
                  f'style="fill:{curve.colour}">{curve.title}</text>']
    return parts


def main() -> None:
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    out = Path(sys.argv[2]) if len(sys.argv) == 3 else PLOT
    out.write_text(svg(read(Path(sys.argv[1]))), encoding="utf-8")


if __name__ == "__main__":
    main()
