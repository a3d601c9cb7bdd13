#!/usr/bin/env python3
"""What hostile and huge inputs cost: CPU and peak memory of one process that parses one of them. Usage: hostile.py

The aim is 100 ms of CPU a MB and no more memory than a few times the input; start-up (some 20 ms and 40 MB) is in the figures.
"""
import json
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from environment import PREDICTOR
from tools import built

MIB = 1 << 20
SAMPLES = Path(__file__).resolve().parents[2] / "Examples"


def lines(count: int) -> list[str]:
    """The sample text's lines over and over, each a little different."""
    text = (SAMPLES / "sample.txt").read_text(encoding="utf-8").splitlines()
    return [f"{text[index % len(text)]} {index}" for index in range(count)]


def filled(piece: str, bytes_max: int = 16 * MIB) -> str:
    return piece * (bytes_max // len(piece.encode()))


INPUTS: dict[str, Callable[[], str]] = {
    "sample.html": lambda: (SAMPLES / "sample.html").read_text(encoding="utf-8"),
    "100,000 nested div": lambda: "<div>" * 100_000 + "가" + "</div>" * 100_000,
    "100,000 attributes": lambda: "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">가</p>",
    "20,000 unclosed b": lambda: "<b>" * 20_000 + "가",
    "unmatched end tags": lambda: "<b></x>" * 300_000,
    "wbr and unmatched end tags": lambda: "<wbr>" * 100_000 + "</x>" * 100_000,
    "quotes that begin no value": lambda: ('<a "' + "<b>" * 18_000) * 20,
    "attributes without blanks": lambda: ("<p " + 'a=""' * 16_000 + ">") * 30,
    "scripts without a plus": lambda: "<script></script>" * 100_000 + "x" * (10 * MIB),
    "title without an end": lambda: "<title>" * 300_000,
    "copyright lines": lambda: "저작권자 © 한솔, 무단 전재 금지\n" * 50_000,
    "16 MiB of misread letters": lambda: filled("éé "),
    "16 MiB of a page": lambda: "<html><body>" + "".join(f"<p>{line}</p>" for line in lines(95_000)) + "</body></html>",
    "16 MiB of open div": lambda: "<html>" + filled('<div class="a b c">'),
    "16 MiB of a comment": lambda: "<html><!--" + filled("가 --"),
    "16 MiB of script": lambda: "<html><script>" + filled("x<p>"),
    "16 MiB of text": lambda: "\n".join(lines(100_000)),
    "16 MiB of one line": lambda: filled("한솔시는 고쳐 다시 연다고 밝혔다. "),
    "16 MiB of short lines": lambda: filled("가\n"),
}


def main() -> None:
    print("| input | MB | CPU s | ms/MB | peak MB |\n| --- | --- | --- | --- | --- |")
    for name, make in INPUTS.items():
        data = make().encode()
        with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
            directory = Path(folder)
            (directory / "gold").mkdir()
            (directory / "input").write_bytes(data)
            (directory / "gold" / "x.json").write_text(json.dumps({"id": "x", "kind": "x", "input": "input"}))
            # A process of its own: ru_maxrss of children is the largest child's so far.
            command = [str(built(PREDICTOR)), folder, str(directory / "out")]
            script = "import resource,subprocess,sys; subprocess.run(sys.argv[1:],check=True,stdout=subprocess.DEVNULL); " \
                     "u=resource.getrusage(resource.RUSAGE_CHILDREN); print(u.ru_utime+u.ru_stime,u.ru_maxrss)"
            printed = subprocess.run(["python3", "-c", script, *command], check=True, stdout=subprocess.PIPE, text=True).stdout
        seconds, peak = (float(word) for word in printed.split())
        size = len(data) / 1e6
        print(f"| {name} | {size:.1f} | {seconds:.2f} | {seconds * 1000 / size:.0f} | {peak / 1024:.0f} |", flush=True)


if __name__ == "__main__":
    main()
