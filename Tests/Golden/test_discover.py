"""rpc.discover against the rules of OpenRPC: our own statement of them, and a model that others wrote (PyPI: openrpc).

Each example in the document is sent to the server that gave it, and its answer checked against the schema it promises.
"""
import copy
import json
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Torture"))
from openrpc_schema import DOCUMENT  # noqa: E402
from rpc_peer import Peer, reach  # noqa: E402
from rpc_process import SERVER, running  # noqa: E402

PACKAGES = ["jsonschema==4.23.0", "openrpc==11.1.1"]
FOLDER = Path("/tmp/article-openrpc-venv")
CHECK = """
import json, sys
from jsonschema import Draft7Validator
schema, document = json.load(sys.stdin)
errors = [f"{e.json_path}: {e.message}"[:300] for e in Draft7Validator(schema).iter_errors(document)]
if "--model" in sys.argv and not errors:
    from openrpc import OpenRPC
    OpenRPC.model_validate(document)
print(json.dumps(errors))
"""


@pytest.fixture(scope="module")
def python() -> str:
    """A Python with the packages; installed once, outside the repository."""
    binary = FOLDER / "bin" / "python"
    stamp = FOLDER / "packages"
    if not stamp.exists() or stamp.read_text() != " ".join(PACKAGES):
        venv.create(FOLDER, with_pip=True, clear=True)
        done = subprocess.run([binary, "-m", "pip", "install", "-q", *PACKAGES], capture_output=True, text=True)
        if done.returncode != 0:
            pytest.skip(f"PyPI is not reached: {done.stderr[-200:]}")
        stamp.write_text(" ".join(PACKAGES))
    return str(binary)


def errors(python: str, schema: Any, value: Any, *options: str) -> list[str]:
    done = subprocess.run(
        [python, "-c", CHECK, *options], input=json.dumps([schema, value]), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[str] = json.loads(done.stdout)
    return found


def _article_service(directory: Path) -> Iterator[str]:
    path = str(directory / "a")
    command = [SERVER.parent / "article-service", "--socket", path, "--state-dir", str(directory / "state")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    yield path
    process.terminate()
    process.wait(60)


@pytest.fixture(params=["rpc-test-server", "article-service"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "article-service":
        yield from _article_service(tmp_path)
    else:
        with running() as process:
            yield process.path


def test_the_document_keeps_the_rules_and_its_examples_run(python: str, server: str) -> None:
    peer = reach(server)
    document = peer.call("rpc.discover")["result"]
    assert errors(python, DOCUMENT, document, "--model") == []
    ran = 0
    for method in document["methods"]:
        for example in method.get("examples", []):
            params = {argument["name"]: argument["value"] for argument in example["params"]}
            answer = peer.call(method["name"], params)
            if answer.get("error", {}).get("code") == -32011:
                continue  # for administrators; the Swift tests run these
            assert "result" in answer, (method["name"], answer)
            schema = method["result"]["schema"]
            assert errors(python, schema, answer["result"]) == [], method["name"]
            ran += 1
    assert ran > 0 or "rpc-test-server" in document["info"]["title"]


@pytest.mark.parametrize("spoil", ["no title", "unknown member", "no schema", "bad type", "bad structure"])
def test_the_check_can_fail(python: str, spoil: str) -> None:
    with running() as process:
        document = copy.deepcopy(Peer(process.path).call("rpc.discover")["result"])
    method = next(method for method in document["methods"] if method["params"])
    match spoil:
        case "no title":
            del document["info"]["title"]
        case "unknown member":
            method["colour"] = "red"
        case "no schema":
            del method["params"][0]["schema"]
        case "bad type":
            method["params"][0]["schema"]["type"] = "text"
        case "bad structure":
            method["paramStructure"] = "by-luck"
    assert errors(python, DOCUMENT, document) != []

