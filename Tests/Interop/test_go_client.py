"""Go's sourcegraph/jsonrpc2, from Debian's packages."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rpc_process import ServerProcess

SOURCE = Path(__file__).resolve().parent / "go_client" / "main.go"
GOPATH = Path("/usr/share/gocode")
SECONDS = 300


def test_sourcegraph_jsonrpc2_is_served(server: ServerProcess, tmp_path: Path) -> None:
    if not shutil.which("go") or not (GOPATH / "src/github.com/sourcegraph/jsonrpc2").exists():
        pytest.skip("Debian's golang-go and golang-github-sourcegraph-jsonrpc2-dev are not installed here")
    environment = {
        **os.environ, "GO111MODULE": "off", "GOPATH": str(GOPATH), "GOFLAGS": "", "GOCACHE": "/tmp/rpc-interop-go"}
    client = tmp_path / "client"
    built = subprocess.run(
        ["go", "build", "-o", client, SOURCE], env=environment, capture_output=True, text=True, timeout=SECONDS)
    assert built.returncode == 0, built.stderr
    done = subprocess.run([client, server.path], capture_output=True, text=True, timeout=SECONDS)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v"]))
