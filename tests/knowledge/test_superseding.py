"""A clause that another took the place of is never found as current; the day and the asker's words decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newer_editions import ADJUSTMENT, BEGINS, FIRST_REVIEW, NEW, OLD, edition_2023, of_the_nation, text_of
from opened import corpus
from pydantic import TypeAdapter, ValidationError

from knowledge.corpus import Corpus
from knowledge.documents import DocumentPlace, Supersession
from knowledge.finding import Finder, Finding
from knowledge.passages import make_passages
from knowledge.query import understand
from knowledge.retriever import Hit, Retriever

LATER = date(2026, 11, 22)
LATER_IN_2022 = date(2022, 10, 1)
WHOLE = corpus().joined([edition_2023(corpus())])
IN_PART = corpus().joined([edition_2023(corpus(), clauses=(FIRST_REVIEW, ADJUSTMENT))])
ASKED = (
    "每月几号前完成初审",
    "绩效分级每月几号前初审完",
    "有一项指标没达到怎么评",
    "发现评的等级不实向谁举报",
    "动态调整几月几号前",
)
days = st.dates(date(2018, 1, 1), date(2032, 12, 31))


def finder(texts: Corpus) -> Finder:
    return Finder(texts, Retriever(texts, make_passages(texts), None))


FINDERS = {"whole": finder(WHOLE), "part": finder(IN_PART)}


def found(which: str, question: str, day: date | None, region: str | None = "三门峡市") -> Finding:
    return FINDERS[which].find(understand(question, region=region, as_of=day))


def searched(which: str, question: str, day: date | None) -> tuple[Hit, ...]:
    query = understand(question, region="三门峡市", as_of=day)
    return FINDERS[which]._retriever.search(query, 12).hits


def documents_in(finding: Finding) -> set[str]:
    return {hit.clause.document_id for hit in finding.hits}


# --- the description ---


def test_a_description_says_what_a_text_takes_the_place_of() -> None:
    read = TypeAdapter(Supersession).validate_python
    assert read({"document_id": OLD}) == Supersession(OLD, "all", None)
    entry = read({"document_id": OLD, "clauses": ["s4"], "from": "2023-06-01"})
    assert entry == Supersession(OLD, ("s4",), date(2023, 6, 1))
    for wrong in (
        {"clauses": "all"},
        {"document_id": OLD, "clauses": "some"},
        {"document_id": OLD, "since": "x"},
    ):
        with pytest.raises(ValidationError):
            read(wrong)


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (Supersession(OLD, ("s99",)), "没有条款 s99"),
        (Supersession(OLD, ()), "空的"),
        (Supersession(NEW), "取代自己"),
        (Supersession(OLD, "all", date(2023, 1, 1)), "早于"),
    ],
)
def test_a_wrong_relation_is_told(entry: Supersession, told: str) -> None:
    faults = corpus().joined([edition_2023(corpus(), supersedes=(entry,))]).editions.faults()
    assert len(faults) == 1 and told in faults[0] and NEW in faults[0]


def test_a_draft_and_texts_that_take_each_others_place_are_told() -> None:
    draft = corpus().joined([edition_2023(corpus(), status="draft")])
    assert "征求意见稿" in draft.editions.faults()[0]
    assert not draft.editions.superseded(None)
    back = text_of(corpus(), OLD, {}, id=OLD, supersedes=(Supersession(NEW, "all", date(2024, 1, 1)),))
    both = corpus().joined([edition_2023(corpus()), back])
    assert any("互相取代" in fault for fault in both.editions.faults())
    assert both.editions.standing(both.clause(f"{OLD}:s4"), LATER).status == "superseded"


def test_the_shipped_texts_and_a_text_that_is_not_here_have_no_faults() -> None:
    assert corpus().editions.faults() == ()
    assert not corpus().editions.related
    absent = corpus().joined([edition_2023(corpus(), supersedes=(Supersession("old-text-of-2015"),))])
    assert absent.editions.faults() == () and not absent.editions.related


# --- standings ---


@given(days)
def test_a_clause_is_superseded_from_the_day_on_and_never_before(day: date) -> None:
    for clause in WHOLE.clauses(OLD):
        standing = WHOLE.editions.standing(clause, day)
        assert (standing.status == "superseded") == (day >= BEGINS)
        if day >= BEGINS:
            assert (standing.by, standing.since) == (WHOLE.document(NEW), BEGINS)
        else:
            assert standing.status == WHOLE.document(OLD).status_on(day)
            assert (standing.by, standing.clause, standing.since) == (None, None, None)


@given(days, days)
def test_what_is_superseded_stays_so(one: date, other: date) -> None:
    early, late = sorted((one, other))
    assert IN_PART.editions.superseded(early) <= IN_PART.editions.superseded(late)
    assert IN_PART.editions.superseded(late) <= IN_PART.editions.superseded(None)


@given(st.sets(st.sampled_from([clause.local_id for clause in corpus().clauses(OLD)]), max_size=6), days)
def test_named_clauses_go_with_all_that_is_nested_in_them_and_no_other(named: set[str], day: date) -> None:
    texts = corpus().joined([edition_2023(corpus(), clauses=tuple(named))])
    parents = {clause.local_id: clause.parent for clause in texts.clauses(OLD)}

    def nested(local_id: str | None) -> bool:
        return local_id is not None and (local_id in named or nested(parents[local_id]))

    for clause in texts.clauses(OLD):
        gone = texts.editions.standing(clause, day).status == "superseded"
        assert gone == (day >= BEGINS and nested(clause.local_id))
    expected = {f"{OLD}:{name}" for name in parents if nested(name)} if day >= BEGINS else set()
    assert texts.editions.superseded(day) == expected
    assert not any(texts.editions.standing(clause, day).by for clause in texts.clauses(NEW))


def test_the_clause_that_says_it_anew_is_found() -> None:
    for local_id in (FIRST_REVIEW, ADJUSTMENT, "s3.3.2", "annex-1.5"):
        heir = WHOLE.editions.standing(WHOLE.clause(f"{OLD}:{local_id}"), LATER).clause
        assert heir is not None and heir.id == f"{NEW}:{local_id}"


def test_a_chain_of_editions_leads_to_the_one_that_holds_on_the_day() -> None:
    newest = edition_2023(
        corpus(),
        id="sanmenxia-grading-2024",
        title="三门峡市2024年细则",
        year=2024,
        issued=date(2024, 4, 1),
        effective_from=date(2024, 5, 1),
        supersedes=(Supersession(NEW),),
    )
    texts = corpus().joined([edition_2023(corpus()), newest])
    old = texts.clause(f"{OLD}:{FIRST_REVIEW}")
    for day, by in ((date(2023, 7, 1), NEW), (date(2024, 7, 1), "sanmenxia-grading-2024")):
        standing = texts.editions.standing(old, day)
        assert standing.by is not None and standing.by.id == by
        assert standing.clause is not None and standing.clause.document_id == by
        assert standing.since == BEGINS


@given(days, st.none() | st.dates(date(2020, 1, 1), date(2025, 1, 1)))
def test_a_validity_ends_like_a_cycle(day: date, expires: date | None) -> None:
    document = replace(corpus().document(OLD), cycle_until=None, expires=expires, status="in_force")
    status = document.status_on(day)
    if document.issued is not None and day < document.issued:
        assert status == "not_yet"
    else:
        assert status == ("in_force" if expires is None or day <= expires else "cycle_over")


# --- search ---


@pytest.mark.parametrize("which", FINDERS)
@pytest.mark.parametrize("question", ASKED)
@pytest.mark.parametrize("day", [date(2022, 7, 1), BEGINS - timedelta(1), BEGINS, LATER, None])
def test_nothing_superseded_is_found_as_current(which: str, question: str, day: date | None) -> None:
    finding = found(which, question, day)
    texts = WHOLE if which == "whole" else IN_PART
    gone = texts.editions.superseded(day)
    assert not gone & {hit.clause.id for hit in finding.hits}
    assert finding.related is None or finding.related.clause.id not in gone
    hits = searched(which, question, day)
    assert hits and not gone & {hit.clause.id for hit in hits}


@pytest.mark.parametrize("which", FINDERS)
def test_the_edition_of_the_day_answers(which: str) -> None:
    for day, edition in ((date(2022, 7, 1), OLD), (LATER, NEW)):
        assert searched(which, "每月几号前完成初审", day)[0].clause.id == f"{edition}:{FIRST_REVIEW}"
    assert NEW not in documents_in(found(which, "每月几号前完成初审", LATER_IN_2022))


@pytest.mark.parametrize(
    "question",
    [
        "2022年细则里每月几号前完成初审",
        "二〇二二年的细则每月几号前完成初审",
        "22年那个细则每月几号前完成初审",
        "三环文〔2022〕69号写的每月几号前完成初审",
        "69号文里每月几号前完成初审",
        "旧版细则每月几号前完成初审",
        "《三门峡市2022年重点行业绩效分级评定实施细则》每月几号前完成初审",
    ],
)
@pytest.mark.parametrize("which", FINDERS)
def test_the_old_text_is_found_when_it_is_named(which: str, question: str) -> None:
    assert searched(which, question, LATER)[0].clause.id == f"{OLD}:{FIRST_REVIEW}"


@pytest.mark.parametrize(
    "question", ["每月69号楼前完成初审吗", "2023年每月几号前完成初审", "新版细则每月几号前完成初审"]
)
def test_other_words_do_not_call_up_the_old_text(question: str) -> None:
    gone = WHOLE.editions.superseded(LATER)
    assert not gone & {hit.clause.id for hit in found("whole", question, LATER).hits}


def test_two_editions_of_one_year_are_not_told_apart_by_the_year() -> None:
    texts = corpus().joined([edition_2023(corpus(), year=2022, issued=date(2022, 9, 1), effective_from=None)])
    finding = finder(texts).find(understand("2022年每月几号前完成初审", region="三门峡市", as_of=LATER))
    assert OLD not in documents_in(finding)


def test_an_article_that_was_replaced_leads_to_the_new_one() -> None:
    factory = "zhengzhou-green-factory"
    newer = text_of(
        corpus(),
        factory,
        {"得分85分（含）以上": "得分88分（含）以上"}
        if "得分85分（含）以上" in corpus().source(factory)
        else {},
        id="zhengzhou-green-factory-final",
        status="in_force",
        issued=date(2026, 3, 1),
        supersedes=(Supersession(factory),),
    )
    texts = corpus().joined([newer])
    finding = finder(texts).find(understand("绿色低碳工厂第十四条", region="郑州市", as_of=LATER))
    assert {hit.clause.id for hit in finding.hits} == {"zhengzhou-green-factory-final:art-14"}


# --- places ---


@pytest.mark.parametrize("name", ["全国", "国家", "中国"])
def test_a_text_of_the_nation_reaches_every_place(name: str) -> None:
    texts = corpus().joined([of_the_nation(corpus(), name)])
    search = Retriever(texts, make_passages(texts), None)
    for region in ("石家庄市", "济南市", "灵宝市", "河南省"):
        reach = search.documents_for(understand("绩效分级怎么评", region=region))
        assert reach[-1] == "nation-grading-2020"
    finding = Finder(texts, search).find(
        understand("企业在绩效评级过程中提供虚假材料怎么处理", region="石家庄市")
    )
    assert documents_in(finding) == {"nation-grading-2020"}
    own = Finder(texts, search).find(understand("绩效分级由谁初审", region="三门峡市"))
    assert own.hits[0].clause.document_id == OLD


def test_two_places_apart_bring_the_texts_of_both_and_no_other() -> None:
    search = FINDERS["whole"]._retriever
    both = understand("三门峡和聊城的企业几号前申报")
    assert [place.name for place in both.homes] == ["三门峡市", "聊城市"]
    assert set(search.documents_for(both)) == {
        OLD,
        NEW,
        "henan-performance-uplift-2021",
        "liaocheng-grading-2020",
    }
    nested = understand("河南省三门峡市的企业几号前申报")
    assert [place.name for place in nested.homes] == ["三门峡市"]


def test_a_text_of_a_county_comes_before_that_of_its_city() -> None:
    county = text_of(
        corpus(), OLD, {}, id="lingbao-grading", place=DocumentPlace("灵宝市", "411282", "河南省", "三门峡市")
    )
    texts = corpus().joined([county])
    search = Retriever(texts, make_passages(texts), None)
    assert search.documents_for(understand("几号前初审", region="灵宝市"))[0] == "lingbao-grading"
    assert "lingbao-grading" not in search.documents_for(understand("几号前初审", region="渑池县"))
