"""The peers: what people find near duplicates with in Python. Each is an index of what was seen, used as its documentation says:
sketch an article, look it up, add it. Each imports its library itself: a process runs one peer, and pays for that one only.

The settings in PEERS are the best of tune.py's grid, by the mean of the F1s on `dedupe` and `dedupe-hand` (2026-11-26).
"""
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from zlib import crc32


def normalised(text: str) -> str:
    """Without white space: Korean spacing is free, and publishers change it."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def ngrams(text: str, length: int) -> set[str]:
    """Of characters: an eojeol carries its particles with it, so that n-grams of words find less in Korean."""
    bare = normalised(text)
    return {bare[start:start + length] for start in range(max(1, len(bare) - length + 1))}


class Index(Protocol):
    def sketch(self, text: str) -> Any: ...

    def look(self, sketch: Any) -> dict[int, float]:
        """The seen articles that are taken for duplicates, each with its similarity, as the peer estimates it."""

    def add(self, number: int, sketch: Any) -> None: ...


class Datasketch:
    """MinHashLSH for candidates, and of these, as its documentation advises, those whose MinHash is similar."""

    def __init__(self, ngram: int, hashes: int, rows: int, accept: float) -> None:
        from datasketch import MinHash, MinHashLSH
        self.ngram, self.hashes, self.accept, self.minhash = ngram, hashes, accept, MinHash
        self.lsh = MinHashLSH(num_perm=hashes, params=(hashes // rows, rows))
        self.seen: dict[int, Any] = {}

    def sketch(self, text: str) -> Any:
        sketch = self.minhash(num_perm=self.hashes)
        sketch.update_batch([gram.encode() for gram in ngrams(text, self.ngram)])
        return sketch

    def look(self, sketch: Any) -> dict[int, float]:
        candidates = {number: sketch.jaccard(self.seen[number]) for number in self.lsh.query(sketch)}
        return {number: alike for number, alike in candidates.items() if alike >= self.accept}

    def add(self, number: int, sketch: Any) -> None:
        self.lsh.insert(number, sketch)
        self.seen[number] = sketch


class RensaR:
    """R-MinHash in rensa's own LSH. Not its RMinHashDeduplicator, which stores no duplicate, so that pairs get lost."""

    def __init__(self, ngram: int, hashes: int, rows: int, accept: float) -> None:
        from rensa import RMinHash, RMinHashLSH
        self.ngram, self.hashes, self.accept, self.minhash = ngram, hashes, accept, RMinHash
        self.lsh = RMinHashLSH(threshold=accept, num_perm=hashes, num_bands=hashes // rows)
        self.seen: dict[int, Any] = {}

    def sketch(self, text: str) -> Any:
        sketch = self.minhash(num_perm=self.hashes, seed=42)
        sketch.update(list(ngrams(text, self.ngram)))
        return sketch

    def look(self, sketch: Any) -> dict[int, float]:
        candidates = {number: sketch.jaccard(self.seen[number]) for number in self.lsh.query(sketch)}
        return {number: alike for number, alike in candidates.items() if alike >= self.accept}

    def add(self, number: int, sketch: Any) -> None:
        self.lsh.insert(number, sketch)
        self.seen[number] = sketch


class RensaC:
    """C-MinHash, which rensa has in its deduplicator only. That stores the first article of a group; the others are remembered
    here, and an article is paired with the whole of each group that it falls into."""

    def __init__(self, ngram: int, hashes: int, accept: float) -> None:
        from rensa import CMinHash, CMinHashDeduplicator
        self.ngram, self.hashes, self.minhash = ngram, hashes, CMinHash
        self.deduplicator = CMinHashDeduplicator(threshold=accept, num_perm=hashes)
        self.groups: dict[str, list[int]] = defaultdict(list)
        self.found: list[str] = []

    def sketch(self, text: str) -> Any:
        sketch = self.minhash(num_perm=self.hashes, seed=42)
        sketch.update(list(ngrams(text, self.ngram)))
        return sketch

    def look(self, sketch: Any) -> dict[int, float]:
        self.found = self.deduplicator.get_duplicates(sketch)
        return {number: 1.0 for first in self.found for number in (int(first), *self.groups[first])}

    def add(self, number: int, sketch: Any) -> None:
        if self.found:
            for first in self.found:
                self.groups[first].append(number)
        else:
            self.deduplicator.add(str(number), sketch)


class Gaoya:
    """It takes texts only, so that a text is hashed twice: to be looked up and to be added."""

    def __init__(self, ngram: int, hashes: int, rows: int, accept: float) -> None:
        from gaoya.minhash import MinHashStringIndex
        self.index = MinHashStringIndex(hash_size=32, jaccard_threshold=accept, num_bands=hashes // rows, band_size=rows,
                                        analyzer="char", ngram_range=(ngram, ngram), id_container="smallvec")

    def sketch(self, text: str) -> str:
        return normalised(text)

    def look(self, sketch: str) -> dict[int, float]:
        return dict(self.index.query(sketch, return_similarity=True))

    def add(self, number: int, sketch: str) -> None:
        self.index.insert_document(number, sketch)


class Simhash:
    """64 bits, of which `distance` may differ."""

    def __init__(self, ngram: int, distance: int) -> None:
        from simhash import Simhash as Sketch, SimhashIndex
        self.ngram, self.type = ngram, Sketch
        self.index = SimhashIndex([], k=distance)
        self.index.log.disabled = True  # it warns of each big bucket

    def sketch(self, text: str) -> Any:
        return self.type(list(ngrams(text, self.ngram)))

    def look(self, sketch: Any) -> dict[int, float]:
        return {int(number): 1.0 for number in self.index.get_near_dups(sketch)}

    def add(self, number: int, sketch: Any) -> None:
        self.index.add(str(number), sketch)


class SharedNgrams:
    """What one writes without a library: an inverted index of every eighth n-gram, and of the seen articles those that share so
    much of the shorter one of the two."""

    def __init__(self, ngram: int, accept: float) -> None:
        self.ngram, self.accept = ngram, accept
        self.postings: dict[int, list[int]] = defaultdict(list)
        self.sizes: dict[int, int] = {}

    def sketch(self, text: str) -> set[int]:
        return {code for code in (crc32(gram.encode()) for gram in ngrams(text, self.ngram)) if code % 8 == 0}

    def look(self, sketch: set[int]) -> dict[int, float]:
        shared: dict[int, int] = defaultdict(int)
        for code in sketch:
            for number in self.postings.get(code, ()):
                shared[number] += 1
        alike = {number: count / min(len(sketch), self.sizes[number]) for number, count in shared.items()}
        return {number: part for number, part in alike.items() if part >= self.accept}

    def add(self, number: int, sketch: set[int]) -> None:
        self.sizes[number] = len(sketch)
        for code in sketch:
            self.postings[code].append(number)


@dataclass(frozen=True)
class Peer:
    name: str
    package: str | None  # of which the version is reported
    index: Callable[..., Index]
    settings: dict[str, Any]
    durable: str


PEERS = {peer.name: peer for peer in (
    Peer("datasketch", "datasketch", Datasketch, {"ngram": 4, "hashes": 256, "rows": 4, "accept": 0.22},
         "pickle of all; Redis, Cassandra"),
    Peer("rensa-r", "rensa", RensaR, {"ngram": 5, "hashes": 128, "rows": 2, "accept": 0.26}, "pickle of all"),
    Peer("rensa-c", "rensa", RensaC, {"ngram": 9, "hashes": 128, "accept": 0.25}, "nothing"),
    Peer("gaoya", "gaoya", Gaoya, {"ngram": 5, "hashes": 256, "rows": 2, "accept": 0.32}, "nothing"),
    Peer("simhash", "simhash", Simhash, {"ngram": 2, "distance": 10}, "pickle of all"),
    Peer("shared-ngrams", None, SharedNgrams, {"ngram": 5, "accept": 0.44}, "pickle of all"),
)}
