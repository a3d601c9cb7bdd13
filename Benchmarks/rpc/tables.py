"""Rows of rounds -> medians, ratios and markdown."""
from collections.abc import Callable
from statistics import median

from servers import BASE

# Heading, how a row's figure is found, how it is written.
COLUMNS: list[tuple[str, Callable[[dict], float], str]] = [
    ("req/s", lambda row: row["requests_per_s"], "{:,.0f}"),
    ("p50 µs", lambda row: row["p50_us"], "{:,.1f}"),
    ("p90 µs", lambda row: row["p90_us"], "{:,.1f}"),
    ("p99 µs", lambda row: row["p99_us"], "{:,.1f}"),
    ("max µs", lambda row: row["max_us"], "{:,.0f}"),
    ("CPU µs", lambda row: row["server_cpu_us_per_request"], "{:,.2f}"),
    ("load %", lambda row: row["load_cpu_percent"], "{:.0f}"),
    ("RSS MiB", lambda row: row["server_rss_kib"] / 1024, "{:.1f}"),
    ("peak MiB", lambda row: row["server_peak_kib"] / 1024, "{:.1f}"),
]
RATIOS = {"req/s": "×raw", "p50 µs": "×raw", "p99 µs": "×raw", "CPU µs": "×raw"}


def ratio_to_base(rows: list[dict], base: dict[int, dict], figure: Callable[[dict], float]) -> str:
    """The median of the rounds' ratios: what slows a whole round down falls out."""
    ratios = [figure(row) / figure(base[row["round"]]) for row in rows if row["round"] in base]
    return f"{median(ratios):.2f}" if ratios else "–"


def markdown_table(rows: list[dict]) -> str:
    """One cell's rows; a line a server, in the order of their first appearance."""
    base = {row["round"]: row for row in rows if row["server"] == BASE}
    headings = ["server"]
    for heading, _, _ in COLUMNS:
        headings += [heading] + ([RATIOS[heading]] if heading in RATIOS else [])
    lines = ["| " + " | ".join(headings + ["errors"]) + " |", "|---" + "|---:" * len(headings) + "|"]
    for name in dict.fromkeys(row["server"] for row in rows):
        own = [row for row in rows if row["server"] == name]
        fields = [name]
        for heading, figure, form in COLUMNS:
            fields.append(form.format(median(map(figure, own))))
            if heading in RATIOS:
                fields.append(ratio_to_base(own, base, figure))
        fields.append(str(sum(row["errors"] for row in own)))
        lines.append("| " + " | ".join(fields) + " |")
    return "\n".join(lines)
