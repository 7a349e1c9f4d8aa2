"""The states of a talk and what moves between them: a pure table, no words, no scoring, no database.

A strand (one enterprise under one scheme) is at one `State`. What was said is one `Move`. `step` gives the state after it. What is
open to be asked, most decisive first, comes from the scoring core and is an argument.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Stage(StrEnum):
    """Where a strand is."""

    OPENING = "opening"
    """No scheme yet: place, industry, grade and target are being learnt."""
    CONFIRMING = "confirming"
    """Something was noted and waits for a yes."""
    ASKING = "asking"
    """A question is open."""
    SETTLED = "settled"
    """Nothing is left to ask."""


class Act(StrEnum):
    """What a message does to the state; what it is answered with is decided elsewhere."""

    OPEN = "open"
    """A scheme is settled on."""
    TELL = "tell"
    """Facts are noted; they wait."""
    ABOUT = "about"
    """Something was told of an item that does not settle it: its question comes next."""
    YES = "yes"
    """Waiting facts are confirmed; nothing else ever confirms one."""
    NO = "no"
    """Waiting facts are taken back."""
    LATER = "later"
    """The open question is put aside."""
    UNKNOWN = "unknown"
    """The answer is not known; the item is noted as open and put aside."""
    BACK = "back"
    """The question that was put aside last is taken up again."""
    STAY = "stay"
    """Another subject: the open question stays as it is."""
    GO_ON = "go_on"
    """Something was told of the result: the talk goes on where it was."""


@dataclass(frozen=True, slots=True)
class State:
    """One strand; items are named as in the rule pack."""

    scheme: bool = False
    pending: str | None = None
    aside: tuple[str, ...] = ()
    """Put aside, oldest first; never the pending one."""
    returned: tuple[str, ...] = ()
    """Have come back by themselves once and do not again."""
    waiting: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()

    @property
    def stage(self) -> Stage:
        """Where the strand is."""
        if not self.scheme:
            return Stage.OPENING
        if self.waiting:
            return Stage.CONFIRMING
        return Stage.ASKING if self.pending is not None else Stage.SETTLED


@dataclass(frozen=True, slots=True)
class Move:
    """What was said; `items` are those noted, confirmed or taken back."""

    act: Act
    items: frozenset[str] = frozenset()


def step(state: State, move: Move, open_items: Sequence[str]) -> State:
    """The state after a move.

    Args:
        state: before it.
        move: what was said.
        open_items: what is unknown once everything that waits is confirmed, most decisive first.
    """
    match move.act:
        case Act.OPEN:
            return _asking(replace(state, scheme=True), open_items)
        case Act.TELL:
            noted = replace(state, waiting=state.waiting | move.items)
            return _asking(_without(noted, move.items), open_items)
        case Act.ABOUT:
            return _about(state, move.items, open_items)
        case Act.YES:
            agreed = move.items & state.waiting
            confirmed = state.confirmed | agreed
            return _asking(replace(state, waiting=state.waiting - agreed, confirmed=confirmed), open_items)
        case Act.NO:
            return _asking(replace(state, waiting=state.waiting - move.items), open_items)
        case Act.LATER:
            return _asking(_put_aside(state), open_items)
        case Act.UNKNOWN:
            return _asking(_put_aside(replace(state, waiting=state.waiting | move.items)), open_items)
        case Act.BACK:
            return _back(state, open_items)
        case Act.GO_ON:
            return _kept(state, open_items)
    return state


def stays_open(state: State, open_items: Sequence[str]) -> bool:
    """Whether the pending question can still be answered usefully."""
    return state.pending is not None and state.pending in open_items


def left_aside(state: State, open_items: Collection[str]) -> tuple[str, ...]:
    """What was put aside and still matters."""
    return tuple(item for item in state.aside if item in open_items)


def _asking(state: State, open_items: Sequence[str]) -> State:
    """The state with the most decisive question; those put aside come back once, at the end."""
    if not state.scheme:
        return replace(state, pending=None)
    fresh = [item for item in open_items if item not in state.aside and item not in state.waiting]
    if fresh:
        return replace(state, pending=fresh[0])
    coming = [item for item in left_aside(state, open_items) if item not in (*state.returned, *state.waiting)]
    if not coming:
        return replace(state, pending=None)
    return replace(_without(state, {coming[0]}), pending=coming[0], returned=(*state.returned, coming[0]))


def _kept(state: State, open_items: Sequence[str]) -> State:
    return state if stays_open(state, open_items) else _asking(state, open_items)


def _about(state: State, items: Collection[str], open_items: Sequence[str]) -> State:
    wanted = next((item for item in open_items if item in items), None)
    if wanted is None or not state.scheme:
        return _asking(state, open_items)
    return replace(_without(state, {wanted}), pending=wanted)


def _put_aside(state: State) -> State:
    if state.pending is None:
        return state
    aside = (*(item for item in state.aside if item != state.pending), state.pending)
    return replace(state, pending=None, aside=aside)


def _back(state: State, open_items: Sequence[str]) -> State:
    left = left_aside(state, open_items)
    if not left:
        return _kept(state, open_items)
    returned = state.returned if left[-1] in state.returned else (*state.returned, left[-1])
    return replace(_without(state, {left[-1]}), pending=left[-1], returned=returned)


def _without(state: State, items: Collection[str]) -> State:
    return replace(state, aside=tuple(item for item in state.aside if item not in items))
