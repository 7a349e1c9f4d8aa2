"""Stretches of a source text as runs to show: typesetting marks left out, the quoted words marked."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Marks that the copies carry from their typesetting; they are no words of the text.
_TYPESETTING = re.compile(r"^#{1,6}[ \t]+|^-{3,}[ \t]*$|^-[ \t]+(?=[①-⑳])|\*\*|</?su[bp]>", re.MULTILINE)
_SHIFTS = {"<sub>": "sub", "<sup>": "sup", "</sub>": "", "</sup>": ""}
_UNSEEN = re.compile(r"[\s*#|]+")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look."""

    text: str
    marked: bool
    shift: str
    """``sub``, ``sup`` or nothing."""


def runs(source: str, start: int, end: int, mark: Span | None = None) -> tuple[Run, ...]:
    """The words of source[start:end], those inside `mark` marked; outer blank lines are dropped."""
    while start < end and source[start] in " \t\r\n":
        start += 1
    while end > start and source[end - 1] in " \t\r\n":
        end -= 1
    found: list[Run] = []
    shift, at = "", start
    for rule in _TYPESETTING.finditer(source, start, end):
        found += _split(source, at, rule.start(), mark, shift)
        shift, at = _SHIFTS.get(rule.group(), shift), rule.end()
    found += _split(source, at, end, mark, shift)
    return tuple(found)


def _split(source: str, start: int, end: int, mark: Span | None, shift: str) -> list[Run]:
    low, high = mark or (end, end)
    low, high = min(max(low, start), end), min(max(high, start), end)
    pieces = ((start, low, False), (low, high, True), (high, end, False))
    return [Run(source[a:b], marked, shift) for a, b, marked in pieces if a < b]


def cell_runs(value: str, quoted: str) -> tuple[Run, ...]:
    """A table cell with the part of it that was quoted marked; the quoted words may run over several cells."""
    cell, wanted = _UNSEEN.sub("", value), _UNSEEN.sub("", quoted)
    if wanted and cell and cell in wanted and len(cell) > 1:
        return (Run(value, True, ""),)
    span = find(value, quoted) if wanted else None
    return runs(value, 0, len(value), span)


def find(source: str, quote: str, start: int = 0, end: int | None = None) -> Span | None:
    """Where the quoted words stand, line breaks, blanks and table rules aside.

    >>> find("评定采用\\n书面材料", "采用书面")
    (2, 7)
    """
    seen = [i for i in range(start, len(source) if end is None else end) if not _UNSEEN.match(source[i])]
    wanted = _UNSEEN.sub("", quote)
    at = "".join(source[i] for i in seen).find(wanted) if wanted else -1
    return None if at < 0 else (seen[at], seen[at + len(wanted) - 1] + 1)
