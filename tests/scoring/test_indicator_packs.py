"""Each folder of indicator_packs_broken has one fault; loading it fails with words that lead to the fault."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from scoring import PackError, load_scheme
from scoring.industry.indicator_check import scheme_faults
from scoring.industry.indicator_decision import decide
from scoring.industry.indicator_loader import load_indicator_pack, load_indicator_packs
from scoring.industry.indicator_readings import read_indicator_facts

HERE = Path(__file__).parent
BROKEN = sorted(path for path in (HERE / "indicator_packs_broken").iterdir() if path.is_dir())
SOUND = HERE / "indicator_packs_sound" / "sound-kiln"


@pytest.mark.parametrize("folder", BROKEN, ids=lambda folder: folder.name)
def test_a_broken_indicator_pack_is_refused_with_words_that_lead_to_the_fault(folder: Path) -> None:
    with pytest.raises(PackError) as caught:
        load_indicator_pack(folder)
    message = str(caught.value)
    for word in (folder / "expected.txt").read_text(encoding="utf-8").split("\n"):
        assert word in message, f"{word!r} is not in {message!r}"
    assert re.search("[\u4e00-\u9fff]", message)
    if folder.name != "two-faults-at-once":
        assert len(caught.value.faults) <= 2, caught.value.faults


def test_the_pack_from_which_they_were_broken_is_sound() -> None:
    pack = load_indicator_pack(SOUND)
    assert len(pack.indicators) == 4
    assert load_indicator_packs(SOUND.parent) == (pack,)
    assert scheme_faults(load_scheme("henan-grading-2021"), pack) == []


def test_a_folder_that_is_not_there_holds_no_packs(tmp_path: Path) -> None:
    assert load_indicator_packs(tmp_path / "none") == ()


def test_a_pack_that_does_not_fit_its_scheme_is_refused_with_every_reason() -> None:
    pack = load_indicator_pack(SOUND)
    scheme = load_scheme("henan-grading-2021")
    assert "行业“面包”" in scheme_faults(scheme, replace(pack, industry="面包"))[0]
    assert "不一致" in scheme_faults(scheme, replace(pack, grades=("甲", "乙")))[0]
    assert "由高到低" in scheme_faults(scheme, replace(pack, grades=("B", "A", "D")))[0]
    elsewhere = replace(pack.aspects[0], names={"henan-grading-2021": "排放限值"})
    assert "没有“排放限值”" in scheme_faults(scheme, replace(pack, aspects=(elsewhere,)))[0]
    factory = load_scheme("zhengzhou-green-factory")
    assert "不是分级方案" in scheme_faults(factory, pack)[0]


def test_the_example_of_the_paper_is_sound_and_its_case_holds(tmp_path: Path) -> None:
    paper = (HERE.parents[1] / "docs" / "adding-an-indicator-pack.md").read_text(encoding="utf-8")
    written, cases = re.findall(r"```yaml\n(.*?)```", paper, re.DOTALL)
    folder = tmp_path / "brick-kiln-example"
    folder.mkdir()
    (folder / "indicators.yaml").write_text(written, encoding="utf-8")
    pack = load_indicator_pack(folder)
    scheme = load_scheme("henan-grading-2021")
    assert scheme_faults(scheme, pack) == []
    (case,) = yaml.safe_load(cases)
    facts = read_indicator_facts([pack], case["indicators"], case["processes"], "units[0]")
    decisions = decide(pack, facts, scheme=case["scheme"], rungs=scheme.rungs, as_of=date(2026, 1, 1))
    found = {name: [decision.worst, decision.best] for name, decision in decisions.items()}
    assert {name: found[name] for name in case["expect"]} == case["expect"]
