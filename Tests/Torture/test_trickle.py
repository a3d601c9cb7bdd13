"""A peer that sends a byte now and then holds a connection no longer than one that sends nothing."""
import sys
import time

import pytest
from knobs import soon
from rpc_peer import Peer
from rpc_process import running

ALLOWED = 1.0
PAUSE = 0.1


def seconds_until_cut(peer: Peer, start: bytes, filler: bytes) -> float:
    """Sends the start, then a filler byte every PAUSE: how long the server lets it."""
    begin = time.monotonic()
    peer.socket.settimeout(PAUSE)
    try:
        peer.socket.sendall(start)
        while time.monotonic() - begin < 20:
            peer.socket.sendall(filler)
            try:
                if not peer.socket.recv(4096):
                    break
            except TimeoutError:
                pass
    except (BrokenPipeError, ConnectionResetError):
        pass
    return time.monotonic() - begin


@pytest.mark.parametrize(("start", "filler"), [
    (b"Content-Length: 44\r\nX-Slow: ", b"a"),
    (b"Content-Length: 100000\r\n\r\n", b" "),
    (b'{"jsonrpc":"2.0"', b" "),
    (b"C", b"o"),
], ids=["header", "body", "line", "first-header"])
def test_half_a_frame_ends_by_its_deadline_however_it_trickles(start: bytes, filler: bytes) -> None:
    allowed = int(ALLOWED * 1000)
    with running(header_time_ms=allowed, frame_time_ms=allowed) as server, server.connect() as peer:
        taken = seconds_until_cut(peer, start, filler)
        assert ALLOWED * 0.8 < taken < ALLOWED + soon(4), f"{taken:.1f} s"


def test_fifty_slow_peers_delay_nobody() -> None:
    with running(header_time_ms=int(ALLOWED * 1000)) as server:
        slow = [server.connect("headers") for _ in range(50)]
        for peer in slow:
            peer.socket.sendall(b"Content-Length: 44\r\nX: ")
        with server.connect() as other:
            begin = time.monotonic()
            while time.monotonic() - begin < ALLOWED:
                sent = time.monotonic()
                assert "result" in other.call("echo", {"text": "한솔"})
                assert time.monotonic() - sent < soon(0.25)
        for peer in slow:
            assert [answer["error"]["code"] for answer in peer.messages()] == [-32700]
            peer.close()


def test_idle_between_frames_is_free() -> None:
    with running(header_time_ms=300, frame_time_ms=300) as server, server.connect() as peer:
        for _ in range(2):
            assert "result" in peer.call("echo", {"text": "한솔"})
            time.sleep(1.0)
        assert "result" in peer.call("echo", {"text": "still here"})


def test_idle_is_not_free_where_it_is_limited() -> None:
    """A call under way is not idle."""
    with running(idle_time_ms=500) as server, server.connect() as idle, server.connect() as busy:
        busy.send("hold", {"milliseconds": 1500})
        begin = time.monotonic()
        assert idle.receive() is None
        assert 0.4 < time.monotonic() - begin < soon(1.4)
        assert busy.receive()["result"] == {"held": 1500}


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v"]))
