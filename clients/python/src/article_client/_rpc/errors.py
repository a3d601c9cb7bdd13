"""Why a call has no result."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class RPCFailure(Exception):
    """A call without a result."""


class RPCError(RPCFailure):
    """The service answered with an error (JSON-RPC 2.0, section 5.1)."""

    def __init__(self, code: int, message: str, data: Mapping[str, Any]) -> None:
        super().__init__(f"{message} ({data.get('kind', 'error')}, {code})")
        self.code = code
        self.message = message
        self.data = dict(data)

    @property
    def kind(self) -> str:
        """The stable name of the kind of error."""
        return str(self.data.get("kind", ""))

    @property
    def pointer(self) -> str | None:
        """JSON pointer (RFC 6901) into the request, of the member at fault."""
        return self.data.get("pointer")

    @property
    def hint(self) -> str | None:
        """What to do about it."""
        return self.data.get("hint")

    @property
    def retryable(self) -> bool:
        """Whether the same call may succeed later, unchanged."""
        return self.data.get("retryable") is True


class Overloaded(RPCError):
    """The service refused the call for now; it was not carried out."""

    @property
    def retry_after(self) -> float:
        """Seconds after which to try again."""
        return float(self.data.get("retryAfterMs", 100)) / 1000


class DeadlineExceeded(RPCError):
    """No answer within the time given."""


class ConnectionLost(RPCFailure):
    """The connection ended. `sent` tells whether the call may have been carried out."""

    def __init__(self, sent: bool) -> None:
        super().__init__(f"the connection was lost {'after' if sent else 'before'} the call was sent")
        self.sent = sent


class Closed(ConnectionLost):
    """The connection was closed by this program: nobody wants the call to be sent again."""


class NotConnected(RPCFailure):
    """No service can be reached at the socket."""


class MalformedAnswer(RPCFailure):
    """The service sent something that is no answer."""


def error_of(error: Any) -> RPCError:
    if not isinstance(error, dict) or not isinstance(error.get("code"), int):
        raise MalformedAnswer("an error without a code")
    code, data = error["code"], error.get("data") or {}
    kinds: dict[int, type[RPCError]] = {-32009: Overloaded, -32010: Overloaded, -32001: DeadlineExceeded}
    return kinds.get(code, RPCError)(code, str(error.get("message", "")), data if isinstance(data, dict) else {"data": data})


def timed_out() -> DeadlineExceeded:
    return DeadlineExceeded(-32001, "no answer within the time given", {"kind": "deadline-exceeded"})
