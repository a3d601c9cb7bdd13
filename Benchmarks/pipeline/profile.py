#!/usr/bin/env python3
"""Where the service's CPU time goes while it turns pages into annotated data, as perf sees it.

Usage: profile.py [ARTICLES.ndjson] [--count N] [--bin DIR] [--top N] [--hot PART-OF-A-NAME]
Runs the closed loop of run.py under perf record and prints, in percent of the process's time, the functions that take most with what they call and most
by themselves. --hot prints the instructions on which the first function whose name holds the part was seen most: one load of memory with two thirds of
a function's time is a wait for the memory, and worth a look at what is read. Needs perf (Debian: linux-perf) and the right to use it.
"""
import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from run import ROOT, pages, service

SAMPLES_PER_SECOND = 2500


def demangled(text: str) -> str:
    return subprocess.run(["swift", "demangle", "-simplified"], input=text, capture_output=True, text=True, check=True).stdout


def shares(recording: Path, top: int, *options: str) -> list[str]:
    report = subprocess.run(
        ["perf", "report", "--input", str(recording), "--sort", "symbol", "-g", "none", *options], capture_output=True, text=True, check=True).stdout
    lines = [line for line in report.splitlines() if line.strip() and not line.startswith("#")]
    return [line[:160].rstrip() for line in demangled("\n".join(lines)).splitlines() if "partial apply" not in line and "thunk" not in line][:top]


def hottest(recording: Path, binary: Path, part: str) -> list[str]:
    symbols = subprocess.run(["nm", "--defined-only", binary], capture_output=True, text=True, check=True).stdout.splitlines()
    names = [line.split()[-1] for line in symbols if " t " in line.lower()]
    plain = demangled("\n".join(names)).splitlines()
    found = next((name for name, shown in zip(names, plain, strict=True) if part in shown or part in name), None)
    if found is None:
        sys.exit(f"profile.py: {binary} has no function with {part!r} in its name")
    annotated = subprocess.run(
        ["perf", "annotate", "--input", str(recording), "--stdio", "--symbol", found], capture_output=True, text=True, check=True).stdout
    instructions = re.findall(r"^ +(\d+\.\d\d) +: +([0-9a-f]+:.*)$", annotated, re.MULTILINE)
    return [f"{share:>6}%  {text}" for share, text in sorted(instructions, key=lambda row: -float(row[0]))[:12]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, default=ROOT.parent / "shared/data/dedupe/articles.ndjson")
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--bin", type=Path, default=ROOT / ".build/release")
    parser.add_argument("--top", type=int, default=40)
    parser.add_argument("--hot")
    options = parser.parse_args()
    if shutil.which("perf") is None:
        sys.exit("profile.py: perf is not installed (Debian: apt-get install linux-perf)")
    given = pages(options.articles, options.count)
    with tempfile.TemporaryDirectory() as directory:
        recording = Path(directory) / "perf.data"
        with service(options) as ours:
            perf = subprocess.Popen(
                ["perf", "record", "--quiet", "--freq", str(SAMPLES_PER_SECOND), "--call-graph", "fp", "--output", str(recording),
                 "--pid", str(ours.process.pid)])
            ours.flat_out(given, options.count)
        # It ends with the service.
        perf.wait()
        print("with what they call:", *shares(recording, options.top, "--children"), sep="\n")
        print("\nby themselves:", *shares(recording, options.top, "--no-children"), sep="\n")
        if options.hot:
            print(f"\n{options.hot}:", *hottest(recording, options.bin / "article-service", options.hot), sep="\n")


if __name__ == "__main__":
    main()
