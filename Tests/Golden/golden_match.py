"""Whether an answer is the one that a golden file asks for; and if not, why."""
from typing import Any

from json_spans import Number, elements, member, parse, same


def differences(expected: list[str], received: list[str], in_turn: bool, ordered_batches: bool) -> list[str]:
    """What is missing and what is too much among whole answers. In turn: they come in just this order."""
    left = list(received)
    problems: list[str] = []
    for wanted in expected:
        reasons = [_mismatch(wanted, text, ordered_batches) for text in (left[:1] if in_turn else left)]
        if None in reasons:
            del left[reasons.index(None)]
        elif len(expected) == len(received) == 1:
            problems += [f"wanted   {_cut(wanted)}", f"received {_cut(left.pop())}", f"         {reasons[0]}"]
        else:
            problems.append(f"missing  {_cut(wanted)}")
    return problems + [f"too much {_cut(text)}" for text in left]


def _mismatch(wanted: str, received: str, ordered: bool) -> str | None:
    try:
        value = parse(received)
    except ValueError as error:
        return f"no JSON: {error}"
    if not wanted.startswith("["):
        return _response_mismatch(wanted, received, value)
    if not isinstance(value, list):
        return "an array is wanted"
    left = elements(received)
    if len(left) != len(elements(wanted)):
        return f"{len(elements(wanted))} answers are wanted"
    for index, text in enumerate(elements(wanted)):
        candidates = left[:1] if ordered else left
        reasons = [_response_mismatch(text, candidate, parse(candidate)) for candidate in candidates]
        if None not in reasons:
            return f"/{index}: {reasons[0]}" if ordered else f"no answer is {_cut(text)}"
        del left[reasons.index(None)]
    return None


def _response_mismatch(wanted: str, received: str, value: Any) -> str | None:
    if not isinstance(value, dict):
        return "an object is wanted"
    reason = _malformed(value)
    if reason:
        return reason
    want = parse(wanted)
    for name in ("id", "method"):
        if member(wanted, name) != member(received, name):
            return f"{name} is {member(received, name)}, not {member(wanted, name)} byte for byte"
    if "error" in want:
        return _error_mismatch(want["error"], value.get("error"))
    for name in want.keys() - {"id", "method", "jsonrpc"}:
        if not same(want[name], value.get(name)):
            return f"{name} is not equal"
    return None


def _malformed(value: dict[str, Any]) -> str | None:
    """What is wrong with a response (or a notification to the client) as such: sections 4 and 5."""
    if value.get("jsonrpc") != "2.0":
        return '"jsonrpc" is not "2.0"'
    if "method" in value:
        return None
    if value.keys() not in ({"jsonrpc", "id", "result"}, {"jsonrpc", "id", "error"}):
        return f"members {sorted(value)}"
    if "error" in value:
        error = value["error"]
        if not isinstance(error, dict) or not error.keys() <= {"code", "message", "data"}:
            return "the error is not an object of code, message and data"
        if not isinstance(error.get("message"), str) or not isinstance(error.get("code"), Number):
            return "an error has an integer as its code and a message"
    return None


def _error_mismatch(want: dict[str, Any], error: dict[str, Any] | None) -> str | None:
    if error is None:
        return "an error is wanted"
    if want["code"] != error["code"]:
        return f"code is {error['code'].text}, not {want['code'].text}"
    if "message" in want and want["message"] != error["message"]:
        return f"message is {error['message']}"
    given = error.get("data")
    data: dict[str, Any] = given if isinstance(given, dict) else {}
    for name, part in want.get("data", {}).items():
        if name not in data or not same(part, data[name]):
            return f"data.{name} is {data.get(name)}"
    return None


def _cut(text: str) -> str:
    return text if len(text) <= 400 else f"{text[:300]} … {text[-80:]} ({len(text)} characters)"
