"""rpc-client bench, top, record and replay against the real service. Nothing here measures time."""
import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import BIN, PATIENCE, Service
from test_client import client
from test_client_streams import Refusing

TEXT = "text=윤태경 한솔시장은 28일 새 도서관을 연다고 밝혔다."


def test_a_closed_loop_makes_the_calls_that_were_asked_for(service: Service) -> None:
    done = client("bench", "extractEntities", TEXT, "--calls", 40, "--in-flight", 4, "--warm-up", 0, "--format", "json", path=service.path)
    report = json.loads(done.stdout)
    assert done.returncode == 0 and report["loop"] == "closed"
    assert (report["calls"], report["answered"], report["errors"]) == (40, 40, {})
    latencies = [report["latencyMs"][name] for name in ("min", "p50", "p90", "p99", "p99.9", "max")]
    assert latencies == sorted(latencies) and latencies[0] > 0


def test_an_open_loop_keeps_its_schedule_and_says_what_latency_is(service: Service) -> None:
    arguments = ["bench", "extractEntities", "--each", "--rate", 100, "--calls", 30, "--warm-up", 0, "--connections", 2]
    given = json.dumps({"text": TEXT}) + "\n" + json.dumps(TEXT) + "\n"
    report = json.loads(client(*arguments, "--poisson", "--format", "json", path=service.path, input=given).stdout)
    assert (report["calls"], report["arrivals"], report["connections"]) == (30, "poisson", 2)
    shown = client(*arguments, path=service.path, input=given).stdout
    assert "30 answered" in shown and "from when a call was due" in shown and "█" in shown


def test_calls_that_had_room_did_not_wait_for_it(service: Service) -> None:
    arguments = ["bench", "system.whoami", "--rate", 50, "--calls", 60, "--in-flight", 4, "--warm-up", 0, "--format", "json"]
    report = json.loads(client(*arguments, path=service.path).stdout)
    assert report["answered"] == 60 and report["waitedForRoom"] < 40


def test_latency_in_an_open_loop_counts_from_when_a_call_was_due(directory: Path) -> None:
    """A server that holds its first answer for half a second: the calls that were due meanwhile waited, and say so."""
    class Stalling(Refusing):
        def answer(self, method: str) -> dict[str, Any]:
            self.calls += 1
            if self.calls == 1:
                time.sleep(0.5)
            return {"result": self.calls}

    server = Stalling(directory / "stalling", refusals=0, idempotent=True)
    arguments = ["bench", "m", "--rate", 100, "--calls", 50, "--in-flight", 1, "--warm-up", 0, "--format", "json"]
    report = json.loads(client(*arguments, path=server.path).stdout)
    # Call i was due after 10 i ms and sent after 500 at least; from when it was sent each but the first took no time.
    assert report["answered"] == 50 and report["latencyMs"]["p50"] > 200 and report["waitedForRoom"] > 40


def test_refusals_and_errors_are_told_apart(service: Service) -> None:
    done = client("bench", "parseArticle", "txt=a", "--calls", 5, "--warm-up", 0, "--format", "json", path=service.path)
    assert done.returncode == 1 and json.loads(done.stdout)["errors"] == {"invalid-params": 5}


@pytest.mark.parametrize("arguments", [["--poisson"], ["--rate", "0"], ["--connections", "0"], ["--each"]])
def test_what_no_load_can_be_made_of_is_refused(service: Service, arguments: list[str]) -> None:
    assert client("bench", "system.whoami", *arguments, path=service.path, input="").returncode == 64


def test_top_shows_what_was_called(service: Service) -> None:
    for _ in range(3):
        client("call", "extractEntities", TEXT, path=service.path)
    shown = client("top", "--interval", 0.1, path=service.path).stdout
    assert "connections" in shown and "extractEntities" in shown and "dedupe" not in shown
    assert client("top", "--iterations", 2, "--interval", 0.1, path=service.path).stdout.count("calls/s") == 2


def test_a_recording_is_replayed_and_compared(service: Service, tmp_path: Path) -> None:
    capture = tmp_path / "capture.ndjson"
    command = f"{BIN / 'rpc-client'} call extractEntities '{TEXT}' && {BIN / 'rpc-client'} call parseArticle txt=a; exit 7"
    done = client("record", capture, "--", "sh", "-c", command, path=service.path)
    assert done.returncode == 7 and "2 answers recorded" in done.stderr and json.loads(done.stdout)["entities"]
    frames = [json.loads(line) for line in capture.read_text().splitlines()]
    assert [frame["direction"] for frame in frames] == ["request", "answer"] * 2
    assert client("replay", capture, path=service.path).returncode == 0

    frames[1]["body"]["result"]["entities"][0]["text"] = "김태경"
    capture.write_text("".join(json.dumps(frame, ensure_ascii=False) + "\n" for frame in frames))
    done = client("replay", capture, path=service.path)
    assert done.returncode == 1 and "/result/entities/0/text" in done.stdout and "extractEntities" in done.stdout
    ignored = ["--ignore", "/result/entities/*/text", "--ignore", "/result/persons/*/name"]
    assert client("replay", capture, *ignored, path=service.path).returncode == 0
    assert client("replay", capture, "--update", path=service.path).returncode == 0
    assert client("replay", capture, path=service.path).returncode == 0
    assert client("replay", __file__, path=service.path).returncode == 64


def test_a_recording_proxy_passes_on_what_is_no_frame(service: Service, tmp_path: Path, directory: Path) -> None:
    capture, listen = tmp_path / "capture.ndjson", directory / "p"
    process = subprocess.Popen(
        [BIN / "rpc-client", "record", capture, "--listen", listen, "--calls", "2"], stderr=subprocess.PIPE, text=True,
        env={**os.environ, "RPC_SOCKET": service.path})
    proxied = Service(directory)
    proxied.path = str(listen)
    peer = proxied.connect()
    peer.socket.sendall(b'{"jsonrpc":"2.0","id":1,"method":"system.whoami"}\n{broken\n')
    assert peer.receive()["result"] and peer.receive()["error"]["code"] == -32700
    assert process.wait(PATIENCE) == 0
    assert [json.loads(line).get("body", "base64") for line in capture.read_text().splitlines()].count("base64") == 1
    assert client("replay", capture, "--ignore", "/result/pid", path=service.path).returncode == 0
