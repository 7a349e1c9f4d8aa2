"""A quotation is found however the text is torn, and never where it does not stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.normalise import FoldedText, folded, readable

RAW = st.text(alphabet="甲乙丙A1 \t\n　", max_size=40)


def test_a_quotation_across_a_page_break_is_found_at_its_raw_place() -> None:
    raw = "所在地县（市、区）重\n\n污染天气应急指挥部"
    span = FoldedText.of(raw).find("重污染天气")
    assert span == (9, 16)
    assert raw[slice(*span)] == "重\n\n污染天气"


def test_nothing_but_white_space_is_forgiven() -> None:
    text = FoldedText.of("得分85分（含）以上的")
    assert text.find("得分 85 分") is not None
    assert text.find("得分８５分") is None
    assert text.find("得分85分(含)") is None
    assert text.find(" \n") is None


@given(RAW, st.data())
def test_every_run_of_a_text_is_found_with_its_own_characters(raw: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, len(raw)))
    span = FoldedText.of(raw).find(raw[start:end])
    if folded(raw[start:end]):
        assert span is not None
        assert folded(raw[span[0] : span[1]]) == folded(raw[start:end])
    else:
        assert span is None


@given(RAW, st.integers(0, 40), st.integers(0, 40))
def test_a_search_inside_a_span_stays_inside(raw: str, start: int, end: int) -> None:
    found = FoldedText.of(raw).find("甲", start, end)
    assert found is None or start <= found[0] < found[1] <= end


def test_readable_joins_torn_lines_and_drops_marks() -> None:
    assert readable("#### **四、动态调整**\n\n2022年\n\n9月") == "四、动态调整2022年9月"
    assert readable("- ①开展治理(10分)。") == "①开展治理(10分)。"
    assert readable("\t1\n\t基础设施\n\t建筑") == "1 基础设施 建筑"
    assert readable("执行 GB/T\n24001 认证") == "执行 GB/T 24001 认证"
