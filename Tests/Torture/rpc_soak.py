"""The third tier: a mix of peers for a long time, after which nothing may be left and nothing may have slowed.

    BIN_DIR=.build/release python3 Tests/Torture/rpc_soak.py --minutes 60
"""
import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from process_usage import Usage
from promises import Broken, percentile, told
from rpc_peer import until
from rpc_process import ServerProcess, running
from rpc_soak_peers import start

LIMITS = {
    "header_time_ms": 500, "frame_time_ms": 2000, "write_time_ms": 2000, "connections_per_user": 1000,
    "connections": 2000, "max_held_bytes": 64 << 20,
}
WARM_UP = 0.25
GROWTH_KIB_MAX = 16 << 10
# Before this, malloc's arenas, one for each thread that works, are still filling for the first time.
MEMORY_IS_LEVEL_AFTER = 180


def calls(results: Path) -> list[tuple[float, int, bool]]:
    rows = [line.split() for line in results.read_text().splitlines()]
    return [(float(when), int(taken), right == "1") for when, taken, right in rows]


def watch(server: ServerProcess, begin: float, end: float) -> list[tuple[float, Usage]]:
    samples = []
    told = 0
    while time.time() < end:
        if not server.lives():
            raise Broken(f"the server died: {server.log()[-2000:]}")
        usage = server.usage()
        samples.append((time.time() - begin, usage))
        if time.time() - begin >= told * 60:
            print(f"{told:4d} min  {usage.resident_kib / 1024:7.1f} MiB  {usage.descriptors:4d} descriptors  "
                  f"{usage.threads:3d} threads  {usage.cpu_seconds:8.1f} s CPU", flush=True)
            told += 1
        time.sleep(1)
    return samples


def judge(samples: list[tuple[float, Usage]], rows: list[tuple[float, int, bool]], seconds: float) -> list[str]:
    wrong = sum(not right for _, _, right in rows)
    if wrong or not rows:
        raise Broken(f"{wrong} of {len(rows)} steady calls were answered wrongly")
    level = [usage.resident_kib for when, usage in samples if when > seconds * WARM_UP]
    third = max(1, len(level) // 3)
    # Medians: a peak is large answers that met, a leak is there between them too.
    early, late = statistics.median(level[:third]), statistics.median(level[-third:])
    if seconds >= MEMORY_IS_LEVEL_AFTER and late - early > GROWTH_KIB_MAX:
        raise Broken(f"memory grew from {early:.0f} to {late:.0f} KiB after the warm-up")
    first = [taken for when, taken, _ in rows[: len(rows) // 3]]
    last = [taken for when, taken, _ in rows[-(len(rows) // 3):]]
    before, after = percentile(first, 0.99), percentile(last, 0.99)
    if after > 10 * max(before, 1000):
        raise Broken(f"p99 rose from {before} to {after} µs")
    return [
        f"{len(rows)} steady calls, all right; p50 {percentile([t for _, t, _ in rows], 0.5)} µs",
        f"p99 {before} µs in the first third, {after} µs in the last",
        f"most memory {early} KiB in the first third after the warm-up, {late} KiB in the last",
    ]


def soak(minutes: float) -> list[str]:
    seconds = minutes * 60
    with tempfile.TemporaryDirectory(dir="/tmp") as folder, running(**LIMITS) as server:
        before = server.usage()
        begin = time.time()
        results = Path(folder) / "results"
        results.touch()
        peers = start(server.path, begin + seconds, str(results))
        try:
            samples = watch(server, begin, begin + seconds)
        finally:
            for peer in peers:
                peer.join(30)
                peer.kill()
        until(lambda: server.usage().descriptors <= before.descriptors, 30, "all descriptors are closed again")
        until(lambda: server.usage().threads <= before.threads + 8, 60, "the threads are gone again")
        report = judge(samples, calls(results), seconds)
        if server.stop() != 0:
            raise Broken("it did not end well")
        return report


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    minutes = parser.parse_args().minutes
    return told(lambda: soak(minutes))


if __name__ == "__main__":
    sys.exit(main())
