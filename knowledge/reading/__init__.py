"""Files of several kinds as lines that the parser of clauses takes."""

from __future__ import annotations

from knowledge.reading.document import Doubt, ReadDocument
from knowledge.reading.errors import ReadingError
from knowledge.reading.files import read_file
from knowledge.reading.limits import Limits, Progress

__all__ = ["Doubt", "Limits", "Progress", "ReadDocument", "ReadingError", "read_file"]
