"""What a talk learns is kept: in order, under its owner, and in tables that the migrations make."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from opened import assistant_in
from sqlalchemy import Connection, Engine, inspect, text

from assistant.errors import ConversationNotFoundError, InputError
from assistant.facade import Assistant
from assistant.store.conversations import DEFAULT_ORGANISATION, Conversations, Turn
from assistant.store.database import MIGRATIONS, make_sessions, open_database
from assistant.store.tables import Base

OWNED = ("conversations", "messages", "ledger")


@contextmanager
def opened_database(folder: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{(folder / 'deep' / 'lvping.sqlite3').as_posix()}")
    try:
        yield engine
    finally:
        engine.dispose()


def store_in(engine: Engine, organisation: str = DEFAULT_ORGANISATION) -> Conversations:
    store = Conversations(make_sessions(engine), organisation)
    store.ensure_organisation()
    return store


def proposal(key: str, item: str = "0.运输监管", value: str = "B") -> dict[str, object]:
    return {
        "id": key,
        "item": item,
        "title": item,
        "status": None,
        "ratio": None,
        "value": value,
        "quote": "到B了",
    }


# --- migrations ---


def configured(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def test_the_migrations_make_the_tables_of_the_models(tmp_path: Path) -> None:
    with opened_database(tmp_path) as engine, engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_migrations_can_be_taken_back_and_made_again(tmp_path: Path) -> None:
    with opened_database(tmp_path) as engine:
        with engine.begin() as connection:
            command.downgrade(configured(connection), "base")
        assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
        with engine.begin() as connection:
            command.upgrade(configured(connection), "head")
        assert set(inspect(engine).get_table_names()) >= set(Base.metadata.tables)


def test_opening_twice_keeps_what_is_there(tmp_path: Path) -> None:
    with opened_database(tmp_path) as engine:
        talk = store_in(engine).start(None, "officer", {"name": "甲厂"})
    with opened_database(tmp_path) as engine:
        assert store_in(engine).load(talk).firm["name"] == "甲厂"


# --- turns ---


def test_a_turn_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    with opened_database(tmp_path) as engine:
        store = store_in(engine)
        talk = store.start("sanmenxia-grading-2022", "officer", {})
        store.write(
            talk, Turn(user_text="到B了", reply="记下", proposals=[proposal("p1")], firm={"region": "灵宝市"})
        )
        before = store.load(talk)
        wrong = Turn(
            user_text="又说",
            reply="好",
            accept=["p1", "p7"],
            proposals=[proposal("p2")],
            firm={"region": "聊城市"},
        )
        with pytest.raises(InputError, match="p7"):
            store.write(talk, wrong)
        assert store.load(talk) == before


def test_a_key_cannot_be_used_twice(tmp_path: Path) -> None:
    with opened_database(tmp_path) as engine:
        store = store_in(engine)
        talk = store.start("sanmenxia-grading-2022", "officer", {})
        store.write(talk, Turn(user_text="一", proposals=[proposal("p1")]))
        before = store.load(talk)
        with pytest.raises(Exception, match=r"(?i)unique"):
            store.write(talk, Turn(user_text="二", proposals=[proposal("p1", value="C")]))
        assert store.load(talk) == before


def test_decided_entries_stay_in_the_ledger(tmp_path: Path) -> None:
    with opened_database(tmp_path) as engine:
        store = store_in(engine)
        talk = store.start("sanmenxia-grading-2022", "officer", {})
        store.write(talk, Turn(proposals=[proposal("p1"), proposal("p2", "0.环境管理")]))
        store.write(talk, Turn(accept=["p1"], reject=["p2"]))
        store.write(talk, Turn(proposals=[proposal("p3", value="C")]))
        store.write(talk, Turn(accept=["p3"]))
        entries = {
            entry["key"]: (entry["state"], entry["decided_at"] is not None)
            for entry in store.load(talk).ledger
        }
    assert entries == {"p1": ("replaced", True), "p2": ("rejected", True), "p3": ("confirmed", True)}


def test_an_organisation_does_not_see_the_talks_of_another(tmp_path: Path) -> None:
    with opened_database(tmp_path) as engine:
        ours, theirs = store_in(engine), store_in(engine, "another")
        talk = ours.start(None, "officer", {"name": "甲厂"})
        assert theirs.listed() == []
        with pytest.raises(ConversationNotFoundError):
            theirs.load(talk)
        with pytest.raises(ConversationNotFoundError):
            theirs.write(talk, Turn(user_text="看看"))
        assert [entry["id"] for entry in ours.listed()] == [talk]


def test_every_row_carries_its_organisation_and_enterprise(desk: Assistant, tmp_path: Path) -> None:
    first = desk.start({"scheme": "sanmenxia-grading-2022", "enterprise": {"name": "甲厂"}})["id"]
    second = desk.start({"scheme": "sanmenxia-grading-2022", "enterprise": {"name": "乙厂"}})["id"]
    for talk in (first, second):
        desk.say(talk, {"text": "运输监管到B了"})
        desk.say(talk, {"text": "确认"})
    with sqlite3.connect(tmp_path / "lvping.sqlite3") as connection:
        firms = dict(connection.execute("select id, enterprise_id from conversations"))
        assert len(set(firms.values())) == 2
        for table in OWNED:
            key = "id" if table == "conversations" else "conversation_id"
            rows = connection.execute(f"select {key}, organisation_id, enterprise_id from {table}").fetchall()
            assert rows
            assert all(row[1] == DEFAULT_ORGANISATION and row[2] == firms[row[0]] for row in rows)
        assert connection.execute(
            "select count(*) from enterprises where organisation_id is null"
        ).fetchone() == (0,)


def test_foreign_keys_are_enforced(tmp_path: Path) -> None:
    with opened_database(tmp_path) as engine, engine.connect() as connection:
        assert connection.execute(text("pragma foreign_keys")).scalar() == 1
        assert connection.execute(text("pragma journal_mode")).scalar() == "wal"


# --- at once ---


def run_together(*jobs: threading.Thread) -> None:
    for job in jobs:
        job.start()
    for job in jobs:
        job.join(60)
        assert not job.is_alive()


def test_two_threads_in_one_talk_keep_each_turn_together(desk: Assistant) -> None:
    talk = desk.start({"scheme": "sanmenxia-grading-2022"})["id"]
    faults: list[Exception] = []

    def speak(texts: list[str]) -> None:
        try:
            for said in texts:
                desk.say(talk, {"text": said})
        except Exception as exc:
            faults.append(exc)

    ones = ["运输监管到B了", "环境管理到C了", "能源类型到A了", "原辅材料到B了"]
    others = ["绩效分级由谁初审", "现在几级", "工艺装备到B了", "还差什么"]
    run_together(*(threading.Thread(target=speak, args=(texts,)) for texts in (ones, others)))
    assert faults == []
    messages = desk.conversation(talk)["messages"]
    assert [message["role"] for message in messages] == ["user", "assistant"] * 8
    said = [message["text"] for message in messages if message["role"] == "user"]
    assert [one for one in said if one in ones] == ones
    assert [one for one in said if one in others] == others
    keys = [entry["key"] for entry in desk.store.load(talk).ledger]
    assert len(keys) == len(set(keys)) >= 5


def test_two_programs_on_one_database_do_not_lose_each_others_turns(tmp_path: Path) -> None:
    one, two = assistant_in(tmp_path), assistant_in(tmp_path)
    talks = [desk.start({"scheme": "sanmenxia-grading-2022"})["id"] for desk in (one, two)]
    faults: list[Exception] = []

    def speak(desk: Assistant, talk: str) -> None:
        try:
            for _ in range(5):
                desk.say(talk, {"text": "运输监管到B了"})
        except Exception as exc:
            faults.append(exc)

    pairs = zip((one, two), talks, strict=True)
    run_together(*(threading.Thread(target=speak, args=pair) for pair in pairs))
    assert faults == []
    assert [len(one.conversation(talk)["messages"]) for talk in talks] == [10, 10]


def test_confirming_twice_at_once_counts_once(desk: Assistant) -> None:
    talk = desk.start({"scheme": "sanmenxia-grading-2022"})["id"]
    desk.say(talk, {"text": "运输监管到B了"})
    replies: list[object] = []

    def confirm() -> None:
        replies.append(desk.confirm(talk, {"accept": ["p1"]})["assessment"])

    run_together(threading.Thread(target=confirm), threading.Thread(target=confirm))
    assert len(replies) == 2
    assert replies[0] == replies[1]
    assert [entry["state"] for entry in desk.store.load(talk).ledger] == ["confirmed"]
