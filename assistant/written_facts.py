"""A JSON line taken apart at its facts without decoding them: most firms give facts that others gave in the same words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson


class NotApartError(Exception):
    """A line that has to be decoded as a whole, whether right or wrong."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A request body with no facts in it, and its facts as they were written."""

    body: dict[str, Any]
    facts: list[bytes]
    """Each with the comma before it, which the first one has as well, and without its last brace."""


_BEGINNINGS = (b'"facts": {', b'"facts":{')


def take_apart(line: bytes) -> Apart:
    """The body and the facts of a line, which together say what the line says.

    JSON is put together member by member: where every fact is right by itself (`read_fact`) and the body is right with
    `{}` in place of all facts, the line is right, and its facts are these, the last of an item counting.

    >>> take_apart(b'{"facts": {"1.01": {"status": "met"}, "1.02": {"ratio": 1}}, "proof": "onsite"}')
    Apart(body={'facts': {}, 'proof': 'onsite'}, facts=[b',"1.01": {"status": "met"', b', "1.02": {"ratio": 1'])

    Raises:
        NotApartError: the line is not of such a form, or may not be.
    """
    for begins in _BEGINNINGS:
        head, found, rest = line.partition(begins)
        if not found:
            continue
        facts, found, tail = rest.partition(b"}}")
        # Where the body could name facts twice, in plain or escaped letters, it is not certain which ones count.
        if not found or any(b"facts" in part or b"\\u00" in part for part in (head, tail)):
            break
        try:
            body = orjson.loads(head + begins + b"}" + tail)
        except orjson.JSONDecodeError:
            break
        if isinstance(body, dict) and "facts" in body:
            return Apart(body, (b"," + facts).split(b"}"))
    raise NotApartError


def read_fact(written: bytes) -> tuple[str, object]:
    """The item and the entry of one fact that was taken apart.

    >>> read_fact(b', "1.02": {"ratio": 1')
    ('1.02', {'ratio': 1})

    Raises:
        NotApartError: not one fact whose entry is an object.
    """
    if not written.startswith(b","):
        raise NotApartError
    try:
        read: dict[str, object] = orjson.loads(b"{" + written[1:] + b"}}")
    except orjson.JSONDecodeError as exc:
        raise NotApartError from exc
    if len(read) != 1:
        raise NotApartError
    return next(iter(read.items()))
