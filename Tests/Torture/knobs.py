"""How long the tests run: TORTURE=long for `make torture`; TORTURE_<NAME>=N sets one number alone."""
import os

LONG = os.environ.get("TORTURE", "short") == "long"


def knob(name: str, short: int, long: int) -> int:
    return int(os.environ.get(f"TORTURE_{name}", long if LONG else short))
