"""What stands before the first number: title, letterhead, covering notice, signature, preamble."""

from __future__ import annotations

import re

from knowledge.lines import Line, next_words

_DATE = re.compile(r"(?:\d{4}|二[〇○零\d]\S{2})\s*年\s*\S{1,3}\s*月\s*\S{1,3}\s*日(?:\s*印发)?")
_NUMBER = re.compile(r"\S{2,12}\s*[〔\[（(【]\s*(?:19|20)\d{2}\s*[〕\]）)】]\s*\d+\s*号")
_LONGEST_TITLE = 60
LABELS = {
    "title": "标题",
    "letterhead": "文头",
    "notice": "印发通知",
    "preamble": "引言",
    "signature": "落款",
}
"""What each piece is called where a numbered clause shows its number."""


def is_signature(lines: list[Line], index: int) -> bool:
    """True where an issuer's name is followed by a date, or at a date that stands alone."""
    words = lines[index].words
    if _DATE.fullmatch(words):
        return True
    if len(words) > 30 or lines[index].ends_sentence or "\t" in lines[index].raw:
        return False
    after = next_words(lines, index + 1)
    return after is not None and bool(_DATE.fullmatch(lines[after].words))


def front_kind(lines: list[Line], index: int, previous: str, sentence_open: bool) -> str:
    """The kind of a line before the first number, given the kind of the line before it."""
    words = lines[index].words
    if previous == "signature" and _DATE.fullmatch(words):
        return previous
    if is_signature(lines, index):
        return "signature"
    if previous == "preamble":
        return previous
    if _NUMBER.fullmatch(words) or (words.endswith("文件") and len(words) <= _LONGEST_TITLE):
        return "letterhead"
    if words.endswith(("通知", "：")) or words.startswith("现将") or "印发给你们" in words:
        return "notice"
    if previous == "notice" and (sentence_open or words.startswith("附件") or words[:1].isdecimal()):
        return previous
    prose = lines[index].ends_sentence or len(words) > _LONGEST_TITLE
    return "preamble" if prose else "title"
