"""What every soak says at its end."""
from collections.abc import Callable


class Broken(Exception):
    """A promise that was not kept."""


def percentile(values: list[int], share: float) -> int:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def told(soak: Callable[[], list[str]]) -> int:
    """Runs a soak and prints its report, or why it failed; the exit status."""
    try:
        print("\n".join(soak()))
    except (Broken, AssertionError) as error:
        print(f"FAILED: {error}")
        return 1
    return 0
