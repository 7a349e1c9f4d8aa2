"""A dossier is the same bytes everywhere, holds when nothing changed, and shows every change of a byte."""

from __future__ import annotations

import hashlib
import io
import json
import random
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import opened
import pytest

from assistant import canonical_json, dossier_verify
from assistant.canonical_json import canonical, parse_exact
from assistant.dossier import TEXTS, make_dossier
from assistant.dossier_evidence import read_evidence
from assistant.dossier_manifest import DossierError, sealed
from assistant.dossier_verify import verify_dossier
from assistant.errors import InputError
from assistant.facade import Assistant
from assistant.trying import in_force
from scoring import UnknownSchemeError
from scoring.rules.loader import PACKS

FACTORY, CITY = "zhengzhou-green-factory", "sanmenxia-grading-2022"
FACTS: dict[str, Any] = {
    "1.05": {"status": "met", "evidence": ["e1"]},
    "1.19": {"status": "not_met", "evidence": ["sub/检测.pdf", "lost"]},
    "3.03": {"ratio": 0.1},
    "6.03": [{"value": 42.0, "unit": "%", "evidence": ["e1"]}, {"value": 41, "source": "document"}],
}
LADDER: dict[str, Any] = {
    "units": [
        {"name": "铸造车间", "aspects": {"运输监管": {"grade": "B", "evidence": ["e1"]}, "环境管理": "A"}}
    ],
    "events": {"bribery": False},
}


@pytest.fixture
def desk(tmp_path: Path) -> Assistant:
    """An assistant whose index stays closed: nothing is searched here."""
    fresh = Assistant(opened.settings_in(tmp_path), today=lambda: opened.TODAY)
    fresh._corpus = opened.corpus()
    return fresh


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    folder = tmp_path / "材料"
    (folder / "sub").mkdir(parents=True)
    (folder / "e1.jpg").write_bytes(b"one")
    (folder / "sub" / "检测.pdf").write_bytes(b"two" * 1000)
    (folder / "spare.txt").write_bytes(b"")
    (folder / ".hidden").write_bytes(b"x")
    return folder


def made(scheme: str, facts: Any, evidence: Path | None = None, **options: Any) -> bytes:
    today = options.pop("today", opened.TODAY)
    body = {"facts": facts, **options.pop("body", {})}
    files = None if evidence is None else read_evidence(evidence)
    archive = io.BytesIO()
    chosen = in_force(scheme, body, today, (PACKS,))
    make_dossier(chosen, opened.corpus(), body, today, files=files, **options).write(archive)
    return archive.getvalue()


def parts(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened_archive:
        return {name: opened_archive.read(name) for name in opened_archive.namelist()}


def packed(members: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", compression) as target:
        for name, content in members.items():
            target.writestr(zipfile.ZipInfo(name), content, compression)
    return archive.getvalue()


def resealed(members: dict[str, bytes], **changes: Any) -> dict[str, bytes]:
    """The parts with a manifest that a forger has made to fit them."""
    manifest = json.loads(members["manifest.json"])
    for name in TEXTS:
        content = members[name]
        manifest["members"][name] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    return {**members, "manifest.json": sealed(manifest | changes)}


@pytest.fixture
def verified(tmp_path: Path) -> Callable[..., dossier_verify.Verification]:
    def verify(archive: bytes, **options: Any) -> dossier_verify.Verification:
        path = tmp_path / "x.zip"
        path.write_bytes(archive)
        return verify_dossier(path, folders=(PACKS,), **options)

    return verify


# --- what is in it ---


@pytest.mark.parametrize(("scheme", "facts"), [(FACTORY, FACTS), (CITY, LADDER), (FACTORY, {}), (CITY, {})])
def test_a_dossier_holds_and_is_the_same_bytes_every_time(
    scheme: str, facts: Any, evidence: Path, verified: Any
) -> None:
    archive = made(scheme, facts, evidence, with_evidence=True)
    reordered = dict(reversed(list(facts.items())))
    assert made(scheme, reordered, evidence, with_evidence=True) == archive
    found = verified(archive, evidence=evidence)
    assert found.holds, found.differences
    assert found.notes == ()


def test_the_day_of_making_is_pinned(verified: Any) -> None:
    members = parts(made(CITY, LADDER, today=date(2022, 7, 1)))
    assert json.loads(members["facts.json"])["as_of"] == "2022-07-01"
    assert json.loads(members["manifest.json"])["as_of"] == "2022-07-01"
    assert json.loads(members["result.json"])["as_of"] == "2022-07-01"
    assert verified(packed(members)).holds


def test_the_result_is_that_of_the_core_and_the_trace_is_exact() -> None:
    members = parts(made(FACTORY, FACTS))
    result = json.loads(members["result.json"])
    assert result["gates"][2]["failing"] == ["1.19"]
    steps = {step["item"]: step for step in json.loads(members["trace.json"])}
    assert Decimal(steps["3.03"]["lower"]) == Decimal("0.5")
    assert steps["1.19"]["said"] == FACTS["1.19"]
    assert steps["1.19"]["citation"]["clause_id"] == f"{FACTORY}:t2.1.19"
    assert "1.19" in members["trace.md"].decode()
    assert "lvping verify" in members["README.txt"].decode()
    assert b"\r" not in b"".join(members.values())


def test_facts_of_the_dossier_can_be_assessed_as_they_are(desk: Assistant) -> None:
    members = parts(made(FACTORY, FACTS))
    assert desk.assess(FACTORY, json.loads(members["facts.json"])) == json.loads(members["result.json"])


def test_evidence_is_listed_by_digest_with_what_is_missing_and_what_nobody_names(evidence: Path) -> None:
    members = parts(made(FACTORY, FACTS, evidence))
    manifest = json.loads(members["manifest.json"])
    assert set(manifest["evidence"]) == {"e1.jpg", "sub/检测.pdf", "spare.txt"}
    assert manifest["evidence"]["e1.jpg"] == {
        "sha256": hashlib.sha256(b"one").hexdigest(), "size": 3, "included": False,
        "ids": ["e1"], "items": ["1.05", "6.03"],
    }  # fmt: skip
    assert manifest["evidence_missing"] == {"lost": ["1.19"]}
    assert manifest["evidence_unnamed"] == ["spare.txt"]
    assert set(members) == {*TEXTS, "manifest.json"}
    whole = parts(made(FACTORY, FACTS, evidence, with_evidence=True))
    assert whole["evidence/sub/检测.pdf"] == b"two" * 1000


def test_evidence_of_a_ladder_is_found_in_aspects(evidence: Path) -> None:
    manifest = json.loads(parts(made(CITY, LADDER, evidence))["manifest.json"])
    assert manifest["evidence"]["e1.jpg"]["items"] == ["0.运输监管"]


def test_an_evidence_folder_must_hold_real_files(tmp_path: Path, evidence: Path) -> None:
    with pytest.raises(InputError, match="没有文件夹"):
        read_evidence(tmp_path / "nothing")
    (evidence / "link").symlink_to(evidence / "e1.jpg")
    with pytest.raises(InputError, match="链接"):
        read_evidence(evidence)


def test_numbers_lose_no_digit(verified: Any) -> None:
    exact = Decimal("0.1000000000000000055511151231257827")
    members = parts(made(FACTORY, {"3.03": {"ratio": exact}}))
    assert str(exact).encode() in members["facts.json"]
    steps = {step["item"]: step for step in json.loads(members["trace.json"])}
    assert Decimal(steps["3.03"]["lower"]) == Decimal("0.5000000000000000277555756156289135")
    assert verified(packed(members)).holds


# --- what has changed ---


def test_changed_evidence_is_found(evidence: Path, verified: Any) -> None:
    archive = made(FACTORY, FACTS, evidence)
    assert any("--evidence" in note for note in verified(archive).notes)
    (evidence / "e1.jpg").write_bytes(b"ONE")
    (evidence / "spare.txt").unlink()
    (evidence / "new.txt").write_bytes(b"new")
    found = {d.path: (d.before, d.after) for d in verified(archive, evidence=evidence).differences}
    assert set(found) == {"e1.jpg", "spare.txt", "new.txt"}
    assert found["e1.jpg"][1] == hashlib.sha256(b"ONE").hexdigest()
    assert found["spare.txt"][1] is None and found["new.txt"][0] is None


def test_another_edition_shows_its_digest_and_every_field_that_differs(tmp_path: Path) -> None:
    path, packs = tmp_path / "x.zip", tmp_path / "packs"
    path.write_bytes(made(FACTORY, {item: {"status": "met"} for item in ("6.03", "1.01")}))
    shutil.copytree(PACKS / FACTORY, packs / FACTORY)
    rows = packs / FACTORY / "items" / "1-1-buildings.yaml"
    rows.write_text(
        rows.read_text(encoding="utf-8").replace("title: 建筑合规", "title: 建筑合法"), encoding="utf-8"
    )
    found = {
        (d.what, d.path): (d.before, d.after) for d in verify_dossier(path, folders=(packs,)).differences
    }
    assert ("pack", "sha256") in found
    assert found[("result", "trace[1.01].title")] == ("建筑合规", "建筑合法")
    assert found[("trace", "[1.01].title")] == ("建筑合规", "建筑合法")
    assert ("text", "trace.md") in found


def test_the_edition_with_the_same_rules_is_used_even_when_another_is_in_force(tmp_path: Path) -> None:
    path, packs = tmp_path / "x.zip", tmp_path / "packs"
    path.write_bytes(made(CITY, LADDER))
    for name in (CITY, f"{CITY}@next"):
        shutil.copytree(PACKS / CITY, packs / name)
    head = packs / f"{CITY}@next" / "pack.yaml"
    text = head.read_text(encoding="utf-8")
    head.write_text(
        text.replace('{from: null, until: "2022-12-31"', '{from: "2023-01-01", until: null'), encoding="utf-8"
    )
    found = verify_dossier(path, folders=(packs,))
    assert found.holds
    assert any("应采用" in note for note in found.notes)


def test_another_state_of_an_indicator_pack_is_a_difference(verified: Any) -> None:
    members = parts(made(CITY, LADDER))
    known = json.loads(members["manifest.json"])["indicators"]
    assert known
    name = next(iter(known))
    found = verified(packed(resealed(members, indicators=known | {name: "0" * 64})))
    assert [(d.what, d.path) for d in found.differences] == [("pack", f"indicators.{name}")]
    fewer = verified(packed(resealed(members, indicators={})))
    assert fewer.holds and any(name in note for note in fewer.notes)


def test_facts_that_the_rules_no_longer_take_are_a_difference(tmp_path: Path) -> None:
    path, packs = tmp_path / "x.zip", tmp_path / "packs"
    path.write_bytes(made(FACTORY, {"C.08": {"status": "met"}}))
    shutil.copytree(PACKS / FACTORY, packs / FACTORY)
    for file in (packs / FACTORY).rglob("*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace("C.08", "C.09"), encoding="utf-8")
    found = {d.path: d.after for d in verify_dossier(path, folders=(packs,)).differences}
    assert "C.08" in str(found["facts"])


def test_a_scheme_that_is_not_installed_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(made(CITY, LADDER))
    with pytest.raises(UnknownSchemeError):
        verify_dossier(path, folders=(tmp_path,))


# --- what cannot be trusted ---


@pytest.mark.parametrize(
    "name", ["facts.json", "result.json", "manifest.json", "trace.json", "trace.md", "README.txt"]
)
def test_any_changed_byte_of_a_part_is_found(name: str, verified: Any) -> None:
    members = parts(made(CITY, LADDER))
    rng = random.Random(name)
    whole = members[name]
    for place in {0, len(whole) - 1, *rng.sample(range(len(whole)), 40)}:
        flipped = whole[:place] + bytes([whole[place] ^ rng.randint(1, 255)]) + whole[place + 1 :]
        with pytest.raises(DossierError):
            verified(packed({**members, name: flipped}))
    for longer in (whole + b" ", whole[:-1], whole + whole, b""):
        with pytest.raises(DossierError):
            verified(packed({**members, name: longer}))


@pytest.mark.parametrize("name", ["facts.json", "result.json", "trace.json", "trace.md", "README.txt"])
def test_a_forged_part_with_a_fitting_manifest_is_found_by_recomputing(name: str, verified: Any) -> None:
    members = parts(made(CITY, LADDER))
    forgeries = {
        "facts.json": ('"A"', '"D"'),
        "result.json": ('"reachable": "B"', '"reachable": "A"'),
        "trace.json": ("met", "not_met"),
        "trace.md": ("满足", "不满足"),
        "README.txt": ("绿评", "红评"),
    }
    old, new = forgeries[name]
    text = members[name].decode()
    assert old in text
    found = verified(packed(resealed({**members, name: text.replace(old, new, 1).encode()})))
    assert not found.holds


def test_a_forged_manifest_is_found(evidence: Path, verified: Any) -> None:
    members = parts(made(FACTORY, FACTS, evidence))
    manifest = json.loads(members["manifest.json"])
    manifest["evidence"]["e1.jpg"]["items"] = ["1.05"]
    changed = verified(packed(resealed(members, evidence=manifest["evidence"])))
    assert [d.path for d in changed.differences] == ["e1.jpg.items"]
    assert not verified(packed(resealed(members, evidence_missing={}))).holds
    assert not verified(packed(resealed(members, corpus={}))).holds
    with pytest.raises(DossierError, match="日期"):
        verified(packed(resealed(members, as_of="2020-01-01")))
    with pytest.raises(DossierError, match="格式版本"):
        verified(packed(resealed(members, format_version=2)))
    with pytest.raises(DossierError, match="不是绿评"):
        verified(packed(resealed(members, format="zip")))
    with pytest.raises(DossierError, match="extra"):
        verified(packed(resealed(members, extra=1)))


def test_results_that_equal_by_accident_of_spelling_are_refused(verified: Any) -> None:
    members = parts(made(CITY, LADDER))
    spelled = json.dumps(json.loads(members["result.json"])).encode()
    with pytest.raises(DossierError, match="写法"):
        verified(packed(resealed({**members, "result.json": spelled})))


def bomb() -> bytes:
    return packed({"manifest.json": b"0" * 10_000_000}, zipfile.ZIP_DEFLATED)


def lying() -> bytes:
    """A member whose directory entry claims four gigabytes."""
    archive = bytearray(packed({"manifest.json": b"{}"}))
    place = archive.index(b"PK\x01\x02") + 20
    archive[place : place + 8] = b"\xf0\xff\xff\xff" * 2
    return bytes(archive)


def twice() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target, pytest.warns(UserWarning):
        target.writestr("manifest.json", b"{}")
        target.writestr("manifest.json", b"{}")
    return archive.getvalue()


@pytest.mark.parametrize(
    ("archive", "word"),
    [
        (b"", "打不开"),
        (b"not a zip", "打不开"),
        (packed({}), "manifest.json"),
        (packed({"manifest.json": b"[]"}), "不是绿评"),
        (packed({"manifest.json": b"\xff"}), "UTF-8"),
        (packed({"manifest.json": b"[" * 100_000}), "嵌套太深"),
        (packed({"manifest.json": b'{"a": 1, "a": 2}'}), "两次"),
        (packed({"manifest.json": b'{"a": 1e999999999}'}), "太大"),
        (packed({"manifest.json": b'{"a": ' + b"9" * 5000 + b"}"}), "位数"),
        (packed({"../manifest.json": b"{}"}), "路径"),
        (packed({"/manifest.json": b"{}"}), "路径"),
        (packed({"a\\b": b"{}"}), "路径"),
        (packed({"C:/x": b"{}"}), "路径"),
        (packed({"evidence/": b""}), "路径"),
        (packed({f"{n}": b"" for n in range(10_001)}), "最多"),
        (bomb(), "重新压缩"),
        (lying(), ""),
        (twice(), "两次"),
    ],
    ids=range(18),
)
def test_what_is_no_dossier_is_refused_in_one_sentence(archive: bytes, word: str, verified: Any) -> None:
    with pytest.raises(DossierError) as caught:
        verified(archive)
    assert word in caught.value.detail


def test_missing_and_added_parts_are_named(evidence: Path, verified: Any) -> None:
    members = parts(made(FACTORY, FACTS, evidence, with_evidence=True))
    for name in members:
        with pytest.raises(DossierError, match="缺少"):
            verified(packed({key: content for key, content in members.items() if key != name}))
    for name in ("more.txt", "evidence/more.txt"):
        with pytest.raises(DossierError, match="多出"):
            verified(packed({**members, name: b""}))
    with pytest.raises(DossierError, match="不同"):
        verified(packed({**members, "evidence/e1.jpg": b"two"}))


def test_a_damaged_file_never_ends_in_anything_but_an_answer(verified: Any) -> None:
    archive = made(CITY, {"units": []})
    rng = random.Random(7)
    for _ in range(60):
        broken = bytearray(archive)
        for _ in range(rng.choice((1, 1, 5))):
            broken[rng.choice((rng.randrange(len(broken)), rng.randrange(-900, 0)))] = rng.randrange(256)
        try:
            found = verified(bytes(broken))
        except InputError as exc:
            assert exc.detail
        else:
            assert found.holds
    for length in range(0, len(archive), len(archive) // 20):
        with pytest.raises(DossierError):
            verified(archive[:length])


# --- one form of JSON ---


def test_one_content_has_one_form() -> None:
    assert canonical({"b": [1, 2.0, Decimal("2.50")], "a": {}, "c": []}) == (
        b'{\n  "a": {},\n  "b": [\n    1,\n    2,\n    2.5\n  ],\n  "c": []\n}\n'
    )
    assert canonical(1e-9) == canonical(Decimal("1E-9")) == b"0.000000001\n"
    assert canonical(-0.0) == canonical(0)
    assert parse_exact(canonical({"中": True, "x": None}), "x") == {"中": True, "x": None}


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), Decimal("NaN"), Decimal("1e500"), {1: 2}, {"a": object()}, "\ud800", b"x"],
)
def test_what_json_cannot_carry_is_refused(value: object) -> None:
    with pytest.raises(InputError):
        canonical(value)


def test_examples_of_the_form_are_what_the_core_reads() -> None:
    assert canonical_json.parse_exact(b"0.10", "x") == Decimal("0.1")


# --- the interface ---


def test_the_interface_makes_the_same_dossier(desk: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "y.zip"
    path.write_bytes(desk.trials.dossier(FACTORY, {"facts": FACTS}))
    assert path.read_bytes() == made(FACTORY, FACTS)
    assert verify_dossier(path, folders=(PACKS,)).holds
