"""What comes in about firms, read strictly; says where, what was found, what is allowed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from assistant.errors import InputError
from assistant.portfolio.records import Watched
from assistant.requests import read_optional
from scoring import Pack
from scoring.errors import UnknownSchemeError

MOST_FACTS = 500
LONGEST_NAME = 100
FIRM_FIELDS = ("name", "region", "industry", "schemes")


def read_fields(raw: Mapping[str, Any], packs: Mapping[str, Pack]) -> dict[str, Any]:
    """Name, place, industry and schemes of a firm.

    Raises:
        InputError, UnknownSchemeError: something is not right.
    """
    name = read_optional(raw.get("name"), "name", LONGEST_NAME)
    if name is None:
        raise InputError("name：请填企业名称")
    return {
        "name": name,
        "region": read_optional(raw.get("region"), "region"),
        "industry": read_optional(raw.get("industry"), "industry"),
        "schemes": read_schemes(raw.get("schemes"), packs),
    }


def read_schemes(raw: object, packs: Mapping[str, Pack]) -> tuple[Watched, ...]:
    """The schemes of a firm, each once: ids, or objects with scheme and target.

    Raises:
        InputError, UnknownSchemeError: no list, an unknown scheme or target.
    """
    if raw is None:
        return ()
    if not isinstance(raw, list) or len(raw) > len(packs):
        raise InputError('schemes：应为列表，例如 [{"scheme": "sanmenxia-grading-2022", "target": "B"}]')
    found: dict[str, Watched] = {}
    for place, one in enumerate(raw):
        entry = {"scheme": one} if isinstance(one, str) else one
        if not isinstance(entry, Mapping) or set(entry) - {"scheme", "target"}:
            raise InputError(f"schemes[{place}]：应为方案编号，或含 scheme、target 的对象")
        scheme = entry.get("scheme")
        if not isinstance(scheme, str) or scheme not in packs:
            raise UnknownSchemeError(
                f"schemes[{place}]：没有名为“{str(scheme)[:40]}”的方案；可用：{'、'.join(packs)}"
            )
        if scheme in found:
            raise InputError(f"schemes[{place}]：方案 {scheme} 写了两次")
        found[scheme] = Watched(scheme, _target(entry.get("target"), packs[scheme], place))
    return tuple(found.values())


def _target(raw: object, pack: Pack, place: int) -> str | None:
    allowed = ("pass",) if pack.kind == "points" else (*pack.rungs[:-1], *pack.leading_rungs[:1])
    if raw is None or raw in allowed:
        return None if raw is None else str(raw)
    raise InputError(
        f"schemes[{place}].target：为“{str(raw)[:20]}”；应为 {'、'.join(allowed)} 之一，或 null 表示上一级"
    )


def read_changes(raw: object) -> Mapping[str, Any]:
    """The facts of a request, item → entry or null.

    Raises:
        InputError: no object, or too many.
    """
    if not isinstance(raw, Mapping) or not raw:
        raise InputError(
            'facts：应为“条目: 事实”的对象，例如 {"1.05": {"status": "met"}} 或 {"0.运输监管": "B"}'
        )
    if len(raw) > MOST_FACTS:
        raise InputError(f"facts：共 {len(raw)} 条，最多 {MOST_FACTS} 条；请分几次提交")
    return raw


def read_numbers(raw: object, field: str) -> list[int]:
    """Numbers of ledger entries.

    Raises:
        InputError: no list of whole numbers.
    """
    if raw is None:
        return []
    if not isinstance(raw, list) or not all(
        isinstance(one, int) and not isinstance(one, bool) for one in raw
    ):
        raise InputError(f"{field}：应为台账条目的号码列表，例如 [3, 4]")
    return list(dict.fromkeys(raw))


def read_revision(raw: object) -> int | None:
    """The revision that the caller has seen; None when it does not say.

    Raises:
        InputError: no whole number.
    """
    if raw is None or (isinstance(raw, int) and not isinstance(raw, bool)):
        return raw
    raise InputError("revision：应为整数，即读到的版本号")


def read_id(raw: object) -> str | None:
    """An id of a firm in its one form; None for none.

    Raises:
        InputError: no such form.
    """
    if raw is None or raw == "":
        return None
    try:
        return str(uuid.UUID(str(raw)))
    except ValueError:
        raise InputError(f"id：“{str(raw)[:40]}”不是企业编号；新企业请留空") from None
