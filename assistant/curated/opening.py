"""Opens the approved answers when they are needed, and lets questions be answered without them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import structlog
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from assistant.curated.answers import CuratedAnswer
from assistant.curated.desk import Curated
from knowledge.query import Query

log = structlog.get_logger()


class CuratedLookup:
    """Finds approved answers in a database that is opened at the first question it may hold an answer to."""

    def __init__(self, url: str, opened: Callable[[], Curated]) -> None:
        self._file = _file_of(url)
        self._open = opened
        self._told = False
        self._lock = threading.Lock()

    def find(self, query: Query, as_of: date) -> CuratedAnswer | None:
        """The approved answer to a question; None when there is none or the database cannot be had, which is logged."""
        if self._file is not None and not self._file.is_file():
            return None
        try:
            return self._open().find(query, as_of)
        except (SQLAlchemyError, OSError) as exc:
            with self._lock:
                if not self._told:
                    log.warning("curated_answers_unavailable", why=type(exc).__name__)
                self._told = True
            return None


def _file_of(url: str) -> Path | None:
    """The file of an SQLite database; None for others."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))
