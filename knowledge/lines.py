"""The lines of a source, each with its place in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.numbering import undecorated

_RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,})\s*")
_ENDS_SENTENCE = tuple("。；：！？;:!?")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its line break."""

    start: int
    end: int
    raw: str

    @property
    def blank(self) -> bool:
        """True when the line carries no words: white space or a horizontal rule."""
        return not self.raw.strip() or bool(_RULE.fullmatch(self.raw))

    @property
    def words(self) -> str:
        """The line without markdown marks and outer blanks."""
        return self.raw[undecorated(self.raw) :].replace("**", "").strip()

    @property
    def first(self) -> int:
        """Offset of the first visible character."""
        return self.start + len(self.raw) - len(self.raw.lstrip())

    @property
    def last(self) -> int:
        """Offset behind the last visible character."""
        return self.start + len(self.raw.rstrip())

    @property
    def ends_sentence(self) -> bool:
        """True when the line closes with a mark that ends a sentence or introduces a list."""
        return self.words.rstrip("”’）)").endswith(_ENDS_SENTENCE)


def split_lines(source: str) -> list[Line]:
    """Every line of the source, in order; offsets are those of the raw text."""
    lines, at = [], 0
    for raw in source.split("\n"):
        lines.append(Line(at, at + len(raw), raw.rstrip("\r")))
        at += len(raw) + 1
    return lines


def next_words(lines: list[Line], index: int) -> int | None:
    """Index of the first line from ``index`` on that carries words."""
    return next((at for at in range(index, len(lines)) if not lines[at].blank), None)
