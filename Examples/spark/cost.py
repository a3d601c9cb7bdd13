#!/usr/bin/env python3
"""Computes the tables of docs/scale.md from the figures and assumptions that stand in it.

    cost.py                                    writes the tables between <!-- NAME --> and <!-- end --> anew
    cost.py --check                            says whether that would change anything
    cost.py --set day_articles=250000 …        prints the tables with other numbers and writes nothing

A number is the second cell of a row whose first cell is its name in backquotes. A "?" before it marks a placeholder; while
one is left, each table says so.
"""
from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "scale.md"


def numbers(text: str) -> tuple[dict[str, float], list[str]]:
    """The numbers of the document, and which of them are placeholders."""
    rows = re.findall(r"^\| `(\w+)` \| (\?? ?)([\d.,]+)", text, re.MULTILINE)
    return {name: float(value.replace(",", "")) for name, _, value in rows}, [name for name, mark, _ in rows if mark]


def time(seconds: float) -> str:
    for unit, size in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{digits(seconds / size)} {unit}"
    return f"{digits(seconds)} s"


def size(count: float) -> str:
    for unit, one in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if count >= one:
            return f"{digits(count / one)} {unit}"
    return f"{digits(count / 1e3)} kB"


def digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def table(*rows: tuple[object, ...]) -> str:
    head, *body = (f"| {' | '.join(str(cell) for cell in row)} |" for row in rows)
    return "\n".join([head, "|" + " --- |" * len(rows[0]), *body])


def tables(n: dict[str, float]) -> dict[str, str]:
    """Each table by its name in the document."""
    text, page = n["parse_text_us"] / 1e6, n["parse_page_ms"] / 1e3
    add, extract, client = n["add_us"] / 1e6, n["extract_us"] / 1e6, n["client_us"] / 1e6

    def wall(elsewhere: float, adding: float, machines: float = 1) -> float:
        """Seconds on so many machines of which one has the index. It has one writer: adding does not spread over cores."""
        return max((elsewhere + adding) / n["cores"] / machines, adding)

    def day(name: str, parse: float) -> tuple[object, ...]:
        count = n["day_articles"]
        last = wall(count * (parse + extract), count * add)
        return (name, time(count * parse), time(count * add), time(count * extract), time(count * (parse + add + extract)),
                time(last), digits(count / last))

    def index(name: str, count: float) -> tuple[object, ...]:
        return (name, f"{count:,.0f}", size(count * n["disk_bytes"]), size(count * n["memory_bytes"]), time(count * add),
                time(count / n["postgresql_per_s"]))

    korean = n["crawl_pages"] * n["korean_percent"] / 100
    news = korean * n["news_percent"] / 100

    def crawl(name: str, pages: float, articles: float) -> tuple[object, ...]:
        elsewhere, adding = pages * page + articles * extract, articles * add
        return (name, f"{pages / 1e6:,.1f} M", size(pages * n["page_kb"] * 1e3), f"{articles / 1e6:,.1f} M", time(elsewhere + adding),
                time(wall(elsewhere, adding)), time(wall(elsewhere, adding, n["machines"])))

    def spark(name: str, parse: float, shared: bool) -> tuple[object, ...]:
        count, adds = n["day_articles"], 1 if shared else n["keys"]
        busy = count * (parse + client + adds * (add + client)) / n["cores"]
        pace = count / n["postgresql_per_s"] if shared else 0
        return (name, time(max(busy, count * adds * add)), time(max(busy / n["machines"], pace)), time(pace) if shared else "none")

    head = ("", "parse, CPU", "look and add, CPU", "extract, CPU", "together, CPU", f"wall, {n['cores']:.0f} cores", "articles a second")
    return {
        "day": table(head, day("scraped texts", text), day(f"pages of {n['page_kb']:.0f} KB", page)),
        "index": table(
            ("", "articles", "disk", "memory", "time to fill", "in PostgreSQL"),
            index("a day", n["day_articles"]), index("a month", n["day_articles"] * 30), index("a year", n["day_articles"] * 365), index("10 million", 1e7)),
        "crawl": table(
            ("parsed", "pages", "of HTML", "looked up, added, extracted", "CPU", f"wall, {n['cores']:.0f} cores",
             f"wall, {n['machines']:.0f} such machines"),
            crawl("all pages in Korean", korean, news), crawl("pages of known news sites only", news, news)),
        "spark": table(
            ("a day", "wall, one machine", f"wall, {n['machines']:.0f} machines", "of that at least, by PostgreSQL's pace"),
            spark("pages, shared index", page, True), spark("texts, shared index", text, True),
            spark(f"pages, local indexes, {n['keys']:.0f} keys", page, False),
            spark(f"texts, local indexes, {n['keys']:.0f} keys", text, False)),
    }


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true")
    options.add_argument("--set", nargs="+", default=[], metavar="NAME=NUMBER")
    chosen = options.parse_args()
    text = DOCUMENT.read_text()
    values, placeholders = numbers(text)
    for name, _, value in (setting.partition("=") for setting in chosen.set):
        if name not in values:
            options.error(f"{name}: there are {', '.join(values)}")
        values[name] = float(value)

    marks = [name for name in placeholders if f"{name}=" not in " ".join(chosen.set)]
    note = f"\n\n*With placeholders for {', '.join(marks)}.*" if marks else ""
    made = {name: f"{body}{note}" for name, body in tables(values).items()}
    if chosen.set:
        print("\n\n".join(f"## {name}\n\n{body}" for name, body in made.items()))
        return 0
    new = text
    for name, body in made.items():
        new, count = re.subn(rf"(<!-- {name} -->\n).*?(<!-- end -->)", lambda found: f"{found[1]}{body}\n{found[2]}", new, flags=re.DOTALL)
        if count != 1:
            options.error(f"{DOCUMENT}: no place for the table {name}")
    if chosen.check:
        print("up to date" if new == text else "stale: run Examples/spark/cost.py")
        return int(new != text)
    DOCUMENT.write_text(new)
    return 0


if __name__ == "__main__":
    sys.exit(main())
