"""Statements about a ladder: the grade of an aspect, and events of the year."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.talk.aspects_named import EXCEPT, UNIT_INDEX, many_meant, named_in
from assistant.talk.grades import Grade, read_grades
from assistant.talk.likely import speaks_of_others
from assistant.talk.mentions import find_mentions, mention_of
from assistant.talk.proposals import Proposal
from assistant.talk.statements import Statement, stretch
from assistant.talk.weighed_ladder import held_against_learned
from assistant.talk.wording_cues import (
    DO_NOT_KNOW,
    LONG_AGO,
    NO,
    YES,
    is_denied,
    is_negative,
    is_no_statement,
    softened,
)
from knowledge.tokens import plain
from scoring import Item, Pack

# 这一项A级, 只有C: a grade that leaves its aspect to the words before.
_GRADE_ALONE = re.compile(
    r"^(这(一?[项块个条样]|方面|些)?|专家|评审|也|都|勉强|刚好?|还是|自己)?[^，。]{0,2}(只|够|算|能到|达到|满足|到了?|是|按|评|定|报|[ABCDabcd])"
    r"|^(今年|现在|目前|后来|如今)[^，。]{0,8}(到|升|提|够|是|达|掉|降)|^[^，。]{0,2}(给|被)?(改|降|调|掉|定|升|打)(成|为|到)"
)
_ALIKE = re.compile(r"(也|同样)[^，。]{0,2}(一样|如此|是|这样|同级|这个级)[。]?$|一样[。]?$")
_SHORT = 12
_GOES_ON = ("；", ";")
"""What a sentence ends with that the next one belongs to."""
_HAPPENED = re.compile(r"^(是|确实|倒是)?有过|^(发生|出)过|^有[一两几][次回]")


def read_ladder(
    pack: Pack,
    said: tuple[Statement, ...],
    pending: str | None,
    *,
    hypothetical: bool = False,
    learned: bool = True,
) -> list[Proposal]:
    """The facts that statements establish about a ladder; at most one an item, the last one said."""
    found: dict[str, Proposal] = {}
    before: Statement | None = None
    for statement in said:
        earlier_words, before = before, statement
        statement = replace(statement, text=softened(statement.text, statement.sentence))
        if not hypothetical and (statement.conditional or is_no_statement(statement.text)):
            continue
        aspects = [] if statement.past else _aspects(pack, statement, said, set(found))
        if (
            not any(proposal.value for proposal in aspects)
            and earlier_words is not None
            and (earlier_words.sentence == statement.sentence or earlier_words.sentence.endswith(_GOES_ON))
        ):
            aspects = _carried(pack, earlier_words, statement) or aspects
        events = _events(pack, earlier_words, statement)
        if events:
            # 环保查到脱硫没开: what happened, not how far the equipment goes.
            aspects = [proposal for proposal in aspects if proposal.value is not None]
        if LONG_AGO.search(statement.text):
            events = [one for one in events if not pack.items[one.item.removeprefix("events.")].adverse]
        for proposal in [*aspects, *events]:
            earlier = found.get(proposal.item)
            if earlier is not None and earlier.value is not None and proposal.status == "unknown":
                # 监测B-，差在视频没存够: the reason does not take the grade back.
                continue
            if earlier is not None and earlier.status == proposal.status == "unknown":
                proposal = replace(proposal, quote=stretch(said, earlier.quote, proposal.quote))
            found[proposal.item] = proposal
    alone = not found or _beside(found, pending, said)
    if alone and pending is not None and said and not hypothetical:
        # 对照过了，只够C: the first words may only say how it is known; 他家监测评了A，俺们才C is about what they name.
        elsewhere = any(f"{UNIT_INDEX}{aspect.id}" != pending for aspect in named_in(pack, said[0].text))
        first = [one for one in said[: 1 if elsewhere else 2] if not one.conditional]
        answers = (_short_answer(pack, pending, statement) for statement in first)
        short = next((answer for answer in answers if answer is not None), None)
        if short is not None:
            found[short.item] = short
    if learned and not hypothetical:
        found = held_against_learned(pack, found, said, pending)
    told = {key for key, proposal in found.items() if key.startswith("events.")}
    # 脱硫喷枪堵了，叫分局查了: what happened to the equipment asks for no grade of it.
    return [p for key, p in found.items() if not told or key == pending or p.status != "unknown"]


def _beside(found: dict[str, Proposal], pending: str | None, said: tuple[Statement, ...]) -> bool:
    """Whether all that was found stands behind the first of several statements, which answers what was asked: 运输C，有门禁."""
    return pending not in found and len(said) > 1 and all(p.quote not in said[0].text for p in found.values())


def _aspects(
    pack: Pack, statement: Statement, said: tuple[Statement, ...], before: set[str]
) -> list[Proposal]:
    text = statement.text
    named, grades = named_in(pack, text), _grades_of(pack, text)
    reached = [grade.rung for grade in grades if grade.way == "reached"]
    if (but := EXCEPT.search(text)) is not None and len(reached) == 2 and read_grades(but["but"]):
        # 除了运输C级以外其余均B级: each grade on its side.
        rest = text[but.end() :]
        others = many_meant(pack, replace(statement, text=f"除了{but['but']}外都{rest}"), said, named, before)
        apart = [_graded(pack, aspect, reached[0], text) for aspect in named_in(pack, but["but"])]
        return [*apart, *(_graded(pack, aspect, reached[1], text) for aspect in others or ())]
    if (many := many_meant(pack, statement, said, named, before)) is not None:
        return [_graded(pack, aspect, reached[0], text) for aspect in many] if len(reached) == 1 else []
    if not named:
        return []
    if not reached and (lowest := _lowest_left(pack, grades)) is not None:
        return [_graded(pack, aspect, lowest, text) for aspect in named]
    if not reached or is_negative(_without_bounds(text, named, grades)):
        # "还到不了B" bounds the grade from above and fixes none; equipment fixes none without the guide.
        return [_to_check(aspect, text) for aspect in named]
    if len(reached) == 1:
        return [_graded(pack, aspect, reached[0], text) for aspect in named]
    if len(reached) == len(named):
        return [_graded(pack, aspect, grade, text) for aspect, grade in zip(named, reached, strict=True)]
    return []


def _carried(pack: Pack, before: Statement, statement: Statement) -> list[Proposal]:
    """What a statement says together with the one before: 无组织管得一般，只有C; 监测C级，管理也一样."""
    quote = stretch((before, statement), before.text, statement.text)
    earlier = [grade.rung for grade in _grades_of(pack, before.text) if grade.way == "reached"]
    named = named_in(pack, statement.text)
    if not named and before.sentence != statement.sentence:
        return []
    if named:
        alike = _ALIKE.search(statement.text) is not None and not read_grades(statement.text)
        sure = not is_no_statement(before.text) and not before.past
        if alike and sure and len(earlier) == 1:
            return [_graded(pack, aspect, earlier[0], quote) for aspect in named]
        return []
    reached = [grade.rung for grade in _grades_of(pack, statement.text) if grade.way == "reached"]
    if len(reached) != 1 or (earlier and not before.past) or is_negative(statement.text):
        return []
    if _GRADE_ALONE.search(statement.text) is None:
        return []
    return [_graded(pack, aspect, reached[0], quote) for aspect in named_in(pack, before.text)]


def _grades_of(pack: Pack, text: str) -> list[Grade]:
    return [grade for grade in read_grades(text) if grade.rung in {*pack.rungs, *pack.leading_rungs}]


def _lowest_left(pack: Pack, grades: list[Grade]) -> str | None:
    """The lowest rung, when the only one above it that is not optional is said to be missed."""
    if len(pack.plain_rungs) < 2 or len(grades) != 1 or grades[0].way != "bound":
        return None
    return pack.plain_rungs[-1] if grades[0].rung == pack.plain_rungs[-2] else None


_ONLY = re.compile(r"[才只](能|给|评|定|是|到|算|够)*了?\s*[ABCDabcd]")
_BOUND_WORDS = re.compile(
    r"到不了|达不到|够不[上着到]?|没到|没有到|没达到|不到|不够|算不上|上不[了去]|(?:而|并)?不(?:是|算)(?=\s*[ABCDabcd])"
)


def _without_bounds(text: str, named: list[Item], grades: list[Grade]) -> str:
    """The statement without aspects' names and, where some grade is reached, without the one that is not."""
    if grades and _ONLY.search(text):
        # 没整好才C: what is missing is why it is no more.
        return ""
    folded = plain(text)
    for item in named:
        folded = folded.replace(plain(item.title), "")
    folded = folded.replace("无组织", "")
    return _BOUND_WORDS.sub("", folded) if grades else folded


def _graded(pack: Pack, aspect: Item, grade: str, text: str) -> Proposal:
    return Proposal(f"{UNIT_INDEX}{aspect.id}", aspect.title, text, value=grade, label=pack.spoken(grade))


def _to_check(aspect: Item, text: str) -> Proposal:
    note = "没有说到达到哪一级，先记为待核实，不当作满足"
    return Proposal(f"{UNIT_INDEX}{aspect.id}", aspect.title, text, status="unknown", note=note)


def _events(pack: Pack, before: Statement | None, statement: Statement) -> list[Proposal]:
    mentions = [m for m in find_mentions(pack, statement.text) if m.item.kind == "event"]
    text = statement.text
    if not mentions and before is not None and before.sentence == statement.sentence:
        # 省里督查过，没提什么问题: one event told in two statements.
        lead = len(plain(f"{before.text}，"))
        text = f"{before.text}，{statement.text}"
        told = {m.item.id for m in find_mentions(pack, before.text)}
        joined = find_mentions(pack, text, lead=lead)
        mentions = [m for m in joined if m.item.kind == "event" and m.item.id not in told]
    found = []
    for mention in mentions:
        rest = "".join(char for i, char in enumerate(plain(text)) if i not in mention.covered)
        happened = _happened(mention.item, rest, unmet=mention.unmet)
        quote = text if text == statement.text else stretch((statement,), text.split("，")[0], statement.text)
        found.append(Proposal(f"events.{mention.item.id}", mention.item.title, quote, value=happened))
    return found


def _happened(item: Item, rest: str, *, unmet: bool) -> bool:
    """Whether an event took place, by the words beside those that name it."""
    # 没有偷排漏排: of what must not happen, any "no" is a denial.
    denied = is_denied(rest) if item.adverse or unmet else is_negative(rest)
    return denied if unmet else not denied


def _short_answer(pack: Pack, pending: str, statement: Statement) -> Proposal | None:
    kind, _, name = pending.partition(".")
    item = pack.items.get(name)
    text = statement.text
    if kind != "events" and re.fullmatch(r"[^，。]{0,3}[ABCDabcd][-减]?级?[吧。]*", text):
        # An answer that is a grade alone: its 吧 is a manner of speaking.
        text = text.rstrip("吧。")
    if item is None:
        return None
    if DO_NOT_KNOW.search(text):
        return Proposal(pending, item.title, statement.text, status="unknown")
    if is_no_statement(text):
        return None
    base = Proposal(pending, item.title, statement.text)
    if kind == "events":
        if NO.search(text) or (
            is_denied(text) and len(text) <= _SHORT and not speaks_of_others(pack, item, text)
        ):
            return replace(base, value=False)
        lead = plain(f"{item.title}，")
        # 交晚了 is about the filing asked for, though it does not name it.
        about = mention_of(pack, item, lead + plain(text), lead=len(lead))
        if about is not None and about.unmet and not is_denied(text):
            return replace(base, value=False)
        return replace(base, value=True) if YES.search(text) or _HAPPENED.search(text) else None
    grades = [grade for grade in _grades_of(pack, text) if grade.way == "reached"]
    if len(grades) == 1 and len(statement.text) <= _SHORT:
        return replace(base, value=grades[0].rung)
    return None
