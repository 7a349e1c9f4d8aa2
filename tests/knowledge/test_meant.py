"""Traditional characters and slips of a scanner are read as they are meant, and shown as they are printed."""

from __future__ import annotations

import municipal_texts
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ingesting.structure import structure_of
from knowledge.corpus import Corpus
from knowledge.meant import as_meant, slips
from knowledge.metadata_guesses import guess_metadata
from knowledge.parser import parse


@given(st.text(alphabet="第一條条節关關於0Ol1I|曰日年月个2〔〕3工作%CPMVsab 5", max_size=40))
def test_each_character_stands_for_one(text: str) -> None:
    assert len(as_meant(text)) == len(text)
    assert as_meant(as_meant(text)) == as_meant(text)


@pytest.mark.parametrize(
    "text", ["CO2排放", "PM10年均值", "VOCs浓度", "SO2、NOx", "| 5天 | 3个 |", "Io公司", "B级Ol", "孔子曰"]
)
def test_what_is_no_slip_stays(text: str) -> None:
    assert as_meant(text) == text


def test_the_shipped_texts_mean_what_they_say() -> None:
    corpus = Corpus.load()
    for document in corpus.documents:
        assert as_meant(corpus.source(document.id)) == corpus.source(document.id)


def test_a_traditional_text_has_its_articles_and_keeps_its_words() -> None:
    source = municipal_texts.XINYANG
    parsed = parse("text", source)
    articles = [clause for clause in parsed.clauses if clause.kind == "article"]
    assert [clause.local_id for clause in articles] == ["art-1", "art-2", "art-3", "art-4"]
    assert source[articles[1].start : articles[1].end].startswith("第二條 企業應當於")
    found = guess_metadata(source, parsed).fields
    assert found["number"].value == "信环〔2024〕7号" and found["number"].quote == "信環〔2024〕7號"
    assert found["place"].value == "信阳市" and found["effective_from"].value == "2024-05-01"
    assert found["title"].value == "信阳市绿色工厂评价管理办法"


def test_cells_of_a_traditional_table_stay_as_printed() -> None:
    lines = ["第一條 為規範評價編號、關於發證單位實際應將區縣錄入，制定本辦法。", "", "附件1 聯繫表", "",
             "縣區\t聯繫人\t電話", "息縣\t張偉\t0376-5821001", "潢川縣\t李靜\t0376-3921002", ""]  # fmt: skip
    rows = [clause for clause in parse("text", "\n".join(lines)).clauses if clause.kind == "row"]
    assert [row.cells[0] for row in rows] == [("縣區", "息縣"), ("縣區", "潢川縣")]


def test_slips_are_told_and_dates_read_as_meant() -> None:
    source = municipal_texts.ZHOUKOU
    parsed = parse("text", source)
    found = guess_metadata(source, parsed).fields
    assert found["number"].value == "周环〔2024〕11号" and found["number"].quote == "周环〔2O24〕11号"
    assert found["effective_from"].value == "2024-04-01"
    assert dict(slips(source))["年6月2O曰"] == "年6月20日"
    assert any(
        "2024年4月l曰" in told and "与原件核对" in told for told in structure_of(source, parsed).doubts
    )


def test_chapters_that_count_on_through_the_parts_leave_no_doubt() -> None:
    text = "第一编 总则\n第一章 目的\n第一条 甲。\n第二编 评定\n第二章 申报\n第二条 乙。\n第三编 附则\n第三章 其他\n第三条 丙。\n"
    assert structure_of(text, parse("text", text)).doubts == []
    gap = text.replace("第三章", "第四章")
    assert len(structure_of(gap, parse("text", gap)).doubts) == 1


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("附件 申报材料清单", True),
        ("附件 1.申报表", False),
        ("附件 的要求", False),
        ("附表 各县区任务", True),
    ],
)
def test_an_annex_without_a_number_has_its_title(line: str, opens: bool) -> None:
    text = f"第一条 甲。\n\n第二条 乙。\n\n{line}\n\n名称\t份数\n申报表\t3\n批复\t1\n"
    annexes = [clause for clause in parse("text", text).clauses if clause.kind == "annex"]
    assert bool(annexes) == opens


def test_a_notice_that_changes_a_text_is_its_own_title() -> None:
    source = "\n\n".join(block for block in municipal_texts.LUOYANG_CHANGE if isinstance(block, str))
    title = guess_metadata(source, parse("text", source)).fields["title"]
    assert title.value == f"洛阳市生态环境局关于修改《{municipal_texts.LUOYANG_TITLE}》部分条款的通知"
