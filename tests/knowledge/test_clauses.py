"""Numbers become clauses: of the five texts, and of texts nobody has seen."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.corpus import Corpus
from knowledge.numbering import Style, chinese_number, read_marker
from knowledge.parser import parse

CORPUS = Corpus.load()
IDS = [document.id for document in CORPUS.documents]


def local_ids(document_id: str, pattern: str) -> list[str]:
    return [c.local_id for c in CORPUS.clauses(document_id) if re.fullmatch(pattern, c.local_id)]


@pytest.mark.parametrize("document_id", IDS)
def test_every_character_belongs_to_one_clause_or_to_furniture(document_id: str) -> None:
    source = CORPUS.source(document_id)
    spans = [(c.start, c.end) for c in CORPUS.clauses(document_id) if c.end > c.start]
    spans += CORPUS.furniture(document_id)
    spans.sort()
    assert spans[0][0] == 0
    assert spans[-1][1] == len(source)
    assert all(before[1] == after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize("document_id", IDS)
def test_furniture_holds_no_words_but_rules_and_repeated_headers(document_id: str) -> None:
    source = CORPUS.source(document_id)
    words = [source[start:end].strip() for start, end in CORPUS.furniture(document_id)]
    words = [text for text in words if text.strip("-")]
    expected = ["序号\t重点行业\t2020年 A、B级企业占比(%)\t2021年 A、B级企业占比(%)"]
    assert words == (expected if document_id == "henan-performance-uplift-2021" else [])


@pytest.mark.parametrize("document_id", IDS)
def test_ids_are_unique_ascii_and_parents_exist(document_id: str) -> None:
    clauses = CORPUS.clauses(document_id)
    ids = {c.local_id for c in clauses}
    assert len(ids) == len(clauses)
    assert all(re.fullmatch(r"[a-z0-9.-]+", name) for name in ids)
    assert all(c.parent is None or c.parent in ids for c in clauses)


@pytest.mark.parametrize(
    ("document_id", "pattern", "count"),
    [
        ("zhengzhou-green-factory", r"ch-\d+", 6),
        ("zhengzhou-green-factory", r"art-\d+", 19),
        ("zhengzhou-green-factory", r"art-3\.\d", 8),
        ("zhengzhou-green-factory", r"art-13\.\d", 7),
        ("zhengzhou-green-factory", r"t1\.\d", 8),
        ("zhengzhou-green-factory", r"t2\.\d\.\d\d", 91),
        ("zhengzhou-green-factory", r"t2\.note-\d", 3),
        ("zhengzhou-green-factory", r"t3\.\d", 9),
        ("henan-performance-uplift-2021", r"s\d", 5),
        ("henan-performance-uplift-2021", r"s3\.\d", 7),
        ("henan-performance-uplift-2021", r"s4\.\d", 4),
        ("henan-performance-uplift-2021", r"s5\.\d", 4),
        ("henan-performance-uplift-2021", r"annex-1\.\d+", 40),
        ("henan-performance-uplift-2021", r"annex-2\.\d+", 18),
        ("henan-performance-uplift-2021", r"annex-3\.note-\d", 5),
        ("sanmenxia-grading-2022", r"s\d", 6),
        ("sanmenxia-grading-2022", r"s2\.\d", 5),
        ("sanmenxia-grading-2022", r"s3\.3\.\d", 5),
        ("sanmenxia-grading-2022", r"s5\.\d", 3),
        ("sanmenxia-grading-2022", r"annex-1\.\d", 8),
        ("liaocheng-grading-2020", r"s\d", 5),
        ("liaocheng-grading-2020", r"s3\.\d", 5),
        ("liaocheng-grading-2020", r"s3\.2\.\d", 3),
        ("liaocheng-grading-2020", r"s4\.\d", 4),
        ("liaocheng-grading-2020", r"annexes\.\d", 5),
        ("zhengzhou-green-performance-2019", r"s3\.2\.\d\.\d\.\d", 26),
        ("zhengzhou-green-performance-2019", r"annexes\.\d+", 15),
    ],
)
def test_numbering_is_complete(document_id: str, pattern: str, count: int) -> None:
    assert len(local_ids(document_id, pattern)) == count


@pytest.mark.parametrize(
    ("clause_id", "number", "title", "begins"),
    [
        ("zhengzhou-green-factory:art-13.4", "第十三条（四）", "", "（四）被发现提供虚假材料"),
        ("zhengzhou-green-factory:art-5", "第五条", "市级绿色低碳工厂的评定", "第五条"),
        ("zhengzhou-green-factory:ch-4", "第四章", "支持政策", "第四章 支持政策"),
        ("zhengzhou-green-factory:t2.1.05", "表2 1.05", "", "\t\n\t\n\t\n\t建筑材料"),
        ("zhengzhou-green-factory:t2.note-1", "表2 注1", "", "注1：绿色低碳工厂必须满足各项必选要求"),
        ("sanmenxia-grading-2022:s3.3.3", "三、（三）3", "市局审核", "**3. 市局审核。**"),
        ("sanmenxia-grading-2022:s4", "四、", "动态调整", "#### **四、动态调整**"),
        ("sanmenxia-grading-2022:annex-1", "附件", "全市绩效分级帮扶工作组", "附件"),
        ("liaocheng-grading-2020:s3.1", "三、（一）", "企业申报", "(一) **企业申报。**"),
        ("liaocheng-grading-2020:s4.3", "四、（三）", "社会监督", "（三）社会监督"),
        ("henan-performance-uplift-2021:s3.1", "三、（一）", "优化绩效分级技术指标", "（一）优化"),
        ("henan-performance-uplift-2021:annex-1.6", "附件1 第6行", "", "6\t铸造"),
        ("zhengzhou-green-performance-2019:s3.2.1.2.1", "三、（二）1（2）①", "", "- ①开展废气有组织"),
        ("zhengzhou-green-performance-2019:s3.2.3.3", "三、（二）3（3）", "长效机制指标", "（3）长效"),
        ("zhengzhou-green-performance-2019:s4.3.4", "四、（三）4", "“一县一策”产业重组试点", "4. “一县"),
    ],
)
def test_a_clause_shows_its_printed_number(clause_id: str, number: str, title: str, begins: str) -> None:
    clause = CORPUS.clause(clause_id)
    assert (clause.number, clause.title) == (number, title)
    assert CORPUS.text(clause).startswith(begins)


def test_a_torn_sentence_stays_in_its_clause() -> None:
    text = CORPUS.text(CORPUS.clause("liaocheng-grading-2020:s3.1"))
    assert "向所在地县（市、区）重\n\n污染天气应急指挥部" in text
    assert text.endswith("按最低绩效等级进行管理。")
    assert CORPUS.text(CORPUS.clause("liaocheng-grading-2020:s3.2")) == "（二）核定程序。"


def test_what_the_copy_lost_is_marked_and_not_invented() -> None:
    lost = CORPUS.clause("zhengzhou-green-performance-2019:s4.2.gap")
    assert (lost.kind, lost.title, CORPUS.text(lost)) == ("gap", "", "")
    classes = CORPUS.clause("zhengzhou-green-performance-2019:s4.2.gap.classes")
    assert CORPUS.text(classes).startswith("企业差异化分档：")
    assert CORPUS.text(CORPUS.clause("zhengzhou-green-performance-2019:s4.2.1")).endswith("豁免、")
    assert CORPUS.clause("zhengzhou-green-performance-2019:s3.2.1").kind == "gap"


def test_covering_notice_signature_and_preamble_are_clauses() -> None:
    kinds = [c.kind for c in CORPUS.clauses("liaocheng-grading-2020")][:5]
    assert kinds == ["letterhead", "notice", "signature", "title", "preamble"]
    signature = CORPUS.text(CORPUS.clause("sanmenxia-grading-2022:signature"))
    assert signature.endswith("2022年6月24日印发")


def test_parents_are_named_outermost_first() -> None:
    clause = CORPUS.clause("sanmenxia-grading-2022:s3.3.3")
    assert clause.path == ("三、评定审核", "（三）评审流程")
    assert clause.parent == "s3.3"


UNSEEN = """某政办〔2023〕12号

某某市人民政府办公室关于印发某某市绿色工厂管理办法的通知

各县（市、区）人民政府：

现将《办法》印发给你们，请遵照执行。

附件：1.申请表
2.评分表

某某市人民政府办公室
2023年5月6日

某某市绿色工厂管理办法

第一章 总则
第一条 为推进工业绿色发展，按照国家和省有关绿色制造体系建设的规定以及
第十条、第十二条的要求，制定本办法。
第二条 申报应当具备下列条件：
（一）甲；
1.甲一，数量不低于
2.5倍；
（1）甲一一；
①甲一一一；
2、甲二；
（二）乙。
附件1
申请表
项目\t内容
名称\t某厂
注：本表一式两份。
"""


def test_an_unseen_text_parses_by_the_same_rules() -> None:
    ids = [c.local_id for c in parse("unseen", UNSEEN).clauses]
    assert ids == [
        *("letterhead", "notice", "signature", "title", "ch-1", "art-1", "art-2", "art-2.1", "art-2.1.1"),
        *("art-2.1.1.1", "art-2.1.1.1.1", "art-2.1.2", "art-2.2", "annex-1", "annex-1.1", "annex-1.note"),
    ]


@pytest.mark.parametrize(
    ("line", "style", "number"),
    [
        ("第十九条 本办法", Style.ARTICLE, 19),
        ("第二章  基本条件", Style.CHAPTER, 2),
        ("#### **四、动态调整**", Style.SECTION, 4),
        ("(二) 建立", Style.SUBSECTION, 2),
        ("- ③企业环境监测", Style.POINT, 3),
        ("10. 郑州市铸造行业", Style.ITEM, 10),
        ("### 附件 3", Style.ANNEX, 3),
        ("- 附件：1. 目标表", Style.ANNEX_LIST, 0),
        ("注2：从其规定", Style.NOTE, 2),
        (" 表2郑州市绿色低碳工厂评价导则", Style.TABLE, 2),
        ("—钢铁、铁合金", Style.DASH, 0),
    ],
)
def test_marks_are_recognised(line: str, style: Style, number: int) -> None:
    marker = read_marker(line)
    assert marker is not None
    assert (marker.style, marker.number) == (style, number)


@pytest.mark.parametrize(
    "line",
    ["2019年，拟在", "2.5倍的", "第二十条、第二十一条相关规定的", "（试行）", "6 月 30 日前", "附件列出"],
)
def test_words_that_look_like_marks_are_not(line: str) -> None:
    assert read_marker(line) is None


@given(st.integers(min_value=1, max_value=99))
def test_chinese_numbers_read_back(value: int) -> None:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(value, 10)
    spelled = ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones else "")
    assert chinese_number(spelled) == value


NUMBERS = [
    "第一章 总则",
    "第二条 ",
    "一、",
    "（一）",
    "1. ",
    "（1）",
    "①",
    "- ",
    "—",
    "附件1",
    "附件：1.表",
    "表1 甲",
    "注1：",
    "注：1.",
]
LINES = [
    "\t甲",
    "\t",
    "甲\t乙\t丙",
    "丁\t\t",
    "| 甲 | 乙 |",
    "|---|---|",
    "",
    "---",
    "正文。",
    "正文，",
    "2020年1月1日",
    "# 标题",
]
PIECES = st.sampled_from([*NUMBERS, *LINES])


@given(st.lists(PIECES, max_size=14))
def test_any_text_is_covered_exactly_once(pieces: list[str]) -> None:
    source = "\n".join(pieces)
    parsed = parse("any", source)
    spans = sorted([(c.start, c.end) for c in parsed.clauses if c.end > c.start] + list(parsed.furniture))
    at = 0
    for start, end in spans:
        assert start == at
        at = end
    assert at == len(source)
    assert len({c.local_id for c in parsed.clauses}) == len(parsed.clauses)
    loose = "".join(source[start:end] for start, end in parsed.furniture)
    assert "正" not in loose
