"""A quarter of a minute of `make soak-rpc`, and that its judgement can fail."""
import pytest
from knobs import knob
from process_usage import Usage
from promises import Broken
from rpc_soak import judge, soak

SECONDS = knob("SOAK", 15, 60)


def test_a_short_soak_leaves_nothing_behind() -> None:
    assert "all right" in soak(SECONDS / 60)[0]


def samples(kib: list[int]) -> list[tuple[float, Usage]]:
    return [(float(when), Usage(9, 3, resident, 1.0)) for when, resident in enumerate(kib)]


GOOD = [(float(when), 100, True) for when in range(100)]


@pytest.mark.parametrize(("kib", "rows"), [
    ([10_000] * 100 + [90_000] * 100, GOOD),
    ([10_000] * 100, GOOD[:50] + [(50.0, 100, False)] + GOOD[51:]),
    ([10_000] * 100, GOOD[:60] + [(float(when), 1_000_000, True) for when in range(60, 100)]),
    ([10_000] * 100, []),
], ids=["memory", "a wrong answer", "slower", "no calls"])
def test_a_broken_promise_is_told(kib: list[int], rows: list[tuple[float, int, bool]]) -> None:
    with pytest.raises(Broken):
        judge(samples(kib), rows, 200)
