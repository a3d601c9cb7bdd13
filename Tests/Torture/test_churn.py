"""Peers that come and go in every phase of a call leave nothing behind: no descriptor, no thread, no memory."""
import multiprocessing
import random
import sys
import time

import pytest
from knobs import knob
from rpc_peer import PATIENCE, Peer, until
from rpc_process import ServerProcess, running

PROCESSES = 6
# More than a socket takes at once, so that the answer is under way when the peer leaves.
ANSWER = 300_000


def come_and_go(path: str, connections: int, seed: int) -> int:
    """Opens so many connections one after the other; the number of calls whose whole answer was awaited and came."""
    source = random.Random(seed)
    answered = 0
    for _ in range(connections):
        with Peer(path) as peer:
            phase = source.randrange(6)
            if phase == 0:
                continue
            peer.send("repeat", {"text": "0123456789", "count": ANSWER // 10})
            if phase == 2:
                time.sleep(source.random() * 0.0004)
            elif phase == 3:
                peer.socket.recv(source.randint(1, 100_000))
            elif phase == 4:
                peer.end()
            if phase in (4, 5):
                answer = peer.receive()
                assert len(answer["result"]["text"]) == ANSWER, answer
                answered += 1
    return answered


def churn(server: ServerProcess, connections: int, seed: int) -> int:
    share = connections // PROCESSES
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        jobs = [(server.path, share, seed + number) for number in range(PROCESSES)]
        return sum(pool.starmap(come_and_go, jobs))


def test_churning_peers_leave_nothing_behind() -> None:
    connections = knob("CHURN", 5_000, 100_000)
    with running(connections_per_user=1024) as server:
        start = server.usage()
        churn(server, max(600, connections // 5), 1)
        until(lambda: server.usage().descriptors <= start.descriptors, PATIENCE, "descriptors after the warm-up")
        warm = server.usage()
        answered = churn(server, connections, 100)
        assert answered > connections // 6
        until(lambda: server.usage().descriptors <= start.descriptors, PATIENCE,
              f"{start.descriptors} descriptors, as before; now {server.usage().descriptors}")
        until(lambda: server.usage().threads <= warm.threads + 2, PATIENCE, f"{warm.threads} threads, as before")
        end = server.usage()
        assert end.resident_kib - warm.resident_kib < 16 << 10, (start, warm, end)
        with server.connect() as peer:
            assert peer.call("echo", {"text": "한솔"})["result"] == {"text": "한솔"}


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v"]))
