#!/usr/bin/env python3
"""Runs golden files against any JSON-RPC 2.0 server: on a Unix socket, or a command on its standard streams."""
import argparse
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from golden_cases import Case, read_cases
from golden_match import differences

FOLDER = Path(__file__).resolve().parent


class Stream(Protocol):
    """One conversation: everything that came back, and whether the server ended it by itself."""

    def converse(self, sent: bytes, enough: Callable[[bytes], bool]) -> tuple[bytes, bool]: ...


@dataclass(frozen=True)
class SocketStream:
    """A connection for each case. The writing side is ended after the requests, or kept open: then the answers are
    over when the server ends the connection, or has been quiet for so long after the last one that is expected."""

    path: str
    half_close: bool
    limit: float
    quiet: float

    def converse(self, sent: bytes, enough: Callable[[bytes], bool]) -> tuple[bytes, bool]:
        received = bytearray()
        with socket.socket(socket.AF_UNIX) as peer:
            peer.settimeout(self.limit)
            peer.connect(self.path)
            deadline = time.monotonic() + self.limit
            try:
                peer.sendall(sent)
                if self.half_close:
                    peer.shutdown(socket.SHUT_WR)
            except (BrokenPipeError, ConnectionResetError):
                pass  # What it answered before it left can still be read.
            try:
                while time.monotonic() < deadline:
                    peer.settimeout(self.quiet if not self.half_close and enough(bytes(received)) else self.limit)
                    data = peer.recv(1 << 16)
                    if not data:
                        return bytes(received), not self.half_close
                    received += data
            except TimeoutError:
                return bytes(received), False
            except ConnectionResetError:
                return bytes(received), True
        return bytes(received), False


@dataclass(frozen=True)
class CommandStream:
    """A process for each case: what it prints until it exits."""

    command: list[str]
    limit: float

    def converse(self, sent: bytes, enough: Callable[[bytes], bool]) -> tuple[bytes, bool]:
        done = subprocess.run(self.command, input=sent, stdout=subprocess.PIPE, timeout=self.limit)
        return done.stdout, False


def unframed(data: bytes, framing: str) -> list[str]:
    """The messages in a stream. ValueError where the framing is not the one that was asked in."""
    messages: list[str] = []
    while data:
        if framing == "lines":
            line, end, data = data.partition(b"\n")
            if not end:
                raise ValueError(f"no LF after {line[:80]!r}")
            messages.append(line.decode("utf-8"))
        else:
            head, end, data = data.partition(b"\r\n\r\n")
            lengths = [line[15:] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
            if not end or len(lengths) != 1:
                raise ValueError(f"no header: {head[:80]!r}")
            length = int(lengths[0])
            if len(data) < length:
                raise ValueError(f"{len(data)} of {length} bytes")
            messages.append(data[:length].decode("utf-8"))
            data = data[length:]
    return messages


def run_case(case: Case, stream: Stream, framing: str, ordered: bool) -> list[str]:
    """What is wrong with the answers to a case; nothing where all is well."""

    def enough(received: bytes) -> bool:
        try:
            return len(unframed(received, framing)) >= len(case.expected)
        except ValueError:
            return False

    try:
        received, ended = stream.converse(case.stream(framing), enough)
        problems = differences(
            case.expected, unframed(received, framing), case.ordered, case.ordered or ordered)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return [f"{type(error).__name__}: {error}"]
    if case.ends and not ended:
        problems.append("the server should have ended the connection by itself")
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    server = parser.add_mutually_exclusive_group(required=True)
    server.add_argument("--socket", help="path of a Unix socket; a connection for each case")
    server.add_argument("--exec", metavar="COMMAND", help="a server on standard streams; a process for each case")
    parser.add_argument("--framing", choices=["lines", "headers"], default="lines")
    parser.add_argument("--ordered", action="store_true", help="answers to batches must keep the order of the requests")
    parser.add_argument("--keep-open", action="store_true", help="for servers to which a half-close is the end")
    parser.add_argument("--limit", type=float, default=20, metavar="SECONDS", help="for one case (20)")
    parser.add_argument("--quiet", type=float, default=0.3, metavar="SECONDS", help="after the last answer (0.3)")
    parser.add_argument("files", nargs="*", type=Path, help="default: all beside this program")
    options = parser.parse_args()
    counts = {True: 0, False: 0}
    for path in options.files or sorted(FOLDER.glob("*.golden")):
        for case in read_cases(path):
            if case.framing not in (None, options.framing) or (case.ends and options.exec):
                continue
            problems = run_case(case, stream_for(case, options), options.framing, options.ordered)
            counts[not problems] += 1
            print(f"{'FAILED' if problems else 'ok    '}  {case.place}  {case.name}")
            for problem in problems:
                print(f"            {problem}")
    print(f"{counts[True]} passed, {counts[False]} failed")
    return 0 if counts[True] and not counts[False] else 1


def stream_for(case: Case, options: argparse.Namespace) -> Stream:
    if options.exec:
        return CommandStream(shlex.split(options.exec), options.limit)
    quiet = options.limit if case.ends else options.quiet
    return SocketStream(options.socket, not options.keep_open and not case.ends, options.limit, quiet)


if __name__ == "__main__":
    sys.exit(main())
