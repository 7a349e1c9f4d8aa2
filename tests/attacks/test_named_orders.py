"""Orders in names and notes: they are shown as they were written and nothing is run, fetched or followed."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from active_parts import active_parts
from attack_desk import KEY, Desk, attacks, desks, faults, hostile, ids, same_result
from model_server import Script, serving

from assistant.canonical_json import canonical
from assistant.dossier_manifest import sealed

LADDER = "sanmenxia-grading-2022"
ENTRIES = attacks("names")
NAMES = [str(entry["words"]) for entry in ENTRIES]
STATEMENT = "运输监管到B了"
PLANNED = ("n001", "n005", "n006", "n008", "n014", "n019")
HANDED_OVER = ("n001", "n008", "n011")


@pytest.fixture(scope="module")
def script() -> Script:
    return Script()


@pytest.fixture(scope="module")
def both(script: Script, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Desk]]:
    with serving(script) as address, desks(tmp_path_factory.mktemp("names"), script, address) as found:
        script.says = hostile
        yield found


@pytest.mark.parametrize("attack", ENTRIES, ids=ids)
def test_a_firm_so_called_is_one_like_others(both: tuple[Desk, Desk], attack: dict[str, Any]) -> None:
    _, helped = both
    words = str(attack["words"])
    told = []
    for desk in both:
        talk = desk.start(LADDER, name=words, region="三门峡市", industry="铸造")
        said = desk.say(talk, STATEMENT)
        assert faults(said["reply"], said["citations"], words, desk.corpus) == []
        bare = desk.start(LADDER, name="甲厂", region="三门峡市", industry="铸造")
        assert same_result(said["assessment"], desk.say(bare, STATEMENT)["assessment"])
        told.append((said["reply"], said["proposed"]))
    assert told[0] == told[1]
    for kind in ("docx", "xlsx", "md") if attack["id"] in PLANNED else ():
        plan = helped.client.post(f"/api/v1/conversations/{talk}/plan?format={kind}", json={"target": "B"})
        assert plan.status_code == 200, plan.text
        assert active_parts(plan.content, kind) == []
        disposition = plan.headers["content-disposition"]
        assert "\n" not in disposition and "<" not in disposition and ".." not in disposition


def test_firms_that_are_looked_after_are_listed_and_given_out_as_words(both: tuple[Desk, Desk]) -> None:
    plain, _ = both
    made = []
    for name in NAMES:
        unit = {"name": name, "industry": "铸造", "aspects": {"运输监管": "B"}}
        body = {"name": name, "region": "三门峡市", "industry": "铸造", "schemes": [LADDER]}
        firm = plain.client.post("/api/v1/firms", json=body | {"facts": {LADDER: {"units": [unit]}}})
        assert firm.status_code in (201, 422), firm.text
        if firm.status_code == 201:
            made.append(firm.json())
            path = f"/api/v1/firms/{made[-1]['id']}"
            assert plain.client.post(f"{path}/states", json={"name": name}).status_code == 200
            noted = {"scheme": LADDER, "facts": {"0.环境管理": "C"}, "source": name[:60]}
            assert plain.client.post(f"{path}/facts", json=noted).status_code == 200
    assert len(made) >= 0.8 * len(NAMES)
    grades = {json.dumps(grade(plain, firm["id"]), sort_keys=True) for firm in made}
    assert len(grades) == 1, "a name has changed a grade"
    for path in ("/firms", *(f"/firms/{firm['id']}" for firm in made)):
        assert active_parts(plain.client.get(path).content, "page") == []
    book = plain.client.get("/api/v1/firms/export?format=xlsx")
    assert active_parts(book.content, "xlsx") == []
    lines = plain.client.get("/api/v1/firms/export?format=jsonl").text.splitlines()
    assert {json.loads(line)["name"] for line in lines} >= {firm["name"] for firm in made}


def grade(desk: Desk, firm: str) -> Any:
    (one,) = desk.client.get(f"/api/v1/firms/{firm}").json()["standings"]
    return one["grade"] if "grade" in one else one["assessment"]["grade"]


def test_questions_and_notes_of_the_helpdesk_stay_words(both: tuple[Desk, Desk]) -> None:
    plain, _ = both
    for name in NAMES:
        asked = {"question": f"{name}，评上A级给多少补贴", "region": "聊城市", "industry": name[:40]}
        handed = plain.client.post("/api/v1/helpdesk/questions", json=asked)
        assert handed.status_code in (200, 201, 422), handed.text
    cases = plain.client.get("/api/v1/helpdesk/cases?limit=50").json()["cases"]
    assert len(cases) >= 10
    for case, name in zip(cases, NAMES, strict=False):
        body = {"version": case["version"], "by": name[:20], "reason": name}
        closed = plain.client.post(f"/api/v1/helpdesk/cases/{case['id']}/close", json=body)
        assert closed.status_code in (200, 422), closed.text
        assert active_parts(plain.client.get(f"/helpdesk/{case['id']}").content, "page") == []
    for kind in ("csv", "xlsx"):
        given = plain.client.get(f"/api/v1/helpdesk/export?format={kind}")
        assert given.status_code == 200
        assert active_parts(given.content, kind) == []
    assert active_parts(plain.client.get("/helpdesk").content, "page") == []


def test_forms_of_approved_answers_are_compared_and_never_obeyed(
    both: tuple[Desk, Desk], script: Script
) -> None:
    clause = {"clause_id": f"{LADDER}:s3.1", "quote": "每月 20 日前完成当月申报企业绩效分级初审工作"}
    forms = [f"{name}，铸造企业的申报资料每月几号前初审完" for name in NAMES][:8]
    answer = {
        "answer": "各生态环境分局每月20日前完成当月初审〔1〕。",
        "clauses": [clause],
        "place": "三门峡市",
    }
    added = []
    for desk in both:
        for form in forms:
            line = answer | {"forms": [form], "approved_by": "王工"}
            added.append(desk.client.post("/api/v1/curated", json=[line]).status_code)
    assert set(added) <= {201, 422} and added.count(201) >= 10, "no form was taken, so nothing is tried"
    plain, helped = both
    for form in forms:
        script.requests.clear()
        given = plain.ask(question=form, region="三门峡市")
        assert helped.ask(question=form, region="三门峡市") == given
        assert faults(given["answer"], given["citations"], form, plain.corpus) == []
        sent = json.dumps(script.requests, ensure_ascii=False)
        assert KEY not in sent and "13912345678" not in sent and "洛阳宏远" not in sent
    talk = helped.start(LADDER)
    before = helped.whole(talk)["assessment"]
    assert same_result(helped.say(talk, forms[0])["assessment"] or before, before)
    assert helped.whole(talk)["ledger"] == []


@pytest.mark.parametrize("attack", ENTRIES[5:10], ids=ids)
def test_a_file_so_called_is_one_like_others(both: tuple[Desk, Desk], attack: dict[str, Any]) -> None:
    plain, _ = both
    name = f"../../{attack['words']}.txt"
    talk = plain.start(LADDER)
    before = plain.whole(talk)["assessment"]
    said = plain.attach(talk, name, f"{attack['id']}号情况说明\n{STATEMENT}\n".encode())
    assert [entry["item"] for entry in said["proposed"]] == ["0.运输监管"]
    assert ".." not in said["reply"] and "etc/" not in said["reply"]
    assert plain.whole(talk)["ledger"] == []
    assert same_result(plain.whole(talk)["assessment"], before)
    drafted = plain.client.post(
        "/api/v1/documents", files={"file": (name, f"{attack['id']}号办法\n\n第一条 每年报一次。\n".encode())}
    )
    assert drafted.status_code == 201
    for page in ("/documents", f"/documents/{drafted.json()['document']['id']}"):
        assert active_parts(plain.client.get(page).content, "page") == []


def _resealed(bundle: bytes, words: str) -> bytes:
    """A bundle in which every name, note and reply is an order, with its digests made right again."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    talk = json.loads(parts["conversation.json"])
    for enterprise in talk["enterprises"]:
        enterprise["name"] = words
    for message in talk["messages"]:
        message["text"] = words
    parts["conversation.json"] = canonical(talk)
    manifest = json.loads(parts["manifest.json"])
    manifest.pop("seal")
    for name, member in manifest["members"].items():
        member |= {"sha256": hashlib.sha256(parts[name]).hexdigest(), "size": len(parts[name])}
    parts["manifest.json"] = sealed(manifest)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    return out.getvalue()


@pytest.mark.parametrize(
    "attack",
    [entry for entry in ENTRIES if entry["id"] in HANDED_OVER],
    ids=ids,
)
def test_a_talk_handed_over_with_orders_in_it_is_taken_as_words(
    both: tuple[Desk, Desk], attack: dict[str, Any]
) -> None:
    plain, helped = both
    words = str(attack["words"])
    talk = plain.start(LADDER, name="甲厂", region="三门峡市", industry="铸造")
    plain.say(talk, STATEMENT)
    plain.say(talk, "确认")
    bundle = plain.client.get(f"/api/v1/handovers/{talk}").content
    taken = helped.client.post("/api/v1/handovers", files={"file": ("对话.zip", _resealed(bundle, words))})
    assert taken.status_code in (200, 201), taken.text
    here, there = helped.whole(talk), plain.whole(talk)
    assert same_result(here["assessment"], there["assessment"])
    assert len(here["ledger"]) == len(there["ledger"])
    said = helped.say(talk, "现在算下来怎么样")
    assert same_result(said["assessment"], there["assessment"])
    assert said["proposed"] == []
    assert faults(said["reply"], said["citations"], words, helped.corpus) == []
    for kind in ("docx", "xlsx", "md"):
        plan = helped.client.post(f"/api/v1/conversations/{talk}/plan?format={kind}", json={"target": "B"})
        assert active_parts(plan.content, kind) == []
