"""Golden files: cases apart by blank lines.

    # Name of the case: the first comment of its block; further ones explain
    @ordered              answers come in the order of this file, and so do the answers within a batch
    @framing headers      only sent so (or lines); without it, in both framings
    @ends                 the server closes by itself, before the peer ends its side
    @unended              the last message goes out without its LF
    >> a message, framed by the runner
    >| raw bytes for the stream as it stands: \\r \\n \\\\ \\xHH, no framing added, no line end
    << an answer. Ids must be these bytes, the rest must be equal as JSON; an error need only say its code,
       and what else it says here (message, members of data) must be there

`<20*TEXT>` anywhere stands for TEXT twenty times.
"""
import re
from dataclasses import dataclass, field
from pathlib import Path

_TIMES = re.compile(r"<(\d+)\*([^<>]*)>")
_ESCAPE = re.compile(rb"\\(x[0-9a-fA-F]{2}|r|n|\\)")
_ESCAPES = {b"r": b"\r", b"n": b"\n", b"\\": b"\\"}


@dataclass
class Case:
    """What is sent, in pieces, and what must come back."""

    place: str
    name: str = ""
    ordered: bool = False
    ends: bool = False
    unended: bool = False
    framing: str | None = None
    sent: list[tuple[bytes, bool]] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def stream(self, framing: str) -> bytes:
        """The bytes to send; a piece is framed where its flag says so."""
        out = bytearray()
        for data, whole in self.sent:
            if whole and framing == "headers":
                out += b"Content-Length: %d\r\n\r\n" % len(data)
            out += data
            if whole and framing == "lines":
                out += b"\n"
        if self.unended and out.endswith(b"\n"):
            del out[-1:]
        return bytes(out)


def read_cases(path: Path) -> list[Case]:
    """The cases of a file. ValueError names the line that is none of the above."""
    cases: list[Case] = []
    case: Case | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            case = None
            continue
        if case is None:
            case = Case(f"{path.name}:{number}")
            cases.append(case)
        _read_line(case, line, f"{path.name}:{number}")
    cases = [case for case in cases if case.sent or case.expected]
    for case in cases:
        if not case.name or not case.sent:
            raise ValueError(f"{case.place}: a case has a name and sends something")
    return cases


def _read_line(case: Case, line: str, place: str) -> None:
    mark, text = line[:2], _TIMES.sub(lambda found: found[2] * int(found[1]), line[3:])
    if line.startswith("#"):
        case.name = case.name or line[1:].strip()
    elif mark == ">>":
        case.sent.append((text.encode(), True))
    elif mark == ">|":
        case.sent.append((_ESCAPE.sub(_unescape, text.encode()), False))
    elif mark == "<<":
        case.expected.append(text)
    elif line in ("@ordered", "@ends", "@unended"):
        setattr(case, line[1:], True)
    elif line in ("@framing lines", "@framing headers"):
        case.framing = line.split()[1]
    else:
        raise ValueError(f"{place}: {line}")


def _unescape(found: re.Match[bytes]) -> bytes:
    name = found[1]
    return _ESCAPES.get(name) or bytes([int(name[1:], 16)])
