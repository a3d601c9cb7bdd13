"""The examples of RPCCore's README: they are what stands there, and they work."""
import re
import subprocess
import time
from pathlib import Path

import pytest
from conftest import BIN, ROOT

SOCKET = Path("/tmp/echo.sock")


@pytest.mark.parametrize("name", ["server", "client"])
def test_the_readme_shows_the_example_as_it_is(name: str) -> None:
    blocks = re.findall(r"```swift\n(.*?)```", (ROOT / "Sources/RPCCore/README.md").read_text(), re.DOTALL)
    (source,) = (ROOT / f"Examples/echo-{name}").glob("*.swift")
    assert source.read_text() in blocks


def test_the_client_talks_to_the_server() -> None:
    SOCKET.unlink(missing_ok=True)
    server = subprocess.Popen([BIN / "echo-server"], stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60
        while not SOCKET.exists() and time.monotonic() < end:
            time.sleep(0.01)
        client = subprocess.run([BIN / "echo-client"], capture_output=True, text=True, timeout=60, check=False)
        assert (client.returncode, client.stdout) == (0, "안녕\n"), client.stderr
    finally:
        server.terminate()
        assert server.wait(60) == 0
    assert not SOCKET.exists()
