"""Industries are known by the names of the texts and by those people use."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from opened import packs

from knowledge.industries import find_industry
from knowledge.tokens import LEXICON


@pytest.mark.parametrize(
    ("text", "industry"),
    [
        ("我们是翻砂的", "铸造"),
        ("灵宝的铸造厂", "铸造"),
        ("俺是烧砖的", "砖瓦窑"),
        ("做耐火材料", "耐火材料"),
        ("做软件的", None),
        ("", None),
    ],
)
def test_industries_by_what_people_say(text: str, industry: str | None) -> None:
    assert find_industry(text) == industry


GRADED = ("henan-grading-2021", "liaocheng-grading-2020")
GROUP = "省级重点行业"
"""Stands among the industries of the province's list, and is a group of them."""


@pytest.mark.parametrize("scheme", GRADED)
def test_every_graded_industry_is_known_by_its_name(scheme: str) -> None:
    pack = next(pack for pack in packs() if pack.id == scheme)
    assert pack.industries
    assert [name for name in pack.industries if name != GROUP and find_industry(name) is None] == []


def test_no_name_stands_for_two_industries() -> None:
    table = yaml.safe_load((LEXICON / "industries.yaml").read_text(encoding="utf-8"))
    said = [name for industry, others in table.items() for name in {industry, *others}]
    assert sorted(said) == sorted(set(said))
    assert all(find_industry(industry) == industry for industry in table)


@given(st.text(max_size=100))
def test_any_text_names_one_industry_or_none(text: str) -> None:
    assert find_industry(text) is None or find_industry(text)
