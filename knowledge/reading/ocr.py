"""Recognises the lines of a picture, with the models that come with the library."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR

LONGEST_SIDE = 2000
"""Pixels of the longer side of a page; more is scaled down by the library."""
_MOST_THREADS = 4
_UPRIGHT = 0.75
_TURNS = (cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE)
Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Found:
    """A line, the corners of its box in pixels (from the top left, clockwise) and how sure it is, from 0 to 1."""

    text: str
    corners: NDArray[np.float64]
    score: float


class Recogniser:
    """Holds the models while the pages of one file are read."""

    def __init__(self) -> None:
        threads = min(_MOST_THREADS, os.cpu_count() or 1)
        self._engine = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.max_side_len": LONGEST_SIDE,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            }
        )

    def page(self, image: Image) -> tuple[Image, list[Found]]:
        """The lines of a page, and the page turned upright where it lies on its side or its head."""
        best = image, self.block(image)
        if _looks_upright(best[1]):
            return best
        for turn in _TURNS:
            turned = np.asarray(cv2.rotate(image, turn), dtype=np.uint8)
            found = self.block(turned)
            if _weight(found) > _weight(best[1]):
                best = turned, found
        return best

    def line(self, image: Image) -> tuple[str, float]:
        """The one line that a cut-out shows, and how sure it is."""
        read = self._engine(image, use_det=False, use_cls=False, use_rec=True, text_score=0.0)
        if not read.txts:
            return "", 0.0
        return str(read.txts[0]).strip(), float(read.scores[0])

    def block(self, image: Image) -> list[Found]:
        """The lines of a picture that stands upright."""
        # Lines below the library's own bound would be dropped without a word.
        read: Any = self._engine(image, use_det=True, use_cls=False, use_rec=True, text_score=0.0)
        if read.boxes is None:
            return []
        return [
            Found(str(text).strip(), np.asarray(corners, dtype=np.float64), float(score))
            for corners, text, score in zip(read.boxes, read.txts, read.scores, strict=True)
            if str(text).strip()
        ]


def _weight(found: list[Found]) -> float:
    return sum(line.score**4 * len(line.text) for line in found)


def _looks_upright(found: list[Found]) -> bool:
    if not found:
        return True
    letters = sum(len(line.text) for line in found)
    sure = sum(line.score * len(line.text) for line in found) / letters
    tall = sum(
        len(line.text) for line in found if np.ptp(line.corners[:, 1]) > 1.5 * np.ptp(line.corners[:, 0])
    )
    return sure >= _UPRIGHT and 2 * tall <= letters
