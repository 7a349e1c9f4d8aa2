"""The next question is a good one: the verdict settles with clearly fewer questions than in other orders."""

from __future__ import annotations

import pytest

from scoring import scheme_ids
from tests.benchmarks.question_counts import measure, together

FIRMS = 203


@pytest.mark.parametrize("scheme", scheme_ids())
def test_fewer_questions_than_in_the_order_of_the_table_or_at_random(scheme: str) -> None:
    counts = list(measure(scheme, FIRMS, least=False))
    total = together(counts)
    assert total.firms >= 200
    assert total.screened_ratio <= 0.6, counts
    # One aspect a question cannot save anything on a ladder: every aspect must be known unless one is on the floor.
    assert total.single <= 1.1 * min(total.table, total.at_random), counts


def test_one_row_a_question_saves_where_rows_differ_in_how_often_they_are_met() -> None:
    for scheme in ("zhengzhou-green-factory", "zhengzhou-green-performance-2019"):
        counts = {count.kind: count for count in measure(scheme, 70, least=False)}
        assert counts["按各条通常满足的程度"].ratio < 0.6, counts
        assert counts["临界企业：必选全满足，可选四成"].ratio < 0.9, counts
