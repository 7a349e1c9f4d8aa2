"""What the helpdesk works with; each part is opened by whoever needs it first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session, sessionmaker

from assistant.answering import Answerer
from assistant.citing import Citer
from assistant.curated.desk import Curated
from assistant.store.helpdesk import HelpdeskCases
from assistant.store.helpdesk_inbox import HelpdeskInbox
from knowledge.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one installation."""

    sessions: Callable[[], sessionmaker[Session]]
    curated: Callable[[], Curated]
    answerer: Callable[[], Answerer]
    corpus: Callable[[], Corpus]
    citer: Callable[[], Citer]
    today: Callable[[], date] = date.today
    on: bool = True
    """Whether questions are recorded."""

    @property
    def cases(self) -> HelpdeskCases:
        """The cases in the database."""
        return HelpdeskCases(self.sessions())

    @property
    def inbox(self) -> HelpdeskInbox:
        """Where questions arrive in the database."""
        return HelpdeskInbox(self.sessions())
