"""What goes over the wire: JSON-RPC 2.0 in the framing of LSP 3.17, and where to."""
from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from .errors import MalformedAnswer, error_of

DEFAULT_SOCKET = "/run/article/article.sock"
ANSWER_BYTES_MAX = (64 << 20) + 4096
HEADER_BYTES_MAX = 4096


def socket_path_of(given: str | os.PathLike[str] | None) -> str:
    return os.fspath(given) if given is not None else os.environ.get("RPC_SOCKET") or DEFAULT_SOCKET


def address(path: str) -> str:
    return "\0" + path[1:] if path.startswith("@") else path


def given(params: Mapping[str, Any]) -> dict[str, Any]:
    """The params without those that are None: the service's own defaults hold."""
    return {name: value for name, value in params.items() if value is not None}


def request(number: int, method: str, params: Mapping[str, Any], timeout: float | None) -> bytes:
    """A call as a frame; `timeout` in seconds."""
    envelope: dict[str, Any] = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
    if timeout is not None:
        envelope["meta"] = {"timeoutMs": max(1, int(timeout * 1000))}
    body = json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def content_length(header: bytes) -> int:
    for line in header.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            length = int(value)
            if length <= ANSWER_BYTES_MAX:
                return length
            raise MalformedAnswer(f"an answer of {length} bytes is longer than any that is taken")
    raise MalformedAnswer("a header without a Content-Length")


def result_of(message: Any) -> Any:
    if message.get("error") is not None:
        raise error_of(message["error"])
    if "result" not in message:
        raise MalformedAnswer("an answer with neither result nor error")
    return message["result"]
