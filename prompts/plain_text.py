"""Text that no format can take for anything but text."""

from __future__ import annotations

import dataclasses
import re
from typing import Any, TypeVar, cast

T = TypeVar("T")

# Line breaks and controls would break table cells and XML; bidirectional overrides reorder what is read.
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_UNWANTED = re.compile(r"[\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#&@$])")
_LIST_START = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+=])")


def one_line(text: str) -> str:
    """The text on one line, without characters that documents cannot carry.

    >>> one_line("甲\\n乙\\x00")
    '甲 乙'
    """
    return _UNWANTED.sub("", _BREAKS.sub(" ", text)).strip()


def cleaned(value: T) -> T:
    """The same dataclass, tuple or text with every text in it on one line."""
    return cast(T, _cleaned(value))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, tuple):
        return tuple(_cleaned(part) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: _cleaned(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return dataclasses.replace(value, **parts)
    return value


def markdown_text(value: object) -> object:
    """The value as Markdown that shows exactly its characters: no cell end, markup, link or HTML.

    >>> markdown_text("甲|<b> [x](http://a)")
    '甲\\\\|\\\\<b\\\\> \\\\[x\\\\](http\\\\://a)'
    """
    if not isinstance(value, str):
        return value
    text = _SPECIAL.sub(r"\\\1", one_line(value))
    text = text.replace("://", "\\://").replace("www.", "www\\.")
    return _LIST_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)
