"""The socket file and the sockets that systemd passes: who may come in, from the first moment on."""
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from rpc_peer import PATIENCE, Peer, reach, until
from rpc_process import SERVER, ServerProcess


def modes_at_start(folder: Path) -> set[int]:
    """Every mode that the file has, looked at without a pause from before the start, under the widest umask."""
    seen: set[int] = set()
    started = threading.Event()

    def watch() -> None:
        while not started.is_set():
            try:
                seen.add(stat.S_IMODE((folder / "s").stat().st_mode))
            except FileNotFoundError:
                pass

    watcher = threading.Thread(target=watch)
    before = os.umask(0)
    try:
        watcher.start()
        server = ServerProcess(folder)
    finally:
        started.set()
        watcher.join()
        os.umask(before)
    assert server.stop() == 0
    return seen


def test_the_file_is_at_no_moment_open_to_everybody() -> None:
    for _ in range(8):
        with tempfile.TemporaryDirectory(prefix="rt-", dir="/tmp") as name:
            seen = modes_at_start(Path(name))
            assert seen and all(mode & 0o007 == 0 for mode in seen), [oct(mode) for mode in seen]


def test_a_peer_of_an_activated_socket_is_known() -> None:
    if not shutil.which("systemd-socket-activate"):
        pytest.skip("systemd-socket-activate is not installed here")
    with tempfile.TemporaryDirectory(prefix="rt-", dir="/tmp") as name:
        path = f"{name}/s"
        process = subprocess.Popen(
            ["systemd-socket-activate", f"--listen={path}", "--fdname=rpc", SERVER], stderr=subprocess.DEVNULL)
        try:
            with reach(path) as peer:
                result = peer.call("system.whoami")["result"]
            assert (result["uid"], result["gid"], result["pid"]) == (os.getuid(), os.getgid(), os.getpid())
        finally:
            process.terminate()
            assert process.wait(PATIENCE) == 0


@pytest.mark.parametrize("length", [107, 108, 300])
def test_a_long_path_is_served_or_refused_in_words(length: int) -> None:
    """107 bytes fit into an address. What does not is refused before anything is bound, never cut short."""
    with tempfile.TemporaryDirectory(prefix="rt-", dir="/tmp") as name:
        folder = Path(name)
        while len(str(folder)) + 120 < length:
            folder = folder / ("d" * 100)
        folder.mkdir(parents=True, exist_ok=True)
        path = str(folder / "s").ljust(length, "s")
        assert len(path) == length
        with tempfile.TemporaryFile() as log:
            process = subprocess.Popen([SERVER, "--socket", path], stderr=log)
            try:
                until(lambda: process.poll() is not None or os.path.exists(path), PATIENCE, "it serves or ends")
                if process.poll() is None:
                    assert "result" in _peer_in(folder, Path(path).name).call("echo", {"text": "long"})
                else:
                    log.seek(0)
                    assert length > 107 and process.returncode > 0 and b"path" in log.read()
                    assert list(folder.iterdir()) == []
            finally:
                if process.poll() is None:
                    process.terminate()
                    assert process.wait(PATIENCE) == 0


def _peer_in(folder: Path, name: str) -> Peer:
    """A connection by way of /proc/self/fd, whose name is always short enough."""
    descriptor = os.open(folder, os.O_PATH)
    try:
        return reach(f"/proc/self/fd/{descriptor}/{name}")
    finally:
        os.close(descriptor)


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v"]))
