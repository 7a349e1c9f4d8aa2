"""Schemes assessed and planned for the interface: raw bodies in, promised JSON out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from assistant.citing import Citer
from assistant.requests import read_enterprise
from scoring import Pack, as_json, assess, read_request

# Plans import their parts where they are made: the command line assesses from cold in less than a second.


class Assessor:
    """Runs the core and dresses its results with citations."""

    def __init__(self, citer: Citer) -> None:
        self._citer = citer

    def assess(self, pack: Pack, body: object, today: date) -> dict[str, Any]:
        """The result of a request body.

        Raises:
            ScoringError: the body is not right.
        """
        request = read_request(pack, body, today=today)
        return as_json(assess(pack, request), self._citer.rules(request.as_of))

    def gaps(self, pack: Pack, body: object, today: date) -> dict[str, Any]:
        """The smallest sets of requirements that a request body asks for.

        Raises:
            ScoringError: the body is not right.
        """
        from scoring.plan.gap_sets import gap_sets
        from scoring.plan.plan_json import gap_sets_as_json
        from scoring.plan.plan_request import read_gaps_request

        request = read_gaps_request(pack, body, today=today)
        found = gap_sets(pack, request.start, request.target, request.most)
        return {"scheme": pack.id, **gap_sets_as_json(found, self._citer.rules(request.start.as_of))}

    def plan(self, pack: Pack, body: object, today: date) -> dict[str, Any]:
        """The plan of a request body.

        Raises:
            ScoringError, InputError: the body is not right.
        """
        from scoring.plan.plan_json import plan_as_json
        from scoring.plan.plan_request import read_plan_request
        from scoring.plan.planning import make_plan

        self._enterprise(body)
        plan = make_plan(pack, read_plan_request(pack, body, today=today))
        return plan_as_json(pack, plan, self._citer.rules(plan.request.start.as_of))

    def plan_document(self, pack: Pack, body: object, fmt: str, today: date) -> bytes:
        """The plan as a file in a format of `prompts.FORMATS`.

        Raises:
            ScoringError, InputError, PromptError: the body or the format is not right.
        """
        # Jinja2 and the document parts are not needed for an assessment.
        from assistant.whereabouts import whereabouts
        from prompts.plan_context import plan_context
        from prompts.render import render_plan
        from scoring.plan.plan_request import read_plan_request
        from scoring.plan.planning import make_plan

        enterprise = self._enterprise(body)
        plan = make_plan(pack, read_plan_request(pack, body, today=today))
        where = whereabouts(enterprise["region"], pack.place)
        context = plan_context(pack, plan, enterprise, self._citer.rules(plan.request.start.as_of), where)
        return render_plan(context, fmt)

    def _enterprise(self, body: object) -> dict[str, str | None]:
        return read_enterprise(body.get("enterprise") if isinstance(body, Mapping) else None)
