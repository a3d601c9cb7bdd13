"""A peer that does not read is not fed without end, delays nobody, and is let go in the end, aloud."""
import re
import select
import sys
import threading
import time

import pytest
from knobs import soon
from rpc_peer import PATIENCE, Peer, framed, request, until
from rpc_process import running

MEBI = 1 << 20


def hung_up(peer: Peer) -> bool:
    poll = select.poll()
    poll.register(peer.socket, 0)
    return any(event & select.POLLHUP for _, event in poll.poll(0))


@pytest.mark.parametrize(("limits", "calls", "least", "most"), [
    ({"max_unread_bytes": 8 * MEBI}, 192, 0.0, 2.0),
    ({"write_time_ms": 1500}, 3, 1.4, 4.0),
], ids=["by-bytes", "by-time"])
def test_a_peer_that_never_reads_is_cut_off_and_delays_nobody(
    limits: dict[str, int], calls: int, least: float, most: float
) -> None:
    with running(**limits) as server:
        before = server.usage().resident_kib
        with server.connect() as other, server.connect() as greedy:
            assert "result" in other.call("echo", {"text": "first"})
            begin = time.monotonic()
            for _ in range(calls):
                greedy.send("repeat", {"text": "0123456789", "count": MEBI // 10})
            slowest, resident = 0.0, 0
            while not hung_up(greedy):
                assert time.monotonic() - begin < PATIENCE, "it was never cut off"
                sent = time.monotonic()
                assert "result" in other.call("echo", {"text": "한솔"})
                slowest = max(slowest, time.monotonic() - sent)
                resident = max(resident, server.usage().resident_kib)
                time.sleep(0.01)
            taken = time.monotonic() - begin
        assert least < taken < soon(most), f"cut off after {taken:.2f} s"
        assert slowest < soon(0.25)
        # 66 MiB were seen on a busy machine: what malloc keeps of finished answers counts too.
        assert resident - before < 96 << 10, "192 MiB may be asked for; some of it waits, not all"
        until(lambda: re.search(r"cut off|unread|does not read", server.log()) is not None, 5, "a line in the log")


def test_a_peer_that_half_closes_and_never_reads_is_let_go_too() -> None:
    """It holds its descriptor and its answers no longer than one whose writing side is open."""
    with running(write_time_ms=1000) as server, server.connect() as peer:
        for _ in range(3):
            peer.send("repeat", {"text": "0123456789", "count": MEBI // 10})
        peer.end()
        until(lambda: hung_up(peer), 10, "it is cut off")


def test_a_peer_that_only_sends_is_not_read_from_without_end() -> None:
    """Its answers pile up to the budget; then its requests wait in the socket, and it in send."""
    body = framed(request(1, "repeat", {"text": "한" * 1000, "count": 100}), "lines")
    with running() as server, server.connect() as peer:
        before = server.usage().resident_kib
        peer.socket.settimeout(1.0)
        taken = 0
        with pytest.raises(TimeoutError):
            while taken < 32 * MEBI:
                taken += peer.socket.send(body)
        assert taken < 8 * MEBI
        assert server.usage().resident_kib - before < 64 << 10


def test_a_peer_that_reads_while_it_writes_gets_everything() -> None:
    """Both sides have more to say than the sockets hold: nobody waits for the other for ever."""
    text = "물" * 350_000
    with running() as server, server.connect("headers") as peer:
        failures: list[BaseException] = []

        def write() -> None:
            try:
                for _ in range(64):
                    peer.send("echo", {"text": text})
            except OSError as error:
                failures.append(error)

        writer = threading.Thread(target=write)
        writer.start()
        answered = sorted(answer["id"] for answer in (peer.receive() for _ in range(64))
                          if answer["result"]["text"] == text)
        writer.join(PATIENCE)
        assert not failures and answered == list(range(1, 65))


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v"]))
