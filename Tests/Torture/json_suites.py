"""JSON texts that others have collected to tell strict parsers from lax ones: fetched at test time, never committed.

From Debian's source packages of jansson, yajl and JsonCpp, from Debian's package of CPython's tests, and from PyPI's
pyjson5, whose source carries JSONTestSuite. They stay in /tmp/json-suites for the next run.
"""
import ast
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CACHE = Path("/tmp/json-suites")
SECONDS = 300


@dataclass(frozen=True)
class Text:
    """One text, and what its suite says: accept, reject, or either."""

    suite: str
    name: str
    data: bytes
    expected: str


def texts() -> Iterator[Text]:
    """All of them. subprocess.SubprocessError where they cannot be fetched."""
    CACHE.mkdir(exist_ok=True)
    for suite, fetch in _SUITES.items():
        done = CACHE / suite
        if not done.exists():
            fetch(CACHE)
            done.touch()
        yield from _READERS[suite](suite)


def _run(*command: str | Path, directory: Path = CACHE) -> None:
    subprocess.run(command, cwd=directory, check=True, capture_output=True, timeout=SECONDS)


def _fetch_source(package: str) -> Callable[[Path], None]:
    """apt-get source, from this machine's own mirrors: their lists are copied with deb-src in the place of deb."""

    def fetch(cache: Path) -> None:
        parts = cache / "sources"
        parts.mkdir(exist_ok=True)
        (cache / "lists" / "partial").mkdir(parents=True, exist_ok=True)
        for source in [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").iterdir()]:
            if source.suffix in (".list", ".sources") and source.exists():
                text = re.sub(r"^(Types:\s*|)deb\b(?!-)", r"\1deb-src", source.read_text(), flags=re.MULTILINE)
                (parts / source.name).write_text(text)
        options = [
            "-o", "Dir::Etc::sourcelist=/dev/null", "-o", f"Dir::Etc::sourceparts={parts}",
            "-o", f"Dir::State::lists={cache / 'lists'}", "-o", "APT::Sandbox::User=root"]
        _run("apt-get", *options, "update")
        _run("apt-get", *options, "source", "--download-only", package)

    return fetch


def _fetch_cpython(cache: Path) -> None:
    _run("apt-get", "update")
    _run("apt-get", "download", "libpython3.11-testsuite")
    _run("dpkg-deb", "-x", next(cache.glob("libpython3.11-testsuite*.deb")), "cpython-tests")


def _fetch_pyjson5(_: Path) -> None:
    _run(sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", "pyjson5", "pyjson5==2.0.1")


def _members(archive: str, pattern: str) -> Iterator[tuple[re.Match[str], bytes]]:
    """The files of an archive whose names fit, in the order of their names."""
    with tarfile.open(next(CACHE.glob(archive))) as tar:
        for entry in sorted(tar.getmembers(), key=lambda entry: entry.name):
            found = re.search(pattern, entry.name)
            data = tar.extractfile(entry) if found and entry.isfile() else None
            if found and data:
                yield found, data.read()


def _read_pyjson5(suite: str) -> Iterator[Text]:
    expected = {"y": "accept", "n": "reject", "i": "either"}
    for found, data in _members("pyjson5-*.tar.gz", r"JSONTestSuite/test_parsing/(([yni])_[^/]*)\.json$"):
        yield Text(suite, found[1], data, expected[found[2]])


def _read_jansson(suite: str) -> Iterator[Text]:
    for found, data in _members("jansson_*.orig.tar.gz", r"suites/((valid|invalid|invalid-unicode)/[^/]*)/input$"):
        yield Text(suite, found[1], data, "accept" if found[2] == "valid" else "reject")


def _read_yajl(suite: str) -> Iterator[Text]:
    cases = {found[1]: data for found, data in _members("yajl_*.orig.tar.gz", r"parsing/cases/(.*)$")}
    for name in sorted(name for name in cases if name.endswith(".json")):
        failed = re.search(rb"(parse|lexical) error|premature EOF", cases[f"{name}.gold"])
        yield Text(suite, name.removesuffix(".json"), cases[name], "reject" if failed else "accept")


def _read_jsoncpp(suite: str) -> Iterator[Text]:
    for found, data in _members("libjsoncpp_*.orig.tar.gz", r"test/((?:jsonchecker|data)/([^/]*))\.json$"):
        yield Text(suite, found[1], data, "reject" if found[2].startswith("fail") else "accept")


def _read_cpython(suite: str) -> Iterator[Text]:
    folder = next((CACHE / "cpython-tests").rglob("test_json"))
    documents = _constant(folder / "test_fail.py", "JSONDOCS")
    skipped = _constant(folder / "test_fail.py", "SKIPS")
    for number, document in enumerate(documents, 1):
        yield Text(suite, f"fail{number:02}", document.encode(), "accept" if number in skipped else "reject")
    for number in (1, 2, 3):
        yield Text(suite, f"pass{number}", _constant(folder / f"test_pass{number}.py", "JSON").encode(), "accept")


def _constant(path: Path, name: str) -> Any:
    """The literal that a module gives a name, without running the module."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name:
            return ast.literal_eval(node.value)
    raise LookupError(f"{name} in {path}")


_SUITES: dict[str, Callable[[Path], None]] = {
    "JSONTestSuite": _fetch_pyjson5, "jansson": _fetch_source("jansson"), "yajl": _fetch_source("yajl"),
    "jsoncpp": _fetch_source("libjsoncpp"), "cpython": _fetch_cpython,
}
_READERS: dict[str, Callable[[str], Iterator[Text]]] = {
    "JSONTestSuite": _read_pyjson5, "jansson": _read_jansson, "yajl": _read_yajl, "jsoncpp": _read_jsoncpp,
    "cpython": _read_cpython,
}
