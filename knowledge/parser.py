"""From a source text to its clauses, by the numbers that it prints; nothing here knows a particular text."""

from __future__ import annotations

from knowledge.clauses import ParsedText
from knowledge.drafts import Draft
from knowledge.front_matter import LABELS, front_kind, is_signature
from knowledge.lines import Line, next_words, split_lines
from knowledge.meant import as_meant
from knowledge.numbering import Marker, Style, read_marker
from knowledge.outline import Anchor, Outline
from knowledge.table_rows import resolve_merged, row_numbers
from knowledge.tables import read_table

_LONG_LINE = 30
_LEAST_ROWS = 2
"""Rows of a table before the first number; fewer are a letterhead set with tabs."""
_OPENS_BODY = {
    Style.BOOK,
    Style.CHAPTER,
    Style.PART,
    Style.ARTICLE,
    Style.SECTION,
    Style.SUBSECTION,
    Style.ITEM,
    Style.SUBITEM,
    Style.POINT,
}


def parse(document_id: str, source: str, anchors: tuple[Anchor, ...] = ()) -> ParsedText:
    """The clauses of a source and the furniture between them; together they cover every character."""
    reader = _Reader(as_meant(source), anchors, source)
    reader.read()
    drafts = sorted(enumerate(reader.outline.drafts), key=lambda pair: (pair[1].start, pair[1].end, pair[0]))
    clauses = tuple(draft.freeze(document_id, source) for _, draft in drafts)
    furniture, at = [], 0
    for clause in clauses:
        if clause.start > at:
            furniture.append((at, clause.start))
        at = max(at, clause.end)
    if at < len(source):
        furniture.append((at, len(source)))
    return ParsedText(clauses, tuple(furniture))


class _Reader:
    def __init__(self, source: str, anchors: tuple[Anchor, ...], printed: str) -> None:
        self.lines = split_lines(source)
        self.printed = self.lines if printed == source else split_lines(printed)
        """The same lines as they stand in the text, for the cells of tables."""
        self.anchors = list(anchors)
        self.outline = Outline()
        self.in_body = False
        self.previous: Line | None = None

    def read(self) -> None:
        at = 0
        while (found := next_words(self.lines, at)) is not None:
            at = self._table(found) or self._line(found)

    def _line(self, index: int) -> int:
        line = self.lines[index]
        marker = read_marker(line.raw)
        opened = self._anchor(line)
        if self.in_body and marker is not None and self._comes_again(marker, index):
            self._list_annex(line)
        elif marker is not None and self._opens(marker, line, index):
            self._open(marker, line)
        elif opened is not None:
            opened.end = line.last
        elif not self.in_body:
            self._front(index)
        elif is_signature(self.lines, index) and self._may_sign():
            if self._current_kind() != "signature":
                self.outline.open_plain("signature", LABELS["signature"], line.first, line.last)
            self._extend(line)
        else:
            self._extend(line)
        self.previous = line
        return index + 1

    def _anchor(self, line: Line) -> Draft | None:
        """Step over a gap of the copy where one of its anchors is printed."""
        if not self.anchors or not line.words.startswith(self.anchors[0].text):
            return None
        anchor = self.anchors.pop(0)
        self.in_body = True
        if anchor.path:
            self.outline.enter(anchor.path, line.first)
        if anchor.opens is None:
            return None
        # After a gap nothing printed before it is the sentence that this line might continue.
        self.previous = None
        return self.outline.open_gap(anchor, line.first)

    def _opens(self, marker: Marker, line: Line, index: int) -> bool:
        """Whether a number at the beginning of a line opens a clause, or a torn sentence merely shows one."""
        if marker.style is Style.TABLE:
            after = next_words(self.lines, index + 1)
            return len(line.words) <= _LONG_LINE and after is not None and "\t" in self.lines[after].raw
        if not self.in_body and (marker.style not in _OPENS_BODY or self._lists_attachments(marker)):
            return False
        torn = (
            self.previous is not None
            and len(self.previous.words) > _LONG_LINE
            and not self.previous.ends_sentence
            and marker.number > 0
        )
        return not torn or self.outline.successor(marker)

    def _comes_again(self, marker: Marker, index: int) -> bool:
        """True for an annex that is listed here with its title and headed further on."""
        line = self.lines[index]
        if marker.style is not Style.ANNEX or marker.rest >= len(line.raw.rstrip()):
            return False
        for line in self.lines[index + 1 :]:
            if line.words.startswith("附"):
                later = read_marker(line.raw)
                if later is not None and (later.style, later.number) == (Style.ANNEX, marker.number):
                    return True
        return False

    def _list_annex(self, line: Line) -> None:
        if self._current_kind() == "annexes":
            self._extend(line)
        else:
            self.outline.open_marker(Marker(Style.ANNEX_LIST, 0, "", 0), line.first, line.last, line.start)

    def _lists_attachments(self, marker: Marker) -> bool:
        """True for a number in the list of attachments of a covering notice."""
        notice = self.outline.current
        if marker.style is not Style.ITEM or notice is None or notice.kind != "notice":
            return False
        said = [line.words for line in self.lines if notice.start <= line.start < notice.end]
        return any(words.startswith("附件") for words in said)

    def _open(self, marker: Marker, line: Line) -> None:
        self.in_body = True
        outline, text_from = self.outline, line.start + marker.rest
        if marker.style is Style.NOTE or (marker.style is Style.ITEM and outline.notes_of):
            self._note(marker, line, text_from)
            return
        outline.notes_of = None
        draft = outline.open_marker(marker, line.first, line.last, text_from)
        if marker.style is Style.ANNEX_LIST:
            inner = read_marker(line.raw[marker.rest :])
            if inner is not None and inner.style is Style.ITEM:
                draft.end = line.start + len(line.raw[: marker.rest].rstrip())
                outline.open_marker(inner, text_from, line.last, text_from + inner.rest)

    def _note(self, marker: Marker, line: Line, text_from: int) -> None:
        outline, ordinal = self.outline, marker.number
        if marker.style is Style.NOTE:
            owner = outline.current
            while owner is not None and owner.kind not in {"table", "annex"}:
                owner = owner.parent
            outline.notes_of = owner if owner is not None else outline.current
            inner = read_marker(line.raw[marker.rest :])
            if inner is not None and inner.style is Style.ITEM:
                ordinal, text_from = inner.number, text_from + inner.rest
        outline.open_note(ordinal, outline.notes_of, line.first, line.last, text_from)

    def _front(self, index: int) -> None:
        line, kind = self.lines[index], self._current_kind()
        sentence_open = self.previous is not None and not self.previous.ends_sentence
        found = front_kind(self.lines, index, kind, sentence_open)
        if found == kind:
            self._extend(line)
        else:
            self.outline.open_plain(found, LABELS[found], line.first, line.last)

    def _may_sign(self) -> bool:
        current = self.outline.current
        while current is not None:
            if current.kind in {"annex", "table"}:
                return False
            current = current.parent
        return (
            self.previous is None
            or self.previous.ends_sentence
            or self._current_kind()
            in {
                "annexes",
                "signature",
                "item",
            }
        )

    def _current_kind(self) -> str:
        return self.outline.current.kind if self.outline.current else ""

    def _extend(self, line: Line) -> None:
        current = self.outline.current
        assert current is not None, "a body begins with a number"
        if self.outline.drafts[-1].kind == "row":
            self.outline.open_tail(current, line.first, line.last)
        else:
            current.end = line.last

    def _table(self, index: int) -> int | None:
        table = read_table(self.lines, index)
        if table is None or (not self.in_body and len(table.rows) < _LEAST_ROWS):
            return None
        owner = self._table_owner(index)
        self.in_body = True
        if table.header:
            owner.end = table.header_end
        printed = read_table(self.printed, index) or table
        printed = printed if len(printed.rows) == len(table.rows) else table
        rows = zip(resolve_merged(printed), row_numbers(table), strict=True)
        for place, (row, number) in enumerate(rows, 1):
            draft = self.outline.open_row(owner, number, place, row.start, row.end)
            draft.cells = _labelled(printed.header, row.values)
        self.previous = None
        return table.next_line

    def _table_owner(self, index: int) -> Draft:
        current = self.outline.current
        if current is None or current.kind in LABELS:
            self.outline.leave()
            return self.outline.open_uncaptioned_table(None, self.lines[index].start)
        if current.kind in {"annex", "table"} and not current.children:
            return current
        return self.outline.open_uncaptioned_table(current, self.lines[index].start)


def _labelled(header: tuple[str, ...], values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    if header:
        return tuple(zip(header, values, strict=False))
    pairs = zip(values[::2], [*values[1::2], ""], strict=False)
    return tuple(pair for at, pair in enumerate(pairs) if at == 0 or any(pair))
