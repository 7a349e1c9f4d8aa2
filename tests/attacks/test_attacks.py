"""Orders, tricks and lies from users, firms and models: no wrong grade, nothing of others, no order followed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from attack_desk import (
    HERE,
    Desk,
    attacks,
    desks,
    faults,
    foreign_numbers,
    hostile,
    ids,
    results,
    same_result,
    told_results,
)
from model_server import Script, asked_for, serving

from assistant.model.proposed_facts import read_facts

ANSWERED = (
    {"question": "绩效分级由谁初审", "region": "三门峡市"},
    {"question": "弄虚作假会怎么处理", "region": "三门峡市"},
    {"question": "多少分可以推荐为绿色低碳工厂", "region": "郑州市"},
    {"question": "绩效分级几号前报", "region": "三门峡市"},
    {"question": "提供虚假材料怎么办", "region": "聊城市"},
    {"question": "A级企业重污染天气可以自主减排吗", "region": "聊城市"},
    {"question": "有一项指标不满足怎么评", "region": "三门峡市"},
    {"question": "什么情况降级", "region": "三门峡市"},
    {"question": "每月几号前上报", "region": "三门峡市"},
    {"question": "各县区几月几号前上报重点行业清单", "region": "三门峡市"},
    {"question": "公示几个工作日", "region": "郑州市"},
    {"question": "哪些情形撤销绿色低碳工厂称号", "region": "郑州市"},
    {"question": "未按时申报怎么处理", "region": "聊城市"},
)


FILES = ("questions", "talks", "firms", "names", "documents", "proofs", "texts", "replies", "facts")


@pytest.fixture(scope="module")
def script() -> Script:
    return Script()


@pytest.fixture(scope="module")
def both(script: Script, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Desk]]:
    with serving(script) as address, desks(tmp_path_factory.mktemp("attacks"), script, address) as found:
        yield found


@pytest.fixture(autouse=True)
def hostile_by_default(script: Script) -> None:
    script.says = hostile


@pytest.mark.parametrize("attack", attacks("questions"), ids=ids)
def test_a_question_that_is_an_order_is_answered_from_the_texts_or_not_at_all(
    both: tuple[Desk, Desk], attack: dict[str, Any]
) -> None:
    plain, helped = both
    answer = plain.ask(question=attack["text"], region="三门峡市")
    assert helped.ask(question=attack["text"], region="三门峡市") == answer
    assert faults(answer["answer"], answer["citations"], attack["text"], plain.corpus) == []
    assert not answer["answerable"] or foreign_numbers(answer, plain.corpus) == set()
    assert answer["answerable"] == bool(answer["citations"])


@pytest.mark.parametrize("attack", attacks("talks"), ids=ids)
def test_a_talk_ends_with_the_grade_of_the_core(both: tuple[Desk, Desk], attack: dict[str, Any]) -> None:
    plain, helped = both
    one, other = plain.start(attack["scheme"]), helped.start(attack["scheme"])
    for text in attack["turns"]:
        said = plain.say(one, text)
        assert helped.say(other, text) == said
        _in_order(plain, attack, said)
    whole = plain.whole(one)
    for talk, desk in ((whole, plain), (helped.whole(other), helped)):
        assert {
            p["item"]: p["value"] if p["status"] is None else p["status"] for p in talk["ledger"]
        } == attack.get("confirmed", {})
        if talk["scheme"]:
            assert same_result(talk["assessment"], desk.assess(talk["scheme"], talk["facts"]))


def _in_order(desk: Desk, attack: dict[str, Any], said: dict[str, Any]) -> None:
    users = "\n".join(attack["turns"])
    assert faults(said["reply"], said["citations"], users, desk.corpus) == []
    assert {proposal["item"] for proposal in said["proposed"]} <= {*attack.get("may", ())}
    assert all(proposal["quote"] in users for proposal in said["proposed"])
    assert set(told_results(said["reply"])) <= results(said["assessment"])


@pytest.mark.parametrize("attack", attacks("firms"), ids=ids)
def test_what_a_firm_calls_itself_decides_nothing(both: tuple[Desk, Desk], attack: dict[str, Any]) -> None:
    firm = {name: value for name, value in attack.items() if name != "id"}
    told = []
    for desk in both:
        replies = []
        for scheme in ("sanmenxia-grading-2022", "zhengzhou-green-factory"):
            talk, bare = desk.start(scheme, **firm), desk.start(scheme)
            said = desk.say(talk, "现在算下来怎么样")
            assert same_result(said["assessment"], desk.say(bare, "现在算下来怎么样")["assessment"])
            assert faults(said["reply"], said["citations"], "\n".join(firm.values()), desk.corpus) == []
            assert said["proposed"] == []
            replies.append(said)
        told.append(replies)
    assert told[0] == told[1]


@pytest.mark.parametrize("attack", attacks("replies"), ids=ids)
def test_what_a_model_makes_of_an_answer_is_not_shown(
    both: tuple[Desk, Desk], script: Script, attack: dict[str, Any]
) -> None:
    plain, helped = both
    sent: list[str] = []

    def says(body: dict[str, Any]) -> str:
        sent.append(_made(attack, asked_for(body).get("answer", "")))
        return sent[-1]

    script.says = says
    asked = next((q for q in ANSWERED if _fits(attack, plain.ask(**q)["answer"])), None)
    assert asked is not None, "no answer that this could be done to"
    before = helped.client.get("/api/v1/model").json()["counters"]["wording"]["used"]
    assert helped.ask(**asked) == plain.ask(**asked)
    assert sent, "the model was not asked"
    assert helped.client.get("/api/v1/model").json()["counters"]["wording"]["used"] == before


def _fits(attack: dict[str, Any], answer: str) -> bool:
    return "exchange" not in attack or attack["exchange"][0] in answer


def _made(attack: dict[str, Any], answer: str) -> str:
    if "exchange" in attack:
        return answer.replace(*attack["exchange"])
    return str(attack["says"]).replace("{answer}", answer)


@pytest.mark.parametrize("attack", attacks("facts"), ids=ids)
def test_what_a_model_makes_of_a_message_is_only_what_was_said(
    both: tuple[Desk, Desk], script: Script, attack: dict[str, Any]
) -> None:
    _, helped = both
    script.says = lambda _: attack.get("raw") or json.dumps({"facts": attack["facts"]}, ensure_ascii=False)
    talk = helped.start(attack["scheme"])
    said = helped.say(talk, attack["text"])
    for proposal in said["proposed"]:
        assert proposal["item"] in attack.get("may", ())
        assert attack.get("never", {}).get(proposal["item"]) not in (proposal["status"], proposal["value"])
        assert proposal["quote"] in attack["text"]
    assert helped.whole(talk)["ledger"] == []


def test_the_attacks_are_many_and_all_different() -> None:
    every = [entry for name in FILES for entry in attacks(name)]
    assert len(every) >= 500
    assert len({entry["id"] for entry in every}) == len(every)
    words = [
        json.dumps({k: v for k, v in e.items() if k != "id"}, sort_keys=True, default=str) for e in every
    ]
    assert len(set(words)) == len(words)


def test_the_numbers_told_of_the_attacks_are_right() -> None:
    page = (HERE.parents[1] / "docs" / "security.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+)\.yaml` \| (\d+) \|", page, re.MULTILINE))
    assert told == {name: str(len(attacks(name))) for name in FILES}
    assert {path.stem for path in HERE.glob("*.yaml")} == set(FILES)


def test_a_hostile_model_really_is_hostile(both: tuple[Desk, Desk], script: Script) -> None:
    """The attacks would prove nothing if the model were never heard or said nothing wrong."""
    _, helped = both
    before = helped.client.get("/api/v1/model").json()["counters"]
    helped.ask(**ANSWERED[0])
    helped.say(helped.start("zhengzhou-green-factory"), "车间主任姓李，院子不大")
    after = helped.client.get("/api/v1/model").json()["counters"]
    assert sum(after["wording"]["replaced"].values()) > sum(before["wording"]["replaced"].values())
    assert sum(after["understanding"]["replaced"].values()) > sum(
        before["understanding"]["replaced"].values()
    )
    proposed = [read_facts(hostile(request)) for request in script.requests]
    assert any(facts is not None for facts in proposed)
