"""The server under test, for clients that nobody here wrote, and an environment under /tmp for those in Python."""
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Torture"))
from rpc_process import ServerProcess, running  # noqa: E402

PINNED = ["python-lsp-jsonrpc==1.1.2", "ujson==6.1.0", "pygls==2.1.1", "lsprotocol==2025.0.0", "cattrs==26.2.1",
          "prometheus_client==0.26.0"]
ENVIRONMENT = Path("/tmp/rpc-interop-venv")
SECONDS = 300


@pytest.fixture
def server() -> Iterator[ServerProcess]:
    with running() as process:
        yield process


@pytest.fixture(scope="session")
def python() -> Path:
    """A Python that has them."""
    python, marker = ENVIRONMENT / "bin" / "python", ENVIRONMENT / "installed"
    if marker.exists() and marker.read_text() == "\n".join(PINNED):
        return python
    try:
        venv.create(ENVIRONMENT, clear=True, with_pip=True)
        install = [python, "-m", "pip", "install", "-q", *PINNED]
        subprocess.run(install, check=True, capture_output=True, timeout=SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        output = (getattr(error, "stderr", None) or b"").decode(errors="replace")[-300:]
        pytest.skip(f"{', '.join(PINNED)} cannot be installed here: {error} {output}")
    marker.write_text("\n".join(PINNED))
    return python
