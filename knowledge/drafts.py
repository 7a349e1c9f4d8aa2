"""A clause while it is being read: it grows until the next number opens another."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from knowledge.clauses import Clause
from knowledge.normalise import readable

_LONGEST_HEADING = 40
_LONGEST_LEAD = 20
_LONGEST_LABEL = 10
_LEAD = re.compile(r"[^，,；;：:。]+?(?=[。：:])")
_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff）])\s+(?=[\u4e00-\u9fff])")
_ENDS = "。；：;:，,、"


@dataclass(slots=True)
class Draft:
    """One clause in the making."""

    local_id: str
    kind: str
    rank: int
    ordinal: int
    label: str
    """Its own number as shown behind the number of its parent."""
    number: str
    parent: Draft | None
    start: int
    end: int
    text_from: int
    """Where the words after the number begin."""
    title: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    children: int = 0
    last_child: dict[int, int] = field(default_factory=dict)
    """Ordinal of the latest child, by style."""

    def freeze(self, document_id: str, source: str) -> Clause:
        """The finished clause."""
        path: list[str] = []
        above = self.parent
        while above is not None:
            path.insert(0, above.heading(source))
            above = above.parent
        return Clause(
            document_id=document_id,
            local_id=self.local_id,
            number=self.number,
            title=self.own_title(source),
            path=tuple(path),
            parent=self.parent.local_id if self.parent else None,
            kind=self.kind,
            start=self.start,
            end=self.end,
            cells=self.cells,
        )

    def heading(self, source: str) -> str:
        """Number and title, as a reader would say where he is."""
        title = self.own_title(source)
        if not title:
            return self.label
        if not self.label or self.label[-1] in "、）":
            return self.label + title
        return f"{self.label}. {title}" if self.label.isdecimal() else f"{self.label} {title}"

    def own_title(self, source: str) -> str:
        """The heading the text gives this clause: a line of its own, or the lead words of its first line."""
        if self.label.startswith("表格"):
            return ""
        if self.title or self.kind in {"row", "note", "gap", "signature", "letterhead", "title", "preamble"}:
            return self.title
        lines = [_BETWEEN.sub("", readable(line)) for line in source[self.text_from : self.end].split("\n")]
        lines = [line for line in lines if line]
        if not lines:
            return ""
        alone = len(lines) == 1 and not self.children
        first = lines[0]
        if self.kind == "notice":
            return next((line for line in lines if line.endswith("通知")), "")
        if len(first) <= _LONGEST_HEADING and first[-1] not in _ENDS and "。" not in first:
            listed = self.parent is not None and self.parent.kind == "annexes"
            return first if listed or not alone or self.kind not in {"item", "article"} else ""
        lead = _LEAD.match(first)
        if lead is None or (alone and lead.end() + 1 >= len(first)):
            return ""
        limit = _LONGEST_LEAD if first[lead.end()] == "。" else _LONGEST_LABEL
        return lead.group() if lead.end() <= limit else ""
