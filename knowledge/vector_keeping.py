"""Keeps the vectors whole in the background, while search already answers."""

from __future__ import annotations

import atexit
import threading
import weakref
from collections.abc import Sequence

import structlog

from knowledge.errors import StaleIndexError
from knowledge.passages import Passage
from knowledge.vector_index import Stopped, VectorIndex

log = structlog.get_logger()

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
"""Seconds between attempts while the store cannot be had; each pause is twice the one before."""
_BEFORE_WARMING = 3.0
"""Seconds from the last change until stored vectors are read into memory."""


class VectorKeeper:
    """Checks an index, fills it, and does so again whenever it was lost or the texts changed."""

    def __init__(self, index: VectorIndex, *, pause: float = _FIRST_PAUSE) -> None:
        self._index = index
        self._pause = pause
        self._wanted: Sequence[Passage] = ()
        self._due = False
        self._thread: threading.Thread | None = None
        self._changing = threading.Lock()
        self._stop = threading.Event()
        self._checked = threading.Event()
        self._done = threading.Event()
        index.on_loss = self._look_again
        atexit.register(_close, weakref.ref(self))

    def keep(self, passages: Sequence[Passage]) -> None:
        """From now on these passages shall have their vectors; returns at once."""
        self._checked.clear()
        self._wanted = passages
        self._look_again()

    def checked(self, timeout: float) -> bool:
        """Wait until it is known whether the index is whole; False when that takes longer."""
        return self._checked.wait(timeout)

    def done(self, timeout: float) -> bool:
        """Wait until the index is whole; False when that takes longer."""
        return self._done.wait(timeout)

    def close(self) -> None:
        """End after the batch at hand; what is stored stays."""
        self._stop.set()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(10.0)

    def _look_again(self) -> None:
        with self._changing:
            self._due = True
            self._done.clear()
            if self._thread is None and not self._stop.is_set():
                self._thread = threading.Thread(target=self._run, name="vectors", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        pause, down = self._pause, False
        while not self._stop.is_set():
            with self._changing:
                if not self._due:
                    self._done.set()
            if not self._due:
                self._warm()
            with self._changing:
                if not self._due:
                    self._thread = None
                    return
                self._due = False
            try:
                self._settle(self._wanted, first=not down)
            except Stopped:
                break
            except Exception as exc:
                if not down:
                    log.warning("vectors_unavailable", why=str(exc))
                down = self._due = True
                self._checked.set()
                self._stop.wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            else:
                if down:
                    log.info("vectors_available_again")
                pause, down = self._pause, False
                self._checked.set()

    def _warm(self) -> None:
        """A command that ends at once is not kept from its work by reading what it does not need."""
        if self._stop.wait(_BEFORE_WARMING):
            return
        try:
            self._index.warm(lambda: not self._due and not self._stop.is_set())
        except Exception as exc:
            log.warning("vectors_not_in_memory", why=str(exc))

    def _settle(self, passages: Sequence[Passage], *, first: bool) -> None:
        try:
            self._index.open(passages)
        except StaleIndexError as exc:
            if first:
                log.info("index_rebuilt", why=str(exc))
                self._index.lean_on_elder(passages)
            self._checked.set()
            self._index.build(passages, stop=self._stop)


def _close(keeper: weakref.ref[VectorKeeper]) -> None:
    if (still := keeper()) is not None:
        still.close()
