"""The tree that the numbers of a text build, clause by clause."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.drafts import Draft
from knowledge.numbering import Marker, Style, read_marker

_KINDS = {
    Style.ANNEX_LIST: "annexes",
    Style.ANNEX: "annex",
    Style.BOOK: "chapter",
    Style.CHAPTER: "chapter",
    Style.PART: "part",
    Style.ARTICLE: "article",
    Style.SECTION: "section",
    Style.TABLE: "table",
    Style.NOTE: "note",
}
_LEAF = 200
"""Rank of a clause that nothing nests in."""
_SHOWN_ALONE = (Style.BOOK, Style.CHAPTER, Style.PART, Style.ARTICLE)
_FRAMES = ("chapter", "part")
"""What numbers its articles through: an article is named without what encloses it."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a copy goes on after a gap: what numbers the words there are nested in."""

    text: str
    """The first words after the gap, as printed."""
    path: tuple[str, ...] = ()
    """The numbers of the parents, outermost first, as printed."""
    opens: str | None = None
    """Id suffix of a clause opened here without a printed number."""
    level: Style = Style.ITEM
    """The level of that clause."""
    title: str = ""
    """The words printed there that serve as its title; none for a heading that the copy has lost."""


class Outline:
    """Opens clauses one after another and knows under which earlier one each belongs."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._stack: list[Draft] = []
        self._ids: set[str] = set()
        self.notes_of: Draft | None = None
        """Set while plain numbers count the notes under a table."""

    @property
    def current(self) -> Draft | None:
        """The clause that goes on where a line opens no number."""
        return self._stack[-1] if self._stack else None

    def open_marker(self, marker: Marker, start: int, end: int, text_from: int) -> Draft:
        """Open the clause that a printed number begins."""
        if marker.style is Style.TABLE:
            return self._open_table(marker, start, end, text_from)
        parent = self._parent_for(marker.style)
        ordinal = marker.number or self._next_ordinal(parent, marker.style)
        label = marker.label or (f"第{ordinal}项" if marker.style is Style.DASH else "附件目录")
        if marker.style in _SHOWN_ALONE or parent is None or parent.kind in _FRAMES:
            number = label
        else:
            number = parent.number + (" " if parent.kind in {"annex", "annexes"} else "") + label
        local_id = self._address(marker.style, ordinal, parent)
        kind = _KINDS.get(marker.style, "item")
        return self._push(local_id, kind, marker.style, ordinal, label, number, parent, start, end, text_from)

    def open_plain(self, local_id: str, label: str, start: int, end: int) -> Draft:
        """Open a clause that stands beside the numbered ones: title, notice, signature."""
        self._stack.clear()
        return self._push(local_id, local_id, _LEAF, 0, label, label, None, start, end, start)

    def open_note(self, ordinal: int, owner: Draft | None, start: int, end: int, text_from: int) -> Draft:
        """Open a note under a table."""
        label = f"注{ordinal}" if ordinal else "注"
        suffix = f"note-{ordinal}" if ordinal else "note"
        while self._stack and self._stack[-1].rank >= Style.NOTE:
            self._stack.pop()
        local_id = f"{owner.local_id}.{suffix}" if owner else suffix
        number = f"{owner.number} {label}" if owner else label
        return self._push(local_id, "note", Style.NOTE, ordinal, label, number, owner, start, end, text_from)

    def open_uncaptioned_table(self, owner: Draft | None, start: int) -> Draft:
        """Open a table that prints no number of its own; without an owner it stands before the first number."""
        copies = sum(draft.kind == "table" and draft.parent is owner for draft in self.drafts) + 1
        label = f"表格{copies}"
        number = f"{owner.number} {label}".strip() if owner else label
        local_id = f"{owner.local_id}.table-{copies}" if owner else f"table-{copies}"
        return self._push(local_id, "table", Style.TABLE, 0, label, number, owner, start, start, start)

    def open_tail(self, owner: Draft, start: int, end: int) -> Draft:
        """Open a clause for words behind the rows of a table, which would else lie around them."""
        local_id, number = f"{owner.local_id}.text", f"{owner.number} 表后文字".strip()
        return self._push(local_id, "item", Style.NOTE, 0, "表后文字", number, owner, start, end, start)

    def open_row(self, owner: Draft, number: str, place: int, start: int, end: int) -> Draft:
        """Open a table row; it takes no lines of its own."""
        label = number if "." in number else f"第{place}行"
        local_id = self._unique(f"{owner.local_id}.{number}")
        full = f"{owner.number} {label}".strip()
        row = Draft(local_id, "row", Style.NOTE, place, label, full, owner, start, end, start)
        owner.children += 1
        self.drafts.append(row)
        return row

    def leave(self) -> None:
        """Stand outside every clause."""
        self._stack.clear()

    def enter(self, path: tuple[str, ...], at: int) -> None:
        """Stand inside the parents named, adding without any text those that the copy has lost."""
        self._stack.clear()
        parent: Draft | None = None
        for printed in path:
            marker = read_marker(printed)
            if marker is None:
                raise ValueError(f"“{printed}”不是可识别的编号")
            local_id = self._address(marker.style, marker.number, parent)
            draft = next((known for known in self.drafts if known.local_id == local_id), None)
            if draft is None:
                draft = self.open_marker(marker, at, at, at)
                draft.kind = "gap"
            else:
                self._stack.append(draft)
            parent = draft

    def open_gap(self, anchor: Anchor, start: int) -> Draft:
        """Open, without any text, the clause whose heading the copy has lost."""
        parent = self._parent_for(anchor.level)
        label = anchor.title or "〔缺失标题〕"
        local_id = f"{parent.local_id}.{anchor.opens}" if parent else str(anchor.opens)
        number = (parent.number if parent else "") + label
        kind = "item" if anchor.title else "gap"
        draft = self._push(local_id, kind, anchor.level, 0, label, number, parent, start, start, start)
        draft.title = anchor.title
        return draft

    def successor(self, marker: Marker) -> bool:
        """True where this number continues the count of its level or begins a new one."""
        parent = next((draft for draft in reversed(self._stack) if draft.rank < marker.style), None)
        last = parent.last_child if parent else self._roots()
        return marker.number in (1, last.get(marker.style, 0) + 1)

    def _open_table(self, marker: Marker, start: int, end: int, text_from: int) -> Draft:
        while self._stack and (self._stack[-1].rank >= Style.TABLE or self._in_annex_list()):
            self._stack.pop()
        parent = self.current
        local_id = f"t{marker.number}"
        return self._push(
            local_id,
            "table",
            Style.TABLE,
            marker.number,
            marker.label,
            marker.label,
            parent,
            start,
            end,
            text_from,
        )

    def _in_annex_list(self) -> bool:
        return any(draft.kind == "annexes" for draft in self._stack)

    def _parent_for(self, style: Style) -> Draft | None:
        # A table or a note under a clause ends where the count of the clauses goes on.
        while self._stack and (self._stack[-1].rank >= min(style, Style.TABLE)):
            self._stack.pop()
        return self.current

    def _push(
        self,
        local_id: str,
        kind: str,
        rank: int,
        ordinal: int,
        label: str,
        number: str,
        parent: Draft | None,
        start: int,
        end: int,
        text_from: int,
    ) -> Draft:
        draft = Draft(
            self._unique(local_id), kind, rank, ordinal, label, number, parent, start, end, text_from
        )
        if parent:
            parent.children += 1
            parent.last_child[rank] = ordinal
        self.drafts.append(draft)
        self._stack.append(draft)
        return draft

    def _roots(self) -> dict[int, int]:
        return {draft.rank: draft.ordinal for draft in self.drafts if draft.parent is None}

    def _next_ordinal(self, parent: Draft | None, style: Style) -> int:
        if style is Style.ANNEX_LIST:
            return 0
        last = parent.last_child if parent else self._roots()
        return last.get(style, 0) + 1

    def _address(self, style: Style, ordinal: int, parent: Draft | None) -> str:
        inside = parent.local_id + "." if parent and parent.kind not in _FRAMES else ""
        book = parent.local_id + "." if parent and parent.rank == Style.BOOK else inside
        names = {
            Style.ANNEX_LIST: "annexes",
            Style.ANNEX: f"annex-{ordinal}",
            Style.BOOK: f"{inside}book-{ordinal}",
            Style.CHAPTER: f"{book}ch-{ordinal}",
            Style.PART: f"{parent.local_id}.part-{ordinal}" if parent else f"part-{ordinal}",
            Style.ARTICLE: f"{inside}art-{ordinal}",
            Style.DASH: f"{inside}dash-{ordinal}",
        }
        plain = f"{inside}{ordinal}" if inside else f"s{ordinal}"
        if parent and parent.kind == "annex" and style is Style.SECTION:
            plain = f"{inside}s{ordinal}"
        return names.get(style, plain)

    def _unique(self, local_id: str) -> str:
        name, copy = local_id, 1
        while name in self._ids:
            copy += 1
            name = f"{local_id}-{copy}"
        self._ids.add(name)
        return name
