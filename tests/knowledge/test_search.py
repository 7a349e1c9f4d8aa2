"""What search finds: never another place's rules, the nearest place first, articles by number, or a refusal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opened import corpus, lexical, passages

from knowledge.finding import Finder, Finding
from knowledge.places import find_places
from knowledge.query import understand
from knowledge.tokens import bigrams, plain

QUESTIONS = [
    line["question"]
    for name in ("questions-dev", "questions-dev-2")
    for line in map(
        json.loads,
        (Path(__file__).parents[1] / "evaluation" / f"{name}.jsonl").read_text("utf-8").splitlines(),
    )
]
PLACELESS = [question for question in QUESTIONS if not find_places(question)]
FACTORY = "zhengzhou-green-factory"
ARTICLES = [
    clause for clause in corpus().clauses(FACTORY) if clause.kind == "article" and "." not in clause.local_id
]


def found(question: str, region: str | None = None) -> Finding:
    return Finder(corpus(), lexical()).find(understand(question, region=region))


# --- any text ---

odd_text = (
    st.text(max_size=120)
    | st.text(st.sampled_from("绩效分级第五条1.05表2郑州几分吗😀\ud800\udfff\0 \n？"), max_size=40)
    | st.sampled_from(
        ["", " ", "\0", "\ud800", "😀" * 50, "绩效分级" * 1250, "？" * 5000, "a" * 5000, "１" * 400]
    )
)


@settings(max_examples=60)
@given(odd_text, st.sampled_from([None, "三门峡市", "聊城市", "北京市", "火星", ""]))
def test_search_answers_or_refuses_any_text(question: str, region: str | None) -> None:
    finding = found(question, region)
    assert finding.answerable == (finding.reason is None)
    assert bool(finding.hits) == finding.answerable


@settings(max_examples=60)
@given(st.text(st.sampled_from("运输监管视频环境管理绩效分级A B"), min_size=1, max_size=12))
def test_hits_come_best_first_without_repeats(question: str) -> None:
    hits = lexical().search(understand(question), 10).hits
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.passage.id for hit in hits}) == len(hits) <= 10
    assert all(hit.score > 0 for hit in hits)


def test_the_same_question_finds_the_same_passages() -> None:
    for question in QUESTIONS[:20]:
        assert [hit.passage.id for hit in found(question).hits] == [
            hit.passage.id for hit in found(question).hits
        ]


def test_the_vocabulary_is_that_of_the_passages() -> None:
    known = lexical().vocabulary
    assert all(known.issuperset(bigrams(passage.text)) for passage in passages())


# --- places ---

REACH = {
    "三门峡市": ("sanmenxia-grading-2022", "henan-performance-uplift-2021"),
    "灵宝市": ("sanmenxia-grading-2022", "henan-performance-uplift-2021"),
    "洛阳市": ("henan-performance-uplift-2021",),
    "河南省": ("henan-performance-uplift-2021",),
    "聊城市": ("liaocheng-grading-2020",),
    "临清市": ("liaocheng-grading-2020",),
    "济南市": (),
    "石家庄市": (),
}


@pytest.mark.parametrize("region", REACH)
def test_documents_reach_a_place_nearest_first(region: str) -> None:
    assert lexical().documents_for(understand("绩效分级怎么评", region=region)) == REACH[region]


def test_zhengzhou_has_its_own_texts_before_those_of_the_province() -> None:
    reach = lexical().documents_for(understand("怎么评", region="巩义市"))
    assert reach[-1] == "henan-performance-uplift-2021"
    assert set(reach[:-1]) == {FACTORY, "zhengzhou-green-performance-2019"}


def test_without_a_place_every_text_may_answer() -> None:
    assert len(lexical().documents_for(understand("绩效分级怎么评"))) == len(corpus().documents)


@pytest.mark.parametrize("region", REACH)
def test_no_question_brings_up_another_places_text(region: str) -> None:
    for question in PLACELESS[::3]:
        finding = found(question, region)
        cited = {hit.clause.document_id for hit in finding.hits}
        if finding.related is not None:
            cited.add(finding.related.clause.document_id)
        assert cited <= set(REACH[region]), question


@pytest.mark.parametrize("question", ["绩效分级哪些情况要降级", "企业申报材料由谁初审", "绩效分级怎么申报"])
def test_the_citys_own_rules_come_before_the_provinces(question: str) -> None:
    assert found(question, "三门峡市").hits[0].clause.document_id == "sanmenxia-grading-2022"


@pytest.mark.parametrize(
    ("question", "region"),
    [
        ("绩效分级怎么申报", "石家庄市"),
        ("石家庄的铸造企业绩效分级怎么申报", None),
        ("济南的企业想评A级要什么条件", "三门峡市"),
    ],
)
def test_a_place_without_a_text_is_refused_as_such(question: str, region: str | None) -> None:
    finding = found(question, region)
    assert (finding.reason, finding.hits) == ("other_place", ())


def test_what_is_not_of_the_field_is_refused_as_such_wherever_it_is_asked() -> None:
    for region in (None, "石家庄市", "三门峡市"):
        assert found("今天晚上吃什么好", region).reason == "off_topic"


# --- articles ---


@pytest.mark.parametrize("article", ARTICLES, ids=lambda clause: clause.local_id)
def test_an_article_is_found_by_its_number(article) -> None:  # type: ignore[no-untyped-def]
    figure = article.local_id.removeprefix("art-")
    for number in (article.number, f"第{figure}条", f"第 {figure} 条"):
        finding = found(f"绿色低碳工厂{number}说的是什么")
        assert finding.answerable
        assert {hit.clause.id for hit in finding.hits} == {article.id}


@pytest.mark.parametrize("number", ["第九十九条", "第99条", "第0条", "第二十条", "第" + "9" * 60 + "条"])
def test_an_article_that_does_not_exist_is_refused(number: str) -> None:
    finding = found(f"绿色低碳工厂{number}")
    assert finding.reason == "not_in_corpus"
    assert any("条" in word for word in finding.missing)


def test_a_word_called_missing_stands_in_no_text() -> None:
    texts = plain("".join(passage.text for passage in passages()))
    missing = [word for question in QUESTIONS for word in found(question).missing if "条" not in word]
    assert missing
    assert [word for word in missing if plain(word) in texts] == []


def test_words_of_the_story_are_not_called_missing() -> None:
    finding = found("会计撂挑子走了，个税忘了报，会罚多少", "聊城市")
    assert (finding.reason, finding.missing) == ("not_in_corpus", ())


def test_articles_of_another_place_are_not_given() -> None:
    assert not found("第五条是什么", "聊城市").answerable
