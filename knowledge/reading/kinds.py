"""What kind of file it is, by its content."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Literal

from knowledge.reading.document import SHOWN, Kind
from knowledge.reading.errors import (
    EncryptedFileError,
    FileEmptyError,
    LegacyFileError,
    NeedsOcrError,
    UnsupportedFileError,
)
from knowledge.reading.limits import Deadline

_HEAD = 4096
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PICTURES = {b"\x89PNG": "PNG 图片", b"\xff\xd8\xff": "JPEG 图片", b"GIF8": "GIF 图片", b"II*\0": "TIFF 图片"}
_OTHERS = {
    b"{\\rtf": "RTF 文档",
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"\x1f\x8b": "gzip 压缩包",
    b"MZ": "Windows 程序",
    b"\x7fELF": "Linux 程序",
    b"BM": "BMP 图片",
}
_READ = "可以读的是 txt、md、html、docx、xlsx 和 pdf（带文字的或扫描的）"
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|div|p|meta|title)[\s>/]", re.IGNORECASE)
_ARCHIVE_MARKS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_SUFFIXES: dict[str, tuple[Kind, ...]] = {
    ".txt": ("txt", "md"),
    ".md": ("md", "txt"),
    ".markdown": ("md", "txt"),
    ".html": ("html",),
    ".htm": ("html",),
    ".docx": ("docx",),
    ".docm": ("docx",),
    ".xlsx": ("xlsx",),
    ".xlsm": ("xlsx",),
    ".pdf": ("pdf",),
}


def kind_of(path: Path, deadline: Deadline) -> Literal["text", "html", "docx", "xlsx", "pdf"]:
    """The kind that the first bytes tell; ``text`` for txt and md.

    Raises:
        FileEmptyError: there are no bytes.
        LegacyFileError: a doc or xls of the binary form.
        EncryptedFileError: an Office file with a password.
        NeedsOcrError: a picture.
        UnsupportedFileError: any other content.
    """
    name = deadline.name
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip():
        raise FileEmptyError(name, "是空的，没有任何内容；要有文字才能读")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_OLE):
        _refuse_binary_office(path, name)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _office_kind(path, deadline)
    for mark, shown in _PICTURES.items():
        if head.startswith(mark):
            raise NeedsOcrError(name, f"是单张{shown}；{_READ}")
    for mark, shown in _OTHERS.items():
        if head.startswith(mark) and (mark not in (b"MZ", b"BM") or b"\0" in head):
            raise UnsupportedFileError(name, f"是{shown}；{_READ}")
    if head.startswith(b"MIME-Version:"):
        raise UnsupportedFileError(name, f"是单文件网页（mht）；{_READ}")
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnsupportedFileError(name, f"是二进制内容，认不出是哪一种文件；{_READ}")
    bare = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return "html" if bare.startswith(b"<") and _HTML.search(bare) else "text"


def _refuse_binary_office(path: Path, name: str) -> None:
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise EncryptedFileError(name, "是加了密码的 Office 文件；只读没有密码的文件")
    for stream, shown in (
        ("WordDocument", "旧版 Word 文档（doc）"),
        ("Workbook", "旧版 Excel 工作簿（xls）"),
    ):
        if stream.encode("utf-16-le") in data:
            raise LegacyFileError(name, f"是{shown}；只读 docx 和 xlsx")
    raise LegacyFileError(name, "是旧版 Office 的二进制文件；只读 docx 和 xlsx")


def _office_kind(path: Path, deadline: Deadline) -> Literal["docx", "xlsx"]:
    from knowledge.reading.archives import open_archive

    with open_archive(path, deadline) as archive:
        names = set(archive.namelist())
    for mark, kind in _ARCHIVE_MARKS.items():
        if mark in names:
            return "docx" if kind == "docx" else "xlsx"
    shown = (
        "PowerPoint 演示文稿" if "ppt/presentation.xml" in names else "压缩包，里面没有 Word 或 Excel 的正文"
    )
    raise UnsupportedFileError(deadline.name, f"是{shown}；{_READ}")


def has_macros(path: Path) -> bool:
    """True for a docx or xlsx that carries programs."""
    with zipfile.ZipFile(path) as archive:
        return any(name.lower().endswith("vbaproject.bin") for name in archive.namelist())


def mislabelled(name: str, kind: Kind) -> str | None:
    """The warning for a name that promises another kind; None when it fits or promises nothing."""
    suffix = Path(name).suffix.lower()
    if not suffix or kind in _SUFFIXES.get(suffix, ()):
        return None
    return f"文件名以 {suffix} 结尾，内容却是{SHOWN[kind]}；按内容读取"
