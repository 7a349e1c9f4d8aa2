"""What a text fixes beside its rules, as JSON: every entry with its citation, or with its source and how far it was seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from assistant.citing import Citation
from scoring import Cite, Pack
from scoring.industry.indicator import SEEN_WORDS, IndicatorPack, ResponseTable
from scoring.industry.indicator_json import packs_as_json
from scoring.numbers import rounded
from scoring.rules.cite import SEEN_LABELS, Source
from scoring.rules.responses import responses_json
from scoring.rules.text_data import Target

Citing = Callable[[Cite], Citation]


def scheme_data(pack: Pack, cite: Citing, as_of: date) -> dict[str, Any]:
    """All of it by part; a part that the text does not have is an empty list, never absent."""
    return _course(pack, cite, as_of) | _meaning(pack, cite) | _origin(pack, cite)


def _course(pack: Pack, cite: Citing, as_of: date) -> dict[str, Any]:
    """The way through the procedure: dates with whether they have passed on the day, batches, steps, contacts."""
    return {
        "calendar": [
            {
                "id": entry.id,
                "when": entry.when,
                "date": entry.date,
                "passed": _passed(entry.date, as_of),
                "what": entry.what,
                "who": entry.who,
                "citation": cite(entry.cite),
            }
            for entry in pack.calendar
        ],
        "batches": [
            {
                "group": batch.group,
                "by": batch.by,
                "passed": _passed(batch.by, as_of),
                "industries": list(batch.industries),
                "citation": cite(batch.cite),
            }
            for batch in pack.batches
        ],
        "procedure": [
            {"id": step.id, "who": step.who, "what": step.what, "citation": cite(step.cite)}
            for step in pack.procedure
        ],
        "contacts": [
            {
                "who": contact.who,
                "office": contact.office,
                "for": contact.purpose,
                "places": list(contact.places),
                "phone": contact.phone,
                "mail": contact.mail,
                "citation": cite(contact.cite),
            }
            for contact in pack.contacts
        ],
        "evidence_channels": [
            {"rung": channel.rung, "title": channel.title, "citation": cite(channel.cite)}
            for channel in pack.evidence_channels
        ],
    }


def _meaning(pack: Pack, cite: Citing) -> dict[str, Any]:
    """What a grade or title brings, means during warnings, and what takes it away."""
    return {
        "incentives": [
            {"for": one.applies_to, "text": one.text, "citation": cite(one.cite)} for one in pack.incentives
        ],
        "withdrawal": [
            {"id": ground.id, "text": ground.text, "effect": ground.effect, "citation": cite(ground.cite)}
            for ground in pack.withdrawal
        ],
        "responses": responses_json(pack.responses, cite),
        "industry_responses": [_table(table, cite) for table in pack.industry_responses],
        "warning_levels": [
            {"level": one.level, "text": one.text, "source": _source(one.source)}
            for one in pack.warning_levels
        ],
        "targets": [_target(target, cite) for target in pack.targets],
        "indicators": [
            told | {"source": told["source"] | {"seen": _seen(one)}}
            for one, told in zip(pack.indicators, packs_as_json(pack.indicators, pack.id), strict=True)
        ],
    }


def _origin(pack: Pack, cite: Citing) -> dict[str, Any]:
    """On what the text rests, until when it holds, what came later and what it leaves open."""
    return {
        "legal_basis": [{"text": basis.text, "citation": cite(basis.cite)} for basis in pack.legal_basis],
        "validity": {
            "from": pack.effective_from,
            "until": pack.cycle_until,
            "text": pack.validity.text,
            "citation": None if pack.validity.cite is None else cite(pack.validity.cite),
        },
        "newer_rules": [
            {"text": rule.text, "source": rule.source, "since": rule.since} for rule in pack.newer_rules
        ],
        "not_decidable": [{"clause": point.clause_id, "why": point.why} for point in pack.not_decidable],
        "not_encoded": [{"clause": point.clause_id, "why": point.why} for point in pack.not_encoded],
    }


def _target(target: Target, cite: Citing) -> dict[str, Any]:
    return {
        "year": target.year,
        "scope": target.scope,
        "name": target.name,
        "at_least": rounded(target.at_least),
        "before": None if target.before is None else rounded(target.before),
        "unit": target.unit,
        "members": [{"name": member.name, "citation": cite(member.cite)} for member in target.members],
        "citation": cite(target.cite),
    }


def _table(table: ResponseTable, cite: Citing) -> dict[str, Any]:
    return {
        "id": table.id,
        "title": table.title,
        "industry": table.industry,
        "edition": table.edition,
        "status": table.status,
        "completeness": table.completeness,
        "missing": list(table.missing),
        "notes": list(table.notes),
        "source": {"text": table.source.text, "url": table.source.url, "seen": SEEN_WORDS[table.source.seen]},
        "responses": responses_json(table.responses, cite),
    }


def _source(source: Source) -> dict[str, str]:
    return {"text": source.text, "url": source.url, "seen": SEEN_LABELS[source.seen]}


def _seen(pack: IndicatorPack) -> str:
    """How far the source was seen, in the words that every other source here is told in."""
    return SEEN_WORDS[pack.source.seen]


def _passed(day: str | None, as_of: date) -> bool | None:
    """Whether a day lies before another; None where the text names no day."""
    return None if day is None else day < as_of.isoformat()
