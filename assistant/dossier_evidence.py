"""Evidence beside a dossier: the files of a folder, and which facts name them."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import InputError

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file of evidence; `name` is its path inside the folder with / between parts, in one Unicode form."""

    name: str
    path: Path
    sha256: str
    size: int


def read_evidence(folder: Path) -> tuple[EvidenceFile, ...]:
    """The files of a folder and its subfolders by name; hidden files are left out.

    Raises:
        InputError: no such folder, a link, an unreadable file, or two names that are one on other machines.
    """
    if not folder.is_dir():
        raise InputError(f"没有文件夹 {folder}；--evidence 应为放证明材料的文件夹")
    found: dict[str, EvidenceFile] = {}
    try:
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if any(part.startswith(".") for part in inside.parts):
                continue
            if path.is_symlink():
                raise InputError(
                    f"{folder} 中的“{inside.as_posix()}”是链接；请放真实的文件，链接换台机器就失效"
                )
            if not path.is_file():
                continue
            name = unicodedata.normalize("NFC", inside.as_posix())
            if name in found or "\\" in name:
                raise InputError(f"{folder} 中的文件名“{name}”在别的系统上会混淆；请改名")
            found[name] = EvidenceFile(name, path, file_sha256(path), path.stat().st_size)
    except OSError as exc:
        raise InputError(f"读不了证明材料 {exc.filename}：{exc.strerror}") from exc
    except UnicodeEncodeError as exc:
        raise InputError(f"{folder} 中有文件名不是 UTF-8；请改名") from exc
    return tuple(found[name] for name in sorted(found))


def file_sha256(path: Path) -> str:
    """The digest of a file's content, read in parts."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while part := stream.read(_CHUNK):
            digest.update(part)
    return digest.hexdigest()


def named_evidence(facts: object) -> dict[str, list[str]]:
    """Evidence id → the items whose facts name it, in the order of the facts."""
    named: dict[str, list[str]] = {}
    for item, statement in _statements(facts):
        evidence = statement.get("evidence")
        for one in evidence if isinstance(evidence, list) else []:
            items = named.setdefault(unicodedata.normalize("NFC", str(one)), [])
            if item not in items:
                items.append(item)
    return named


def _statements(facts: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for item, entry in _entries(facts):
        for statement in entry if isinstance(entry, list) else [entry]:
            if isinstance(statement, Mapping):
                yield item, statement


def _entries(facts: object) -> Iterator[tuple[str, object]]:
    if not isinstance(facts, Mapping):
        return
    units, events = facts.get("units"), facts.get("events")
    if not isinstance(units, list) and not isinstance(events, Mapping):
        yield from ((str(item), entry) for item, entry in facts.items())
        return
    for index, unit in enumerate(units if isinstance(units, list) else []):
        for part in unit.values() if isinstance(unit, Mapping) else ():
            if isinstance(part, Mapping):
                yield from ((f"{index}.{name}", entry) for name, entry in part.items())
    if isinstance(events, Mapping):
        yield from ((f"events.{name}", entry) for name, entry in events.items())


def match(named: Mapping[str, list[str]], names: tuple[str, ...]) -> dict[str, list[str]]:
    """File name → the evidence ids that mean it: its path, its bare name, or its name without ending.

    >>> match({"e1": ["1.01"], "b.pdf": ["1.02"]}, ("e1.jpg", "x/b.pdf"))
    {'e1.jpg': ['e1'], 'x/b.pdf': ['b.pdf']}
    """
    found: dict[str, list[str]] = {name: [] for name in names}
    for evidence in named:
        for key in (lambda name: name, _bare, _stem):
            hits = [name for name in names if key(name) == evidence]
            if hits:
                for name in hits:
                    found[name].append(evidence)
                break
    return found


def _bare(name: str) -> str:
    return name.rpartition("/")[2]


def _stem(name: str) -> str:
    bare = _bare(name)
    return bare.rpartition(".")[0] or bare
