"""The helpdesk in the database: older databases, bounds, faults of the database, commands."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import opened
import pytest
from alembic import command
from alembic.config import Config
from helpdesks import MONEY, assistant_with_helpdesk, sites_draft
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner

from assistant import facade
from assistant.commands import app
from assistant.errors import HelpdeskCaseNotFoundError, HelpdeskConflictError
from assistant.facade import Assistant
from assistant.helpdesk.cases import Received
from assistant.helpdesk.grouping import gist
from assistant.store.conversations import Conversations
from assistant.store.database import MIGRATIONS, make_sessions, open_database
from assistant.store.helpdesk import HelpdeskCases, Wanted
from assistant.store.helpdesk_inbox import MOST_OF_A_CASE, Asked, HelpdeskInbox

WORDS = ("补贴", "排污权", "电价", "贷款", "评审费", "环保税", "碳排放", "光伏", "公示期", "危废间")


def received(question: str, place: str | None = "聊城市", **more: Any) -> Received:
    plain = Received(question, place, None, opened.TODAY, None, "not_in_corpus", (), "ask")
    return replace(plain, **more)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{(tmp_path / 'x.sqlite3').as_posix()}")
    Conversations(make_sessions(engine)).ensure_organisation()
    yield engine
    engine.dispose()


def test_a_database_of_the_former_revision_is_upgraded_with_its_data(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'old.sqlite3').as_posix()}"
    old = create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with old.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.execute(text("insert into organisations values ('default', '默认组织', '2026-01-01')"))
    old.dispose()
    engine = open_database(url)
    with engine.connect() as connection:
        assert connection.execute(text("select name from organisations")).scalar() == "默认组织"
        assert connection.execute(text("select count(*) from helpdesk_cases")).scalar() == 0
    assert HelpdeskInbox(make_sessions(engine)).receive([received("评上A级有多少补贴")])[0] is not None
    engine.dispose()


def test_the_oldest_closed_case_makes_room_and_nobodys_wish_is_dropped(engine: Engine) -> None:
    sessions = make_sessions(engine)
    inbox, cases = HelpdeskInbox(sessions, most_cases=3), HelpdeskCases(sessions)
    ids = inbox.receive([received(f"{word}怎么算") for word in WORDS[:3]])
    assert len(set(ids)) == 3 and None not in ids
    for case_id in (ids[1], ids[0]):
        case = cases.load(str(case_id))
        cases.take_step(case, 1, "close", "甲", "线下答复")
    (fourth,) = inbox.receive([received(f"{WORDS[3]}怎么算")])
    with pytest.raises(HelpdeskCaseNotFoundError):
        cases.load(str(ids[0]))
    assert cases.load(str(ids[1])).state == "closed"
    assert cases.trail(str(ids[0]))[-1]["what"] == "removed"
    # Of what is left, the one nobody asked a person about goes; handed over ones stay to the last.
    inbox.receive(
        [received(f"{WORDS[4]}怎么算", handed_over=True), received(f"{WORDS[5]}怎么算", handed_over=True)]
    )
    left = {case.question for case in cases.listed(Wanted())[1]}
    assert {f"{WORDS[4]}怎么算", f"{WORDS[5]}怎么算"} <= left and len(left) == 3
    inbox.receive([received(f"{WORDS[6]}怎么算", handed_over=True)])
    assert inbox.receive([received(f"{WORDS[7]}怎么算")]) == [None]
    assert fourth is not None


def test_of_a_question_asked_a_thousand_times_a_hundred_are_kept_and_all_counted(engine: Engine) -> None:
    inbox, cases = HelpdeskInbox(make_sessions(engine)), HelpdeskCases(make_sessions(engine))
    (case_id, *_) = inbox.receive([received("评上A级有多少补贴")] * (MOST_OF_A_CASE + 30))
    assert cases.load(str(case_id)).asked == MOST_OF_A_CASE + 30
    assert len(cases.questions(str(case_id))) == MOST_OF_A_CASE


def test_the_figures_are_counted_from_the_latest_only(engine: Engine) -> None:
    inbox = HelpdeskInbox(make_sessions(engine), most_asked=5)
    day = date(2026, 11, 1)
    asked = [
        Asked(day, f"{word}怎么算", None, None, None, "ask", None, None, gist(f"{word}怎么算", None))
        for word in WORDS[:8]
    ]
    inbox.note_asked(asked)
    assert [row.text for row in inbox.asked_since(day, day)] == [entry.text for entry in asked[3:]]


def test_an_outdated_step_changes_nothing(engine: Engine) -> None:
    inbox, cases = HelpdeskInbox(make_sessions(engine)), HelpdeskCases(make_sessions(engine))
    (case_id,) = inbox.receive([received("评上A级有多少补贴")])
    seen = cases.load(str(case_id))
    cases.take_step(seen, 1, "close", "甲", "线下答复")
    # `seen` still says version 1: the database itself has to refuse.
    with pytest.raises(HelpdeskConflictError) as refused:
        cases.take_step(seen, 1, "close", "乙", "重复")
    assert "甲" in refused.value.detail
    assert cases.load(str(case_id)).remark == "线下答复" and len(cases.trail(str(case_id))) == 2


def test_another_organisation_sees_nothing(engine: Engine) -> None:
    sessions = make_sessions(engine)
    other = Conversations(sessions, "other")
    other.ensure_organisation()
    (case_id,) = HelpdeskInbox(sessions).receive([received("评上A级有多少补贴")])
    assert HelpdeskCases(sessions, "other").listed(Wanted()) == (0, ())
    with pytest.raises(HelpdeskCaseNotFoundError):
        HelpdeskCases(sessions, "other").load(str(case_id))
    (own,) = HelpdeskInbox(sessions, "other").receive([received("评上A级有多少补贴")])
    assert own != case_id


def test_a_broken_database_keeps_nobody_from_his_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = assistant_with_helpdesk(tmp_path)

    def broken(*_: object) -> None:
        raise OperationalError("insert", {}, sqlite3.OperationalError("disk full"))

    monkeypatch.setattr(HelpdeskInbox, "receive", broken)
    answer = desk.helpdesk.reception.ask(MONEY)
    assert answer["reason"] == "not_in_corpus"
    desk.helpdesk.reception.settle()
    talk = desk.start({"enterprise": {"region": "聊城市"}})["id"]
    desk.say(talk, {"text": "评上A级给多少补贴"})
    assert "转不进" in desk.say(talk, {"text": "转人工"})["reply"]


# --- commands ---


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    desk = assistant_with_helpdesk(tmp_path)
    monkeypatch.setattr(facade, "Assistant", lambda *_: desk)
    return desk


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["helpdesk", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_commands_lead_from_a_question_to_a_case(desk: Assistant, tmp_path: Path) -> None:
    made = json.loads(run("hand-over", MONEY["question"], "--region", "聊城市", "--json"))
    assert MONEY["question"] in run("list", "--state", "open")
    path = tmp_path / "draft.json"
    path.write_text(json.dumps(sites_draft()), encoding="utf-8")
    case = made["case"]
    drafted = json.loads(run("draft", case, "--by", "甲", "--version", "1", "--with", str(path), "--json"))
    assert "待审定" in run("show", case)
    seen = ("--by", "乙", "--version", str(drafted["version"]), "--sha256", drafted["draft_sha256"])
    assert "已审定" in run("approve", case, *seen)
    out = tmp_path / "questions-helpdesk.jsonl"
    assert "1 道题" in run("export-cases", "--out", str(out))
    assert json.loads(out.read_text(encoding="utf-8"))["question"] == MONEY["question"]
    assert json.loads(run("export-cases", case))["answerable"] is True
    table = tmp_path / "待办.csv"
    run("export", str(table))
    assert MONEY["question"] in table.read_text(encoding="utf-8-sig")
    assert json.loads(run("stats", "--json"))["cases"]["approved"] == 1
    assert desk.curated.listed()[0]["approved_by"] == "乙"
    assert "共 1 条" in run("list")
