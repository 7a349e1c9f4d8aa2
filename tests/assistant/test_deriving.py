"""What follows for an industry from a rule by groups and the clause that names its group."""

from __future__ import annotations

import opened
import pytest

from assistant.deriving import in_turn


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "分别于8月1日、9月1日前，分两批完成金属类行业、建材类行业的审核",
            [("金属类行业", "8月1日前"), ("建材类行业", "9月1日前")],
        ),
        ("分别于8月1日、9月1日前，分三批完成金属类行业、建材类行业、制药企业的审核", []),
        ("于8月1日前完成金属类行业、建材类行业的审核", []),
    ],
)
def test_as_many_things_as_groups_are_given_in_turn(text: str, pairs: list[tuple[str, str]]) -> None:
    assert in_turn(text) == pairs


@pytest.mark.parametrize(
    ("question", "group", "day"),
    [
        ("平顶山翻砂厂，2021年评审算哪一批，最晚几号前审完", "金属类行业", "8月30日前"),
        ("做油墨的，2021年省里哪天前审核认定完", "涉VOCs类行业", "8月15日前"),
        ("水泥厂2021年那次哪一批审，几号截止", "建材类行业", "9月15日前"),
    ],
)
def test_the_batch_of_an_industry_is_answered_with_both_steps(question: str, group: str, day: str) -> None:
    answer = opened.assistant().ask({"question": question, "region": "平顶山市"})
    assert answer["answerable"]
    assert f"属于{group}，{day}" in answer["answer"]
    rule, membership = answer["citations"]
    assert "分四个批次" in rule["quote"].replace("\n", "")
    assert group.replace("涉VOCs", "") in membership["quote"].replace(" ", "").replace("\n", "")
    assert len(answer["answer"]) <= 500


def test_an_industry_in_no_group_gets_the_rule_alone() -> None:
    answer = opened.assistant().ask({"question": "饲料厂2021年算哪一批，几号前审完", "region": "平顶山市"})
    assert "属于" not in answer["answer"].split("依据")[0] or not answer["answerable"]
