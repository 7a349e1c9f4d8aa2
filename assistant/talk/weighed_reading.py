"""What was learned from examples held against what sayings and small words tell: it adds, corrects and takes back facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.talk.learned_rows import NOTHING, likely_rows
from assistant.talk.learned_verdicts import NO, NOT_APPLICABLE, OPEN, SHARE, YES, told_by_words, verdicts
from assistant.talk.proposals import Proposal
from assistant.talk.quantities import find_quantities
from assistant.talk.reading_values import from_number, share_done
from assistant.talk.stages import based_on, stage_reached
from assistant.talk.statements import Statement
from assistant.talk.wording_cues import (
    DOUBLE_NEGATION,
    OTHERS,
    is_negative,
    is_no_statement,
    is_question,
    is_worse,
)
from scoring import Item, Pack

_ANCHOR = 0.45
"""From here on a statement is about a row of its own; one below goes with the statement before."""
_OWN = 0.75
"""From here on it is so even where it could go with the one before."""
NAMED = 0.5
"""The least share of a row whose fact is taken from its wording alone."""
_AFFIRMED = 0.75
"""The same where a row is affirmed that no saying names: to have something like it is not yet to have it."""
_BESIDE, _TWO = 0.3, 0.8
"""The least share of the second of two rows, and of both."""
_JOINED = re.compile(r"[和跟与、]")
_RANK = re.compile(r"前\s*\d+\s*%")
_RANKED = re.compile(r"前|排|名|位次")
_BUT_FOR = re.compile(r"除[了开去]|(其[他它余]|别的|剩下的?)都")
"""Where something is excepted, what the small words make of it stands."""
ALONE = 0.7
"""From here on nothing but that row is meant, and a saying of another row is a coincidence."""
_STRAY = 0.12
"""At most so likely is a row that is met by coincidence."""
_TOLD = 0.8
"""The least share of a verdict that makes a fact."""
SURELY = 0.85
"""The least share of a verdict that overrules what the small words tell."""
HALF = 0.5
"""From here on a verdict is likelier than all others."""
_KEPT = 0.4
"""Below this a fact told by small words is not believed."""
_DENIED = 0.7
"""The least share of a denial that outweighs what was affirmed before it."""
_STATUS = {YES: "met", NO: "not_met", NOT_APPLICABLE: "not_applicable"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Statements of one sentence that go together, by what they are likely about."""

    text: str
    rows: dict[str, float]
    conditional: bool

    @property
    def row(self) -> str:
        """The likeliest row, or none."""
        return next(iter(self.rows))

    @property
    def share(self) -> float:
        """How likely it is, 0…1."""
        return self.rows[self.row]

    @property
    def meant(self) -> tuple[str, ...]:
        """The rows it is surely enough about: the likeliest, or two that are named together (环境和质量体系的证都在)."""
        first, second = [*self.rows, NOTHING][:2]
        both = self.rows[first] + self.rows.get(second, 0.0)
        if (
            NOTHING not in (first, second)
            and self.rows[second] >= _BESIDE
            and both >= _TWO
            and _JOINED.search(self.text)
        ):
            return (first, second)
        return (first,) if first != NOTHING and self.share >= NAMED else ()


def stretches(scheme: str, said: Sequence[Statement]) -> list[Stretch]:
    """The statements put together by the row they are about; a statement about none in particular goes with the one before."""
    found: list[Stretch] = []
    anchored: list[str | None] = []
    sentence = ""
    for statement in said:
        rows = likely_rows(scheme, statement.text)
        best = next(iter(rows))
        own = best if rows[best] >= _ANCHOR and best != NOTHING else None
        together = _joined(scheme, found[-1], statement) if found and statement.sentence == sentence else None
        # 去年超过一回，今年报告合格: a word of another row does not make it the subject.
        if together is not None and (
            own is None or anchored[-1] in (None, own) or (rows[best] < _OWN and together.row == anchored[-1])
        ):
            found[-1] = together
            anchored[-1] = anchored[-1] or own
        else:
            found.append(Stretch(statement.text, rows, statement.conditional))
            anchored.append(own)
        sentence = statement.sentence
    return found


def _joined(scheme: str, before: Stretch, statement: Statement) -> Stretch:
    text = f"{before.text}，{statement.text}"
    return Stretch(text, likely_rows(scheme, text), before.conditional or statement.conditional)


def without_strays(pack: Pack, found: dict[str, Proposal], pending: str | None = None) -> dict[str, Proposal]:
    """The facts without those of a row that only shares a word with the row surely meant; what was asked stays."""
    shown = {name for key in found for name in pack.items[key].implies}
    return {
        key: one
        for key, one in found.items()
        if key == pending
        or pack.items[key].implies
        or key in shown
        or not _means_another(pack, one.quote, key)
    }


def _means_another(pack: Pack, text: str, key: str) -> bool:
    other = surely_another(pack.id, text, key)
    return other is not None and key not in twins(pack, pack.items[other])


def surely_another(scheme: str, text: str, key: str) -> str | None:
    """The row that a text surely means when this one only shares words with it; None where it may mean this one."""
    rows = likely_rows(scheme, text)
    best = next(iter(rows))
    another = best not in (NOTHING, key) and rows[best] >= ALONE and rows.get(key, 0.0) < _STRAY
    return best if another else None


def twins(pack: Pack, item: Item) -> tuple[str, ...]:
    """The row beside it that the same number decides: 固废综合利用率 is asked for, and gives points from 90 % on."""
    if item.value is None:
        return ()
    names = list(pack.items)
    place = names.index(item.id) + (1 if item.kind == "required" else -1)
    if not 0 <= place < len(names):
        return ()
    other = pack.items[names[place]]
    alike = other.value is not None and (other.group, other.value.unit) == (item.group, item.value.unit)
    return (other.id,) if alike and {other.kind, item.kind} == {"required", "optional"} else ()


def weighed(pack: Pack, found: dict[str, Proposal], parts: Sequence[Stretch]) -> dict[str, Proposal]:
    """The facts after what the wording as a whole says of each stretch."""
    facts = dict(found)
    for part, row in ((one, row) for one in parts for row in one.meant):
        item = pack.items[row]
        current = facts.get(item.id)
        # Of a stretch that tells of several rows, only its own words judge each: 核算做了，核查没做.
        apart = current is not None and (_holds_others(part, facts) or stands_apart(pack, current, part.text))
        text = current.quote if current is not None and apart else part.text
        told = verdicts(text, told_by_words(current))
        if current is None and (part.conditional or _tells_nothing(part.text)):
            continue
        if current is None and (_is_claimed(pack, row, part, facts) or OTHERS.search(part.text)):
            continue
        if told[OPEN] < HALF and (figures := figures_of(pack, item, part.text, told)):
            facts |= {one.item: one for one in figures if told_by_words(facts.get(one.item)) != "number"}
        elif current is None:
            status = None if is_figured(item, part.text) else status_of(item, told, _TOLD)
            if status == "not_met" and DOUBLE_NEGATION.search(part.text):
                continue
            if status is not None and (status != "met" or part.rows[row] >= _AFFIRMED or len(part.meant) > 1):
                facts[item.id] = Proposal(item.id, item.title, part.text, status=status)
        elif is_plain(current) and not _stands(part.text):
            kept = _in_part(pack, current, part) or held(current, told)
            if kept is None:
                del facts[item.id]
            else:
                facts[item.id] = kept
    return facts


def stands_apart(pack: Pack, current: Proposal, text: str) -> bool:
    """Whether the rest of a text says the contrary of something else: 环境有，能源没有."""
    rest = text.replace(current.quote, "").strip("，")
    if current.quote not in text or not rest or is_negative(rest) == is_negative(current.quote):
        return False
    rows = likely_rows(pack.id, rest)
    best = next(iter(rows))
    return (
        best not in (current.item, NOTHING) and rows[best] >= NAMED and rows.get(current.item, 0.0) < _STRAY
    )


def _stands(text: str) -> bool:
    """Whether what the small words make of a text stands: it speaks of others, of an exception, of what is worse."""
    return OTHERS.search(text) is not None or _BUT_FOR.search(text) is not None or is_worse(text)


def _in_part(pack: Pack, current: Proposal, part: Stretch) -> Proposal | None:
    """What is affirmed of a part of what a row asks and denied of another, does not hold: 规划有，年度指标没定."""
    rest = part.text.replace(current.quote, "").strip("，")
    if current.status != "met" or current.quote not in part.text or not is_negative(rest):
        return None
    # 机器人有了，MES没上: of what a rule offers for choice one is enough.
    if "或" in pack.items[current.item].cite.quote:
        return None
    about = likely_rows(pack.id, rest).get(current.item, 0.0) >= NAMED
    denied = about and verdicts(part.text, told_by_words(None))[NO] >= _DENIED
    return replace(current, status="not_met", quote=part.text) if denied else None


def _tells_nothing(text: str) -> bool:
    """Whether a text asks, or a clause of it only plans, guesses or speaks of the matter: 老板说明年上，可研做好了."""
    return is_question(text) or any(is_no_statement(clause) for clause in text.split("，"))


def _is_claimed(pack: Pack, row: str, part: Stretch, facts: dict[str, Proposal]) -> bool:
    """Whether a stretch has already told a fact of another row, and is not surely of this one or only speaks of its kin.

    核算做了，也没公布; 质量体系没有证 says nothing of the system that the certificate is for.
    """
    if not _holds_others(part, facts):
        return False
    kin = [key for key in facts if row in pack.items[key].implies or key in pack.items[row].implies]
    return part.share < ALONE or any(facts[key].quote in part.text for key in kin)


def _holds_others(part: Stretch, facts: dict[str, Proposal]) -> bool:
    """Whether a fact of a row that the stretch is not about was told in it."""
    return any(
        one.quote in part.text or part.text in one.quote
        for key, one in facts.items()
        if key not in part.meant
    )


def figures_of(pack: Pack, item: Item, text: str, told: dict[str, float]) -> list[Proposal]:
    """The number, share or stage that a text gives for a row, and for its twin."""
    same = (item, *(pack.items[name] for name in twins(pack, item)))
    return [one for own in same if (one := _figure(own, text, told)) is not None]


def _figure(item: Item, text: str, told: dict[str, float]) -> Proposal | None:
    base = based_on(item, text)
    if _RANK.search(item.cite.quote) and not _RANKED.search(text):
        # A rate is no place among others.
        return None
    if item.choices or item.open_formula:
        return None
    if item.stages:
        return stage_reached(item, text, base)
    if (measured := from_number(item, text, base)) is not None:
        return measured
    # Where the rule itself names a share, a share that is told need not be how much is done.
    if told[SHARE] < HALF or "%" in item.cite.quote:
        return None
    share = share_done(item, text)
    return None if share is None else replace(base, status="met", ratio=share)


def status_of(item: Item, told: dict[str, float], least: float) -> str | None:
    """The status that a verdict makes, if one is likely enough."""
    best = max(told, key=lambda name: told[name])
    if told[best] < least or best not in _STATUS:
        return None
    if best == NOT_APPLICABLE and not item.may_not_apply:
        return None
    return _STATUS[best]


def is_figured(item: Item, text: str) -> bool:
    """Whether a number, a level or a stage decides, which a verdict alone does not give."""
    if item.stages or item.choices or item.open_formula:
        return True
    return (item.value is not None or item.kind in ("optional", "bonus")) and bool(find_quantities(text))


def is_plain(proposal: Proposal) -> bool:
    """Whether a fact is a mere yes or no."""
    figured = proposal.value is not None or proposal.ratio is not None
    return not figured and proposal.status in ("met", "not_met")


def held(current: Proposal, told: dict[str, float]) -> Proposal | None:
    """A mere yes or no as the wording as a whole has it: kept, turned round, or None where it establishes nothing."""
    own, other = (YES, NO) if current.status == "met" else (NO, YES)
    if current.status == "met" and DOUBLE_NEGATION.search(current.quote):
        # 没出过事故: what looks like a denial is none.
        return current
    if told[other] >= SURELY:
        return replace(current, status=_STATUS[other])
    return current if told[own] >= _KEPT else None
