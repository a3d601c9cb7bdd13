#!/usr/bin/env python3
"""What run.py does not show: cold start, idle connections, CPU at a low rate, growth, the tail. See README.md."""
import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from operator import itemgetter
from statistics import median

from cells import CELLS
from idle import idle_connections
from measure import Failed, load, measure, one_line_of_json, running
from report import machine, machine_line, write_record
from servers import BASE, Server, add_server_options, chosen_servers, tool, words
from tables import ratio_to_base

RATE = 100
MANY_REQUESTS = 1_000_000


def cold_start(server: Server, _: argparse.Namespace) -> dict:
    """One start: fork to first answer."""
    if server.client != "load":
        raise Failed("cold-start does not speak HTTP/2")
    with tempfile.TemporaryDirectory(prefix="rpc-bench-") as directory:
        path = os.path.join(directory, "socket")
        way = "activated" if server.activated else "polled"
        row = one_line_of_json([tool("cold-start"), way, "--socket", path, *server.wording(), "--",
                                *server.arguments(path)])
    return {"first answer ms": row["first_answer_ms"], "peak MiB": row["peak_kib"] / 1024, "started": way}


def idle(server: Server, _: argparse.Namespace) -> dict:
    if server.client != "load":
        raise Failed("idle connections are opened by a client that does not speak HTTP/2")
    return idle_connections(server)


def low_rate(server: Server, chosen: argparse.Namespace) -> dict:
    """An open loop: requests go out on time, whatever the answers do."""
    with running(server) as target:
        row = load(target, None, ["--rate", str(RATE), "--seconds", str(chosen.seconds), "--warmup", "1"])
    return {"CPU % of a core": row["server_cpu_percent"], "CPU µs a request": row["server_cpu_us_per_request"],
            "p50 µs": row["p50_us"], "p99 µs": row["p99_us"], "errors": row["errors"]}


def growth(server: Server, _: argparse.Namespace) -> dict:
    with running(server) as target:
        row = load(target, None, ["--connections", "16", "--depth", "16", "--requests", str(MANY_REQUESTS)])
    return {"requests": row["requests"], "growth KiB": row["server_rss_growth_kib"],
            "RSS MiB": row["server_rss_kib"] / 1024, "errors": row["errors"]}


def tail(server: Server, chosen: argparse.Namespace) -> dict:
    figures = {}
    for cell in CELLS:
        if cell.shape == "16x1":
            figures[f"{cell.payload} p99 µs"] = measure(server, cell, chosen.seconds, 0.5)["p99_us"]
    return figures


# Name, title, how one row is measured, how many rounds.
FIGURES: list[tuple[str, str, Callable[[Server, argparse.Namespace], dict], int]] = [
    ("cold-start", "Fork to first answer (activated: the socket was there before the server)", cold_start, 30),
    ("idle", "Growth of RSS for each idle connection that has asked once, KiB", idle, 1),
    ("low-rate", f"An open loop of {RATE} pings a second on one connection", low_rate, 3),
    ("growth", f"RSS before and after {MANY_REQUESTS:,} pings, 16×16", growth, 1),
    ("tail", "p99 at 16×1", tail, 3),
]


def rounds_of(figure: Callable, servers: list[Server], rounds: int, chosen: argparse.Namespace) -> list[dict]:
    rows, failed = [], set()
    for number in range(1, rounds + 1):
        for server in servers:
            if server.name in failed:
                continue
            try:
                rows.append({"server": server.name, "round": number, **figure(server, chosen)})
            except Failed as failure:
                failed.add(server.name)
                print(f"SKIPPED {server.name}: {failure}", file=sys.stderr)
    return rows


def middle(values: list) -> str:
    """A word stays; a number is written with three digits that matter."""
    if not values:
        return "–"
    if isinstance(values[0], str):
        return values[0]
    value = median(values)
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def table(rows: list[dict], with_ratios: bool) -> str:
    if not rows:
        return "no server has this figure"
    keys = [key for key in rows[0] if key not in ("server", "round")]
    headings = ["server", *(part for key in keys for part in ([key, "×raw"] if with_ratios else [key]))]
    lines = ["| " + " | ".join(headings) + " |", "|---" + "|---:" * (len(headings) - 1) + "|"]
    base = {row["round"]: row for row in rows if row["server"] == BASE}
    for name in dict.fromkeys(row["server"] for row in rows):
        own = [row for row in rows if row["server"] == name]
        fields = [name]
        for key in keys:
            fields.append(middle([row[key] for row in own if key in row]))
            if with_ratios:
                fields.append(ratio_to_base(own, base, itemgetter(key)))
        lines.append("| " + " | ".join(fields) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_server_options(parser)
    names = [name for name, *_ in FIGURES]
    parser.add_argument("--figures", type=words, default=names, metavar="NAMES", help=f"of {','.join(names)}")
    parser.add_argument("--seconds", type=float, default=5, help="window of low-rate and tail")
    parser.add_argument("--quick", action="store_true", help="one round each, windows of 1 s: does it work?")
    chosen = parser.parse_args()
    if set(chosen.figures) - set(names):
        parser.error(f"figures are {', '.join(names)}")
    if chosen.quick:
        chosen.seconds = 1
    servers = chosen_servers(chosen.ours, chosen.only)
    record = {"machine": machine(), "figures": {}}
    print(machine_line(record["machine"]))
    for name, title, figure, rounds in FIGURES:
        if name not in chosen.figures:
            continue
        rows = rounds_of(figure, servers, 1 if chosen.quick else rounds, chosen)
        record["figures"][name] = rows
        print(f"\n### {title}\n\n{table(rows, with_ratios=name == 'tail')}", flush=True)
        write_record(chosen.out, record)


if __name__ == "__main__":
    main()
