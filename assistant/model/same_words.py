"""Whether two texts say the same thing in the same order, but for openers, words of one meaning and layout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_DATA = Path(__file__).with_name("wordings.yaml")
_MARK = re.compile(r"〔\d{1,3}〕")
_PAIRS = {"“": "”", "《": "》"}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")
_LATIN = re.compile(r"[A-Za-z]+[+-]?(?![A-Za-z])|[A-Za-z]")
_LAYOUT = re.compile(r"\*\*|^[ \t]*[-*•][ \t]+", re.MULTILINE)
_BREAKS = frozenset(" \t\r\n　，,、。．.；;：:!")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Letters, digits and signs of full width, which say what the narrow ones say. Raised, small and circled ones do not:
10² is not 102."""
BREAK = "\n"


@dataclass(frozen=True, slots=True)
class _Wordings:
    openers: tuple[str, ...]
    same: dict[str, str]
    """A word and the first of its line."""


@cache
def _wordings() -> _Wordings:
    data = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    same = {word: f"≡{line[0]}" for line in data["same"] for word in line}
    return _Wordings(tuple(sorted(data["openers"], key=len, reverse=True)), same)


def said(text: str) -> tuple[str, ...]:
    """What a text says, piece by piece; equal for two texts that say the same.

    A break between pieces is one of them, so that 不，可以 is not 不可以.

    >>> said("原文：超过3个月") == said("按规定，大于3个月。")
    True
    >>> said("不得超过3个月") == said("不得大于4个月")
    False
    >>> said("不可以") == said("不，可以")
    False
    """
    pieces: list[str] = []
    for part, whole in _stretches(_LAYOUT.sub("", text)):
        pieces += [BREAK, part, BREAK] if whole else _pieces(part.translate(_WIDE))
    merged = _without_openers(_merged(pieces))
    while merged and merged[-1] == BREAK:
        merged.pop()
    return tuple(merged)


def attached(text: str) -> tuple[tuple[str, str], ...]:
    """Each mark 〔n〕 and where it stands: in a `sentence`, behind its `stop` or at the start of a `line`.

    A mark moved over a stop belongs to the next sentence, and what that says to another clause.

    >>> attached("甲〔1〕。乙。〔2〕")
    (('〔1〕', 'sentence'), ('〔2〕', 'stop'))
    """
    found = []
    for mark in _MARK.finditer(text):
        before = text[: mark.start()].rstrip(" 　\t")[-1:].translate(_WIDE)
        place = "line" if before in ("", "\n", "\r") else "stop" if before in _BREAKS else "sentence"
        found.append((mark.group(), place))
    return tuple(found)


def _stretches(text: str) -> Iterator[tuple[str, bool]]:
    """The text in stretches; quotes, titles and marks are whole, to be taken as they are to the last blank."""
    free = at = 0
    while at < len(text):
        mark = _MARK.match(text, at)
        end = mark.end() if mark else _closed(text, at)
        if end is None:
            at += 1
            continue
        yield text[free:at], False
        yield text[at:end], True
        free = at = end
    yield text[free:], False


def _closed(text: str, at: int) -> int | None:
    """Behind the sign that closes what opens here, quotes within quotes included."""
    opening = text[at]
    if opening not in _PAIRS:
        return None
    depth = 0
    for index in range(at, len(text)):
        depth += (text[index] == opening) - (text[index] == _PAIRS[opening])
        if depth == 0:
            return index + 1
    return None


def _pieces(text: str) -> list[str]:
    same = _wordings().same
    longest = max(map(len, same))
    found: list[str] = []
    at = 0
    while at < len(text):
        if text[at] in _BREAKS and not _within_number(text, at):
            found.append(BREAK)
            at += 1
            continue
        if match := _NUMBER.match(text, at) or _LATIN.match(text, at):
            found.append(match.group())
            at = match.end()
            continue
        word = next((text[at : at + n] for n in range(longest, 1, -1) if text[at : at + n] in same), None)
        found.append(same[word] if word else text[at])
        at += len(word) if word else 1
    return found


def _within_number(text: str, at: int) -> bool:
    return text[at] in ".," and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def _merged(pieces: list[str]) -> list[str]:
    """One break for several, none in front."""
    merged: list[str] = []
    for piece in pieces:
        if piece != BREAK or (merged and merged[-1] != BREAK):
            merged.append(piece)
    return merged


def _without_openers(pieces: list[str]) -> list[str]:
    """The pieces without words that only open a stretch between two breaks."""
    kept: list[str] = []
    at = 0
    while at < len(pieces):
        opener = _opener(pieces, at) if not kept or kept[-1] == BREAK else 0
        if opener:
            at += opener
            if at < len(pieces) and pieces[at] == BREAK:
                at += 1
            continue
        kept.append(pieces[at])
        at += 1
    return kept


def _opener(pieces: list[str], at: int) -> int:
    """How many pieces from here are an opener; 0 for none."""
    for opener in _wordings().openers:
        if pieces[at : at + len(opener)] == list(opener):
            return len(opener)
    return 0
