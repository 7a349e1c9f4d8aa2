"""What search finds: sentences of clauses and rows of tables, each with where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.asked import Asked
from knowledge.clauses import Clause
from knowledge.corpus import Corpus, packaged
from knowledge.meant import as_meant
from knowledge.normalise import readable
from knowledge.row_words import asking_words, said_with_units
from knowledge.tokens import simplified

_SENTENCE_END = re.compile(r"[。！？]|\n\s*\n(?=[①-⑩（(一二三四五六七八九十\d—-])")
_HEADING_LEAD = 12
_AFTER_HEADING = re.compile(r"[。：:*\s]*")
_LONG = 160
"""Sentences beyond this many characters are cut at semicolons too."""
_SEARCHED = frozenset(
    {
        "preamble",
        "article",
        "section",
        "item",
        "annexes",
        "annex",
        "table",
        "row",
        "note",
        "part",
        "chapter",
        "notice",
        "letterhead",
        "title",
        "signature",
    }
)
_FRAME_WORDS = {
    "letterhead": "文号 编号 几号文 红头 发文机关 谁发的",
    "title": "名称 全称 叫什么",
    "signature": "印发日期 哪天印的 什么时候发的 发布时间 落款 成文日期 文件日期",
}
"""What a part around the text itself is asked for by."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one clause, found and quoted as a whole."""

    id: str
    """``<clause id>~<place in the clause>``."""
    clause: Clause
    start: int
    end: int
    text: str
    """On one line, for matching and showing; the verbatim words are source[start:end]."""
    context: str
    """Titles above it, column headers and the names its document goes by."""
    alias: str = ""
    """The same thing in the words of those who ask, where a rule pack has them."""
    asked: tuple[str, ...] = ()
    """Questions that this passage answers, as people put them."""


def make_passages(
    corpus: Corpus,
    aliases: Mapping[str, str] | None = None,
    asked: Asked | None = None,
    *,
    only: str | None = None,
) -> tuple[Passage, ...]:
    """All passages of a corpus, in the order of the texts.

    Args:
        corpus: the texts.
        aliases: clause id → what people call it (titles, questions and sayings of the rule packs).
        asked: clause id → what people ask about words in it.
        only: the passages of this document alone.
    """
    known, asked = aliases or {}, asked or {}
    passages: list[Passage] = []
    for document in corpus.documents if only is None else (corpus.document(only),):
        source = corpus.source(document.id)
        # The shipped texts are searched as they are printed; their vectors and askings come with the program.
        ours = document.id in packaged()
        meant = source if ours else as_meant(source)
        for clause in corpus.clauses(document.id):
            if clause.kind not in _SEARCHED or clause.end <= clause.start:
                continue
            context = " ".join((*clause.path, clause.title, *(name for name, _ in clause.cells)))
            told, alias = "", known.get(clause.id, _FRAME_WORDS.get(clause.kind, ""))
            if clause.kind == "row":
                if not ours:
                    told, alias = (
                        said_with_units(clause.cells),
                        f"{alias} {asking_words(clause.cells)}".strip(),
                    )
                spans = [_row_span(corpus, source, clause)]
                context += " " + " ".join(value for _, value in clause.cells)
            else:
                spans = _sentences(source, _body_start(corpus, source, clause), clause.end)
            if meant != source:
                context, told, alias = (simplified(as_meant(words)) for words in (context, told, alias))
            for place, (start, end) in enumerate(spans):
                passages.append(
                    Passage(
                        id=f"{clause.id}~{place}",
                        clause=clause,
                        start=start,
                        end=end,
                        text=told or readable(meant[start:end]),
                        context=context,
                        alias=alias,
                        asked=_asked_here(asked.get(clause.id, []), spans, place),
                    )
                )
    return tuple(passages)


def _asked_here(
    entries: Sequence[tuple[int, tuple[str, ...]]], spans: Sequence[tuple[int, int]], place: int
) -> tuple[str, ...]:
    """The askings whose answer begins in the span at this place; before the first span counts as in it."""
    found: list[str] = []
    for offset, questions in entries:
        home = max((i for i, (start, _) in enumerate(spans) if start <= offset), default=0)
        if home == place:
            found += questions
    return tuple(found)


def _body_start(corpus: Corpus, source: str, clause: Clause) -> int:
    """Where the words after the heading begin; the clause's start when it has nothing but a heading."""
    if not clause.title or any(char.isdigit() for char in clause.title):
        return clause.start
    heading = corpus.locate(clause.document_id, clause.title, within=clause)
    if heading is None or heading[0] > clause.start + _HEADING_LEAD:
        return clause.start
    match = _AFTER_HEADING.match(source, heading[1], clause.end)
    start = match.end() if match else heading[1]
    return start if source[start : clause.end].strip("*# \n") else clause.start


def _row_span(corpus: Corpus, source: str, clause: Clause) -> tuple[int, int]:
    """A short row whole; of a row with sentences the sentence, since its other cells are in `cells`."""
    whole = _trimmed(source, clause.start, clause.end)
    if "\n" not in source[whole[0] : whole[1]]:
        return whole
    for _, value in sorted(clause.cells, key=lambda cell: -len(cell[1])):
        found = corpus.locate(clause.document_id, value, within=clause) if value else None
        if found is not None:
            return found
    return whole


def _sentences(source: str, start: int, end: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = start
    for match in _SENTENCE_END.finditer(source, start, end):
        spans += _parts(source, at, match.end())
        at = match.end()
    if at < end:
        spans += _parts(source, at, end)
    return [span for span in (_trimmed(source, *part) for part in spans) if span[1] > span[0]]


def _parts(source: str, start: int, end: int) -> list[tuple[int, int]]:
    if end - start <= _LONG:
        return [(start, end)]
    cuts = [start, *(m.end() for m in re.finditer("；", source[start:end])), end]
    cuts = [start] + [start + cut for cut in cuts[1:-1]] + [end]
    return [(left, right) for left, right in pairwise(cuts) if right > left]


_MARK = re.compile(r"[\s#*>—-]*")


def _trimmed(source: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks and markdown marks around it, so that a quotation begins with a word."""
    match = _MARK.match(source, start, end)
    start = match.end() if match else start
    while end > start and (source[end - 1].isspace() or source[end - 1] in "*#-"):
        end -= 1
    return start, end
