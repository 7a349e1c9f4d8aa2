"""Firms taken in from a file and given out as one; all of a file or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.documents import MEDIA, Document
from assistant.errors import AssistantError, InputError
from assistant.portfolio.bodies import FIRM_FIELDS, read_fields, read_id
from assistant.portfolio.desk import Portfolio
from assistant.portfolio.itemised import differences
from assistant.portfolio.records import Firm, NewEntry
from assistant.portfolio.sheets import FORMATS, LARGEST, as_lines, as_workbook, read_lines, read_workbook
from assistant.requests import read_body
from scoring import Pack, ScoringError

MOST_FIRMS = 2000


def exported(portfolio: Portfolio, fmt: str) -> Document:
    """All firms as a file, which can be taken in again.

    Raises:
        InputError: another format.
    """
    if fmt not in FORMATS:
        raise InputError(f"不支持的格式“{fmt[:20]}”；可用：{'、'.join(FORMATS)}")
    firms = [portfolio.one(firm.id) for firm in portfolio.store.listed()]
    if fmt == "jsonl":
        return Document(as_lines(firms), "application/x-ndjson", "企业.jsonl")
    return Document(as_workbook(firms, portfolio.packs()), MEDIA["xlsx"], "企业.xlsx")


def take_in(portfolio: Portfolio, path: Path, name: str) -> dict[str, Any]:
    """Firms of a file, new ones and changes of known ones; facts of the file count as entered.

    A firm with an id that is known is changed: facts that its line holds replace those of the same scheme. One without an id is new.

    Raises:
        InputError: a line is not right; nothing was taken in.
    """
    packs = portfolio.packs()
    if name.lower().endswith(".xlsx"):
        bodies = read_workbook(path, packs)
    else:
        try:
            if path.stat().st_size > LARGEST:
                raise InputError(f"{name}：文件超过 {LARGEST // 2**20} MB；请拆成几份")
            bodies = read_lines(path.read_bytes())
        except OSError as exc:
            raise InputError(f"读不了文件 {name}：{exc.strerror}；请检查路径") from exc
    if not bodies:
        raise InputError(f"{name}：没有企业；每行一家，或用 lvping firms export 的样子")
    if len(bodies) > MOST_FIRMS:
        raise InputError(f"{name}：共 {len(bodies)} 家，最多 {MOST_FIRMS} 家；请拆成几份")
    known = {firm.id: firm for firm in portfolio.store.listed()}
    named = {(firm.name, firm.region): firm.id for firm in known.values()}
    read = [_read(portfolio, where, body, known, named, packs, name) for where, body in bodies]
    new = [(wanted, told, entries) for wanted, told, entries in read if wanted not in known]
    ids = portfolio.store.add(new)
    changes = 0
    for wanted, told, entries in read:
        if wanted in known:
            portfolio.store.write(str(wanted), entries, fields=told)
            changes += 1
    for firm_id, (_, _, entries) in zip(ids, new, strict=True):
        portfolio.carry(firm_id, [(entry.scheme, entry.item) for entry in entries])
    return {"added": len(ids), "changed": changes, "facts": sum(len(entries) for _, _, entries in read)}


_Read = tuple[str | None, dict[str, Any], Sequence[NewEntry]]


def _read(
    portfolio: Portfolio,
    where: str,
    body: object,
    known: Mapping[str, Firm],
    named: dict[tuple[str, str | None], str],
    packs: Mapping[str, Pack],
    file: str,
) -> _Read:
    try:
        fields = read_body(body, ("id", *FIRM_FIELDS, "facts"))
        told, wanted = read_fields(fields, packs), read_id(fields.get("id"))
        key = (told["name"], told["region"])
        # Whoever writes ids says which is which; only a line without one could be meant for the firm that is here.
        if wanted is None and key in named:
            raise InputError(f"已有同名同地区的企业“{told['name']}”（编号 {named[key]}）；要更新它请写上编号")
        named.setdefault(key, wanted or f"{where}，新")
        entries = portfolio.entered(told, fields.get("facts"), packs, {"kind": "import", "file": file[:100]})
    except (AssistantError, ScoringError) as exc:
        raise InputError(f"{where}：{exc.detail}；没有导入任何企业") from exc
    here = known.get(wanted or "")
    return wanted, told, entries if here is None else _moved(here, entries)


def _moved(firm: Firm, entries: Sequence[NewEntry]) -> list[NewEntry]:
    """What differs from what counts now, in the schemes that the file speaks of."""
    found: list[NewEntry] = []
    for scheme in dict.fromkeys(entry.scheme for entry in entries):
        mine = [entry for entry in entries if entry.scheme == scheme]
        moved = differences(firm.items(scheme), {entry.item: entry.fact for entry in mine})
        found += [NewEntry(scheme, item, fact, "confirmed", mine[0].origin) for item, fact in moved.items()]
    return found
