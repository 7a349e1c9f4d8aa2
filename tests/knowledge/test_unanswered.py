"""What no text answers is read from all its files, once each."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from knowledge.asked import load_asked
from knowledge.corpus import Corpus
from knowledge.errors import CorpusError
from knowledge.tokens import LEXICON
from knowledge.unanswered import Topic, of_years, read_topics, topics

_ROW = "- id: {id}\n  lacks: 示例\n  documents: {documents}\n  asked: [{asked}]\n"


def _write(folder: Path, name: str, *rows: tuple[str, str, str]) -> None:
    text = "".join(_ROW.format(id=id_, documents=documents, asked=asked) for id_, documents, asked in rows)
    (folder / name).write_text(text, encoding="utf-8")


def test_every_file_is_read(tmp_path: Path) -> None:
    _write(tmp_path, "unanswered.yaml", ("one", "all", "第一问"))
    _write(tmp_path, "unanswered-more.yaml", ("two", "[a, b]", "第二问, 35"))
    _write(tmp_path, "answered.yaml", ("three", "all", "第三问"))
    found = {topic.id: topic for topic in read_topics(tmp_path)}
    assert found.keys() == {"one", "two"}
    assert found["one"].documents == ()
    assert found["two"].documents == ("a", "b")
    assert found["two"].asked == ("第二问", "35")


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "unanswered-none.yaml").write_text("# none yet\n", encoding="utf-8")
    assert read_topics(tmp_path) == ()


def test_an_id_stands_once_over_all_files(tmp_path: Path) -> None:
    _write(tmp_path, "unanswered.yaml", ("one", "all", "第一问"), ("two", "all", "第二问"))
    _write(tmp_path, "unanswered-more.yaml", ("one", "all", "第三问"))
    with pytest.raises(CorpusError, match="one 出现 2 次"):
        read_topics(tmp_path)


def test_topics_reach_those_whose_texts_all_lack_them(tmp_path: Path) -> None:
    _write(tmp_path, "unanswered.yaml", ("one", "all", "第一问"), ("two", "[a, b]", "第二问"))
    everywhere, somewhere = read_topics(tmp_path)
    assert everywhere.lacking_in(("a", "c"))
    assert somewhere.lacking_in(("a",))
    assert not somewhere.lacking_in(("a", "c"))


def test_the_lexicon_holds_more_than_one_file() -> None:
    assert len(list(LEXICON.glob("unanswered*.yaml"))) > 1
    assert topics() == read_topics(LEXICON)


def test_topics_name_texts_that_exist() -> None:
    known = {document.id for document in Corpus.load().documents}
    assert [topic.id for topic in topics() if not set(topic.documents) <= known] == []
    assert [topic.id for topic in topics() if set(topic.documents) == known] == []


def test_no_question_stands_for_two_topics() -> None:
    counts = Counter(question for topic in topics() for question in topic.asked)
    assert [question for question, times in counts.items() if times > 1] == []


def test_a_question_that_every_topic_lacks_is_not_answered_by_a_clause() -> None:
    answered = {
        question
        for entries in load_asked(Corpus.load()).values()
        for _, questions in entries
        for question in questions
    }
    nowhere = {question for topic in topics() if not topic.documents for question in topic.asked}
    assert nowhere & answered == set()


def test_a_topic_is_about_the_one_year_its_words_name() -> None:
    def year(lacks: str) -> int | None:
        return Topic("t", lacks, documents=(), asked=()).year

    assert year("2024年的申报时间") == 2024
    assert year("2024年以后的申报时间") is None
    assert year("2023年和2024年的名单") is None
    assert year("2021年方案里的申报时间") is None
    assert year("申报的费用") is None


def test_a_question_about_one_year_is_about_no_topic_of_another() -> None:
    years = [topic.year for topic in topics()]
    assert all(of_years(()))
    assert of_years((2023,)) == tuple(year in (None, 2023) for year in years)
    assert not all(of_years((2023,)))
