"""The server under test, for clients that nobody here wrote."""
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Torture"))
from rpc_process import ServerProcess, running  # noqa: E402


@pytest.fixture
def server() -> Iterator[ServerProcess]:
    with running() as process:
        yield process
