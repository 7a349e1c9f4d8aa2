"""What the program notes about itself; imported only by commands that run parts which note something."""

from __future__ import annotations

import logging
import sys

import structlog


def keep_log(level: int = logging.WARNING) -> None:
    """Notes go to stderr, so that they do not mix with results; below the level they are dropped.

    Who runs one command wants its result; a server keeps its log.
    """
    structlog.configure(
        # Asked for anew for each note: the stream of the first one may have been closed since.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )
