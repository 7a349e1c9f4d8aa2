"""Laws of truth with three values, and what holds of every shipped scheme."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

import firms
import pytest
from generated_packs import POINTS, TODAY, shipped
from hypothesis import given
from hypothesis import strategies as st

from scoring import Truth, assess, load_scheme, read_request, scheme_ids
from scoring.truth import all_of, any_of, negate

TRUTHS = st.lists(st.sampled_from(Truth), max_size=6)


@given(TRUTHS)
def test_all_is_the_lowest_and_any_the_highest(truths: list[Truth]) -> None:
    order = [Truth.NOT_MET, Truth.UNKNOWN, Truth.MET]
    assert all_of(truths) is min([*truths, Truth.MET], key=order.index)
    assert any_of(truths) is max([*truths, Truth.NOT_MET], key=order.index)


@given(TRUTHS)
def test_de_morgan_and_double_negation(truths: list[Truth]) -> None:
    assert negate(all_of(truths)) is any_of(negate(truth) for truth in truths)
    assert negate(any_of(truths)) is all_of(negate(truth) for truth in truths)
    assert [negate(negate(truth)) for truth in truths] == truths


@given(TRUTHS, TRUTHS)
def test_grouping_order_and_repetition_do_not_matter(left: list[Truth], right: list[Truth]) -> None:
    for combine in (all_of, any_of):
        assert combine([*left, *right]) is combine([combine(left), combine(right)])
        assert combine([*left, *right]) is combine([*right, *left, *left])


@pytest.mark.parametrize("truth", Truth)
def test_truth_is_no_bool(truth: Truth) -> None:
    with pytest.raises(TypeError, match="three values"):
        bool(truth)


@pytest.mark.parametrize("scheme", scheme_ids())
def test_a_result_depends_on_its_arguments_alone(scheme: str) -> None:
    rng = random.Random(scheme)
    pack = load_scheme(scheme)
    make = firms.point_facts if scheme in POINTS else firms.ladder_facts
    for _ in range(5):
        request = read_request(pack, {"facts": make(shipped(scheme).plain, rng)}, today=TODAY)
        assert assess(pack, request) == assess(pack, replace(request))


@pytest.mark.parametrize("scheme", scheme_ids())
def test_a_fact_said_to_be_unknown_is_the_same_as_none(scheme: str) -> None:
    if scheme in POINTS:
        said = {entry["id"]: {"status": "unknown"} for entry in shipped(scheme).rows}
        assert shipped(scheme).result(said).score == shipped(scheme).result({}).score
        assert shipped(scheme).result(said).gates == shipped(scheme).result({}).gates
    else:
        aspects = {e["id"]: None for e in shipped(scheme).rows if e["kind"] == "aspect"}
        events = {e["id"]: None for e in shipped(scheme).rows if e["kind"] == "event"}
        said = {"units": [{"aspects": aspects}], "events": events}
        assert shipped(scheme).result(said).grade == shipped(scheme).result({"units": [{}]}).grade


BANDED = [(scheme, entry) for scheme in scheme_ids() for entry in shipped(scheme).rows if "value" in entry]


@pytest.mark.parametrize(
    ("scheme", "entry"), BANDED, ids=lambda part: part if isinstance(part, str) else part["id"]
)
def test_bands_of_a_pack_cover_the_line_once(scheme: str, entry: dict[str, Any]) -> None:
    rule = load_scheme(scheme).items[entry["id"]].value
    assert rule
    limits = {limit for band in rule.bands for limit in (band.low, band.high) if limit is not None}
    for limit in limits | {Decimal(0), Decimal("-1e9"), Decimal("1e9")}:
        for value in (limit - Decimal("1e-9"), limit, limit + Decimal("1e-9")):
            assert sum(band.holds(value) for band in rule.bands) == 1, value
