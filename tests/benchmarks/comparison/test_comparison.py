"""The spreadsheet and the decision engine say what the core says wherever nothing is unknown."""

from __future__ import annotations

from typing import Any

import pytest

from scoring import load_scheme
from tests.benchmarks.comparison.abilities import ABILITIES
from tests.benchmarks.comparison.firms_compared import answered, half_known, on_the_line, result_of

PACK = load_scheme("zhengzhou-green-factory")
COUNT = 120


def verdicts(firms: list[dict[str, Any]]) -> list[str]:
    return [str(result_of(PACK, facts).verdict) for facts in firms]


def test_the_decision_engine_agrees() -> None:
    pytest.importorskip("zen")
    from tests.benchmarks.comparison.timed import by_engine

    firms = answered(PACK, COUNT)
    truth = verdicts(firms)
    assert set(truth) == {"pass", "fail"}
    assert by_engine(PACK, firms)[0].verdicts == truth


def test_the_spreadsheet_agrees() -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("zen")
    from tests.benchmarks.comparison.timed import by_spreadsheet

    firms = answered(PACK, COUNT)
    assert [timed.verdicts for timed in by_spreadsheet(PACK, firms)] == [verdicts(firms)] * 2


def test_firms_on_the_line_stand_on_it_and_pass() -> None:
    firms = on_the_line(PACK, answered(PACK, COUNT))
    assert firms
    for facts in firms:
        result = result_of(PACK, facts)
        assert result.score is not None
        assert result.score.lower == result.score.upper == 85
        assert result.verdict == "pass"


def test_a_verdict_on_what_is_half_known_is_never_overturned() -> None:
    complete = answered(PACK, COUNT)
    now, then = verdicts(half_known(complete)), verdicts(complete)
    assert "undetermined" in now
    assert all(early in ("undetermined", late) for early, late in zip(now, then, strict=True))


def test_every_line_of_the_table_has_its_four_cells() -> None:
    assert {len(row) for row in ABILITIES} == {4}
    assert all(cell for row in ABILITIES for cell in row)
