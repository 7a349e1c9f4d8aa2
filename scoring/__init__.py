"""The deterministic core: rule packs and facts in, points and grades out. Knows no framework."""

from scoring.assess import AssessRequest, assess, read_request
from scoring.assessment import Assessment, Gap, Question
from scoring.errors import (
    FactError,
    PackError,
    RequestError,
    ScoringError,
    UnknownItemError,
    UnknownSchemeError,
)
from scoring.report import as_json
from scoring.rules.loader import load_pack, load_scheme, scheme_ids
from scoring.rules.pack import Cite, Item, Pack
from scoring.truth import Truth

__all__ = [
    "AssessRequest",
    "Assessment",
    "Cite",
    "FactError",
    "Gap",
    "Item",
    "Pack",
    "PackError",
    "Question",
    "RequestError",
    "ScoringError",
    "Truth",
    "UnknownItemError",
    "UnknownSchemeError",
    "as_json",
    "assess",
    "load_pack",
    "load_scheme",
    "read_request",
    "scheme_ids",
]
