"""A batch is no amplifier: its answers have one limit together, and its items take their turns."""
import json
import sys
import time

import pytest
from rpc_peer import Framing
from rpc_process import ServerProcess

RESPONSE_BYTES = 64 << 20


def batch(method: str, params: dict[str, object], count: int) -> bytes:
    return json.dumps([
        {"jsonrpc": "2.0", "id": number, "method": method, "params": params} for number in range(count)]).encode()


@pytest.mark.parametrize("framing", ["lines", "headers"])
def test_a_hundred_large_answers_are_cut_item_by_item(server: ServerProcess, framing: Framing) -> None:
    with server.connect(framing) as peer:
        peer.send_body(batch("repeat", {"text": "0123456789", "count": 100_000}, 100))
        body = peer.receive_body()
        assert body is not None and len(body) <= RESPONSE_BYTES
        answers = json.loads(body)
        assert [answer["id"] for answer in answers] == list(range(100))
        refused = [answer["error"]["code"] for answer in answers if "error" in answer]
        assert set(refused) == {-32008} and 30 <= len(refused) <= 60, f"{len(refused)} of 100 refused"
        assert peer.call("echo", {"text": "next"})["result"] == {"text": "next"}


def test_an_answer_over_the_limit_is_an_error_with_both_numbers(server: ServerProcess) -> None:
    with server.connect() as peer:
        error = peer.call("repeat", {"text": "0123456789", "count": 7_000_000})["error"]
        assert error["code"] == -32008 and error["data"]["limit"] == RESPONSE_BYTES
        assert error["data"]["actual"] > RESPONSE_BYTES
        assert peer.call("echo", {"text": "next"})["result"] == {"text": "next"}


def test_items_of_a_batch_take_their_turns_among_the_calls_of_the_connection(server: ServerProcess) -> None:
    with server.connect() as peer:
        begin = time.monotonic()
        peer.send_body(batch("hold", {"milliseconds": 200}, 96))
        answers = peer.receive()
        taken = time.monotonic() - begin
    assert all(answer["result"] == {"held": 200} for answer in answers)
    assert taken > 0.55, "96 calls, 32 at a time"


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v"]))
