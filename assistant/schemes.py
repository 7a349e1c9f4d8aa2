"""The schemes as the page and the interface show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from assistant.citing import Citer
from assistant.scheme_data import scheme_data
from assistant.settings import Settings
from assistant.trying import in_force
from scoring import Pack
from scoring.rules.editions import Edition, editions, pack_folders


def scheme_summary(pack: Pack) -> dict[str, Any]:
    """One scheme on a line."""
    return {
        "id": pack.id,
        "kind": pack.kind,
        "title": pack.title,
        "edition": pack.edition,
        "status": pack.status,
        "place": pack.place,
        "authority": pack.authority,
        "document_id": pack.document,
        "items_count": len(pack.items),
    }


def scheme_on(scheme_id: str, citer: Citer, as_of: date, settings: Settings) -> dict[str, Any]:
    """The edition of a scheme in force on a day, with its indicator packs and the other editions by name.

    Raises:
        UnknownSchemeError: no such scheme.
        PackError: an edition or an indicator pack has faults.
    """
    folders = pack_folders(settings.data_dir)
    chosen = in_force(scheme_id, None, as_of, folders, settings.indicators_active)
    told = scheme_whole(chosen.pack, citer, as_of)
    return told | {"editions": _editions(editions(scheme_id, folders), chosen.edition.slug)}


def _editions(known: Sequence[Edition], chosen: str) -> list[dict[str, Any]]:
    return [
        {
            "name": edition.name,
            "edition": edition.pack.edition,
            "status": edition.pack.status,
            "from": edition.pack.effective_from,
            "until": edition.pack.cycle_until,
            "sha256": edition.pack.sha256,
            "shown": edition.slug == chosen,
        }
        for edition in known
    ]


def scheme_whole(pack: Pack, citer: Citer, as_of: date) -> dict[str, Any]:
    """A scheme with its blocks, gates, rungs and items, and what its text fixes beside them."""
    cite = citer.rules(as_of)
    return scheme_summary(pack) | {
        "sections": [
            {"id": s.id, "title": s.title, "weight": float(s.weight), "max": float(s.max), "bonus": s.bonus}
            for s in pack.sections
        ],
        "gates": [{"id": gate.id, "title": gate.title} for gate in pack.gates],
        "rungs": list(pack.rungs),
        "leading_rungs": list(pack.leading_rungs),
        "industries": list(pack.industries),
        "pass_at_least": float(pack.pass_rule.at_least) if pack.pass_rule else None,
        "items": [
            {
                "id": item.id,
                "title": item.title,
                "kind": item.kind,
                "section": item.section,
                "gate": item.gate,
                "group": item.group,
                "points": None if item.points is None else float(item.points),
                "question": item.question,
                "proof": list(item.proof),
                "may_not_apply": item.may_not_apply,
                "value_unit": item.value.unit if item.value else None,
                "levels": [{"id": level.id, "title": level.title} for level in (*item.stages, *item.choices)],
                "citation": cite(item.cite),
            }
            for item in pack.items.values()
        ],
        "readings": [reading.text for reading in pack.readings],
        "source_faults": [
            {"clause": fault.clause_id, "what": fault.what, "reading": fault.reading}
            for fault in pack.source_faults
        ],
        **scheme_data(pack, cite, as_of),
    }
