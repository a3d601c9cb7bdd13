"""Ours and the peers behind one face: duplicate pairs of a set, time, and what the index of many articles takes."""
import json
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import growth
from dataset import DATA
from environment import HERE, built
from peers import Peer
from quality import Pair, rows_of

OURS = "ours"


@dataclass(frozen=True)
class Predictions:
    pairs: list[Pair]
    cpu_micros: float  # an article: look and add
    canonicals: dict[str, str] = field(default_factory=dict)  # an article -> the one that stands for its group


@dataclass(frozen=True)
class Size:
    """Of the index at a number of articles; bytes are an article's."""
    articles: int
    resident_bytes: float
    look_micros: float
    disk_bytes: float | None = None


class Tool(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def package(self) -> str | None:
        """Of which the version is reported."""

    @property
    def durable(self) -> str: ...

    def predict(self, name: str, directory: Path) -> Predictions: ...

    def size(self, texts: Path) -> Size | None:
        """Of an index of the articles in a file."""


@dataclass(frozen=True)
class PeerTool:
    peer: Peer
    python: str

    @property
    def name(self) -> str:
        return self.peer.name

    @property
    def package(self) -> str | None:
        return self.peer.package

    @property
    def durable(self) -> str:
        return self.peer.durable

    def predict(self, name: str, directory: Path) -> Predictions:
        out = directory / f"{name}.tsv"
        figures = self.run(name, str(out))
        return Predictions([(row[0], row[1]) for row in rows_of(out)], figures["cpuMicros"])

    def size(self, texts: Path) -> Size:
        figures = self.run("--large", str(texts))
        return Size(int(figures["articles"]), figures["residentBytes"], figures["lookMicros"])

    def run(self, *arguments: str) -> dict[str, float]:
        command = [self.python, "-W", "ignore", str(HERE / "predict.py"), self.name, *arguments]
        return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


@dataclass(frozen=True)
class Ours:
    """predict-dedupe: the engine and its index, without the service around them."""
    binary: Path
    grown: Path | None  # what `predict-dedupe --growth COUNT` printed
    name: str = OURS
    package: str = OURS
    durable: str = "each add"

    def predict(self, name: str, directory: Path) -> Predictions:
        out, canonicals = directory / f"{name}.tsv", directory / f"{name}.canonicals.tsv"
        command = [str(built(self.binary)), str(DATA / name), str(out), "--canonicals", str(canonicals)]
        printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        pairs = [(row[0], row[1]) for row in rows_of(out) if row[3:4] != ["overlap"]]
        return Predictions(pairs, micros(printed), dict(rows_of(canonicals)) if canonicals.exists() else {})

    def size(self, texts: Path) -> Size | None:
        """At the size that was measured, which may be another than that of the peers."""
        if not self.grown:
            return None
        points = growth.read(self.grown)
        return Size(points[-1].articles, growth.slope(points, lambda point: point.residentBytes), points[-1].checkMicros,
                    growth.slope(points, lambda point: point.diskBytes))


def micros(printed: str) -> float:
    """From predict-dedupe's line: `articles 4713, 229 µs an article (look and add), …`."""
    found = re.search(r"([\d.]+) µs an article", printed)
    if not found:
        raise ValueError(f"no time in what predict-dedupe printed: {printed!r}")
    return float(found[1])
