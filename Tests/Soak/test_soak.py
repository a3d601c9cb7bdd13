"""Half a minute of `make soak`, every kind of fault once, and that its judgement can fail."""
import os

import pytest
from faults import Window
from judgement import Row, Sample, judge_answers, judge_process, judge_times, judged
from machine import slow_stretches
from process_usage import Usage
from promises import Broken
from soak import soak

SECONDS = float(os.environ.get("SOAK_SECONDS", "45"))
DOWN = [Window("kill -9", 40.0, 45.0, frozenset({"overloaded"}), 0.5)]


def test_a_short_soak_keeps_every_promise() -> None:
    report = "\n".join(soak(SECONDS / 60, load=0.5))
    assert "none wrong, none lost" in report and "kill -9" in report, report


def held(resident_kib: int, descriptors: int, threads: int) -> Usage:
    return Usage(descriptors=descriptors, threads=threads, resident_kib=resident_kib, cpu_seconds=1.0)


def rows(**odd: Row) -> list[Row]:
    good = [Row(float(when), 5_000, "add", "ok") for when in range(100)]
    return sorted([*good, *odd.values()], key=lambda row: row.due)


def test_good_rows_pass() -> None:
    assert "none lost" in judge_answers(rows(), DOWN)[0]
    assert "none lost" in judge_answers(rows(refused=Row(41.0, 500, "add", "overloaded")), DOWN)[0]
    assert judge_times(rows(), DOWN)


@pytest.mark.parametrize("bad", [
    [Row(50.0, 10, "look", "wrong:a1 was acknowledged and is new")],
    [Row(41.0, 10, "add", "lost:ConnectionLost")],
    [Row(41.0, 10, "add", "index-unavailable")],
    [Row(50.0, 10, "add", "internal-error")],
    [Row(50.0 + number, 10, "add", "overloaded") for number in range(5)],
], ids=["wrong", "lost", "of another fault", "a defect", "overloaded"])
def test_a_broken_promise_of_an_answer_is_told(bad: list[Row]) -> None:
    with pytest.raises(Broken):
        judge_answers(rows(**{str(number): row for number, row in enumerate(bad)}), DOWN)


def test_slower_answers_are_told_by_a_long_run() -> None:
    slow = rows(**{str(number): Row(90.0 + number / 10, 900_000, "add", "ok") for number in range(40)})
    with pytest.raises(Broken):
        judge_times(slow, DOWN)
    assert judge_times(slow, DOWN, judges_load=False)


def test_every_broken_promise_is_told() -> None:
    def breaks() -> list[str]:
        raise Broken("it fell")

    with pytest.raises(Broken) as told:
        judged([("file", breaks), ("file", lambda: ["level"]), ("database", breaks)])
    assert str(told.value).splitlines() == ["file: it fell", "database: it fell", "beside that:", "file: level"]


def test_no_answers_are_no_success() -> None:
    for judge in (judge_answers, judge_times):
        with pytest.raises(Broken):
            judge([], DOWN)


@pytest.mark.parametrize("late", [held(90_000, 30, 8), held(60_000, 80, 8), held(60_000, 30, 40)], ids=["memory", "descriptors", "threads"])
def test_a_leak_is_told(late: Usage) -> None:
    level = held(60_000, 30, 8)
    samples = [Sample(float(when), 1, level if when < 300 else late) for when in range(500)]
    with pytest.raises(Broken):
        judge_process(samples)
    assert judge_process([Sample(sample.when, 1, level) for sample in samples])


def test_a_leak_that_resident_memory_hides_is_told() -> None:
    level = held(60_000, 30, 8)
    with pytest.raises(Broken):
        judge_process([Sample(float(when), 1, level, 0 if when % 10 else 20_000 + 10 * when) for when in range(500)])


def test_what_another_process_held_does_not_count() -> None:
    before = [Sample(float(when), 1, held(10_000, 10, 4)) for when in range(100)]
    after = [Sample(float(when), 2, held(60_000, 30, 8)) for when in range(100, 500)]
    assert judge_process(before + after)


def test_when_the_machine_was_slow_is_told() -> None:
    costs = [(float(when), 0.004 if 40 <= when < 60 or when >= 90 else 0.003) for when in range(100)]
    assert slow_stretches(costs) == [(40.0, 59.0), (90.0, 99.0)]
    assert slow_stretches([(float(when), 0.003) for when in range(100)]) == slow_stretches([]) == []
