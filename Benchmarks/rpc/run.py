#!/usr/bin/env python3
"""Our RPC core beside its peers: throughput, latency and the server's CPU, cell by cell. See README.md."""
import argparse
import sys

from cells import Cell, chosen_cells
from measure import Failed, measure
from report import machine, machine_line, write_record
from servers import Server, add_server_options, chosen_servers, words
from tables import markdown_table

WARMUP_SECONDS = 0.5


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add_server_options(parser)
    parser.add_argument("--cells", type=words, default=[], metavar="NAMES",
                        help="cells, payloads or shapes, with commas: ping-16x16,1x64,article")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2, help="measured window")
    parser.add_argument("--quick", action="store_true", help="one round of 0.3 s: does it work?")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.rounds, chosen.seconds = 1, 0.3
    return chosen


def rows_of_cell(cell: Cell, servers: list[Server], rounds: int, seconds: float) -> list[dict]:
    rows = []
    for number in range(1, rounds + 1):
        for server in servers:
            print(f"{cell.name} round {number} {server.name}", file=sys.stderr)
            try:
                figures = measure(server, cell, seconds, min(WARMUP_SECONDS, seconds))
            except Failed as failure:
                print(f"FAILED {server.name} in {cell.name}: {failure}", file=sys.stderr)
                continue
            rows.append({"cell": cell.name, "round": number, "server": server.name, **figures})
    return rows


def main() -> None:
    chosen = arguments()
    servers = chosen_servers(chosen.ours, chosen.only)
    record = {"machine": machine(), "seconds": chosen.seconds, "rows": []}
    print(f"{machine_line(record['machine'])}; medians of {chosen.rounds} rounds of {chosen.seconds:g} s")
    for cell in chosen_cells(chosen.cells):
        rows = rows_of_cell(cell, servers, chosen.rounds, chosen.seconds)
        record["rows"] += rows
        print(f"\n### {cell.title}\n\n{markdown_table(rows)}", flush=True)
        write_record(chosen.out, record)  # after each cell: a run that is broken off keeps what it has


if __name__ == "__main__":
    main()
