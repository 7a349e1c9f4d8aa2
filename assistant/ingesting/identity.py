"""Whether two files hold the same text, whatever container it comes in."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_NOT_WORDS = re.compile(r"^\s*(?:[-•]\s+|-{3,}\s*$)|[\s#*|_>\u200b]+", re.MULTILINE)


def words_digest(text: str) -> str:
    """A digest over the words alone: blanks, breaks, table rules and markdown marks aside.

    >>> words_digest("# 第一条\\n保存 五年") == words_digest("第一条 保存五年")
    True
    >>> words_digest("达到B级") == words_digest("达到B-级")
    False
    """
    words = _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def document_id(text: str) -> str:
    """The id of an ingested text: the same for the same words."""
    return f"text-{words_digest(text)[:12]}"
