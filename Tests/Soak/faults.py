"""What goes wrong during a soak, one thing after the other, and for how long callers could tell."""
import errno
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import places  # noqa: F401
from activated_service import ActivatedService
from article_client import ArticleClient
from postgresql_server import PostgreSQLServer


PATIENCE = 60.0
PIECE = b"\0" * (1 << 16)


@dataclass(frozen=True)
class Window:
    """From when to when a fault lasted, and what may be answered meanwhile beside results."""

    name: str
    begin: float
    end: float
    allowed: frozenset[str]
    # Seconds without any service in it.
    down: float = 0.0


@dataclass(frozen=True)
class Stage:
    """What the faults act on; None: this machine has no such thing."""

    service: ActivatedService
    small_disk: Path | None
    database: PostgreSQLServer | None
    # Seconds for which a disk stays full and a database down.
    hold: float


def answers(service: ActivatedService) -> None:
    """Returns when the service answers."""
    with ArticleClient(service.path, timeout=PATIENCE) as client:
        client.system_whoami()


def restart(stage: Stage) -> Window:
    begin = time.time()
    status = stage.service.end(signal.SIGTERM)
    assert status == 0, f"SIGTERM ended it with {status}"
    return _started(stage, "restart", begin)


def kill(stage: Stage) -> Window:
    begin = time.time()
    stage.service.end(signal.SIGKILL)
    return _started(stage, "kill -9", begin)


def _started(stage: Stage, name: str, begin: float) -> Window:
    stage.service.start()
    answers(stage.service)
    down = time.time() - begin
    # Who waited is served beside those who come: at 70 % load a second without service takes more than two to make good.
    return Window(name, begin, begin + max(5.0, 6 * down), frozenset({"overloaded"}), down)


def reload(stage: Stage) -> Window:
    begin = time.time()
    stage.service.reload()
    answers(stage.service)
    return Window("SIGHUP", begin, time.time(), frozenset())


def fill_disk(stage: Stage) -> Window:
    assert stage.small_disk is not None
    balloon = stage.small_disk / "balloon"
    begin = time.time()
    with balloon.open("wb", buffering=0) as file:
        end = begin + stage.hold
        while time.time() < end:
            try:
                file.write(PIECE)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
                time.sleep(0.1)
    balloon.unlink()
    return Window("disk full", begin, time.time() + 5, frozenset({"index-unavailable"}))


def _database_away(stage: Stage, mode: str) -> Window:
    assert stage.database is not None
    begin = time.time()
    stage.database.stop(mode)
    time.sleep(stage.hold / 2)
    stage.database.start()
    return Window(f"PostgreSQL {mode}", begin, time.time() + 15, frozenset({"index-unavailable"}))


def restart_database(stage: Stage) -> Window:
    return _database_away(stage, "fast")


def crash_database(stage: Stage) -> Window:
    return _database_away(stage, "immediate")


Fault = Callable[[Stage], Window]


def faults(stage: Stage, restarts: bool) -> Iterator[Fault]:
    """All kinds in turn, for ever. Without restarts: those that the process must live through."""
    kinds: list[Fault] = [reload]
    if stage.small_disk is not None:
        kinds.append(fill_disk)
    if stage.database is not None:
        kinds += [restart_database, crash_database]
    if restarts:
        kinds = [kill, *kinds[:2], restart, *kinds[2:]]
    return cycle(kinds)
