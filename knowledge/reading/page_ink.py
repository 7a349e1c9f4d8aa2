"""Which characters of a PDF page leave anything on the paper, found by drawing the page."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

_SCALE = 1.5
_LONGEST_SIDE = 2000
"""Pixels; larger pages are drawn smaller."""
_FAINT = 8
"""Of 255; what differs less from what lies around it is not seen."""
_FARTHEST = 1_000_000
"""Pixels; characters may be said to stand anywhere."""
_SAME_SIZE = 2.0
"""Points by which the two libraries may take the page for larger or smaller."""
_UNDRAWN = frozenset((3, 7))
"""Ways of drawing text that draw nothing."""


class Ink:
    """Draws the pages of one file."""

    def __init__(self, path: str) -> None:
        try:
            self._book = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            self._book = None

    def unseen(self, page: Any, place: int) -> list[dict[str, Any]]:
        """The characters of a page, as the page holds them, of which nothing can be seen where they stand.

        Transparent, clipped, covered and undrawn ones are among them, and all outside the part of the page that is
        shown. Where the page cannot be judged there are none.

        Args:
            page: as ``pdfplumber`` reads it.
            place: from 0.
        """
        chars = [char for char in page.chars if not char["text"].isspace()]
        if self._book is None or not chars:
            return []
        try:
            drawn = self._book[place]
        except (pypdfium2.PdfiumError, IndexError):
            return []
        try:
            return _unseen(drawn, chars, [float(edge) for edge in page.cropbox])
        except pypdfium2.PdfiumError:
            # What cannot be drawn is judged by what the page says of its characters, as without this.
            return []
        finally:
            drawn.close()


def _unseen(
    drawn: pypdfium2.PdfPage, chars: Sequence[dict[str, Any]], shown: Sequence[float]
) -> list[dict[str, Any]]:
    left, top, right, bottom = shown
    width, height = drawn.get_size()
    if max(abs(width - (right - left)), abs(height - (bottom - top))) > _SAME_SIZE:
        return []
    scale = min(_SCALE, _LONGEST_SIDE / max(width, height, 1.0))
    boxes = _boxes(chars, left, top, scale)
    grey = _edges(drawn.render(scale=scale, grayscale=True).to_numpy())
    suspects = [at for at, seen in enumerate(_seen(grey, boxes)) if not seen]
    if not suspects:
        return []
    # Two colours may be the same grey; few pages need to be drawn twice.
    picture = drawn.render(scale=scale).to_numpy()
    blank = [chars[at] for at in suspects if _is_plain(picture, boxes[at])]
    gone = {id(char) for char in blank}
    excused = _undrawable(drawn) - {_name(char) for char in chars if id(char) not in gone} if blank else set()
    return [char for char in blank if _name(char) not in excused]


def _edges(picture: NDArray[np.uint8]) -> NDArray[np.int32]:
    """How many pixels left of and above each place differ from their neighbours; one row and column more than pixels."""
    grey = picture if picture.ndim == 2 else picture[:, :, 0]
    edge = np.zeros(grey.shape, dtype=bool)
    edge[:, 1:] |= np.maximum(grey[:, 1:], grey[:, :-1]) - np.minimum(grey[:, 1:], grey[:, :-1]) >= _FAINT
    edge[1:] |= np.maximum(grey[1:], grey[:-1]) - np.minimum(grey[1:], grey[:-1]) >= _FAINT
    counted = np.zeros((grey.shape[0] + 1, grey.shape[1] + 1), dtype=np.int32)
    np.cumsum(np.cumsum(edge, axis=1, dtype=np.int32), axis=0, out=counted[1:, 1:])
    return counted


def _boxes(chars: Sequence[dict[str, Any]], left: float, top: float, scale: float) -> NDArray[np.int64]:
    """Left, top, right and bottom of each character in pixels.

    A pixel more to the right and below: the box of a character is what its font says, not quite where its ink is.
    """
    corners = np.array([[char["x0"], char["top"], char["x1"], char["bottom"]] for char in chars], dtype=float)
    pixels = (corners - [left, top, left, top]) * scale
    pixels = np.column_stack(
        [np.minimum(pixels[:, :2], pixels[:, 2:]), np.maximum(pixels[:, :2], pixels[:, 2:])]
    )
    whole = np.clip(np.nan_to_num(np.floor(pixels)), -_FARTHEST, _FARTHEST)
    boxes: NDArray[np.int64] = whole.astype(np.int64)
    boxes[:, 2:] += 2
    return boxes


def _is_plain(picture: NDArray[np.uint8], box: NDArray[np.int64]) -> bool:
    """Whether a part of a picture is of one colour."""
    x0, y0, x1, y1 = (max(0, int(edge)) for edge in box)
    part = picture[y0:y1, x0:x1, :3]
    return not part.size or int(np.ptp(part.reshape(-1, 3), axis=0).max()) < _FAINT


def _seen(edges: NDArray[np.int32], boxes: NDArray[np.int64]) -> list[bool]:
    """Whether anything differs within each box; what lies beside the picture shows nothing."""
    height, width = edges.shape[0] - 1, edges.shape[1] - 1
    x0, x1 = np.clip(boxes[:, 0], 0, width), np.clip(boxes[:, 2], 0, width)
    y0, y1 = np.clip(boxes[:, 1], 0, height), np.clip(boxes[:, 3], 0, height)
    found = edges[y1, x1] - edges[y0, x1] - edges[y1, x0] + edges[y0, x0]
    return [bool(number > 0) for number in found]


def _undrawable(page: pypdfium2.PdfPage) -> set[str]:
    """The fonts that lie outside the file and are asked to draw something; a machine without them draws nothing."""
    objects: Sequence[Any] = list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]))
    return {
        str(font.get_base_name()).rpartition("+")[2]
        for entry in objects
        if pdfium.FPDFTextObj_GetTextRenderMode(entry) not in _UNDRAWN
        and _opacity(entry) >= _FAINT
        and not (font := entry.get_font()).is_embedded
    }


def _opacity(entry: Any) -> int:
    """How opaque the filling of an object is, from 0 to 255; 255 where it is not said."""
    parts = [ctypes.c_uint() for _ in range(4)]
    return int(parts[3].value) if pdfium.FPDFPageObj_GetFillColor(entry, *map(ctypes.byref, parts)) else 255


def _name(char: dict[str, Any]) -> str:
    return str(char["fontname"]).rpartition("+")[2]
