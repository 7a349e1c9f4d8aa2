"""Opens the zip that a docx or xlsx is, after looking for what would exhaust the reader."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO
from xml.parsers import expat

from knowledge.reading.errors import CorruptFileError, EncryptedFileError, UnsafeFileError
from knowledge.reading.limits import Deadline

_CHUNK = 1 << 16
_SMALL_PART = 1 << 20
_ENCRYPTED = 0x1


def open_archive(path: Path, deadline: Deadline) -> zipfile.ZipFile:
    """The archive, whose parts are within the limits by the sizes that it declares; the caller closes it.

    Raises:
        CorruptFileError: it is no zip or breaks off.
        EncryptedFileError: a part needs a password.
        UnsafeFileError: too many parts, too large unpacked or packed too densely.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as exc:
        raise CorruptFileError(deadline.name, "是 docx 或 xlsx 的压缩包，但已损坏或不完整，无法打开") from exc
    try:
        _check_parts(archive, deadline)
    except BaseException:
        archive.close()
        raise
    return archive


def _check_parts(archive: zipfile.ZipFile, deadline: Deadline) -> None:
    name, limits = deadline.name, deadline.limits
    parts = archive.infolist()
    if len(parts) > limits.parts:
        raise UnsafeFileError(name, f"里有 {len(parts)} 个部件；最多读 {limits.parts} 个")
    if len({part.filename for part in parts}) < len(parts):
        raise UnsafeFileError(name, "里有同名的部件，无法确定以哪个为准；正常的文件没有同名部件")
    if (total := sum(part.file_size for part in parts)) > limits.unpacked:
        told = f"解压后有 {total / 2**20:.0f} MB；最多读 {limits.unpacked / 2**20:g} MB（疑似压缩炸弹）"
        raise UnsafeFileError(name, told)
    for part in parts:
        if part.flag_bits & _ENCRYPTED:
            raise EncryptedFileError(name, "里的部件加了密码，无法读取；只读没有密码的文件")
        ratio = part.file_size // max(part.compress_size, 1)
        if part.file_size > _SMALL_PART and ratio > limits.ratio:
            told = f"的部件 {part.filename} 压缩了 {ratio} 倍；最多 {limits.ratio} 倍（疑似压缩炸弹）"
            raise UnsafeFileError(name, told)


def open_part(archive: zipfile.ZipFile, part: str, deadline: Deadline) -> IO[bytes] | None:
    """The XML of a part, already seen to be well formed and within the limits; None when there is no such part.

    Raises:
        CorruptFileError: the part is damaged.
        UnsafeFileError: it declares entities or nests too deep.
        ReadingTimeError: the time is over.
    """
    try:
        info = archive.getinfo(part)
    except KeyError:
        return None
    try:
        with archive.open(info) as stream:
            _check_xml(stream, part, deadline)
        return archive.open(info)
    except (zipfile.BadZipFile, expat.ExpatError, EOFError, NotImplementedError, OSError, ValueError) as exc:
        raise CorruptFileError(deadline.name, f"的部件 {part} 已损坏，无法读取") from exc
    except Exception as exc:
        if type(exc).__module__ == "zlib":
            raise CorruptFileError(deadline.name, f"的部件 {part} 已损坏，无法解压") from exc
        raise


def _check_xml(stream: IO[bytes], part: str, deadline: Deadline) -> None:
    depth, deepest = 0, deadline.limits.nesting

    def begin(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > deepest:
            raise UnsafeFileError(deadline.name, f"的部件 {part} 嵌套超过 {deepest} 层；最多读这么深")

    def end(*_: object) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_: object) -> None:
        raise UnsafeFileError(deadline.name, f"的部件 {part} 声明了 XML 实体；Office 文件里不该有，不予读取")

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    while chunk := stream.read(_CHUNK):
        deadline.check()
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
