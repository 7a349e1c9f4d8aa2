"""Files become drafts, drafts that a person confirms become texts that answers cite; never by half and never twice."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import opened
import pytest
from policy_files import PARAGRAPHS, TITLE, WRITERS, write_docx, write_txt, write_xlsx

from assistant import facade
from assistant.errors import DocumentNotFoundError, InputError
from assistant.facade import Assistant
from assistant.ingesting import confirming, intake, record, shelf
from assistant.ingesting.desk import Documents
from assistant.ingesting.installed_texts import installed_corpus
from assistant.ingesting.intake import shown_name
from assistant.ingesting.record import read_record
from knowledge.corpus import PACKAGED
from knowledge.reading import Limits
from knowledge.reading.errors import CorruptFileError, FileTooLargeError
from knowledge.retriever import Retriever

SAID = {"title": TITLE, "place": "河南省洛阳市", "status": "有效"}
ASKED = {"question": "绩效分级申报材料要在几月几号前提交给县区生态环境分局", "region": "洛阳市"}


@pytest.fixture
def desk(tmp_path: Path) -> Documents:
    settings = opened.settings_in(tmp_path / "data")
    return Documents(settings, lambda: installed_corpus(settings), today=lambda: opened.TODAY)


def lexical_assistant(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """An assistant whose search needs no vectors, so that a new text costs no time."""
    monkeypatch.setattr(
        facade, "make_retriever", lambda settings, corpus, passages: Retriever(corpus, passages, None)
    )
    return Assistant(opened.settings_in(folder), today=lambda: opened.TODAY)


def drafted(desk: Documents, path: Path) -> dict[str, Any]:
    result = desk.take(path)
    assert result["outcome"] == "drafted"
    return result["document"]  # type: ignore[no-any-return]


# --- drafts ---


@pytest.mark.parametrize("kind", WRITERS)
def test_every_kind_gives_the_same_draft(desk: Documents, tmp_path: Path, kind: str) -> None:
    found = drafted(desk, WRITERS[kind](tmp_path / f"办法.{kind}"))
    assert found["file"]["kind"] == kind
    assert found["id"] == drafted_id()
    counts = {entry["kind"]: entry["count"] for entry in found["structure"]["kinds"]}
    assert counts["article"] == 5 and counts["chapter"] == 3
    assert found["structure"]["doubts"] == []
    guessed = {name: guess["value"] for name, guess in found["guesses"].items()}
    assert guessed == {
        "title": TITLE, "number": "洛环文〔2023〕12号", "issuer": "洛阳市生态环境局", "place": "洛阳市",
        "issued": "2023-05-18", "effective_from": "2023-07-01", "expires": "2028-06-30",
    }  # fmt: skip


def drafted_id() -> str:
    from assistant.ingesting.identity import document_id

    return document_id("\n\n".join(PARAGRAPHS))


def test_a_guess_quotes_the_text_at_its_line(desk: Documents, tmp_path: Path) -> None:
    path = write_txt(tmp_path / "a.txt")
    lines = path.read_text(encoding="utf-8").split("\n")
    for guess in drafted(desk, path)["guesses"].values():
        assert lines[guess["line"] - 1].find(guess["quote"].split("\n")[0]) >= 0


def test_a_workbook_gives_rows_with_their_headers(desk: Documents, tmp_path: Path) -> None:
    found = drafted(desk, write_xlsx(tmp_path / "安排.xlsx"))
    assert (found["structure"]["tables"], found["structure"]["rows"]) == (1, 2)
    rows = [clause for clause in desk.whole(found["id"])["clauses"] if clause["kind"] == "row"]
    assert ["申报截止时间", "8月20日"] in rows[0]["cells"]


def test_nothing_is_taken_twice(desk: Documents, tmp_path: Path) -> None:
    first = drafted(desk, write_txt(tmp_path / "a.txt"))
    for path in (tmp_path / "a.txt", write_docx(tmp_path / "b.docx")):
        again = desk.take(path)
        assert again["outcome"] == "known" and again["document"]["id"] == first["id"]
        assert "没有重复添加" in again["told"]
    desk.confirm(first["id"], SAID)
    assert "在文件库中" in desk.take(tmp_path / "a.txt")["told"]
    assert len(desk.listed()) == 1


def test_a_text_of_the_program_is_known(desk: Documents) -> None:
    result = desk.take(PACKAGED / "liaocheng-grading-2020" / "source.txt")
    assert (result["outcome"], result["document"]["id"]) == ("known", "liaocheng-grading-2020")
    assert desk.listed() == []


def test_what_cannot_be_read_leaves_nothing(desk: Documents, tmp_path: Path) -> None:
    torn = write_docx(tmp_path / "a.docx")
    torn.write_bytes(torn.read_bytes()[:2000])
    with pytest.raises(CorruptFileError):
        desk.take(torn)
    desk.limits = Limits(size=100)
    with pytest.raises(FileTooLargeError):
        desk.take(write_txt(tmp_path / "b.txt"))
    assert desk.listed() == []
    assert [path for path in (tmp_path / "data").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\文件\\办法.docx", "办法.docx"),
        ("a\nb\x00\u202ec.txt", "abc.txt"),
        ("///", "未命名文件"),
        ("长" * 300 + ".docx", "长" * 100 + "…" + "长" * 14 + ".docx"),
    ],
)
def test_a_name_is_data(given: str, shown: str) -> None:
    assert shown_name(given) == shown


def test_numbers_left_out_are_doubted(desk: Documents, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("示例办法\n\n第一条 甲事项。\n\n第三条 乙事项。\n\n第三条 丙事项。\n", encoding="utf-8")
    doubts = drafted(desk, path)["structure"]["doubts"]
    assert any("第三条" in told and "第 2 个" in told for told in doubts)


# --- confirmation ---


def test_all_faults_of_a_description_are_told_at_once(desk: Documents, tmp_path: Path) -> None:
    found = drafted(desk, write_txt(tmp_path / "a.txt"))
    said = {
        "place": "郑州高新区", "status": "现行", "issued": "2023年5月", "year": "去年",
        "supersedes": [{"document_id": "没有", "clauses": "all"}, {"document_id": "sanmenxia-grading-2022", "clauses": ["s99"]}],
    }  # fmt: skip
    with pytest.raises(InputError) as raised:
        desk.confirm(found["id"], said)
    told = raised.value.detail
    for field in ("title", "place", "status", "issued", "year", "supersedes"):
        assert f"{field}（" in told, field
    assert "郑州高新区" in told and f"文本中像是“{TITLE}”" in told and "s99" in told
    assert desk.one(found["id"])["state"] == "draft"


def test_what_a_person_did_not_say_is_taken_from_the_text_and_told(desk: Documents, tmp_path: Path) -> None:
    found = drafted(desk, write_txt(tmp_path / "a.txt"))
    done = desk.confirm(found["id"], SAID | {"issuer": None})
    assert done["from_text"] == ["number", "issued", "effective_from", "expires"]
    assert done["metadata"]["issuer"] is None
    assert done["metadata"]["place"] == {
        "name": "洛阳市",
        "code": "410300",
        "province": "河南省",
        "parent": "河南省",
    }
    assert done["metadata"]["number"] == "洛环文〔2023〕12号"


def test_a_text_may_hold_for_the_nation(desk: Documents, tmp_path: Path) -> None:
    found = drafted(desk, write_txt(tmp_path / "a.txt"))
    assert desk.confirm(found["id"], SAID | {"place": "全国"})["metadata"]["place"]["name"] == "国家"


def test_what_it_supersedes_is_written_for_the_corpus(desk: Documents, tmp_path: Path) -> None:
    found = drafted(desk, write_txt(tmp_path / "a.txt"))
    replaced = [{"document_id": "sanmenxia-grading-2022", "clauses": ["s3.3.2"], "from": "2023-07-01"}]
    desk.confirm(found["id"], SAID | {"supersedes": replaced})
    corpus = desk._corpus()
    (entry,) = corpus.document(found["id"]).supersedes
    assert (entry.document_id, entry.clauses, str(entry.since)) == (
        "sanmenxia-grading-2022",
        ("s3.3.2",),
        "2023-07-01",
    )


def test_an_unknown_id_is_told(desk: Documents) -> None:
    for wanted in ("text-000000000000", "../drafts", "sanmenxia-grading-2022"):
        with pytest.raises(DocumentNotFoundError):
            desk.one(wanted)
    with pytest.raises(InputError, match="随程序提供"):
        desk.remove("sanmenxia-grading-2022")


# --- the corpus ---


def test_only_a_confirmed_text_is_searched_and_without_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = lexical_assistant(tmp_path, monkeypatch)
    other = Documents(served.settings, lambda: installed_corpus(served.settings), today=lambda: opened.TODAY)
    before = served.health()["corpus_sha256"]
    found = drafted(other, write_docx(tmp_path / "办法.docx"))
    assert found["id"] not in {c["document_id"] for c in served.ask(ASKED)["citations"]}
    assert served.health()["corpus_sha256"] == before

    other.confirm(found["id"], SAID)
    answer = served.ask(ASKED)
    first = answer["citations"][0]
    assert (first["document_id"], first["number"]) == (found["id"], "第二条")
    assert first["quote"] in PARAGRAPHS[10] and "9月26日" in answer["answer"]
    assert (first["status"], first["title"]) == ("in_force", TITLE)
    assert first["url"].startswith(f"/library/{found['id']}?start=")
    assert served.document(found["id"])["title"] == TITLE
    assert served.health()["corpus_sha256"] != before

    for region in ("开封市", "聊城市", "河南省"):
        elsewhere = served.ask(ASKED | {"region": region})
        assert found["id"] not in {c["document_id"] for c in elsewhere["citations"]}, region

    other.confirm(found["id"], SAID | {"title": "改过的标题"})
    assert served.ask(ASKED)["citations"][0]["title"] == "改过的标题"

    other.remove(found["id"])
    assert served.health()["corpus_sha256"] == before
    assert found["id"] not in {c["document_id"] for c in served.ask(ASKED)["citations"]}


def test_a_text_that_cannot_be_taken_over_leaves_the_old_ones_answering(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = lexical_assistant(tmp_path, monkeypatch)
    assert served.ask(ASKED)["answer"]
    before = served.health()["corpus_sha256"]
    found = drafted(served.documents, write_txt(tmp_path / "a.txt"))

    def broken(settings: object, corpus: object, passages: object) -> Retriever:
        raise ValueError("search cannot be built")

    monkeypatch.setattr(facade, "make_retriever", broken)
    served.documents.confirm(found["id"], SAID)
    assert served.ask(ASKED)["answer"]
    assert served.health()["corpus_sha256"] == before


def test_a_namesake_is_another_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served = lexical_assistant(tmp_path, monkeypatch)
    found = drafted(served.documents, write_txt(tmp_path / "a.txt"))
    served.documents.confirm(found["id"], SAID | {"place": "济南市市中区"})
    cited = {
        region: {c["document_id"] for c in served.ask(ASKED | {"region": region})["citations"]}
        for region in ("济南市市中区", "枣庄市市中区", "济南市")
    }
    assert found["id"] in cited["济南市市中区"]
    assert found["id"] not in cited["枣庄市市中区"] | cited["济南市"]


def test_a_pack_may_cite_a_confirmed_text(desk: Documents, tmp_path: Path) -> None:
    found = drafted(desk, write_txt(tmp_path / "a.txt"))
    desk.confirm(found["id"], SAID)
    settings = opened.settings_in(tmp_path / "data")
    corpus = installed_corpus(settings, only=[found["id"], "liaocheng-grading-2020"])
    assert {document.id for document in corpus.documents} == {found["id"], "liaocheng-grading-2020"}


def test_a_damaged_text_is_left_out_and_the_others_answer(desk: Documents, tmp_path: Path) -> None:
    found = drafted(desk, write_txt(tmp_path / "a.txt"))
    desk.confirm(found["id"], SAID)
    source = tmp_path / "data" / "documents" / "active" / found["id"] / "source.txt"
    source.write_text("被改过的原文", encoding="utf-8")
    assert len(desk._corpus().documents) == len(opened.corpus().documents)
    (listed,) = desk.listed()
    assert "sha256" in listed["fault"] and "没有用于检索" in listed["state_label"]


# --- a program that is killed ---


def killed_at(step: int, run: Callable[[], object]) -> bool:
    """Run in a process of its own that kills itself before its step-th write or rename; False when it came through."""
    child = os.fork()
    if child == 0:
        left = step

        def counted(function: Callable[..., Any]) -> Callable[..., Any]:
            def inner(*arguments: Any, **options: Any) -> Any:
                nonlocal left
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return function(*arguments, **options)

            return inner

        whole = counted(shelf.write_whole)
        for module in (shelf, intake, record, confirming):
            module.write_whole = whole  # type: ignore[attr-defined]
        Path.rename = counted(Path.rename)  # type: ignore[method-assign]
        Path.replace = counted(Path.replace)  # type: ignore[method-assign]
        try:
            run()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def whole_drafts(desk: Documents) -> list[str]:
    """The ids of what is listed, each with all that belongs to it."""
    for entry in desk.listed():
        folder = confirming.located(entry["id"], desk._shelf)[1]
        kept = read_record(folder)
        assert {path.name for path in folder.iterdir()} >= {
            "source.txt", "intake.json", f"{kept.file.sha256}.{kept.file.kind}"
        }  # fmt: skip
        assert entry["fault"] is None
    return [entry["id"] for entry in desk.listed()]


def test_taking_in_can_be_killed_at_any_step(desk: Documents, tmp_path: Path) -> None:
    path = write_txt(tmp_path / "a.txt")
    step = 0
    while killed_at(step, lambda: desk.take(path)):
        assert whole_drafts(desk) == []
        step += 1
    assert step >= 4
    assert len(whole_drafts(desk)) == 1
    assert desk.take(path)["outcome"] == "known"


def test_confirming_can_be_killed_at_any_step(desk: Documents, tmp_path: Path) -> None:
    found = drafted(desk, write_txt(tmp_path / "a.txt"))
    step = 0
    while killed_at(step, lambda: desk.confirm(found["id"], SAID)):
        assert desk.one(found["id"])["state"] == "draft"
        assert found["id"] not in {document.id for document in desk._corpus().documents}
        step += 1
    assert step >= 3
    assert desk.one(found["id"])["state"] == "active"
    assert desk._corpus().document(found["id"]).title == TITLE


def test_what_killed_programs_left_is_swept_later(desk: Documents, tmp_path: Path) -> None:
    left = desk._shelf.incoming / "left"
    left.mkdir(parents=True)
    (left / "source.txt").write_text("半份", encoding="utf-8")
    fresh = desk._shelf.incoming / "fresh"
    fresh.mkdir()
    long_ago = time.time() - 2 * 3600
    os.utime(left, (long_ago, long_ago))
    drafted(desk, write_txt(tmp_path / "a.txt"))
    assert not left.exists() and fresh.exists()


def test_two_changes_in_one_tick_of_the_clock_are_both_seen(tmp_path: Path) -> None:
    settings = opened.settings_in(tmp_path / "data")
    desk = Documents(settings, lambda: installed_corpus(settings), today=lambda: opened.TODAY)
    from assistant.ingesting.installed_texts import InstalledTexts

    seen = InstalledTexts(settings)
    found = drafted(desk, write_txt(tmp_path / "a.txt"))
    desk.confirm(found["id"], SAID)
    active = desk._shelf.active
    stamp = active.stat().st_mtime_ns
    assert seen.changed()
    seen.load()
    desk.remove(found["id"])
    os.utime(active, ns=(stamp, stamp))
    assert seen.changed()


def test_an_id_is_ascii_and_short() -> None:
    assert re.fullmatch(r"text-[0-9a-f]{12}", drafted_id())
