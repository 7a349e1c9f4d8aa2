"""From a file to a draft: read in a process of its own, cut into clauses, guessed at, kept whole or not at all."""

from __future__ import annotations

import hashlib
import re
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import InputError
from assistant.ingesting.identity import document_id, words_digest
from assistant.ingesting.record import GuessedField, Intake, ReplacedText, SourceFile, write_record
from assistant.ingesting.shelf import Shelf, write_whole
from assistant.ingesting.structure import structure_of
from knowledge.corpus import Corpus
from knowledge.metadata_guesses import Guess, Guesses, guess_metadata
from knowledge.parser import parse
from knowledge.reading.confined import read_confined
from knowledge.reading.document import ReadDocument
from knowledge.reading.limits import Limits, Told

_LONGEST_NAME = 120
_CHUNK = 2**20
_AT_ONCE = threading.BoundedSemaphore(2)
"""Readings at the same time; each may take as much memory as its limits allow."""
DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file."""

    document_id: str
    new: bool
    told: str
    """In Chinese: drafted, or why nothing was added."""


def take_in(
    path: Path,
    shelf: Shelf,
    corpus: Corpus,
    *,
    name: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Told | None = None,
) -> Taken:
    """Make a draft of a file; a file or text that is known already adds nothing.

    Args:
        path: where the file lies.
        shelf: where drafts are kept.
        corpus: the texts there are.
        name: what the file is called where its path does not say so; shown, never used as a path.
        limits: what is allowed of it.
        progress: called behind each page of a PDF.

    Raises:
        ReadingError: it cannot be read; nothing was kept.
    """
    shown = shown_name(name or path.name)
    if path.is_file() and (known := shelf.holding(_sha256(path, limits.size))):
        return Taken(known, False, f"这个文件已经导入过（{_state(shelf, known)}），没有重复添加")
    with _AT_ONCE:
        read = read_confined(path, limits=limits, name=shown, progress=progress)
    return _kept(path, shown, read, shelf, corpus)


def _kept(path: Path, name: str, read: ReadDocument, shelf: Shelf, corpus: Corpus) -> Taken:
    text_id, source = document_id(read.text), read.text.encode()
    if twin := _shipped(read.text, corpus):
        return Taken(twin, False, "文件库里已经有这份文本，没有重复添加")
    if shelf.folder(text_id):
        return Taken(
            text_id, False, f"另一个文件里的同一份文本已经导入过（{_state(shelf, text_id)}），没有重复添加"
        )
    parsed = parse(text_id, read.text)
    guesses = guess_metadata(read.text, parsed, read.title_guess)
    if "title" not in guesses.fields and (stem := _stem(name)):
        guesses.fields["title"] = Guess(stem, "", 0, "文件名")
    record = Intake(
        id=text_id,
        file=SourceFile(
            name=name, sha256=read.sha256, size=path.stat().st_size, kind=read.kind, pages=read.pages
        ),
        text_sha256=hashlib.sha256(source).hexdigest(),
        received_at=datetime.now(UTC).isoformat(timespec="seconds"),
        warnings=list(read.warnings),
        guesses={name: GuessedField(**asdict(guess)) for name, guess in guesses.fields.items()},
        replaced=list(_replaced(guesses, corpus)),
        structure=structure_of(read.text, parsed),
    )
    with shelf.staged() as staged:
        folder = staged / text_id
        folder.mkdir()
        write_whole(folder / "source.txt", source)
        write_whole(folder / f"{read.sha256}.{read.kind}", _same(path, name, read.sha256))
        write_record(folder, record)
        if not shelf.keep_draft(folder, text_id):
            return Taken(text_id, False, "同一份文本刚刚由另一个程序导入，没有重复添加")
    return Taken(text_id, True, "已读成草稿，等人核对")


def _stem(name: str) -> str:
    """What a file's name says without its ending; empty when that is no title."""
    stem = re.sub(r"\.\w{1,5}$", "", name).strip()
    return stem if re.search(r"[\u4e00-\u9fff]{4}", stem) else ""


def shown_name(name: str) -> str:
    """A file's name as data: its last part, without control characters, not too long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip()
    if len(kept) > _LONGEST_NAME:
        kept = f"{kept[: _LONGEST_NAME - 20]}…{kept[-19:]}"
    return kept or "未命名文件"


def _same(path: Path, name: str, sha256: str) -> bytes:
    """The bytes of the file that was read.

    Raises:
        InputError: it has been changed meanwhile.
    """
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise InputError(f"文件“{name}”在读取时被改动了，没有保存；请等它写完后再导入")
    return content


def _sha256(path: Path, most: int) -> str:
    """The digest of a file; empty for one larger than any that is read."""
    if path.stat().st_size > most:
        return ""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _shipped(text: str, corpus: Corpus) -> str | None:
    wanted = words_digest(text)
    for document in corpus.documents:
        if words_digest(corpus.source(document.id)) == wanted:
            return document.id
    return None


def _state(shelf: Shelf, text_id: str) -> str:
    found = shelf.folder(text_id)
    return "在文件库中" if found and found[0] == "active" else "草稿，待核对"


def _replaced(guesses: Guesses, corpus: Corpus) -> Iterable[ReplacedText]:
    seen: set[str] = set()
    for entry in guesses.replaced:
        found = _named(entry.name, corpus)
        if found is None or found not in seen:
            seen.add(found or "")
            yield ReplacedText(name=entry.name, quote=entry.quote, line=entry.line, document_id=found)


def _named(name: str, corpus: Corpus) -> str | None:
    """The text of ours that a title or a 文号 names."""
    wanted = _bare(name)
    for document in corpus.documents:
        if wanted in (_bare(document.title), _bare(document.number or "")):
            return document.id
        inner = re.search(r"《([^《》]+)》", name)
        if inner and _bare(inner.group(1)) == _bare(document.title):
            return document.id
    return None


def _bare(name: str) -> str:
    return re.sub(r"[\s〔〕\[\]（）()【】《》]", "", unicodedata.normalize("NFKC", name))
