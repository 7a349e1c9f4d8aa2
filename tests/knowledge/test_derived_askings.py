"""A text that nobody has written askings for is asked by the form of its sentences."""

from __future__ import annotations

import pytest

from knowledge.asked import load_asked
from knowledge.corpus import Corpus, CorpusText
from knowledge.derived_askings import derived


@pytest.mark.parametrize(
    ("sentence", "asking"),
    [
        ("第二条 申报企业应当在每年9月25日前提交材料。", "申报企业应当在几号前提交材料"),
        ("（三）专家复核应在15个工作日内完成。", "专家复核应在几个工作日多少天完成"),
        ("申报材料由县区分局初审。", "申报材料谁初审"),
        ("企业应向市生态环境局提交报告。", "企业应交到哪里提交报告"),
        ("企业提供虚假材料的，取消评定结果。", "企业提供虚假材料会怎样怎么处理取消评定结果"),
        ("对A级企业给予20万元奖励。", "对A级企业给予多少钱奖励"),
        ("清洁运输比例不低于80%。", "清洁运输比例多少"),
        ("A级企业可以自主减排。", "A级企业能不能自主减排"),
        ("评定结果有效期为3年，期满前2个月内重新申报。", "评定结果有效期几年"),
        ("本办法自2023年7月1日起施行。", "本办法什么时候开始执行"),
    ],
)
def test_a_sentence_is_asked_by_its_form(sentence: str, asking: str) -> None:
    assert asking in derived(sentence)


@pytest.mark.parametrize("sentence", ["", "总则", "为规范绩效分级管理，制定本办法。", "附件：1. 目标表"])
def test_a_sentence_that_settles_nothing_is_not_asked(sentence: str) -> None:
    assert derived(sentence) == ()


def test_texts_with_askings_keep_theirs_alone() -> None:
    corpus = Corpus.load()
    asked = load_asked(corpus)
    written = {clause_id.partition(":")[0] for clause_id in asked}
    assert written == {document.id for document in corpus.documents}
    without = [
        clause
        for document in corpus.documents
        for clause in corpus.clauses(document.id)
        if clause.id not in asked
    ]
    assert any(derived(corpus.text(clause)) for clause in without)


def test_askings_of_another_text_stand_at_its_clauses(tmp_path) -> None:
    from dataclasses import replace

    from knowledge.parser import parse

    shipped = Corpus.load()
    document = replace(shipped.document("sanmenxia-grading-2022"), id="other-2030")
    source = "示例办法\n\n第一条 企业应当在8月20日前提交材料。\n\n第二条 本办法自2030年1月1日起施行。\n"
    corpus = shipped.joined([CorpusText(document, source, parse("other-2030", source), b"")])
    asked = load_asked(corpus)
    assert "企业应当在几号前提交材料" in asked["other-2030:art-1"][0][1]
    assert asked.keys() - load_asked(shipped).keys() == {"other-2030:art-1", "other-2030:art-2"}
