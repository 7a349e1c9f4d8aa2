"""All texts in memory: documents, clauses by id, and where a quotation stands."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path

from knowledge.clauses import Clause, ParsedText
from knowledge.document_files import read_folder
from knowledge.documents import Document
from knowledge.editions import Editions
from knowledge.errors import ClauseNotFoundError, CorpusError
from knowledge.normalise import FoldedText

PACKAGED = Path(__file__).parent / "corpus"
"""The texts that come with the program."""


@cache
def packaged() -> frozenset[str]:
    """Ids of the texts that come with the program."""
    return frozenset(path.name for path in PACKAGED.iterdir() if path.is_dir())


@dataclass(frozen=True)
class CorpusText:
    """One text with its description, read and checked."""

    document: Document
    source: str
    parsed: ParsedText
    files: bytes
    """Digest of the two files."""

    @cached_property
    def folded(self) -> FoldedText:
        """The words without white space."""
        return FoldedText.of(self.source)

    @cached_property
    def spans(self) -> tuple[Clause, ...]:
        """The clauses that own words, in order."""
        return tuple(clause for clause in self.parsed.clauses if clause.end > clause.start)

    @cached_property
    def starts(self) -> list[int]:
        """Where each of them begins."""
        return [clause.start for clause in self.spans]


def read_text(folder: Path) -> CorpusText | list[str]:
    """The text in a folder with document.yaml and source.txt; or the faults found."""
    found = read_folder(folder)
    if isinstance(found, list):
        return found
    document, source, parsed = found
    described = hashlib.sha256((folder / "document.yaml").read_bytes()).digest()
    return CorpusText(document, source, parsed, described + bytes.fromhex(document.sha256))


class Corpus:
    """The texts and their clauses; immutable once loaded."""

    def __init__(self, entries: tuple[CorpusText, ...]) -> None:
        self._entries = {entry.document.id: entry for entry in entries}
        self._clauses = {clause.id: clause for entry in entries for clause in entry.parsed.clauses}

    @classmethod
    def load(cls, folder: Path | None = None, only: Collection[str] | None = None) -> Corpus:
        """Read and check the texts of a folder.

        Args:
            folder: one folder a text; the packaged texts when not given.
            only: ids of the texts that are needed; all when not given.

        Raises:
            CorpusError: files are missing or are not what their descriptions say; lists all faults.
        """
        base = PACKAGED if folder is None else folder
        entries: list[CorpusText] = []
        faults: list[str] = []
        folders = sorted(path for path in base.iterdir() if path.is_dir()) if base.is_dir() else []
        if not folders:
            faults.append(
                f"{base.name}：没有找到任何文本文件夹；每个文本一个文件夹，内有 document.yaml 和 source.txt"
            )
        for path in folders:
            if only is not None and path.name not in only:
                continue
            found = read_text(path)
            if isinstance(found, list):
                faults += found
            else:
                entries.append(found)
        if faults:
            raise CorpusError(tuple(faults))
        return cls(tuple(entries))

    def joined(self, texts: Iterable[CorpusText]) -> Corpus:
        """These texts and others; a text of the same id takes the place of the one here."""
        return Corpus((*self._entries.values(), *texts))

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """All documents, by id."""
        return tuple(entry.document for entry in self._entries.values())

    @cached_property
    def sha256(self) -> str:
        """One digest over every text and its description; an index built from other texts is stale."""
        digest = hashlib.sha256()
        for document_id, entry in sorted(self._entries.items()):
            digest.update(document_id.encode() + entry.files)
        return digest.hexdigest()

    @cached_property
    def editions(self) -> Editions:
        """Which clauses hold on which day."""
        texts = [(entry.document, entry.parsed.clauses) for entry in self._entries.values()]
        return Editions(texts, self.text)

    def document(self, document_id: str) -> Document:
        """The document of this id."""
        return self._entry(document_id).document

    def source(self, document_id: str) -> str:
        """The whole text of a document, as it stands on disk."""
        return self._entry(document_id).source

    def clauses(self, document_id: str) -> tuple[Clause, ...]:
        """The clauses of a document, in the order of the text."""
        return self._entry(document_id).parsed.clauses

    def furniture(self, document_id: str) -> tuple[tuple[int, int], ...]:
        """Spans that belong to no clause."""
        return self._entry(document_id).parsed.furniture

    def clause(self, clause_id: str) -> Clause:
        """The clause of an id like ``sanmenxia-grading-2022:s3.3.3``."""
        try:
            return self._clauses[clause_id]
        except KeyError:
            nearest = tuple(get_close_matches(clause_id, self._clauses, n=3, cutoff=0.8))
            raise ClauseNotFoundError(clause_id, nearest) from None

    def children(self, clause: Clause) -> tuple[Clause, ...]:
        """The clauses nested directly in this one."""
        return tuple(other for other in self.clauses(clause.document_id) if other.parent == clause.local_id)

    def text(self, clause: Clause) -> str:
        """The clause's own words, verbatim."""
        return self._entry(clause.document_id).source[clause.start : clause.end]

    def locate(self, document_id: str, quote: str, within: Clause | None = None) -> tuple[int, int] | None:
        """Where a quotation stands in the raw source, white space aside; None when it is not there verbatim."""
        start, end = (within.start, within.end) if within else (0, None)
        return self._entry(document_id).folded.find(quote, start, end)

    def clause_at(self, document_id: str, offset: int) -> Clause | None:
        """The clause that owns the character at an offset; None between clauses."""
        entry = self._entry(document_id)
        at = bisect_right(entry.starts, offset) - 1
        if at < 0 or offset >= entry.spans[at].end:
            return None
        return entry.spans[at]

    def _entry(self, document_id: str) -> CorpusText:
        try:
            return self._entries[document_id]
        except KeyError:
            nearest = tuple(get_close_matches(document_id, self._entries, n=3, cutoff=0.5))
            raise ClauseNotFoundError(document_id, nearest) from None
