"""The corpus as it is installed here: the texts of the program and those that a person has confirmed."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeVar

from assistant.ingesting.shelf import Shelf
from assistant.settings import Settings
from knowledge.corpus import Corpus, CorpusText, read_text

Made = TypeVar("Made")
_Stamp = tuple[int, int, int, int]
_SETTLED = 2_000_000_000
"""Nanoseconds after which another change of a folder surely gives it another time."""
_read: dict[Path, tuple[_Stamp, CorpusText | list[str]]] = {}
"""Texts read in this process, so that a new one does not make all others be read again."""


class InstalledTexts:
    """Loads the corpus and tells at little cost whether the one on disk is another."""

    def __init__(self, settings: Settings) -> None:
        self._shelf = Shelf(settings.documents_dir)
        self._renewing = threading.Lock()
        self._seen: int | None = None
        self._listed: tuple[tuple[str, _Stamp], ...] = ()
        self.faults: tuple[str, ...] = ()
        """What is wrong with confirmed texts that were left out."""

    def changed(self) -> bool:
        """Whether texts were confirmed, described anew or removed since the corpus was loaded, by any program."""
        at = _time_of(self._shelf.active)
        if at == self._seen:
            return False
        changed = _listing(self._shelf) != self._listed
        if not changed:
            self._seen = _settled(at)
        return changed

    def load(self) -> Corpus:
        """The corpus as it is now; a confirmed text that cannot be read is left out and logged."""
        at = _time_of(self._shelf.active)
        self._listed = _listing(self._shelf)
        self._seen = _settled(at)
        texts, faults = [], []
        for name, stamp in self._listed:
            found = _read_at(self._shelf.active / name, stamp)
            if isinstance(found, list):
                faults += found
            else:
                texts.append(found)
        if faults:
            _note("warning", "texts_left_out", faults=faults)
        self.faults = tuple(faults)
        return Corpus.load().joined(texts)

    def renewed(self, made: Callable[[Corpus], Made]) -> Made | None:
        """What is made of the corpus when it has changed; None when it has not, or another thread is at it.

        What goes wrong is logged: a text that cannot be taken over must not take the others with it.
        """
        if not self._renewing.acquire(blocking=False):
            return None
        try:
            return made(self.load()) if self.changed() else None
        except Exception as exc:
            _note("error", "texts_not_renewed", why=str(exc))
            return None
        finally:
            self._renewing.release()


def installed_corpus(settings: Settings | None = None, only: Collection[str] | None = None) -> Corpus:
    """The texts of the program and the confirmed ones.

    Args:
        settings: of the installation.
        only: ids of the texts that are needed; all when not given.

    Raises:
        CorpusError: a text of the program has faults.
    """
    chosen = settings or Settings()
    if only is None:
        return InstalledTexts(chosen).load()
    shelf = Shelf(chosen.documents_dir)
    found = [read_text(shelf.active / name) for name in only if (shelf.active / name).is_dir()]
    return Corpus.load(only=only).joined(text for text in found if isinstance(text, CorpusText))


def read_installed(folder: Path) -> CorpusText | list[str]:
    """A confirmed text, read once in a process as long as it stays the same; or the faults found."""
    return _read_at(folder, _stamp(folder))


def _read_at(folder: Path, stamp: _Stamp) -> CorpusText | list[str]:
    known = _read.get(folder)
    if known is None or known[0] != stamp:
        try:
            known = (stamp, read_text(folder))
        except OSError as exc:
            # Removed by another program between looking and reading.
            known = (stamp, [f"{folder.name}：读不了：{exc.strerror}"])
        _read[folder] = known
    return known[1]


def _listing(shelf: Shelf) -> tuple[tuple[str, _Stamp], ...]:
    return tuple((folder.name, _stamp(folder)) for folder in sorted(shelf.active.glob("text-*")))


def _stamp(folder: Path) -> _Stamp:
    try:
        described, source = (folder / "document.yaml").stat(), (folder / "source.txt").stat()
    except OSError:
        return (0, 0, 0, 0)
    return (described.st_mtime_ns, described.st_size, source.st_mtime_ns, source.st_size)


def _time_of(folder: Path) -> int:
    try:
        return os.stat(folder).st_mtime_ns  # noqa: PTH116
    except OSError:
        return 0


def _settled(at: int) -> int | None:
    """The time to compare with; None while a further change might leave the same one."""
    return at if time.time_ns() - at > _SETTLED else None


def _note(level: str, event: str, **about: object) -> None:
    # Commands that note nothing start faster without the log.
    import structlog

    getattr(structlog.get_logger(), level)(event, **about)
