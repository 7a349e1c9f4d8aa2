"""Ingesting as the page, the interface and the command line use it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import InputError
from assistant.ingesting.confirming import DESCRIPTION, confirm, located, remove
from assistant.ingesting.installed_texts import read_installed
from assistant.ingesting.intake import DEFAULT_LIMITS, Taken, take_in
from assistant.ingesting.metadata import STATUSES
from assistant.ingesting.record import Intake, read_record
from assistant.ingesting.shelf import Shelf, State
from assistant.library import document_whole
from assistant.settings import Settings
from knowledge.corpus import Corpus
from knowledge.reading.document import SHOWN
from knowledge.reading.limits import Limits, Told

STATES = {"draft": "草稿，待核对", "active": "在文件库中"}


class Documents:
    """Takes files in, shows drafts, confirms and removes; nothing is held between calls."""

    def __init__(
        self,
        settings: Settings,
        corpus: Callable[[], Corpus],
        *,
        today: Callable[[], date] = date.today,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        self._shelf = Shelf(settings.documents_dir)
        self._corpus = corpus
        self._today = today
        self.limits = limits

    def take(self, path: Path, name: str | None = None, progress: Told | None = None) -> dict[str, Any]:
        """A file read into a draft, or what it turned out to be.

        Raises:
            ReadingError: it cannot be read; nothing was kept.
        """
        taken = take_in(path, self._shelf, self._corpus(), name=name, limits=self.limits, progress=progress)
        return {
            "outcome": "drafted" if taken.new else "known",
            "told": taken.told,
            "document": self._of(taken),
        }

    def listed(self) -> list[dict[str, Any]]:
        """All ingested texts in short, drafts first."""
        return [self._short(state, folder) for state, folder in reversed(self._shelf.all())]

    def one(self, document_id: str) -> dict[str, Any]:
        """A draft or an ingested text with its guesses, structure and description.

        Raises:
            DocumentNotFoundError: no such text.
            InputError: what was kept of it is damaged.
        """
        state, folder = located(document_id, self._shelf)
        record = read_record(folder)
        return self._short(state, folder) | {
            "guesses": {name: guess.model_dump() for name, guess in record.guesses.items()},
            "replaced": [entry.model_dump() for entry in record.replaced],
            "structure": record.structure.model_dump(),
            "metadata": _metadata(state, folder),
            "statuses": STATUSES,
        }

    def whole(self, document_id: str) -> dict[str, Any]:
        """The words and clauses of a draft or an ingested text, as the library shows a text.

        Raises:
            DocumentNotFoundError, InputError: as with `one`.
        """
        state, folder = located(document_id, self._shelf)
        if state == "active":
            return document_whole(self._corpus(), document_id, self._today())
        record = read_record(folder)
        source = (folder / "source.txt").read_text(encoding="utf-8")
        from knowledge.parser import parse

        parsed = parse(document_id, source)
        return {
            "id": document_id,
            "title": _title(record),
            "source": source,
            "furniture": [list(span) for span in parsed.furniture],
            "clauses": [
                {"id": clause.id, "local_id": clause.local_id, "number": clause.number, "title": clause.title,
                 "path": list(clause.path), "kind": clause.kind, "start": clause.start, "end": clause.end,
                 "cells": [list(cell) for cell in clause.cells]}
                for clause in parsed.clauses
            ],
        }  # fmt: skip

    def confirm(self, document_id: str, body: object) -> dict[str, Any]:
        """The text, now part of the corpus.

        Raises:
            DocumentNotFoundError, InputError: no such text, or the description is not right.
        """
        from_text = confirm(document_id, body, self._shelf, self._corpus(), self._today())
        # Whoever holds the corpus takes the text over now, and not when somebody asks.
        self._corpus()
        return self.one(document_id) | {"from_text": list(from_text)}

    def remove(self, document_id: str) -> dict[str, Any]:
        """What was removed.

        Raises:
            DocumentNotFoundError, InputError: no such text, or it came with the program.
        """
        state = remove(document_id, self._shelf, self._corpus())
        self._corpus()
        return {"id": document_id, "removed": state, "told": "已移除" if state == "active" else "草稿已移除"}

    def _of(self, taken: Taken) -> dict[str, Any]:
        if self._shelf.folder(taken.document_id) is not None:
            return self.one(taken.document_id)
        document = self._corpus().document(taken.document_id)
        return {
            "id": document.id,
            "state": "active",
            "title": document.title,
            "url": f"/library/{document.id}",
        }

    def _short(self, state: State, folder: Path) -> dict[str, Any]:
        short: dict[str, Any] = {
            "id": folder.name,
            "state": state,
            "state_label": STATES[state],
            "url": f"/library/{folder.name}" if state == "active" else f"/documents/{folder.name}",
            "fault": None,
        }
        try:
            record = read_record(folder)
        except InputError as exc:
            return short | {"title": folder.name, "state_label": "已损坏", "fault": exc.detail}
        found = read_installed(folder) if state == "active" else None
        if isinstance(found, list):
            short |= {"state_label": "已损坏，没有用于检索", "fault": "；".join(found)}
        described = None if found is None or isinstance(found, list) else found.document
        place = record.guesses.get("place")
        return short | {
            "title": described.title if described else _title(record),
            "place": described.place.name if described else place.value if place else None,
            "status": described.status if described else None,
            "status_label": STATUSES[described.status] if described else None,
            "file": record.file.model_dump() | {"kind_label": _kind(record)},
            "received_at": record.received_at,
            "confirmed_on": record.confirmed_on if state == "active" else None,
            "clauses": record.structure.clauses,
            "tables": record.structure.tables,
            "warnings": record.warnings,
        }


def _title(record: Intake) -> str:
    guess = record.guesses.get("title")
    return guess.value if guess else record.file.name


def _kind(record: Intake) -> str:
    return next((label for kind, label in SHOWN.items() if kind == record.file.kind), record.file.kind)


def _metadata(state: State, folder: Path) -> dict[str, Any] | None:
    if state == "draft":
        return None
    try:
        read: dict[str, Any] = yaml.safe_load((folder / DESCRIPTION).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None
    return {name: _without_dates(value) for name, value in read.items()}


def _without_dates(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_dates(entry) for entry in value]
    if isinstance(value, dict):
        return {name: _without_dates(entry) for name, entry in value.items()}
    return value.isoformat() if isinstance(value, date) else value
