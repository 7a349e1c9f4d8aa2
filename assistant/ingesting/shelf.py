"""The folder of ingested texts: what is half written is elsewhere, and every step is one rename.

::

    documents/
        incoming/       being written; nothing in it counts
        drafts/<id>/    read, waiting for a person
        active/<id>/    confirmed: part of the corpus

The folder ``active`` itself is touched by every step that changes the corpus, so that one look at its time tells a
running program whether there is something new.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

State = Literal["draft", "active"]

_ABANDONED = 3600.0
"""Seconds after which what lies in incoming belongs to nobody; reading a file takes minutes at most."""
ID = re.compile(r"text-[0-9a-f]{12}")


class Shelf:
    """Where the ingested texts of one installation lie."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.incoming = root / "incoming"
        self.drafts = root / "drafts"
        self.active = root / "active"

    def folder(self, document_id: str) -> tuple[State, Path] | None:
        """Where a text lies; None when there is none of this id."""
        if ID.fullmatch(document_id):
            for state, base in self._bases():
                if (base / document_id).is_dir():
                    return state, base / document_id
        return None

    def all(self) -> list[tuple[State, Path]]:
        """The folders of all texts, confirmed ones first, each by id."""
        return [
            (state, path)
            for state, base in reversed(self._bases())
            for path in sorted(base.glob("text-*"))
            if path.is_dir()
        ]

    def holding(self, file_sha256: str) -> str | None:
        """The id of the text that came from this very file."""
        for _, base in self._bases():
            for path in base.glob(f"text-*/{file_sha256}.*"):
                return path.parent.name
        return None

    @contextmanager
    def staged(self) -> Iterator[Path]:
        """A folder to write into, gone afterwards with whatever was not moved away."""
        self.incoming.mkdir(parents=True, exist_ok=True)
        self._sweep()
        folder = Path(tempfile.mkdtemp(dir=self.incoming))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def keep_draft(self, staged: Path, document_id: str) -> bool:
        """Move a written folder among the drafts; False when another process was first."""
        self.drafts.mkdir(parents=True, exist_ok=True)
        return _moved(staged, self.drafts / document_id)

    def activate(self, document_id: str) -> bool:
        """Make a draft part of the corpus; False when it was done meanwhile."""
        self.active.mkdir(parents=True, exist_ok=True)
        return _moved(self.drafts / document_id, self.active / document_id)

    def put_active(self, document_id: str, name: str, content: str) -> None:
        """Replace one file of a confirmed text at once."""
        waiting = self.active / f".{document_id}.{name}"
        write_whole(waiting, content.encode())
        waiting.replace(self.active / document_id / name)

    def take_away(self, folder: Path) -> None:
        """Remove a text: out of sight at once, then from the disk."""
        with self.staged() as away:
            folder.rename(away / folder.name)

    def _bases(self) -> tuple[tuple[State, Path], ...]:
        return (("draft", self.drafts), ("active", self.active))

    def _sweep(self) -> None:
        """Throw away what processes that were killed have left."""
        until = time.time() - _ABANDONED
        for left in self.incoming.iterdir():
            with suppress(OSError):
                if left.stat().st_mtime < until:
                    shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is on the disk before anything refers to it."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _moved(source: Path, target: Path) -> bool:
    try:
        source.rename(target)
    except OSError:
        # A folder that is not empty cannot be replaced: somebody else has put it there.
        if target.is_dir():
            return False
        raise
    return True
