"""How fast the machine is: a virtual machine's cores and caches are shared with strangers, and what they do is no fault of the service's."""
import random
import statistics
import time

from faults import Window
from promises import Broken

# A chain through some 20 MiB of numbers, as the service's models and index are larger than a core's own cache.
CHAIN_LENGTH = 500_000
STEPS = 10_000
# Looks at the machine that are judged together, one a second; by how much their median is above the run's where the machine counts as slow.
TOGETHER = 10
SLOW = 1.15
# After it calls that came to wait are still being worked off.
RECOVERY_SECONDS = 20.0
# Of a run that was slow for more than this nothing can be said.
SLOW_SHARE_MAX = 1 / 3


class Reference:
    """A fixed piece of work."""

    def __init__(self) -> None:
        self.chain = list(range(CHAIN_LENGTH))
        random.Random(1).shuffle(self.chain)
        self.at = 0

    def cost(self) -> float:
        """CPU seconds of the work, now."""
        chain, at = self.chain, self.at
        begin = time.thread_time()
        for _ in range(STEPS):
            at = chain[at]
        spent = time.thread_time() - begin
        # The permutation may have short cycles.
        self.at = (at + 1) % CHAIN_LENGTH
        return spent


def judge_machine(slow: list[Window], seconds: float) -> str:
    """How long the machine was slow."""
    lost = sum(window.end - window.begin for window in slow)
    if lost > max(60.0, SLOW_SHARE_MAX * seconds):
        raise Broken(f"others slowed the machine down for {lost:.0f} of {seconds:.0f} s: nothing can be said of the service")
    return f"others slowed the machine down for {lost:.0f} s, in which times and refusals are not judged"


def slow_windows(costs: list[tuple[float, float]]) -> list[Window]:
    """When the machine was slow, of the costs of a reference and when each was measured (Unix time); refusals are nobody's fault then."""
    if not costs:
        return []
    usual = statistics.median(cost for _, cost in costs)
    windows: list[Window] = []
    for first in range(0, len(costs), TOGETHER):
        together = costs[first:first + TOGETHER]
        if statistics.median(cost for _, cost in together) <= SLOW * usual:
            continue
        begin, end = together[0][0], together[-1][0] + RECOVERY_SECONDS
        if windows and begin <= windows[-1].end:
            begin = windows.pop().begin
        windows.append(Window("slow machine", begin, end, frozenset({"overloaded", "unsent"})))
    return windows
