"""The commands that the documents tell a reader to type: where they stand, and what they are."""
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# A span of code is a command when it begins so; whatever else stands in one is a name, a key or a file.
PROGRAMS = (
    "make rpc-client article-service swift python3 systemctl journalctl apt-get usermod socat nc spark-submit pip rm export echo ner-trainer "
    "predict-parse predict-entities dedupe-growth").split()
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"`([^`\n]+)`")
SCRIPT = re.compile(r"^(?:\./|[\w./-]*)[\w-]+\.(?:py|sh)$")
MANUAL_PAGE = re.compile(r"^[\w.-]+\(\d\)$")


@dataclass(frozen=True)
class Command:
    """One command as a document gives it, without its comment."""

    document: str
    text: str
    # In a block to be typed as it stands, not in the middle of a sentence.
    in_block: bool

    @property
    def words(self) -> list[str]:
        """The words without the environment that is set for it."""
        try:
            words = shlex.split(self.text)
        except ValueError:
            words = self.text.split()
        while words and re.match(r"^[A-Z_]+=", words[0]) and len(words) > 1:
            words = words[1:]
        return words

    @property
    def script(self) -> Path | None:
        """The script of this repository that it starts."""
        word = next((word for word in self.words[:2] if SCRIPT.match(word)), None)
        if word is None:
            return None
        near = (ROOT / self.document).parent / word
        if not near.exists() and self.document == "docs/benchmarks.md" and "/" not in word:
            return next(iter(ROOT.glob(f"Benchmarks/*/{word}")), None)
        return near if near.exists() else ROOT / word


def documents() -> list[str]:
    """All Markdown that belongs to the product, by its path."""
    folders = [ROOT.glob("*.md"), *(ROOT.glob(f"{folder}/**/*.md") for folder in "Benchmarks Sources Tests Training clients deploy docs".split())]
    return sorted(str(path.relative_to(ROOT)) for paths in folders for path in paths if ".build" not in path.parts and ".venv" not in path.parts)


def lines_of(block: str) -> list[str]:
    """The commands of a block: comments go, lines that go on are one."""
    found: list[str] = []
    goes_on = False
    for line in block.splitlines():
        line = re.sub(r"(^|\s)#\s.*$", "", line).rstrip()
        if not line:
            continue
        if goes_on:
            found[-1] += " " + line.strip()
        else:
            found.append(line)
        goes_on = line.endswith("|") or line.endswith("\\")
    return found


def commands_of(document: str) -> list[Command]:
    text = (ROOT / document).read_text(encoding="utf-8")
    found = []
    for language, block in FENCE.findall(text):
        if language == "sh":
            found += [Command(document, line, True) for line in lines_of(block)]
        if language == "console":
            found += [Command(document, line[2:], True) for line in block.splitlines() if line.startswith("$ ")]
    prose = FENCE.sub("", text)
    for span in SPAN.findall(prose):
        command = Command(document, span, False)
        if is_command(command):
            found.append(command)
    return found


def is_command(command: Command) -> bool:
    words = command.words
    if not words or MANUAL_PAGE.match(command.text) or "|" in command.text and "generate" in command.text or "…" in command.text:
        return False
    # A script's bare name is the name of a file; with arguments it is to be typed.
    return len(words) > 1 and (words[0] in PROGRAMS or bool(SCRIPT.match(words[0])))


def all_commands() -> list[Command]:
    return [command for document in documents() for command in commands_of(document)]
