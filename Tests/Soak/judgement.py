"""Whether a soak kept its promises."""
import statistics
from dataclasses import dataclass

from faults import Window
from process_usage import Usage
from promises import Broken, percentile

# What is held at a moment, and how much more of it in the last third than in the first is no leak: so much, or a tenth.
GROWTH_MAX = {"resident_kib": 16 << 10, "heap_kib": 2 << 10, "descriptors": 16, "threads": 8}
GROWTH_SHARE_MAX = 0.10
# Refusals while nothing was wrong: at 70 % of what it can do there is no reason for any but a moment's crowd.
OVERLOADED_SHARE_MAX = 0.01
SLOWER_MAX = 3.0
# Below this p99 a difference is the machine's.
SLOW_MICROSECONDS = 50_000
# A process's memory is level when it has done all that it does for a while.
LEVEL_AFTER = 120.0


@dataclass(frozen=True)
class Row:
    """One call: when it was due (Unix time), µs from then to its answer, what it was, and `ok`, an error's kind, `lost:` or `wrong:`."""

    due: float
    taken: int
    name: str
    outcome: str


@dataclass(frozen=True)
class Sample:
    """What a service's process held at a moment; `start`: which process it was."""

    when: float
    start: int
    usage: Usage
    # What the service's allocator says is allocated; 0 where it was not asked.
    heap_kib: int = 0


def read(text: str) -> list[Row]:
    rows = (line.split("\t") for line in text.splitlines())
    return [Row(float(due), int(taken), name, outcome) for due, taken, name, outcome in rows]


def inside(row: Row, windows: list[Window]) -> list[Window]:
    """The faults that the call saw."""
    return [window for window in windows if row.due < window.end and row.due + row.taken / 1e6 > window.begin]


def judge_calls(rows: list[Row], windows: list[Window], judges_times: bool = True) -> list[str]:
    """Every call was answered, rightly, and in the last third no slower than in the first.

    `judges_times`: also how fast it was and how much was refused, which in a run of a minute says more of what else the machine does.
    """
    calm: list[Row] = []
    overloaded = faulty = 0
    for row in rows:
        seen = inside(row, windows)
        if row.outcome == "ok":
            if not seen:
                calm.append(row)
        elif any(row.outcome in window.allowed for window in seen):
            faulty += 1
        elif row.outcome == "overloaded":
            overloaded += 1
        else:
            raise Broken(f"{row.name} due at {row.due:.3f}: {row.outcome} after {row.taken / 1e6:.3f} s, during {[window.name for window in seen]}")
    if len(calm) < 3 or not any(row.outcome == "ok" for row in rows[-len(rows) // 3:]):
        raise Broken(f"only {len(calm)} of {len(rows)} calls were answered while nothing was wrong")
    if judges_times and overloaded > OVERLOADED_SHARE_MAX * len(rows):
        raise Broken(f"{overloaded} of {len(rows)} calls were refused as overloaded while nothing was wrong")
    third = len(calm) // 3
    first, last = ([row.taken for row in part] for part in (calm[:third], calm[-third:]))
    before, after = percentile(first, 0.99), percentile(last, 0.99)
    if judges_times and after > SLOWER_MAX * max(before, SLOW_MICROSECONDS):
        raise Broken(f"p99 rose from {before} to {after} µs")
    taken = [row.taken for row in calm]
    return [
        f"{len(rows)} calls, none wrong, none lost; {faulty} refused during faults, {overloaded} overloaded without one",
        f"outside faults: p50 {percentile(taken, 0.5) / 1e3:.1f} ms, p99 {before / 1e3:.1f} ms in the first third, {after / 1e3:.1f} in the last"]


def judge_process(name: str, samples: list[Sample]) -> list[str]:
    """The last process's memory, descriptors and threads are level."""
    last = [sample for sample in samples if sample.start == samples[-1].start]
    level = [sample for sample in last if sample.when > last[0].when + LEVEL_AFTER] or last
    report = []
    for what, least in GROWTH_MAX.items():
        if what == "heap_kib":
            # Zero where the service was not asked, or did not answer.
            values = [sample.heap_kib for sample in level if sample.heap_kib] or [0]
        else:
            values = [getattr(sample.usage, what) for sample in level]
        third = max(1, len(values) // 3)
        # Medians: a peak is large answers that met, a leak is there between them too.
        before, after = statistics.median(values[:third]), statistics.median(values[-third:])
        if len(last) > LEVEL_AFTER and after - before > max(least, GROWTH_SHARE_MAX * before):
            raise Broken(f"{name}: {what} grew from {before:.0f} to {after:.0f}")
        report.append(f"{what.replace('_', ' ')} {before:.0f} → {after:.0f}")
    return [f"{name}, {last[-1].when - last[0].when:.0f} s in one process: " + ", ".join(report)]
