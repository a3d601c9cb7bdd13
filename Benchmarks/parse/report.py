"""The figures as tables."""
from statistics import median

from quality import COLUMNS

Row = dict  # a tool: its name, version, quality by part, rounds of times; as run.py writes it


def table(headings: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(headings) + " |", "|---" + "|---:" * (len(headings) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def quality_cells(row: Row, part: str) -> list[str]:
    scored = row["quality"].get(part, {})
    cells = []
    for column in COLUMNS:
        figure = scored.get(column.kind, {}).get(column.measure)
        cells.append("–" if figure is None else column.form.format(figure))
    return cells


def time_cells(row: Row) -> list[str]:
    """Medians of the rounds."""
    pages = [times["page"]["cpu_s"] / times["page"]["documents"] * 1000 for times in row["times"] if "page" in times]
    texts = [times["text"]["bytes"] / times["text"]["cpu_s"] / 1e6 for times in row["times"] if "text" in times]
    return [f"{median(pages):.2f}" if pages else "–", f"{median(texts):.1f}" if texts else "–"]


def whole(rows: list[Row]) -> str:
    """The one table: quality on the whole set, and time."""
    headings = ["tool"] + [f"{column.kind}: {column.heading}" for column in COLUMNS] + ["CPU ms/page", "text MB/s"]
    return table(headings, [[named(row), *quality_cells(row, "all"), *time_cells(row)] for row in rows])


def part(rows: list[Row], name: str) -> str:
    headings = ["tool"] + [f"{column.kind}: {column.heading}" for column in COLUMNS]
    return table(headings, [[named(row), *quality_cells(row, name)] for row in rows if name in row["quality"]])


def named(row: Row) -> str:
    return f"{row['name']} {row['version']}".strip()


def machine_line(facts: dict) -> str:
    return (f"{facts['time']}, {facts['cpu']}, {facts['cores']} cores, Linux {facts['kernel']}, "
            f"load average before {facts['load_average']:.2f}")
