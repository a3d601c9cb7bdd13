"""Fixtures of the tests that mean harm."""
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Golden"))
from rpc_process import ServerProcess, running  # noqa: E402


@pytest.fixture
def server() -> Iterator[ServerProcess]:
    """A server with its own limits."""
    with running() as process:
        yield process
