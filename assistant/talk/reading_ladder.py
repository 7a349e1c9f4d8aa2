"""Statements about a ladder: the grade of an aspect, and events of the year."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.talk.mentions import find_mentions, match_saying
from assistant.talk.proposals import Proposal
from assistant.talk.statements import Statement
from assistant.talk.wording_cues import DO_NOT_KNOW, NO, YES, is_denied, is_negative, is_no_statement
from knowledge.tokens import plain
from scoring import Item, Pack

_GRADE = re.compile(r"(?<![A-Za-z])([ABCDabcd])\s*(-|－|减|负)?(?![A-Za-z])|(?<!非)(引领性?)|(非引领性?)")
_BOUND = re.compile(r"到不了|达不到|够不[上着]|没到|不到|差一?点|还差|没达到|不够|顶多|最多|最高|至少|起码")
_OTHERS_ALL = re.compile(r"(别的|其他|其它|其余|剩下)[^，。]{0,8}(都|全|均)?")
_ALL = re.compile(
    r"(全部|所有|每个|各个?)方面|(方面|各项|样样|项项|[八九89]大?项|[八九89]样)[^，。]{0,3}(都|全|均|统统|通通|一律|清一色|是)"
)
# 这一项A级, 只有C: a grade that leaves its aspect to the words before.
_GRADE_ALONE = re.compile(
    r"^(这(一?[项块个条样]|方面|些)?|专家|评审|也|都|勉强|刚好?|还是|自己)?[^，。]{0,2}(只|够|算|能到|达到|满足|到了|是|[ABCDabcd])"
)
_UNIT_INDEX = "0."


def find_grades(text: str) -> list[str]:
    """The grades a text names, in order, as the ladders write them.

    >>> find_grades("运输监管到B了，环境管理只够c级，B减")
    ['B', 'C', 'B-']
    """
    found = []
    for match in _GRADE.finditer(text):
        if match.group(4):
            found.append("非引领性")
        elif match.group(3):
            found.append("引领性")
        else:
            found.append(match.group(1).upper() + ("-" if match.group(2) else ""))
    return found


def read_ladder(
    pack: Pack, said: tuple[Statement, ...], pending: str | None, *, hypothetical: bool = False
) -> list[Proposal]:
    """The facts that statements establish about a ladder; at most one an item, the last one said."""
    found: dict[str, Proposal] = {}
    before: Statement | None = None
    for statement in said:
        earlier_words, before = before, statement
        if not hypothetical and (statement.conditional or is_no_statement(statement.text)):
            continue
        aspects = _aspects(pack, statement, set(found))
        if not aspects and earlier_words is not None and earlier_words.sentence == statement.sentence:
            aspects = _aspects_before(pack, earlier_words, statement)
        for proposal in [*aspects, *_events(pack, statement)]:
            earlier = found.get(proposal.item)
            if earlier is not None and earlier.status == proposal.status == "unknown":
                proposal = replace(proposal, quote=_stretch(said, earlier.quote, proposal.quote))
            found[proposal.item] = proposal
    if not found and pending is not None and said and not hypothetical:
        short = _short_answer(pack, pending, said[0])
        if short is not None:
            found[short.item] = short
    return list(found.values())


def _stretch(said: tuple[Statement, ...], first: str, last: str) -> str:
    """The user's words from one statement to another, when they stand in one sentence."""
    sentence = next((s.sentence for s in said if first in s.sentence and last in s.sentence), None)
    return last if sentence is None else sentence[sentence.index(first) : sentence.index(last) + len(last)]


def _aspects(pack: Pack, statement: Statement, before: set[str]) -> list[Proposal]:
    text = statement.text
    named = _named(pack, text)
    grades = _grades_of(pack, text)
    if _OTHERS_ALL.search(text) or (_ALL.search(text) and not named):
        if len(grades) != 1 or _BOUND.search(text):
            return []
        taken = {item.id for item in named} | {key.removeprefix(_UNIT_INDEX) for key in before}
        if _ALL.search(text) and not _OTHERS_ALL.search(text):
            taken = set()
        return [_graded(pack, a, grades[0], text) for a in pack.of_kind("aspect") if a.id not in taken]
    if not named:
        return []
    if _BOUND.search(text) or is_negative(_without_names(text, named)):
        # "还到不了B" bounds the grade from above and fixes none.
        return [_to_check(aspect, text) for aspect in named] if grades else []
    if len(grades) == 1:
        return [_graded(pack, aspect, grades[0], text) for aspect in named]
    if len(grades) == len(named):
        return [_graded(pack, aspect, grade, text) for aspect, grade in zip(named, grades, strict=True)]
    return [_to_check(aspect, text) for aspect in named] if not grades else []


def _aspects_before(pack: Pack, before: Statement, statement: Statement) -> list[Proposal]:
    """The aspects named just before, with the grade that this statement gives them: 无组织管得一般，只有C."""
    grades = _grades_of(pack, statement.text)
    if len(grades) != 1 or _grades_of(pack, before.text) or _BOUND.search(statement.text):
        return []
    if _GRADE_ALONE.search(statement.text) is None or is_negative(statement.text):
        return []
    quote = _stretch((before, statement), before.text, statement.text)
    return [_graded(pack, aspect, grades[0], quote) for aspect in _named(pack, before.text)]


def _grades_of(pack: Pack, text: str) -> list[str]:
    return [grade for grade in find_grades(text) if grade in {*pack.rungs, *pack.leading_rungs}]


def _named(pack: Pack, text: str) -> list[Item]:
    """The aspects a text speaks of, in the order of its words."""
    places = {aspect.id: _place_in(aspect, text) for aspect in pack.of_kind("aspect")}
    named = [aspect for aspect in pack.of_kind("aspect") if places[aspect.id] is not None]
    return sorted(named, key=lambda aspect: places[aspect.id] or 0)


def _place_in(aspect: Item, text: str) -> int | None:
    """Where a text first speaks of an aspect; None where it does not."""
    folded = plain(text)
    if plain(aspect.title) in folded:
        return folded.index(plain(aspect.title))
    if aspect.id == "有组织排放" and "无组织" in folded and "有组织" not in folded:
        return None
    places = [min(hit) for saying in aspect.says if (hit := match_saying(saying, folded)) is not None]
    return min(places, default=None)


def _without_names(text: str, named: list[Item]) -> str:
    folded = plain(text)
    for item in named:
        folded = folded.replace(plain(item.title), "")
    return folded.replace("无组织", "")


def _graded(pack: Pack, aspect: Item, grade: str, text: str) -> Proposal:
    return Proposal(f"{_UNIT_INDEX}{aspect.id}", aspect.title, text, value=grade, label=pack.spoken(grade))


def _to_check(aspect: Item, text: str) -> Proposal:
    note = "没有说到达到哪一级，先记为待核实，不当作满足"
    return Proposal(f"{_UNIT_INDEX}{aspect.id}", aspect.title, text, status="unknown", note=note)


def _events(pack: Pack, statement: Statement) -> list[Proposal]:
    found = []
    for mention in find_mentions(pack, statement.text):
        item = mention.item
        if item.kind != "event":
            continue
        rest = "".join(char for i, char in enumerate(plain(statement.text)) if i not in mention.covered)
        # 没有偷排漏排: of what must not happen, any "no" is a denial.
        denied = is_denied(rest) if item.adverse or mention.unmet else is_negative(rest)
        happened = denied if mention.unmet else not denied
        found.append(Proposal(f"events.{item.id}", item.title, statement.text, value=happened))
    return found


def _short_answer(pack: Pack, pending: str, statement: Statement) -> Proposal | None:
    kind, _, name = pending.partition(".")
    item = pack.items.get(name)
    if item is None or is_no_statement(statement.text):
        return None
    if DO_NOT_KNOW.search(statement.text):
        return Proposal(pending, item.title, statement.text, status="unknown")
    if kind == "events":
        base = Proposal(pending, item.title, statement.text)
        if NO.search(statement.text) or is_denied(statement.text):
            return replace(base, value=False)
        return replace(base, value=True) if YES.search(statement.text) else None
    grades = [grade for grade in find_grades(statement.text) if grade in {*pack.rungs, *pack.leading_rungs}]
    if len(grades) == 1 and not _BOUND.search(statement.text) and len(statement.text) <= 12:
        return Proposal(pending, item.title, statement.text, value=grades[0])
    return None
