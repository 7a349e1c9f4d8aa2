"""Finding a quotation in a text that page breaks, blanks and table tabs have torn."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass

_BLANKS = re.compile(r"\s+")
_MARKS = re.compile(r"\*\*|^\s*#{1,6}\s*|^\s*-{3,}\s*$", re.MULTILINE)
_BULLET = re.compile(r"^\s*-\s+", re.MULTILINE)
_TORN_LATIN = re.compile(r"(?<=[0-9A-Za-z%])[^\S\n]*\n\s*(?=[0-9A-Za-z])")


def folded(text: str) -> str:
    """The text without any white space, tabs or line breaks; no other character changes."""
    return _BLANKS.sub("", text)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text without white space that remembers where each character came from."""

    text: str
    origin: array[int]
    """Offset in the raw text of each character kept."""

    @classmethod
    def of(cls, raw: str) -> FoldedText:
        """Fold a raw text once, for many searches."""
        origin = array("l", (at for at, char in enumerate(raw) if not char.isspace()))
        return cls("".join(raw[at] for at in origin), origin)

    def find(self, quote: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """Raw span of the first occurrence inside the raw span given, or None."""
        needle = "".join(char for char in quote if not char.isspace())
        if not needle:
            return None
        at = self.text.find(needle)
        while at >= 0:
            first, last = self.origin[at], self.origin[at + len(needle) - 1] + 1
            if first >= start and (end is None or last <= end):
                return first, last
            at = self.text.find(needle, at + 1)
        return None


def readable(text: str) -> str:
    """The words of a passage on one line: torn lines joined, markdown marks and table tabs gone.

    >>> readable("**（四）严格审核。**有序推\\n\\n进，分批")
    '（四）严格审核。有序推进，分批'
    """
    plain = _BULLET.sub("", _MARKS.sub("", text)).strip()
    plain = re.sub(r"[^\S\n]*\n?\t\s*", " ", plain)
    plain = _TORN_LATIN.sub(" ", plain)
    plain = re.sub(r"[ \u3000]*\n\s*", "", plain)
    return re.sub(r"[ \u3000]{2,}", " ", plain)
