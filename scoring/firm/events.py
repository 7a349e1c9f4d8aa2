"""What the sources leave of the events of the year: the answer to each, and the disagreements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from scoring.firm.aspects import counts, strength
from scoring.firm.checks import Check, expired
from scoring.firm.units import EventFact, LadderFacts
from scoring.rules.pack import Item, Pack


def events_counted(
    pack: Pack, facts: LadderFacts, as_of: date, proof: str
) -> tuple[dict[str, bool], tuple[Check, ...]]:
    """The answer to each event of the scheme that is said, and the disagreements.

    An admission counts whatever its proof; that nothing happened counts from the asked rung on.
    """
    answers: dict[str, bool] = {}
    checks: list[Check] = []
    for item in pack.of_kind("event"):
        statements = facts.events.get(item.id, ())
        checks += [
            expired(f"events.{item.id}", fact.proof.source, fact.proof.valid_until.isoformat())
            for fact in statements
            if fact.answer != item.adverse
            and fact.proof.valid_until is not None
            and fact.proof.valid_until < as_of
        ]
        answer, contradiction = _answer(item, statements, as_of, proof)
        if answer is not None:
            answers[item.id] = answer
        checks += contradiction
    return answers, tuple(checks)


def _answer(
    item: Item, statements: Sequence[EventFact], as_of: date, proof: str
) -> tuple[bool | None, list[Check]]:
    kept = [fact for fact in statements if fact.answer == item.adverse or counts(fact.proof, as_of, proof)]
    if not kept:
        return None, []
    strongest = max(strength(fact.proof) for fact in kept)
    answers = {fact.answer for fact in kept if strength(fact.proof) == strongest}
    if len({fact.answer for fact in kept}) == 1:
        return answers.pop(), []
    key = f"events.{item.id}"
    if len(answers) == 2:
        told = f"{key}：“{item.title}”同等来源的说法互相矛盾，按尚未说明处理，请核实"
        return None, [Check("contradiction", (key,), told)]
    told = f"{key}：“{item.title}”来源不一致，以较强或较新的来源为准"
    return answers.pop(), [Check("contradiction", (key,), told)]
