"""What the kernel says that a process holds."""
import os
import re
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Usage:
    """What a process holds at one moment."""

    descriptors: int
    threads: int
    resident_kib: int
    cpu_seconds: float


def usage(pid: int) -> Usage:
    """What the process holds now; `OSError` if it has ended."""
    directory = Path(f"/proc/{pid}")
    status = (directory / "status").read_text()
    times = (directory / "stat").read_text().rsplit(")", 1)[1].split()
    return Usage(
        descriptors=len(list((directory / "fd").iterdir())),
        threads=_number(status, "Threads"),
        resident_kib=_number(status, "VmRSS"),
        cpu_seconds=(int(times[11]) + int(times[12])) / TICKS)


def _number(status: str, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE)
    if found is None:
        # One that has ended and is not yet waited for has no memory.
        raise ProcessLookupError(f"no {name}: the process has ended")
    return int(found[1])
