"""Run as a program: recognises scanned pages of a PDF and writes a JSON line for each.

Its entries are those of ``knowledge.reading.pdf_pages``, with ``scores`` beside them: how sure each line or cell is. It
is a program of its own for the same reason, and because the models are slow to load and large.
"""

from __future__ import annotations

import json
import statistics
import sys
from typing import Any

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

from knowledge.reading.ocr import LONGEST_SIDE, Found, Image, Recogniser
from knowledge.reading.page_entries import laid_out, line_entry
from knowledge.reading.page_geometry import Box, Word, as_line, edges_of, place_of, rows_of
from knowledge.reading.ruled_lines import ink_of, straightened, tables_on, turning

_DENSEST = 300 / 72
_LONG = 8.0
"""How many times as wide as high a line is whose slope tells that of the page."""
_PADDING = 3
_INKED = 0.01
_HIGHEST_LINE = 40.0
"""Points; what is higher is no single line."""
_SAME_SIZE = 1.3
_SHEET = 736
_MOST_LOOKS = 24
"""Cells of a page that are looked at once more with all care; the others are told as not read."""
_GUESS = 0.5
"""What is found on a second look must be surer than this: specks look like strokes."""


def main(path: str, pages: str, memory: int) -> int:
    """Write the lines; 0 when all pages were written or the reason why not was."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        cv2.setNumThreads(1)
        reader = Recogniser()
        book = pypdfium2.PdfDocument(path)
        for place in map(int, pages.split(",")):
            page = book[place]
            width, height = page.get_size()
            scale = min(_DENSEST, LONGEST_SIDE / max(width, height, 1.0))
            image = page.render(scale=scale).to_numpy()[:, :, :3]
            _write({"scanned": place, **entry_of(np.ascontiguousarray(image), scale, reader)})
            page.close()
    except MemoryError:
        _write({"error": "memory"})
    except Exception as exc:
        # Whatever a damaged file makes the libraries raise, it is the file that is damaged.
        _write({"error": "memory" if "bad_alloc" in str(exc) else "corrupt"})
    _write({"end": True})
    return 0


def _write(entry: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(entry, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def entry_of(image: Image, scale: float, reader: Recogniser) -> dict[str, Any]:
    """What a page shows: its size, lines and tables in points, and the score of each line and cell."""
    image, found = reader.page(image)
    angle = _slope(found)
    grey = straightened(image, angle)
    ink = ink_of(grey)
    words = _words(found, turning(image, angle), scale)
    tables = tables_on(_without(ink, [word for word, _ in words], scale), scale)
    cells = _Cells(tables, grey, ink, scale, reader)
    outside = [word for word in words if not cells.take(*word)]
    boxes = [_around(table) for table in tables]
    flows, turns, guessed = laid_out([word for word, _ in outside], boxes, image.shape[1] / scale)
    ruled = [{**cells.table(place), "turn": turn} for place, turn in enumerate(turns)]
    height, width = image.shape[:2]
    return {
        "width": width / scale,
        "height": height / scale,
        "images": 1,
        "lines": [line_entry(flow) for flow in flows],
        "tables": [*ruled, *guessed],
        "scores": [*([word.text, score] for word, score in outside), *cells.scores],
    }


def _slope(found: list[Found]) -> float:
    """How far the page is tilted, in degrees, by its long lines; 0 when it has none."""
    slopes = []
    for line in found:
        across, down = line.corners[1] - line.corners[0]
        if across > _LONG * abs(float(line.corners[3][1] - line.corners[0][1])):
            slopes.append(float(np.degrees(np.arctan2(down, across))))
    return statistics.median(slopes) if slopes else 0.0


def _without(ink: Image, words: list[Word], scale: float) -> Image:
    """The ink that is no character: boxes of lines reach a little beyond their words, on to the ruled lines."""
    rules = ink.copy()
    for word in words:
        inset = 0.15 * (word.bottom - word.top)
        left, right = round((word.left + inset) * scale), round((word.right - inset) * scale)
        top, bottom = round((word.top + inset) * scale), round((word.bottom - inset) * scale)
        rules[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = 0
    return rules


def _words(found: list[Found], turn: NDArray[np.float64], scale: float) -> list[tuple[Word, float]]:
    """The lines in points on the straightened page, as high as their characters are wide."""
    placed = []
    for line in found:
        corners = (line.corners @ turn[:, :2].T + turn[:, 2]) / scale
        left, right = float(corners[:, 0].min()), float(corners[:, 0].max())
        top, bottom = float(corners[[0, 1], 1].mean()), float(corners[[2, 3], 1].mean())
        placed.append((line, left, right, top, bottom, (right - left) / _widths(line.text)))
    usual = [size for line, *_, size in placed if len(line.text) >= 8]
    body = statistics.median(usual) if usual else 0.0
    words = []
    for line, left, right, top, bottom, size in placed:
        if len(line.text) < 8 or not body:
            size = min(body or bottom - top, bottom - top)
        if body and max(size, body) < _SAME_SIZE * min(size, body):
            size = body
        words.append((Word(line.text, left, right, top, bottom, size), line.score))
    return words


def _widths(text: str) -> float:
    return sum(0.55 if char.isascii() else 1.0 for char in text) or 1.0


def _around(table: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*table, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


class _Cells:
    """Sorts what was recognised into the cells that the ruled lines draw."""

    def __init__(
        self, tables: list[list[Box]], grey: Image, ink: Image, scale: float, reader: Recogniser
    ) -> None:
        self.tables = tables
        self.scores: list[list[Any]] = []
        self._grey, self._ink, self._scale, self._reader = grey, ink, scale, reader
        self._looks = 0
        self._held: dict[Box, list[Word]] = {cell: [] for table in tables for cell in table}

    def take(self, word: Word, score: float) -> bool:
        """Put a line in its cell; one that reaches over several is read again in each. False outside tables."""
        under = [cell for cell in self._held if _overlap(word, cell) > 0.6 * word.size]
        if not under:
            return False
        if len(under) == 1:
            self._put(under[0], word, score)
            return True
        for left, top, right, bottom in under:
            part = Word("", max(left, word.left), min(right, word.right), word.top, word.bottom, word.size)
            text, sure = self._read((part.left, max(top, word.top), part.right, min(bottom, word.bottom)))
            if text:
                held = Word(text, part.left, part.right, word.top, word.bottom, word.size)
                self._put((left, top, right, bottom), held, sure)
        return True

    def table(self, place: int) -> dict[str, Any]:
        """A table as ``pdf_pages`` writes it; cells with ink in which no line was found are read once more."""
        table = self.tables[place]
        across = edges_of(x for box in table for x in (box[0], box[2]))
        down = edges_of(y for box in table for y in (box[1], box[3]))
        cells = []
        for box in sorted(table, key=lambda box: (box[1], box[0])):
            if not self._held[box]:
                self._look_again(box)
            lines = [as_line(row).text for row in rows_of(self._held[box])]
            left, right = place_of(across, box[0]), place_of(across, box[2])
            top, bottom = place_of(down, box[1]), place_of(down, box[3])
            cells.append([top, left, max(1, bottom - top), max(1, right - left), lines])
        box = (across[0], down[0], across[-1], down[-1])
        return {"box": list(box), "columns": across, "rows": len(down) - 1, "cells": cells}

    def _put(self, cell: Box, word: Word, score: float) -> None:
        self._held[cell].append(word)
        self.scores.append([word.text, score])

    def _look_again(self, box: Box) -> None:
        inner = self._cut(self._ink, box)
        if not inner.size or float(inner.mean()) / 255 < _INKED / 2:
            return
        if box[3] - box[1] > _HIGHEST_LINE:
            self._look_closer(box)
            return
        columns = np.flatnonzero(inner.any(axis=0))
        left = box[0] + max(0, int(columns[0]) - 2 * _PADDING) / self._scale
        right = min(box[2], box[0] + (int(columns[-1]) + 4 * _PADDING) / self._scale)
        text, score = self._read((left, box[1], right, box[3]))
        if text and score > _GUESS:
            self._put(box, Word(text, left, right, box[1], box[3], (box[3] - box[1]) / 2), score)

    def _look_closer(self, box: Box) -> None:
        self._looks += 1
        if self._looks > _MOST_LOOKS:
            self.scores.append(["", 0.0])
            return
        cut = cv2.resize(self._cut(self._grey, box), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
        ratio = 2 * self._scale
        # On a cut-out that is tall and narrow the finder of lines would be given millions of places.
        sheet = np.full([max(_SHEET, side) for side in cut.shape], 255, dtype=np.uint8)
        sheet[: cut.shape[0], : cut.shape[1]] = cut
        shown = np.asarray(cv2.cvtColor(sheet, cv2.COLOR_GRAY2BGR), dtype=np.uint8)
        for line in self._reader.block(shown):
            left, top = line.corners.min(axis=0) / ratio
            right, bottom = line.corners.max(axis=0) / ratio
            if line.score > _GUESS:
                size = min(float(bottom - top), float(right - left) / _widths(line.text))
                across = float(box[0] + left), float(box[0] + right)
                self._put(
                    box,
                    Word(line.text, *across, float(box[1] + top), float(box[1] + bottom), size),
                    line.score,
                )

    def _read(self, box: Box) -> tuple[str, float]:
        cut = self._cut(self._grey, box)
        if min(cut.shape) < 4:
            return "", 0.0
        return self._reader.line(np.asarray(cv2.cvtColor(cut, cv2.COLOR_GRAY2BGR), dtype=np.uint8))

    def _cut(self, image: Image, box: Box) -> Image:
        left, top, right, bottom = (round(edge * self._scale) for edge in box)
        return image[max(0, top + _PADDING) : bottom - _PADDING, max(0, left + _PADDING) : right - _PADDING]


def _overlap(word: Word, cell: Box) -> float:
    """How far a line reaches into a cell across, in points; 0 where its middle is at another height."""
    if not cell[1] <= word.middle <= cell[3]:
        return 0.0
    return max(0.0, min(word.right, cell[2]) - max(word.left, cell[0]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
