"""What leaves ink on a page is kept however the page lies; a machine without a font does not lose the words set in it."""

from __future__ import annotations

from pathlib import Path

import pdf_pages_made
import pdfplumber
import pypdf
import pytest
from pypdf.generic import NameObject, RectangleObject

from knowledge.reading import page_ink
from knowledge.reading.page_ink import Ink

LINES = ["申报须知", "第一条 每年六月底前提交材料。"]
pytestmark = pytest.mark.skipif(not pdf_pages_made.HAS_FONT, reason="no Chinese font to draw with")


def unseen(path: Path) -> str:
    with pdfplumber.open(path) as book:
        return "".join(char["text"] for char in Ink(str(path)).unseen(book.pages[0], 0))


def turned(path: Path, where: str, *, by: int = 0, crop: tuple[int, int, int, int] | None = None) -> Path:
    path.write_bytes(pdf_pages_made.pdf(LINES, "藏起来的话", where))
    writer = pypdf.PdfWriter(clone_from=str(path))
    if crop is not None:
        writer.pages[0][NameObject("/CropBox")] = RectangleObject(crop)
    writer.pages[0].rotate(by)
    writer.write(str(path))
    return path


@pytest.mark.parametrize("by", [0, 90, 180, 270])
def test_a_page_may_lie_on_its_side(by: int, tmp_path: Path) -> None:
    assert unseen(turned(tmp_path / "a.pdf", "body", by=by)) == ""
    assert unseen(turned(tmp_path / "b.pdf", "mode3", by=by)) == "藏起来的话"


@pytest.mark.parametrize("by", [0, 90])
def test_what_lies_outside_of_the_part_shown_is_not_seen(by: int, tmp_path: Path) -> None:
    below = pdf_pages_made.TOP - 2 * pdf_pages_made.LEADING
    assert unseen(turned(tmp_path / "a.pdf", "body", by=by, crop=(0, below, 595, 842))) == "藏起来的话"


def test_a_machine_without_the_font_keeps_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_ink, "_seen", lambda edges, boxes: [False] * len(boxes))
    monkeypatch.setattr(page_ink, "_is_plain", lambda picture, box: True)
    assert unseen(turned(tmp_path / "a.pdf", "body")) == ""
    assert unseen(turned(tmp_path / "b.pdf", "nothing else")) == ""


def test_a_page_that_cannot_be_drawn_is_not_judged(tmp_path: Path) -> None:
    path = turned(tmp_path / "a.pdf", "mode3")
    with pdfplumber.open(path) as book:
        (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
        assert Ink(str(tmp_path / "broken.pdf")).unseen(book.pages[0], 0) == []
        assert Ink(str(path)).unseen(book.pages[0], 5) == []
