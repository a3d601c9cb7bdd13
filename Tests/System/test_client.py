"""rpc-client as a script meets it: results on standard output, the rest on standard error, exit statuses."""
import json
import os
import socket
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
from conftest import BIN, PATIENCE, ROOT, Service

SAMPLE = ROOT / "Examples" / "sample.txt"


def client(*arguments: Any, path: str | None = None, **options: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **({"RPC_SOCKET": path} if path else {})}
    return subprocess.run(
        [BIN / "rpc-client", *map(str, arguments)], capture_output=True, text=True, env=environment, timeout=PATIENCE,
        **options)


def test_a_file_alone_is_parsed_and_a_pipe_gets_one_line_of_json(service: Service) -> None:
    done = client("call", "parseArticle", SAMPLE, path=service.path)
    assert done.returncode == 0 and done.stderr == "" and done.stdout.count("\n") == 1
    assert json.loads(done.stdout)["bylines"][0]["name"] == "노하린"


def test_params_come_from_arguments_files_json_and_standard_input(service: Service) -> None:
    text = "윤태경 한솔시장은 28일 말했다."
    for arguments in (["text=" + text], ["--json", json.dumps({"text": text})], ["--json", "{}", "text=@-"]):
        done = client(
            "call", "extractEntities", *arguments, "publishedAt=2025-03-28", "types:=[\"DT\"]", path=service.path,
            input=text)
        assert [entity["norm"] for entity in json.loads(done.stdout)["entities"]] == ["2025-03-28"]


def test_part_of_a_result_is_picked_by_pointer(service: Service) -> None:
    done = client("call", "parseArticle", SAMPLE, "--pointer", "/bylines/0/email", "--raw", path=service.path)
    assert done.stdout == "harin@saebyeok.example\n"


def test_a_pasted_example_of_describe_works(service: Service) -> None:
    described = client("describe", "dedupe", path=service.path).stdout
    command = described.strip().splitlines()[-1].replace("rpc-client", str(BIN / "rpc-client"), 1)
    done = subprocess.run(["bash", "-c", command], capture_output=True, env={**os.environ, "RPC_SOCKET": service.path})
    assert done.returncode == 0 and json.loads(done.stdout)["status"] == "new"


def test_list_names_every_method(service: Service) -> None:
    names = {line.split()[0] for line in client("list", path=service.path).stdout.splitlines()}
    assert {"parseArticle", "dedupe", "extractEntities", "analyzeArticle", "rpc.discover", "system.health"} <= names


@pytest.mark.parametrize(("arguments", "status", "word"), [
    (["call", "parseArtcle"], 1, "parseArticle"),
    (["call", "parseArticle", "txt=a"], 1, "text"),
    (["call", "parseArticle", "text:=nonsense"], 64, "text"),
    (["call", "parseArticle", "/no/such/file"], 66, "/no/such/file"),
    (["call", "system.health", "--pointer", "/nowhere"], 64, "/nowhere"),
    (["cal"], 64, "Usage"),
])
def test_what_goes_wrong_has_a_status_and_a_word(
    service: Service, arguments: list[str], status: int, word: str
) -> None:
    done = client(*arguments, path=service.path)
    assert (done.returncode, done.stdout) == (status, "")
    assert word in done.stderr


def test_no_server_is_69() -> None:
    assert client("list", path="/tmp/no-such-socket").returncode == 69


@pytest.mark.parametrize(("answer", "status"), [
    (b"", 74), (b"nonsense\r\n\r\n", 76),
    (b'{"jsonrpc":"2.0","id":1,"error":{"code":-32009,"message":"m","data":{"retryable":true}}}', 75),
])
def test_lost_and_refused_calls_are_told_apart(directory: Path, answer: bytes, status: int) -> None:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(directory / "fake"))
    listener.listen()

    def serve() -> None:
        peer, _ = listener.accept()
        peer.recv(4096)
        framed = b"Content-Length: %d\r\n\r\n%s" % (len(answer), answer) if answer.startswith(b"{") else answer
        peer.sendall(framed)
        peer.close()

    thread = threading.Thread(target=serve)
    thread.start()
    assert client("call", "m", path=str(directory / "fake")).returncode == status
    thread.join()


def test_a_closed_pipe_ends_it_quietly(service: Service) -> None:
    command = f"{BIN / 'rpc-client'} call rpc.discover --format pretty | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, env={**os.environ, "RPC_SOCKET": service.path})
    assert (done.stdout, done.stderr) == ("{\n", "")


def test_entities_are_shown_in_their_text_and_as_a_page(service: Service, tmp_path: Path) -> None:
    text = "윤태경 한솔시장은 28일 <말했다>."
    page = tmp_path / "entities.html"
    done = client("call", "extractEntities", f"text={text}", "publishedAt=2025-03-28", "--view", "--html", page, path=service.path)
    assert done.returncode == 0 and done.stderr == ""
    assert "[28일 DT]" in done.stdout and "person" in done.stdout
    html = page.read_text(encoding="utf-8")
    assert '<mark class="DT" title="2025-03-28">28일<small>DT</small></mark>' in html and "&lt;말했다&gt;" in html
    article = client("call", "analyzeArticle", SAMPLE, "--view", path=service.path)
    assert article.returncode == 0 and " PS]" in article.stdout


def test_a_view_that_there_is_not_is_refused_before_the_call(service: Service, tmp_path: Path) -> None:
    for arguments in (["indexStats", "--view"], ["extractEntities", "text=가", "offsetUnit=utf8", "--html", tmp_path / "a.html"]):
        done = client("call", *arguments, path=service.path)
        assert done.returncode == 64 and done.stdout == "" and "--" in done.stderr
    assert not list(tmp_path.iterdir())
