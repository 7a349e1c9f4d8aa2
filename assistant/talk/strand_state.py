"""A strand of a talk as the state machine and the scoring core see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assistant.store.talk_records import Talk, Turn
from assistant.talk.ledger import Facts, facts_of
from assistant.talk.states import State
from scoring import Pack


def supposed(pack: Pack, talk: Talk, turn: Turn) -> Facts:
    """The facts as they will be if everything proposed is accepted; what has been said is not asked again."""
    waiting = [entry for entry in talk.proposed if entry["key"] not in turn.reject]
    fresh = [{"proposal": proposal} for proposal in turn.proposals]
    return facts_of(pack, (*talk.confirmed, *waiting, *fresh), {**talk.firm, **turn.firm})


def unclear_items(talk: Talk, fresh: Iterable[dict[str, Any]] = ()) -> list[str]:
    """The items of which the last thing noted is that nothing certain is known."""
    entries = (*talk.confirmed, *talk.proposed)
    proposals = [*(entry["proposal"] for entry in entries), *fresh]
    latest = {proposal["item"]: proposal.get("status") for proposal in proposals}
    return [item for item, status in latest.items() if status == "unknown"]


def state_of(pack: Pack | None, talk: Talk, turn: Turn) -> State:
    """The strand as a state; items noted as not known count as put aside for good, but for the one being asked about."""
    unclear = [item for item in unclear_items(talk, turn.proposals) if item != talk.pending]
    return State(
        scheme=pack is not None,
        pending=talk.pending,
        aside=tuple(dict.fromkeys((*talk.skipped, *unclear))),
        returned=tuple(dict.fromkeys((*talk.returned, *unclear))),
        waiting=frozenset(entry["item"] for entry in talk.proposed if entry["key"] not in turn.reject),
        confirmed=frozenset(entry["item"] for entry in talk.confirmed),
    )
