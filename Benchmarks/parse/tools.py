"""Ours and the peers behind one face: predictions into a folder, and the CPU time of one round."""
import base64
import json
import socket
import subprocess
import tempfile
import time
from dataclasses import astuple, dataclass
from io import BufferedReader
from pathlib import Path
from typing import Protocol

import dataset
from environment import HERE, built
from peers import Peer

OURS = "ours"


@dataclass(frozen=True)
class Time:
    """Of one round over documents of one sort: user and system time of the tool, and what it read."""
    cpu_s: float
    documents: int
    bytes: int


class Tool(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def package(self) -> str | None:
        """Of which the version is reported."""

    @property
    def predicts(self) -> bool:
        """Else it is there for its time only."""

    @property
    def pinned(self) -> bool:
        """It answers tomorrow as it does today: its predictions may be used again."""

    def predict(self, out: Path) -> None: ...

    def time(self) -> dict[str, Time]:
        """`page`, over scrapinghub's pages, and `text`, over the plain texts: what the tool reads of them."""


@dataclass(frozen=True)
class PeerTool:
    peer: Peer
    python: str
    pinned: bool = True

    @property
    def name(self) -> str:
        return self.peer.name

    @property
    def package(self) -> str | None:
        return self.peer.package

    @property
    def predicts(self) -> bool:
        return bool(self.peer.kinds)

    def predict(self, out: Path) -> None:
        self.run(str(out))

    def time(self) -> dict[str, Time]:
        sort = "page" if self.peer.timed == (dataset.TIMED_HTML,) else "text"
        return {sort: Time(**json.loads(self.run("--time").splitlines()[-1]))}

    def run(self, argument: str) -> str:
        command = [self.python, "-W", "ignore", str(HERE / "predict.py"), self.name, argument]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


@dataclass(frozen=True)
class Ours:
    """The parser in the process of predict-parse: what parseArticle costs without the way to it."""
    binary: Path
    name: str = OURS
    package: str = OURS
    predicts: bool = True
    pinned: bool = False

    def predict(self, out: Path) -> None:
        self.run(str(out))

    def time(self) -> dict[str, Time]:
        with tempfile.TemporaryDirectory(prefix="parse-bench-") as out:
            kinds = (dataset.TIMED_HTML, *dataset.TEXT_KINDS)
            printed = self.run(out, "--kinds", ",".join(kinds), "--rounds", "1").splitlines()[-1]
        rows = {kind: Time(row["cpuMsPerDocument"][0] * row["documents"] / 1000, row["documents"], row["bytes"])
                for kind, row in json.loads(printed).items()}
        # Decoded, as a caller of `text` has them.
        texts = [astuple(rows[f"{kind} decoded"]) for kind in dataset.TEXT_KINDS]
        return {"page": rows[dataset.TIMED_HTML], "text": Time(*map(sum, zip(*texts, strict=True)))}

    def run(self, *arguments: str) -> str:
        return subprocess.run([str(built(self.binary)), str(dataset.DATA), *arguments], check=True, stdout=subprocess.PIPE,
                              text=True).stdout


@dataclass(frozen=True)
class OursOverSocket:
    """The whole service: JSON, base64, parser and answer, as the processor time of the server. Its answers are those of Ours."""
    binary: Path
    name: str = "ours-over-socket"
    package: str = OURS
    predicts: bool = False
    pinned: bool = False

    def predict(self, out: Path) -> None:
        raise NotImplementedError("its predictions are those of ours")

    def time(self) -> dict[str, Time]:
        return {"page": self.round((dataset.TIMED_HTML,)), "text": self.round(dataset.TEXT_KINDS)}

    def round(self, kinds: tuple[str, ...]) -> Time:
        contents = [document.contents() for document in dataset.documents(kinds)]
        with tempfile.TemporaryDirectory(prefix="pb-", dir="/tmp") as directory:
            path = f"{directory}/s"
            server = subprocess.Popen([str(built(self.binary)), "--socket", path, "--state-dir", f"{directory}/state",
                                       "--log-level", "error"])
            try:
                with connected(path) as peer, peer.makefile("rb") as answers:
                    for data in contents:
                        ask(peer, answers, data)
                    begin = cpu_of(server.pid)
                    for data in contents:
                        ask(peer, answers, data)
                    used = cpu_of(server.pid) - begin
            finally:
                server.terminate()
                server.wait()
        return Time(used, len(contents), sum(map(len, contents)))


def connected(path: str) -> socket.socket:
    peer = socket.socket(socket.AF_UNIX)
    while peer.connect_ex(path):
        time.sleep(0.02)
    return peer


def ask(peer: socket.socket, answers: BufferedReader, data: bytes) -> None:
    params = {"data": base64.b64encode(data).decode()}
    peer.sendall(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "parseArticle", "params": params}).encode() + b"\n")
    if not answers.readline():
        raise ConnectionError("the service has gone")


def cpu_of(pid: int) -> float:
    """User and system time of another process, to the nanosecond: Linux's number of its clock, clock_getcpuclockid(3)."""
    return time.clock_gettime(~pid << 3 | 2)
