"""Starts a server, puts a load on it, stops it."""
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cells import ANY, Cell
from servers import Server, tool

START_SECONDS_MAX = 10
STOP_SECONDS_MAX = 5
# The load gives up by itself after 5 s without an answer; this is for one that hangs.
LOAD_SECONDS_MAX = 300


class Failed(Exception):
    """A server or a load that did not do its part; the text says which and why."""


@dataclass(frozen=True)
class Running:
    server: Server
    pid: int
    socket_path: str


def pinned(core: int | None, command: list[str]) -> list[str]:
    return command if core is ANY else ["taskset", "-c", str(core), *command]


def raise_descriptor_limit(count: int) -> None:
    """For this process and the servers it starts."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, max(hard, count)))


def wait_until_it_listens(path: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(path)
                return
            except OSError:
                time.sleep(0.005)
    raise Failed("does not listen" if process.poll() is None else f"ended with status {process.returncode}")


@contextmanager
def running(server: Server, core: int | None = ANY) -> Iterator[Running]:
    """A fresh process each time: its peak of memory is that of one cell."""
    with tempfile.TemporaryDirectory(prefix="rpc-bench-") as directory:
        path = os.path.join(directory, "socket")
        log_path = os.path.join(directory, "log")
        with open(log_path, "wb") as log:
            try:
                # taskset becomes the server, so the process id is the server's either way.
                process = subprocess.Popen(pinned(core, server.arguments(path)), stdout=log, stderr=log)
            except OSError as error:  # it is being built anew, say
                raise Failed(f"{server.name}: {error}") from error
        try:
            wait_until_it_listens(path, process)
            yield Running(server, process.pid, path)
        except Failed as failure:
            with open(log_path, encoding="utf-8", errors="replace") as log:
                raise Failed(f"{server.name}: {failure} {log.read()[-500:]}".strip()) from failure
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS_MAX)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def one_line_of_json(command: list[str]) -> dict:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LOAD_SECONDS_MAX, check=False)
    except subprocess.TimeoutExpired:
        raise Failed(f"{os.path.basename(command[0])} hangs") from None
    if done.returncode != 0 or not done.stdout:
        raise Failed(f"status {done.returncode}: {done.stderr.strip()}")
    if done.stderr:
        print(done.stderr.strip(), file=sys.stderr)  # which answers were wrong
    return json.loads(done.stdout)


def load(target: Running, core: int | None, options: list[str]) -> dict:
    """The figures that load prints, by name."""
    server = target.server
    command = [tool(server.client), "--socket", target.socket_path, "--pid", str(target.pid), *server.wording()]
    return one_line_of_json(pinned(core, command + options))


def measure(server: Server, cell: Cell, seconds: float, warmup: float) -> dict:
    """One cell of one round."""
    with running(server, cell.server_core) as target:
        return load(target, cell.load_core, [*cell.options(), "--seconds", str(seconds), "--warmup", str(warmup)])
