"""One peer with much to do does not make the others wait."""
import sys
import threading
import time

import pytest
from knobs import knob, soon
from rpc_peer import PATIENCE, framed, request
from rpc_process import ServerProcess, running


def latencies(server: ServerProcess, count: int, wanted: threading.Event) -> list[float]:
    """Seconds of each of some calls of another peer, while it is wanted."""
    found = []
    with server.connect() as peer:
        for _ in range(count):
            if not wanted.is_set():
                break
            begin = time.monotonic()
            assert peer.call("echo", {"text": "한솔"})["result"] == {"text": "한솔"}
            found.append(time.monotonic() - begin)
    return sorted(found)


@pytest.mark.parametrize(("method", "params"), [
    ("hold", {"milliseconds": 1}),
    ("repeat", {"text": "0123456789", "count": 2_000}),
])
def test_thousands_of_pipelined_calls_of_one_peer_do_not_delay_another(method: str, params: dict[str, object]) -> None:
    calls = knob("PIPELINED", 5_000, 50_000)
    with running() as server, server.connect() as greedy:
        stream = b"".join(framed(request(number, method, params), "lines") for number in range(calls))
        writer = threading.Thread(target=greedy.socket.sendall, args=(stream,))
        busy = threading.Event()
        busy.set()
        answered: set[int] = set()

        def read() -> None:
            for _ in range(calls):
                answer = greedy.receive()
                assert "result" in answer, answer
                answered.add(answer["id"])
            busy.clear()

        reader = threading.Thread(target=read)
        reader.start()
        writer.start()
        found = latencies(server, 400, busy)
        reader.join(PATIENCE)
        writer.join(PATIENCE)
        assert len(answered) == calls
        assert len(found) >= 20, "the other peer was busy at the same time"
        assert found[len(found) * 99 // 100] < soon(0.25), f"{found[-5:]}"


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v"]))
