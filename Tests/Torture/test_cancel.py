"""A cancelled call has one answer, whenever the word comes: before it began, while it runs, after it ended."""
import collections
import json
import sys
import time

import pytest
from knobs import knob
from rpc_peer import framed, request
from rpc_process import ServerProcess


def cancellation(number: int) -> bytes:
    return framed(json.dumps({"jsonrpc": "2.0", "method": "rpc.cancel", "params": {"id": number}}).encode(), "lines")


@pytest.mark.parametrize("milliseconds", [0, 1, 3])
def test_a_race_of_calls_and_cancellations_has_one_answer_each(server: ServerProcess, milliseconds: int) -> None:
    calls = knob("CANCELLED", 2_000, 50_000)
    answers: collections.Counter[int] = collections.Counter()
    with server.connect() as peer:
        for begin in range(0, calls, 100):
            numbers = range(begin, begin + 100)
            peer.socket.sendall(b"".join(
                framed(request(number, "hold", {"milliseconds": milliseconds}), "lines") + cancellation(number)
                for number in numbers))
            for _ in numbers:
                answer = peer.receive()
                assert "result" in answer or answer["error"]["code"] == -32800, answer
                answers[answer["id"]] += 1
        assert peer.call("echo", {"text": "nothing is left over"})["id"] == 1
    assert answers == collections.Counter(range(calls))


def test_a_call_that_waits_for_its_turn_can_be_cancelled(server: ServerProcess) -> None:
    """The word overtakes the queue: 32 calls run, the 33rd is cancelled before any of them ends."""
    with server.connect() as peer:
        for _ in range(33):
            peer.send("hold", {"milliseconds": 3_000})
        begin = time.monotonic()
        peer.socket.sendall(cancellation(33))
        answer = peer.receive()
        assert answer["id"] == 33 and answer["error"]["code"] == -32800
        assert time.monotonic() - begin < 1


def test_a_late_cancellation_does_not_hit_the_next_call_of_that_id(server: ServerProcess) -> None:
    """Answer, cancel the answered, call again under the same id: in that order on the wire."""
    with server.connect() as peer:
        for _ in range(200):
            peer.socket.sendall(framed(request(7, "hold", {"milliseconds": 0}), "lines"))
            assert "result" in peer.receive()
            peer.socket.sendall(cancellation(7) + framed(request(7, "hold", {"milliseconds": 2}), "lines"))
            assert peer.receive() == {"jsonrpc": "2.0", "id": 7, "result": {"held": 2}}


def test_progress_comes_before_the_answer_and_names_its_token(server: ServerProcess) -> None:
    with server.connect() as peer:
        number = peer.send("count", {"to": 5, "milliseconds": 50}, meta={"progressToken": "p1"})
        notes = []
        while "id" not in (message := peer.receive()):
            assert message["method"] == "rpc.progress" and message["params"]["token"] == "p1"
            notes.append(message["params"]["done"])
        assert message["id"] == number and "result" in message
        assert notes and notes == sorted(notes)


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v"]))
