"""rpc-client over many inputs: one record for each line or file, in order, none twice, whatever happens in between."""
import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import BIN, PATIENCE, Service
from test_client import client

ARTICLES = [f"{name} 한솔시장은 {day}일 새 도서관을 연다고 밝혔다.\n시민들은 반겼다." for day, name in enumerate(
    ["윤태경", "서이든", "노하린", "배소현", "임가온"] * 12, start=1)]


def lines(texts: list[str] = ARTICLES) -> str:
    return "".join(json.dumps({"id": f"a{n}", "text": text}, ensure_ascii=False) + "\n" for n, text in enumerate(texts))


def records(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_each_line_has_one_record_in_order_with_its_id(service: Service) -> None:
    done = client("call", "parseArticle", "--each", "--jobs", 16, path=service.path, input=lines())
    assert done.returncode == 0 and done.stderr == ""
    found = records(done.stdout)
    assert [record["line"] for record in found] == list(range(1, 61))
    assert [record["id"] for record in found] == [f"a{n}" for n in range(60)]
    assert all(record["result"]["paragraphs"] for record in found)


def test_unordered_records_are_the_same_ones(service: Service) -> None:
    done = client("call", "parseArticle", "--each", "--unordered", path=service.path, input=lines())
    assert sorted(record["line"] for record in records(done.stdout)) == list(range(1, 61))


def test_an_id_that_is_a_param_is_passed_on_and_common_params_go_to_each_line(service: Service) -> None:
    done = client("call", "dedupe", "--each", "mode=add", path=service.path, input=lines(ARTICLES[:3]))
    assert [record["result"]["id"] for record in records(done.stdout)] == ["a0", "a1", "a2"]
    again = client("call", "dedupe", "--each", "mode=add", path=service.path, input=lines(ARTICLES[:3]))
    assert [record["result"]["status"] for record in records(again.stdout)] == ["exact"] * 3


def test_what_is_wrong_with_a_line_is_in_its_record_and_the_rest_goes_on(service: Service) -> None:
    given = '{"id":1,"text":"가나다 시장은 말했다."}\nnonsense\n{"id":3,"txt":"a"}\n\n17\n"마바사 시장은 말했다."\n'
    done = client("call", "extractEntities", "--each", path=service.path, input=given)
    found = records(done.stdout)
    assert done.returncode == 1 and "3 of the calls failed" in done.stderr
    assert [record["line"] for record in found] == [1, 2, 3, 5, 6]
    assert ["result" in record for record in found] == [True, False, False, False, True]
    assert found[1]["error"]["data"]["offset"] == 0 and found[2]["error"]["data"]["pointer"] == "/params/txt"


def test_an_interrupted_run_goes_on_without_a_line_twice(service: Service, tmp_path: Path) -> None:
    out = tmp_path / "out.ndjson"
    process = subprocess.Popen(
        [BIN / "rpc-client", "call", "parseArticle", "--each", "--jobs", "2", "--resume", out],
        stdin=subprocess.PIPE, env={**os.environ, "RPC_SOCKET": service.path})
    assert process.stdin is not None
    process.stdin.write(lines(ARTICLES[:25]).encode())
    process.stdin.flush()
    end = time.monotonic() + PATIENCE
    while (out.read_bytes().count(b"\n") if out.exists() else 0) < 10:
        assert time.monotonic() < end
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with out.open("ab") as file:
        file.write(b'{"line":60,"id":"a59","resu')  # cut off in the middle of a write
    done = client("call", "parseArticle", "--each", "--resume", out, path=service.path, input=lines())
    assert done.returncode == 0 and done.stdout == ""
    assert [record["line"] for record in records(out.read_text())] == list(range(1, 61))


def test_a_file_that_holds_no_records_is_not_written_to(service: Service, tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    # Also where it has no whole line, or none but the last is foreign.
    for text in ("something else\n", "something else", '{"line":1,"result":{}}\nsomething else'):
        precious.write_text(text)
        done = client("call", "parseArticle", "--each", "--resume", precious, path=service.path, input=lines())
        assert done.returncode == 64 and "no record" in done.stderr and precious.read_text() == text


def test_files_and_folders_and_patterns(service: Service, tmp_path: Path) -> None:
    for name in ("a.html", "b/c.html", "b/d/e.html", "b/f.txt", ".hidden.html"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(f"<html><body><h1>{name} 제목이다</h1><p>{ARTICLES[0]}</p></body></html>".encode("cp949"))
    def ids(*patterns: str) -> list[str]:
        arguments = [word for pattern in patterns for word in ("--files", tmp_path / pattern)]
        done = client("call", "parseArticle", *arguments, path=service.path)
        assert done.returncode == 0, done.stderr
        return [record["id"].removeprefix(f"{tmp_path}/") for record in records(done.stdout)]
    assert ids("**/*.html") == ["a.html", "b/c.html", "b/d/e.html"]
    assert ids("b") == ["b/c.html", "b/d/e.html", "b/f.txt"]
    assert ids("b/*.txt", "a.html") == ["b/f.txt", "a.html"]
    assert ids("nothing/*") == []


def test_a_reader_that_goes_ends_it_and_a_slow_one_is_waited_for(service: Service) -> None:
    command = f"{BIN / 'rpc-client'} call parseArticle --each | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command], input=lines(ARTICLES * 20), capture_output=True, text=True, timeout=PATIENCE,
        env={**os.environ, "RPC_SOCKET": service.path})
    assert done.stderr == "" and records(done.stdout)[0]["line"] == 1
    slow = f"{BIN / 'rpc-client'} call parseArticle --each | (sleep 1; wc -l)"
    done = subprocess.run(
        ["bash", "-c", slow], input=lines(ARTICLES * 5), capture_output=True, text=True, timeout=PATIENCE,
        env={**os.environ, "RPC_SOCKET": service.path})
    assert done.stdout.strip() == "300"


def test_what_is_kept_is_bounded(service: Service, tmp_path: Path) -> None:
    """200 MB of input through less than a quarter of that in memory."""
    command = f"for i in $(seq 400); do cat {tmp_path / 'part'}; done | /usr/bin/env time -v {BIN / 'rpc-client'} call system.whoami --each >/dev/null"
    (tmp_path / "part").write_text(('{"id":"' + "가" * 170_000 + '"}\n'))
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=4 * PATIENCE,
        env={**os.environ, "RPC_SOCKET": service.path})
    peak = re.search(r"Maximum resident set size \(kbytes\): (\d+)", done.stderr)
    if peak is None:
        pytest.skip("no GNU time here")
    assert int(peak[1]) < 120_000


class Refusing:
    """A server that refuses the first calls and then answers; or goes away."""

    def __init__(self, path: Path, refusals: int, idempotent: bool) -> None:
        self.path = str(path)
        self.refusals = refusals
        self.idempotent = idempotent
        self.calls = 0
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            peer, _ = self.listener.accept()
            threading.Thread(target=self.talk, args=(peer,), daemon=True).start()

    def talk(self, peer: socket.socket) -> None:
        stream = peer.makefile("rb")
        while header := stream.readline():
            size = int(header.split(b":")[1])
            stream.readline()
            request = json.loads(stream.read(size))
            answer = {"jsonrpc": "2.0", "id": request["id"], **self.answer(request["method"])}
            body = json.dumps(answer).encode()
            peer.sendall(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def answer(self, method: str) -> dict[str, Any]:
        if method == "rpc.discover":
            described = {"name": "m", "params": [{"name": "text"}], "x-idempotent": self.idempotent}
            return {"result": {"methods": [described]}}
        self.calls += 1
        if self.calls <= self.refusals:
            data = {"kind": "overloaded", "retryAfterMs": 5, "retryable": True}
            return {"error": {"code": -32009, "message": "too much to do", "data": data}}
        return {"result": self.calls}


def test_refused_calls_are_sent_again_where_that_is_asked_for(directory: Path) -> None:
    server = Refusing(directory / "r", refusals=3, idempotent=True)
    refused = client("call", "m", "text=a", path=server.path)
    assert refused.returncode == 75 and "5 ms" in refused.stderr and server.calls == 1
    assert client("call", "m", "text=a", "--retry", 5, path=server.path).stdout == "4\n"
    unmarked = Refusing(directory / "u", refusals=0, idempotent=False)
    done = client("call", "m", "text=a", "--retry", 5, path=unmarked.path)
    assert done.returncode == 64 and "twice" in done.stderr and unmarked.calls == 0


def test_many_calls_wait_for_a_server_that_refuses(directory: Path) -> None:
    server = Refusing(directory / "r", refusals=30, idempotent=False)
    done = client("call", "m", "--each", path=server.path, input='"a"\n' * 10)
    assert done.returncode == 0 and len(records(done.stdout)) == 10 and server.calls == 40


def test_a_server_that_goes_away_ends_the_run_with_what_to_do(directory: Path, tmp_path: Path) -> None:
    service = Service(directory).start()
    service.connect().close()
    out = tmp_path / "out.ndjson"
    process = subprocess.Popen(
        [BIN / "rpc-client", "call", "backUpIndex", "--each", "--resume", out], stdin=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env={**os.environ, "RPC_SOCKET": service.path})
    assert process.stdin is not None and process.stderr is not None
    service.stop(9)
    process.stdin.write('{}\n{}\n')
    process.stdin.close()
    assert process.wait(PATIENCE) in (69, 74) and "connect" in process.stderr.read()
