"""The very fact a question is after: numbers, choices, meanings, outcomes; and questions in parts."""

from __future__ import annotations

from dataclasses import replace

import opened
import pytest

from knowledge.asking_parts import asking_parts, one_by_one
from knowledge.counting import count_bigrams
from knowledge.finding import Finder
from knowledge.held_grams import Held
from knowledge.hits import Hit
from knowledge.passages import Passage
from knowledge.query import understand
from knowledge.sought import asks_outcome, lacks_address, lacks_choices, lacks_kind, lacks_number, unmet
from knowledge.term_counts import Vocabulary
from knowledge.tokens import plain
from knowledge.vagueness import says_nothing


def passage(text: str) -> Passage:
    return replace(opened.passages()[0], text=text, context="", alias="", asked=())


def hit(text: str) -> Hit:
    """A hit on a passage that nobody asks about, with what it holds."""
    vocabulary = Vocabulary()
    numbers = count_bigrams([plain(text)], vocabulary).words.tolist()
    return Hit(passage(text), 1.0, 1.0, 0.0, held=Held(frozenset(numbers), vocabulary))


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("对B级抽查百分之几", "对申报B级企业的按比例抽查", True),
        ("对B级抽查百分之几", "对申报B级企业抽查 20%", False),
        ("公示几天", "在官网公示5个工作日", False),
        ("一年来查几次", "减少现场检查的频次", True),
        ("一年动几回", "每年 2 次调整", False),
        ("要什么材料", "提交申报材料", False),
    ],
)
def test_a_number_of_something_is_given_or_not(question: str, text: str, lacking: bool) -> None:
    assert lacks_number(understand(question), passage(text)) is lacking


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("县里初审给几个工作日", "县指挥部应于8月18日前完成", True),
        ("公示几天", "在官网公示5个工作日", False),
        ("预警那几天能不能开", "预警期间停产", False),
        ("咨询电话是多少", "由市工信局负责解释", True),
        ("咨询电话是多少", "联系人 张三 2885508", False),
        ("企业打电话问什么时候公告", "11月15日前公告", False),
        ("评上奖多少钱", "享受奖励政策", True),
        ("评上A级给多少补贴", "享受奖励政策", True),
        ("评上奖多少钱", "一次性奖励50万元", False),
        ("评一次收多少钱", "不得向企业收取评审费用", False),
        ("容积率的公式是啥", "按照附录A计算容积率", True),
        ("大纲第三章写什么", "编制申请报告", True),
        ("不服上哪申诉", "撤销其称号", True),
        ("意见发哪个邮箱", "自发布之日起实施", True),
        ("领导小组都有哪些人", "企业需于9月5日前报送", True),
        ("试点选了哪几个县", "试点为甲县、乙县、丙县", False),
        ("第三方要啥资质", "委托符合要求的第三方", True),
        ("报上去多久出结果", "应于9月5日前完成", True),
        ("报上去多久出结果", "30个工作日内答复", False),
        ("撤了称号几个月能再报", "三年内不得重新申报", False),
        ("提了异议，几天给答复", "在官网公示5个工作日，经公示无异议后发文", True),
        ("公示完多久下认定文件", "在官网公示5个工作日，经公示无异议后发文", True),
        ("多久给答复", "收到后10个工作日内答复，逾期视为同意", False),
        ("亩均税收排到多少名才满分", "亩均税收排名(5分)", True),
        ("水耗排到多少名才给分", "指标优于行业前20%水平", False),
        ("微电网多大容量才算数", "建设有工业微电网", True),
        ("能耗低到多少给分", "指标不高于平均值的0.8倍", False),
        ("只建了一半能先给1分吗", "预防体系建设（2分）", True),
        ("容积率几倍给满", "要求的1.2倍及以上，2倍及以上为满分", False),
        ("两个称号的分能叠加吗", "国家级（10分）、省级（5分）", True),
        ("为什么分数线定85", "得分85分以上的可以推荐", True),
        ("举报了给保密不", "有权向主管部门举报", True),
        ("系统密码忘了咋办", "在系统中上报", True),
        ("评审要不要交评审费", "组织开展评审", True),
    ],
)
def test_what_is_asked_for_in_kind_is_given_or_not(question: str, text: str, lacking: bool) -> None:
    assert lacks_kind(understand(question), passage(text)) is lacking


def test_an_address_a_choice_an_outcome_and_a_word_are_looked_for() -> None:
    assert lacks_address(understand("那个平台网址给我"), passage("按时报送资料"))
    assert not lacks_address(understand("那个平台网址给我"), passage("登录 http://a.b/ 上报"))
    assert lacks_choices(understand("是租户报还是房东报"), hit("企业涉及多个厂区的分别申报").held) > 0.4
    assert lacks_choices(understand("是分别申报还是合并申报"), hit("企业涉及多个厂区的分别申报").held) == 0
    assert lacks_choices(understand("怎么申报"), hit("企业申报").held) == 0
    assert asks_outcome(understand("最后评出来多少家A级")) and not asks_outcome(understand("A级谁来评"))
    assert unmet(("房东",), hit("企业申报"), {"房东": 3.0}) == 1.0
    assert unmet(("企业",), hit("企业申报"), {"企业": 3.0}) == 0.0


def test_only_the_parts_that_ask_decide_the_kind_of_answer() -> None:
    story = "我们家具厂去年换水性漆多花了几十万,臭氧高的时候还限不限产"
    assert asking_parts(story) == ("臭氧高的时候还限不限产",)
    assert understand(story).wanted != "money"
    assert one_by_one("在陕州做耐材,局长得在几号前签字,市里对接的是哪个人") == (
        "在陕州做耐材,局长得在几号前签字",
        "在陕州做耐材,市里对接的是哪个人",
    )
    assert one_by_one("公示几天") == ()


@pytest.mark.parametrize(
    ("question", "home"),
    [
        ("山西运城这边，跟三门峡就隔条河，保障类清单几号报", "运城市"),
        ("我们在洛阳，听说三门峡9月5日报保障类，我们也是吗", "洛阳市"),
        ("按河南的方案，信阳要达到多少", "信阳市"),
        ("郑州的厂，税交在开封", "郑州市"),
        ("灵宝的电话是多少", "灵宝市"),
    ],
)
def test_the_asker_is_where_the_words_say_not_where_it_is_compared_with(question: str, home: str) -> None:
    found = understand(question).region
    assert found is not None and found.name == home


@pytest.mark.parametrize(
    ("question", "nothing"), [("那第二个呢", True), ("刚才那个呢", True), ("那运输呢", False)]
)
def test_words_that_only_point_ask_nothing(question: str, nothing: bool) -> None:
    assert says_nothing(understand(question)) is nothing


def test_a_text_of_a_place_that_issued_none_is_not_answered_from_above() -> None:
    finding = Finder(opened.corpus(), opened.lexical()).find(
        understand("洛阳市自己出的绩效分级评定细则，县里每月几号前初审完")
    )
    assert finding.reason == "other_place"
