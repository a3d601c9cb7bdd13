"""The end of what a peer has to say is not the end of what it wants to hear."""
import random
import sys
import time

import pytest
from rpc_peer import Framing, framed, request
from rpc_process import ServerProcess


@pytest.mark.parametrize("framing", ["lines", "headers"])
def test_sixty_four_pipelined_calls_are_all_answered_after_the_half_close(
    server: ServerProcess, framing: Framing
) -> None:
    source = random.Random(11)
    with server.connect(framing) as peer:
        stream = b"".join(
            framed(request(n, "hold", {"milliseconds": source.randint(0, 300)}), framing) for n in range(64))
        peer.socket.sendall(stream)
        peer.end()
        assert sorted(answer["id"] for answer in peer.messages() if "result" in answer) == list(range(64))


def test_large_answers_wait_for_a_slow_reader_after_its_half_close(server: ServerProcess) -> None:
    with server.connect() as peer:
        for _ in range(8):
            peer.send("repeat", {"text": "0123456789", "count": 100_000})
        peer.end()
        count = 0
        for answer in peer.messages():
            assert len(answer["result"]["text"]) == 1_000_000
            count += 1
            time.sleep(0.05)
        assert count == 8


def test_a_half_close_before_a_word_ends_quietly(server: ServerProcess) -> None:
    with server.connect() as peer:
        peer.end()
        assert peer.receive() is None


def test_a_half_closed_peer_that_then_leaves_has_its_calls_cancelled(server: ServerProcess) -> None:
    """The next one with as many calls gets room, though the first wanted minutes."""
    for _ in range(40):
        with server.connect() as peer:
            for _ in range(32):
                peer.send("hold", {"milliseconds": 600_000})
            peer.end()
            time.sleep(0.01)
    with server.connect() as peer:
        begin = time.monotonic()
        while "error" in peer.call("hold", {"milliseconds": 1}):
            assert time.monotonic() - begin < 10, "the calls of peers that are gone take all the room"


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v"]))
