"""Files of several kinds as lines that the parser of clauses takes."""

from __future__ import annotations

from knowledge.reading.document import ReadDocument
from knowledge.reading.errors import ReadingError
from knowledge.reading.files import read_file
from knowledge.reading.limits import Limits

__all__ = ["Limits", "ReadDocument", "ReadingError", "read_file"]
