"""A running service, and a peer that speaks to it byte by byte. Standard library only."""
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ.get("BIN_DIR", ROOT / ".build" / "debug"))
PATIENCE = 60.0


class Peer:
    """A blocking connection that gives up after a minute instead of hanging."""

    def __init__(self, path: str) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.settimeout(PATIENCE)
            try:
                self.socket.connect(path)
                break
            except OSError:
                self.socket.close()
                if time.monotonic() > end:
                    raise
                time.sleep(0.01)
        self.stream = self.socket.makefile("rb")
        self.count = 0

    def send(self, method: str, params: Any = None, **members: Any) -> int:
        """Sends a request as a line, and gives its id."""
        self.count += 1
        request = {"jsonrpc": "2.0", "id": self.count, "method": method, "params": params or {}, **members}
        self.socket.sendall(json.dumps(request, ensure_ascii=False).encode() + b"\n")
        return self.count

    def receive(self) -> Any:
        """The next answer, or None at the end of the stream."""
        line = self.stream.readline()
        return json.loads(line) if line else None

    def call(self, method: str, params: Any = None, **members: Any) -> Any:
        """The answer to one request."""
        self.send(method, params, **members)
        return self.receive()

    def close(self) -> None:
        self.stream.close()
        self.socket.close()


class Service:
    """One process of the service on a socket file and a state directory of its own."""

    def __init__(self, directory: Path) -> None:
        self.path = str(directory / "s")
        self.state = str(directory / "state")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, **options: Any) -> "Service":
        command = [BIN / "article-service", "--socket", self.path, "--state-dir", self.state, "--log-level", "error"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, **options)
        return self

    def connect(self) -> Peer:
        return Peer(self.path)

    def stop(self, signal: int = 15) -> int:
        """Sends a signal; the exit status."""
        assert self.process is not None
        self.process.send_signal(signal)
        self.process.communicate(timeout=PATIENCE)
        return self.process.returncode


@pytest.fixture
def directory() -> Iterator[Path]:
    """A directory with a path short enough for sockets."""
    path = Path(tempfile.mkdtemp(prefix="as-", dir="/tmp"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def service(directory: Path) -> Iterator[Service]:
    """A service that runs."""
    service = Service(directory).start()
    service.connect().close()
    yield service
    if service.process and service.process.poll() is None:
        service.process.kill()
        service.process.communicate()
