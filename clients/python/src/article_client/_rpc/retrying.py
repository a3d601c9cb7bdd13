"""How long a call may take, and when it is sent again."""
from __future__ import annotations

import random
import time

from .errors import Closed, ConnectionLost, Overloaded, RPCFailure

RECONNECT_SECONDS = 10.0
SHUTTING_DOWN = -32010


def is_over(deadline: float | None) -> bool:
    return deadline is not None and time.monotonic() >= deadline


def seconds_left(deadline: float) -> float:
    return max(0.0, deadline - time.monotonic())


def deadline_after(timeout: float | None) -> float | None:
    """A second later than the service's own, which is told the time too and says more of it."""
    return None if timeout is None else time.monotonic() + timeout + 1


def pause(attempt: int) -> float:
    """Growing pauses, at random: many clients do not come back at one moment."""
    return min(2.0, 0.02 * 1.5**attempt) * random.uniform(1, 2)


def may_repeat(failure: RPCFailure, idempotent: bool, start: float) -> bool:
    """Whether the call may be made once more: it was not carried out, or may be carried out twice."""
    if isinstance(failure, Closed) or time.monotonic() - start >= RECONNECT_SECONDS:
        return False
    if isinstance(failure, Overloaded):
        # Too much to do is for the caller to know of; a service that is about to end makes room for another, and may have ended this call.
        return idempotent and failure.code == SHUTTING_DOWN
    return idempotent or isinstance(failure, ConnectionLost) and not failure.sent
