"""socat and netcat, a line a message, as a person at a prompt uses them."""
import json
import shutil
import subprocess
import sys
from typing import Any

import pytest
from rpc_process import ServerProcess

SECONDS = 60
TEXT = "한솔시 🌉 물빛"


def talk(command: list[str], sent: bytes) -> list[dict[str, Any]]:
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed here")
    done = subprocess.run(command, input=sent, capture_output=True, timeout=SECONDS)
    assert (done.returncode, done.stderr) == (0, b"")
    return [json.loads(line) for line in done.stdout.splitlines()]


def command(name: str, path: str) -> list[str]:
    return ["nc", "-N", "-U", path] if name == "nc" else ["socat", "-t", "30", "-", f"UNIX-CONNECT:{path}"]


@pytest.mark.parametrize("name", ["nc", "socat"])
def test_all_answers_come_though_the_input_has_ended(server: ServerProcess, name: str) -> None:
    """One that takes a second, one of a megabyte, an error, and a last line without its end."""
    calls = [("hold", {"milliseconds": 1000}), ("repeat", {"text": "물", "count": 300_000}), ("foobar", {}),
             ("echo", {"text": TEXT})]
    lines = [json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}, ensure_ascii=False)
             for number, (method, params) in enumerate(calls)]
    answers = {answer["id"]: answer for answer in talk(command(name, server.path), "\n".join(lines).encode())}
    assert answers.keys() == {0, 1, 2, 3}
    assert answers[0]["result"] == {"held": 1000}
    assert answers[1]["result"] == {"text": "물" * 300_000}
    assert answers[2]["error"]["code"] == -32601
    assert answers[3]["result"] == {"text": TEXT}


@pytest.mark.parametrize("name", ["nc", "socat"])
def test_what_is_typed_in_vain_is_answered_too(server: ServerProcess, name: str) -> None:
    answers = talk(command(name, server.path), b"\n{oops\n[]\n{}\n")
    assert [answer["error"]["code"] for answer in answers] == [-32700, -32600, -32600]


@pytest.mark.parametrize("name", ["nc", "socat"])
def test_headers_can_be_typed_as_well(server: ServerProcess, name: str) -> None:
    if not shutil.which(name):
        pytest.skip(f"{name} is not installed here")
    body = b'{"jsonrpc":"2.0","id":1,"method":"get_data"}'
    done = subprocess.run(command(name, server.path), input=b"content-length: %d\n\n%s" % (len(body), body),
                          capture_output=True, timeout=SECONDS)
    head, _, answer = done.stdout.partition(b"\r\n\r\n")
    assert head == b"Content-Length: %d" % len(answer)
    assert json.loads(answer)["result"] == ["hello", 5]


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v"]))
