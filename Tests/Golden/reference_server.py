#!/usr/bin/env python3
"""A strict server of the specification's examples on standard streams or a socket. It can be told to be wrong in one
way: so the runner of the golden files is itself tested, by being shown to fail."""
import argparse
import json
import re
import socketserver
import sys
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, cast

from json_spans import Number, elements, member, parse


def number(value: Number) -> int:
    return int(value.text)


METHODS: dict[str, Callable[[Any], Any]] = {
    "subtract": lambda a: (
        number(a["minuend"]) - number(a["subtrahend"]) if isinstance(a, dict) else number(a[0]) - number(a[1])),
    "sum": lambda a: sum(map(number, a)),
    "update": lambda _: None,
    "notify_hello": lambda _: None,
    "get_data": lambda _: ["hello", 5],
}

# Name → what becomes of a right answer; an empty text is no answer.
FAULTS: dict[str, Callable[[str], str]] = {
    "none": lambda answer: answer,
    "strings-for-numbers-as-ids": lambda answer: re.sub(r'"id":(\d+)', r'"id":"\1"', answer),
    "ids-as-reals": lambda answer: re.sub(r'"id":(\d+)', r'"id":\1.0', answer),
    "escaped-ids": lambda answer: answer.replace('"id":"1"', '"id":"\\u0031"'),
    "no-ids": lambda answer: re.sub(r',"id":[^},]*', "", answer),
    "a-string-for-the-null-id": lambda answer: answer.replace('"id":null', '"id":"null"'),
    "wrong-results": lambda answer: answer.replace('"result":19', '"result":18'),
    "wrong-codes": lambda answer: answer.replace("-32601", "-32600"),
    "codes-as-strings": lambda answer: answer.replace("-32700", '"-32700"'),
    "no-message": lambda answer: answer.replace(',"message":"refused"', ""),
    "an-answer-to-notifications": lambda answer: answer or '{"jsonrpc":"2.0","result":null,"id":null}',
    "an-empty-array-for-notifications": lambda answer: answer or "[]",
    "silence-on-an-empty-batch": lambda answer: "" if "-32600" in answer and answer[0] == "{" else answer,
    "a-batch-without-its-last": lambda answer: re.sub(r",\{[^[]*\]$", "]", answer),
    "batches-as-single-answers": lambda answer: answer.strip("[]"),
    "result-and-error": lambda answer: answer.replace('"result"', '"error":null,"result"'),
    "no-version": lambda answer: answer.replace('"jsonrpc":"2.0",', ""),
    "version-1": lambda answer: answer.replace('"2.0"', '"1.0"'),
    "not-json": lambda answer: answer.replace("}", ",}"),
}


def answer(text: str) -> str:
    """The answer to a message; nothing to a notification."""
    try:
        value = parse(text)
    except ValueError:
        return _response("null", error=-32700)
    if not isinstance(value, list):
        return _answer_one(text, value)
    if not value:
        return _response("null", error=-32600)
    answers = [one for part in elements(text) if (one := _answer_one(part, parse(part)))]
    return f"[{','.join(answers)}]" if answers else ""


def _answer_one(text: str, value: Any) -> str:
    if not isinstance(value, dict) or not isinstance(value.get("method"), str) or value.get("jsonrpc") != "2.0":
        return _response("null", error=-32600)
    spelled = member(text, "id")
    if spelled is None:
        return ""
    method = METHODS.get(value["method"])
    if method is None:
        return _response(spelled, error=-32601)
    return _response(spelled, result=method(value.get("params")))


def _response(spelled: str, result: Any = None, error: int | None = None) -> str:
    outcome = f'"result":{json.dumps(result)}' if error is None else f'"error":{{"code":{error},"message":"refused"}}'
    return f'{{"jsonrpc":"2.0",{outcome},"id":{spelled}}}'


def serve(source: BinaryIO, target: BinaryIO, fault: str) -> None:
    """Answers up to the end of the stream, in the framing of its first byte."""
    first = source.read(1)
    headers = first.isalpha()
    for body in _bodies(first, source, headers):
        data = FAULTS[fault](answer(body.decode("utf-8"))).encode()
        if data:
            target.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data) if headers else data + b"\n")
    target.flush()


def _bodies(first: bytes, source: BinaryIO, headers: bool) -> Iterator[bytes]:
    while line := first + source.readline():
        first = b""
        if headers:
            length = int(line.split(b":")[1])
            source.readline()
            yield source.read(length)
        elif line.strip():
            yield line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--socket", help="listen here; default: standard streams")
    parser.add_argument("--fault", choices=FAULTS, default="none")
    options = parser.parse_args()
    if not options.socket:
        serve(sys.stdin.buffer, sys.stdout.buffer, options.fault)
        return

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            serve(cast(BinaryIO, self.rfile), cast(BinaryIO, self.wfile), options.fault)

    with socketserver.ThreadingUnixStreamServer(options.socket, Handler) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
