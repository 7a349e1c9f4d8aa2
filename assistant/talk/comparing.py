"""What is said now beside what stands in the ledger: repeated, changed, contradicted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.store.talk_records import Talk
from assistant.talk.proposals import Proposal
from assistant.talk.told_values import day_told, value_told
from scoring import Pack

_DECISIVE = ("status", "ratio", "value", "unit")


@dataclass(frozen=True, slots=True)
class Compared:
    """Statements sorted by what the ledger holds."""

    fresh: tuple[Proposal, ...]
    """To be proposed."""
    overtaken: tuple[str, ...]
    """Keys of waiting entries that a newer statement takes the place of."""
    contradictions: tuple[str, ...]
    """In Chinese, both statements with their days; each also stands among `fresh`."""
    repeated: tuple[str, ...]
    """In Chinese: what was noted or confirmed before and is not noted again."""


def compare(
    pack: Pack,
    talk: Talk,
    said: Sequence[Proposal],
    today: date,
    *,
    implied: frozenset[str] = frozenset(),
    proved: bool = False,
) -> Compared:
    """What becomes of statements in view of the ledger.

    Args:
        pack: the scheme.
        talk: with the ledger.
        said: the statements, at most one an item.
        today: the day of the statements.
        implied: items that only follow from others; nothing is said of those that repeat.
        proved: the statements stand in a file, so that the same value said before is worth proposing again.
    """
    waiting = {entry["item"]: entry for entry in talk.proposed}
    confirmed = {entry["item"]: entry for entry in talk.confirmed}
    fresh: list[Proposal] = []
    overtaken: list[str] = []
    contradictions: list[str] = []
    repeated: list[str] = []
    for proposal in said:
        told = proposal.as_json()
        before = waiting.get(proposal.item)
        if before is not None and same(before["proposal"], told) and not _adds_proof(before, proved):
            if proposal.item not in implied:
                repeated.append(f"“{proposal.title}：{proposal.said}”已经记下，在等您确认")
            continue
        stands = confirmed.get(proposal.item)
        if stands is not None and same(stands["proposal"], told):
            if not _adds_proof(stands, proved):
                if before is not None:
                    overtaken.append(before["key"])
                if proposal.item not in implied:
                    day = day_told(stands["decided_at"])
                    repeated.append(f"“{proposal.title}：{proposal.said}”{day}已经确认过，没有变化")
                continue
        elif (
            stands is not None
            and stands["proposal"].get("status") != "unknown"
            and told["status"] != "unknown"
        ):
            contradictions.append(_contradiction(pack, stands, proposal, today))
        if before is not None:
            overtaken.append(before["key"])
        fresh.append(proposal)
    return Compared(tuple(fresh), tuple(overtaken), tuple(contradictions), tuple(repeated))


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two proposals state the same of their item."""
    return all(one.get(name) == other.get(name) for name in _DECISIVE)


def _adds_proof(entry: Mapping[str, Any], proved: bool) -> bool:
    return proved and not entry["proposal"].get("evidence")


def _contradiction(pack: Pack, stands: Mapping[str, Any], proposal: Proposal, today: date) -> str:
    earlier = stands["proposal"]
    return (
        f"和台账不一致——{proposal.title}：{day_told(stands['decided_at'])}确认的是“{value_told(pack, earlier)}”"
        f"（原话“{earlier['quote']}”），{day_told(today.isoformat())}说的是“{proposal.said}”（原话“{proposal.quote}”）。"
        "确认后以新说的为准；不确认就保留原来的"
    )
