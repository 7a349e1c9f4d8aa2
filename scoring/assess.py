"""One door to the core: a request about a scheme becomes an Assessment."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from decimal import localcontext
from typing import NamedTuple

from scoring.assessment import Assessment
from scoring.errors import FactError, RequestError
from scoring.firm.facts import RUNGS, Statements, read_day, read_point_facts
from scoring.firm.units import LadderFacts, read_ladder_facts
from scoring.ladder_scheme.assess_ladder import assess_ladder
from scoring.points_scheme.assess_points import assess_points
from scoring.rules.pack import Pack

# Sums over the smallest shares a JSON number can carry stay exact, so that no rounding reaches a pass line.
_DIGITS = 1200
_REQUEST_FIELDS = ("facts", "as_of", "proof")


@dataclass(frozen=True, slots=True)
class AssessRequest:
    """Facts of either kind of scheme, the day, and the weakest proof that counts."""

    facts: Mapping[str, Statements] | LadderFacts
    as_of: date
    proof: str = "declared"
    raw: Mapping[str, object] = field(default_factory=dict)
    """The facts as they came, for a later what-if or plan."""


def read_request(pack: Pack, body: object, *, today: date, also: tuple[str, ...] = ()) -> AssessRequest:
    """The request in a JSON body.

    Args:
        pack: the scheme it is about.
        body: decoded JSON.
        today: the day to assess on when the body names none.
        also: further top-level fields that the caller reads itself.

    Raises:
        RequestError, FactError, UnknownItemError: the body is not right; nothing has been changed.
    """
    head = read_head(body, today=today, also=also)
    return AssessRequest(read_facts(pack, head.raw), head.as_of, head.proof, head.raw)


def read_facts(pack: Pack, raw: Mapping[str, object]) -> Mapping[str, Statements] | LadderFacts:
    """The facts alone, as the scheme reads them.

    Raises:
        FactError, UnknownItemError: an item or a content that the scheme does not have.
    """
    return read_point_facts(pack, raw) if pack.kind == "points" else read_ladder_facts(pack, raw)


class RequestHead(NamedTuple):
    """The parts of a request that do not depend on the scheme."""

    raw: Mapping[str, object]
    as_of: date
    proof: str


def read_head(body: object, *, today: date, also: tuple[str, ...] = ()) -> RequestHead:
    """The day, the asked proof and the facts as they came.

    Raises:
        RequestError, FactError: the body is not of the agreed shape.
    """
    if not isinstance(body, Mapping):
        raise RequestError("请求体应为 JSON 对象，含 facts")
    allowed = (*_REQUEST_FIELDS, *also)
    for name in body:
        if name not in allowed:
            raise RequestError(f"不认识的字段“{name}”；可用：{'、'.join(allowed)}")
    proof = "declared" if body.get("proof") is None else body["proof"]
    if not isinstance(proof, str) or proof not in RUNGS:
        raise RequestError(f"proof 为“{str(proof)[:40]}”；应为 {'、'.join(RUNGS)} 之一")
    raw = body.get("facts")
    if raw is None:
        raise RequestError("缺少 facts；没有任何事实时请填空对象 {}")
    if not isinstance(raw, Mapping):
        raise FactError('facts：应为对象，例如 {"1.01": {"status": "met"}} 或 {"units": [], "events": {}}')
    return RequestHead(raw, read_day(body.get("as_of"), "as_of") or today, proof)


def exact_sums() -> AbstractContextManager[object]:
    """Arithmetic in which no sum of shares is rounded, whatever the caller's own setting."""
    return localcontext(prec=_DIGITS)


def assess(pack: Pack, request: AssessRequest) -> Assessment:
    """The result of a scheme for a firm: no clock, no files, no chance."""
    if isinstance(request.facts, LadderFacts):
        return assess_ladder(pack, request.facts, as_of=request.as_of, proof=request.proof)
    with exact_sums():
        return assess_points(pack, request.facts, as_of=request.as_of, proof=request.proof)
