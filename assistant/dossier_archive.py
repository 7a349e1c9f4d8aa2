"""The zip around a dossier: written the same on every machine, read without trust."""

from __future__ import annotations

import hashlib
import struct
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from assistant.dossier_evidence import EvidenceFile
from assistant.dossier_manifest import DossierError

EVIDENCE = "evidence/"
MANIFEST = "manifest.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20
_MOST_MEMBERS = 10_000
_LARGEST_TEXT = 64 << 20
"""Bytes of a member that is read whole; a result of hundreds of items stays far below."""
# What the zip module raises on files that were made to break it.
_BROKEN = (
    zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, struct.error, LookupError, OverflowError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Content:
    """What an archive holds: small members whole, evidence as (digest, size) by its name."""

    texts: Mapping[str, bytes]
    evidence: Mapping[str, tuple[str, int]]


def write_archive(target: IO[bytes], texts: Mapping[str, bytes], evidence: tuple[EvidenceFile, ...]) -> None:
    """The archive: names sorted, one fixed time, nothing compressed, since compressors differ between machines.

    Raises:
        DossierError: a file of evidence changed while it was read.
    """
    files = {EVIDENCE + file.name: file for file in evidence}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted({*texts, *files}):
            if name in texts:
                archive.writestr(_info(name), texts[name])
            else:
                _write_file(archive, _info(name), files[name])


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.create_system = 3
    info.external_attr = 0o100644 << 16
    return info


def _write_file(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: EvidenceFile) -> None:
    info.file_size = file.size
    digest = hashlib.sha256()
    with file.path.open("rb") as source, archive.open(info, "w") as sink:
        while part := source.read(_CHUNK):
            digest.update(part)
            sink.write(part)
    if digest.hexdigest() != file.sha256:
        raise DossierError(f"证明材料“{file.name}”在读取时被改动；请重新生成评估档案")


def read_archive(path: Path) -> Content:
    """What the archive holds; nothing is unpacked to disk.

    Raises:
        DossierError: no such file, no zip, or a zip that a dossier cannot be.
    """
    if not path.is_file():
        raise DossierError(f"没有文件 {path}；请检查路径")
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check(members, path.stat().st_size)
            texts = {m.filename: archive.read(m) for m in members if not m.filename.startswith(EVIDENCE)}
            evidence = {
                m.filename.removeprefix(EVIDENCE): _hashed(archive, m)
                for m in members
                if m.filename.startswith(EVIDENCE)
            }
    except _BROKEN as exc:
        raise DossierError(f"{path.name} 不是完好的 zip 文件，打不开；可能没有传完或被改动") from exc
    return Content(texts, evidence)


def _check(members: list[zipfile.ZipInfo], size: int) -> None:
    if len(members) > _MOST_MEMBERS:
        raise DossierError(f"评估档案里有 {len(members)} 个成员，最多 {_MOST_MEMBERS} 个")
    seen: set[str] = set()
    for member in members:
        name = member.filename
        parts = name.split("/")
        if (
            "\\" in name or ":" in parts[0] or any(part in ("", ".", "..") for part in parts)
            or any(ord(char) < 32 for char in name) or member.orig_filename != name
        ):  # fmt: skip
            raise DossierError(f"评估档案里有不允许的路径“{name[:80]!r}”；成员名应为简单的相对路径")
        folded = unicodedata.normalize("NFC", name)
        if folded in seen:
            raise DossierError(f"评估档案里“{name[:80]}”出现了两次")
        seen.add(folded)
        if member.compress_type != zipfile.ZIP_STORED or member.file_size != member.compress_size:
            raise DossierError(f"评估档案里的“{name[:80]}”被重新压缩过；评估档案按原样存放，请使用原文件")
        if member.flag_bits & 0x1 or (member.external_attr >> 16) & 0o170000 not in (0, 0o100000):
            raise DossierError(f"评估档案里的“{name[:80]}”是加密的或不是普通文件")
        if not name.startswith(EVIDENCE) and member.file_size > _LARGEST_TEXT:
            raise DossierError(f"评估档案里的“{name[:80]}”有 {member.file_size} 字节，超过 {_LARGEST_TEXT}")
    if sum(member.file_size for member in members) > size:
        raise DossierError("评估档案声称的内容比文件本身还大，不能是真的")


def _hashed(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[str, int]:
    digest = hashlib.sha256()
    with archive.open(member) as source:
        while part := source.read(_CHUNK):
            digest.update(part)
    return digest.hexdigest(), member.file_size
