"""The service as its units run it, under the systemd that with-systemd.sh has booted. Standard library only.

Whoever runs these outside of it would change their own machine: they refuse.
"""
import json
import os
import pwd
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Torture"))

from rpc_peer import Peer  # noqa: E402

BIN = Path(os.environ.get("BIN_DIR", ROOT / ".build" / "debug"))
LONG = os.environ.get("SYSTEMD_TIER") == "long"
SOCKET, ADMIN = "/run/article/article.sock", "/run/article/admin.sock"
ETC = Path("/etc/article")
UNIT = "article.service"


def run(*command: object, check: bool = True, **options: Any) -> str:
    """A command's standard output; a failing one fails the test with what it said."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=120, **options)
    if check:
        assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def systemctl(*words: object, check: bool = True) -> str:
    return run("systemctl", *words, check=check)


def show(unit: str, name: str) -> str:
    """One property of a unit."""
    return systemctl("show", "--value", "--property", name, unit).strip()


def eventually(condition: Callable[[], Any], seconds: float = 60) -> Any:
    """The first value of `condition` that is true; the machine may be busy."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.05)


def call(method: str, params: Any = None, path: str = SOCKET, **members: Any) -> Any:
    """One call over a connection of its own."""
    with Peer(path) as peer:
        peer.send(method, params, **members)
        return peer.receive()


_begin: list[str] = []


@pytest.fixture(autouse=True)
def journal_begins() -> None:
    """What earlier tests have written is none of this one's business."""
    run("journalctl", "--sync")
    _begin[:] = [run("journalctl", "--lines=0", "--show-cursor").split("cursor: ")[-1].strip()]


def journal(unit: str = UNIT) -> list[dict[str, Any]]:
    """What the unit has written to the journal during this test, oldest first."""
    run("journalctl", "--sync")
    lines = run("journalctl", "--no-pager", "--output=json", f"--unit={unit}", f"--after-cursor={_begin[0]}").splitlines()
    return [json.loads(line) for line in lines]


def drop_in(text: str, unit: str = UNIT) -> None:
    """Changes a unit until the end of the test."""
    directory = Path(f"/run/systemd/system/{unit}.d")
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "test.conf").write_text(text)
    systemctl("daemon-reload")


@pytest.fixture(scope="session")
def installed() -> None:
    """What `make install` installs."""
    if not Path("/proc/1/environ").read_bytes().count(b"container=with-systemd"):
        pytest.exit("run me by Tests/Systemd/with-systemd.sh: I install units and stop services", 2)
    # The machine underneath may have one of its own, which an overlay cannot rename.
    run("rm", "-rf", "/var/lib/article", "/var/lib/private/article", "/etc/article")
    run(ROOT / "deploy" / "install.sh", BIN, "/usr/local")
    run("useradd", "--system", "--groups", "article-clients", "reader")
    run("useradd", "--system", "--groups", "article-clients", "crawler")
    run("useradd", "--system", "stranger")


@pytest.fixture
def service(installed: None) -> Iterator[None]:
    """The sockets listen, the service is stopped, the configuration is the one that comes with it."""
    systemctl("start", "article.socket", "article-admin.socket")
    yield
    systemctl("stop", "article.socket", "article-admin.socket", UNIT)
    for unit in (UNIT, "article.socket"):
        (Path(f"/run/systemd/system/{unit}.d") / "test.conf").unlink(missing_ok=True)
    run("rm", "-rf", "/var/lib/private/article", "/var/lib/article")
    (ETC / "article.yaml").write_text("")
    for table in ETC.glob("*.tsv"):
        table.write_text("")
    systemctl("daemon-reload")
    systemctl("reset-failed")


class As:
    """Python code run as another user, with the groups of that user."""

    def __init__(self, user: str) -> None:
        entry = pwd.getpwnam(user)
        self.options = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": os.getgrouplist(user, entry.pw_gid)}

    def start(self, code: str, *arguments: object) -> "subprocess.Popen[str]":
        """`code` with rpc_peer imported and sys.argv[1:] as given."""
        prologue = f"import sys, json, time, socket\nsys.path.insert(0, {str(ROOT / 'Tests' / 'Torture')!r})\n"
        return subprocess.Popen(
            ["/usr/bin/python3", "-c", prologue + "from rpc_peer import *\n" + code, *map(str, arguments)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **self.options)  # type: ignore[call-overload]

    def is_refused(self, path: str) -> bool:
        """Whether the modes of a socket keep this user out."""
        code = "try: Peer(sys.argv[1]); print('in')\nexcept PermissionError: print('out')"
        return self.run(code, path) == "out"

    def run(self, code: str, *arguments: object) -> str:
        process = self.start(code, *arguments)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        return out.strip()
