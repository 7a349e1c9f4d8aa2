"""A talk and a turn of it as the interface promises them."""

from __future__ import annotations

from typing import Any

from assistant.store.talk_records import Talk, Turn
from assistant.talk.ledger import facts_of
from scoring import Pack


def whole_talk(talk: Talk, pack: Pack | None, result: dict[str, Any] | None) -> dict[str, Any]:
    """The whole of a talk, to resume it anywhere."""
    return {
        "id": talk.id,
        "scheme": talk.scheme,
        "scheme_title": pack.title if pack else None,
        "role": talk.role,
        "enterprise": dict(talk.firm),
        "pending": talk.pending,
        "aside": list(talk.skipped),
        "enterprises": [_strand(strand, talk) for strand in talk.strands],
        "files": list(talk.files),
        "messages": list(talk.messages),
        "proposed": [entry["proposal"] for entry in talk.proposed],
        "ledger": [
            entry["proposal"] | {"confirmed_at": entry["decided_at"], "source": entry["source"]}
            for entry in talk.confirmed
        ],
        "facts": facts_of(pack, talk.confirmed, talk.firm) if pack else {},
        "assessment": result,
        "next_questions": result["next_questions"] if result else [],
    }


def replied(turn: Turn, talk: Talk, result: dict[str, Any] | None) -> dict[str, Any]:
    """What is sent back for one turn, after it was written."""
    return {
        "reply": turn.reply,
        "kind": turn.kind,
        "citations": list(turn.citations),
        "proposed": [entry["proposal"] for entry in talk.proposed],
        "enterprise": dict(talk.firm),
        "scheme": talk.scheme,
        "assessment": result,
        "next_questions": result["next_questions"] if result else [],
    }


def _strand(strand: Talk, talk: Talk) -> dict[str, Any]:
    """One enterprise under one scheme in short."""
    return {
        "number": strand.number,
        "active": strand.number == talk.number,
        "scheme": strand.scheme,
        "enterprise": dict(strand.firm),
        "confirmed": len(strand.confirmed),
        "waiting": len(strand.proposed),
    }
