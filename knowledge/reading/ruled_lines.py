"""The ruled lines of a scanned page, and the tables that they draw."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from pdfplumber import table as ruled

from knowledge.reading.ocr import Image
from knowledge.reading.page_geometry import Box

_SHORTEST = 30.0
_LOWEST_ROW = 14.0
"""Points; no stroke of a character is as long across, and few are as long down."""
_THICKEST = 6.0
_TORN = 8.0
_DRAWN = 0.85
"""The share of a line that is ink; characters set under one another leave gaps."""
_NEAR = 4.0
_LEAST_COLUMNS = 2


def straightened(image: Image, angle: float) -> Image:
    """The page as grey, turned back by an angle in degrees."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) if image.ndim == 3 else image
    if abs(angle) < 0.02:
        return np.asarray(grey, dtype=np.uint8)
    turn = turning(image, angle)
    size = (grey.shape[1], grey.shape[0])
    return np.asarray(
        cv2.warpAffine(grey, turn, size, flags=cv2.INTER_LINEAR, borderValue=255), dtype=np.uint8
    )


def turning(image: Image, angle: float) -> NDArray[np.float64]:
    """The 2 × 3 matrix that turns places on the page back by an angle in degrees, about its centre."""
    height, width = image.shape[:2]
    return np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), dtype=np.float64)


def ink_of(grey: Image) -> Image:
    """255 where there is ink, by what surrounds each place; 0 elsewhere."""
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    return np.asarray(ink, dtype=np.uint8)


def tables_on(ink: Image, scale: float) -> list[list[Box]]:
    """The cells of each table that has two columns at least, in points; ``scale`` is pixels for a point."""
    edges = [*_edges(ink, scale, across=True), *_edges(ink, scale, across=False)]
    if not edges:
        return []
    merged = ruled.merge_edges(edges, _NEAR, _NEAR, 2 * _NEAR, 2 * _NEAR)
    crossings = ruled.edges_to_intersections(merged, _NEAR, _NEAR)
    cells = ruled.intersections_to_cells(crossings)
    tables = [
        [(float(left), float(top), float(right), float(bottom)) for left, top, right, bottom in table]
        for table in ruled.cells_to_tables(cells)
    ]
    return [table for table in tables if len({cell[0] for cell in table}) >= _LEAST_COLUMNS]


def _edges(ink: Image, scale: float, across: bool) -> list[dict[str, Any]]:
    longest = max(3, round((_SHORTEST if across else _LOWEST_ROW) * scale))
    gap, torn = max(1, round(scale)), round(_TORN * scale)
    # Specks of a scan break thin lines: they are closed along their own way before short strokes are dropped.
    closing = np.ones((1, torn) if across else (torn, 1), dtype=np.uint8)
    widening = np.ones((gap, 1) if across else (1, gap), dtype=np.uint8)
    keeping = np.ones((1, longest) if across else (longest, 1), dtype=np.uint8)
    thick = cv2.dilate(ink, widening)
    lines = cv2.morphologyEx(cv2.morphologyEx(thick, cv2.MORPH_CLOSE, closing), cv2.MORPH_OPEN, keeping)
    _, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    edges = []
    for left, top, width, height, _area in stats[1:].tolist():
        if (height if across else width) > _THICKEST * scale:
            continue
        drawn = thick[top : top + height, left : left + width].any(axis=0 if across else 1)
        if float(drawn.mean()) < _DRAWN:
            continue
        box = [value / scale for value in (left, top, left + width, top + height)]
        if across:
            level = (box[1] + box[3]) / 2
            edges.append(_edge("h", box[0], box[2], level, level))
        else:
            level = (box[0] + box[2]) / 2
            edges.append(_edge("v", level, level, box[1], box[3]))
    return edges


def _edge(orientation: str, left: float, right: float, top: float, bottom: float) -> dict[str, Any]:
    return {
        "orientation": orientation,
        "x0": left,
        "x1": right,
        "top": top,
        "bottom": bottom,
        "width": right - left,
        "height": bottom - top,
        "object_type": "line",
    }
