"""Questions are written down behind the answer's back: nobody waits for the database, and no fault of it is his."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date

import structlog
from sqlalchemy.exc import SQLAlchemyError

from assistant.helpdesk.cases import Received
from assistant.helpdesk.grouping import gist
from assistant.store.helpdesk_inbox import Asked, HelpdeskInbox
from knowledge.errors import KnowledgeError
from knowledge.retriever import Hit

log = structlog.get_logger()

MOST_WAITING = 1000
"""Questions that wait to be written; further ones are dropped, which is logged."""
PATIENCE = 30.0
"""Seconds that a reader waits for what was asked before he came."""


@dataclass(frozen=True, slots=True)
class Note:
    """A question to write down: for the inbox where it was refused, and for the figures always."""

    received: Received
    refused: bool
    day: date
    near: tuple[Hit, ...] = ()
    """What was found nearest to it where it was refused."""


class Recorder:
    """Writes notes one after the other in a thread of its own, which the program waits for when it ends."""

    def __init__(
        self,
        inbox: Callable[[], HelpdeskInbox],
        near: Callable[[Received, Sequence[Hit]], tuple[dict[str, str], ...]],
    ) -> None:
        self._inbox = inbox
        self._near = near
        self._waiting: deque[Note] = deque()
        self._writer: ThreadPoolExecutor | None = None
        self._opening = threading.Lock()

    def note(self, note: Note) -> None:
        """Take a note; returns at once and never raises."""
        if len(self._waiting) >= MOST_WAITING:
            log.warning("helpdesk_note_dropped", waiting=MOST_WAITING)
            return
        self._waiting.append(note)
        self._submit()

    def settle(self) -> None:
        """Wait until everything noted so far is written."""
        if self._writer is not None:
            self._submit().result(PATIENCE)

    def _submit(self) -> Future[None]:
        with self._opening:
            if self._writer is None:
                self._writer = ThreadPoolExecutor(1, thread_name_prefix="helpdesk")
            return self._writer.submit(self._write_all)

    def _write_all(self) -> None:
        notes: list[Note] = []
        while self._waiting:
            notes.append(self._waiting.popleft())
        if not notes:
            return
        try:
            self._write(notes)
        except (SQLAlchemyError, OSError) as exc:
            log.warning("helpdesk_notes_lost", many=len(notes), why=type(exc).__name__)
        except Exception as exc:
            # A fault here must reach a log; nobody ever looks at the future it would end in.
            log.error("helpdesk_notes_lost", many=len(notes), why=repr(exc)[:200])

    def _write(self, notes: Sequence[Note]) -> None:
        inbox = self._inbox()
        for note in notes:
            if note.refused:
                inbox.receive([self._with_near(note)])
        inbox.note_asked([_asked(note) for note in notes])

    def _with_near(self, note: Note) -> Received:
        try:
            return replace(note.received, near=self._near(note.received, note.near))
        except KnowledgeError:
            return note.received


def _asked(note: Note) -> Asked:
    received = note.received
    return Asked(
        day=note.day, text=received.text, place=received.place, industry=received.industry, role=received.role,
        channel=received.channel, talk_id=received.talk_id, reason=received.reason if note.refused else None,
        gist=gist(received.text, received.place, received.industry),
    )  # fmt: skip
