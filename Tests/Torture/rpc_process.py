"""The server under test as a process, and what the kernel says of it."""
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from process_usage import Usage, usage
from rpc_peer import PATIENCE, Framing, Peer, until

ROOT = Path(__file__).resolve().parents[2]
SERVER = Path(os.environ.get("BIN_DIR", ROOT / ".build" / "debug")) / "rpc-test-server"
# More flags for every server, such as `--wait source`.
FLAGS = os.environ.get("RPC_SERVER_FLAGS", "").split()


class ServerProcess:
    """One rpc-test-server on a socket file of its own; its log is in a file."""

    def __init__(self, directory: Path, **limits: int) -> None:
        self.path = str(directory / "s")
        self._log, self._output = directory / "log", directory / "output"
        flags = [part for name, value in limits.items() for part in (f"--{name.replace('_', '-')}", str(value))]
        with self._log.open("wb") as log, self._output.open("wb") as output:
            command = [str(SERVER), "--socket", self.path, *FLAGS, *flags]
            self.process = subprocess.Popen(command, stdout=output, stderr=log)
        until(self._answers, PATIENCE, "the server answers")

    def _answers(self) -> bool:
        """Whether a first call, of the kind that takes a worker, is answered: what is made when it is first needed,
        a timer's descriptor for instance, is there from now on."""
        assert self.process.poll() is None, f"the server ended with {self.process.returncode}: {self.log()[-2000:]}"
        try:
            with Peer(self.path) as peer:
                return "result" in peer.call("hold", {"milliseconds": 1})
        except (FileNotFoundError, ConnectionRefusedError):
            return False

    def connect(self, framing: Framing = "lines") -> Peer:
        return Peer(self.path, framing)

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def output(self) -> bytes:
        """What it printed, which should be nothing."""
        return self._output.read_bytes()

    def usage(self) -> Usage:
        return usage(self.process.pid)

    def lives(self) -> bool:
        return self.process.poll() is None

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Sends a signal; the exit status."""
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)


@contextmanager
def running(**limits: int) -> Iterator[ServerProcess]:
    """A server while the block runs. It must still be alive at the end, and end well when it is told to."""
    with tempfile.TemporaryDirectory(prefix="rt-", dir="/tmp") as name:
        server = ServerProcess(Path(name), **limits)
        try:
            yield server
            if server.lives():
                assert server.stop() == 0, server.log()[-2000:]
            else:
                assert server.process.returncode == 0, f"{server.process.returncode}: {server.log()[-2000:]}"
            assert server.output() == b""
        except BaseException as error:
            # What a test sees of that is a broken pipe.
            if not server.lives() and server.process.returncode != 0:
                error.add_note(f"the server has died: {server.process.returncode}: {server.log()[-2000:]}")
            raise
        finally:
            if server.lives():
                server.process.kill()
                server.process.wait()
