"""A web page as a tree, with the end tags that HTML lets authors leave out."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from knowledge.reading.errors import UnsafeFileError
from knowledge.reading.limits import Deadline

_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "frame",
        "basefont",
        "bgsound",
    ]
)
_RAW = frozenset(
    ("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select", "button")
)
_TABLE_PARTS = ("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption")
_CLOSED_BY: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol", "table"))),
    "td": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "th": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "tr": (frozenset(("tr",)), frozenset(("table",))),
    "tbody": (frozenset(("thead", "tbody", "tfoot", "tr")), frozenset(("table",))),
    "tfoot": (frozenset(("thead", "tbody", "tfoot", "tr")), frozenset(("table",))),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl",))),
}
"""By a tag that begins: what it ends, and inside what the search for it stops."""
_ENDS_PARAGRAPH = frozenset(
    [
        "p",
        "div",
        "table",
        "ul",
        "ol",
        "dl",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "pre",
        "blockquote",
        "section",
        "article",
    ]
)


@dataclass(slots=True)
class Node:
    """One element: its children are nodes and runs of text."""

    tag: str
    attributes: dict[str, str]
    children: list[Node | str] = field(default_factory=list)


class Tree(HTMLParser):
    """Builds the tree of a page; scripts, styles and what is drawn by them are never in it."""

    def __init__(self, deadline: Deadline) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root", {})
        self.title = ""
        self._deadline = deadline
        self._open = [self.root]
        self._skipping = ""
        self._skipped_depth = 0
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, ending those that it ends without saying so."""
        if self._skipping:
            self._skipped_depth += tag == self._skipping
            return
        if tag in _RAW:
            self._skipping, self._skipped_depth = tag, 1
            return
        if tag == "title":
            self._in_title = True
            return
        self._end_implied(tag)
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)
            if len(self._open) > self._deadline.limits.nesting:
                told = f"的标签嵌套超过 {self._deadline.limits.nesting} 层；最多读这么深"
                raise UnsafeFileError(self._deadline.name, told)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A slash counts only on elements that have no end tag anyway."""
        self.handle_starttag(tag, attrs)
        if tag in _RAW and self._skipping == tag:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the nearest element of this name, inside the same cell."""
        if self._skipping:
            self._skipped_depth -= tag == self._skipping
            if not self._skipped_depth:
                self._skipping = ""
            return
        if tag == "title":
            self._in_title = False
        for at in range(len(self._open) - 1, 0, -1):
            here = self._open[at].tag
            if here == tag:
                del self._open[at:]
                return
            if here in ("td", "th") and tag not in _TABLE_PARTS:
                return

    def handle_data(self, data: str) -> None:
        """Keep words."""
        if self._in_title:
            self.title += data
        elif not self._skipping:
            self._open[-1].children.append(data)

    def _end_implied(self, tag: str) -> None:
        if tag in _ENDS_PARAGRAPH and self._open[-1].tag == "p":
            self._open.pop()
        ended, stops = _CLOSED_BY.get(tag, (frozenset(), frozenset()))
        for at in range(len(self._open) - 1, 0, -1):
            here = self._open[at].tag
            if here in stops:
                return
            if here in ended:
                del self._open[at:]
                return
            if not ended:
                return
