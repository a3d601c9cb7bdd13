"""Quality by the development set's own score.py, of a whole set or of a half of it."""
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from dataset import DATA, documents
from split import half


@dataclass(frozen=True)
class Column:
    kind: str
    heading: str
    measure: str  # as score.py's report names it
    field: str    # of a prediction; a tool that has no such field gets no figure
    form: str = "{:.3f}"


PERCENT = "{:.1%}"
COLUMNS = (
    Column("ko-html", "body F1", "shingle F1", "paragraphs"),
    Column("ko-html", "exact body", "exact body", "paragraphs", PERCENT),
    Column("ko-html", "para F1", "para F1", "paragraphs"),
    Column("ko-html", "stray/doc", "leaked paragraphs/doc", "paragraphs", "{:.2f}"),
    Column("ko-html", "title", "title", "title", PERCENT),
    Column("ko-html", "minute", "publishedAt minute", "publishedAt", PERCENT),
    Column("ko-html", "publisher", "publisher", "publisher", PERCENT),
    Column("ko-html", "bylines", "bylines exact set", "bylines", PERCENT),
    Column("ko-html", "e-mail", "byline e-mail", "bylines", PERCENT),
    Column("ko-html", "subtitle F1", "subtitle F1", "subtitles"),
    Column("ko-text", "body F1", "shingle F1", "paragraphs"),
    Column("ko-text", "exact body", "exact body", "paragraphs", PERCENT),
    Column("ko-text-real", "body F1", "shingle F1", "paragraphs"),
    Column("public-html", "body F1", "shingle F1", "paragraphs"),
    Column("public-html", "exact body", "exact body", "paragraphs", PERCENT),
    Column("public-snippets", "F1", "snippet F1", "paragraphs"),
)
KINDS = tuple(dict.fromkeys(column.kind for column in COLUMNS))


def score(predictions: Path, part: str | None = None) -> dict[str, dict[str, float]]:
    """score.py's report, a dictionary a kind. A kind that the tool does not read is not in it;
    a document that it refused is an empty prediction."""
    made = {path.stem for path in predictions.glob("*.json")}
    all_documents = documents(KINDS)
    read = {document.kind for document in all_documents if document.id in made}
    with tempfile.TemporaryDirectory(prefix="parse-score-") as directory:
        gold, report = Path(directory, "gold"), Path(directory, "report.json")
        gold.mkdir()
        for document in all_documents:
            if document.kind in read and part in (None, half(document.id)):
                (gold / f"{document.id}.json").symlink_to(DATA / "gold" / f"{document.id}.json")
        subprocess.run([sys.executable, str(DATA / "score.py"), directory, str(predictions), "--json", str(report)],
                       check=True, stdout=subprocess.DEVNULL)
        scored = json.loads(report.read_text())
    fields = fields_of(predictions)
    return {kind: {column.measure: scored[kind][column.measure] for column in COLUMNS
                   if column.kind == kind and column.field in fields and scored[kind].get(column.measure) is not None}
            for kind in scored}


def fields_of(predictions: Path) -> set[str]:
    """What a tool writes at all."""
    return {field for path in predictions.glob("*.json") for field in json.loads(path.read_text(encoding="utf-8"))}
