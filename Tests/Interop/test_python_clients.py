"""Python's language server clients, in an environment of their own under /tmp."""
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from rpc_process import ServerProcess

FOLDER = Path(__file__).resolve().parent
PINNED = ["python-lsp-jsonrpc==1.1.2", "ujson==6.1.0", "pygls==2.1.1", "lsprotocol==2025.0.0", "cattrs==26.2.1"]
ENVIRONMENT = Path("/tmp/rpc-interop-venv")
SECONDS = 300


@pytest.fixture(scope="module")
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


@pytest.mark.parametrize("client", ["pylsp_client.py", "pygls_client.py"])
def test_a_language_server_client_is_served(server: ServerProcess, python: Path, client: str) -> None:
    done = subprocess.run([python, FOLDER / client, server.path], capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v"]))
