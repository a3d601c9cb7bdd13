"""How the service comes to life and ends: activation, notification, drain, standard streams."""
import json
import os
import signal
import socket
import stat
import subprocess
from pathlib import Path

import pytest
from conftest import BIN, PATIENCE, ROOT, Peer, Service

SAMPLE = (ROOT / "Examples" / "sample.txt").read_text(encoding="utf-8")


def activate(directory: Path, names: str, *flags: str) -> subprocess.Popen[bytes]:
    """The service under systemd-socket-activate, with a socket for each of `names`."""
    sockets = [f"--listen={directory / name}" for name in names.split(":")]
    return subprocess.Popen(
        ["systemd-socket-activate", *sockets, f"--fdname={names}", *flags, BIN / "article-service",
         "--state-dir", directory / "state", "--log-level", "error"], stderr=subprocess.PIPE)


def end(process: subprocess.Popen[bytes]) -> int:
    process.terminate()
    process.communicate(timeout=PATIENCE)
    return process.returncode


def test_the_first_connection_starts_the_service_and_is_answered(directory: Path) -> None:
    process = activate(directory, "rpc")
    try:
        assert Peer(str(directory / "rpc")).call("system.health")["result"]["status"] == "ok"
    finally:
        assert end(process) == 0


def test_what_a_peer_may_call_depends_on_the_name_of_its_socket(directory: Path) -> None:
    process = activate(directory, "rpc:admin")
    try:
        refused = Peer(str(directory / "rpc")).call("removeArticle", {"id": "x"})
        assert refused["error"]["code"] == -32011
        assert Peer(str(directory / "admin")).call("removeArticle", {"id": "x"})["result"] == {"removed": False}
    finally:
        end(process)


def test_the_service_manager_hears_ready_and_stopping(directory: Path) -> None:
    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    manager.bind(str(directory / "notify"))
    manager.settimeout(PATIENCE)
    service = Service(directory).start(env={**os.environ, "NOTIFY_SOCKET": str(directory / "notify")})
    assert b"READY=1" in manager.recv(4096)
    assert service.stop() == 0
    assert b"STOPPING=1" in manager.recv(4096)


def test_without_a_socket_it_says_so_and_fails(directory: Path) -> None:
    done = subprocess.run(
        [BIN / "article-service", "--state-dir", directory / "state"], capture_output=True, timeout=PATIENCE)
    assert done.returncode != 0
    assert b"no socket" in done.stderr


def test_a_live_socket_is_refused_and_a_stale_one_replaced(service: Service, directory: Path) -> None:
    second = subprocess.run(
        [BIN / "article-service", "--socket", service.path, "--state-dir", directory / "other"],
        capture_output=True, timeout=PATIENCE)
    assert second.returncode != 0 and b"another server is listening" in second.stderr
    service.stop(signal.SIGKILL)
    assert os.path.exists(service.path)
    service.start()
    assert service.connect().call("system.whoami")["result"]["uid"] == os.getuid()
    assert stat.S_IMODE(os.stat(service.path).st_mode) == 0o660


def test_at_sigterm_everything_accepted_is_answered(service: Service) -> None:
    peer = service.connect()
    for _ in range(100):
        peer.send("parseArticle", {"text": SAMPLE})
    assert "result" in peer.receive()
    assert service.process is not None
    service.process.send_signal(signal.SIGTERM)
    answers = 1
    while (answer := peer.receive()) is not None:
        assert "result" in answer or answer["error"]["code"] == -32010
        answers += 1
    assert answers == 100
    service.process.communicate(timeout=PATIENCE)
    assert service.process.returncode == 0
    assert not os.path.exists(service.path)


@pytest.mark.parametrize("framing", ["lines", "headers"])
def test_standard_streams_speak_the_same_protocol(directory: Path, framing: str) -> None:
    requests = [{"jsonrpc": "2.0", "id": n, "method": "parseArticle", "params": {"text": SAMPLE}} for n in range(5)]
    bodies = [json.dumps(request).encode() for request in requests]
    if framing == "lines":
        stream = b"".join(body + b"\n" for body in bodies)
    else:
        stream = b"".join(b"Content-Length: %d\r\n\r\n" % len(body) + body for body in bodies)
    done = subprocess.run(
        [BIN / "article-service", "--stdio", "--state-dir", directory / "state"], input=stream,
        capture_output=True, timeout=PATIENCE)
    assert done.returncode == 0
    if framing == "lines":
        answers = [json.loads(line) for line in done.stdout.splitlines()]
    else:
        answers, rest = [], done.stdout
        while rest:
            header, rest = rest.split(b"\r\n\r\n", 1)
            length = int(header.split(b":")[1])
            answers.append(json.loads(rest[:length]))
            rest = rest[length:]
    assert sorted(answer["id"] for answer in answers) == list(range(5))
    assert all(answer["result"]["publishedAt"] for answer in answers)


def test_a_signal_ends_standard_streams_that_stay_open(directory: Path) -> None:
    with subprocess.Popen(
            [BIN / "article-service", "--stdio", "--state-dir", directory / "state"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(b'{"jsonrpc":"2.0","id":1,"method":"system.whoami"}\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0


@pytest.mark.parametrize("client", [["nc", "-N", "-U"], ["socat", "-t", "30", "-"]])
def test_shell_clients_that_end_their_stream_get_every_answer(service: Service, client: list[str]) -> None:
    request = {"jsonrpc": "2.0", "method": "extractEntities", "params": {"text": SAMPLE}}
    stream = b"".join(json.dumps({**request, "id": n}).encode() + b"\n" for n in range(20))
    address = service.path if client[0] == "nc" else f"UNIX-CONNECT:{service.path}"
    done = subprocess.run([*client, address], input=stream, capture_output=True, timeout=PATIENCE)
    assert sorted(json.loads(line)["id"] for line in done.stdout.splitlines()) == list(range(20))
