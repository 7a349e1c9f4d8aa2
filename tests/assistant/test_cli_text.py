"""What `lvping assess` shows in a terminal beside the score or grade."""

from __future__ import annotations

from typing import Any

import opened
import pytest

from assistant.citing import Citer
from assistant.cli_text import show_assessment
from scoring import as_json, assess, load_scheme, read_request

FACTORY, CITY = "zhengzhou-green-factory", "sanmenxia-grading-2022"


def shown(capsys: pytest.CaptureFixture[str], scheme: str, facts: dict[str, Any]) -> str:
    pack = load_scheme(scheme)
    request = read_request(pack, {"facts": facts}, today=opened.TODAY)
    show_assessment(pack, as_json(assess(pack, request), Citer(opened.corpus()).rules(opened.TODAY)))
    return capsys.readouterr().out


def section(text: str, title: str) -> list[str]:
    """The lines under a heading."""
    lines = text.splitlines()
    found = lines[lines.index(f"{title}：") + 1 :]
    return [line.removeprefix("  · ") for line in found[: _first(found)]]


def _first(lines: list[str]) -> int:
    return next((at for at, line in enumerate(lines) if not line.startswith("  · ")), len(lines))


def test_standing_checks_are_told_by_kind(capsys: pytest.CaptureFixture[str]) -> None:
    old = {"status": "met", "source": "third_party", "valid_until": "2021-01-01"}
    both = [{"status": "met"}, {"status": "not_met"}]
    facts = {"6.03": {"value": 31, "unit": "%"}, "2.05": old, "1.01": both}
    lines = section(shown(capsys, FACTORY, facts), "请核对")
    assert [line.partition("：")[0] for line in lines] == ["说法矛盾", "证明到期", "接近界限", "只有自述"]
    assert "6.03" in lines[2] and lines[3].endswith("没有附证明材料：6.03")


def test_nothing_to_check_is_not_headed(capsys: pytest.CaptureFixture[str]) -> None:
    assert "请核对" not in shown(capsys, FACTORY, {})


def test_the_first_question_over_several_rows_comes_before_single_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = shown(capsys, FACTORY, {})
    [question] = section(text, "可以一次说清")
    assert "不满足的是哪几条？" in question
    assert text.index("可以一次说清") < text.index("接下来要说清")


def test_consequences_say_where_they_stand(capsys: pytest.CaptureFixture[str]) -> None:
    aspects = {item.id: "A" for item in load_scheme(CITY).of_kind("aspect")}
    heading = "重污染预警期间（按确定的等级）"
    held = section(shown(capsys, CITY, {"units": [{"name": "一车间", "aspects": aspects}]}), heading)
    assert any("《三门峡市" in line for line in held)
    floor = section(shown(capsys, CITY, {"units": [{"name": "一车间", "aspects": {}}]}), heading)
    assert floor == [
        "停产（据2020年全省情况的报道，本文本未列）——关于河南省2020年绩效分级管控的报道（2020年10月30日），"
        "hn.cri.cn；看到的程度：公开报道"
    ]
