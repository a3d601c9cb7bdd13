"""JSON-RPC 2.0 over a Unix socket, framed as the base protocol of LSP 3.17; for blocking code and for asyncio.

Many calls may be under way on one connection. A call whose connection is lost is sent again by itself only where the
service marks its method as one that may be called twice, or where it was not sent whole.
"""
from .blocking import Connection
from .coroutines import AsyncConnection
from .envelope import DEFAULT_SOCKET, given
from .errors import ConnectionLost, DeadlineExceeded, MalformedAnswer, NotConnected, Overloaded, RPCError, RPCFailure

__all__ = [
    "DEFAULT_SOCKET", "AsyncConnection", "Connection", "ConnectionLost", "DeadlineExceeded", "MalformedAnswer", "NotConnected", "Overloaded",
    "RPCError", "RPCFailure", "given"]
