"""Measured values of a unit: how they are read, what they decide, in which words, and what the firm's result makes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pack_files import try_pack

from scoring.assess import assess, read_request
from scoring.assessment import Assessment, GradeInterval
from scoring.comparisons import NO_BASIS
from scoring.errors import FactError, ScoringError, UnknownItemError
from scoring.firm.checks import Check
from scoring.industry.indicator import SEEN_WORDS, IndicatorPack, ResponseTable
from scoring.industry.indicator_decision import AspectDecision, IndicatorQuestion, decide, decide_unit
from scoring.industry.indicator_json import decision_as_json, packs_as_json
from scoring.industry.indicator_loader import load_indicator_pack
from scoring.industry.indicator_readings import IndicatorFacts, Reading, read_indicator_facts
from scoring.industry.indicator_results import IndicatorMargin, approx, evaluate
from scoring.report import as_json
from scoring.truth import Truth

DAY = date(2026, 3, 1)
D = Decimal
KILN = load_indicator_pack(Path(__file__).parents[1] / "indicator_packs_sound" / "sound-kiln")
SCHEME, RUNGS = "henan-grading-2021", ("A", "B", "C", "D")
LIMITS, TRANSPORT = "有组织排放", "运输监管"
LONG = "很长" * 30
TOLD = "试验用的表，example.org，2021-01-01，公开报道"
NOWHERE = "units[0]"


def read(raw: Any = None, processes: Any = None, packs: Any = (KILN,)) -> IndicatorFacts:
    return read_indicator_facts(packs, raw, processes, NOWHERE)


def decided(
    raw: Any = None, processes: Any = None, pack: IndicatorPack = KILN, **how: Any
) -> dict[str, AspectDecision]:
    asked: dict[str, Any] = {"scheme": SCHEME, "rungs": RUNGS, "as_of": DAY} | how
    return dict(decide(pack, read(raw, processes, [pack]), **asked))


# --- reading ---


def test_a_reading_is_read_whole() -> None:
    entry = {
        "value": "9500",
        "unit": "μg/m³",
        "oxygen": 19.5,
        "source": "online",
        "date": "2026-01-02",
        "valid_until": "2026-06-30",
        "evidence": ["f"],
    }
    assert read({"kiln.pm": entry}).readings == {
        "kiln.pm": (
            Reading(
                "kiln.pm",
                Fraction(19, 2),
                "9500μg/m³",
                D("19.5"),
                "online",
                date(2026, 1, 2),
                date(2026, 6, 30),
                ("f",),
            ),
        )
    }


@pytest.mark.parametrize(
    ("name", "entry", "value", "shown"),
    [
        ("kiln.pm", 8, Fraction(8), "8mg/m³"),
        ("kiln.pm", {"value": 0, "evidence": None}, Fraction(0), "0mg/m³"),
        ("kiln.pm", 1e30, Fraction(10**30), f"1{'0' * 30}mg/m³"),
        ("kiln.pm", "1e-30", Fraction(1, 10**30), f"0.{'0' * 29}1mg/m³"),
        ("kiln.drying", "treated", "treated", "处理后排放"),
        ("kiln.drying", "收集", "collected", "收集"),
        ("kiln.vehicles", "国Ⅵ", Fraction(6), "国Ⅵ"),
        ("kiln.gate", True, True, "是"),
        ("kiln.gate", False, False, "否"),
    ],
)
def test_what_is_said_is_read(name: str, entry: Any, value: Any, shown: str) -> None:
    (found,) = read({name: entry}).readings[name]
    assert (found.indicator, found.value, found.shown, found.source) == (name, value, shown, "declared")


def test_several_readings_and_none() -> None:
    assert len(read({"kiln.pm": [1, None, 2]}).readings["kiln.pm"]) == 2
    assert len(read({"kiln.pm": [1] * 20}).readings["kiln.pm"]) == 20
    for raw in (None, {}, {"kiln.pm": None}, {"kiln.pm": [None]}, {"kiln.pm": []}):
        assert read(raw) == IndicatorFacts()


def test_processes_are_all_or_some() -> None:
    whole = read(None, ["干燥窑"])
    assert (whole.runs("干燥窑"), whole.runs("别的"), whole.every_process) == (True, False, True)
    assert read(None, []).runs("干燥窑") is False
    some = read(None, {"干燥窑": False})
    assert (some.runs("干燥窑"), some.runs("别的"), some.every_process) == (False, None, False)
    assert read().runs("干燥窑") is None
    assert read(None, ("干燥窑",)).runs("干燥窑") is True
    assert read(None, ["随便"], ()).runs("随便") is True


FIELDS = "value、unit、oxygen、source、date、valid_until、evidence"
NAMES = "kiln.pm、kiln.drying、kiln.vehicles、kiln.gate"


@pytest.mark.parametrize(
    ("raw", "processes", "error", "message"),
    [
        ([], None, FactError, '.indicators：应为“指标编号: 数值”的对象，例如 {"…": {"value": 8}}'),
        ({LONG: 1}, None, UnknownItemError, f".indicators：没有指标“{LONG[:40]}”；可用：{NAMES}"),
        ({"kiln.pm": [1] * 21}, None, FactError, ".indicators.kiln.pm：给了 21 条；一项指标最多 20 条"),
        (
            {"kiln.pm": {"x": 1}},
            None,
            FactError,
            f".indicators.kiln.pm：不认识的字段“x”；可用：{FIELDS}",
        ),
        (
            {"kiln.pm": {LONG: 1}},
            None,
            FactError,
            f".indicators.kiln.pm：不认识的字段“{LONG[:40]}”；可用：{FIELDS}",
        ),
        (
            {"kiln.pm": {"value": 1, "unit": 5}},
            None,
            FactError,
            ".indicators.kiln.pm：unit 应为文字，例如 mg/m³",
        ),
        (
            {"kiln.gate": {"value": True, "unit": 5}},
            None,
            FactError,
            ".indicators.kiln.gate：unit 应为文字，例如 mg/m³",
        ),
        (
            {"kiln.gate": {"value": True, "unit": "个"}},
            None,
            FactError,
            ".indicators.kiln.gate：门禁不是数值，不能带 unit",
        ),
        (
            {"kiln.pm": {"value": 1, "evidence": "f"}},
            None,
            FactError,
            ".indicators.kiln.pm：evidence 应为文件编号的列表",
        ),
        (
            {"kiln.pm": {"value": 1, "evidence": [1]}},
            None,
            FactError,
            ".indicators.kiln.pm：evidence 应为文件编号的列表",
        ),
        (
            {"kiln.pm": LONG},
            None,
            FactError,
            f".indicators.kiln.pm：value 为“{LONG[:40]}”；应为数字，单位 mg/m³",
        ),
        ({"kiln.pm": True}, None, FactError, ".indicators.kiln.pm：value 为“True”；应为数字，单位 mg/m³"),
        ({"kiln.pm": -0.5}, None, FactError, ".indicators.kiln.pm：value 为 -0.5；不能小于 0"),
        (
            {"kiln.pm": "1e31"},
            None,
            FactError,
            ".indicators.kiln.pm：value 为 1e31；数值大得或小得不合理，请核对单位",
        ),
        (
            {"kiln.pm": "1e-31"},
            None,
            FactError,
            ".indicators.kiln.pm：value 为 1e-31；数值大得或小得不合理，请核对单位",
        ),
        (
            {"kiln.gate": LONG},
            None,
            FactError,
            f".indicators.kiln.gate：value 为“{LONG[:40]}”；应为 true 或 false，不知道就不填",
        ),
        (
            {"kiln.drying": LONG},
            None,
            FactError,
            f".indicators.kiln.drying：value 为“{LONG[:40]}”；应为 treated（处理后排放）、collected（收集）、open（直排） 之一",
        ),
        ({"kiln.drying": 5}, None, FactError, None),
        (
            {"kiln.vehicles": LONG},
            None,
            FactError,
            f".indicators.kiln.vehicles：value 为“{LONG[:40]}”；应为 国一 至 国六",
        ),
        ({"kiln.vehicles": 6}, None, FactError, ".indicators.kiln.vehicles：value 为“6”；应为 国一 至 国六"),
        (
            {"kiln.gate": {"value": True, "oxygen": 18}},
            None,
            FactError,
            ".indicators.kiln.gate：门禁没有基准氧含量，不用填 oxygen",
        ),
        *(
            (
                {"kiln.pm": {"value": 1, "oxygen": oxygen}},
                None,
                FactError,
                f".indicators.kiln.pm：oxygen 为“{str(oxygen)[:40]}”；应为实测含氧量（%），从 0 到 21、不含 21；数值已折算的填 18",
            )
            for oxygen in (21, -0.1, LONG)
        ),
        (
            {"kiln.pm": {"value": 1, "source": "x"}},
            None,
            FactError,
            ".indicators.kiln.pm：source 为“x”；应为 declared、document、third_party、department、onsite、online 之一",
        ),
        (
            {"kiln.pm": {"value": 1, "date": "x"}},
            None,
            FactError,
            ".indicators.kiln.pm date：日期“x”不存在或格式不对；应为真实存在的日期，写成 2026-11-22 的形式",
        ),
        (
            {"kiln.pm": {"value": 1, "valid_until": "x"}},
            None,
            FactError,
            ".indicators.kiln.pm valid_until：日期“x”不存在或格式不对；应为真实存在的日期，写成 2026-11-22 的形式",
        ),
        (
            None,
            "干燥窑",
            FactError,
            '.processes：应为工艺名称的列表（写全），例如 ["粘土砂"]，或 {"粘土砂": true} 的形式',
        ),
        (
            None,
            [5],
            FactError,
            '.processes：应为工艺名称的列表（写全），例如 ["粘土砂"]，或 {"粘土砂": true} 的形式',
        ),
        (None, [LONG], UnknownItemError, f".processes：没有工艺“{LONG[:40]}”；可用：干燥窑"),
        (None, {"干燥窑": 1}, FactError, ".processes.干燥窑：应为 true 或 false，不知道就不填"),
    ],
)
def test_a_refusal_says_where_what_and_what_is_allowed(
    raw: Any, processes: Any, error: type[ScoringError], message: str | None
) -> None:
    with pytest.raises(error) as caught:
        read(raw, processes)
    assert message is None or caught.value.detail == f"{NOWHERE}{message}"


def test_oxygen_from_nothing_to_below_that_of_air() -> None:
    for oxygen in (0, "20.99"):
        (found,) = read({"kiln.pm": {"value": 1, "oxygen": oxygen}}).readings["kiln.pm"]
        assert found.oxygen == D(str(oxygen))


def test_without_packs_no_indicator_is_known() -> None:
    with pytest.raises(UnknownItemError) as caught:
        read({"x": 1}, None, ())
    assert caught.value.detail == f"{NOWHERE}.indicators：没有指标“x”；可用：（本方案没有安装指标包）"


# --- one indicator ---


def one(name: str, raw: Any, processes: Any = None, proof: str = "declared") -> Any:
    indicator = KILN.indicator(name)
    assert indicator is not None
    facts = read({name: raw}, processes)
    return evaluate(KILN, indicator, facts, rungs=RUNGS, as_of=DAY, proof=proof)


def grades(found: Any) -> str:
    return "".join(
        {Truth.MET: "+", Truth.UNKNOWN: "?", Truth.NOT_MET: "-"}[found.truths[rung]] for rung in RUNGS
    )


@pytest.mark.parametrize(
    ("name", "raw", "processes", "held"),
    [
        ("kiln.pm", {"value": 10, "oxygen": 18}, None, "++++"),
        ("kiln.pm", {"value": 11, "oxygen": 18}, None, "-+++"),
        ("kiln.pm", {"value": 31, "oxygen": 18}, None, "---+"),
        ("kiln.pm", {"value": 31}, None, "???+"),
        ("kiln.pm", None, None, "???+"),
        ("kiln.drying", "treated", ["干燥窑"], "++++"),
        ("kiln.drying", "collected", ["干燥窑"], "-+++"),
        ("kiln.drying", "open", ["干燥窑"], "---+"),
        ("kiln.drying", "open", None, "???+"),
        ("kiln.drying", "treated", None, "++++"),
        ("kiln.vehicles", "国六", None, "++++"),
        ("kiln.vehicles", "国五", None, "-+++"),
        ("kiln.vehicles", "国四", None, "--?+"),
        ("kiln.gate", True, None, "++++"),
        ("kiln.gate", False, None, "--++"),
    ],
)
def test_grades_that_an_indicator_allows(name: str, raw: Any, processes: Any, held: str) -> None:
    assert grades(one(name, raw, processes)) == held


def test_an_indicator_of_a_process_that_is_not_run() -> None:
    assert one("kiln.drying", "open", []) is None
    assert one("kiln.drying", "open", {"干燥窑": False}) is None
    unsaid = one("kiln.drying", "open", None)
    assert (unsaid.applies, unsaid.answered) == (Truth.UNKNOWN, False)
    assert unsaid.because == "干燥窑废气：直排（尚未说明有没有这些工艺：干燥窑）"


@pytest.mark.parametrize(
    ("raw", "proof", "because"),
    [
        (None, "declared", "颗粒物：尚未说明"),
        ({"value": 8}, "online", "颗粒物：证据低于要求或已到期"),
        (
            {"value": 8, "source": "online", "valid_until": "2026-02-28"},
            "declared",
            "颗粒物：证据低于要求或已到期",
        ),
        ({"value": 8}, "declared", "颗粒物：8mg/m³，没有实测含氧量，不能折算到基准氧含量18%"),
        ({"value": 8, "oxygen": "19.5"}, "declared", "颗粒物：8mg/m³，实测含氧量19.5%，折算到18%为16mg/m³"),
        (
            {"value": 10, "oxygen": "12", "source": "online", "valid_until": "2026-03-01"},
            "online",
            "颗粒物：10mg/m³，实测含氧量12%，折算到18%为3.33mg/m³",
        ),
    ],
)
def test_the_reason_of_an_indicator(raw: Any, proof: str, because: str) -> None:
    assert one("kiln.pm", raw, None, proof).because == because


def pm(value: Any, **more: Any) -> dict[str, Any]:
    return {"value": value, "oxygen": 18, **more}


@pytest.mark.parametrize(
    ("readings", "held", "told"),
    [
        ([pm(8), pm(9)], "++++", None),
        ([pm(8, source="online"), pm(11)], "++++", "颗粒物有两种说法：“8mg/m³”和“11mg/m³”，以“8mg/m³”为准"),
        (
            [pm(8, date="2026-01-02"), pm(11, date="2026-01-01")],
            "++++",
            "颗粒物有两种说法：“8mg/m³”和“11mg/m³”，以“8mg/m³”为准",
        ),
        ([{"value": 8, "source": "online"}, pm(11)], "-+++", None),
    ],
)
def test_several_readings_of_an_indicator(readings: list[Any], held: str, told: str | None) -> None:
    for order in (readings, readings[::-1]):
        found = one("kiln.pm", order)
        assert (grades(found), found.contradiction) == (held, told)
        assert found.because.endswith(f"（{told}）" if told else "")


def test_equal_readings_that_disagree_leave_what_both_say() -> None:
    found = one("kiln.pm", [pm(8), pm(11)])
    assert grades(found) == "?+++"
    assert found.contradiction.endswith("，两者同等有力，按未知处理")
    assert not found.answered


def test_margins_of_an_indicator() -> None:
    found = one("kiln.pm", pm(19)).margin
    assert found == IndicatorMargin("B", Fraction(19), D(20))
    assert (found.distance, found.percent, found.near) == (Fraction(-1), Fraction(5), True)
    assert one("kiln.pm", pm(15)).margin == IndicatorMargin("A", Fraction(15), D(10))
    assert one("kiln.pm", {"value": 15}).margin is None
    assert one("kiln.vehicles", "国六").margin is None
    assert one("kiln.gate", True).margin is None
    zero = IndicatorMargin("A", Fraction(1), D(0))
    assert (zero.percent, zero.near, IndicatorMargin("A", Fraction(0), D(0)).near) == (None, False, True)
    assert IndicatorMargin("A", Fraction(11), D(10)).near
    assert not IndicatorMargin("A", Fraction(111, 10), D(10)).near


def test_fractions_in_a_sentence() -> None:
    values = (Fraction(1, 8), Fraction(1, 3), Fraction(15, 2), Fraction(20), Fraction(1249, 10000))
    assert [approx(value) for value in values] == ["0.13", "0.33", "7.5", "20", "0.12"]


# --- aspects ---


def test_a_whole_decision() -> None:
    found = decided({"kiln.pm": pm(11, evidence=["f"])}, ["干燥窑"])[LIMITS]
    assert (found.aspect, found.worst, found.best) == (LIMITS, "D", "B")
    assert found.because == (
        "颗粒物：11mg/m³，实测含氧量18%，折算到18%为11mg/m³，A要求：不高于10mg/m³（表1），因此最高为B",
    )
    assert (found.sources, found.complete, found.missing, found.informative) == ((TOLD,), True, (), True)
    assert found.questions == (
        IndicatorQuestion(
            "kiln.drying",
            "干燥窑废气怎样处理？",
            "干燥窑废气：尚未说明；低于B的要求就到不了B",
            "表1",
        ),
    )


def test_processes_are_asked_before_what_depends_on_them() -> None:
    found = decided({"kiln.pm": pm(8)})[LIMITS]
    assert found.questions == (
        IndicatorQuestion(
            "processes",
            "这个单元有哪些工艺：干燥窑？没有的也请说明。",
            "有的指标只用于某种工艺；说明之后才知道哪些适用",
            TOLD,
            processes=("干燥窑",),
        ),
    )


def test_what_is_settled_or_answered_is_not_asked() -> None:
    assert decided({"kiln.pm": pm(8)}, [])[LIMITS].questions == ()
    lost = decided({"kiln.pm": pm(31)}, ["干燥窑"])[LIMITS]
    assert (lost.worst, lost.best, lost.questions) == ("D", "D", ())
    partial = decided({"kiln.vehicles": "国四"})[TRANSPORT]
    assert (partial.worst, partial.best, partial.complete, partial.missing) == (
        "D",
        "C",
        False,
        ("厂内车辆",),
    )
    assert [question.item for question in partial.questions] == []
    unsaid = decided({"kiln.vehicles": "国五"})[TRANSPORT]
    assert [question.item for question in unsaid.questions] == ["kiln.gate"]


def test_a_pack_that_does_not_hold_decides_nothing() -> None:
    raw = {"kiln.pm": pm(8)}
    assert decided(raw, as_of=date(2020, 12, 31)) == {}
    assert decided(raw, as_of=date(2021, 1, 1)) != {}
    assert decided(raw, rungs=("甲", "乙")) == {}
    assert decided(raw, rungs=("D",)) == {}
    assert decided(raw, pack=replace(KILN, status="superseded")) == {}
    ended = replace(KILN, effective_until="2026-02-28")
    assert decided(raw, pack=ended) == {}
    assert decided(raw, pack=replace(ended, effective_until="2026-03-01", effective_from=None)) != {}
    assert set(decided(raw, scheme="liaocheng-grading-2020")) == {"排放限值", "运输方式"}
    assert decided(raw, scheme="x") == {}


def test_rungs_that_the_industry_does_not_have_are_left_out() -> None:
    found = decided({"kiln.pm": pm(11)}, [], rungs=("A", "B", "B-", "C", "D"))[LIMITS]
    assert (found.worst, found.best) == ("B", "B")
    other = decided({"kiln.pm": pm(25)}, [], rungs=("A", "B", "B-", "C", "D"))[LIMITS]
    assert (other.worst, other.best) == ("C", "C")
    open_pack = replace(KILN, all_grades=False)
    third = decided({"kiln.pm": pm(25)}, [], pack=open_pack, rungs=("A", "B", "B-", "C", "D"))[LIMITS]
    assert (third.worst, third.best) == ("C", "B-")


def together(*packs: IndicatorPack, raw: Any, processes: Any = ()) -> AspectDecision:
    facts = read(raw, list(processes), packs)
    found = decide_unit(packs, "砖瓦窑", facts, scheme=SCHEME, rungs=RUNGS, as_of=DAY)
    return found[LIMITS]


def test_several_packs_of_an_industry() -> None:
    open_end = replace(
        KILN,
        aspects=(replace(KILN.aspects[0], completeness="partial", missing=("氮氧化物",)), KILN.aspects[1]),
    )
    joined = together(KILN, open_end, raw={"kiln.pm": pm(11)})
    assert (joined.worst, joined.best, joined.complete, joined.missing) == ("B", "B", True, ())
    assert joined.sources == (TOLD, TOLD)
    assert len(joined.results) == 2
    assert joined.questions == ()
    both = together(open_end, open_end, raw={"kiln.pm": pm(11)})
    assert (both.worst, both.best, both.missing) == ("D", "B", ("氮氧化物", "氮氧化物"))
    other = replace(KILN, industry="水泥")
    facts = read({"kiln.pm": pm(8)}, [])
    assert decide_unit([other], "砖瓦窑", facts, scheme=SCHEME, rungs=RUNGS, as_of=DAY) == {}


def test_packs_that_contradict_each_other_take_the_lower_grade() -> None:
    demand = KILN.indicators[0].demands["B"]
    strict = replace(
        KILN,
        indicators=(
            replace(KILN.indicators[0], demands={"A": KILN.indicators[0].demands["A"], "C": demand}),
        ),
    )
    found = together(KILN, strict, raw={"kiln.pm": pm(11)})
    lower = together(strict, raw={"kiln.pm": pm(11)})
    assert (found.worst, found.best) == ("B", "B")
    assert lower.best == "B"
    worse = replace(
        KILN,
        indicators=(
            replace(
                KILN.indicators[0],
                demands={**KILN.indicators[0].demands, "B": KILN.indicators[0].demands["A"]},
            ),
        ),
    )
    clash = together(KILN, worse, raw={"kiln.pm": pm(11)})
    assert (clash.worst, clash.best) == ("C", "C")
    assert clash.because[-1] == "两个指标包的结论不一致（B 与 C），按较低的 C 计，请核对版本"


def test_what_several_packs_leave_is_named_as_the_first_does() -> None:
    partial = replace(
        KILN, aspects=tuple(replace(a, completeness="partial", missing=("x",)) for a in KILN.aspects)
    )
    quiet = replace(KILN.indicators[1], id="kiln.quiet", applies_when=())
    silent = replace(partial, indicators=(quiet,))
    one = together(partial, silent, raw={"kiln.pm": pm(11)}, processes=("干燥窑",))
    assert (one.aspect, one.informative, one.worst, one.best) == (LIMITS, True, "D", "B")
    assert [question.item for question in one.questions] == ["kiln.drying", "kiln.quiet"]
    assert one.because == (
        "颗粒物：11mg/m³，实测含氧量18%，折算到18%为11mg/m³，A要求：不高于10mg/m³（表1），因此最高为B",
    )
    other = together(silent, partial, raw={"kiln.pm": pm(11)}, processes=("干燥窑",))
    assert (other.informative, other.best) == (True, "B")
    assert [question.item for question in other.questions] == ["kiln.quiet", "kiln.drying"]
    nothing = together(silent, silent, raw={})
    assert (nothing.informative, nothing.worst, nothing.best) == (False, "D", "A")


def test_both_packs_narrow_what_the_other_leaves() -> None:
    order = ("甲", "乙", "丙", "丁")
    names = dict(zip("ABCD", order, strict=True))
    demands = {names[grade]: demand for grade, demand in KILN.indicators[0].demands.items()}
    strange = replace(KILN, grades=order, indicators=(replace(KILN.indicators[0], demands=demands),))
    open_end = replace(strange, aspects=(replace(KILN.aspects[0], completeness="partial", missing=("x",)),))

    def found(*packs: IndicatorPack, value: int) -> tuple[str, str]:
        facts = read({"kiln.pm": pm(value)}, [], packs)
        joined = decide_unit(packs, "砖瓦窑", facts, scheme=SCHEME, rungs=order, as_of=DAY)[LIMITS]
        return joined.worst, joined.best

    assert found(strange, open_end, value=11) == found(open_end, strange, value=11) == ("乙", "乙")
    assert found(open_end, open_end, value=11) == ("丁", "乙")
    limit = {"乙": KILN.indicators[0].demands["A"], "丙": KILN.indicators[0].demands["B"]}
    lower = replace(open_end, indicators=(replace(KILN.indicators[0], demands=limit),))
    assert found(open_end, lower, value=11) == found(lower, open_end, value=11) == ("丁", "丙")


def test_packs_of_other_industries_are_passed_over() -> None:
    other = replace(KILN, industry="水泥")
    assert together(other, KILN, raw={"kiln.pm": pm(11)}).best == "B"


def test_every_process_that_matters_is_asked_at_once_and_first() -> None:
    first, drying = KILN.indicators[:2]
    more = replace(drying, id="kiln.more", applies_when=(("烘干", "干燥窑"),))
    pack = replace(KILN, processes=("干燥窑", "烘干"), indicators=(drying, more, first))
    found = decided({}, None, pack=pack)[LIMITS]
    assert [question.item for question in found.questions] == ["processes", "kiln.pm"]
    assert found.questions[0].processes == ("干燥窑", "烘干")
    assert found.questions[0].question == "这个单元有哪些工艺：干燥窑、烘干？没有的也请说明。"
    unsaid = decided({"kiln.more": "open"}, None, pack=pack)[LIMITS]
    assert any("（尚未说明有没有这些工艺：烘干、干燥窑）" in told for told in unsaid.because)


def test_questions_carry_the_proofs_of_their_indicator() -> None:
    pack = replace(KILN, indicators=(replace(KILN.indicators[0], proof=("监测报告",)),))
    assert decided({}, [], pack=pack)[LIMITS].questions[0].proof == ("监测报告",)


def test_what_holds_the_top_is_told_without_its_demand() -> None:
    found = decided({"kiln.pm": pm(31)}, [])[LIMITS]
    assert found.because[0].endswith("，C要求：不高于30mg/m³（表1），因此最高为D")
    top = decided({"kiln.pm": pm(9)}, [])[LIMITS]
    assert top.because == ("颗粒物：9mg/m³，实测含氧量18%，折算到18%为9mg/m³",)
    assert decided({}, [])[LIMITS].because == ()
    bare = replace(KILN.indicators[0], demands={"B": KILN.indicators[0].demands["B"]})
    no_top = decided({"kiln.pm": pm(21)}, [], pack=replace(KILN, indicators=(bare,)))[LIMITS]
    assert no_top.because[0].endswith("，B要求：不高于20mg/m³（表1），因此最高为C")


def test_a_pack_needs_a_grade_above_the_floor() -> None:
    assert decided({"kiln.pm": pm(8)}, [], rungs=("C", "D")) != {}
    assert decided({}, None, rungs=("E", "D")) == {}


def test_what_is_shown_is_cut() -> None:
    long = "9" * 50
    for raw in (f"-{long}", f"{long}"):
        with pytest.raises(FactError) as caught:
            read({"kiln.pm": raw})
        assert f"value 为 {raw[:40]}；" in caught.value.detail
    (found,) = read({"kiln.pm": "0." + "1" * 50}).readings["kiln.pm"]
    assert found.shown == f"0.{'1' * 38}mg/m³"
    with pytest.raises(UnknownItemError) as unknown:
        read(None, ["x"], (replace(KILN, processes=("甲", "乙")),))
    assert unknown.value.detail.endswith("可用：甲、乙")


def test_a_margin_of_nothing_as_json() -> None:
    exact = decided({"kiln.pm": pm(10)}, [])[LIMITS]
    assert decision_as_json(exact)["indicators"][0]["margin"]["distance"] == 0.0
    demand = KILN.indicators[0].demands["A"]
    zero = replace(demand, comparison=replace(demand.comparison, value=D(0)))  # type: ignore[type-var]
    pack = replace(KILN, indicators=(replace(KILN.indicators[0], demands={"A": zero}),))
    margin = decision_as_json(decided({"kiln.pm": pm("0.004")}, [], pack=pack)[LIMITS])["indicators"][0][
        "margin"
    ]
    assert (margin["percent"], margin["distance"]) == (None, 0.0)


# --- the result of a firm ---

LADDER = try_pack("ladder")
PM_ITEM = replace(LADDER.items["装备水平"], id=LIMITS, title="有组织排放")
TRUCKS = replace(PM_ITEM, id=TRANSPORT, title="运输监管")
EVENT = LADDER.items["bribery"]
PACK = replace(
    LADDER,
    id=SCHEME,
    items={LIMITS: PM_ITEM, TRANSPORT: TRUCKS, "bribery": EVENT},
    rungs=RUNGS,
    optional_rungs=(),
    industries=(),
    indicators=(KILN,),
)


def firm(*units: dict[str, Any], pack: Any = PACK, **wishes: Any) -> Assessment:
    body = {"facts": {"units": list(units), "events": {"bribery": False}}, **wishes}
    return assess(pack, read_request(pack, body, today=DAY))


def kiln(raw: Any = None, processes: Any = (), **more: Any) -> dict[str, Any]:
    return {"industry": "砖瓦窑", "indicators": raw, "processes": list(processes), **more}


def span(found: GradeInterval | None) -> tuple[str, str]:
    assert found is not None
    return found.confirmed, found.reachable


def test_values_decide_the_grade_of_a_unit() -> None:
    raw = {"kiln.pm": pm(11, evidence=["f"]), "kiln.vehicles": {"value": "国六", "evidence": ["f"]}}
    found = firm(kiln(raw, aspects={TRANSPORT: {"grade": "A", "source": "document"}}))
    assert span(found.grade) == ("B", "B")
    decisions = {decision.aspect: decision for decision in found.units[0].decisions}
    assert decisions[LIMITS].worst == "B"
    assert found.checks == (
        Check(
            "near_limit",
            (f"0.{LIMITS}",),
            f"0.{LIMITS}：颗粒物：11mg/m³，实测含氧量18%，折算到18%为11mg/m³，离界限不超过一成，请核实测量和计算",
        ),
    )
    shown = as_json(found)["units"][0]["indicators"]
    assert [entry["aspect"] for entry in shown] == [LIMITS, TRANSPORT]


def test_a_declared_grade_that_the_values_rule_out_is_set_aside() -> None:
    found = firm(kiln({"kiln.pm": pm(25)}, aspects={LIMITS: "A"}))
    assert [check.detail for check in found.checks if check.kind == "contradiction"] == [
        f"0.{LIMITS}：填报为 A，按指标数值为 C；以指标数值为准"
    ]
    assert found.trace[0].because.startswith("颗粒物：25mg/m³")
    assert found.checks[-1] == Check(
        "claimed_unproved", (f"0.{LIMITS}",), f"1 项只有企业自述、没有附证明材料：0.{LIMITS}"
    )


def test_values_count_from_the_asked_proof_on_and_only_for_their_industry() -> None:
    raw = {"kiln.pm": pm(25)}
    assert span(firm(kiln(raw), proof="online").grade) == ("D", "A")
    assert span(firm(kiln(raw)).grade) == ("D", "C")
    assert span(firm({**kiln(raw), "industry": "水泥"}).grade) == ("D", "A")
    assert span(firm(kiln(raw), as_of="2020-01-01").grade) == ("D", "A")
    assert firm(kiln()).units[0].decisions == ()
    named = firm({"industry": "砖瓦窑", "processes": {"干燥窑": True}})
    assert [decision.aspect for decision in named.units[0].decisions] == [LIMITS, TRANSPORT]


def test_faults_of_values_name_their_unit() -> None:
    with pytest.raises(FactError) as caught:
        firm({}, kiln({"kiln.pm": "x"}))
    assert caught.value.detail.startswith("units[1].indicators.kiln.pm：")
    with pytest.raises(UnknownItemError) as unknown:
        firm(kiln(None, ["x"]))
    assert unknown.value.detail.startswith("units[0].processes：")


def test_an_industry_graded_on_an_optional_rung_has_it() -> None:
    optional = replace(KILN, grades=("A", "B", "B-", "C", "D"))
    pack = replace(PACK, rungs=("A", "B", "B-", "C", "D"), optional_rungs=("B-",), indicators=(optional,))
    below = {LIMITS: {"below": "B"}, TRANSPORT: "A"}
    assert span(firm({"industry": "砖瓦窑", "aspects": below}, pack=pack).grade) == ("D", "B-")
    assert span(firm({"industry": "水泥", "aspects": below}, pack=pack).grade) == ("D", "C")


TABLE = ResponseTable(
    "t",
    "水泥",
    "水泥",
    (SCHEME,),
    "试验",
    "in_force",
    "partial",
    (),
    KILN.source,
    (
        replace(LADDER.responses[1], grade="A", text="水泥甲"),
        replace(LADDER.responses[1], grade="引领性", text="水泥引领"),
    ),
    "",
)


def test_consequences_of_the_confirmed_grades() -> None:
    whole = {LIMITS: "A", TRANSPORT: "A"}
    best = {LIMITS: "引领性", TRANSPORT: "引领性"}
    pack = replace(
        PACK,
        responses=(*LADDER.responses, replace(LADDER.responses[0], grade="引领性", text="引领")),
        industry_responses=(TABLE,),
    )
    general = ["自主减排", "禁行"]

    def texts(*units: dict[str, Any]) -> list[str]:
        return [response.text for response in firm(*units, pack=pack).consequences]

    assert texts({"industry": "砖瓦窑", "aspects": whole}) == general
    assert texts({"industry": "水泥", "aspects": whole}) == [*general, "水泥甲"]
    assert texts({"aspects": whole}, {"industry": "水泥", "track": "leading", "aspects": best}) == [
        *general,
        "水泥甲",
        "禁行",
        "引领",
        "水泥引领",
    ]
    assert texts({"aspects": {LIMITS: "A"}}) == ["禁行"]
    assert as_json(firm({"aspects": whole}, pack=pack))["consequences"][0]["text"] == "自主减排"


# --- JSON ---


def test_packs_as_json() -> None:
    (body,) = packs_as_json([replace(KILN, checked_by="某人", notes=("注",))], SCHEME)
    assert {key: value for key, value in body.items() if key != "indicators"} == {
        "id": "sound-kiln",
        "title": "试验用的窑炉指标",
        "industry": "砖瓦窑",
        "edition": "试验",
        "status": "in_force",
        "completeness": "partial",
        "missing": ["运输"],
        "notes": ["注"],
        "source": {"text": "试验用的表", "url": "example.org", "seen": "report"},
        "checked_by": "某人",
        "processes": ["干燥窑"],
    }
    assert body["indicators"][:2] == [
        {
            "id": "kiln.pm",
            "aspect": LIMITS,
            "title": "颗粒物",
            "question": "颗粒物排放浓度是多少？",
            "kind": "number",
            "unit": "mg/m³",
            "reference_oxygen": "18",
            "basis": "小时均值",
            "applies_when": [],
            "choices": [],
            "requires": {
                "A": {"text": "不高于10mg/m³", "source": "表1"},
                "B": {"text": "不高于20mg/m³", "source": "表1"},
                "C": {"text": "不高于30mg/m³", "source": "表1"},
            },
            "proof": [],
            "notes": [],
        },
        {
            "id": "kiln.drying",
            "aspect": LIMITS,
            "title": "干燥窑废气",
            "question": "干燥窑废气怎样处理？",
            "kind": "choice",
            "unit": None,
            "reference_oxygen": None,
            "basis": "",
            "applies_when": [["干燥窑"]],
            "choices": [
                {"id": "treated", "title": "处理后排放"},
                {"id": "collected", "title": "收集"},
                {"id": "open", "title": "直排"},
            ],
            "requires": {
                "A": {"text": "处理后排放", "source": "表1"},
                "B": {"text": "收集", "source": "表1"},
                "C": {"text": "收集", "source": "表1"},
            },
            "proof": [],
            "notes": [],
        },
    ]
    assert packs_as_json([KILN], "x")[0]["indicators"] == []


def test_a_decision_as_json() -> None:
    found = decided({"kiln.pm": [pm(11, source="online"), pm(8)]}, ["干燥窑"])[LIMITS]
    told = "颗粒物有两种说法：“11mg/m³”和“8mg/m³”，以“11mg/m³”为准"
    because = f"颗粒物：11mg/m³，实测含氧量18%，折算到18%为11mg/m³（{told}）"
    assert decision_as_json(found) == {
        "aspect": LIMITS,
        "grade": {"confirmed": "D", "reachable": "B"},
        "complete": True,
        "because": [f"{because}，A要求：不高于10mg/m³（表1），因此最高为B"],
        "sources": [TOLD],
        "missing": [],
        "questions": [
            {
                "item": "kiln.drying",
                "question": "干燥窑废气怎样处理？",
                "why": "干燥窑废气：尚未说明；低于B的要求就到不了B",
                "source": "表1",
                "proof": [],
                "processes": [],
            }
        ],
        "indicators": [
            {
                "id": "kiln.pm",
                "pack": {"id": "sound-kiln", "edition": "试验", "sha256": KILN.sha256},
                "title": "颗粒物",
                "grades": {"A": "not_met", "B": "met", "C": "met", "D": "met"},
                "applies": "met",
                "because": because,
                "said": "11mg/m³",
                "proof": "online",
                "contradiction": told,
                "margin": {
                    "grade": "A",
                    "value": 11.0,
                    "limit": 10.0,
                    "distance": 1.0,
                    "percent": 10.0,
                    "near": True,
                    "unit": "mg/m³",
                },
            },
            {
                "id": "kiln.drying",
                "pack": {"id": "sound-kiln", "edition": "试验", "sha256": KILN.sha256},
                "title": "干燥窑废气",
                "grades": {"A": "unknown", "B": "unknown", "C": "unknown", "D": "met"},
                "applies": "met",
                "because": "干燥窑废气：尚未说明",
                "said": None,
                "proof": None,
                "contradiction": None,
                "margin": None,
            },
        ],
    }
    below = decided({"kiln.pm": pm("9.995")}, [])[LIMITS]
    assert decision_as_json(below)["indicators"][0]["margin"]["distance"] == -0.01


def test_how_far_a_page_was_seen_in_words() -> None:
    assert SEEN_WORDS == {
        "official_part": "官方页面，只见到部分内容",
        "reprint_part": "转载，只见到部分内容",
        "report": "公开报道",
        "vendor": "商家页面",
        "file": "导入的文件",
    }


def test_a_temperature_may_lie_below_zero() -> None:
    cold = replace(KILN.indicators[0], id="kiln.cold", unit="℃", basis=NO_BASIS, demands={})
    pack = replace(KILN, indicators=(cold,))
    assert read({"kiln.cold": -5}, None, (pack,)).readings["kiln.cold"][0].value == -5


def test_weaker_readings_are_set_aside_one_by_one() -> None:
    found = one("kiln.pm", [pm(8, source="online"), pm(9, source="onsite"), pm(11)])
    assert found.contradiction == "颗粒物有两种说法：“8mg/m³”和“11mg/m³”，以“8mg/m³”为准"
    unclear = one("kiln.pm", [{"value": 8, "source": "online"}, pm(8, source="onsite"), pm(11)])
    assert (grades(unclear), unclear.contradiction) == (
        "++++",
        "颗粒物有两种说法：“8mg/m³”和“11mg/m³”，以“8mg/m³”为准",
    )
