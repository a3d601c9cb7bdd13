"""Frames cut at every byte, through the middle of every character: they arrive whole."""
import socket
import sys
import time

import pytest
from rpc_peer import Framing, framed, request
from rpc_process import ServerProcess

TEXT = "한솔시 🌉 물빛é\u0000끝"
# Longer than the server needs to take the first part out of the socket, so that it sees a read of its own.
TURN = 0.002


@pytest.mark.parametrize("framing", ["lines", "headers"])
def test_a_frame_cut_at_any_byte_is_answered_the_same(server: ServerProcess, framing: Framing) -> None:
    frame = framed(request(1, "echo", {"text": TEXT}), framing)
    for cut in range(1, len(frame)):
        with server.connect(framing) as peer:
            peer.socket.sendall(frame[:cut])
            time.sleep(TURN)
            peer.socket.sendall(frame[cut:])
            assert peer.receive() == {"jsonrpc": "2.0", "id": 1, "result": {"text": TEXT}}, f"cut at {cut}"


@pytest.mark.parametrize("framing", ["lines", "headers"])
def test_frames_that_come_byte_by_byte_on_one_connection(server: ServerProcess, framing: Framing) -> None:
    stream = b"".join(framed(request(number, "echo", {"text": TEXT}), framing) for number in range(3))
    with server.connect(framing) as peer:
        for index in range(len(stream)):
            peer.socket.sendall(stream[index:index + 1])
        peer.end()
        answers = sorted((answer["id"], answer["result"]["text"]) for answer in peer.messages())
    assert answers == [(number, TEXT) for number in range(3)]


@pytest.mark.parametrize("framing", ["lines", "headers"])
def test_a_peer_that_ends_in_the_middle_of_a_frame_gets_no_answer(server: ServerProcess, framing: Framing) -> None:
    """Every prefix of a frame, then a half-close: silence or one -32700, and the stream ends."""
    frame = framed(request(1, "echo", {"text": TEXT}), framing)
    whole = len(frame) - 1 if framing == "lines" else len(frame)
    for cut in range(whole):
        with server.connect(framing) as peer:
            peer.socket.sendall(frame[:cut])
            peer.socket.shutdown(socket.SHUT_WR)
            codes = [answer["error"]["code"] for answer in peer.messages()]
            assert codes in ([], [-32700]), f"cut at {cut}: {codes}"


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v"]))
