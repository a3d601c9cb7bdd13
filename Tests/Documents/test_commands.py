"""Every command in every document is run by a test: here, or where tiers.py says. DOCUMENTS_TIER=long: the slow ones too."""
import os
import subprocess
import sys

import pytest
from commands import FENCE, ROOT, Command, all_commands, documents
from conftest import Checkout
from tiers import LONG, OTHER, SHORT, SYSTEMD, Here, Other

IS_LONG = os.environ.get("DOCUMENTS_TIER") == "long"
COMMANDS = all_commands()
KNOWN = {entry.command for entry in [*SHORT, *LONG, *OTHER, *SYSTEMD]}


def test_every_command_has_a_tier() -> None:
    missing = {f"{command.document}: {command.text}" for command in COMMANDS if command.text not in KNOWN}
    assert not missing, "in Tests/Documents/tiers.py say where these are run:\n" + "\n".join(sorted(missing))


def test_no_tier_is_of_a_command_that_is_gone() -> None:
    there = {command.text for command in COMMANDS}
    assert not KNOWN - there, sorted(KNOWN - there)


def test_commands_are_found() -> None:
    """The test of the tests: what stands in blocks, in sentences and over two lines."""
    texts = {command.text for command in COMMANDS}
    assert {"make run", "rpc-client describe dedupe"} <= texts and any("| nc -N" in text for text in texts)
    assert len(documents()) > 30 and len(texts) > 80


@pytest.mark.parametrize("command", sorted({command for command in COMMANDS if command.script}, key=lambda each: (each.document, each.text)),
                         ids=lambda command: f"{command.document}: {command.text}"[:80])
def test_a_script_that_is_named_is_there_and_can_be_started(command: Command) -> None:
    script = command.script
    assert script is not None
    if script.name == "score.py":
        pytest.skip("of the data, not of this repository")
    assert script.exists(), script
    assert command.words[0].startswith("python3") or script.stat().st_mode & 0o111, f"chmod +x {script}"


@pytest.mark.parametrize("rule", sorted({command.words[1] for command in COMMANDS if command.words[0] == "make"}))
def test_a_rule_of_make_is_there_and_so_are_its_scripts(rule: str) -> None:
    done = subprocess.run(["make", "--dry-run", rule, "SHELL=/bin/bash"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for word in done.stdout.split():
        if word.startswith(("scripts/", "Benchmarks/", "Training/", "Tests/", "Fuzz/", "deploy/")) and word.endswith((".sh", ".py")):
            assert (ROOT / word).exists(), word


@pytest.mark.parametrize("entry", OTHER, ids=lambda entry: entry.command[:60])
def test_what_is_run_elsewhere_is(entry: Other) -> None:
    assert entry.needle in (ROOT / entry.file).read_text(encoding="utf-8"), entry


def run(entry: Here, checkout: Checkout, seconds: float) -> None:
    done = checkout.run(entry.run or entry.command, seconds)
    assert done.returncode in entry.statuses, f"{done.returncode}:\n{done.stdout[-3000:]}"
    assert entry.shows in done.stdout, done.stdout[-3000:]


@pytest.mark.parametrize("entry", SHORT, ids=lambda entry: entry.command[:60])
def test_short(entry: Here, checkout: Checkout) -> None:
    run(entry, checkout, 120)


@pytest.mark.skipif(not IS_LONG, reason="DOCUMENTS_TIER=long")
@pytest.mark.parametrize("entry", LONG, ids=lambda entry: entry.command[:60])
def test_long(entry: Here, checkout: Checkout) -> None:
    run(entry, checkout, 1200)


@pytest.mark.parametrize("document", ["README.md", "clients/python/README.md"])
def test_python_of_the_documents_runs(document: str, checkout: Checkout) -> None:
    """The blocks of a document, one after the other, with the names that a reader would have."""
    blocks = [block for language, block in FENCE.findall((ROOT / document).read_text(encoding="utf-8")) if language == "python"]
    assert blocks
    before = 'page = open("Examples/sample.html").read()\npages = [page] * 3\nfrom article_client import ArticleClient\narticles = ArticleClient()\n'
    script = before + "\n".join(blocks)
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=checkout.folder, capture_output=True, text=True, timeout=60,
        env={**os.environ, "PYTHONPATH": "clients/python/src", "RPC_SOCKET": checkout.rpc})
    assert done.returncode == 0, done.stderr


def test_the_console_of_the_readme_shows_what_a_reader_sees(checkout: Checkout) -> None:
    """Every line that the README shows of a call is in the output, up to where it is cut."""
    block = next(block for language, block in FENCE.findall((ROOT / "README.md").read_text(encoding="utf-8")) if language == "console")
    command, *shown = block.splitlines()
    width = "stty cols 120 2>/dev/null; "
    done = subprocess.run(
        ["script", "-qec", f"bash -c '{width}exec {command[2:].replace(chr(39), chr(39) + chr(92) + chr(39) + chr(39))}'", "/dev/null"],
        cwd=checkout.folder, capture_output=True, text=True, timeout=60,
        env={**os.environ, "PATH": f"{checkout.folder}/.build/release:{os.environ['PATH']}", "RPC_SOCKET": checkout.rpc, "TERM": "dumb", "NO_COLOR": "1"})
    for line in shown:
        text = line.strip().removesuffix("…").strip()
        assert text in done.stdout, f"{text!r} is not in\n{done.stdout}"
