"""Ten texts of offices in every kind of file: taken in, confirmed, asked, superseded, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import municipal_texts as texts
import opened
import pytest
from municipal_questions import AN, LUO, NAN, ON_CLAUSES, ON_ROWS, PU, SHI, XIN, XU, ZHOU
from scanned_files import write_scan
from written_files import Sheet, write_docx, write_html, write_pdf, write_xlsx

from assistant.answering import Answerer
from assistant.citing import Citer
from assistant.ingesting.desk import Documents
from assistant.ingesting.installed_texts import installed_corpus
from assistant.library import library_entries
from assistant.requests import AskRequest
from assistant.search_setup import passages_of
from knowledge.corpus import Corpus
from knowledge.query import understand
from knowledge.retriever import Retriever

RULES, CHANGE, OLD, NEW = "luoyang.docx", "luoyang-change.docx", "xuchang.html", "xuchang-2027.docx"
PLACES = {
    RULES: LUO, CHANGE: LUO, OLD: XU, NEW: XU, "anyang.xlsx": AN, "nanyang.pdf": NAN, "puyang.pdf": PU,
    "xinyang.txt": XIN, "zhoukou.txt": ZHOU, "shijiazhuang.docx": SHI,
}  # fmt: skip


def write_all(folder: Path) -> None:
    write_docx(folder / RULES, texts.LUOYANG)
    write_docx(folder / CHANGE, texts.LUOYANG_CHANGE)
    write_docx(folder / NEW, texts.XUCHANG_2027)
    write_docx(folder / "shijiazhuang.docx", texts.HEBEI)
    page = write_html(folder / OLD, texts.XUCHANG)
    body = page.read_text(encoding="utf-8").partition("<body>")[2].partition("</body>")[0]
    page.write_text(texts.government_page(body), encoding="utf-8")
    write_xlsx(folder / "anyang.xlsx", [Sheet(name, cells) for name, cells in texts.ANYANG_SHEETS.items()])
    write_pdf(folder / "nanyang.pdf", texts.NANYANG)
    printed = write_pdf(folder / "printed.pdf", texts.PUYANG)
    write_scan(folder / "puyang.pdf", printed, dpi=150, tilt=0.7)
    (folder / "xinyang.txt").write_text(texts.XINYANG, encoding="utf-8")
    (folder / "zhoukou.txt").write_text(texts.ZHOUKOU, encoding="utf-8")


class Office:
    """The desk, its ids by file, and answers from the texts as they are now."""

    def __init__(self, folder: Path) -> None:
        self.settings = opened.settings_in(folder / "data")
        self.desk = Documents(self.settings, self.corpus, today=lambda: opened.TODAY)
        self.drafts = {name: self.desk.take(folder / name)["document"] for name in PLACES}

    def corpus(self) -> Corpus:
        return installed_corpus(self.settings)

    def confirm(self, name: str, **said: Any) -> None:
        self.desk.confirm(self.drafts[name]["id"], {"place": PLACES[name], "status": "有效"} | said)

    def answerer(self) -> Answerer:
        corpus = self.corpus()
        search = Retriever(corpus, passages_of(corpus, opened.packs()), None)
        return Answerer(corpus, search, Citer(corpus))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    write_all(folder)
    office = Office(folder)
    ids = {name: draft["id"] for name, draft in office.drafts.items()}
    changed = [{"document_id": ids[RULES], "clauses": ["art-4", "art-8"]}]
    office.confirm(RULES, title=texts.LUOYANG_TITLE)
    office.confirm(CHANGE, title="关于修改绩效分级管理办法部分条款的通知", supersedes=changed)
    office.confirm(OLD, title="许昌市工业企业绿色评价实施细则")
    office.confirm(NEW, title="许昌市工业企业绿色评价实施细则", supersedes=[{"document_id": ids[OLD]}])
    office.confirm("anyang.xlsx", title="安阳市绩效分级奖补和任务安排")
    for name in ("nanyang.pdf", "puyang.pdf", "xinyang.txt", "zhoukou.txt", "shijiazhuang.docx"):
        office.confirm(name, title=office.drafts[name]["title"])
    return office


@pytest.fixture(scope="module")
def answerer(office: Office) -> Iterator[Answerer]:
    yield office.answerer()


def ask(who: Answerer, question: str, place: str | None, day: date = opened.TODAY) -> dict[str, Any]:
    return who.answer(AskRequest(question, place, None, day)).as_json()


def bare(text: str) -> str:
    return "".join(text.split())


def rightly(office: Office, answer: dict[str, Any], place: str, wanted: str) -> bool:
    """Whether the first citation holds what was asked, the answer says it, and the text is one of the place."""
    if not answer["citations"]:
        return False
    clause = office.corpus().clause(answer["citations"][0]["clause_id"])
    held = bare(answer["citations"][0]["quote"] + " ".join(value for _, value in clause.cells))
    here = office.corpus().document(clause.document_id).place.name == place
    return here and bare(wanted) in held and bare(wanted) in bare(answer["answer"])


@pytest.mark.parametrize(("place", "question", "wanted"), ON_ROWS, ids=[row[1] for row in ON_ROWS])
def test_a_row_answers(office: Office, answerer: Answerer, place: str, question: str, wanted: str) -> None:
    answer = ask(answerer, question, place)
    assert rightly(office, answer, place, wanted), answer["answer"]


@pytest.mark.parametrize(("place", "question", "wanted"), ON_CLAUSES, ids=[row[1] for row in ON_CLAUSES])
def test_a_clause_answers(office: Office, answerer: Answerer, place: str, question: str, wanted: str) -> None:
    answer = ask(answerer, question, place)
    assert rightly(office, answer, place, wanted), answer["answer"]


@pytest.mark.parametrize(
    ("place", "question"), [(SHI, row[1]) for row in ON_ROWS if not understand(row[1]).places]
)
def test_another_place_hears_nothing_of_it(answerer: Answerer, place: str, question: str) -> None:
    answer = ask(answerer, question, place)
    assert {c["title"] for c in answer["citations"]} <= {"石家庄市重点行业绩效评级管理办法"}


def test_every_file_is_guessed_at(office: Office) -> None:
    for name, place in PLACES.items():
        guesses = office.drafts[name]["guesses"]
        if name != "anyang.xlsx":
            assert guesses["place"]["value"] == place, name
            assert place[:2] in guesses["title"]["value"], name
    assert office.drafts[NEW]["guesses"]["effective_from"]["value"] == "2027-03-01"
    assert office.drafts[RULES]["structure"]["doubts"] == []
    assert any("OCR" in told for told in office.drafts["puyang.pdf"]["warnings"])
    assert any("正文以外" in told for told in office.drafts[OLD]["warnings"])


def test_a_table_over_pages_is_one(office: Office) -> None:
    rows = [c for c in office.corpus().clauses(office.drafts["nanyang.pdf"]["id"]) if c.kind == "row"]
    assert [row.cell("序号") for row in rows] == [str(n) for n in range(1, len(texts.NANYANG_ROWS) + 1)]
    assert [row.cell("检查内容") for row in rows] == [row[1] for row in texts.NANYANG_ROWS]


def test_merged_cells_and_two_rows_of_headers_are_resolved(office: Office) -> None:
    rows = [c for c in office.corpus().clauses(office.drafts[RULES]["id"]) if c.kind == "row"]
    limit = next(row for row in rows if row.cell("指标") == "颗粒物排放限值")
    assert limit.cell("类别") == "污染治理" and limit.cell("分级要求／B级") == "≤20mg/m³"
    assert next(row for row in rows if row.cell("行业") == "耐火材料").cell("批次") == "第二批"


def test_a_clause_replaced_in_part_answers_by_its_day(office: Office, answerer: Answerer) -> None:
    question = "县区初审要在多少个工作日内完成"
    assert "15个工作日" in ask(answerer, question, LUO, date(2025, 6, 30))["answer"]
    now = ask(answerer, question, LUO)
    assert "10个工作日" in now["answer"] and "15个工作日" not in now["answer"]
    assert any("取代" in note and "部分条款" in note for note in now["notes"])
    told = {entry["title"]: entry for entry in library_entries(office.corpus(), opened.TODAY)}
    [by] = told[texts.LUOYANG_TITLE]["superseded_by"]
    assert [clause["number"] for clause in by["clauses"]] == ["第四条", "第八条"] and not by["to_come"]


def test_the_text_of_next_year_waits(answerer: Answerer) -> None:
    question = "绿色评价申报表几月几号前提交"
    assert "5月31日" in ask(answerer, question, XU)["answer"]
    assert "4月10日" in ask(answerer, question, XU, date(2027, 3, 1))["answer"]
    called = ask(answerer, "新细则里申报表几月几号前提交", XU)
    assert "4月10日" in called["answer"] and called["citations"][0]["status_label"] == "尚未施行"
    assert any("尚未生效" in note for note in called["notes"])


@pytest.mark.parametrize(
    ("place", "question"),
    [
        (SHI, "评上A级奖补多少万元"),
        (NAN, "企业要装多少台监控摄像头"),
        (LUO, "食堂油烟净化器多少钱一台"),
        (None, "股票怎么买"),
    ],
)
def test_what_no_text_says_is_refused(answerer: Answerer, place: str | None, question: str) -> None:
    answer = ask(answerer, question, place)
    assert not answer["answerable"] and answer["citations"] == []


def test_no_claim_is_made_of_texts_it_was_not_found_out_for(answerer: Answerer) -> None:
    assert "没有数额" not in ask(answerer, "企业搬迁补偿多少万元", AN)["answer"]


def test_a_withdrawn_text_answers_nothing_more(tmp_path: Path) -> None:
    write_all(tmp_path)
    office = Office(tmp_path)
    office.confirm("shijiazhuang.docx", title="石家庄市重点行业绩效评级管理办法")
    assert ask(office.answerer(), "绩效评级申请几号前提交", SHI)["answerable"]
    office.desk.remove(office.drafts["shijiazhuang.docx"]["id"])
    after = ask(office.answerer(), "绩效评级申请几号前提交", SHI)
    assert (after["answerable"], after["reason"]) == (False, "other_place")
