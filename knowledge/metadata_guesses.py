"""What a text says of itself: title, 文号, issuer, place, dates; each a guess with the words it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from knowledge.clauses import Clause, ParsedText
from knowledge.gazetteer import NATION
from knowledge.meant import as_meant
from knowledge.normalise import readable
from knowledge.places import find_places
from knowledge.written_dates import WRITTEN_DAY, written_day

FIELDS = ("title", "number", "issuer", "place", "issued", "effective_from", "expires", "year", "status")
"""What is guessed at; what is not found stays open."""

_NUMBER = re.compile(r"[一-鿿]{2,12}\s*[〔\[（(【]\s*((?:19|20)\d{2})\s*[〕\]）)】]\s*(\d+)\s*号")
_INNER = re.compile(r"^.{0,40}?关于(?:公开)?(?:印发|发布|转发|下发|征求)[《<](.+?)[》>]")
_MINISTRY = re.compile(
    r"^(?:国务院|中华人民共和国|全国|国家(?:发展|标准|市场|能源|生态)|生态环境部|工业和信息化部|财政部|中共中央)"
)
_FROM = re.compile(rf"自\s*{WRITTEN_DAY.pattern}\s*起\s*(?:正式)?(?:施行|实施|执行|生效)")
_FROM_ISSUE = re.compile(r"自(?:印发|发布|公布|下发|颁布)之日起(?:正式)?(?:施行|实施|执行|生效)")
_UNTIL = re.compile(rf"(?:有效期|执行|实施|施行)[^。；，\n]{{0,20}}?至\s*{WRITTEN_DAY.pattern}")
_PRINTED = re.compile(rf"{WRITTEN_DAY.pattern}\s*印发")
_YEAR_IN_TITLE = re.compile(r"(20\d{2})\s*年")
_REPLACED = re.compile(r"[^。；\n]*(?:同时废止|予以废止|停止执行|不再执行|即行废止|同时失效)[^。；\n]*")
_NAMED = re.compile(rf"《([^《》]{{4,80}})》|({_NUMBER.pattern})")
_FRONT = frozenset(("title", "letterhead", "notice", "preamble", "signature"))
_KIND_OF_PAPER = re.compile(
    r"(?:办法|方案|细则|规定|通知|指南|导则|标准|意见|要求|规范|规程|条例|计划|公告|通告|规则|清单)\W*(?:[（(][^）)]*[）)])?$"
)
_ANNEX_ABOVE = re.compile(r"^附\s*[件录]\s*[\d一二三四五六七八九十]*\s*(?=\S)")
_BLANK_INSIDE = re.compile(r"(?<=[一-鿿\d）)〕])\s+(?=[一-鿿\d（(〔])")
_ISSUER_ABOUT = re.compile(
    r"^[#*\s]*([一-鿿]{2,30}?(?:局|厅|部|委|政府|办公室|指挥部|领导小组|委员会))\s*关于"
)
_LINE = re.compile(r"[^\n]+")
_NOTICE = re.compile(r"\S{0,40}关于\S{2,80}(?:通知|公告|通告|意见)$")
_PASSES_ON = re.compile(r"关于(?:印发|转发|下发|发布)")
_MARKS = re.compile(r"[#*\s]*")
_NO_ISSUER = re.compile(r"附件|联系|电话|页|此件|抄送|印发")
_LONGEST_ISSUER = 40


@dataclass(frozen=True, slots=True)
class Guess:
    """A value and the words of the text that it was taken from."""

    value: str
    """Dates as 2023-05-18; a place by its full name; a status as in ``document.yaml``."""
    quote: str
    """Verbatim."""
    line: int
    """Where the words begin, counted from 1; 0 for what the file declares beside its words."""
    where: str
    """The part of the text, in Chinese."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A text that this one says it replaces."""

    name: str
    """Title or 文号, as printed."""
    quote: str
    line: int


@dataclass(frozen=True, slots=True)
class Guesses:
    """All that was found."""

    fields: dict[str, Guess] = field(default_factory=dict)
    """By the names of `FIELDS`; what is open is not in it."""
    replaced: tuple[Replaced, ...] = ()


def guess_metadata(source: str, parsed: ParsedText, title: str = "") -> Guesses:
    """The guesses for a text and its clauses.

    Args:
        source: the text.
        parsed: its clauses.
        title: what the file itself declares as its title, for texts that print none.
    """
    return _Guesser(source, parsed).all(title)


class _Guesser:
    def __init__(self, source: str, parsed: ParsedText) -> None:
        self._printed = source
        self._source = as_meant(source)
        self._found: dict[str, Guess] = {}
        self._parts = [clause for clause in parsed.clauses if clause.kind in _FRONT]

    def all(self, declared: str) -> Guesses:
        self._title(declared)
        self._number()
        self._issuer()
        self._place()
        self._dates()
        title = self._found.get("title")
        if title is not None and (draft := re.search(r"征求意见稿?|草案|送审稿", title.quote)):
            self._found["status"] = _inside(title, draft, "draft")
        ordered = {name: self._found[name] for name in FIELDS if name in self._found}
        return Guesses(ordered, tuple(self._replaced()))

    def _keep(self, name: str, value: str, start: int, end: int, where: str) -> None:
        marks = _MARKS.match(self._source, start, end)
        start = marks.end() if marks else start
        line = self._source.count("\n", 0, start) + 1
        self._found.setdefault(name, Guess(value, self._printed[start:end].strip(), line, where))

    def _of(self, *kinds: str) -> Iterable[Clause]:
        return (clause for clause in self._parts if clause.kind in kinds)

    def _title(self, declared: str) -> None:
        titles = [
            (clause, _BLANK_INSIDE.sub("", readable(self._source[clause.start : clause.end])))
            for clause in self._of("title")
        ]
        # An issuer on a line of its own looks like a title too.
        papers = [pair for pair in titles if _KIND_OF_PAPER.search(pair[1])]
        if chosen := (papers or titles)[:1]:
            clause, said = chosen[0]
            inner = _INNER.match(said)
            value = inner.group(1) if inner else _ANNEX_ABOVE.sub("", said)
            self._keep("title", value, clause.start, clause.end, "标题")
        elif notice := next(self._notices(), None):
            self._keep("title", notice.group(), *notice.span(), "印发通知")
        elif declared.strip():
            self._found["title"] = Guess(declared.strip(), "", 0, "文件自带的标题")
        title = self._found.get("title")
        if title is not None and (year := _YEAR_IN_TITLE.search(title.quote)):
            self._found["year"] = _inside(title, year, year.group(1))

    def _notices(self) -> Iterator[re.Match[str]]:
        """The headings of notices that are the text themselves: 某局关于修改某办法的通知."""
        for clause in self._of("notice"):
            for line in _LINE.finditer(self._source, clause.start, clause.end):
                if (found := _NOTICE.search(line.group())) and not _PASSES_ON.search(line.group()):
                    whole = re.compile(re.escape(found.group()))
                    yield from whole.finditer(self._source, line.start(), line.end())

    def _number(self) -> None:
        for clause in self._of("letterhead", "title", "notice"):
            if found := _NUMBER.search(self._source, clause.start, clause.end):
                value = re.sub(r"\s", "", found.group(0))
                value = re.sub(r"[\[（(【](\d{4})[\]）)】]", r"〔\1〕", value)
                self._keep("number", value, *found.span(), "文号")
                return

    def _issuer(self) -> None:
        for clause in self._of("signature"):
            if "印发" in self._source[clause.start : clause.end]:
                continue
            names = []
            for line in self._source[clause.start : clause.end].split("\n"):
                words = readable(line)
                if words and not re.search(r"\d|年.{1,3}月", words) and not _NO_ISSUER.search(words):
                    names += [name for name in re.split(r"\s{1,}|、", words) if len(name) > 3]
            if names and all(len(name) <= _LONGEST_ISSUER for name in names):
                self._keep("issuer", "、".join(names), clause.start, clause.end, "落款")
                return
        for clause in self._of("letterhead"):
            words = readable(self._source[clause.start : clause.end])
            if found := re.match(r"(\S{4,40}?)文件", words):
                self._keep("issuer", found.group(1), clause.start, clause.end, "文头")
                return
        for clause in self._of("notice", "title"):
            if found := _ISSUER_ABOUT.match(self._source[clause.start : clause.end]):
                self._keep("issuer", found.group(1), clause.start, clause.start + found.end(), "标题")
                return

    def _place(self) -> None:
        for name in ("title", "issuer"):
            guess = self._found.get(name)
            if guess is None:
                continue
            words = self._found[name].value
            named = [mention.place for mention in find_places(words) if mention.place.name != NATION]
            if named:
                deepest = max(named, key=lambda place: len(place.chain))
                if all(deepest.within(place) for place in named):
                    self._found["place"] = Guess(deepest.name, guess.quote, guess.line, guess.where)
                return
            if _MINISTRY.match(guess.value):
                self._found["place"] = Guess(NATION, guess.quote, guess.line, guess.where)
                return

    def _dates(self) -> None:
        for clause in self._of("signature", "letterhead", "notice", "title"):
            if (found := WRITTEN_DAY.search(self._source, clause.start, clause.end)) and clause.kind in (
                "signature",
                "letterhead",
            ):
                self._day("issued", found, written_day(found), "落款")
        if "issued" not in self._found and (found := _PRINTED.search(self._source)):
            self._day("issued", found, written_day(found), "印发说明")
        if found := _FROM.search(self._source):
            self._day("effective_from", found, written_day(found), "施行条款")
        elif (found := _FROM_ISSUE.search(self._source)) and "issued" in self._found:
            self._day(
                "effective_from", found, date.fromisoformat(self._found["issued"].value), "施行条款和落款"
            )
        if found := _UNTIL.search(self._source):
            self._day("expires", found, written_day(found), "有效期条款")

    def _day(self, name: str, found: re.Match[str], day: date | None, where: str) -> None:
        if day is not None:
            self._keep(name, day.isoformat(), *found.span(), where)

    def _replaced(self) -> Iterable[Replaced]:
        for sentence in _REPLACED.finditer(self._source):
            line = self._source.count("\n", 0, sentence.start()) + 1
            for named in _NAMED.finditer(sentence.group(0)):
                quote = self._printed[sentence.start() : sentence.end()].strip()
                yield Replaced(named.group(1) or named.group(2), quote, line)


def _inside(guess: Guess, found: re.Match[str], value: str) -> Guess:
    """A guess that rests on a few words of another's."""
    line = guess.line + guess.quote.count("\n", 0, found.start())
    return Guess(value, found.group(0), line, guess.where)
