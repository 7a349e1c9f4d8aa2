"""Trials, firmness, comparisons and dossiers on the command line and over HTTP."""

from __future__ import annotations

import io
import json
import shutil
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import opened
import pytest
from fastapi.testclient import TestClient

from assistant import cli
from assistant.errors import InputError
from assistant.facade import Assistant
from assistant.set_words import read_set
from scoring import load_scheme
from scoring.rules.loader import PACKS
from web.app import create_app

FACTORY, CITY = "zhengzhou-green-factory", "sanmenxia-grading-2022"
FACTS = {
    "facts": {
        "1.05": {"status": "met", "evidence": ["e1"]},
        "1.19": {"status": "not_met"},
        "6.03": {"value": 31},
    }
}
LADDER = {"facts": {"units": [{"name": "铸造车间", "aspects": {"运输监管": "C", "环境管理": "A"}}]}}


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """The program inside this process, in a folder of its own that is also its data folder."""

    def caller(*arguments: str, stdin: str = "") -> Ran:
        streams = {
            "stdin": io.TextIOWrapper(io.BytesIO(stdin.encode())),
            "stdout": io.TextIOWrapper(io.BytesIO(), write_through=True),
            "stderr": io.TextIOWrapper(io.BytesIO(), write_through=True),
        }
        with monkeypatch.context() as patch:
            for name, stream in streams.items():
                patch.setattr(sys, name, stream)
            patch.setattr(sys, "argv", ["lvping", *arguments])
            patch.chdir(tmp_path)
            patch.setenv("LVPING_DATA_DIR", str(tmp_path))
            with pytest.raises(SystemExit) as ended:
                cli.main()
        told = [streams[name].buffer.getvalue().decode() for name in ("stdout", "stderr")]  # type: ignore[attr-defined]
        return Ran(ended.value.code if isinstance(ended.value.code, int) else 1, *told)

    (tmp_path / "f.json").write_text(json.dumps(FACTS), encoding="utf-8")
    (tmp_path / "l.json").write_text(json.dumps(LADDER), encoding="utf-8")
    yield caller


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    """The interface around an assistant whose index stays closed."""
    desk = Assistant(opened.settings_in(tmp_path), today=lambda: opened.TODAY)
    desk._corpus = opened.corpus()
    return TestClient(create_app(desk), raise_server_exceptions=False)


def later_edition(folder: Path, *, of: str = CITY) -> None:
    """An edition in the data folder that holds from 2025 on."""
    target = folder / "packs" / f"{of}@2025"
    shutil.copytree(PACKS / of, target)
    head = target / "pack.yaml"
    text = head.read_text(encoding="utf-8")
    text = text.replace(
        'effective: {from: null, until: "2022-12-31"', 'effective: {from: "2025-01-01", until: null'
    )
    head.write_text(text.replace("edition: 2022年", "edition: 2025年"), encoding="utf-8")


# --- what is typed ---


@pytest.mark.parametrize(
    ("scheme", "typed", "entry"),
    [
        (FACTORY, "1.05=met", "met"),
        (FACTORY, " 1.05 = 不满足 ", "not_met"),
        (FACTORY, "3.03=0.5", 0.5),
        (FACTORY, "6.03=42%", {"value": 42, "unit": "%"}),
        (FACTORY, "B.02=1.2 MWh", {"value": 1.2, "unit": "MWh"}),
        (FACTORY, "1.05=null", None),
        (FACTORY, "1.05=", None),
        (FACTORY, "3.03=2.5分", {"points": 2.5}),
        (FACTORY, "1.1=30/45分", {"points": 30, "max": 45}),
        (FACTORY, '1.05={"status": "met", "source": "onsite"}', {"status": "met", "source": "onsite"}),
        (FACTORY, "B.01=合同", "合同"),
        (CITY, "0.运输监管=B", "B"),
        (CITY, "events.bribery=true", True),
        (CITY, "events.bribery=否", False),
        (CITY, "events.bribery=maybe", "maybe"),
    ],
)
def test_a_change_is_read_as_it_is_typed(scheme: str, typed: str, entry: object) -> None:
    key = typed.partition("=")[0].strip()
    assert read_set(load_scheme(scheme), [typed]) == {key: entry}


@pytest.mark.parametrize("typed", [["1.05"], ["=met"], ["1.05=met", "1.05=met"], ["1.05={"], ["1.05=007"]])
def test_what_cannot_be_read_is_told(typed: list[str]) -> None:
    with pytest.raises(InputError, match="--set"):
        read_set(load_scheme(FACTORY), typed)


# --- the program ---


def test_whatif_shows_both_results_and_what_differs(call: Any) -> None:
    shown = call("whatif", FACTORY, "f.json", "--set", "1.19=met", "--set", "6.03=25%")
    assert (shown.code, shown.err) == (0, "")
    assert "补上的差距" in shown.out and "1.19" in shown.out
    assert "6.03 建筑密度不低于30%：满足 3 分→不满足 0 分" in shown.out
    machine = call("whatif", CITY, "l.json", "--set", "运输监管=A", "--json", "--as-of", "2022-07-01")
    result = json.loads(machine.out)
    assert result["changes"] == {"0.运输监管": "A"}
    assert result["difference"]["grade"]["after"] == {"confirmed": "D", "reachable": "A"}
    assert result["as_of"] == "2022-07-01"
    assert result["difference"]["gaps_closed"][0]["citation"]["url"].startswith("/library/")


def test_sensitivity_shows_flips_and_limits(call: Any) -> None:
    shown = call("sensitivity", FACTORY, "f.json")
    assert (shown.code, shown.err) == (0, "")
    assert "1.19 分类计量：不满足→满足" in shown.out
    assert "建筑密度 31%，界限 ≥30%" in shown.out
    result = json.loads(call("sensitivity", CITY, "l.json", "--json").out)
    assert result["robust"] is False
    assert {"item", "title", "from", "to", "before", "after", "direction", "citation"} == set(
        result["flips"][0]
    )


def test_diff_of_two_schemes_and_of_a_folder(call: Any) -> None:
    shown = call("diff", "henan-grading-2021", CITY, "l.json")
    assert (shown.code, shown.err) == (0, "")
    assert "新增 bribery" in shown.out
    assert "企业在后一版本" in shown.out
    same = json.loads(call("diff", CITY, str(PACKS / CITY), "--json").out)
    assert same["same_rules"] is True and same["rules"] == [] and same["firm"] is None


def test_the_edition_in_force_assesses_plans_and_verifies(call: Any, tmp_path: Path) -> None:
    later_edition(tmp_path)
    now = json.loads(call("assess", CITY, "l.json", "--json", "--as-of", "2026-01-01").out)
    then = json.loads(call("assess", CITY, "l.json", "--json", "--as-of", "2022-07-01").out)
    assert (now["pack"]["edition"], then["pack"]["edition"]) == ("2025年", "2022年")
    assert "2025年" in now["notes"][0]
    lines = "\n".join(json.dumps(LADDER | {"as_of": day}) for day in ("2026-01-01", "2022-07-01"))
    streamed = [json.loads(line) for line in call("assess", CITY, "--jsonl", stdin=lines).out.splitlines()]
    assert streamed == [now, then]
    plan = json.loads(call("plan", CITY, "l.json", "--json", "--as-of", "2026-01-01").out)
    assert plan["before"]["pack"]["edition"] == "2025年"
    differs = json.loads(call("diff", CITY, f"{CITY}@2025", "--json").out)
    assert {rule["word"] for rule in differs["rules"]} == {"版本", "施行日期", "周期截止"}
    assert call("dossier", CITY, "l.json", "--out", "x.zip", "--as-of", "2026-01-01").code == 0
    verified = json.loads(call("verify", "x.zip", "--json").out)
    assert (verified["holds"], verified["edition"]) == (True, "2025年")
    shutil.rmtree(tmp_path / "packs")
    lost = call("verify", "x.zip")
    assert lost.code == 1
    assert "规则包 sha256" in lost.out


def test_check_looks_at_further_editions(call: Any, tmp_path: Path) -> None:
    later_edition(tmp_path)
    assert call("check").code == 0
    rows = tmp_path / "packs" / f"{CITY}@2025" / "items" / "events.yaml"
    rows.write_text(
        rows.read_text(encoding="utf-8").replace("quote: ", "quote: 查无此句", 1), encoding="utf-8"
    )
    wrong = call("check")
    assert wrong.code == 1
    assert f"{CITY}@2025：" in wrong.out.replace("\n", "")


def test_a_dossier_is_made_and_verified(call: Any, tmp_path: Path) -> None:
    (tmp_path / "ev").mkdir()
    (tmp_path / "ev" / "e1.jpg").write_bytes(b"1")
    (tmp_path / "ev" / "e2.jpg").write_bytes(b"2")
    shown = call("dossier", FACTORY, "f.json", "--out", "x.zip", "--evidence", "ev", "--with-evidence")
    assert (shown.code, shown.err) == (0, "")
    assert "e2.jpg" in shown.out
    first = (tmp_path / "x.zip").read_bytes()
    call("dossier", FACTORY, "f.json", "--out", "x.zip", "--evidence", "ev", "--with-evidence")
    assert (tmp_path / "x.zip").read_bytes() == first
    assert [path.name for path in tmp_path.glob("*.part")] == []
    held = call("verify", "x.zip", "--evidence", "ev")
    assert (held.code, held.err) == (0, "")
    assert "一致" in held.out.splitlines()
    (tmp_path / "ev" / "e1.jpg").write_bytes(b"3")
    changed = call("verify", "x.zip", "--evidence", "ev")
    assert changed.code == 1
    assert "证明材料 e1.jpg" in changed.out
    (tmp_path / "x.zip").write_bytes(first[:-100])
    broken = call("verify", "x.zip")
    assert (broken.code, broken.out) == (2, "")
    assert "打不开" in broken.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("whatif", FACTORY, "f.json", "--set", "9.99=met"),
        ("whatif", FACTORY, "f.json", "--set", "1.05"),
        ("whatif", "nothing", "f.json", "--set", "1.05=met"),
        ("whatif", FACTORY, "f.json"),
        ("whatif", FACTORY, "f.json", "--set", "1.05=met", "--as-of", "gestern"),
        ("sensitivity", FACTORY, "nothing.json"),
        ("diff", FACTORY, CITY),
        ("diff", FACTORY, f"{FACTORY}@none"),
        ("diff", FACTORY, "./nowhere"),
        ("dossier", FACTORY, "f.json"),
        ("dossier", FACTORY, "f.json", "--out", "x.txt"),
        ("dossier", FACTORY, "nothing.json", "--out", "x.zip"),
        ("dossier", FACTORY, "f.json", "--out", "no/where/x.zip"),
        ("dossier", FACTORY, "f.json", "--out", "f.json/x.zip"),
        ("dossier", FACTORY, "f.json", "--out", "x.zip", "--with-evidence"),
        ("dossier", FACTORY, "f.json", "--out", "x.zip", "--evidence", "nowhere"),
        ("verify", "nothing.zip"),
        ("verify", "f.json"),
    ],
)
def test_wrong_uses_end_in_one_clear_message(call: Any, arguments: tuple[str, ...]) -> None:
    ran = call(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert any("一" <= char <= "鿿" for char in ran.err)


def test_half_a_character_is_told_and_not_stumbled_over(call: Any, tmp_path: Path) -> None:
    for facts in ({"3.03": {"ratio": "\ud800"}}, {"1.01": {"status": "met", "evidence": ["\ud800"]}}):
        (tmp_path / "half.json").write_text(json.dumps({"facts": facts}), encoding="utf-8")
        ran = call("dossier", FACTORY, "half.json", "--out", "x.zip")
        assert ran.code == 2
        assert any("一" <= char <= "鿿" for char in ran.err)
    assert not (tmp_path / "x.zip").exists()


# --- the interface ---


def test_trials_over_http(client: TestClient) -> None:
    body = FACTS | {"changes": {"1.19": "met", "3.03": 0.5}}
    result = client.post(f"/api/v1/schemes/{FACTORY}/what-if", json=body).json()
    assert [item["item"] for item in result["difference"]["items"]] == ["1.19", "3.03"]
    firm = client.post(f"/api/v1/schemes/{FACTORY}/sensitivity", json=FACTS).json()
    assert {flip["item"] for flip in firm["flips"]} == {"1.19"}
    assert firm["near"][0]["within_10_percent"] is True


def test_a_dossier_over_http_is_an_archive_to_save(client: TestClient) -> None:
    response = client.post(f"/api/v1/schemes/{FACTORY}/dossier", json=FACTS)
    assert response.headers["content-type"] == "application/zip"
    assert f"{FACTORY}.zip" in response.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert json.loads(archive.read("manifest.json"))["evidence_missing"] == {"e1": ["1.05"]}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("nothing/what-if", {"facts": {}, "changes": {"1.05": "met"}}, 404),
        (f"{FACTORY}/what-if", {"facts": {}}, 422),
        (f"{FACTORY}/what-if", [], 422),
        (f"{FACTORY}/what-if", {"facts": {}, "changes": {"9.9": "met"}}, 422),
        (f"{FACTORY}/what-if", {"facts": {}, "changes": {"1.05": "met"}, "more": 1}, 422),
        (f"{FACTORY}/sensitivity", {"facts": {"9.9": {}}}, 422),
        (f"{FACTORY}/sensitivity", {"facts": {}, "as_of": "x"}, 422),
        ("nothing/sensitivity", {"facts": {}}, 404),
        ("..%2Fx/sensitivity", {"facts": {}}, 404),
        (f"{FACTORY}/dossier", {"facts": 1}, 422),
        (f"{FACTORY}@x/assess", {"facts": {}}, 404),
    ],
)
def test_wrong_bodies_are_told_in_the_one_shape(
    client: TestClient, path: str, body: object, status: int
) -> None:
    response = client.post(f"/api/v1/schemes/{path}", json=body)
    assert response.status_code == status
    assert {"error", "detail", "hint"} == set(response.json())


def test_editions_of_the_data_folder_count_over_http(client: TestClient, tmp_path: Path) -> None:
    later_edition(tmp_path)
    result = client.post(f"/api/v1/schemes/{CITY}/assess", json=LADDER | {"as_of": "2026-01-01"}).json()
    assert result["pack"]["edition"] == "2025年"
    assert [scheme["id"] for scheme in client.get("/api/v1/schemes").json()].count(CITY) == 1
