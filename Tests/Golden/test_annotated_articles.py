"""Our annotated articles (Benchmarks/entities/gold) are well formed, and gold.py says where one is not."""
import importlib.util
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "Benchmarks" / "entities"
SPEC = importlib.util.spec_from_file_location("gold", FOLDER / "gold.py")
assert SPEC and SPEC.loader
gold = importlib.util.module_from_spec(SPEC)
sys.modules["gold"] = gold
SPEC.loader.exec_module(gold)

HEAD = "date: 2026-03-12\ngenre: local\np1: 서가람 | 시장, 나래시장 | 나래시\n---\n"


@pytest.mark.parametrize("path", sorted((FOLDER / "gold").glob("*.txt")), ids=lambda path: path.stem)
def test_an_article_is_well_formed(path: Path) -> None:
    article = gold.read(path.stem, path.read_text(encoding="utf-8"))
    assert len(article.entities) >= 10
    assert "⟦" not in article.text and "⟧" not in article.text


def test_offsets_are_of_scalars_and_marks_nest() -> None:
    article = gold.read("a", HEAD + "⟦PS:p1|서가람⟧ 시장은 “⟦Q:p1|𝟏𝟐⟦QT=3..5 명 ~|3~5명⟧⟧”이라고 했다.")
    found = [(entity["type"], article.text[entity["start"]:entity["end"]]) for entity in article.entities]
    assert found == [("PS", "서가람"), ("QT", "3~5명")]
    assert article.entities[1]["norm"] == {"unit": "명", "min": 3, "max": 5, "approx": True}
    assert [(article.text[quote["start"]:quote["end"]], quote["speaker"]) for quote in article.quotes] == [("𝟏𝟐3~5명", "서가람")]


@pytest.mark.parametrize(("body", "reason"), [
    ("⟦PS:p2|한솔⟧", "not in the head"), ("⟦OG|나래시⟧", "no cluster"), ("⟦PS:p1|서가람 ⟧", "blank"), ("⟦PS:p1|서가람", "not closed"),
    ("가⟧", "closes nothing"), ("⟦DT=내일|내일⟧ ⟦PS:p1|서가람⟧", "no norm"), ("⟦PS:p1|서⟦LC|가⟧람⟧", "overlaps"), ("나래시", "never mentioned"),
    ("⟦PS:p1|서가람⟧ “⟦Q:p9|가⟧”", "speaker"), ("⟦QT=셋 명|세 명⟧", "no quantity"),
])
def test_a_mistake_is_named(body: str, reason: str) -> None:
    with pytest.raises(gold.GoldError, match=reason):
        gold.read("a", HEAD + body)
