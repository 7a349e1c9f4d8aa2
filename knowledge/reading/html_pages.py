"""A web page as lines: paragraphs, numbered lists, tables; no navigation and nothing that a script writes."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.reading.document import Reading
from knowledge.reading.grid import Cell, grid_lines
from knowledge.reading.html_tree import Node, Tree
from knowledge.reading.limits import Deadline
from knowledge.reading.page_furniture import Around, is_page_line, stands_around
from knowledge.reading.page_styles import PageStyles
from knowledge.tables import TABLE_BREAK

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
        "label",
        "time",
        "wbr",
        "o:p",
        "st1:chsdate",
    ]
)
_MOST_SPANNED = 1000
_PAGE_PARTS = _INLINE | {"html", "body", "main", "article", "form", "br", "li", "table"}
"""What is never left out as a whole."""
_LEAST_LEFT = 0.2
"""Share of a page below which what was left out must have been its text."""
_CHUNK = 1 << 16


def read_page(source: str, deadline: Deadline) -> Reading:
    """The lines of a page.

    Raises:
        UnsafeFileError: tags nest too deep, or a table spans too many places.
        ReadingTimeError: the time is over.
    """
    tree = Tree(deadline)
    for at in range(0, len(source), _CHUNK):
        deadline.check()
        tree.feed(source[at : at + _CHUNK])
    tree.close()
    styles = PageStyles(source)
    page = _read(tree.root, deadline, styles, around=True)
    if page.around:
        whole = _read(tree.root, deadline, styles, around=False)
        if sum(map(len, page.lines)) < _LEAST_LEFT * sum(map(len, whole.lines)):
            page = whole
    warnings = []
    if page.hidden:
        warnings.append(f"有 {page.hidden} 处隐藏文字（标为隐藏、白色或极小）未读入；请核对来源")
    if page.around:
        warnings.append(f"网页上正文以外的 {page.around} 处（导航、链接、页脚等）未读入；请核对正文是否完整")
    return Reading(page.lines, title=" ".join(tree.title.split()), warnings=tuple(warnings))


def _read(root: Node, deadline: Deadline, styles: PageStyles, *, around: bool) -> _Page:
    page = _Page(deadline, styles, leaves_out=around)
    page.block(root)
    page.flush()
    return page


class _Page:
    def __init__(self, deadline: Deadline, styles: PageStyles, *, leaves_out: bool = False) -> None:
        self.deadline = deadline
        self.lines: list[str] = []
        self.hidden = 0
        self.around = 0
        """How much around the text was left out."""
        self.leaves_out = leaves_out
        self._elsewhere = Around()
        self.styles = styles
        self._words: list[str] = []
        self._after_table = False

    def flush(self) -> None:
        """End the paragraph being read."""
        words = " ".join("".join(self._words).split())
        self._words.clear()
        if words and self.leaves_out and is_page_line(words):
            self.around += 1
        elif words:
            self.lines += [words, ""]
            self._after_table = False

    def block(self, node: Node) -> None:
        """Read an element into lines."""
        self.deadline.check()
        count = _first(node)
        for child in node.children:
            if isinstance(child, str):
                self._words.append(child)
            elif self._is_hidden(child) or stands_around(child):
                continue
            elif self.leaves_out and child.tag not in _PAGE_PARTS and self._elsewhere.has(child):
                self.around += 1
            elif child.tag == "br":
                self.flush()
            elif child.tag == "table":
                self.flush()
                self._table(child)
            elif child.tag in _INLINE:
                self.block(child)
            else:
                self.flush()
                if child.tag == "li":
                    self._words.append("- " if count is None else f"{count}.")
                    count = None if count is None else count + 1
                self.block(child)
                self.flush()

    def _is_hidden(self, node: Node) -> bool:
        hidden = self.styles.hide(node)
        self.hidden += hidden
        return hidden

    def _table(self, table: Node) -> None:
        rows = list(_rows(table))
        for child in table.children:
            if isinstance(child, Node) and child.tag == "caption":
                self.block(child)
                self.flush()
        if _lays_out(rows):
            for row in rows:
                for cell in row:
                    self.block(cell)
                    self.flush()
            return
        lines = grid_lines(self._cells(rows), self.deadline)
        if not lines:
            return
        if self._after_table:
            self.lines.append(TABLE_BREAK)
        self.lines += [*lines, ""]
        self._after_table = "\t" in lines[-1]

    def _cells(self, rows: list[list[Node]]) -> list[Cell]:
        cells: list[Cell] = []
        taken: dict[int, int] = {}
        for at, row in enumerate(rows):
            column = 0
            for node in row:
                while taken.get(column, 0) > at:
                    column += 1
                deep = min(_span(node, "rowspan"), len(rows) - at)
                wide = _span(node, "colspan")
                cells.append(Cell(at, column, self._text(node), deep, wide))
                for covered in range(column, column + wide):
                    taken[covered] = at + deep
                column += wide
            self.deadline.check()
        return cells

    def _text(self, node: Node) -> str:
        inner = _Page(self.deadline, self.styles)
        inner.block(node)
        inner.flush()
        self.hidden += inner.hidden
        return " ".join(line for line in inner.lines if line)


def _first(node: Node) -> int | None:
    """The number of the first item of an ordered list; None for other elements."""
    if node.tag != "ol":
        return None
    start = node.attributes.get("start", "")
    return int(start) if start.isdecimal() and len(start) < 6 else 1


def _rows(table: Node) -> Iterator[list[Node]]:
    for child in table.children:
        if not isinstance(child, Node):
            continue
        if child.tag == "tr":
            yield [cell for cell in child.children if isinstance(cell, Node) and cell.tag in ("td", "th")]
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _lays_out(rows: list[list[Node]]) -> bool:
    """True for a table that only arranges the page: it holds other tables, or a single cell."""
    cells = [cell for row in rows for cell in row]
    return len(cells) == 1 or any(_holds_table(cell) for cell in cells)


def _holds_table(node: Node) -> bool:
    return any(
        child.tag == "table" or _holds_table(child) for child in node.children if isinstance(child, Node)
    )


def _span(node: Node, name: str) -> int:
    text = node.attributes.get(name, "1").strip()
    return max(1, min(int(text), _MOST_SPANNED)) if text.isdecimal() and len(text) < 9 else 1
