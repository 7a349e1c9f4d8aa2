"""The helpdesk of an assistant; nothing is opened before it is needed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

from assistant.answering import Answerer
from assistant.citing import Citer
from assistant.curated.desk import Curated
from assistant.helpdesk.desk import Helpdesk
from assistant.helpdesk.parts import Parts
from assistant.helpdesk.settings import InboxSettings
from assistant.store.conversations import Conversations
from knowledge.corpus import Corpus


class Opened(Protocol):
    """An assistant as far as its helpdesk needs it."""

    @property
    def store(self) -> Conversations:
        """The talks."""

    @property
    def curated(self) -> Curated:
        """The approved answers."""

    @property
    def answerer(self) -> Answerer:
        """Answers questions."""

    @property
    def corpus(self) -> Corpus:
        """The texts."""

    @property
    def citer(self) -> Citer:
        """Makes citations."""


def open_helpdesk(assistant: Opened, today: Callable[[], date]) -> Helpdesk:
    """The helpdesk beside an assistant, in the same database."""
    return Helpdesk(
        Parts(
            sessions=lambda: assistant.store.sessions,
            curated=lambda: assistant.curated,
            answerer=lambda: assistant.answerer,
            corpus=lambda: assistant.corpus,
            citer=lambda: assistant.citer,
            today=today,
            on=InboxSettings().inbox == "on",
        )
    )
