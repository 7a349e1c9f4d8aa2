"""Talks with a good, a hostile and a dead model: the facts, the grade and the result after every turn are those without one."""

from __future__ import annotations

import json
import tempfile
import urllib.request
from dataclasses import dataclass
from functools import cache
from itertools import chain, cycle
from pathlib import Path
from typing import Any

import pytest
from attacks.model_server import Script, serving
from courses import SCRIPTS, Course, Step, course, differences, undisturbed
from model_words import Good, Hostile
from nursery import Nursling, free_port
from scripted_talks import Player

from assistant.model.proposal_checks import NOTE

pytestmark = pytest.mark.slow
SCHEME = "zhengzhou-green-factory"
HANGS = {"before_headers": 5.0}
ECHOES: dict[str, Any] = {}
# An asking is tried three times. Never three failed askings in a row, or the service would be left alone for the rest of the talks.
QUICK = (
    *({"status": 500}, {"status": 503}, {"status": 502}, ECHOES, *[{"break_off": True}] * 3, ECHOES),
    *({"says": lambda _: ""}, ECHOES, {"status": 500}, ECHOES),
)
ONLY_A_MODEL = {
    "新员工进厂都要上一堂环保课，还要考试": ("G.08", "met", "新员工进厂都要上一堂环保课"),
    "做产品图纸的时候就考虑怎么拆、怎么回收": ("4.01", "met", "做产品图纸的时候就考虑怎么拆、怎么回收"),
    "产品不用电也不耗能，能效这条不适用": ("4.06", "not_applicable", "能效这条不适用"),
    "一把手在大会上亲自表过态": ("G.04", "met", "一把手在大会上亲自表过态"),
    "社会责任的册子印了，官网也挂着": ("2.09", "met", "社会责任的册子印了"),
    "取水量比定额少两成": ("3.07", "met", "取水量比定额少两成"),
}
"""Messages that rules have missed when this was written: what they say of which item, in which words."""


@dataclass(frozen=True, slots=True)
class Evening:
    """All talks with one model."""

    courses: dict[str, Course]
    model: dict[str, Any]
    """What the operator is told of it."""
    said: Any
    told: dict[str, Course]
    """Each message of `ONLY_A_MODEL`, then a yes."""
    assessed: dict[str, Any]
    """What the core makes of the facts that each of those talks ended with, by the message."""


def truth() -> dict[str, list[dict[str, Any]]]:
    """What each message says, as the talks are written."""
    found = {
        turn["say"]: [_fact(item, value, turn["say"]) for item, value in turn["proposed"].items()]
        for script in SCRIPTS.values()
        for turn in script["turns"]
        if "say" in turn and turn.get("proposed")
    }
    for text, (item, status, quote) in ONLY_A_MODEL.items():
        found[text] = [{"item": item, "status": status, "quote": quote}]
    return found


def _fact(item: str, value: Any, text: str) -> dict[str, Any]:
    name = "status" if value in ("met", "not_met", "unknown", "not_applicable") else "value"
    return {"item": item, "quote": text, name: value}


@cache
def evening(kind: str) -> Evening:
    """How all talks go with a kind of model, one server for all of them."""
    said: Any = {"good": Good, "hostile": Hostile}.get(kind, lambda _: _same)(truth())
    script = Script(says=said)
    if kind == "failing":
        script.ways = chain(QUICK, (HANGS, ECHOES), QUICK, (HANGS, ECHOES), cycle(QUICK[-4:]))
    with tempfile.TemporaryDirectory(prefix="lvping-model-") as folder, serving(script) as address:
        at = f"http://127.0.0.1:{free_port()}/v1" if kind == "refused" else address
        seconds = {"refused": "0.5", "failing": "4"}.get(kind, "30")
        names = {"BASE_URL": at, "MODEL": "scripted", "SECONDS": seconds}
        server = Nursling(Path(folder), {f"LVPING_LLM_{name}": value for name, value in names.items()})
        server.start()
        try:
            player = Player(server.address)
            courses = {name: course(player, script, name) for name, script in SCRIPTS.items()}
            told = {text: course(player, _only_said(text), text) for text in ONLY_A_MODEL}
            assessed = {
                text: player.post(f"/schemes/{SCHEME}/assess", {"facts": talk[-1].talk["facts"]})
                for text, talk in told.items()
            }
            with urllib.request.urlopen(f"{server.address}/api/v1/model", timeout=30) as answer:
                return Evening(courses, json.load(answer), said, told, assessed)
        finally:
            server.kill()


def _same(body: dict[str, Any]) -> str:
    """An answer that leaves everything as it is."""
    data = json.loads(body["messages"][-1]["content"])
    return str(data["answer"]) if "answer" in data else '{"facts": []}'


def _only_said(text: str) -> dict[str, Any]:
    turns = [{"say": text}, {"say": "确认"}]
    return {"role": "officer", "scheme": SCHEME, "turns": turns}


def test_a_good_model_only_words_what_a_talk_says() -> None:
    heard = evening("good")
    assert _parted({name: _as_composed(heard, talk) for name, talk in heard.courses.items()}) == {}


@pytest.mark.parametrize("kind", ["hostile", "refused", "failing"])
def test_a_model_that_lies_or_fails_leaves_every_talk_as_it_is(kind: str) -> None:
    assert _parted(evening(kind).courses) == {}


def _parted(courses: dict[str, Course]) -> dict[str, list[str]]:
    """The talks that went otherwise than without a model."""
    plain, _ = undisturbed()
    assert courses.keys() == plain.keys()
    parted = {name: differences(plain[name], talk) for name, talk in courses.items()}
    return {name: faults for name, faults in parted.items() if faults}


def _as_composed(heard: Evening, talk: Course) -> Course:
    return [Step(heard.said.undone(step.reply), heard.said.undone(step.whole)) for step in talk]


def test_a_good_model_is_really_heard() -> None:
    heard = evening("good")
    plain, _ = undisturbed()
    reworded = [
        (name, step.replied["reply"])
        for name, talk in heard.courses.items()
        for step, before in zip(talk, plain[name], strict=True)
        if step.replied["reply"] != before.replied["reply"]
    ]
    assert len(reworded) >= 8
    assert all("您好，" in words for _, words in reworded)
    counted = heard.model["counters"]
    assert counted["wording"]["used"] >= len(reworded)
    assert counted["understanding"]["asked"] >= 20
    assert counted["understanding"]["used"] == sum(len(_found(talk)) for talk in heard.told.values()) >= 1


def test_what_a_good_model_finds_waits_for_a_yes_and_then_counts() -> None:
    heard = evening("good")
    assert any(_found(talk) for talk in heard.told.values())
    for text, (said, agreed) in heard.told.items():
        item, status, quote = ONLY_A_MODEL[text]
        assert [(p["item"], p["status"], p["quote"]) for p in _found((said,))] in (
            [],
            [(item, status, quote)],
        )
        assert said.talk["ledger"] == []
        assert said.talk["facts"] == {}
        assert [e["item"] for e in agreed.talk["ledger"]] == [p["item"] for p in said.talk["proposed"]]
        for name in ("score", "verdict", "gates"):
            assert agreed.talk["assessment"][name] == heard.assessed[text][name]


def _found(talk: Course | tuple[Step, ...]) -> list[dict[str, Any]]:
    """What waits after the first message because a model pointed it out."""
    return [proposal for proposal in talk[0].talk["proposed"] if NOTE in proposal["note"]]


def test_a_hostile_model_is_heard_and_nothing_of_it_is_used() -> None:
    heard = evening("hostile")
    counted = heard.model["counters"]
    assert counted["wording"]["used"] == 0
    assert len(counted["wording"]["replaced"]) >= 5
    assert {"item", "quote", "not_json", "already_read"} <= counted["understanding"]["replaced"].keys()
    assert len(set(heard.said.said)) >= 40
    true = {(item, status, quote) for item, status, quote in ONLY_A_MODEL.values()}
    for talk in heard.told.values():
        # What it invents may by chance be what the user said.
        assert {(p["item"], p["status"], p["quote"]) for p in _found(talk)} <= true


def test_a_dead_model_is_asked_a_few_times_and_then_left_alone() -> None:
    model = evening("refused").model
    assert model["state"] in ("resting", "trying")
    counters = [model["counters"][purpose] for purpose in ("wording", "understanding")]
    assert any("connect" in counted["failed"] for counted in counters)
    for counted in counters:
        assert counted["used"] == 0
        assert counted["asked"] == sum(counted["failed"].values())
        assert counted["not_asked"]["resting"] > counted["asked"]


def test_a_failing_model_is_counted_by_what_went_wrong() -> None:
    counted = evening("failing").model["counters"]
    failed = {**counted["wording"]["failed"], **counted["understanding"]["failed"]}
    assert {"server", "broken", "empty"} <= failed.keys()
    assert failed.keys() & {"first_token", "too_slow"}
    assert counted["wording"]["replaced"] == {}
