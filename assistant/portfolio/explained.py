"""Results explained in three depths, for facts that are sent and for a firm that is looked after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.errors import InputError
from assistant.explaining import explain
from assistant.portfolio.desk import Portfolio


def explain_body(portfolio: Portfolio, scheme_id: str, body: object) -> dict[str, Any]:
    """POST /schemes/{id}/explain: the body of a plan, with `for`.

    Raises:
        ScoringError, InputError: the body is not right.
    """
    if not isinstance(body, Mapping):
        raise InputError('请求体应为 JSON 对象，含 facts 和 for，例如 {"facts": {}, "for": "boss"}')
    fields = {name: value for name, value in body.items() if name != "for"}
    trials = portfolio.assistant.trials
    pack = trials.edition(scheme_id, fields).pack
    return explain(
        pack,
        fields,
        body.get("for") or "boss",
        portfolio.assistant.citer,
        portfolio.today(),
        lambda told: trials.plan(scheme_id, told),
    )


def explain_firm(portfolio: Portfolio, firm_id: str, scheme_id: str, depth: str) -> dict[str, Any]:
    """GET /firms/{id}/explain: what counts of a firm under one of its schemes.

    Raises:
        FirmNotFoundError: there is none.
        InputError: it is not looked after under this scheme.
    """
    firm = portfolio.store.load(firm_id)
    watched = next((one for one in firm.schemes if one.scheme == scheme_id), None)
    if watched is None:
        own = "、".join(one.scheme for one in firm.schemes) or "没有"
        raise InputError(f"scheme：“{firm.name}”没有按“{scheme_id[:40]}”跟踪；现有：{own}")
    facts = portfolio.facts(firm, portfolio.scheme(scheme_id))
    enterprise = {"name": firm.name, "region": firm.region, "industry": firm.industry}
    body = {"facts": facts, "target": watched.target, "enterprise": enterprise, "for": depth}
    return explain_body(portfolio, scheme_id, body)
