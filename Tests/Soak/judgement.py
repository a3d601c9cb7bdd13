"""Whether a soak kept its promises."""
import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import places  # noqa: F401
from article_client import RPCError, RPCFailure
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


def judged(judgements: Iterable[tuple[str, Callable[[], list[str]]]]) -> list[str]:
    """What the judgements say, each of a service of that name. One broken promise leaves none of the others unlooked at."""
    report: list[str] = []
    broken: list[str] = []
    for name, judgement in judgements:
        try:
            report += [f"{name}: {line}" for line in judgement()]
        except (Broken, RPCError, RPCFailure, OSError) as error:
            broken.append(f"{name}: {error}")
    if broken:
        raise Broken("\n".join([*broken, "beside that:", *report]))
    return report


def judge_answers(rows: list[Row], windows: list[Window], judges_load: bool = True) -> list[str]:
    """Every call was answered, and rightly.

    `judges_load`: also how much was refused while nothing was wrong, which in a run of a minute says more of what else the machine does.
    """
    overloaded = faulty = 0
    broken: list[str] = []
    for row in rows:
        if row.outcome == "ok":
            continue
        seen = inside(row, windows)
        if any(row.outcome in window.allowed for window in seen):
            faulty += 1
        elif row.outcome == "overloaded":
            overloaded += 1
        else:
            broken.append(f"{row.name} due at {row.due:.3f}: {row.outcome} after {row.taken / 1e6:.3f} s, during {[window.name for window in seen]}")
    if broken:
        raise Broken(f"{len(broken)} of {len(rows)} calls, the first and the last: {broken[0]}; {broken[-1]}")
    if not any(row.outcome == "ok" for row in rows[-len(rows) // 3:]):
        raise Broken(f"of {len(rows)} calls none was answered in the last third")
    if judges_load and overloaded > OVERLOADED_SHARE_MAX * len(rows):
        raise Broken(f"{overloaded} of {len(rows)} calls were refused as overloaded while nothing was wrong")
    return [f"{len(rows)} calls, none wrong, none lost; {faulty} refused during faults, {overloaded} overloaded without one"]


def judge_times(rows: list[Row], windows: list[Window], judges_load: bool = True) -> list[str]:
    """Outside faults the slowest answers of the last third are no slower than those of the first."""
    calm = [row.taken for row in rows if row.outcome == "ok" and not inside(row, windows)]
    third = len(calm) // 3
    if not third:
        raise Broken(f"only {len(calm)} of {len(rows)} calls were answered while nothing was wrong")
    before, after = percentile(calm[:third], 0.99), percentile(calm[-third:], 0.99)
    if judges_load and after > SLOWER_MAX * max(before, SLOW_MICROSECONDS):
        raise Broken(f"p99 rose from {before} to {after} µs")
    return [f"outside faults: p50 {percentile(calm, 0.5) / 1e3:.1f} ms, p99 {before / 1e3:.1f} ms in the first third, {after / 1e3:.1f} in the last"]


def judge_process(samples: list[Sample]) -> list[str]:
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
            raise Broken(f"{what} grew from {before:.0f} to {after:.0f}")
        report.append(f"{what.replace('_', ' ')} {before:.0f} → {after:.0f}")
    return [f"{last[-1].when - last[0].when:.0f} s in one process: " + ", ".join(report)]
