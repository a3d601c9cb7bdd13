"""The figures as a table."""
from collections.abc import Callable
from statistics import median
from typing import Any

Row = dict[str, Any]  # a tool: name, version, quality and canonical B-cubed by set, times, size; as run.py writes it


def figure(name: str, measure: str) -> Callable[[Row], float | None]:
    return lambda row: row["quality"].get(name, {}).get(measure)


def rate(name: str, rates: str, relation: str) -> Callable[[Row], float | None]:
    return lambda row: row["quality"].get(name, {}).get(rates, {}).get(relation)


def canonical(name: str) -> Callable[[Row], float | None]:
    return lambda row: row["canonical_b3"].get(name)


def size(measure: str) -> Callable[[Row], float | None]:
    return lambda row: (row["size"] or {}).get(measure)


def micros(row: Row) -> float | None:
    return median(row["cpu_micros"]) if row["cpu_micros"] else None


SHARE, PERCENT, WHOLE = "{:.3f}", "{:.1%}", "{:,.0f}"
COLUMNS: tuple[tuple[str, Callable[[Row], float | None], str], ...] = (
    ("dedupe: P", figure("dedupe", "precision"), SHARE),
    ("R", figure("dedupe", "recall"), SHARE),
    ("F1", figure("dedupe", "f1"), SHARE),
    ("macro R", figure("dedupe", "macro_recall"), SHARE),
    ("truncated R", rate("dedupe", "recall_by_relation", "truncate"), SHARE),
    ("rewritten R", rate("dedupe", "recall_by_relation", "real_rewrite_high"), SHARE),
    ("template FP", figure("dedupe", "template_fpr"), PERCENT),
    ("facts FP", rate("dedupe", "fpr_by_relation", "neg_template_facts"), PERCENT),
    ("B³", figure("dedupe", "b3_f"), SHARE),
    ("B³ canonical", canonical("dedupe"), SHARE),
    ("hand: P", figure("dedupe-hand", "precision"), SHARE),
    ("R", figure("dedupe-hand", "recall"), SHARE),
    ("F1", figure("dedupe-hand", "f1"), SHARE),
    ("B³", figure("dedupe-hand", "b3_f"), SHARE),
    ("B³ canonical", canonical("dedupe-hand"), SHARE),
    ("CPU µs/article", micros, WHOLE),
    ("at articles", size("articles"), WHOLE),
    ("look µs", size("look_micros"), WHOLE),
    ("memory B/article", size("resident_bytes"), WHOLE),
    ("disk B/article", size("disk_bytes"), WHOLE),
)


def table(rows: list[Row]) -> str:
    headings = ["tool", *(heading for heading, _, _ in COLUMNS), "durable"]
    lines = [headings, ["---", *("---:" for _ in COLUMNS), "---"]]
    lines += [[f"{row['name']} {row['version']}".strip(), *cells(row), row["durable"]] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def cells(row: Row) -> list[str]:
    values = [(value(row), form) for _, value, form in COLUMNS]
    return ["–" if value is None else form.format(value) for value, form in values]


def machine_line(facts: dict) -> str:
    return (f"{facts['time']}, {facts['cpu']}, {facts['cores']} cores, Linux {facts['kernel']}, "
            f"load average before {facts['load_average']:.2f}")
