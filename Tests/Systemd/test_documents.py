"""The commands of the documents that an operator types, on a machine with the service installed as they say."""
import subprocess
import sys

import pytest
from conftest import BIN, ROOT, run

sys.path.insert(0, str(ROOT / "Tests" / "Documents"))
from tiers import SYSTEMD, Here  # noqa: E402


@pytest.mark.parametrize("entry", SYSTEMD, ids=lambda entry: entry.command[:60])
def test_an_operators_command(entry: Here, service: None) -> None:
    text = entry.run or entry.command
    done = subprocess.run(
        ["bash", "-c", text], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
        timeout=60, env={"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "BIN_DIR": str(BIN), "SYSTEMD_PAGER": "", "LANG": "C.UTF-8"})
    if "--remove" in text:
        run(ROOT / "deploy" / "install.sh", BIN, "/usr/local")
    assert done.returncode in entry.statuses, f"{done.returncode}:\n{done.stdout[-3000:]}"
    assert entry.shows in done.stdout, done.stdout[-3000:]
