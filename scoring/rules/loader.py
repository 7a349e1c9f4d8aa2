"""A folder of YAML becomes a Pack; all faults are reported together, each with its place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from scoring.errors import PackError, UnknownSchemeError
from scoring.rules.bands import build_bands
from scoring.rules.pack import (
    Cite,
    Deadline,
    Gate,
    Incentive,
    Item,
    Level,
    NewerRule,
    Pack,
    PassRule,
    Principle,
    Reading,
    Section,
    SourceFault,
    ValueRule,
)
from scoring.rules.pack_check import reference_faults
from scoring.rules.pack_schema import ItemModel, LevelModel, PackModel, PrincipleModel
from scoring.rules.schema_faults import schema_faults
from scoring.rules.schema_parts import CiteModel
from scoring.rules.strict_yaml import read_yaml
from scoring.rules.text_data import Validity
from scoring.rules.text_data_check import data_faults

PACKS = Path(__file__).parents[1] / "packs"


def scheme_ids(folder: Path = PACKS) -> tuple[str, ...]:
    """The ids of the installed schemes, sorted; further editions (`scheme@slug`) are no schemes of their own."""
    return tuple(
        sorted(path.parent.name for path in folder.glob("*/pack.yaml") if "@" not in path.parent.name)
    )


@cache
def load_scheme(scheme_id: str) -> Pack:
    """The installed pack of a scheme.

    Raises:
        UnknownSchemeError: no such scheme; the message lists the ones there are.
        PackError: the pack has faults.
    """
    if scheme_id not in scheme_ids():
        raise UnknownSchemeError(f"没有名为“{scheme_id}”的方案；可用的方案：{'、'.join(scheme_ids())}")
    return load_pack(PACKS / scheme_id)


def load_pack(folder: Path) -> Pack:
    """The pack in a folder (pack.yaml and items/*.yaml).

    Raises:
        PackError: with every fault of syntax, shape and reference found.
    """
    head_path = folder / "pack.yaml"
    item_paths = sorted((folder / "items").glob("*.yaml"))
    faults: list[str] = []
    head: PackModel | None = None
    try:
        head = PackModel.model_validate(read_yaml(head_path))
    except ValidationError as exc:
        faults = schema_faults(f"{folder.name}/pack.yaml", exc)
    models: list[tuple[str, ItemModel]] = []
    for path in item_paths:
        raw = read_yaml(path)
        where = f"{folder.name}/items/{path.name}"
        if not isinstance(raw, list):
            faults.append(f"{where}：应为条目的列表，实际是 {type(raw).__name__}")
            continue
        for position, entry in enumerate(raw, 1):
            try:
                models.append((where, ItemModel.model_validate(entry)))
            except ValidationError as exc:
                name = entry.get("id", f"第{position}个") if isinstance(entry, dict) else f"第{position}个"
                faults += schema_faults(f"{where} 条目 {name}", exc)
    if head is None:
        raise PackError(faults)
    items: dict[str, Item] = {}
    for where, model in models:
        if model.id in items:
            faults.append(f"{where} 条目 {model.id}：编号重复；每个编号只能出现一次")
        items[model.id] = _item(model, head.document, f"{where} 条目 {model.id}", faults)
    pack = _pack(head, items, _digest([head_path, *item_paths]))
    faults += reference_faults(pack)
    faults += data_faults(pack)
    if faults:
        raise PackError(faults)
    return pack


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _cite(model: CiteModel, document: str) -> Cite:
    return model.built(document)


def _principle(model: PrincipleModel | None, document: str) -> Principle | None:
    if model is None:
        return None
    return Principle(model.text, _cite(model.cites, document) if model.cites else None, model.reading)


def _levels(models: Iterable[LevelModel]) -> tuple[Level, ...]:
    return tuple(
        Level(
            level.id,
            level.title,
            Decimal(level.points),
            level.quote,
            tuple(filter(None, level.says.split("/"))),
        )
        for level in models
    )


def _item(model: ItemModel, document: str, where: str, faults: list[str]) -> Item:
    value = None
    if model.value is not None:
        bands, band_faults = build_bands(model.value.bands, where)
        faults += band_faults
        value = ValueRule(model.value.unit, model.value.of, bands)
    return Item(
        id=model.id,
        kind=model.kind,
        title=model.title,
        cite=_cite(model.cites, document),
        question=model.question,
        proof=tuple(model.proof),
        measure=model.measure,
        section=model.section,
        gate=model.gate,
        group=model.group,
        points=None if model.points is None else Decimal(model.points),
        may_not_apply=model.may_not_apply,
        value=value,
        stages=_levels(model.stages),
        choices=_levels(model.choices),
        open_formula=model.open_formula,
        says=tuple(model.says),
        says_unmet=tuple(model.says_unmet),
        implies=tuple(model.implies),
        usually_met=model.usually_met,
        adverse=model.adverse,
        effect=model.effect,
        cap=model.cap,
    )


def _pack(head: PackModel, items: dict[str, Item], digest: str) -> Pack:
    doc = head.document
    return Pack(
        id=head.id,
        kind=head.kind,
        title=head.title,
        edition=head.edition,
        status=head.status,
        document=doc,
        place=head.place,
        authority=head.authority,
        sha256=digest,
        effective_from=head.effective.start,
        cycle_until=head.effective.until,
        items=items,
        readings=tuple(
            Reading(r.id, r.text, tuple(r.applies_to), _cite(r.cites, doc) if r.cites else None)
            for r in head.readings
        ),
        source_faults=tuple(
            SourceFault(f.clause, f.what, f.reading, tuple(f.items), f.text_only) for f in head.source_faults
        ),
        newer_rules=tuple(NewerRule(n.text, n.source, n.since) for n in head.newer_rules),
        calendar=tuple(
            Deadline(d.id, d.when, d.what, d.who, _cite(d.cites, doc), d.date) for d in head.calendar
        ),
        incentives=tuple(Incentive(i.grade, i.text, _cite(i.cites, doc)) for i in head.incentives),
        pass_rule=(
            PassRule(Decimal(head.pass_rule.at_least), _cite(head.pass_rule.cites, doc))
            if head.pass_rule
            else None
        ),
        undetermined_reason=_principle(head.verdict_reason, doc),
        gates=tuple(Gate(g.id, g.title, _cite(g.cites, doc)) for g in head.gates),
        sections=tuple(
            Section(s.id, s.title, Decimal(s.weight), Decimal(s.max), _cite(s.cites, doc), s.bonus)
            for s in head.sections
        ),
        rungs=tuple(head.rungs),
        rung_word=head.rung_word,
        optional_rungs=tuple(head.optional_rungs),
        leading_rungs=tuple(head.leading.rungs) if head.leading else (),
        worst_of_aspects=_principle(head.worst_of_aspects, doc),
        worst_of_units=_principle(head.worst_of_units, doc),
        industries=tuple(head.industries),
        industries_cites=tuple(_cite(cite, doc) for cite in head.industries_cites),
        validity=Validity(
            head.effective.text, _cite(head.effective.cites, doc) if head.effective.cites else None
        ),
        legal_basis=tuple(entry.built(doc) for entry in head.legal_basis),
        targets=tuple(entry.built(doc) for entry in head.targets),
        batches=tuple(entry.built(doc) for entry in head.batches),
        procedure=tuple(entry.built(doc) for entry in head.procedure),
        uplift_list=head.uplift_list.built(doc) if head.uplift_list else None,
        withdrawal=tuple(entry.built(doc) for entry in head.withdrawal),
        contacts=tuple(entry.built(doc) for entry in head.contacts),
        evidence_channels=tuple(entry.built(doc) for entry in head.evidence_channels),
        responses=tuple(entry.built(doc) for entry in head.responses),
        warning_levels=tuple(entry.built(doc) for entry in head.warning_levels),
        not_decidable=tuple(entry.built(doc) for entry in head.not_decidable),
        not_encoded=tuple(entry.built(doc) for entry in head.not_encoded),
    )
