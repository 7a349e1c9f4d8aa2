"""A web page as lines: paragraphs, numbered lists, tables; no navigation and nothing that a script writes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.reading.document import Reading
from knowledge.reading.grid import Cell, grid_lines
from knowledge.reading.html_tree import Node, Tree
from knowledge.reading.limits import Deadline
from knowledge.tables import TABLE_BREAK

_FURNITURE = frozenset(("nav", "footer", "aside", "head", "audio", "video", "canvas"))
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
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0?(?:\.0+)?(?![\d.])"
    r"|font-size\s*:\s*[01](?:\.\d+)?(?:px|pt)?(?![\d.a-z%])"
    r"|(?:text-indent|left|top)\s*:\s*-\d{4,}",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?<![\w-])color\s*:\s*(?:#fff(?![0-9a-f])|#(?:f[0-9a-f]){3}(?![0-9a-f])|white(?!\w)"
    r"|rgba?\(\s*255\s*,\s*255\s*,\s*255)",
    re.IGNORECASE,
)
_COLOURED = re.compile(r"background|bgcolor|<style|rel\s*=\s*[\"']?stylesheet", re.IGNORECASE)
_MOST_SPANNED = 1000
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
    page = _Page(deadline, bool(_COLOURED.search(source)))
    page.block(tree.root)
    page.flush()
    warnings = (
        (f"有 {page.hidden} 处隐藏文字（标为隐藏、白色或极小）未读入；请核对来源",) if page.hidden else ()
    )
    return Reading(page.lines, title=" ".join(tree.title.split()), warnings=warnings)


class _Page:
    def __init__(self, deadline: Deadline, coloured: bool) -> None:
        self.deadline = deadline
        self.lines: list[str] = []
        self.hidden = 0
        self.coloured = coloured
        self._words: list[str] = []
        self._after_table = False

    def flush(self) -> None:
        """End the paragraph being read."""
        words = " ".join("".join(self._words).split())
        self._words.clear()
        if words:
            self.lines += [words, ""]
            self._after_table = False

    def block(self, node: Node) -> None:
        """Read an element into lines."""
        self.deadline.check()
        count = _first(node)
        for child in node.children:
            if isinstance(child, str):
                self._words.append(child)
            elif self._is_hidden(child) or child.tag in _FURNITURE:
                continue
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
        style = node.attributes.get("style", "")
        hidden = "hidden" in node.attributes or bool(_HIDDEN.search(style))
        # Behind white words there may be a colour; only where the page sets none they are sure to be unseen.
        if not self.coloured and _WHITE.search(style):
            hidden = True
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
        inner = _Page(self.deadline, self.coloured)
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
