"""The order of asking: the plain formula on invented rows, and what it means in simple cases."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import erf, sqrt
from typing import Any

import pytest
from pack_files import try_pack

from scoring.firm.checks import Check
from scoring.firm.facts import Fact
from scoring.points_scheme.question_order import rank
from scoring.points_scheme.rows import Row, row_of
from scoring.points_scheme.screening import screen_rows
from scoring.truth import Truth

DAY = date(2026, 3, 1)
POINTS = try_pack("points")
PLAIN = POINTS.items["1.02"]
UNKNOWN = row_of(POINTS, PLAIN, (), as_of=DAY)
MET, NOT_MET = (row_of(POINTS, PLAIN, (Fact("1.02", status),), as_of=DAY) for status in ("met", "not_met"))


def row(
    name: str,
    *,
    gate: bool = False,
    truth: Truth = Truth.UNKNOWN,
    points: float = 1.0,
    likely: float = 0.5,
    **more: Any,
) -> Row:
    base = {Truth.UNKNOWN: UNKNOWN, Truth.MET: MET, Truth.NOT_MET: NOT_MET}[truth]
    item = replace(PLAIN, id=name, gate="basic" if gate else None, kind=more.pop("kind", "required"))
    return replace(base, result=replace(base.result, item=item, **more), open_points=points, likely=likely)


def names(rows: list[Row], needed: float = 0.0, *, score_open: bool = True) -> list[str]:
    return [one.result.item.id for one in rank(rows, needed=needed, score_open=score_open)]


def plainly(rows: list[Row], needed: float, score_open: bool) -> list[tuple[str, float]]:
    """Worth of each open row by the formula as its description gives it."""
    musts = [r for r in rows if r.result.item.gate and r.result.truth is Truth.UNKNOWN]
    kept = [
        r for r in rows if r.result.item.gate and r.result.truth is Truth.MET and not r.result.not_applicable
    ]
    known = [
        r for r in rows if not r.result.item.gate and r.result.settled and r.result.truth is not Truth.UNKNOWN
    ]
    options = [
        r
        for r in rows
        if score_open
        and r not in musts
        and not r.result.settled
        and (r.open_points or r.result.item.kind == "authority")
    ]
    doubt = 0.7 / (0.7 + sum(1 - r.likely for r in kept))
    lean = sum((r.result.truth is Truth.MET) - r.likely for r in known) / (len(known) + 12)
    unsure = 0.2 * sqrt(12 / (len(known) + 12))
    chance = [min(0.98, max(0.02, r.likely + lean)) for r in options]
    gains = [r.open_points for r in options]
    sure = sum(r.open_points for r in musts)
    mean = sure + sum(gain * c for gain, c in zip(gains, chance, strict=True))
    spread = sqrt(
        (unsure * sum(gains)) ** 2 + sum(g * g * c * (1 - c) for g, c in zip(gains, chance, strict=True))
    )
    failing = 0.5 * (1 - erf((mean - needed) / ((spread or 1e-9) * sqrt(2))))
    lost, questions = 0.0, 0
    for loss in sorted((g * (1 - c) for g, c in zip(gains, chance, strict=True)), reverse=True):
        if lost <= sure + sum(gains) - needed:
            lost, questions = lost + loss, questions + 1
    rate = failing / max(questions, 1)
    weights = [g * (failing * (1 - c) + (1 - failing) * c) + 1e-9 for g, c in zip(gains, chance, strict=True)]
    worth = [(r, doubt * (1 - r.likely)) for r in musts]
    worth += [(r, rate * w / max(weights)) for r, w in zip(options, weights, strict=True)]
    return [(r.result.item.id, value) for r, value in worth]


def firm(rng: random.Random, most: int) -> list[Row]:
    rows = []
    for place in range(rng.randint(1, most)):
        truth = rng.choice((Truth.UNKNOWN, Truth.UNKNOWN, Truth.MET, Truth.NOT_MET))
        gate = rng.random() < 0.3
        if gate and truth is Truth.NOT_MET:
            truth = Truth.MET
        more: dict[str, Any] = {"settled": rng.random() < 0.2} if truth is Truth.UNKNOWN else {}
        if truth is Truth.MET:
            more = {"not_applicable": rng.random() < 0.2, "settled": rng.random() < 0.8}
        kind = "authority" if rng.random() < 0.1 else "required"
        points = 0.0 if rng.random() < 0.1 else rng.random() * 4
        rows.append(
            row(
                str(place),
                gate=gate,
                truth=truth,
                points=points,
                likely=rng.uniform(0.1, 0.99),
                kind=kind,
                **more,
            )
        )
    return rows


def check_order(rows: list[Row], needed: float, score_open: bool) -> None:
    worth = dict(plainly(rows, needed, score_open))
    found = names(rows, needed, score_open=score_open)
    assert sorted(found) == sorted(worth)
    values = [worth[name] for name in found]
    assert all(one >= other - 1e-9 for one, other in pairwise(values)), values


@pytest.mark.parametrize("seed", range(60))
def test_rows_come_by_their_worth(seed: int) -> None:
    rng = random.Random(seed)
    check_order(firm(rng, 14), rng.uniform(-1, 10), rng.random() < 0.8)


@pytest.mark.parametrize("seed", range(8))
def test_rows_of_large_firms_come_by_their_worth(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(12):
        rows = firm(rng, 60)
        # Near the middle of what is open, where a little more or less decides.
        whole = sum(r.open_points for r in rows if not r.result.settled)
        check_order(rows, whole * rng.uniform(0.3, 0.9), True)


def test_points_that_nobody_can_tell_decide_for_certain() -> None:
    rows = [row("must", gate=True, points=0.0, likely=0.9), row("office", points=0.0, kind="authority")]
    assert names(rows, -0.5) == ["must", "office"]
    assert names(rows, 0.5) == ["office", "must"]


def test_asking_for_points_is_worth_less_the_more_questions_it_takes() -> None:
    pair = [row("a"), row("b"), row("must", gate=True, points=0.0, likely=0.5)]
    assert names(pair, 1.5) == ["must", "a", "b"]
    three = [row("a"), row("b"), row("c"), row("must", gate=True, points=0.0, likely=0.7)]
    assert names(three, 2.2) == ["a", "b", "c", "must"]


def test_must_haves_that_often_fail_come_first() -> None:
    rows = [row("a", gate=True, likely=0.9), row("b", gate=True, likely=0.2), row("c", gate=True, likely=0.5)]
    assert names(rows) == ["b", "c", "a"]


def test_rows_of_the_same_worth_stay_in_the_order_of_the_text() -> None:
    rows = [row(name, gate=True) for name in "cab"]
    assert names(rows) == ["c", "a", "b"]
    assert names([row(name) for name in "cab"], 2.0) == ["c", "a", "b"]


def test_points_are_asked_only_while_they_can_decide() -> None:
    rows = [row("a"), row("b", gate=True)]
    assert names(rows, score_open=False) == ["b"]
    assert sorted(names(rows)) == ["a", "b"]


def test_what_is_settled_or_brings_nothing_is_not_asked() -> None:
    rows = [
        row("met", truth=Truth.MET),
        row("not", truth=Truth.NOT_MET),
        row("open", truth=Truth.MET, settled=False),
        row("zero", points=0.0),
        row("office", points=0.0, kind="authority"),
        row("sure", settled=True),
    ]
    assert names(rows, 1.0) == ["open", "office"]


def test_the_direction_of_the_verdict_decides_what_moves_it() -> None:
    rows = [row("likely", likely=0.9), row("seldom", likely=0.2)]
    assert names(rows, 50.0) == ["seldom", "likely"]
    assert names(rows, -50.0) == ["likely", "seldom"]


def test_expectations_of_a_row() -> None:
    words = {"almost_always": 0.97, "mostly": 0.85, "sometimes": 0.5, "seldom": 0.2, None: 0.5}
    for word, likely in words.items():
        item = replace(PLAIN, usually_met=word)  # type: ignore[arg-type]
        assert row_of(POINTS, item, (), as_of=DAY).likely == likely
    assert row_of(POINTS, POINTS.items["G.01"], (), as_of=DAY).likely == 0.9


def test_a_row_whole() -> None:
    found = row_of(POINTS, PLAIN, (Fact("1.02", "not_met"),), as_of=DAY)
    assert (found.lost, found.swing, found.open_points, found.claimed) == (
        Decimal("0.375"),
        Decimal(0),
        0.0,
        False,
    )
    assert (UNKNOWN.lost, UNKNOWN.swing, UNKNOWN.open_points) == (Decimal(0), Decimal("0.375"), 0.375)
    assert (MET.claimed, MET.gap, NOT_MET.gap is None) == (True, None, False)
    old = Fact("1.02", "met", source="online", valid_until=date(2026, 2, 28))
    both = row_of(POINTS, PLAIN, (old, Fact("1.02", "met")), as_of=DAY)
    assert both.claimed
    assert both.result.checks == (
        Check("expired", ("1.02",), "1.02：在线数据的证明已于 2026-02-28 到期，需要更新"),
    )
    weak = row_of(
        POINTS, PLAIN, (Fact("1.02", "met"), Fact("1.02", "met", source="online")), as_of=DAY, proof="online"
    )
    assert not weak.claimed


def screened(*rows: Row) -> list[tuple[str, ...]]:
    return [screening.items for screening in screen_rows(POINTS, list(rows))]


def test_rows_of_one_block_are_asked_together_nine_at_a_time() -> None:
    many = [row(f"{place:02}") for place in range(20)]
    assert [len(items) for items in screened(*many)] == [9, 9, 2]
    assert [len(items) for items in screened(*many, *many)] == [9, 9, 9]


def test_must_haves_and_points_are_asked_apart_and_authorities_never() -> None:
    other = row("o")
    other = replace(other, result=replace(other.result, item=replace(other.result.item, section="B")))
    bare = row("g", gate=True)
    bare = replace(bare, result=replace(bare.result, item=replace(bare.result.item, section=None)))
    rows = [row("a"), row("m", gate=True), other, row("b"), row("x", kind="authority")]
    assert screened(*rows) == [("a", "b"), ("m",), ("o",)]
    assert screen_rows(POINTS, [bare])[0].question.startswith(
        "“基本条件”还有 1 条必须满足的没有说清：g 照明。"
    )
    nowhere = replace(bare, result=replace(bare.result, item=replace(bare.result.item, gate=None)))
    assert screen_rows(POINTS, [nowhere])[0].question.startswith(
        "“试算办法”还有 1 条按做到多少给分的：g 照明。"
    )
