"""Whether words support an answer, and whether an answer holds what it has to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_TABLE_RULES = re.compile(r"[\s|]|</?su[bp]>")
_MARKDOWN = re.compile(r"[\s*_`#]")


def _run(text: str) -> str:
    return _TABLE_RULES.sub("", unicodedata.normalize("NFKC", text))


def supports(document_id: str, quote: str, gold_document: str, gold_quote: str) -> bool:
    """Whether words of a text hold those that answer, or are held by them; blanks and table rules aside."""
    if document_id != gold_document:
        return False
    found, wanted = _run(quote), _run(gold_quote)
    return bool(found) and (wanted in found or found in wanted)


def holds(answer: str, must_contain: Iterable[Iterable[str]]) -> bool:
    """Whether an answer has one of each list of alternatives; blanks and Markdown marks aside."""
    plain = _plain(answer)
    return all(any(_plain(word) in plain for word in words) for words in must_contain)


def _plain(text: str) -> str:
    return _MARKDOWN.sub("", unicodedata.normalize("NFKC", text))
