"""Connections that say nothing cost little, and cost the others nothing."""
import resource
import sys
import time

import pytest
from knobs import LONG, soon
from rpc_peer import PATIENCE, until
from rpc_process import running

EACH_KIB = 24
SECONDS = 3.0


@pytest.mark.parametrize("count", [1_000, 10_000] if LONG else [1_000])
def test_idle_connections_cost_memory_only_and_little_of_it(count: int) -> None:
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    with running(connections=count + 10, connections_per_user=count + 10) as server:
        before = server.usage()
        first = server.connect()
        first.call("echo", {"text": "first"})
        needed = (server.usage().descriptors - before.descriptors) * count + 200
        if max(needed, count + 200) > limit:
            pytest.skip(f"{count} connections need {needed} descriptors; this machine gives a process {limit}")
        peers = [first]
        for number in range(count - 1):
            peers.append(server.connect())
            if number % 2:
                assert "result" in peers[-1].call("echo", {"text": "once"})
        full = server.usage()
        latencies = []
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            begin = time.monotonic()
            assert "result" in first.call("echo", {"text": "한솔"})
            latencies.append(time.monotonic() - begin)
            time.sleep(0.1)
        after = server.usage()
        each = (full.resident_kib - before.resident_kib) / count
        print(f"{count} idle connections: {each:.1f} KiB each, {full.threads - before.threads} more threads, "
              f"{after.cpu_seconds - full.cpu_seconds:.2f} s CPU in {SECONDS:.0f} s, slowest {max(latencies):.4f} s")
        assert each < EACH_KIB
        until(lambda: server.usage().threads <= before.threads + 8, PATIENCE, "no threads but those for work")
        assert after.cpu_seconds - full.cpu_seconds < soon(0.15)
        assert max(latencies) < soon(0.1)
        assert "result" in peers[-1].call("echo", {"text": "the last one lives"})
        for peer in peers:
            peer.close()


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v", "-s"]))
