"""A database of before talks had strands is brought up with its talks kept."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from assistant.store.conversations import Conversations
from assistant.store.database import MIGRATIONS, make_sessions, open_database

_ROWS = (
    "INSERT INTO organisations VALUES ('default', '默认组织', '2026-11-01 08:00:00')",
    "INSERT INTO enterprises VALUES ('e1', 'default', '甲厂', '灵宝市', '铸造', 'C', 'B', '2026-11-01 08:00:00')",
    "INSERT INTO conversations VALUES ('c1', 'default', 'e1', 'sanmenxia-grading-2022', 'officer', '0.工艺装备', "
    "'[\"0.能源类型\"]', '2026-11-01 08:00:00', '2026-11-01 08:00:00')",
    "INSERT INTO ledger VALUES ('l1', 'default', 'e1', 'c1', 'sanmenxia-grading-2022', 'p1', '0.运输监管', "
    "'{\"item\": \"0.运输监管\", \"value\": \"B\"}', 'confirmed', 'declared', '2026-11-01 08:00:00', '2026-11-01 08:00:00')",
    "INSERT INTO messages VALUES ('m1', 'default', 'e1', 'c1', 1, 'user', '运输监管到B了', NULL, '[]', '[]', "
    "'2026-11-01 08:00:00')",
)


def test_a_talk_of_before_has_one_strand_with_everything_in_it(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'old.sqlite3').as_posix()}"
    engine = create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        for row in _ROWS:
            connection.execute(text(row))
    engine.dispose()
    engine = open_database(url)
    talk = Conversations(make_sessions(engine)).load("c1")
    engine.dispose()
    assert (talk.scheme, talk.pending, talk.skipped) == (
        "sanmenxia-grading-2022",
        "0.工艺装备",
        ("0.能源类型",),
    )
    assert (talk.number, talk.others, talk.next_key) == (1, (), 2)
    assert (talk.firm["name"], talk.firm["target"]) == ("甲厂", "B")
    assert [(entry["key"], entry["state"]) for entry in talk.ledger] == [("p1", "confirmed")]
    assert [message["text"] for message in talk.messages] == ["运输监管到B了"]
