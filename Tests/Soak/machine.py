"""How fast the machine is: a virtual machine's cores and caches are shared with strangers, and a soak that fails is read beside that."""
import random
import statistics
import time

# A chain through some 20 MiB of numbers, as the service's models and index are larger than a core's own cache.
CHAIN_LENGTH = 500_000
STEPS = 10_000
# Looks at the machine that are judged together, one a second; by how much their median is above the run's where the machine counts as slow.
TOGETHER = 10
SLOW = 1.15


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


def slow_stretches(costs: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """From when to when (Unix time) the reference cost more than usual, of when it was measured and its costs.

    Told and not judged: the service's own load slows the other thread of a core too.
    """
    usual = statistics.median(cost for _, cost in costs) if costs else 0.0
    stretches: list[tuple[float, float]] = []
    was_slow = False
    for first in range(0, len(costs), TOGETHER):
        together = costs[first:first + TOGETHER]
        is_slow = statistics.median(cost for _, cost in together) > SLOW * usual
        if is_slow:
            begin = stretches.pop()[0] if was_slow else together[0][0]
            stretches.append((begin, together[-1][0]))
        was_slow = is_slow
    return stretches
