"""A message cut into statements, each with the user's own words for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.talk.wording_cues import CONDITION

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_SEGMENT_CUT = re.compile(
    r"[，,。！？!?；;\n]|但是|不过|可是|而且|另外|还有就是|就是(?=没|不|还)|但(?=不|没|是|视频|取)|(?<=了)(?=[还也却]?没(?!有?[。？?]?$))"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said, in the user's words."""

    text: str
    sentence: str
    """The sentence it stands in."""
    conditional: bool
    """It follows an 如果 in the same sentence."""


def statements(message: str) -> tuple[Statement, ...]:
    """The statements of a message, in order.

    >>> [s.text for s in statements("质量体系有证，能源那个还没做。如果做了呢？")]
    ['质量体系有证', '能源那个还没做', '如果做了呢']
    """
    found: list[Statement] = []
    for match in _SENTENCE.finditer(message):
        sentence = match.group()
        conditional = False
        for part in _SEGMENT_CUT.split(sentence):
            text = part.strip(" 　\t")
            if not text:
                continue
            conditional = conditional or CONDITION.search(text) is not None
            found.append(Statement(text, sentence.strip(), conditional))
    return tuple(found)
