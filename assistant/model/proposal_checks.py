"""A fact that a model proposes is kept only as far as the program itself reads it in the user's words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from assistant.model.proposed_facts import ProposedFact
from assistant.talk.grades import find_grades
from assistant.talk.proposals import Proposal
from assistant.talk.quantities import find_quantities, measured_in
from assistant.talk.reading_ladder import read_ladder
from assistant.talk.reading_points import read_points
from assistant.talk.statements import Statement
from assistant.talk.wording_cues import (
    AFFIRMATION,
    DO_NOT_KNOW,
    NOT_APPLICABLE,
    is_negative,
    is_no_statement,
)
from knowledge.tokens import listed, words
from scoring import Item, Pack
from scoring.numbers import convert

Fault = Literal["item", "quote", "no_statement", "already_read", "other_item", "unsaid", "contradiction"]
NOTE = "由语言模型从原话里找出，请核对后再确认"
_FEWEST = 2
_COMMON = 8
"""A word that more than one item in eight speaks of does not show which one is meant."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as the program itself has read it."""

    text: str
    open: tuple[Statement, ...]
    """Statements that it took no fact from."""


def checked(pack: Pack, fact: ProposedFact, heard: Heard) -> Proposal | Fault:
    """The proposal that the user's words bear out, or why there is none.

    The model only points out which item a statement is about. What the statement says of the item is read by the
    program, and must be what the model says it is.
    """
    item = _item(pack, fact.item)
    if item is None:
        return "item"
    if fact.quote.strip() not in heard.text:
        return "quote"
    said = [s for s in heard.open if fact.quote.strip() in s.text or s.text in fact.quote]
    if len(said) != 1:
        return "already_read"
    statement = said[0]
    if statement.conditional or is_no_statement(statement.text):
        return "no_statement"
    if not _about(pack, item, statement.text):
        return "other_item"
    own = _own_reading(pack, item, fact.item, statement)
    if own is None:
        return "unsaid"
    if not _agree(fact, own):
        return "contradiction"
    return replace(own, quote=statement.text, note=own.note or NOTE)


def _item(pack: Pack, name: str) -> Item | None:
    """The item that an id of the interface names, of those that a user can tell of."""
    if pack.kind == "points":
        found = pack.items.get(name)
        return found if found is not None and found.kind not in ("aspect", "event", "authority") else None
    kind, _, rest = name.partition(".")
    found = pack.items.get(rest)
    wanted = {"0": "aspect", "events": "event"}.get(kind)
    return found if found is not None and found.kind == wanted else None


def _own_reading(pack: Pack, item: Item, name: str, statement: Statement) -> Proposal | None:
    """What the program reads in a statement once it knows which item it is about."""
    text = statement.text
    if not (
        AFFIRMATION.search(text)
        or is_negative(text)
        or find_quantities(text)
        or NOT_APPLICABLE.search(text)
        or DO_NOT_KNOW.search(text)
    ):
        return None
    named = replace(statement, text=f"{item.title}{text}", sentence=f"{item.title}{statement.sentence}")
    read = read_points if pack.kind == "points" else read_ladder
    return next(
        (proposal for proposal in read(pack, (named,), None, learned=False) if proposal.item == name), None
    )


def _agree(fact: ProposedFact, own: Proposal) -> bool:
    """Whether the model says nothing but what the program reads; at least a status or a value has to be said."""
    if fact.status is None and fact.value is None:
        return False
    if fact.status is not None and fact.status != (own.status or fact.status):
        return False
    if own.status is not None and own.value is None and fact.value is not None:
        return False
    if fact.ratio is not None and Decimal(str(fact.ratio)) != (own.ratio if own.ratio is not None else 1):
        return False
    return _same_value(fact, own)


def _same_value(fact: ProposedFact, own: Proposal) -> bool:
    if own.value is None:
        return fact.value is None
    if fact.value is None:
        # A number that the model leaves out is no ground to take another from it.
        return isinstance(own.value, Decimal) and fact.status is not None and fact.status == own.status
    if isinstance(own.value, bool) or isinstance(fact.value, bool):
        return fact.value is own.value
    if isinstance(own.value, str) or isinstance(fact.value, str):
        return fact.value == own.value
    number = convert(Decimal(str(fact.value)), fact.unit or own.unit or "", own.unit or "")
    return number is not None and number == own.value


def _about(pack: Pack, item: Item, text: str) -> bool:
    """Whether a statement speaks of the item: in two of its words, one of them from its title or sayings.

    A number or grade of the kind that the item takes stands for one of the two; no other item may be nearer.
    """
    shares = _shares(pack)
    spoken = set(words(text))
    scores = {name: sum(len(word) for word in spoken & own.all) for name, own in shares.items()}
    own = shares[item.id]
    measured = item.value is not None and measured_in(text, item.value.unit) is not None
    shown = len(spoken & own.all) + (measured or (item.kind == "aspect" and bool(find_grades(text))))
    return bool(spoken & own.naming) and shown >= _FEWEST and scores[item.id] == max(scores.values())


@dataclass(frozen=True, slots=True)
class _Words:
    """The words that point at an item and at few others."""

    naming: frozenset[str]
    """Of its title and sayings."""
    all: frozenset[str]
    """Those and the ones of its question and clause."""


_COUNTED = re.compile(r"[第前近每]?[零一二两三四五六七八九十百几半][一-鿿]?")
"""A number with what is counted: 一个, 三年, 第一."""
_SHARES: dict[tuple[str, str], dict[str, _Words]] = {}
_MOST_PACKS = 32


def _shares(pack: Pack) -> dict[str, _Words]:
    key = (pack.id, pack.sha256)
    if key not in _SHARES:
        if len(_SHARES) >= _MOST_PACKS:
            _SHARES.clear()
        _SHARES[key] = _made_shares(pack)
    return _SHARES[key]


def _made_shares(pack: Pack) -> dict[str, _Words]:
    naming = {item.id: _content(item.title, *item.says, *item.says_unmet) for item in pack.items.values()}
    whole = {
        item.id: naming[item.id] | _content(item.question, item.cite.quote) for item in pack.items.values()
    }
    common = Counter(word for own in whole.values() for word in own)
    most = max(2, len(whole) // _COMMON)
    rare = {word for word, count in common.items() if count <= most}
    return {
        name: _Words(frozenset(naming[name] & rare), frozenset(own & rare)) for name, own in whole.items()
    }


def _content(*texts: str) -> set[str]:
    idle = listed("light_words.txt") | _idle_words()
    return {
        word
        for word in words(" ".join(texts))
        if len(word) > 1 and word not in idle and not word[0].isascii() and _COUNTED.fullmatch(word) is None
    }


@cache
def _idle_words() -> frozenset[str]:
    lines = yaml.safe_load(Path(__file__).with_name("idle_words.yaml").read_text(encoding="utf-8"))
    return frozenset(word for line in lines for word in line)
