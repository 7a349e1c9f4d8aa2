"""A text that is issued and takes effect later answers nothing before its day, unless it is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newer_editions import NEW, OLD, edition_2023, text_of
from opened import corpus

from knowledge.corpus import Corpus
from knowledge.finding import Finder, Finding
from knowledge.passages import make_passages
from knowledge.query import understand
from knowledge.retriever import Retriever

ISSUED, BEGINS = date(2026, 11, 1), date(2027, 1, 1)
BEFORE = date(2026, 11, 22)
COMING = "sanmenxia-notice-2027"
QUESTION = "每月几号前完成当月申报企业绩效分级初审工作"

EDITION = edition_2023(
    corpus(),
    title="三门峡市绩效分级评定实施细则",
    short_title="三门峡绩效分级新细则",
    number="三环文〔2026〕88号",
    year=2026,
    issued=ISSUED,
    effective_from=BEGINS,
)


def finder(texts: Corpus) -> Finder:
    return Finder(texts, Retriever(texts, make_passages(texts), None))


WITH_EDITION = finder(corpus().joined([EDITION]))


def asked(who: Finder, question: str, day: date, region: str = "三门峡市") -> Finding:
    return who.find(understand(question, region=region, as_of=day))


def texts_of(finding: Finding) -> set[str]:
    return {hit.clause.document_id for hit in finding.hits}


@pytest.mark.parametrize("question", [QUESTION, "绩效分级由谁初审", "2026年每月几号前完成初审"])
def test_before_its_day_the_older_edition_answers_alone(question: str) -> None:
    before, after = asked(WITH_EDITION, question, BEFORE), asked(WITH_EDITION, question, BEGINS)
    # A question about a year of which the older text says nothing may be refused.
    assert NEW not in texts_of(before) and (not before.hits or before.hits[0].clause.document_id == OLD)
    assert after.hits[0].clause.document_id == NEW and OLD not in texts_of(after)


@pytest.mark.parametrize(
    "question",
    [
        "新细则里每月几号前完成当月申报企业绩效分级初审工作",
        "即将施行的细则每月几号前完成初审",
        "2027年每月几号前完成当月申报企业绩效分级初审",
        "三环文〔2026〕88号规定每月几号前完成初审",
        "三门峡市绩效分级评定实施细则每月几号前完成初审",
    ],
)
def test_it_answers_when_it_is_asked_for(question: str) -> None:
    assert asked(WITH_EDITION, question, BEFORE).hits[0].clause.document_id == NEW


@given(st.dates(ISSUED, BEGINS - timedelta(days=1)))
def test_no_day_before_brings_it_up(day: date) -> None:
    assert NEW not in texts_of(asked(WITH_EDITION, QUESTION, day))


def test_its_articles_are_not_given_either() -> None:
    place = corpus().document(OLD).place
    text = text_of(corpus(), "zhengzhou-green-factory", {}, id=COMING, place=place, status="in_force")
    described = replace(text.document, issued=ISSUED, effective_from=BEGINS, year=2026)
    who = finder(corpus().joined([replace(text, document=described)]))
    before, after = asked(who, "第九条怎么说", BEFORE), asked(who, "第九条怎么说", BEGINS)
    assert not before.answerable and not before.hits
    assert texts_of(after) == {COMING}


def test_a_text_alone_is_given_before_its_day() -> None:
    """Who has no other text at all is better served by one to come than by none; the answer says so."""
    alone = Corpus((EDITION,))
    assert texts_of(asked(finder(alone), QUESTION, BEFORE)) == {NEW}


def test_what_is_to_come_is_known_from_both_sides() -> None:
    editions = corpus().joined([EDITION]).editions
    assert [(newer.id, since) for newer, _, since in editions.to_come(OLD, BEFORE)] == [(NEW, BEGINS)]
    assert list(editions.taken_over_by(OLD, BEFORE)) == []
    assert list(editions.to_come(OLD, BEGINS)) == []
    assert [newer.id for newer, _, _ in editions.taken_over_by(OLD, BEGINS)] == [NEW]
    assert list(editions.to_come(OLD, ISSUED - timedelta(days=1))) == []
