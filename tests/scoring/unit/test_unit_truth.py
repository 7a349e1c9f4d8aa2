"""Three-valued truth: every pair of values, and the words of the error."""

from __future__ import annotations

import pytest

from scoring.truth import Truth, all_of, any_of, negate

MET, UNKNOWN, NOT_MET = Truth.MET, Truth.UNKNOWN, Truth.NOT_MET


@pytest.mark.parametrize("first", Truth)
@pytest.mark.parametrize("second", Truth)
def test_pairs_follow_kleene(first: Truth, second: Truth) -> None:
    order = [NOT_MET, UNKNOWN, MET]
    assert all_of([first, second]) is min(first, second, key=order.index)
    assert any_of([first, second]) is max(first, second, key=order.index)


def test_of_nothing() -> None:
    assert all_of([]) is MET
    assert any_of([]) is NOT_MET


def test_the_opposite() -> None:
    assert [negate(truth) for truth in (MET, UNKNOWN, NOT_MET)] == [NOT_MET, UNKNOWN, MET]


def test_a_truth_used_as_a_bool_says_what_to_write_instead() -> None:
    with pytest.raises(TypeError) as caught:
        bool(MET)
    assert (
        str(caught.value) == "Truth has three values: compare with Truth.MET, Truth.UNKNOWN or Truth.NOT_MET"
    )
