"""Quality by each set's own score.py, and B-cubed of the canonicals that a tool names."""
import importlib.util
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from dataset import DATA

Pair = tuple[str, str]
Gold = tuple[dict[Pair, tuple[str, bool | None]], dict[str, str]]  # score.py's: of a pair relation and verdict; clusters


def score(name: str, pairs: list[Pair]) -> dict[str, Any]:
    """score.py's figures for duplicate pairs, and the one rate of the templates' negatives."""
    gold = gold_of(name)
    figures = scorer(name).score(gold, pairs)
    return figures | {"template_fpr": template_rate(gold, figures)}


def template_rate(gold: Gold, figures: dict[str, Any]) -> float | None:
    """Of all negatives that a template made (tpl_*, and real text with facts swapped), the part that was taken for duplicates."""
    sizes = Counter(relation for relation, verdict in gold[0].values() if verdict is False and is_template(relation))
    wrong = sum(figures["fp_by_relation"].get(relation, 0) for relation in sizes)
    return wrong / sizes.total() if sizes else None


def is_template(relation: str) -> bool:
    return relation.startswith("tpl_") or relation == "neg_template_facts"


def canonical_b3(name: str, canonicals: dict[str, str]) -> float:
    """B-cubed F1 of the groups that have one canonical, over the articles that score.py counts: no closure joins groups here."""
    verdicts, clusters = gold_of(name)
    graded = {article for pair, (relation, verdict) in verdicts.items() if verdict is None and relation.startswith("real_")
              for article in pair}
    counted = [article for article in clusters if article not in graded]
    found = {article: canonicals.get(article, article) for article in counted}
    both = Counter((found[article], clusters[article]) for article in counted)
    of_found, of_gold = Counter(found.values()), Counter(clusters[article] for article in counted)
    precision = sum(size * size / of_found[group] for (group, _), size in both.items()) / len(counted)
    recall = sum(size * size / of_gold[cluster] for (_, cluster), size in both.items()) / len(counted)
    return 2 * precision * recall / (precision + recall)


def rows_of(path: Path) -> list[list[str]]:
    with open(path, encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines if line.strip()]


@cache
def scorer(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", DATA / name / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def gold_of(name: str) -> Gold:
    return scorer(name).load(str(DATA / name))
