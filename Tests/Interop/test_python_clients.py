"""Python's language server clients, in an environment of their own under /tmp."""
import subprocess
import sys
from pathlib import Path

import pytest
from rpc_process import ServerProcess

FOLDER = Path(__file__).resolve().parent
SECONDS = 300


@pytest.mark.parametrize("client", ["pylsp_client.py", "pygls_client.py"])
def test_a_language_server_client_is_served(server: ServerProcess, python: Path, client: str) -> None:
    done = subprocess.run([python, FOLDER / client, server.path], capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v"]))
