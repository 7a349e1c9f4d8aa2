"""The order of the best passages by their signs, and the signs that speak of a question as a whole."""

from __future__ import annotations

import opened
import pytest

from knowledge.query import understand
from knowledge.ranking import SIGNS, fitted


def test_every_sign_has_a_weight() -> None:
    assert len(fitted()) == len(SIGNS)


def test_scores_are_shares_of_the_first_and_fall() -> None:
    hits = opened.lexical().search(understand("每月几号前完成初审", region="三门峡市"), 12).hits
    scores = [hit.score for hit in hits]
    assert scores[0] == 1.0
    assert scores == sorted(scores, reverse=True)
    assert min(scores) >= 0


def test_what_is_ranked_comes_with_its_signs() -> None:
    candidates = opened.lexical().candidates(understand("每月几号前完成初审", region="三门峡市"))
    assert len(candidates) == 24
    assert {len(signs) for _, signs in candidates} == {len(SIGNS)}


def test_likeness_is_that_of_the_nearest_known_question() -> None:
    known = next(passage.asked[0] for passage in opened.passages() if passage.asked)
    hits = opened.lexical().search(understand(known), 24).hits
    assert max(hit.alike for hit in hits) == pytest.approx(1.0)
    assert all(0 <= hit.alike <= 1 for hit in hits)
    assert not any(hit.alike for hit in hits if not hit.passage.asked)


def test_a_rare_pair_that_is_missing_weighs_more() -> None:
    held = opened.lexical().search(understand("每月几号前完成初审", region="三门峡市"), 5).hits[0].held
    assert "初审" in held
    assert held.share({"初审": 1.0, "囍囍": 3.0}) == pytest.approx(0.25)
    assert held.share({}) == 1.0


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("2023年全省占比目标", (2023,)),
        ("河南21年的A级企业", (2021,)),
        ("10年以上的老厂", ()),
        ("GB/T 19001-2016要不要", ()),
    ],
)
def test_the_years_a_question_names(question: str, years: tuple[int, ...]) -> None:
    assert understand(question).years == years


def test_a_year_of_which_the_text_nowhere_speaks_is_told() -> None:
    search = opened.lexical()
    assert search.search(understand("2025年的占比目标是多少", region="平顶山市"), 5).other_year
    assert not search.search(understand("2021年的占比目标是多少", region="平顶山市"), 5).other_year


def test_the_industry_named_goes_before_the_asker_s() -> None:
    assert understand("翻砂厂几号前报", industry="水泥").trade == "铸造"
    query = understand("我们这行几号前报", industry="水泥")
    assert (query.trade, query.industry) == ("水泥", "水泥")
    assert "水泥" in query.expansion
