"""The service as systemd runs it: its listening sockets belong to somebody else, who starts it again when it has ended."""
import os
import signal
import socket
import subprocess
from pathlib import Path

from places import ROOT
from process_usage import Usage, usage

BINARY = Path(os.environ.get("BIN_DIR", ROOT / ".build" / "release")) / "article-service"
BACKLOG = 1024
# sd_listen_fds(3): the first descriptor that is passed.
FIRST = 3


class ActivatedService:
    """A service whose clients wait in its sockets' backlogs while no process serves them."""

    def __init__(self, directory: Path, state: Path, *flags: str) -> None:
        self.path, self.admin = str(directory / "rpc"), str(directory / "admin")
        self._sockets = [_listening(self.path), _listening(self.admin)]
        self._log = (directory / "log").open("ab")
        self._command = [str(BINARY), "--state-dir", str(state), "--log-level", "error", *flags]
        self.starts = 0
        self.start()

    def start(self) -> None:
        """Starts a process; whoever has connected before is served by it."""
        # As 3 and 4, whatever stood there: the numbers are the protocol. LISTEN_PID must be the process's own.
        script = f"exec {FIRST}<&{self._sockets[0].fileno()} {FIRST + 1}<&{self._sockets[1].fileno()}; LISTEN_PID=$$ exec \"$@\""
        self.process = subprocess.Popen(
            ["bash", "-c", script, "bash", *self._command], stdout=self._log, stderr=self._log,
            pass_fds=[one.fileno() for one in self._sockets], env={**os.environ, "LISTEN_FDS": "2", "LISTEN_FDNAMES": "rpc:admin"})
        self.starts += 1

    def end(self, number: int) -> int:
        """Sends the signal and waits for the end; the exit status."""
        self.process.send_signal(number)
        return self.process.wait(timeout=60)

    def reload(self) -> None:
        self.process.send_signal(signal.SIGHUP)

    def lives(self) -> bool:
        return self.process.poll() is None

    def usage(self) -> Usage:
        return usage(self.process.pid)

    def close(self) -> int:
        """Ends the process well, and the sockets; the exit status."""
        status = self.end(signal.SIGTERM) if self.lives() else self.process.returncode
        for one in self._sockets:
            one.close()
        self._log.close()
        return status


def _listening(path: str) -> socket.socket:
    one = socket.socket(socket.AF_UNIX)
    one.bind(path)
    os.chmod(path, 0o666)
    one.listen(BACKLOG)
    # Not 3 or 4 themselves, which the script overwrites.
    while one.fileno() < FIRST + 2:
        one = socket.socket(fileno=os.dup(one.detach()))
    return one
