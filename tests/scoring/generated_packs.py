"""Small invented schemes, loaded from files as any other: every kind of row, block, gate, rung and event that the format has."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import naive_points
from hypothesis import strategies as st

from scoring import Assessment, Pack, assess, load_pack, load_scheme, read_request, scheme_ids

TODAY = date(2026, 11, 22)
POINTS = [name for name in scheme_ids() if load_scheme(name).kind == "points"]
LADDERS = [name for name in scheme_ids() if load_scheme(name).kind == "ladder"]
CITE = {"clause": "1", "quote": "原文"}
HOW_OFTEN = ("almost_always", "mostly", "sometimes", "seldom", None)


@dataclass(frozen=True, repr=False)
class Scheme:
    """A pack as the product reads it and as a bare YAML loader does."""

    pack: Pack
    plain: dict[str, Any]

    def __repr__(self) -> str:
        """What a failing example shows: the rules that matter, without words."""
        silent = (
            "cites",
            "title",
            "question",
            "proof",
            "measure",
            "says",
            "says_unmet",
            "quote",
            "of",
            "group",
        )
        rules = [{k: v for k, v in row.items() if k not in silent} for row in self.rows]
        return f"{self.pack.id} {self.plain.get('pass')} {self.plain.get('rungs')} {rules}"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))

    @property
    def rows(self) -> list[dict[str, Any]]:
        return self.plain["rows"]  # type: ignore[no-any-return]

    @property
    def aspects(self) -> list[str]:
        return [row["id"] for row in self.rows if row["kind"] == "aspect"]

    @property
    def events(self) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["kind"] == "event"]

    def row(self, name: str) -> dict[str, Any]:
        return next(row for row in self.rows if row["id"] == name)

    def ladder_of(self, unit: dict[str, Any]) -> list[str]:
        leading = unit.get("track") == "leading"
        return self.plain["leading"]["rungs"] if leading else self.plain["rungs"]  # type: ignore[no-any-return]

    def result(self, facts: Any, **wishes: Any) -> Assessment:
        request = read_request(self.pack, {"facts": facts, **wishes}, today=TODAY)
        return assess(self.pack, request)


@cache
def shipped(scheme: str) -> Scheme:
    """A scheme that comes with the program."""
    return Scheme(load_scheme(scheme), naive_points.read(naive_points.PACKS / scheme))


def loaded(head: dict[str, Any], rows: list[dict[str, Any]]) -> Scheme:
    """The scheme with this head and these rows, by way of files."""
    with TemporaryDirectory() as folder:
        (home := Path(folder) / head["id"] / "items").mkdir(parents=True)
        (home.parent / "pack.yaml").write_text(json.dumps(head, ensure_ascii=False), encoding="utf-8")
        (home / "1.yaml").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        return Scheme(load_pack(home.parent), naive_points.read(home.parent))


@st.composite
def points_schemes(draw: st.DrawFn) -> Scheme:
    """A points scheme of one to three blocks, with or without gates and a pass line."""
    rng = random.Random(draw(st.integers(0, 2**20)))
    # How points that only an authority gives would count towards a pass line, no text says.
    has_line = draw(st.integers(0, 4)) > 0
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
    sections, rows = [], []
    for number, size in enumerate(sizes, 1):
        own = [
            points_row(f"{number}.{place:02}", str(number), rng, authority=not has_line)
            for place in range(1, size + 1)
        ]
        total = sum(Decimal(row["points"]) for row in own if "points" in row)
        rows += own
        sections.append({"id": str(number), "title": f"板块{number}", "weight": rng.choice(("1", "0.3", "0.15")),
                         "max": str(total), "cites": CITE})  # fmt: skip
    rows += [
        head_of(f"G.{place:02}", "condition", rng) | {"gate": "basic"}
        for place in range(draw(st.integers(0, 3)))
    ]
    gates = [
        {"id": name, "title": f"门槛{name}", "cites": CITE}
        for name in ("basic", "required")
        if any(row.get("gate") == name for row in rows)
    ]
    head: dict[str, Any] = identity("points") | {"sections": sections, "gates": gates}
    most = sum(Decimal(section["weight"]) * Decimal(section["max"]) for section in sections)
    if has_line:
        share = rng.choice(("0", "0.3", "0.5", "0.8", "1"))
        head["pass"] = {"at_least": format(most * Decimal(share), "f"), "cites": CITE}
    else:
        head["verdict_reason"] = {"text": "不能定论", "reading": True}
    return loaded(head, rows)


def identity(kind: str) -> dict[str, Any]:
    return {"schema_version": 1, "id": f"made-{kind}", "kind": kind, "title": "试算", "edition": "一", "status": "draft",
            "document": "made-text", "place": "试市", "authority": "试局"}  # fmt: skip


def head_of(name: str, kind: str, rng: random.Random) -> dict[str, Any]:
    head: dict[str, Any] = {
        "id": name,
        "kind": kind,
        "title": f"条目{name}",
        "cites": CITE,
        "question": "做到了吗？",
    }
    if often := rng.choice(HOW_OFTEN):
        head["usually_met"] = often
    return head


def points_row(name: str, section: str, rng: random.Random, *, authority: bool) -> dict[str, Any]:
    """A row of any kind but an aspect or event."""
    kinds = ["required", "required", "optional", "optional", "bonus", "scored", "scored"]
    kind = rng.choice(kinds + ["authority"] * authority)
    row = head_of(name, kind, rng) | {"section": section}
    if kind == "authority":
        return row
    full = rng.choice(("0.5", "3", "10", "7.25"))
    row["points"] = full
    row |= {"gate": "required"} if kind == "required" else {}
    row |= {"may_not_apply": "适用时"} if rng.random() < 0.3 else {}
    if kind != "scored" and rng.random() < 0.5:
        row["value"] = {"unit": rng.choice(("%", "倍", "千瓦时")), "of": "数值", "bands": bands(kind, rng)}
    part = rng.choice(("none", "none", "stages", "choices", "open")) if kind != "required" else "none"
    if part in ("stages", "choices"):
        # Stages reach the full points together, the best choice reaches them alone.
        parts = ("0.25", "0.75", "0.5") if part == "stages" else ("1", "0.5", "0.25")
        shares = [Decimal(text) for text in parts[: rng.choice((2, 3))]]
        row[part] = [
            {
                "id": f"l{place}",
                "title": f"第{place}级",
                "points": str(share * Decimal(full)),
                "quote": "原文",
            }
            for place, share in enumerate(shares)
        ]
    if part == "open" and "value" not in row:
        row["open_formula"] = True
    return row


def bands(kind: str, rng: random.Random) -> list[dict[str, Any]]:
    """Bands that cover the line once, each with a random outcome."""
    outcomes = ("met", "not_met") if kind == "required" else ("none", "open", "full")
    limits = sorted(rng.sample(("0", "1.2", "20", "40", "73.5", "1000"), rng.choice((1, 2, 3))), key=Decimal)
    made: list[dict[str, Any]] = [{"gives": rng.choice(outcomes)}]
    for limit in limits:
        upper, lower = rng.choice((("below", "from"), ("up_to", "above")))
        made[-1][upper] = limit
        made.append({lower: limit, "gives": rng.choice(outcomes)})
    return made


@st.composite
def ladder_schemes(draw: st.DrawFn) -> Scheme:
    """A ladder of two to five rungs with any events, with or without a rung that not all industries have."""
    rng = random.Random(draw(st.integers(0, 2**20)))
    rungs = draw(
        st.sampled_from((["A", "B"], ["A", "B", "C"], ["A", "B", "B-", "C"], ["A", "B", "B-", "C", "D"]))
    )
    head: dict[str, Any] = identity("ladder") | {"rungs": rungs}
    if "B-" in rungs and rng.random() < 0.8:
        head["optional_rungs"] = ["B-"]
    if rng.random() < 0.5:
        head["leading"] = {"rungs": ["引领性", "非引领性"]}
    rows = [head_of(f"方面{place}", "aspect", rng) for place in range(draw(st.integers(1, 12)))]
    for place in range(draw(st.integers(0, 4))):
        row = head_of(f"event_{place}", "event", rng)
        row |= {"adverse": rng.random() < 0.7, "effect": rng.choice(("lowest", "cap", "downgrade"))}
        if row["effect"] == "cap":
            row["cap"] = rng.choice([rung for rung in rungs if rung not in head.get("optional_rungs", [])])
        rows.append(row)
    return loaded(head, rows)


def schemes(name: str, kind: str) -> st.SearchStrategy[Scheme]:
    """A shipped scheme by its id, or a generated one for `generated`."""
    if name != "generated":
        return st.just(shipped(name))
    return points_schemes() if kind == "points" else ladder_schemes()
