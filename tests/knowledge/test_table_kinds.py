"""The same tables as Word, PDF, web page and workbook: each row answers, whatever it came in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import municipal_texts as texts
import opened
import pytest
from municipal_questions import LUO, ON_ROWS
from written_files import Sheet, write_docx, write_html, write_pdf, write_xlsx

from assistant.answering import Answerer
from assistant.citing import Citer
from assistant.ingesting.desk import Documents
from assistant.ingesting.installed_texts import installed_corpus
from assistant.requests import AskRequest
from assistant.search_setup import passages_of
from knowledge.retriever import Retriever

SHEETS = {
    "铸造行业绩效分级指标": texts.INDICATORS,
    "受理联系方式": texts.CONTACTS,
    "年度申报时间安排": texts.SCHEDULE,
}
WRITERS: dict[str, Callable[[Path], Path]] = {
    "docx": lambda path: write_docx(path, texts.LUOYANG),
    "html": lambda path: write_html(path, texts.LUOYANG),
    "pdf": lambda path: write_pdf(path, texts.LUOYANG),
    "xlsx": lambda path: write_xlsx(path, [Sheet(name, cells) for name, cells in SHEETS.items()]),
}
ASKED = [row[1:] for row in ON_ROWS if row[0] == LUO]


@pytest.fixture(scope="module", params=WRITERS)
def answerer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder = tmp_path_factory.mktemp("kinds")
    settings = opened.settings_in(folder / "data")
    desk = Documents(settings, lambda: installed_corpus(settings), today=lambda: opened.TODAY)
    draft = desk.take(WRITERS[request.param](folder / f"办法.{request.param}"))["document"]
    desk.confirm(draft["id"], {"title": texts.LUOYANG_TITLE, "place": LUO, "status": "有效"})
    corpus = installed_corpus(settings)
    return Answerer(corpus, Retriever(corpus, passages_of(corpus, opened.packs()), None), Citer(corpus))


@pytest.mark.parametrize(("question", "wanted"), ASKED, ids=[row[0] for row in ASKED])
def test_a_row_answers_whatever_file_it_came_in(answerer: Answerer, question: str, wanted: str) -> None:
    answer = answerer.answer(AskRequest(question, LUO, None, opened.TODAY))
    assert answer.citations, answer.text
    assert answer.citations[0]["title"] == texts.LUOYANG_TITLE
    assert wanted in "".join(answer.text.split()), answer.text
