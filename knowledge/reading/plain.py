"""Bytes of a text file as characters, and characters as lines."""

from __future__ import annotations

import codecs
import re

from knowledge.reading.document import Reading
from knowledge.reading.errors import CorruptFileError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}charset|\?xml[^>]{0,100}encoding)\s*=\s*["']?\s*([\w-]{2,20})""", re.I
)
_CHINESE_FAMILY = frozenset(("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–－]{1,2}\s*\d{1,4}\s*[-—–－]{1,2}|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?)\s*"
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"^#{1,6}\s+\S|^\s*\|?(?:\s*:?-{3,}:?\s*\|)+", re.MULTILINE)


def decoded(name: str, data: bytes) -> str:
    """The characters of a text file: by its byte order mark, what it declares, UTF-8 or GB18030.

    Raises:
        CorruptFileError: none of them fits.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            encodings = [encoding]
            data = data.removeprefix(codecs.BOM_UTF8)
            break
    else:
        declared = _DECLARED.search(data[:4096])
        told = declared[1].decode("ascii").lower() if declared else ""
        encodings = ["utf-8", "gb18030" if told in _CHINESE_FAMILY or not told else told, "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise CorruptFileError(
        name, "不是 UTF-8、UTF-16 或 GB18030 编码的文本，无法读出文字；文本文件只读这几种编码"
    )


def is_markdown(text: str) -> bool:
    """True for a text with headings by # or tables by pipes."""
    return bool(_HEADING.search(text))


def read_plain(text: str) -> Reading:
    """The lines as they are; characters that print nothing and numbers of pages are left out."""
    cleaned = _CONTROL.sub("", text)
    gone = len(text) - len(cleaned)
    lines = cleaned.split("\n")
    kept = [line for line in lines if not _PAGE_NUMBER.fullmatch(line)]
    warnings = [f"有 {gone} 个不可见的控制字符未读入"] if gone else []
    if pages := len(lines) - len(kept):
        warnings.append(f"有 {pages} 行像是页码，未读入")
    return Reading(kept, warnings=tuple(warnings))


def read_markdown(text: str) -> Reading:
    """The lines as they are, without comments; the parser knows headings, emphasis, bullets and pipes."""
    return read_plain(_COMMENT.sub("", text))
