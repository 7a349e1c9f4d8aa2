"""The words of the paragraphs of a docx."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from knowledge.reading.word_numbering import Numbering, W
from knowledge.reading.word_styles import Look, Styles, list_of

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "rPr", "pPr", "instrText", "sectPr")) | {
    _ALTERNATE
}
_CHANGES = frozenset((f"{W}ins", f"{W}del", f"{W}moveTo", f"{W}moveFrom"))
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_BOX = f"{W}txbxContent"
_BREAK = "\n"
_NO_LIST = "0"


class Paragraphs:
    """Reads paragraphs in order, counting their lists and gathering the notes they refer to."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.styles = styles
        self.numbering = numbering
        self.notes: list[tuple[str, str]] = []
        self.shaded = False
        """Set while a cell is read on whose colour white words may well be seen."""
        self._style_id = ""
        self._changed = self._hidden = self._pictures = 0

    def read(self, paragraph: Element) -> list[str]:
        """The lines of a paragraph, a blank one behind them, then those of the text boxes anchored in it."""
        properties = paragraph.find(f"{W}pPr")
        style = properties.find(f"{W}pStyle") if properties is not None else None
        style_id = "" if style is None else style.get(f"{W}val", "")
        if self.styles.is_contents(style_id):
            return []
        boxes: list[Element] = []
        outer, self._style_id = self._style_id, style_id
        words = "".join(self._words(paragraph, boxes, is_shaded(properties)))
        self._style_id = outer
        lines = [" ".join(line.split()) for line in words.split(_BREAK)]
        lines = [line for line in lines if line]
        if lines:
            lines = [self._number(properties, style_id) + lines[0], *lines[1:], ""]
        for box in boxes:
            for inner in box.iter(f"{W}p"):
                lines += self.read(inner)
        return lines

    def cell(self, container: Element) -> list[str]:
        """The lines of all paragraphs of a cell or a note, those of tables inside it too, without blank ones."""
        lines: list[str] = []
        for child in container:
            if child.tag == f"{W}p":
                lines += [line for line in self.read(child) if line]
            elif child.tag not in _SKIPPED:
                lines += self.cell(child)
        return lines

    def warnings(self) -> list[str]:
        """What was left out, in Chinese."""
        told = []
        if self._changed:
            told.append(f"有 {self._changed} 处修订标记：新增的已读入，删除的未读入；请核对是否为定稿")
        if self._hidden:
            told.append(f"有 {self._hidden} 处隐藏文字（标为隐藏、白色或极小）未读入；请核对来源")
        if self._pictures:
            told.append(f"有 {self._pictures} 张图片，图中的文字未读入")
        return told

    def _number(self, properties: Element | None, style_id: str) -> str:
        list_id, level = list_of(properties)
        from_style = self.styles.numbered(style_id)
        list_id = from_style[0] if list_id is None else list_id
        level = from_style[1] if level is None else level
        if list_id is None or list_id == _NO_LIST:
            return ""
        return self.numbering.next(list_id, level or 0)

    def _words(self, element: Element, boxes: list[Element], shaded: bool) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag in _CHANGES:
                self._changed += 1
            if tag == f"{W}r" and self._is_hidden(child, shaded):
                self._hidden += any((text.text or "").strip() for text in child.iter(f"{W}t"))
            elif tag == f"{W}t":
                yield child.text or ""
            elif tag in (f"{W}tab", f"{W}ptab"):
                yield " "
            elif tag in (f"{W}br", f"{W}cr"):
                yield _BREAK
            elif tag == f"{W}noBreakHyphen":
                yield "-"
            elif tag in _NOTES:
                self.notes.append((_NOTES[tag], child.get(f"{W}id", "")))
            elif tag == _BOX:
                boxes.append(child)
            elif tag not in _SKIPPED:
                if tag in (f"{W}drawing", f"{W}pict") and child.find(f".//{_BOX}") is None:
                    self._pictures += 1
                yield from self._words(child, boxes, shaded)

    def _is_hidden(self, run: Element, shaded: bool) -> bool:
        """True for words marked as hidden, for white ones on white and for those too small to be read."""
        properties = run.find(f"{W}rPr")
        named = properties.find(f"{W}rStyle") if properties is not None else None
        look = Look.of(properties)
        if named is not None:
            look = look.over(self.styles.look(named.get(f"{W}val", "")))
        look = look.over(self.styles.look(self._style_id))
        white = look.white and not (shaded or self.shaded or is_shaded(properties))
        return bool(look.vanishes or look.tiny or white)


def is_shaded(properties: Element | None) -> bool:
    """True where ``rPr``, ``pPr`` or ``tcPr`` set a colour behind the words."""
    if properties is None:
        return False
    shade, marked = properties.find(f"{W}shd"), properties.find(f"{W}highlight")
    fill = "" if shade is None else shade.get(f"{W}fill", "auto").upper()
    return marked is not None or fill not in ("", "AUTO", "FFFFFF")
