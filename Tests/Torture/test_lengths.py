"""What a frame claims to be long takes no memory before it comes, and what is too long is told, not dropped."""
import sys
import time

import pytest
from rpc_peer import Framing, framed, request
from rpc_process import ServerProcess, running

MEBI = 1 << 20
SMALL = 4096


@pytest.mark.parametrize("length", [
    "9223372036854775807", "9223372036854775808", "99999999999999999999", "9000000000000000000",
    "18446744073709551616"])
def test_exabytes_are_refused_at_once_and_cost_nothing(server: ServerProcess, length: str) -> None:
    before = server.usage().resident_kib
    with server.connect("headers") as peer:
        begin = time.monotonic()
        peer.socket.sendall(f"Content-Length: {length}\r\n\r\n{{".encode())
        codes = [answer["error"]["code"] for answer in peer.messages()]
        assert codes == [-32700]
        assert time.monotonic() - begin < 2
    assert server.usage().resident_kib - before < 4 << 10
    with server.connect() as peer:
        assert "result" in peer.call("echo", {"text": "next"})


def test_the_slow_body_of_an_exabyte_is_not_waited_for(server: ServerProcess) -> None:
    with server.connect("headers") as peer:
        peer.socket.sendall(b"Content-Length: 9000000000000000000\r\n\r\n")
        sent = 0
        try:
            while sent < 200:
                peer.socket.sendall(b" ")
                sent += 1
                time.sleep(0.01)
        except (BrokenPipeError, ConnectionResetError):
            pass
        assert sent < 200


def test_memory_comes_with_the_bytes_not_with_their_announcement(server: ServerProcess) -> None:
    before = server.usage().resident_kib
    peers = [server.connect("headers") for _ in range(50)]
    for peer in peers:
        peer.socket.sendall(b"Content-Length: 33554432\r\n\r\n" + b" " * 100)
    with server.connect() as other:
        assert "result" in other.call("echo", {"text": "after them"})
    assert server.usage().resident_kib - before < 16 << 10
    for peer in peers:
        peer.close()


def test_half_sent_requests_share_a_budget() -> None:
    """Whoever comes over it is told -32009; small requests of others are served all the while."""
    with running(max_held_bytes=8 * MEBI, connections_per_user=200) as server:
        before = server.usage().resident_kib
        peers = [server.connect("headers") for _ in range(150)]
        for peer in peers:
            peer.socket.sendall(b"Content-Length: 2000000\r\n\r\n" + b" " * MEBI)
        with server.connect() as other:
            assert "result" in other.call("echo", {"text": "meanwhile"})
        # The budget, and what malloc keeps of what was given up: a third of the 150 MiB that were sent, in its arenas.
        assert server.usage().resident_kib - before < 96 << 10
        body = request(1, "echo", {"text": "whole"})
        refused = 0
        for peer in peers:
            peer.socket.sendall(b" " * (2_000_000 - MEBI - len(body)) + body)
            answer = peer.receive()
            refused += "error" in answer
            assert "result" in answer or answer["error"]["code"] == -32009
            peer.close()
        assert refused >= 140


@pytest.mark.parametrize("framing", ["lines", "headers"])
@pytest.mark.parametrize("size", [SMALL + 1, 3 * MEBI])
def test_a_frame_over_the_limit_is_skipped_told_and_the_next_one_served(framing: Framing, size: int) -> None:
    padding = request(1, "echo", {"text": ""})
    body = request(1, "echo", {"text": "x" * (size - len(padding))})
    assert len(body) == size
    with running(max_request_bytes=SMALL) as server, server.connect(framing) as peer:
        peer.send_body(body)
        error = peer.receive()["error"]
        assert error["code"] == -32007
        assert error["data"]["limit"] == SMALL and error["data"]["actual"] in (size, size + 1)
        assert peer.call("echo", {"text": "next"})["result"] == {"text": "next"}


@pytest.mark.parametrize("framing", ["lines", "headers"])
def test_a_frame_at_the_limit_is_served(framing: Framing) -> None:
    padding = request(1, "echo", {"text": ""})
    text = "x" * (SMALL - len(padding) - 1)
    with running(max_request_bytes=SMALL) as server, server.connect(framing) as peer:
        peer.socket.sendall(framed(request(1, "echo", {"text": text}), framing))
        assert peer.receive()["result"] == {"text": text}


def test_a_line_without_an_end_takes_no_memory() -> None:
    with running(max_request_bytes=MEBI) as server, server.connect() as peer:
        before = server.usage().resident_kib
        peer.socket.sendall(b'{"jsonrpc":"2.0","id":1,"method":"echo","params":{"text":"')
        for _ in range(64):
            peer.socket.sendall(b"x" * MEBI)
        assert server.usage().resident_kib - before < 12 << 10
        peer.socket.sendall(b'"}}\n')
        assert peer.receive()["error"]["code"] == -32007
        assert "result" in peer.call("echo", {"text": "next"})


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v"]))
