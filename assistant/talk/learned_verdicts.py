"""What a statement says of the row it speaks of, learned from what officers say; see tests/evaluation/fit_statements.py."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from assistant.talk import wording_cues as cues
from assistant.talk.proposals import Proposal
from knowledge.run_weights import read_weights
from knowledge.tokens import plain
from knowledge.wording import runs

FILE = Path(__file__).with_name("verdicts.npz")
EVENTS_FILE = Path(__file__).with_name("event-verdicts.npz")
YES, NO, OPEN, NOT_APPLICABLE, SHARE = "yes", "no", "open", "not_applicable", "share"
"""The classes: holds or happened, does not, nothing is established, cannot concern the firm, holds in part."""

_CUES = {
    "condition": cues.CONDITION,
    "hedge": cues.HEDGE,
    "intention": cues.INTENTION,
    "others": cues.OTHERS,
    "talk": cues.TALK,
    "under_way": cues.UNDER_WAY,
    "expired": cues.EXPIRED,
    "not_all": cues.NOT_ALL,
    "negation": cues.NEGATION,
    "double_negation": cues.DOUBLE_NEGATION,
    "affirmation": cues.AFFIRMATION,
    "half": cues.HALF,
    "in_part": cues.IN_PART,
    "not_applicable": cues.NOT_APPLICABLE,
    "do_not_know": cues.DO_NOT_KNOW,
}
_CLAUSES = re.compile(r"[,，。;；!！?？]")
_TURNS = re.compile(r"[没未不无还正才刚要想再]")
_REACH = 6
_OPEN_IN_TALKS = 0.3
"""Examples that establish nothing were written that much more often than people say such things."""
_COPIES = 6
"""The reading by small words is one sign among hundreds, each of the same length; so often it is taken."""


def signs(text: str) -> frozenset[str]:
    """What is looked at: runs of characters, those of the last clause, small words, and what stands near a small word."""
    folded = plain(text)
    last = _CLAUSES.split(folded.rstrip("。!?"))[-1]
    found = set(runs(folded))
    found.update(f"last:{run}" for run in runs(last))
    found.update(f"cue:{name}" for name in _cues(folded))
    found.update(f"last cue:{name}" for name in _cues(last))
    for turn in _TURNS.finditer(folded):
        near = folded[turn.start() + 2 : turn.start() + _REACH]
        found.update(f"{turn.group()}…{character}" for character in near)
    return frozenset(found)


def event_signs(event: str, text: str) -> frozenset[str]:
    """The same of an event, whose words say what "no" means of it: 没赶上 of a date, 没送过 of a present."""
    return signs(text) | {f"{event}:{run}" for run in runs(plain(text))}


def row_signs(text: str, by_words: str) -> frozenset[str]:
    """The signs of a statement about a row, and what sayings and small words make of it: a status, or nothing."""
    return signs(text) | {f"words:{by_words}:{copy}" for copy in range(_COPIES)}


@lru_cache(maxsize=512)
def verdicts(text: str, by_words: str) -> dict[str, float]:
    """How likely each class is for what a statement says of the row of a points scheme that it speaks of, together 1.

    Args:
        text: the statement.
        by_words: what sayings and small words make of it, see `told_by_words`.
    """
    return _as_said(read_weights(FILE).shares(row_signs(text, by_words)))


def told_by_words(proposal: Proposal | None) -> str:
    """What a reading by sayings and small words comes to: a status, a number, or nothing."""
    if proposal is None:
        return "nothing"
    if proposal.value is not None or proposal.ratio is not None:
        return "number"
    return proposal.status or "nothing"


@lru_cache(maxsize=512)
def event_verdicts(event: str, text: str) -> dict[str, float]:
    """How likely it is that an event happened (yes), did not (no), or that nothing is said of it, together 1."""
    return _as_said(read_weights(EVENTS_FILE).shares(event_signs(event, text)))


def _as_said(shares: dict[str, float]) -> dict[str, float]:
    """The shares as they are where statements that establish nothing come as seldom as in talks."""
    weighted = {name: share * (_OPEN_IN_TALKS if name == OPEN else 1.0) for name, share in shares.items()}
    whole = sum(weighted.values())
    return {name: share / whole for name, share in weighted.items()}


def _cues(folded: str) -> list[str]:
    found = [name for name, cue in _CUES.items() if cue.search(folded)]
    if cues.is_negative(folded):
        found.append("negative")
    if cues.is_no_statement(folded):
        found.append("no_statement")
    return found
