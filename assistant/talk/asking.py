"""The next question of a talk: the most decisive unknown that the user has not put aside."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from assistant.citing import Citation, Citer
from prompts.chat_contexts import QuestionText
from prompts.render import render_text
from scoring import Pack, Question, assess, read_request

_REPAIRED = {"status": "met"}


def open_questions(pack: Pack, facts: dict[str, Any], today: date) -> tuple[Question, ...]:
    """The unknowns worth asking; once a must-have has failed, those that matter when it is put right."""
    result = assess(pack, read_request(pack, {"facts": facts}, today=today))
    if result.next_questions or pack.kind != "points" or result.verdict != "fail":
        return result.next_questions
    failing = {item for gate in result.gates for item in gate.failing}
    if not failing:
        return ()
    repaired = {**facts, **dict.fromkeys(failing, _REPAIRED)}
    return assess(pack, read_request(pack, {"facts": repaired}, today=today)).next_questions


def next_question(
    pack: Pack, facts: dict[str, Any], skipped: Collection[str], today: date
) -> Question | None:
    """The one to ask now; None when nothing is left."""
    return next((q for q in open_questions(pack, facts, today) if q.item not in skipped), None)


def towards(pack: Pack, question: Question, target: str | None) -> Question:
    """The question with its reason told for the grade the firm aims at, when that is on the ladder."""
    _, _, aspect = question.item.partition(".")
    if target not in pack.rungs or pack.items.get(aspect) not in pack.of_kind("aspect"):
        return question
    others = len(pack.of_kind("aspect")) - 1
    rest = f"它和另外{others}个方面中任何一个" if others else "它"
    return replace(
        question,
        why=f"{rest}低于{pack.spoken(target)}，就到不了{pack.spoken(target)}；没有说清之前只能按最低等级计",
    )


def item_title(pack: Pack, item: str) -> str:
    """The short title of an item, aspect (0.运输监管) or event (events.bribery)."""
    name = item if item in pack.items else item.partition(".")[2]
    return pack.items[name].title if name in pack.items else item


def question_text(
    pack: Pack, question: Question, citer: Citer, today: date, n: int, lead: str = "接下来问："
) -> tuple[str, Citation]:
    """The question with why it is asked and what proves it, and its citation numbered n."""
    citation = citer.rules(today)(question.cite) | {"n": n}
    text = render_text(
        "chat/question.j2",
        QuestionText(
            lead=lead,
            title=item_title(pack, question.item),
            question=question.question,
            mark=f"〔{n}〕",
            why=question.why,
            proof="、".join(question.proof),
        ),
    )
    return text.strip(), citation
