"""Peers that are gone take their calls with them."""
import sys
import time

import pytest
from knobs import soon
from rpc_peer import until
from rpc_process import ServerProcess, running

# 500 of the 512 calls that a user may have under way.
PEERS, CALLS = 100, 5
USER_CALLS = 512
LONG_CALL = {"milliseconds": 600_000}


def cpu_of_a_second(server: ServerProcess) -> float:
    before = server.usage().cpu_seconds
    time.sleep(1.0)
    return server.usage().cpu_seconds - before


def test_the_calls_of_peers_that_left_are_cancelled_and_nothing_spins() -> None:
    with running(connections_per_user=1024) as server:
        # A first call, after which the service has what it opens once and keeps.
        with server.connect() as first:
            first.send("echo", {})
            first.receive()
        time.sleep(0.5)
        start = server.usage()
        peers = [server.connect() for _ in range(PEERS)]
        for peer in peers:
            for _ in range(CALLS):
                peer.send("hold", LONG_CALL)
            # Half served: part of a large answer is in the socket, and half of a request.
            peer.send("echo", {"text": "물" * 100_000})
            peer.socket.sendall(b'{"jsonrpc":"2.0",')
        for peer in peers:
            assert peer.socket.recv(1000)
        with server.connect() as other:
            for _ in range(30):
                other.send("hold", LONG_CALL)
            refused = [other.receive()["error"]["code"] for _ in range(30 - (USER_CALLS - PEERS * CALLS))]
            assert set(refused) == {-32009}, "the calls are counted while their peers are there"
        for peer in peers:
            peer.close()
        until(lambda: server.usage().descriptors <= start.descriptors, 10, "every descriptor is closed")
        until(lambda: cpu_of_a_second(server) < soon(0.03), 10, "a second in which nothing spins")
        takers = [server.connect() for _ in range(USER_CALLS // 32)]
        for taker in takers:
            for _ in range(32):
                taker.send("hold", {"milliseconds": 20})
        for taker in takers:
            answers = [taker.receive() for _ in range(32)]
            assert all(answer.get("result") == {"held": 20} for answer in answers), "the count is back at nought"
            taker.close()
        begin = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - begin < 5, "nothing is left to wait for"


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v"]))
