"""Events with several sources: which answer counts, and which disagreement is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from pack_files import try_pack

from scoring.firm.aspects import counts, strength
from scoring.firm.checks import Check
from scoring.firm.events import events_counted
from scoring.firm.units import Proof, read_ladder_facts

DAY = date(2026, 3, 1)
BASE = try_pack("ladder")
GOOD = replace(BASE.items["bribery"], id="filed_on_time", title="按时申报", adverse=False)
PACK = replace(BASE, items={**BASE.items, "filed_on_time": GOOD})
EQUAL = Check(
    "contradiction",
    ("events.bribery",),
    "events.bribery：“行贿”同等来源的说法互相矛盾，按尚未说明处理，请核实",
)
WEAKER = Check(
    "contradiction", ("events.bribery",), "events.bribery：“行贿”来源不一致，以较强或较新的来源为准"
)


LATE = Check("expired", ("events.bribery",), "events.bribery：在线数据的证明已于 2026-02-28 到期，需要更新")


def answer(source: str, said: bool, **more: Any) -> dict[str, Any]:
    return {"answer": said, "source": source, **more}


def counted(
    name: str, statements: list[Any], proof: str = "declared"
) -> tuple[bool | None, tuple[Check, ...]]:
    found = []
    for order in permutations(statements):
        facts = read_ladder_facts(PACK, {"events": {name: list(order)}})
        answers, checks = events_counted(PACK, facts, DAY, proof)
        assert set(answers) <= {name}
        found.append((answers.get(name), checks))
    assert all(one == found[0] for one in found)
    return found[0]


@pytest.mark.parametrize(
    ("statements", "proof", "said", "checks"),
    [
        ([True], "declared", True, ()),
        ([False], "declared", False, ()),
        ([False], "document", None, ()),
        ([True], "document", True, ()),
        ([answer("document", False)], "document", False, ()),
        ([answer("online", False, valid_until="2026-02-28")], "declared", None, (LATE,)),
        ([answer("online", False, valid_until="2026-03-01")], "declared", False, ()),
        ([answer("online", True, valid_until="2026-02-28")], "declared", True, ()),
        ([True, True], "declared", True, ()),
        ([True, False], "declared", None, (EQUAL,)),
        ([answer("onsite", False), True], "declared", False, (WEAKER,)),
        ([answer("onsite", True), False], "declared", True, (WEAKER,)),
        (
            [answer("declared", True, date="2026-01-02"), answer("declared", False, date="2026-01-03")],
            "declared",
            False,
            (WEAKER,),
        ),
        (
            [answer("onsite", False), answer("onsite", True), answer("online", False)],
            "declared",
            False,
            (WEAKER,),
        ),
        ([True, False], "onsite", True, ()),
    ],
)
def test_the_strongest_answer_counts_and_an_admission_needs_no_proof(
    statements: list[Any], proof: str, said: bool | None, checks: tuple[Check, ...]
) -> None:
    assert counted("bribery", statements, proof) == (said, checks)


def test_what_is_adverse_depends_on_the_event() -> None:
    assert counted("filed_on_time", [False], "onsite") == (False, ())
    assert counted("filed_on_time", [True], "onsite") == (None, ())


def test_all_disagreements_are_told() -> None:
    facts = read_ladder_facts(PACK, {"events": {"bribery": [True, False], "filed_on_time": [True, False]}})
    answers, checks = events_counted(PACK, facts, DAY, "declared")
    assert answers == {}
    assert [check.items for check in checks] == [("events.bribery",), ("events.filed_on_time",)]


def test_strength_and_counting() -> None:
    old, new = Proof("onsite", date(2026, 1, 1)), Proof("onsite", date(2026, 1, 2))
    ranked = [Proof(), Proof("document"), Proof("onsite"), old, new, Proof("online")]
    assert sorted((ranked[place] for place in (4, 0, 3, 5, 1, 2)), key=strength) == ranked
    assert strength(Proof()) == (0, "")
    assert counts(Proof("onsite"), DAY, "onsite")
    assert not counts(Proof("onsite"), DAY, "online")
    assert counts(Proof(valid_until=DAY), DAY, "declared")
    assert not counts(Proof(valid_until=date(2026, 2, 28)), DAY, "declared")
