"""What the service's allocator keeps."""
import os
from pathlib import Path

from conftest import ROOT, Service

SAMPLE = (ROOT / "Examples" / "sample.txt").read_text(encoding="utf-8")
# glibc's HEAP_MAX_SIZE: an arena other than the first lies in pieces that begin at multiples of it.
ARENA_ALIGNMENT = 64 << 20


def arenas(pid: int) -> int:
    lines = [line.split() for line in Path(f"/proc/{pid}/maps").read_text().splitlines()]
    own = [fields[0] for fields in lines if fields[1] == "rw-p" and len(fields) == 5]
    return 1 + sum(int(addresses.split("-")[0], 16) % ARENA_ALIGNMENT == 0 for addresses in own)


def test_the_allocator_has_no_more_arenas_than_there_are_cores(service: Service) -> None:
    peers = [service.connect() for _ in range(16)]
    for turn in range(20):
        for number, peer in enumerate(peers):
            peer.send("analyzeArticle", {"text": SAMPLE, "id": f"a{turn}-{number}", "mode": "add"})
    for peer in peers:
        assert all(peer.receive()["result"]["article"]["title"] for _ in range(20))
    assert service.process is not None
    assert arenas(service.process.pid) <= max(1, os.cpu_count() or 1)
