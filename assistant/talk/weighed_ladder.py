"""Aspects and events of a ladder told in words that no saying names: found and held against what was learned from examples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.talk.aspects_named import named_in
from assistant.talk.grades import read_grades
from assistant.talk.learned_rows import NOTHING, is_spoken, knows, likely_rows
from assistant.talk.learned_verdicts import NO, OPEN, YES, event_verdicts
from assistant.talk.proposals import Proposal
from assistant.talk.statements import Statement
from assistant.talk.weighed_reading import Stretch, stretches, surely_another
from assistant.talk.wording_cues import LONG_AGO, is_bare_answer, is_negative, is_no_statement, is_question
from scoring import Pack

_TOLD = 0.75
"""The least share of a verdict that makes a fact."""
_SURELY = 0.9
"""The least share of a verdict that overrules what the small words tell."""
_HARDLY = 0.15
"""Below this a stretch is not about something."""
_BARE = 3
"""Characters of an answer that names nothing by itself: 没有过."""
_APPLIED = re.compile(r"报的|申报|目标|想[升报评冲]|牌子")
"""A grade applied for or had as a whole is no grade of an aspect."""
_EVENT = "events."


def held_against_learned(
    pack: Pack, found: dict[str, Proposal], said: Sequence[Statement], pending: str | None
) -> dict[str, Proposal]:
    """The facts held against the examples; an event asked about is answered by the message as a whole."""
    if not knows(pack.id):
        return found
    if pending is not None and pending.startswith(_EVENT) and pending.removeprefix(_EVENT) in pack.items:
        found = _answered(pack, pending, found, said)
    # 申报的台账是编的，被通报了 only shares words with the day of filing.
    found = {
        key: one
        for key, one in found.items()
        if key == pending or not key.startswith(_EVENT) or surely_another(pack.id, one.quote, key) is None
    }
    parts = stretches(pack.id, [statement for statement in said if not statement.past])
    asked = found.get(pending or "")
    if asked is not None and said and asked.quote == said[0].text and is_bare_answer(asked.quote):
        # 没有过，都办了证的: what follows an answer gives its reason.
        parts = [part for part in parts if not part.text.startswith(asked.quote)]
    # 炉子和能源够B is no answer to the question on something else.
    if asked is not None and any(asked.quote in one.text and _is_elsewhere(one, asked.item) for one in parts):
        found = {key: one for key, one in found.items() if key != asked.item}
    return _weighed(pack, found, [part for part in parts if part.row != pending or part.row not in found])


def _is_elsewhere(part: Stretch, pending: str) -> bool:
    """Whether a stretch speaks of something, and not of what was asked."""
    return part.rows.get(pending, 0.0) < _HARDLY and part.rows.get(NOTHING, 0.0) < _HARDLY


def _weighed(pack: Pack, found: dict[str, Proposal], parts: Sequence[Stretch]) -> dict[str, Proposal]:
    """The facts after what the wording as a whole says of each stretch."""
    facts = dict(found)
    for part, row in ((one, row) for one in parts for row in one.meant):
        if len(part.text) <= _BARE or part.conditional or is_question(part.text):
            continue
        told = facts.get(row)
        if row.startswith(_EVENT):
            told = _event(pack, row, part.text, told)
        elif told is None or told.value is None:
            told = _aspect(pack, row, part.text) or told
        facts.pop(row, None)
        if told is not None:
            facts[row] = told
    return facts


def _answered(
    pack: Pack, pending: str, found: dict[str, Proposal], said: Sequence[Statement]
) -> dict[str, Proposal]:
    """The facts with what a message says as an answer to the event just asked about."""
    # 假的没有，就是报迟了: what is surely said of another event is no part of the answer.
    own = [statement.text for statement in said if surely_another(pack.id, statement.text, pending) is None]
    text = "，".join(own)
    if len(text) <= _BARE or is_question(text) or not is_spoken(text):
        return found
    rows = likely_rows(pack.id, text)
    if rows.get(pending, 0.0) < _HARDLY and rows.get(NOTHING, 0.0) < _HARDLY:
        return found
    told = _event(pack, pending, text, found.get(pending))
    rest = {key: one for key, one in found.items() if key != pending}
    return rest if told is None else {**rest, pending: told}


def _event(pack: Pack, key: str, text: str, current: Proposal | None) -> Proposal | None:
    """Whether an event happened, as the wording as a whole has it; None where it does not tell."""
    item = pack.items[key.removeprefix(_EVENT)]
    if item.adverse and LONG_AGO.search(text):
        return None
    told = event_verdicts(key, text)
    if current is None:
        sure = next((verdict for verdict in (YES, NO) if told[verdict] >= _TOLD), None)
        return None if sure is None else Proposal(key, item.title, text, value=sure == YES)
    if not isinstance(current.value, bool):
        return current
    if told[OPEN] >= _SURELY:
        return None
    opposite = NO if current.value else YES
    return replace(current, value=not current.value) if told[opposite] >= _SURELY else current


def _aspect(pack: Pack, row: str, text: str) -> Proposal | None:
    """The grade of an aspect, where a text names one and only one as reached."""
    item = pack.items[row.removeprefix("0.")]
    if is_no_statement(text) or _APPLIED.search(text):
        return None
    rungs = {*pack.rungs, *pack.leading_rungs}
    told = [(clause, read_grades(clause)) for clause in text.split("，")]
    graded = [(clause, grade) for clause, grades in told for grade in grades if grade.rung in rungs]
    if len(graded) != 1:
        return None
    # 料棚还没封，只能算C: what is missing stands beside the grade that is reached.
    clause, grade = graded[0]
    if grade.way != "reached" or is_negative(clause):
        return None
    # 装备和治污都到B，无组织差点意思: the grade is of those it stands beside.
    beside = {aspect.id for aspect in named_in(pack, clause)}
    if beside and item.id not in beside and item in named_in(pack, text):
        return None
    return Proposal(row, item.title, text, value=grade.rung, label=pack.spoken(grade.rung))
