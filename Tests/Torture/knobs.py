"""How long the tests run: TORTURE=long for `make torture`; TORTURE_<NAME>=N sets one number alone."""
import os

LONG = os.environ.get("TORTURE", "short") == "long"


def knob(name: str, short: int, long: int) -> int:
    return int(os.environ.get(f"TORTURE_{name}", long if LONG else short))


def soon(seconds: float) -> float:
    """How late something may be: as said in `make torture`, which has the machine to itself; in `make test`, which must
    pass on a machine that does other things too, eight times that: it tells a stall, not a delay."""
    return seconds if LONG else seconds * 8
