"""What can be said of a passage before any question is asked: its shape, its table, its grades, what it counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.passages import Passage
from knowledge.query import Wanted
from knowledge.term_counts import Whole
from knowledge.tokens import grades_in, plain

SHAPES: dict[Wanted, re.Pattern[str]] = {
    "date": re.compile(r"\d+\s*月|\d+\s*日|月底|年底"),
    "duration": re.compile(r"[\d一二三四五六七八九十]+\s*(个工作日|天|年|个月|日)"),
    "percent": re.compile(r"\d\s*%|≥|比例|占比"),
    "points": re.compile(r"分"),
    "count": re.compile(r"\d+\s*(个|家|项|类|种|条|倍)|[一二三四五六七八九十]+(个|类|种|项)"),
    "phone": re.compile(r"\d{7,}|@|联系|邮箱"),
    "contact": re.compile(r"\d{7,}|@|联系|邮箱"),
    "who": re.compile(r"负责|由|组织|局|办公室|指挥部|领导小组|第三方"),
}
"""What a passage that could serve such an answer looks like."""

_SEARCHES = tuple(shape.search for shape in SHAPES.values())

FRAME, HEADING, PLAIN = 0, 1, 2
"""A passage that only names things; one that says little more than its title; any other."""

_DIGIT = re.compile(r"\d")
_COUNTED = re.compile(r"\d\s*(?=([个家项类种条]?)([一-鿿]{1,2}))")
_TABLE = re.compile(r"t(\d)")
_FRAMES = frozenset({"notice", "preamble", "annex", "table", "chapter", "letterhead", "title", "signature"})
_GRADES = tuple(f"{letter}{minus}{kind}" for letter in "abcd" for minus in ("", "-") for kind in "级类档")
_BITS = {grade: 1 << place for place, grade in enumerate(_GRADES)}

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Traits:
    """One entry a passage, in their order."""

    kinds: Whole
    """`FRAME`, `HEADING` or `PLAIN`."""
    rows: Flags
    """Whether it is a row of a table."""
    tables: Whole
    """The number of the table a row stands in; 0 outside numbered tables."""
    grades: Whole
    """The grades and classes it names, as bits; see `grade_bits`."""
    shapes: Flags
    """Of shape (passages, `SHAPES`): whether it looks like such an answer."""
    counted: dict[str, tuple[int, ...]]
    """Two characters → places of the passages with a number of it."""

    @classmethod
    def of(cls, passages: Sequence[Passage], folded: Sequence[str] | None = None) -> Traits:
        """The traits of some passages, whose texts may be folded already."""
        folded = [plain(passage.text) for passage in passages] if folded is None else folded
        counted: defaultdict[str, list[int]] = defaultdict(list)
        grades = []
        for place, text in enumerate(folded):
            grades.append(grade_bits(text))
            for noun in _counted(text):
                counted[noun].append(place)
        return cls(
            np.array([_kind(passage) for passage in passages], dtype=np.int32),
            np.array([passage.clause.kind == "row" for passage in passages], dtype=np.bool_),
            np.array([_table(passage) for passage in passages], dtype=np.int32),
            np.array(grades, dtype=np.int32),
            np.array([_shapes(passage.text) for passage in passages], dtype=np.bool_).reshape(
                len(passages), len(SHAPES)
            ),
            {noun: tuple(places) for noun, places in counted.items()},
        )

    @classmethod
    def joined(cls, parts: Sequence[Traits]) -> Traits:
        """The traits of all passages of the parts, one part after the other."""
        counted: defaultdict[str, list[int]] = defaultdict(list)
        start = 0
        for part in parts:
            for noun, places in part.counted.items():
                counted[noun] += [start + place for place in places]
            start += len(part.kinds)
        return cls(
            np.concatenate([np.zeros(0, dtype=np.int32), *(part.kinds for part in parts)]),
            np.concatenate([np.zeros(0, dtype=np.bool_), *(part.rows for part in parts)]),
            np.concatenate([np.zeros(0, dtype=np.int32), *(part.tables for part in parts)]),
            np.concatenate([np.zeros(0, dtype=np.int32), *(part.grades for part in parts)]),
            np.concatenate([np.zeros((0, len(SHAPES)), dtype=np.bool_), *(part.shapes for part in parts)]),
            {noun: tuple(places) for noun, places in counted.items()},
        )


def grade_bits(folded: str) -> int:
    """The grades and classes that a folded text names, one bit each; 0 when it names none."""
    bits = 0
    for grade in grades_in(folded):
        bits |= _BITS.get(grade, 0)
    return bits


def _shapes(text: str) -> list[bool]:
    return [search(text) is not None for search in _SEARCHES]


def _counted(folded: str) -> set[str]:
    """What a text has a number of, by two characters, with and without a measure word before them."""
    nouns: set[str] = set()
    if _DIGIT.search(folded) is None:
        return nouns
    for found in _COUNTED.finditer(folded):
        measure, rest = found.groups()
        nouns.update((rest, (measure + rest)[:2]))
    return {noun for noun in nouns if len(noun) == 2}


def _kind(passage: Passage) -> int:
    clause = passage.clause
    if clause.local_id.startswith("annexes") or clause.kind in _FRAMES:
        return FRAME
    says_something = len(passage.text) > len(clause.title) + 8 or any(c.isdigit() for c in clause.title)
    return PLAIN if says_something else HEADING


def _table(passage: Passage) -> int:
    found = _TABLE.match(passage.clause.local_id)
    return int(found.group(1)) if found else 0
