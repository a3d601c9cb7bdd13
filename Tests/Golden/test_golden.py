"""The golden files against the server under test, in both framings; and the runner against servers that are wrong."""
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from golden_cases import read_cases
from reference_server import FAULTS

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "Torture"))
from rpc_peer import reach  # noqa: E402
from rpc_process import SERVER, running  # noqa: E402

REFERENCE = f"{sys.executable} {FOLDER / 'reference_server.py'}"
SPECIFICATION = str(FOLDER / "specification.golden")


def golden(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, FOLDER / "golden.py", *arguments], capture_output=True, text=True, timeout=300)


CASES = {(path.name, framing): [case for case in read_cases(path) if case.framing in (None, framing)]
         for path in sorted(FOLDER.glob("*.golden")) for framing in ("lines", "headers")}


@pytest.mark.parametrize(("file", "framing"), [key for key, cases in CASES.items() if cases])
def test_the_server_answers_as_the_file_says(file: str, framing: str) -> None:
    with running() as server:
        done = golden("--socket", server.path, "--framing", framing, "--ordered", str(FOLDER / file))
    assert done.returncode == 0, f"\n{done.stdout}{done.stderr}"
    assert done.stdout.splitlines()[-1] == f"{len(CASES[file, framing])} passed, 0 failed"


@pytest.mark.parametrize("framing", ["lines", "headers"])
def test_standard_streams_answer_the_same(framing: str) -> None:
    done = golden("--exec", f"{SERVER} --stdio", "--framing", framing, "--ordered", SPECIFICATION)
    assert done.returncode == 0, f"\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("framing", ["lines", "headers"])
def test_the_runner_passes_a_right_server(framing: str) -> None:
    done = golden("--exec", REFERENCE, "--framing", framing, SPECIFICATION)
    assert done.returncode == 0, f"\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("fault", [name for name in FAULTS if name != "none"])
def test_the_runner_fails_a_server_that_is_wrong(fault: str) -> None:
    with tempfile.TemporaryDirectory(prefix="rg-", dir="/tmp") as directory:
        path = f"{directory}/s"
        server = subprocess.Popen([*REFERENCE.split(), "--socket", path, "--fault", fault])
        try:
            reach(path).close()
            done = golden("--socket", path, SPECIFICATION)
        finally:
            server.kill()
            server.wait()
    assert done.returncode == 1, f"\n{done.stdout}{done.stderr}"
    assert any(line.startswith("ok ") for line in done.stdout.splitlines()), "it fails by its fault, not altogether"
    assert any(line.startswith("FAILED") for line in done.stdout.splitlines())


def test_the_runner_fails_where_nobody_listens_and_where_nothing_ran(tmp_path: Path) -> None:
    assert golden("--socket", str(tmp_path / "nobody"), SPECIFICATION).returncode == 1
    empty = tmp_path / "empty.golden"
    empty.write_text("# nothing but a comment\n", encoding="utf-8")
    assert golden("--exec", REFERENCE, str(empty)).returncode == 1


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v"]))
