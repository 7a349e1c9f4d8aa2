"""The corpus loads checked, finds quotations and says how a text stood on a day."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date
from pathlib import Path

import pytest

from knowledge.corpus import PACKAGED, Corpus
from knowledge.errors import ClauseNotFoundError, CorpusError
from knowledge.places import resolve

CORPUS = Corpus.load()
IDS = [
    "henan-performance-uplift-2021",
    "liaocheng-grading-2020",
    "sanmenxia-grading-2022",
    "zhengzhou-green-factory",
    "zhengzhou-green-performance-2019",
]


def test_the_five_texts_are_there() -> None:
    assert [document.id for document in CORPUS.documents] == IDS


@pytest.mark.parametrize("document_id", IDS)
def test_sources_are_kept_byte_for_byte(document_id: str) -> None:
    raw = (PACKAGED / document_id / "source.txt").read_bytes()
    assert hashlib.sha256(raw).hexdigest() == CORPUS.document(document_id).sha256
    assert raw.decode() == CORPUS.source(document_id)


@pytest.mark.parametrize("document_id", IDS)
def test_places_agree_with_the_list_of_divisions(document_id: str) -> None:
    place = CORPUS.document(document_id).place
    known = resolve(place.name)
    assert known is not None
    assert (known.code, known.province) == (place.code, place.province)
    assert known.chain[1] == place.parent


def test_what_is_not_in_the_text_stays_empty_and_says_why() -> None:
    for document in CORPUS.documents:
        assert document.number or document.number_remark
        assert document.issuer or document.issuer_remark
        assert document.missing
    assert CORPUS.document("zhengzhou-green-factory").effective_from is None
    assert CORPUS.document("henan-performance-uplift-2021").issued is None


def test_names_and_phones_of_contacts_stand_in_the_clause_cited() -> None:
    for document in CORPUS.documents:
        for contact in document.contacts:
            clause = CORPUS.clause(f"{document.id}:{contact.clause}")
            for found in (contact.phone, contact.email, *contact.region):
                assert found is None or CORPUS.locate(document.id, found, clause) is not None


@pytest.mark.parametrize(
    ("document_id", "day", "status"),
    [
        ("liaocheng-grading-2020", date(2020, 8, 18), "not_yet"),
        ("liaocheng-grading-2020", date(2020, 8, 19), "in_force"),
        ("liaocheng-grading-2020", date(2020, 12, 31), "in_force"),
        ("liaocheng-grading-2020", date(2021, 1, 1), "cycle_over"),
        ("henan-performance-uplift-2021", date(2020, 12, 31), "not_yet"),
        ("henan-performance-uplift-2021", date(2021, 7, 1), "in_force"),
        ("sanmenxia-grading-2022", date(2022, 6, 23), "not_yet"),
        ("sanmenxia-grading-2022", date(2026, 11, 22), "cycle_over"),
        ("zhengzhou-green-performance-2019", date(2019, 8, 1), "in_force"),
        ("zhengzhou-green-performance-2019", date(2020, 1, 1), "cycle_over"),
        ("zhengzhou-green-factory", date(1999, 1, 1), "draft"),
        ("zhengzhou-green-factory", date(2026, 11, 22), "draft"),
    ],
)
def test_status_on_a_day(document_id: str, day: date, status: str) -> None:
    assert CORPUS.document(document_id).status_on(day) == status


def test_a_quotation_is_located_and_its_clause_named() -> None:
    span = CORPUS.locate("liaocheng-grading-2020", "向所在地县（市、区）重污染天气应急指挥部进行申报")
    assert span is not None
    clause = CORPUS.clause_at("liaocheng-grading-2020", span[0])
    assert clause is not None
    assert clause.local_id == "s3.1"
    assert (
        CORPUS.locate("liaocheng-grading-2020", "进行申报", CORPUS.clause("liaocheng-grading-2020:s5"))
        is None
    )


@pytest.mark.parametrize("document_id", IDS)
def test_every_clause_owns_its_first_character(document_id: str) -> None:
    for clause in CORPUS.clauses(document_id):
        if clause.end > clause.start:
            assert CORPUS.clause_at(document_id, clause.start) is clause
            assert CORPUS.clause_at(document_id, clause.end - 1) is clause


def test_an_unknown_clause_names_near_ones() -> None:
    with pytest.raises(ClauseNotFoundError, match=r"s3\.3\.3"):
        CORPUS.clause("sanmenxia-grading-2022:s3.3.33")
    with pytest.raises(ClauseNotFoundError, match="sanmenxia-grading-2022"):
        CORPUS.document("sanmenxia-grading-2023")


def test_children_are_the_clauses_directly_inside() -> None:
    inside = CORPUS.children(CORPUS.clause("sanmenxia-grading-2022:s3.3"))
    assert [c.local_id for c in inside] == [f"s3.3.{n}" for n in range(1, 6)]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(PACKAGED, tmp_path / "corpus")
    return tmp_path / "corpus"


def test_the_digest_changes_with_any_text_or_description(copied: Path) -> None:
    assert Corpus.load(copied).sha256 == CORPUS.sha256
    description = copied / "liaocheng-grading-2020" / "document.yaml"
    description.write_text(description.read_text("utf-8").replace("不作推断", "不推断"), "utf-8")
    assert Corpus.load(copied).sha256 != CORPUS.sha256


def test_all_faults_are_listed_at_once(copied: Path) -> None:
    source = copied / "liaocheng-grading-2020" / "source.txt"
    source.write_text(source.read_text("utf-8") + "改", "utf-8")
    (copied / "henan-performance-uplift-2021" / "source.txt").unlink()
    description = copied / "sanmenxia-grading-2022" / "document.yaml"
    text = (
        description.read_text("utf-8")
        .replace("annex-1.3", "annex-9.9")
        .replace("status: cycle_over", "status: old")
    )
    description.write_text(text, "utf-8")
    with pytest.raises(CorpusError) as caught:
        Corpus.load(copied)
    told = str(caught.value)
    assert len(caught.value.faults) == 3
    for words in ("sha256", "文件不存在", "in_force", "liaocheng-grading-2020/source.txt"):
        assert words in told


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("clause: annex-1.3", "clause: annex-9.9", "条款“annex-9.9”不存在"),
        ("edition:", "editions:", "没有这一项"),
        ("year: 2022", "year: 2022\nyear: 2023", "键重复：year"),
        ("id: sanmenxia-grading-2022", "id: sanmenxia", "应与文件夹名"),
        ("newer:", "context:\n  - {anchor: 没有这行}\nnewer:", "锚点须与原文行首逐字一致"),
        ("newer:", "context:\n  - {anchor: 附件, path: [甲]}\nnewer:", "不是可识别的编号"),
    ],
)
def test_a_fault_in_a_description_says_where_and_what(
    copied: Path, before: str, after: str, words: str
) -> None:
    description = copied / "sanmenxia-grading-2022" / "document.yaml"
    description.write_text(description.read_text("utf-8").replace(before, after, 1), "utf-8")
    with pytest.raises(CorpusError, match=words):
        Corpus.load(copied)


def test_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="没有找到任何文本文件夹"):
        Corpus.load(tmp_path)
