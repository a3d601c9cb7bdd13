#!/usr/bin/env python3
"""Trains the page model: which lines of a page are the article's body.

Usage: train.py MODEL SAMPLES SET [--peers DIR] [--rendered SAMPLES SET]… [--only training|validation]

MODEL is written; SAMPLES is what `page-samples` wrote of the pages in SET/inputs; SET is a development set with gold/.
With --peers, the predictions of other extractors on the pages that have only snippets as gold count as weak labels.
With --rendered, pages made by Benchmarks/parse/render.py count too. With --only, documents of one half (Benchmarks/parse/split.py).

1. Each line is labelled: body, if half of its words are in the gold text, in order. Where the gold is a few snippets, the lines
   that hold one are labelled by it, the others by what most peers say, with little weight.
2. Two sums of word weights (of the line's words, of the class words around it) by logistic regression.
3. Stage 1: gradient-boosted trees on the line's numbers and both sums. Stage 2: the same with what stage 1 says of the lines around.
   Whatever a later step learns from is what the step before said of documents that it had not seen (five folds).
"""
import argparse
import difflib
import json
import re
import struct
import sys
import unicodedata
from pathlib import Path
from statistics import mean
from typing import Any

import lightgbm
import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Benchmarks" / "parse"))
import split  # noqa: E402

FOLDS = 5
THRESHOLD = 0.45
ROUNDS = (120, 80)
TREES = {
    "objective": "binary", "num_leaves": 15, "learning_rate": 0.07, "min_data_in_leaf": 40, "feature_fraction": 0.5,
    "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5.0, "use_missing": False, "verbose": -1, "num_threads": 1,
    "seed": 20251126, "deterministic": True, "force_row_wise": True,
}
# Weights of a line by where its label comes from; a line counts with the root of its words.
WEIGHTS = {"public-html": 1.0, "ko-html": 0.5, "ko-html-real": 0.5, "rendered": 0.15, "snippet": 1.5, "peers": 0.3}
# A word must be in so many documents.
DOCUMENTS_MIN = 3
LEVELS, NEIGHBOURS, WINDOWS = 4, (-3, -2, -1, 1, 2, 3), (5, 15)
WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    return WORD.findall(text or "")


def key(text: str) -> str:
    return "".join(words(unicodedata.normalize("NFKC", text or ""))).lower()


class Page:
    """One page: its lines' numbers and labels, and what the steps say of them."""

    def __init__(self, samples: Path, gold: dict[str, Any], rendered: bool, peers: list[Path]) -> None:
        sample = json.loads((samples / f"{gold['id']}.json").read_text(encoding="utf-8"))
        self.key = f"{samples}/{gold['id']}"
        self.id, self.kind, self.gold = gold["id"], "rendered" if rendered else gold["kind"], gold["gold"]
        self.lines: list[str] = sample["lines"]
        self.numbers = np.fromfile(samples / f"{gold['id']}.f32", dtype=np.float32).reshape(len(self.lines), -1)
        self.letters = np.maximum(1, np.round(2.0 ** self.numbers[:, 0] - 1))
        self.words: list[list[int]] = sample["words"]
        around = [[hash for name in chain for hash in sample["names"][name][0]] for chain in sample["around"]]
        own = [sample["names"][chain[0]][1] if chain else [] for chain in sample["around"]]
        self.names: list[list[int]] = [a + o for a, o in zip(around, own)]
        self.containers: list[int] = sample["containers"]
        self.parents: list[int] = sample["parents"]
        self.labels = np.full(len(self.lines), np.nan)
        self.weights = np.zeros(len(self.lines))
        self.sums = np.zeros((len(self.lines), 2), np.float32)
        self.first = self.second = np.zeros(len(self.lines), np.float32)
        size = np.sqrt([max(1, len(words(line))) / 10 for line in self.lines])
        if self.kind == "public-snippets":
            self._label_by_peers(peers, size)
            self._label_by_snippets()
        else:
            text = self.gold["articleBody"] if self.gold.get("bodyOnly") else "\n".join(self.gold["paragraphs"])
            self.labels = (shares(self.lines, text) >= 0.5).astype(float)
            self.weights = WEIGHTS[self.kind] * size
            self.body = text

    def _label_by_peers(self, peers: list[Path], size: np.ndarray) -> None:
        votes = []
        for folder in peers:
            try:
                text = key("\n".join(json.loads((folder / f"{self.id}.json").read_text())["paragraphs"] or []))
            except (OSError, ValueError, KeyError):
                continue
            if len(text) >= 50:
                votes.append([key(line) in text if len(key(line)) >= 12 else np.nan for line in self.lines])
        if votes and self.lines:
            table = np.array(votes, float)
            said = ~np.isnan(table).all(axis=0)
            share = np.nanmean(table[:, said], axis=0)
            self.labels[said] = share > 0.5
            self.weights[said] = WEIGHTS["peers"] * size[said] * abs(2 * share - 1)

    def _label_by_snippets(self) -> None:
        for index, line in enumerate(self.lines):
            for snippet in self.gold["snippetsWith"]:
                if snippet in line or (len(line) > 12 and line in snippet):
                    self.labels[index], self.weights[index] = 1, WEIGHTS["snippet"]
            for snippet in self.gold["snippetsWithout"]:
                if snippet in line:
                    self.labels[index], self.weights[index] = 0, WEIGHTS["snippet"]

    def context(self) -> np.ndarray:
        """What stage 1 made of the lines around each line; the same as Sources/ArticleText/Parse/Page/PageContext.swift."""
        said, size, count = self.first.astype(np.float64), self.letters.astype(np.float64), len(self.lines)
        columns = [said]
        for offset in NEIGHBOURS:
            column = np.full(count, -1.0)
            for index in range(count):
                if 0 <= index + offset < count:
                    column[index] = said[index + offset]
            columns.append(column)
        chosen = np.concatenate([[0], np.cumsum(said * size)])
        everything = np.concatenate([[0], np.cumsum(size)])
        for radius in WINDOWS:
            start = np.maximum(0, np.arange(count) - radius)
            end = np.minimum(count, np.arange(count) + radius + 1)
            columns.append((chosen[end] - chosen[start]) / (everything[end] - everything[start]))
        total = chosen[-1]
        columns += [chosen[:-1] / max(1, total), (total - chosen[1:]) / max(1, total), np.full(count, np.log2(1 + total))]
        chosen_in, all_in = np.zeros(len(self.parents)), np.zeros(len(self.parents))
        for index, element in enumerate(self.containers):
            if element >= 0:
                chosen_in[element] += said[index] * size[index]
                all_in[element] += size[index]
        for element in range(len(self.parents) - 1, -1, -1):
            if self.parents[element] >= 0:
                chosen_in[self.parents[element]] += chosen_in[element]
                all_in[self.parents[element]] += all_in[element]
        wider = [-1] * len(self.parents)
        for element, parent in enumerate(self.parents):
            if parent >= 0:
                wider[element] = parent if all_in[parent] > all_in[element] else wider[parent]
        levels = np.full((count, 2 * LEVELS), -1.0)
        for index, element in enumerate(self.containers):
            for level in range(LEVELS):
                if element >= 0:
                    levels[index, 2 * level] = chosen_in[element] / max(1, all_in[element])
                    levels[index, 2 * level + 1] = chosen_in[element] / max(1e-6, total)
                    element = wider[element]
        return np.hstack([np.stack(columns, 1), levels]).astype(np.float32)

    def decide(self, said: np.ndarray) -> np.ndarray:
        """The same as PageModel.decide."""
        limit = THRESHOLD
        if self.letters[said > THRESHOLD].sum() < 80 and len(said):
            limit = min(THRESHOLD, said.max() * 0.6)
        return said > limit


def shares(lines: list[str], text: str) -> np.ndarray:
    """Of each line the share of its words that is in the text, in order."""
    line_words = [words(line) for line in lines]
    owners = [index for index, some in enumerate(line_words) for _ in some]
    matcher = difflib.SequenceMatcher(None, [word for some in line_words for word in some], words(text), autojunk=False)
    hits = np.zeros(len(lines))
    for block in matcher.get_matching_blocks():
        for place in range(block.a, block.a + block.size):
            hits[owners[place]] += 1
    return hits / [max(1, len(some)) for some in line_words]


class WordWeights:
    """A logistic regression on hashed words."""

    def __init__(self, pages: list[Page], field: str, strength: float) -> None:
        documents: dict[int, int] = {}
        for page in pages:
            for word in {word for some in getattr(page, field) for word in some}:
                documents[word] = documents.get(word, 0) + 1
        self.field = field
        self.columns = {word: column for column, word in enumerate(sorted(w for w, n in documents.items() if n >= DOCUMENTS_MIN))}
        known = [page for page in pages if (page.weights > 0).any()]
        table = vstack([self.table(page)[page.weights > 0] for page in known])
        model = LogisticRegression(C=strength, solver="liblinear", random_state=1)
        model.fit(table, np.concatenate([page.labels[page.weights > 0] for page in known]),
                  sample_weight=np.concatenate([page.weights[page.weights > 0] for page in known]))
        self.weights, self.bias = model.coef_[0].astype(np.float32), np.float32(model.intercept_[0])

    def table(self, page: Page) -> csr_matrix:
        rows = getattr(page, self.field)
        cells = [(row, self.columns[word]) for row, some in enumerate(rows) for word in some if word in self.columns]
        values = np.ones(len(cells))
        places = np.array(cells, int).reshape(-1, 2)
        return csr_matrix((values, (places[:, 0], places[:, 1])), shape=(len(rows), len(self.columns)))

    def sums(self, page: Page) -> np.ndarray:
        return (self.table(page) @ self.weights + self.bias).astype(np.float32)


def trees(pages: list[Page], rows: dict[str, np.ndarray], rounds: int) -> lightgbm.Booster:
    known = [page for page in pages if (page.weights > 0).any()]
    data = lightgbm.Dataset(
        np.vstack([rows[page.key][page.weights > 0] for page in known]),
        np.concatenate([page.labels[page.weights > 0] for page in known]),
        weight=np.concatenate([page.weights[page.weights > 0] for page in known]))
    return lightgbm.train(TREES, data, rounds)


def names_and_words(pages: list[Page]) -> tuple[WordWeights, WordWeights]:
    return WordWeights(pages, "names", 0.05), WordWeights(pages, "words", 0.1)


def in_folds(pages: list[Page], learn: Any, apply: Any) -> None:
    """Learns on all but one fold and applies to that, for each."""
    for fold in range(FOLDS):
        model = learn([page for index, page in enumerate(pages) if index % FOLDS != fold])
        for page in pages[fold::FOLDS]:
            apply(model, page)


def set_sums(model: tuple[WordWeights, WordWeights], page: Page) -> None:
    page.sums = np.stack([some.sums(page) for some in model], 1)


def shingles(some: list[str]) -> dict[tuple[str, ...], int]:
    counts: dict[tuple[str, ...], int] = {}
    for start in range(max(1, len(some) - 3)):
        piece = tuple(some[start:start + 4])
        if piece:
            counts[piece] = counts.get(piece, 0) + 1
    return counts


def report(pages: list[Page], said: str) -> None:
    """Precision, recall, F1 of four-word shingles and exact bodies; and of snippets: as the set's scorer has them."""
    for kind in ("public-html", "ko-html", "rendered"):
        found = []
        for page in (page for page in pages if page.kind == kind):
            chosen = page.decide(getattr(page, said))
            text = words("\n".join(line for line, yes in zip(page.lines, chosen) if yes))
            ours, theirs = shingles(text), shingles(words(page.body))
            both = sum(min(count, theirs.get(piece, 0)) for piece, count in ours.items())
            found.append((both / max(1, sum(ours.values())) if ours else 0, both / max(1, sum(theirs.values())), text == words(page.body)))
        if found:
            precision, recall, exact = (mean(row[column] for row in found) for column in range(3))
            print(f"  {kind:12} P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / (precision + recall):.4f} exact {exact:.2f}")
    hits = [0, 0, 0]
    for page in (page for page in pages if page.kind == "public-snippets"):
        chosen = page.decide(getattr(page, said))
        text = "\n".join(line for line, yes in zip(page.lines, chosen) if yes)
        hits[0] += sum(some in text for some in page.gold["snippetsWith"])
        hits[1] += sum(some not in text for some in page.gold["snippetsWith"])
        hits[2] += sum(some in text for some in page.gold["snippetsWithout"])
    if any(hits):
        print(f"  snippets F1 {2 * hits[0] / (2 * hits[0] + hits[1] + hits[2]):.4f}", flush=True)


def flat(tree: dict[str, Any]) -> tuple[list[tuple[int, float, int, int]], list[float]]:
    """A tree of LightGBM as nodes and leaves in the model file's form."""
    nodes: list[tuple[int, float, int, int]] = []
    leaves: list[float] = []

    def visit(part: dict[str, Any]) -> int:
        if "split_feature" not in part:
            leaves.append(part["leaf_value"])
            return -len(leaves)
        place = len(nodes)
        nodes.append((0, 0.0, 0, 0))
        # The numbers compared are Float: the largest of them that is not above the threshold.
        limit = np.float32(part["threshold"])
        if float(limit) > part["threshold"]:
            limit = np.nextafter(limit, np.float32(-np.inf))
        left, right = visit(part["left_child"]), visit(part["right_child"])
        nodes[place] = (part["split_feature"], float(limit), left, right)
        return place

    visit(tree)
    return nodes, leaves


def write(path: Path, width: int, sums: tuple[WordWeights, WordWeights], stages: list[lightgbm.Booster]) -> None:
    table = sorted((word, some.weights[column]) for some in sums for word, column in some.columns.items()
                   if abs(some.weights[column]) >= 0.01)
    parts = [[flat(tree["tree_structure"]) for tree in stage.dump_model()["tree_info"]] for stage in stages]
    flats = [part for stage in parts for part in stage if part[0]]
    counts = [sum(bool(part[0]) for part in stage) for stage in parts]
    nodes, leaves = sum(len(part[0]) for part in flats), sum(len(part[1]) for part in flats)
    out = b"KPAG" + struct.pack("<7I3fI", 1, width, len(table), *counts, nodes, leaves, THRESHOLD, sums[1].bias, sums[0].bias, 0)
    out += b"".join(struct.pack("<I", word) for word, _ in table) + b"".join(struct.pack("<f", weight) for _, weight in table)
    node = leaf = 0
    for part in flats:
        out += struct.pack("<II", node, leaf)
        node, leaf = node + len(part[0]), leaf + len(part[1])
    out += b"".join(struct.pack("<ifii", *some) for part in flats for some in part[0])
    path.write_bytes(out + b"".join(struct.pack("<f", value) for part in flats for value in part[1]))
    print(f"{path}: {len(table)} words, {counts[0]} + {counts[1]} trees, {path.stat().st_size} bytes")


def load(samples: Path, folder: Path, rendered: bool, peers: list[Path], only: str | None) -> list[Page]:
    pages = []
    for file in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        if only and not rendered and split.half(gold["id"]) != only:
            continue
        numbers = samples / f"{gold['id']}.f32"
        if numbers.exists() and numbers.stat().st_size:
            pages.append(Page(samples, gold, rendered, peers))
    return pages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("samples", type=Path)
    parser.add_argument("set", type=Path)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--rendered", type=Path, nargs=2, action="append", default=[])
    parser.add_argument("--only", choices=("training", "validation"))
    options = parser.parse_args()
    peers = sorted(folder for folder in options.peers.iterdir() if folder.name != "ours") if options.peers else []
    pages = load(options.samples, options.set, False, peers, options.only)
    for samples, folder in options.rendered:
        pages += load(samples, folder, True, [], None)
    # Folds take turns over the documents, kind by kind.
    pages.sort(key=lambda page: (page.kind, page.id))
    print(f"{len(pages)} pages, {sum(len(page.lines) for page in pages)} lines, peers: {', '.join(p.name for p in peers)}", flush=True)

    in_folds(pages, names_and_words, set_sums)
    rows = {page.key: np.hstack([page.numbers, page.sums]) for page in pages}

    def set_first(model: lightgbm.Booster, page: Page) -> None:
        page.first = model.predict(rows[page.key]).astype(np.float32)

    def set_second(model: lightgbm.Booster, page: Page) -> None:
        page.second = model.predict(wide[page.key]).astype(np.float32)

    in_folds(pages, lambda some: trees(some, rows, ROUNDS[0]), set_first)
    print("stage 1, each document by models that have not seen it:")
    report(pages, "first")
    wide = {page.key: np.hstack([rows[page.key], page.context()]) for page in pages}
    in_folds(pages, lambda some: trees(some, wide, ROUNDS[1]), set_second)
    print("stage 2, likewise:")
    report(pages, "second")
    stages = [trees(pages, rows, ROUNDS[0]), trees(pages, wide, ROUNDS[1])]
    write(options.model, pages[0].numbers.shape[1], names_and_words(pages), stages)


if __name__ == "__main__":
    main()
