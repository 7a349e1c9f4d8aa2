"""Run as a program: writes what the pages of a PDF show, a JSON line for each page.

A PDF can be built to fill any memory and take any time, so it is opened here, in a process of its own with a bound
on memory, which ``knowledge.reading.pdf`` ends when the time is over.
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from knowledge.reading.page_entries import laid_out, line_entry
from knowledge.reading.page_geometry import Word, edges_of, place_of, plain
from knowledge.reading.page_ink import Ink

_REASONS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((PDFPasswordIncorrect, PDFEncryptionError), "encrypted"),
    ((MemoryError,), "memory"),
    ((RecursionError,), "nesting"),
)
_LEAST_COLUMNS = 2
_LEAST_SIZE = 2.0
"""Points; nobody can read smaller characters."""
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
                ink = Ink(path)
                for place, page in enumerate(book.pages):
                    _write(_page(page, ink.unseen(page, place)))
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


def _page(page: Any, blank: list[dict[str, Any]]) -> dict[str, Any]:
    page, hidden = _seen(page, blank)
    tables = [table for table in page.find_tables() if _is_table(table)]
    found = page.extract_words(
        keep_blank_chars=True, use_text_flow=False, x_tolerance=3, extra_attrs=["size"]
    )
    words = [
        Word(word["text"], word["x0"], word["x1"], word["top"], word["bottom"], word["size"])
        for word in found
    ]
    boxes = [table.bbox for table in tables]
    outside = [word for word in words if not any(word.inside(box) for box in boxes)]
    flows, turns, guessed = laid_out(outside, boxes, float(page.width))
    return {
        "width": float(page.width),
        "height": float(page.height),
        "images": len(page.images),
        "hidden": hidden,
        "covered": _covered(page),
        "lines": [line_entry(flow) for flow in flows],
        "tables": [
            *({**_table(table), "turn": turn} for table, turn in zip(tables, turns, strict=False)),
            *guessed,
        ],
    }


def _seen(page: Any, blank: list[dict[str, Any]]) -> tuple[Any, int]:
    """The page without characters that nobody can see, those of ``blank`` among them, and how many those are."""
    left_out = {id(char) for char in blank}
    coloured = [
        (shape["x0"], shape["top"], shape["x1"], shape["bottom"])
        for shape in (*page.rects, *page.curves, *page.images)
        if "fill" not in shape or (shape["fill"] and not _is_white(shape.get("non_stroking_color")))
    ]

    def unseen(char: dict[str, Any]) -> bool:
        if id(char) in left_out:
            return True
        across, down = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        if not (0 <= across <= page.width and 0 <= down <= page.height) or char["size"] < _LEAST_SIZE:
            return True
        return _is_white(char.get("non_stroking_color")) and not any(
            left <= across <= right and top <= down <= bottom for left, top, right, bottom in coloured
        )

    gone = sum(not char["text"].isspace() and unseen(char) for char in page.chars)
    if not gone:
        return page, 0
    return page.filter(lambda shape: shape["object_type"] != "char" or not unseen(shape)), gone


def _is_white(color: Any) -> bool:
    """True for white in grey, red-green-blue or the four inks of print; a pattern is no colour."""
    parts = color if isinstance(color, (tuple, list)) else (color,)
    if not parts or not all(isinstance(part, (int, float)) for part in parts):
        return False
    return all(part <= 0.02 for part in parts) if len(parts) == 4 else all(part >= 0.98 for part in parts)


def _covered(page: Any) -> float:
    """The share of the page that its largest picture covers, from 0 to 1."""
    area = float(page.width) * float(page.height)
    shares = [
        max(0.0, min(image["x1"], page.width) - max(image["x0"], 0))
        * max(0.0, min(image["bottom"], page.height) - max(image["top"], 0))
        / area
        for image in page.images
    ]
    return float(max(shares, default=0.0)) if area else 0.0


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
    across = edges_of(x for box in table.cells for x in (box[0], box[2]))
    down = edges_of(y for box in table.cells for y in (box[1], box[3]))
    cells = []
    for box in sorted(table.cells, key=lambda box: (box[1], box[0])):
        left, top, right, bottom = (
            place_of(across, box[0]),
            place_of(down, box[1]),
            place_of(across, box[2]),
            place_of(down, box[3]),
        )
        # Narrow columns are set so wide that the gaps between characters look like blanks.
        lines = [_TORN_WORD.sub("", plain(line)) for line in (texts.get(box) or "").split("\n")]
        cells.append([top, left, max(1, bottom - top), max(1, right - left), lines])
    return {
        "box": [float(edge) for edge in table.bbox],
        "columns": across,
        "rows": len(down) - 1,
        "cells": cells,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
