"""The next question of a talk: what is open, most decisive first, and the words of one question."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from assistant.citing import Citation, Citer
from assistant.talk.aspects_named import aspects_named
from assistant.talk.assessed import Assessed
from assistant.talk.ledger import Facts
from assistant.talk.mentions import find_mentions
from prompts.chat_contexts import QuestionText
from prompts.render import render_text
from prompts.talk_contexts import ReminderText
from scoring import Pack, Question

_TAKEN_AS_MET = {"status": "met"}


def open_questions(
    assessed: Assessed, pack: Pack, facts: Facts, aside: Collection[str], today: date
) -> tuple[Question, ...]:
    """The unknowns worth asking, most decisive first.

    Once a must-have has failed, those that matter when it is put right; where all that the core lists were put aside, those
    behind them too.
    """
    result = assessed.assessment(pack, facts, today)
    questions = result.next_questions
    if pack.kind != "points":
        return questions
    if not questions and result.verdict == "fail":
        failing = {item for gate in result.gates for item in gate.failing}
        facts = {**facts, **dict.fromkeys(failing, _TAKEN_AS_MET)}
        questions = assessed.assessment(pack, facts, today).next_questions if failing else ()
    listed = questions
    while listed and all(question.item in aside for question in listed):
        # The core lists the first dozen only: supposing those to be met shows the ones behind.
        facts = {**facts, **{question.item: _TAKEN_AS_MET for question in listed}}
        listed = assessed.assessment(pack, facts, today).next_questions
        questions += listed
    return questions


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


def named_question(pack: Pack, text: str | None) -> Question | None:
    """The question about the one item or aspect that a message names; None when it names none or several."""
    if not text:
        return None
    if pack.kind == "points":
        named = [mention.item.id for mention in find_mentions(pack, text)]
    else:
        named = aspects_named(pack, text)
    if len(named) != 1:
        return None
    return question_of(pack, named[0])


def question_of(pack: Pack, key: str) -> Question:
    """The question about an item or aspect for its own sake, whatever it decides."""
    item = pack.items[key if key in pack.items else key.partition(".")[2]]
    return Question(key, item.question, "", item.cite, tuple(item.proof))


def items_at(pack: Pack, citations: Collection[Citation]) -> frozenset[str]:
    """The items of a points scheme whose rule stands in the cited clauses; empty for ladders."""
    clauses = {str(citation["clause_id"]) for citation in citations}
    cites = ((item.id, item.cite) for item in pack.items.values() if pack.kind == "points")
    return frozenset(name for name, cite in cites if f"{cite.document_id}:{cite.clause_id}" in clauses)


def proof_of(pack: Pack, item: str) -> tuple[str, ...]:
    """What usually proves an item."""
    name = item if item in pack.items else item.partition(".")[2]
    return tuple(pack.items[name].proof) if name in pack.items else ()


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


def reminder(pack: Pack, question: Question) -> str:
    """The open question in one short line, behind an answer about something else."""
    text = ReminderText(item_title(pack, question.item), question.question)
    return render_text("chat/reminder.j2", text).strip()


def nothing_left(unclear: int) -> str:
    """That nothing decisive is left to ask, with how much was left unclear."""
    if unclear:
        return f"其余能决定结果的都问过了，还有{unclear}条没说清；想接着说就说“回到跳过的问题”。"
    return "能决定结果的都问完了。"
