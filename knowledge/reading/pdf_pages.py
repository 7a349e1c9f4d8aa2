"""Run as a program: writes what the pages of a PDF show, a JSON line for each page.

A PDF can be built to fill any memory and take any time, so it is opened here, in a process of its own with a bound
on memory, which ``knowledge.reading.pdf`` ends when the time is over.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from bisect import bisect_left
from itertools import pairwise
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

_NEAR = 2.5
_REASONS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((PDFPasswordIncorrect, PDFEncryptionError), "encrypted"),
    ((MemoryError,), "memory"),
    ((RecursionError,), "nesting"),
)
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3)
}
_LEAST_COLUMNS = 2
_TORN_WORD = re.compile(
    r"(?<=[\u2e80-\u9fff\u3000-\u303f\uff00-\uffef]) (?=[\u2e80-\u9fff\u3000-\u303f\uff00-\uffef])"
)


def main(path: str, most_pages: int, memory: int) -> int:
    """Write the lines; 0 when all pages were written or the reason why not was."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        with pdfplumber.open(path) as book:
            count = len(book.pages)
            _write({"pages": count})
            if count <= most_pages:
                for page in book.pages:
                    _write(_page(page))
                    page.close()
    except Exception as exc:
        # Whatever a damaged file makes the library raise, it is the file that is damaged.
        _write({"error": _reason(exc)})
    _write({"end": True})
    return 0


def _reason(error: BaseException) -> str:
    """What is wrong with the file, by the errors that this one came from or wraps."""
    seen: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        here = waiting.pop()
        if isinstance(here, BaseException) and here not in seen:
            seen.append(here)
            waiting += [here.__cause__, here.__context__, *here.args]
    for kinds, reason in _REASONS:
        if any(isinstance(here, kinds) for here in seen):
            return reason
    return "corrupt"


def _write(entry: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(entry, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def _page(page: Any) -> dict[str, Any]:
    tables = [table for table in page.find_tables() if _is_table(table)]
    words = page.extract_words(
        keep_blank_chars=True, use_text_flow=False, x_tolerance=3, extra_attrs=["size"]
    )
    boxes = [table.bbox for table in tables]
    outside = [word for word in words if not any(_inside(word, box) for box in boxes)]
    return {
        "width": float(page.width),
        "height": float(page.height),
        "images": len(page.images),
        "lines": _lines(outside),
        "tables": [_table(table) for table in tables],
    }


def _inside(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    middle = (word["top"] + word["bottom"]) / 2
    return bool(box[1] <= middle <= box[3] and box[0] <= (word["x0"] + word["x1"]) / 2 <= box[2])


def _lines(words: list[dict[str, Any]]) -> list[list[Any]]:
    """Text, left, right, top, bottom and size of each line, from the top down."""
    lines: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: ((word["top"] + word["bottom"]) / 2, word["x0"])):
        middle = (word["top"] + word["bottom"]) / 2
        if lines and abs(middle - (lines[-1][0]["top"] + lines[-1][0]["bottom"]) / 2) < word["size"] / 2:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_line(sorted(line, key=lambda word: float(word["x0"]))) for line in lines]


def _line(words: list[dict[str, Any]]) -> list[Any]:
    text = words[0]["text"]
    for before, word in pairwise(words):
        gap = word["x0"] - before["x1"]
        text += (" " if gap > 0.4 * word["size"] else "") + word["text"]
    size = max(word["size"] for word in words)
    top, bottom = min(word["top"] for word in words), max(word["bottom"] for word in words)
    return [_plain(text), words[0]["x0"], words[-1]["x1"], top, bottom, size]


def _plain(text: str) -> str:
    # Some PDFs name characters by the radicals that look like them.
    return " ".join(text.translate(_RADICALS).split())


def _is_table(table: Any) -> bool:
    # A header may stand alone at the foot of a page, so one row is enough.
    return len({cell[0] for cell in table.cells}) >= _LEAST_COLUMNS


def _table(table: Any) -> dict[str, Any]:
    """Its box and its cells: row, column, rows and columns covered, and the lines in it."""
    texts = {
        box: text
        for row, shown in zip(table.rows, table.extract(x_tolerance=3), strict=True)
        for box, text in zip(row.cells, shown, strict=True)
        if box is not None
    }
    across = _edges([x for box in table.cells for x in (box[0], box[2])])
    down = _edges([y for box in table.cells for y in (box[1], box[3])])
    cells = []
    for box in sorted(table.cells, key=lambda box: (box[1], box[0])):
        left, top, right, bottom = (
            _place(across, box[0]),
            _place(down, box[1]),
            _place(across, box[2]),
            _place(down, box[3]),
        )
        # Narrow columns are set so wide that the gaps between characters look like blanks.
        lines = [_TORN_WORD.sub("", _plain(line)) for line in (texts.get(box) or "").split("\n")]
        cells.append([top, left, max(1, bottom - top), max(1, right - left), lines])
    return {
        "box": [float(edge) for edge in table.bbox],
        "columns": across,
        "rows": len(down) - 1,
        "cells": cells,
    }


def _edges(values: list[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(float(value))
    return edges


def _place(edges: list[float], value: float) -> int:
    return bisect_left(edges, value - _NEAR)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
