"""Who asks is told from what is asked, where both stand in one message."""

from __future__ import annotations

import pytest

from assistant.talk.introducing import introduced, without_introduction
from assistant.talk.reading import read_message


@pytest.mark.parametrize(
    ("message", "who", "question"),
    [
        ("我是聊城的铸造厂，想知道红色预警我们停不停", "我是聊城的铸造厂", "想知道红色预警我们停不停"),
        ("郑州，汽车零部件厂，绿色工厂怎么申报", "郑州，汽车零部件厂", "绿色工厂怎么申报"),
        ("灵宝的，几号前报", "灵宝的", "几号前报"),
        ("三门峡义马，耐火材料，几号前报", "三门峡义马，耐火材料", "几号前报"),
        ("俺是新密的砖厂。去年没评上，今年几号报", "俺是新密的砖厂。", "去年没评上，今年几号报"),
    ],
)
def test_who_asks_stands_before_the_question(message: str, who: str, question: str) -> None:
    told, rest = introduced(message)
    assert told.strip("。") == who.strip("。")
    assert rest == question


@pytest.mark.parametrize(
    "message",
    [
        "义马的B级怎么申报",
        "A级企业，能少查几次",
        "保障类企业，几号前交",
        "铸造企业，什么时候评审",
        "老板让我问，几号截止",
        "我们做电机的，在郑州",
        "如果我们在灵宝，几号前报",
        "隔壁灵宝的厂，几号前报的",
    ],
)
def test_what_is_asked_about_is_nobody_who_asks(message: str) -> None:
    assert introduced(message) == ("", message)


def test_the_firm_is_taken_from_who_asks_alone() -> None:
    assert read_message("我是聊城的铸造厂，想知道红色预警我们停不停", None).firm == {
        "region": "聊城市",
        "industry": "铸造",
    }
    assert read_message("灵宝的，郑州那边几号报", None).firm == {"region": "灵宝市"}
    assert read_message("义马的B级怎么申报", None).firm == {}


def test_an_unknown_trade_stays_where_the_question_turns_on_it() -> None:
    assert without_introduction("我们做豆腐的，算不算重点行业") == "我们做豆腐的，算不算重点行业"
    assert without_introduction("我们做豆腐的，几号前报材料") == "几号前报材料"
