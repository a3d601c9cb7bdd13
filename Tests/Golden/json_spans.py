"""JSON that keeps the spelling: which bytes of a text are which member. Python's parser alone would make 1e0 of 1.0."""
import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder(strict=True)


@dataclass(frozen=True)
class Number:
    """A number as it was written."""

    text: str


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a member twice")
    return members


def parse(text: str) -> Any:
    """The value, with numbers as they are written. ValueError for what RFC 8259 has not, and for a member twice."""
    return json.loads(
        text, parse_int=Number, parse_float=Number, parse_constant=_refuse, object_pairs_hook=_no_twins)


def same(left: Any, right: Any) -> bool:
    """JSON equality: numbers by value, objects in any order."""
    if isinstance(left, Number) and isinstance(right, Number):
        return left == right or Decimal(left.text) == Decimal(right.text)
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(value, right[name]) for name, value in left.items())
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)


def elements(text: str) -> list[str]:
    """The texts of the elements of an array."""
    return [value for _, value in _parts(text, named=False)]


def member(text: str, name: str) -> str | None:
    """The text of a member of an object."""
    return next((value for key, value in _parts(text, named=True) if key == name), None)


def _parts(text: str, named: bool) -> list[tuple[str, str]]:
    parts: list[tuple[str, str]] = []
    place = _skip(text, _skip(text, 0) + 1)
    while text[place] not in "]}":
        key = ""
        if named:
            key, place = _DECODER.raw_decode(text, place)
            place = _skip(text, _skip(text, place) + 1)
        end = _DECODER.raw_decode(text, place)[1]
        parts.append((key, text[place:end]))
        place = _skip(text, end)
        if text[place] == ",":
            place = _skip(text, place + 1)
    return parts


def _skip(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    assert found
    return found.end()
