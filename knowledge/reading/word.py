"""A docx as lines: paragraphs with the numbers of their lists, tables in place, footnotes at the end."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from knowledge.reading.archives import open_archive, open_part
from knowledge.reading.document import Reading
from knowledge.reading.errors import CorruptFileError, UnsupportedFileError
from knowledge.reading.grid import Cell, grid_lines
from knowledge.reading.limits import Deadline
from knowledge.reading.word_numbering import Numbering, W
from knowledge.reading.word_paragraphs import Paragraphs, is_shaded
from knowledge.reading.word_styles import Styles
from knowledge.tables import TABLE_BREAK

_WRAPPERS = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
)


def read_word(path: Path, deadline: Deadline) -> Reading:
    """The lines of a docx.

    Headers, footers, page numbers and a generated table of contents are left out; deletions that a reviewer
    marked are left out and insertions kept. Raises what ``open_archive`` and ``open_part`` raise.
    """
    with open_archive(path, deadline) as archive:
        reader = _Reader(archive, deadline)
        for block in reader.blocks():
            deadline.check()
            reader.add(block)
        reader.close()
    return Reading(reader.lines, warnings=tuple(reader.warnings))


class _Reader:
    def __init__(self, archive: zipfile.ZipFile, deadline: Deadline) -> None:
        self.archive = archive
        self.deadline = deadline
        self.lines: list[str] = []
        self.warnings: list[str] = []
        self.styles = Styles.of(self._root("word/styles.xml"))
        numbering = Numbering.of(self._root("word/numbering.xml"))
        self.paragraphs = Paragraphs(self.styles, numbering)
        self.after_table = False

    def _root(self, part: str) -> Element | None:
        stream = open_part(self.archive, part, self.deadline)
        if stream is None:
            return None
        with stream:
            return ElementTree.parse(stream).getroot()

    def blocks(self) -> Iterator[Element]:
        """Each child of the body, which is forgotten when the next is asked for."""
        stream = open_part(self.archive, "word/document.xml", self.deadline)
        if stream is None:
            raise CorruptFileError(self.deadline.name, "里没有正文（word/document.xml），不是完整的 docx")
        with stream:
            depth, body = 0, None
            for event, element in ElementTree.iterparse(stream, events=("start", "end")):
                if event == "start":
                    if depth == 0 and element.tag != f"{W}document":
                        told = "是 Word 文档，但不是通用的 docx 格式（严格 Open XML）；只读通用的 docx"
                        raise UnsupportedFileError(self.deadline.name, told)
                    depth += 1
                    body = element if depth == 2 else body
                    continue
                depth -= 1
                if depth == 2 and body is not None:
                    yield element
                    body.clear()

    def add(self, block: Element) -> None:
        """Read a paragraph, a table or what wraps them."""
        if block.tag == f"{W}p":
            lines = self.paragraphs.read(block)
            self.lines += lines
            self.after_table = self.after_table and not any(lines)
        elif block.tag == f"{W}tbl":
            self._table(block)
        elif block.tag in _WRAPPERS and not _is_contents(block):
            for child in block:
                self.add(child)

    def _table(self, table: Element) -> None:
        lines = grid_lines(self._cells(table), self.deadline)
        if not lines:
            return
        if self.after_table:
            self.lines.append(TABLE_BREAK)
        self.lines += ["", *lines, ""]
        self.after_table = True

    def _cells(self, table: Element) -> list[Cell]:
        cells: list[Cell] = []
        open_at: dict[int, int] = {}
        # A style may colour cells; what it sets is not looked up, so white words in it count as seen.
        styled = table.find(f"{W}tblPr/{W}tblStyle") is not None
        for row, entry in enumerate(_inside(table, "tr")):
            column = _span(entry.find(f"{W}trPr"), "gridBefore", 0)
            for cell in _inside(entry, "tc"):
                properties = cell.find(f"{W}tcPr")
                width = _span(properties, "gridSpan", 1)
                merge = properties.find(f"{W}vMerge") if properties is not None else None
                continues = merge is not None and merge.get(f"{W}val", "continue") == "continue"
                if continues and column in open_at:
                    at = open_at[column]
                    above = cells[at]
                    cells[at] = Cell(above.row, above.column, above.text, row - above.row + 1, above.columns)
                else:
                    self.paragraphs.shaded = styled or is_shaded(properties)
                    text = " ".join(self.paragraphs.cell(cell))
                    self.paragraphs.shaded = False
                    cells.append(Cell(row, column, text, 1, width))
                    open_at[column] = len(cells) - 1
                column += width
            self.deadline.check()
        return cells

    def close(self) -> None:
        """Put the notes at the end and tell what was left out."""
        read = self.paragraphs
        notes = 0
        for part, tag in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
            root = self._root(part) if read.notes else None
            texts = {} if root is None else {note.get(f"{W}id", ""): note for note in root.iter(f"{W}{tag}")}
            for kind, note_id in read.notes:
                if kind == tag and note_id in texts:
                    notes += 1
                    self.lines += ["", f"注{notes}：{' '.join(read.cell(texts[note_id]))}"]
        if notes:
            self.warnings.append(f"有 {notes} 条脚注或尾注，依次放在全文之后")
        self.warnings += read.warnings()


def _inside(parent: Element, name: str) -> Iterator[Element]:
    """Children of this name, also those that a content control or a marked insertion wraps."""
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, name)


def _span(properties: Element | None, name: str, default: int) -> int:
    found = properties.find(f"{W}{name}") if properties is not None else None
    text = found.get(f"{W}val", "") if found is not None else ""
    return max(default, min(int(text), 1000)) if text.isdecimal() and len(text) < 6 else default


def _is_contents(block: Element) -> bool:
    gallery = block.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"
