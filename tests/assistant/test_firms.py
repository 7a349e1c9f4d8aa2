"""Firms that are looked after: a fact entered once, standings, dates, states, lists."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import opened
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text

from assistant.errors import ConversationNotFoundError, InputError
from assistant.facade import Assistant
from assistant.portfolio.desk import Portfolio
from assistant.portfolio.errors import FirmChangedError, FirmNotFoundError
from assistant.portfolio.itemised import by_item, together
from assistant.store.conversations import Conversations, Turn
from assistant.store.database import MIGRATIONS, make_sessions, open_database
from assistant.store.firms import Firms
from scoring import ScoringError, as_json, assess, load_scheme, read_request

CITY, PROVINCE, OTHER = "sanmenxia-grading-2022", "henan-grading-2021", "liaocheng-grading-2020"
FACTORY = "zhengzhou-green-factory"
UNIT = {"name": "铸造车间", "industry": "铸造"}


@pytest.fixture
def firms(desk: Assistant) -> Portfolio:
    return desk.firms


def foundry(firms: Portfolio, *schemes: str, **facts: Any) -> dict[str, Any]:
    body = {"name": "甲铸造厂", "region": "灵宝市", "industry": "铸造", "schemes": list(schemes)}
    made = firms.create(body)
    if facts:
        made = firms.enter(made["id"], {"scheme": schemes[0], "facts": {"0.unit": UNIT, **facts}})
    return made


def entries(firm: dict[str, Any], state: str) -> dict[tuple[str, str], Any]:
    return {(e["scheme"], e["item"]): e["fact"] for e in firm["ledger"] if e["state"] == state}


def standing(firm: dict[str, Any], scheme: str) -> dict[str, Any]:
    return next(one for one in firm["standings"] if one["scheme"] == scheme)


# --- a fact entered once ---


def test_like_schemes_are_offered_the_fact_and_none_takes_it(firms: Portfolio) -> None:
    made = foundry(firms, CITY, PROVINCE, OTHER, FACTORY, 运输监管="C")
    proposed = entries(made, "proposed")
    assert proposed[PROVINCE, "0.运输监管"] == "C" and proposed[PROVINCE, "0.unit"] == UNIT
    # 聊城 has no aspect of that name, and rows of a points scheme are its own.
    assert (OTHER, "0.运输监管") not in proposed
    assert {scheme for scheme, _ in proposed} == {PROVINCE, OTHER}
    assert standing(made, CITY)["grade"]["reachable"] == "C"
    assert standing(made, PROVINCE)["grade"] == {"confirmed": "D", "reachable": "A"}


def test_facts_of_a_unit_that_nobody_described_are_offered_too(firms: Portfolio) -> None:
    made = firms.create({"name": "丙厂", "region": "郑州市", "schemes": [CITY, PROVINCE]})
    after = firms.enter(made["id"], {"scheme": CITY, "facts": {"0.运输监管": "C"}})
    assert entries(after, "confirmed") == {(CITY, "0.运输监管"): "C"}
    assert entries(after, "proposed") == {(PROVINCE, "0.运输监管"): "C"}
    offered = [entry["number"] for entry in after["ledger"] if entry["state"] == "proposed"]
    taken = firms.decide(made["id"], {"accept": offered})
    assert standing(taken, PROVINCE)["grade"]["reachable"] == "C"


def test_what_is_confirmed_counts_and_what_is_refused_is_not_asked_again(firms: Portfolio) -> None:
    made = foundry(firms, CITY, PROVINCE, 运输监管="C", 污染治理技术="B")
    numbers = {e["item"]: e["number"] for e in made["ledger"] if e["state"] == "proposed"}
    accept = [numbers["0.unit"], numbers["0.运输监管"]]
    after = firms.decide(made["id"], {"accept": accept, "reject": [numbers["0.污染治理技术"]]})
    assert standing(after, PROVINCE)["grade"]["reachable"] == "C"
    assert entries(after, "proposed") == {}
    again = firms.enter(made["id"], {"scheme": CITY, "facts": {"0.污染治理技术": "A"}})
    assert entries(again, "proposed") == {(PROVINCE, "0.污染治理技术"): "A"}
    back = firms.enter(made["id"], {"scheme": CITY, "facts": {"0.污染治理技术": "B"}})
    assert (PROVINCE, "0.污染治理技术") not in {
        (e["scheme"], e["item"]) for e in back["ledger"] if e["state"] == "proposed" and e["fact"] == "B"
    }


def test_another_unit_is_not_taken_for_the_same(firms: Portfolio) -> None:
    made = foundry(firms, CITY, PROVINCE)
    firms.enter(
        made["id"], {"scheme": PROVINCE, "facts": {"0.unit": {"name": "涂装线", "industry": "工业涂装"}}}
    )
    after = firms.enter(made["id"], {"scheme": CITY, "facts": {"0.unit": UNIT, "0.运输监管": "B"}})
    assert [e for e in after["ledger"] if e["state"] == "proposed" and e["scheme"] == PROVINCE] == []


def test_a_scheme_that_is_added_later_is_offered_what_is_known(firms: Portfolio) -> None:
    made = foundry(firms, CITY, 运输监管="B")
    after = firms.update(made["id"], {"schemes": [CITY, PROVINCE]})
    assert entries(after, "proposed")[PROVINCE, "0.运输监管"] == "B"


def test_an_aspect_cannot_be_taken_before_its_unit(firms: Portfolio) -> None:
    made = foundry(firms, CITY, PROVINCE)
    body = {"0.unit": UNIT, "1.unit": {"name": "涂装线", "industry": "工业涂装"}, "1.运输监管": "B"}
    after = firms.enter(made["id"], {"scheme": CITY, "facts": body})
    number = next(
        e["number"] for e in after["ledger"] if e["scheme"] == PROVINCE and e["item"] == "1.运输监管"
    )
    with pytest.raises((InputError, ScoringError)):
        firms.decide(made["id"], {"accept": [number]})
    assert entries(firms.one(made["id"]), "confirmed").keys() == entries(after, "confirmed").keys()


# --- entering ---


@pytest.mark.parametrize("scheme", [CITY, FACTORY])
def test_facts_by_item_and_back_are_the_same(scheme: str) -> None:
    pack = load_scheme(scheme)
    facts: dict[str, Any] = (
        {"1.01": {"status": "met"}, "6.03": {"value": 42, "unit": "%"}}
        if pack.kind == "points"
        else {
            "units": [
                {**UNIT, "aspects": {"运输监管": "B"}},
                {"name": "二", "track": "leading", "aspects": {}},
            ],
            "events": {"bribery": False},
        }
    )
    again = together(pack, by_item(pack, facts))
    results = [assess(pack, read_request(pack, {"facts": f}, today=opened.TODAY)) for f in (facts, again)]
    assert as_json(results[0]) == as_json(results[1])


@pytest.mark.parametrize(
    ("scheme", "facts", "told"),
    [
        (CITY, {"0.没有": "B"}, "没有"),
        (CITY, {"0.运输监管": "E"}, "等级"),
        (CITY, {"2.unit": UNIT}, "序号"),
        (CITY, {"0.unit": {"aspects": {}}}, "对象"),
        (CITY, {"events.unheard": True}, "事件"),
        (CITY, {}, "facts"),
        (PROVINCE, {"0.运输监管": "B"}, "没有按"),
    ],
)
def test_a_wrong_fact_is_told_and_nothing_is_written(
    firms: Portfolio, scheme: str, facts: dict[str, Any], told: str
) -> None:
    made = foundry(firms, CITY)
    with pytest.raises((InputError, ScoringError)) as fault:
        firms.enter(made["id"], {"scheme": scheme, "facts": facts})
    assert told in fault.value.detail
    assert firms.one(made["id"]) == made


@pytest.mark.parametrize(
    "body",
    [
        {"name": ""},
        {"name": "厂" * 101},
        {"name": "甲", "unheard": 1},
        {"name": "甲", "schemes": "x"},
        {"name": "甲", "schemes": ["nope"]},
        {"name": "甲", "schemes": [CITY, CITY]},
        {"name": "甲", "schemes": [{"scheme": CITY, "target": "D"}]},
        {"name": "甲", "schemes": [{"scheme": FACTORY, "target": "A"}]},
        {"name": "甲", "schemes": [CITY], "facts": {FACTORY: {}}},
        {"name": "甲", "schemes": [FACTORY], "facts": {FACTORY: {"9.99": {"status": "met"}}}},
        [],
    ],
)
def test_a_wrong_firm_is_refused(firms: Portfolio, body: Any) -> None:
    with pytest.raises((InputError, ScoringError)):
        firms.create(body)
    assert firms.listed({})["total"] == 0


def test_nobody_writes_over_what_somebody_else_has_changed(firms: Portfolio) -> None:
    made = foundry(firms, CITY)
    seen = made["revision"]
    firms.update(made["id"], {"name": "乙铸造厂", "revision": seen})
    with pytest.raises(FirmChangedError):
        firms.enter(made["id"], {"scheme": CITY, "facts": {"0.运输监管": "B"}, "revision": seen})
    assert firms.one(made["id"])["name"] == "乙铸造厂" and firms.one(made["id"])["ledger"] == []


def test_firms_of_another_organisation_are_not_there(desk: Assistant) -> None:
    made = foundry(desk.firms, CITY)
    others = Firms(desk.store.sessions, "other")
    assert others.listed() == ()
    with pytest.raises(FirmNotFoundError):
        others.load(made["id"])


def test_nothing_of_the_ledger_is_ever_overwritten(firms: Portfolio) -> None:
    made = foundry(firms, CITY, 运输监管="C")
    firms.enter(made["id"], {"scheme": CITY, "facts": {"0.运输监管": "B"}})
    firms.enter(made["id"], {"scheme": CITY, "facts": {"0.运输监管": None}})
    whole = firms.one(made["id"], history=True)["ledger"]
    mine = [(e["fact"], e["state"]) for e in whole if e["item"] == "0.运输监管"]
    assert mine == [("C", "replaced"), ("B", "replaced"), (None, "confirmed")]
    assert firms.one(made["id"])["facts"][CITY]["units"] == [UNIT]


# --- standings and dates ---


def test_a_standing_is_the_core_s_and_tells_what_blocks(firms: Portfolio) -> None:
    made = foundry(firms, CITY, 运输监管="C", 工艺装备="B")
    made = firms.update(made["id"], {"schemes": [{"scheme": CITY, "target": "B"}]})
    found = standing(made, CITY)
    assert found["state"] == "blocked" and [one["item"] for one in found["blocking"]] == ["0.运输监管"]
    pack = load_scheme(CITY)
    core = as_json(assess(pack, read_request(pack, {"facts": made["facts"][CITY]}, today=opened.TODAY)))
    assert found["grade"] == core["grade"]
    whole = dict.fromkeys((f"0.{name}" for name in pack.aspect_ids), "B")
    after = firms.enter(made["id"], {"scheme": CITY, "facts": whole})
    assert standing(after, CITY)["state"] == "reached" and standing(after, CITY)["blocking"] == []


def test_an_event_that_lowers_the_grade_blocks(firms: Portfolio) -> None:
    made = foundry(firms, CITY)
    after = firms.enter(made["id"], {"scheme": CITY, "facts": {"0.unit": UNIT, "events.bribery": True}})
    assert "events.bribery" in [one["item"] for one in standing(after, CITY)["blocking"]]


def test_points_block_by_must_haves(firms: Portfolio) -> None:
    made = firms.create(
        {"name": "乙", "schemes": [FACTORY], "facts": {FACTORY: {"1.01": {"status": "not_met"}}}}
    )
    found = standing(made, FACTORY)
    assert found["state"] == "blocked" and [one["item"] for one in found["blocking"]] == ["1.01"]
    assert found["blocking"][0]["citation"]["clause_id"].startswith(FACTORY)


def test_past_dates_are_told_as_past_and_the_next_one_is_the_next(firms: Portfolio) -> None:
    made = foundry(firms, CITY, PROVINCE)
    for one in made["standings"]:
        assert one["deadlines"]["next"] is None and one["deadlines"]["last_past"]["passed"] is True
    then = firms.one(made["id"], as_of="2021-08-20")
    dates = standing(then, PROVINCE)["deadlines"]
    assert dates["next"]["date"] == "2021-08-30" and dates["next"]["passed"] is False
    assert dates["last_past"]["date"] == "2021-08-15"
    named = {entry.date for entry in load_scheme(PROVINCE).calendar} | {
        b.by for b in load_scheme(PROVINCE).batches
    }
    assert {dates["next"]["date"], dates["last_past"]["date"]} <= named


# --- the list ---


def test_the_list_is_filtered_and_sorted(firms: Portfolio) -> None:
    one = foundry(firms, CITY, 运输监管="C")
    firms.update(one["id"], {"schemes": [{"scheme": CITY, "target": "B"}]})
    firms.create({"name": "丙机械", "region": "郑州市", "industry": "机械", "schemes": [FACTORY]})
    firms.create({"name": "丁玻璃", "region": "聊城市", "schemes": [OTHER, PROVINCE]})

    def names(**query: Any) -> list[str]:
        return [firm["name"] for firm in firms.listed(query)["firms"]]

    assert names() == ["丁玻璃", "丙机械", "甲铸造厂"]
    assert names(sort="name") == ["丙机械", "丁玻璃", "甲铸造厂"]
    assert names(sort="standing")[0] == names(sort="blocking")[0] == "甲铸造厂"
    assert names(region="河南省", sort="name") == ["丙机械", "甲铸造厂"]
    assert names(region="三门峡市") == ["甲铸造厂"] and names(q="玻璃") == ["丁玻璃"]
    assert names(state="blocked") == ["甲铸造厂"] and names(scheme=OTHER) == ["丁玻璃"]
    assert names(sort="deadline", as_of="2020-12-01")[0] == "丁玻璃"
    page = firms.listed({"sort": "name", "limit": "1", "offset": "1"})
    assert [firm["name"] for firm in page["firms"]] == ["丁玻璃"] and page["total"] == 3
    assert firms.listed({})["counts"] == {"blocked": 1, "open": 2, "reached": 0}
    for wrong in ({"sort": "x"}, {"state": "x"}, {"limit": "-1"}, {"scheme": "x"}, {"unheard": "1"}):
        with pytest.raises((InputError, ScoringError)):
            firms.listed(wrong)


def test_a_known_standing_is_not_told_after_a_change(firms: Portfolio) -> None:
    made = foundry(firms, CITY, 运输监管="C")
    assert firms.listed({})["firms"][0]["standings"][0]["grade"]["reachable"] == "C"
    firms.enter(made["id"], {"scheme": CITY, "facts": {"0.运输监管": "B"}})
    assert firms.listed({})["firms"][0]["standings"][0]["grade"]["reachable"] == "B"


# --- states and comparing ---


def test_two_states_are_compared_with_the_reason(firms: Portfolio) -> None:
    made = foundry(firms, CITY, 运输监管="C", 工艺装备="B")
    firms.keep(made["id"], {"name": "整改前"})
    firms.enter(
        made["id"],
        {"scheme": CITY, "facts": {"0.运输监管": "B", "0.工艺装备": None, "events.bribery": False}},
    )
    body = {
        "scheme": CITY,
        "before": {"firm": made["id"], "state": 1},
        "after": {"firm": made["id"], "state": None},
    }
    found = firms.compare(body)
    facts = found["facts"]
    assert [(one["item"], one["before"], one["after"]) for one in facts["changed"]] == [
        ("0.运输监管", "C", "B")
    ]
    assert [one["item"] for one in facts["added"]] == ["events.bribery"]
    assert [one["item"] for one in facts["removed"]] == ["0.工艺装备"]
    assert found["difference"]["grade"]["before"]["reachable"] == "C"
    assert found["difference"]["grade"]["after"]["reachable"] == "B"
    assert {one["item"] for one in found["difference"]["items"]} == {"0.运输监管", "0.工艺装备"}
    assert found["before"]["state"] == "整改前" and found["notes"] == []
    same = firms.compare({**body, "before": body["after"]})
    assert same["difference"]["nothing"] and same["facts"]["same"] == 3


def test_two_firms_are_compared(firms: Portfolio) -> None:
    one, other = foundry(firms, CITY, 运输监管="C"), foundry(firms, CITY, 运输监管="A")
    found = firms.compare({"scheme": CITY, "before": {"firm": one["id"]}, "after": {"firm": other["id"]}})
    assert found["difference"]["grade"]["after"]["reachable"] == "A"


@pytest.mark.parametrize("side", [None, {}, {"firm": 1}, {"firm": "x"}, {"state": 1}])
def test_a_wrong_side_is_refused(firms: Portfolio, side: Any) -> None:
    made = foundry(firms, CITY)
    with pytest.raises((InputError, FirmNotFoundError)):
        firms.compare({"scheme": CITY, "before": side, "after": {"firm": made["id"]}})
    with pytest.raises(InputError, match="状态"):
        firms.compare(
            {"scheme": CITY, "before": {"firm": made["id"], "state": 9}, "after": {"firm": made["id"]}}
        )


# --- talks ---


def test_what_a_talk_has_confirmed_is_proposed_to_the_firm(desk: Assistant) -> None:
    firms, made = desk.firms, foundry(desk.firms, CITY)
    talk = desk.store.start(CITY, "consultant", {"name": "甲铸造厂", "industry": "铸造"})
    proposal = {"id": "p1", "item": "0.运输监管", "status": None, "value": "B", "quote": "到B了"}
    desk.store.write(talk, Turn(user_text="到B了", reply="记下", proposals=[proposal]))
    assert entries(firms.attach(made["id"], {"conversation": talk}), "proposed") == {
        (CITY, "0.unit"): {"name": "铸造", "industry": "铸造"}
    }
    desk.store.write(talk, Turn(user_text="对", reply="好", accept=["p1"]))
    after = firms.attach(made["id"], {"conversation": talk})
    assert after["talks"] == [talk]
    entry = next(e for e in after["ledger"] if e["item"] == "0.运输监管")
    assert (entry["state"], entry["fact"], entry["origin"]["conversation"]) == ("proposed", "B", talk)
    with pytest.raises(ConversationNotFoundError):
        firms.attach(made["id"], {"conversation": "nope"})


# --- the database ---


def test_a_database_of_before_is_brought_up_with_its_talks(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'old.sqlite3').as_posix()}"
    engine = create_engine(url)

    def to(connection: Connection, revision: str) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    with engine.begin() as connection:
        to(connection, "0004")
        now = "2026-11-01 00:00:00"
        connection.execute(text(f"INSERT INTO organisations VALUES ('default', '组织', '{now}')"))
        connection.execute(
            text(f"INSERT INTO enterprises VALUES ('e1', 'default', '甲厂', NULL, NULL, NULL, NULL, '{now}')")
        )
        connection.execute(
            text(
                f"INSERT INTO conversations VALUES ('c1', 'default', 'e1', NULL, 'officer', NULL, '[]', '{now}', '{now}')"
            )
        )
        connection.execute(
            text("INSERT INTO talk_strands VALUES ('c1', 1, 'e1', NULL, NULL, '[]', '[]', '[]', 1)")
        )
    engine.dispose()
    opened_again = open_database(url)
    sessions = make_sessions(opened_again)
    assert Conversations(sessions).load("c1").firm["name"] == "甲厂"
    assert Firms(sessions).listed() == ()
    opened_again.dispose()


def test_the_day_is_the_one_given(tmp_path: Path) -> None:
    desk = opened.assistant_in(tmp_path)
    assert desk.firms.listed({})["as_of"] == opened.TODAY.isoformat()
    assert desk.firms.today() == date(2026, 11, 22)


# --- taken out ---


def test_a_firm_is_taken_out_with_all_that_was_kept_of_it(desk: Assistant, firms: Portfolio) -> None:
    made, other = foundry(firms, CITY, 运输监管="C"), foundry(firms, CITY, 运输监管="B")
    talk = desk.store.start(CITY, "consultant", {"name": "甲铸造厂", "industry": "铸造"})
    firms.attach(made["id"], {"conversation": talk})
    firms.keep(made["id"], {"name": "整改前"})
    assert firms.remove(made["id"]) == {"id": made["id"], "removed": "甲铸造厂"}
    with pytest.raises(FirmNotFoundError):
        firms.one(made["id"])
    with pytest.raises(FirmNotFoundError):
        firms.remove(made["id"])
    assert [one["id"] for one in firms.listed({})["firms"]] == [other["id"]]
    assert entries(firms.one(other["id"]), "confirmed")[CITY, "0.运输监管"] == "B"
    assert desk.store.load(talk).scheme == CITY
