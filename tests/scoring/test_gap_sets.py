"""The smallest sets of requirements are all there are of the smallest size: compared with trying every set."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest

from scoring import Assessment, RequestError, assess, load_scheme, read_request
from scoring.plan.gap_sets import GapSets, gap_sets, smallest_sums
from scoring.plan.plan_json import gap_sets_as_json
from scoring.plan.plan_request import read_gaps_request
from scoring.rules.pack import Band, Cite, Gate, Item, ItemKind, Level, Pack, PassRule, Section, ValueRule

TODAY = date(2026, 11, 22)
LADDER, POINTS = "liaocheng-grading-2020", "zhengzhou-green-factory"
HENAN = "henan-grading-2021"
HERE = Cite("doc", "1", "")
KINDS: tuple[ItemKind, ...] = ("required", "optional", "optional", "bonus", "scored", "condition")
ASPECTS = [item.id for item in load_scheme(LADDER).of_kind("aspect")]


def a_pack(rng: random.Random) -> Pack:
    """A points scheme of two blocks with a few rows of every kind."""
    items: dict[str, Item] = {}
    for place in range(rng.randint(3, 9)):
        name = f"{place % 2 + 1}.{place:02d}"
        kind: ItemKind = rng.choice(KINDS)
        bands = (
            Band(None, False, Decimal(2), False, "none"),
            Band(Decimal(2), True, Decimal(5), False, "open"),
            Band(Decimal(5), True, None, False, "full"),
        )
        items[name] = Item(
            name,
            kind,
            f"第{place}条",
            HERE,
            "？",
            (),
            section=None if kind == "condition" else name[0],
            gate={"required": "required", "condition": "conditions"}.get(kind),  # type: ignore[arg-type]
            points=None if kind == "condition" else Decimal(rng.choice(("4", "4", "5", "0.3", "3.3333333"))),
            value=ValueRule("%", "比例", bands) if kind == "optional" and rng.random() < 0.4 else None,
            choices=(Level("low", "低", Decimal(1), ""), Level("top", "高", Decimal("0.3"), ""))
            if kind == "scored" and rng.random() < 0.4
            else (),
        )
    if rng.random() < 0.2:
        items["2.99"] = Item("2.99", "authority", "部门评定", HERE, "？", (), section="2")
    weights = (Decimal("0.35"), Decimal("0.65"))
    rows = [item for item in items.values() if item.points is not None and item.section]
    most = sum((weights[int(i.section or "1") - 1] * (i.points or Decimal(0)) for i in rows), Decimal(0))
    return Pack(
        id="small", kind="points", title="小方案", edition="1", status="draft", document="doc", place="",
        authority="", sha256="", effective_from=None, cycle_until=None, items=items,
        pass_rule=PassRule(most * Decimal(rng.choice(("0.4", "0.7", "0.9", "1", "1.01"))), HERE),
        gates=(Gate("required", "必选", HERE), Gate("conditions", "条件", HERE)),
        sections=tuple(Section(name, name, weight, Decimal(100), HERE) for name, weight in zip("12", weights, strict=True)),
    )  # fmt: skip


def some_facts(pack: Pack, rng: random.Random) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for item in pack.items.values():
        ways: list[dict[str, Any]] = [{"status": "met"}, {"status": "not_met"}, {"status": "unknown"}]
        if item.kind in ("optional", "bonus"):
            ways += [{"ratio": 0.5}, {"status": "met", "ratio": 0.1}]
        if item.value:
            ways += [{"value": 1, "unit": "%"}, {"value": 3, "unit": "%"}, {"value": 5, "unit": "%"}]
        if item.kind == "authority":
            ways = [{"points": 3, "max": 10}]
        if rng.random() < 0.8:
            facts[item.id] = rng.choice(ways)
    return facts


def outcome(pack: Pack, facts: dict[str, Any]) -> Assessment:
    return assess(pack, read_request(pack, {"facts": facts}, today=TODAY))


def found(
    pack: Pack, facts: dict[str, Any], target: str | None = None, most: int = 5, **also: Any
) -> GapSets:
    body = {"facts": facts, "target": target, "most": most, **also}
    asked = read_gaps_request(pack, body, today=TODAY)
    return gap_sets(pack, asked.start, asked.target, asked.most)


def keys(one: Any) -> tuple[str, ...]:
    return tuple(need.key for need in one.needs)


def test_the_sets_are_all_the_smallest_that_pass() -> None:
    rng = random.Random("gap sets")
    sizes: set[int] = set()
    several = impossible = 0
    for _ in range(120):
        pack = a_pack(rng)
        facts = some_facts(pack, rng)
        own = [item.id for item in pack.items.values() if item.kind != "authority"]

        def full(item_id: str, pack: Pack = pack) -> dict[str, Any]:
            choices = pack.items[item_id].choices
            best = max(choices, key=lambda level: level.points) if choices else None
            return {"value": best.id} if best else {"status": "met"}

        expected: list[frozenset[str]] = []
        for size in range(len(own) + 1):
            expected = [
                frozenset(chosen)
                for chosen in combinations(own, size)
                if outcome(pack, facts | {name: full(name) for name in chosen}).verdict == "pass"
            ]
            if expected:
                break
        got = found(pack, facts, most=50)
        assert {frozenset(keys(one)) for one in got.sets} == set(expected), (facts, pack)
        assert len(got.sets) == len(expected) and not got.more
        assert bool(got.obstacle) == (not expected)
        assert all(one.after.verdict == "pass" for one in got.sets)
        sizes |= {len(one.needs) for one in got.sets}
        several += len(expected) > 1
        impossible += not expected
    assert len(sizes) >= 4 and several >= 10 and impossible >= 5, (sizes, several, impossible)


def test_sums_come_in_order_and_none_is_left_out() -> None:
    rng = random.Random("sums")
    for _ in range(200):
        gains = sorted((Decimal(rng.randint(1, 6)) / 8 for _ in range(rng.randint(1, 9))), reverse=True)
        missing = rng.choice(
            (sum(gains[: rng.randint(0, len(gains))], Decimal(0)), Decimal(rng.randint(0, 3)))
        )
        if missing > sum(gains):
            continue
        size = next(n for n in range(len(gains) + 1) if sum(gains[:n], Decimal(0)) >= missing)
        expected = [c for c in combinations(range(len(gains)), size) if sum(gains[p] for p in c) >= missing]
        assert list(smallest_sums(gains, missing)) == expected


def test_the_largest_gains_come_first_and_further_sets_are_told() -> None:
    pack = load_scheme(POINTS)
    facts = {i.id: {"status": "met"} if i.gate else {"status": "not_met"} for i in pack.items.values()}
    few, many = found(pack, facts, most=2), found(pack, facts, most=50)
    assert (len(few.sets), few.more, len(many.sets), many.more) == (2, True, 50, True)
    assert [keys(one) for one in few.sets] == [keys(one) for one in many.sets[:2]]
    gains = [need.gain for need in few.sets[0].needs]
    assert gains == sorted(gains, key=lambda gain: -(gain or 0))
    assert len({keys(one) for one in many.sets}) == 50
    best = few.sets[0].after.score
    assert best is not None and best.lower >= 85
    without = [need.key for need in few.sets[0].needs[1:]]
    assert outcome(pack, facts | {name: {"status": "met"} for name in without}).verdict != "pass"


def test_what_needs_only_to_be_shown_is_told_from_what_falls_short() -> None:
    pack = load_scheme(POINTS)
    facts: dict[str, Any] = {item.id: {"status": "met"} for item in pack.items.values()}
    facts |= {"1.01": {"status": "not_met"}, "1.02": {"status": "unknown"}}
    (one,) = found(pack, facts).sets
    assert {need.key: need.how for need in one.needs} == {"1.01": "to_close", "1.02": "to_show"}
    assert (one.how_many("to_show"), one.how_many("to_close")) == (1, 1)
    told = gap_sets_as_json(found(pack, facts))
    assert (told["size"], told["always"], told["sets"][0]["to_show"]) == (2, ["1.01", "1.02"], 1)
    assert told["needs"]["1.01"]["citation"]


def test_weak_proof_makes_everything_to_be_shown() -> None:
    pack = load_scheme(POINTS)
    facts: dict[str, Any] = {item.id: {"status": "met"} for item in pack.items.values()}
    got = found(pack, facts, proof="document")
    assert {need.how for need in got.sets[0].needs} == {"to_show"}
    assert got.sets[0].after.verdict == "pass"


def test_nothing_is_needed_when_the_target_is_held() -> None:
    pack = load_scheme(POINTS)
    facts: dict[str, Any] = {item.id: {"status": "met"} for item in pack.items.values()}
    got = found(pack, facts)
    assert [keys(one) for one in got.sets] == [()] and not got.more and not got.obstacle


def test_a_scheme_without_a_pass_line_has_no_sets_and_says_why() -> None:
    pack = load_scheme("zhengzhou-green-performance-2019")
    got = found(pack, {})
    assert got.sets == () and pack.undetermined_reason is not None
    assert pack.undetermined_reason.text in got.obstacle


def test_an_authority_gate_cannot_be_closed_by_the_firm() -> None:
    rng = random.Random(3)
    pack = a_pack(rng)
    item = Item("0.01", "authority", "部门认定", HERE, "？", (), gate="conditions")
    got = found(
        Pack(**{name: getattr(pack, name) for name in pack.__dataclass_fields__} | {"items": {"0.01": item} | pack.items}),
        {},
    )  # fmt: skip
    assert (got.sets, got.blocked_by) == ((), ("0.01",))


GRADES = ("A", "B", "C", "D")


def an_aspect(rng: random.Random) -> Any:
    return rng.choice(
        [
            *GRADES,
            "B",
            {"at_least": rng.choice(GRADES)},
            {"below": rng.choice(GRADES[:3])},
            {"grade": "B", "source": "onsite"},
            ["A", {"grade": "C", "source": "document"}],
        ]
    )


@pytest.mark.parametrize("proof", ["declared", "document"])
def test_on_a_ladder_the_set_is_the_smallest_that_reaches_the_grade(proof: str) -> None:
    rng = random.Random(f"ladder {proof}")
    pack = load_scheme(LADDER)
    sizes = set()
    for _ in range(8):
        aspects = {name: an_aspect(rng) for name in ASPECTS if rng.random() < 0.9}
        target = rng.choice(("A", "B", "B", "C"))
        facts = {"units": [{"name": "铸造", "aspects": aspects}]}
        (one,) = found(pack, facts, target, proof=proof).sets

        def lifted(chosen: tuple[str, ...], aspects: Any = aspects, target: str = target) -> bool:
            better = {name: {"grade": target, "source": "online"} for name in chosen}
            body = {"facts": {"units": [{"name": "铸造", "aspects": aspects | better}]}, "proof": proof}
            grade = assess(pack, read_request(pack, body, today=TODAY)).grade
            return grade is not None and pack.rungs.index(grade.confirmed) <= pack.rungs.index(target)

        size = len(one.needs)
        assert lifted(tuple(key.partition(".")[2] for key in keys(one)))
        fewer = combinations(ASPECTS, size - 1) if size else iter(())
        assert not any(lifted(chosen) for chosen in fewer), (aspects, target)
        sizes.add(size)
    assert len(sizes) >= 3


def test_an_interval_that_reaches_the_target_is_only_to_be_shown() -> None:
    pack = load_scheme(LADDER)
    aspects: dict[str, Any] = dict.fromkeys(ASPECTS, "B")
    aspects |= {ASPECTS[0]: {"below": "A"}, ASPECTS[1]: {"below": "B"}, ASPECTS[2]: {"at_least": "B"}}
    (one,) = found(pack, {"units": [{"aspects": aspects}]}, "B").sets
    assert {need.key: need.how for need in one.needs} == {
        f"0.{ASPECTS[0]}": "to_show",
        f"0.{ASPECTS[1]}": "to_close",
    }


def test_units_and_tracks_are_kept_apart() -> None:
    pack = load_scheme(HENAN)
    names = [item.id for item in pack.of_kind("aspect")]
    units = [
        {"name": "分级", "aspects": dict.fromkeys(names, "C")},
        {"name": "引领", "track": "leading", "aspects": dict.fromkeys(names, pack.leading_rungs[0]) | {names[3]: pack.leading_rungs[1]}},
    ]  # fmt: skip
    (graded,) = found(pack, {"units": units}, "B").sets
    assert set(keys(graded)) == {f"0.{name}" for name in names}
    (leading,) = found(pack, {"units": units}, pack.leading_rungs[0]).sets
    assert keys(leading) == (f"1.{names[3]}",)
    assert leading.after.leading is not None and leading.after.leading.confirmed == pack.leading_rungs[0]
    none = found(pack, {"units": units[:1]}, pack.leading_rungs[0])
    assert none.sets == () and pack.leading_rungs[0] in none.obstacle


def test_an_event_stands_in_the_way_only_of_what_it_forbids() -> None:
    pack = load_scheme(LADDER)
    facts: dict[str, Any] = {"units": [{"aspects": dict.fromkeys(ASPECTS, "C")}], "events": {"bribery": True}}
    got = found(pack, facts, "B")
    assert (got.sets, got.blocked_by) == ((), ("bribery",)) and "不是措施能改变的" in got.obstacle
    capped = next(item for item in pack.of_kind("event") if item.effect == "cap")
    assert capped.cap is not None
    facts = {"units": [{"aspects": dict.fromkeys(ASPECTS, "D")}], "events": {capped.id: capped.adverse}}
    above = pack.plain_rungs[pack.plain_rungs.index(capped.cap) - 1]
    assert found(pack, facts, above).blocked_by == (capped.id,)
    (one,) = found(pack, facts, capped.cap).sets
    assert one.after.grade is not None and one.after.grade.confirmed == capped.cap


@pytest.mark.parametrize("most", [0, 51, 2.5, "5", True])
def test_the_number_of_sets_has_bounds(most: Any) -> None:
    with pytest.raises(RequestError) as caught:
        found(load_scheme(POINTS), {}, most=most)
    assert "most" in caught.value.detail and "1 到 50" in caught.value.detail
