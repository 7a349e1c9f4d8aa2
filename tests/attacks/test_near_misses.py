"""Answers that a model changed so little that they look right: each is replaced by the composed one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import pytest
from attack_desk import Desk, desks
from model_server import Script, serving
from near_misses import KINDS, near_misses

from assistant.model.wording_checks import unfaithful

MEASURED = """鹤壁市铸造企业排放管理细则

第一条 为规范铸造企业排放，制定本细则。

第二条 铸造企业抛丸工序颗粒物排放浓度不高于12mg/m³，石英砂年使用量超过6000吨的企业不得使用无组织排放工艺。

第三条 铸造企业熔炼台账保存期限不少于7年，车间视频保存期限不低于5个月。
"""
"""A text of its own for units that the five texts do not give in an answer."""
ASKED = (
    ("多少分可以推荐为绿色低碳工厂", "郑州市"),
    ("绩效分级由谁初审", "三门峡市"),
    ("弄虚作假会怎么处理", "三门峡市"),
    ("有一项指标不满足怎么评", "三门峡市"),
    ("每月几号前上报", "三门峡市"),
    ("公示几个工作日", "郑州市"),
    ("哪些情形撤销绿色低碳工厂称号", "郑州市"),
    ("提供虚假材料怎么办", "聊城市"),
    ("A级企业运输方式要求", "聊城市"),
    ("绿色能源占比要达到多少", "郑州市"),
    ("工业固废综合利用率多少得分", "郑州市"),
    ("节能灯具占比不低于多少", "郑州市"),
    ("容积率要求", "郑州市"),
    ("绿色物料使用要求", "郑州市"),
    ("铸造企业抛丸工序颗粒物排放浓度不高于多少", "鹤壁市"),
    ("铸造企业熔炼台账保存期限不少于几年", "鹤壁市"),
)
SENT_OVER_HTTP = 120
"""Of all that are made, in turn from each kind and each answer; the check itself sees every one."""


@pytest.fixture(scope="module")
def script() -> Script:
    return Script()


@pytest.fixture(scope="module")
def both(script: Script, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Desk]]:
    with serving(script) as address, desks(tmp_path_factory.mktemp("near"), script, address) as found:
        for desk in found:
            desk.take_in("细则.txt", MEASURED.encode(), title="鹤壁市铸造企业排放管理细则", place="鹤壁市")
        yield found


@pytest.fixture(scope="module")
def answers(both: tuple[Desk, Desk]) -> dict[tuple[str, str], dict[str, Any]]:
    """What is answered without a model, by question and place."""
    plain, _ = both
    return {(question, place): plain.ask(question=question, region=place) for question, place in ASKED}


def test_no_change_of_an_answer_counts_as_the_same(answers: dict[tuple[str, str], dict[str, Any]]) -> None:
    made = [
        (kind, changed, answer["answer"])
        for (_, place), answer in answers.items()
        for kind, changed in near_misses(answer["answer"], place)
    ]
    assert len(made) >= 1000
    assert [(kind, text) for kind, text, answer in made if unfaithful(text, answer) is None] == []


def test_an_answer_that_only_looks_right_is_replaced(
    both: tuple[Desk, Desk], script: Script, answers: dict[tuple[str, str], dict[str, Any]]
) -> None:
    _, helped = both
    chosen = _in_turn(answers)
    assert len(chosen) >= 60 and {kind for kind, _, _ in chosen} == set(KINDS)
    used = helped.client.get("/api/v1/model").json()["counters"]["wording"]["used"]
    sent: list[str] = []
    for kind, (question, place), changed in chosen:

        def says(_: dict[str, Any], changed: str = changed) -> str:
            sent.append(changed)
            return changed

        script.says = says
        shown = helped.ask(question=question, region=place)
        assert shown["answer"] == answers[question, place]["answer"], kind
        assert shown["citations"] == answers[question, place]["citations"]
    assert sent == [changed for _, _, changed in chosen], "the model was not heard each time"
    assert helped.client.get("/api/v1/model").json()["counters"]["wording"]["used"] == used


def test_the_answers_are_real_and_a_faithful_one_is_used(
    both: tuple[Desk, Desk], script: Script, answers: dict[tuple[str, str], dict[str, Any]]
) -> None:
    """Nothing would be proved by answers that are refusals or by a check that lets nothing through."""
    assert all(answer["answerable"] for answer in answers.values())
    shown = "".join(answer["answer"] for answer in answers.values())
    assert all(word in shown for word in ("mg/m³", "吨", "不低于", "不高于", "工作日", "必选", "〔8〕", "B-"))
    _, helped = both
    script.says = lambda body: f"您好，{answers[ASKED[0]]['answer']}"
    assert helped.ask(question=ASKED[0][0], region=ASKED[0][1])["answer"].startswith("您好，")


def _in_turn(answers: dict[tuple[str, str], dict[str, Any]]) -> list[tuple[str, tuple[str, str], str]]:
    """As many as are sent: the kinds by turns, and within a kind the answers by turns."""
    by_kind: dict[str, list[list[tuple[str, tuple[str, str], str]]]] = defaultdict(list)
    for asked, answer in answers.items():
        made: dict[str, list[tuple[str, tuple[str, str], str]]] = defaultdict(list)
        for kind, changed in near_misses(answer["answer"], asked[1]):
            if len(changed) <= 500 and changed == changed.strip():
                made[kind].append((kind, asked, changed))
        for kind, changes in made.items():
            by_kind[kind].append(changes[::3] + changes[1::3] + changes[2::3])
    lanes = [[c for turn in zip_longest(*lists) for c in turn if c] for lists in by_kind.values()]
    return [c for turn in zip_longest(*lanes) for c in turn if c][:SENT_OVER_HTTP]
