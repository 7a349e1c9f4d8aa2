"""PDF pages turned into pictures as a scanner makes them: tilted, grey, speckled, without any text."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pypdf
import pypdfium2
from PIL import Image, ImageFilter


def scanned(page: pypdfium2.PdfPage, dpi: int, tilt: float, noise: float, seed: int) -> Image.Image:
    """One page as a scanner sees it: ``tilt`` in degrees, ``noise`` as the spread of 256 greys."""
    picture = page.render(scale=dpi / 72).to_pil().convert("L")
    picture = picture.rotate(tilt, expand=False, fillcolor=250, resample=Image.Resampling.BICUBIC)
    picture = picture.filter(ImageFilter.GaussianBlur(0.5))
    grey = np.asarray(picture, dtype=np.float32) * 0.92 + 8
    grey += np.random.default_rng(seed).normal(0, noise, grey.shape)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def write_scan(
    path: Path,
    source: Path,
    *,
    only: Iterable[int] | None = None,
    dpi: int = 150,
    tilt: float = 0.6,
    noise: float = 8.0,
) -> Path:
    """The PDF again with pages as pictures; with ``only``, places from 0, the other pages keep their text."""
    book, writer = pypdfium2.PdfDocument(str(source)), pypdf.PdfWriter()
    texts = pypdf.PdfReader(str(source))
    places = set(range(len(book)) if only is None else only)
    for place in range(len(book)):
        if place not in places:
            writer.add_page(texts.pages[place])
            continue
        data = io.BytesIO()
        picture = scanned(book[place], dpi, tilt if place % 2 else -tilt, noise, place)
        picture.save(data, "PDF", resolution=dpi, quality=80)
        data.seek(0)
        writer.add_page(pypdf.PdfReader(data).pages[0])
    writer.write(str(path))
    book.close()
    return path
