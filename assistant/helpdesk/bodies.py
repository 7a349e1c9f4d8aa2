"""What comes in from the page, the interface and the command line for the helpdesk, checked."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.curated.reading import ClauseIn
from assistant.errors import InputError
from assistant.helpdesk.cases import REASONS, Draft
from assistant.helpdesk.cleaning import visible
from assistant.helpdesk.states import STATES
from assistant.requests import read_body, read_date, read_optional
from assistant.store.helpdesk import Wanted
from knowledge.places import resolve

MOST_CLAUSES = 9
MOST_FORMS = 20
_DRAFT_FIELDS = ("answer", "clauses", "forms", "place", "holds_from", "holds_until")


class _DraftIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    answer: str = Field(max_length=2000)
    clauses: list[ClauseIn] = Field(max_length=MOST_CLAUSES)
    forms: list[str] = Field(max_length=MOST_FORMS)
    place: str | None = Field(None, max_length=100)
    holds_from: str | None = None
    holds_until: str | None = None


def read_draft(fields: dict[str, Any]) -> Draft:
    """The draft in a body; it may be unfinished, it may not be malformed.

    Raises:
        InputError: lists every fault of form with its place.
    """
    try:
        read = _DraftIn.model_validate({name: fields[name] for name in _DRAFT_FIELDS if name in fields})
    except ValidationError as exc:
        raise InputError("；".join(_told(error) for error in exc.errors())) from exc
    if read.place and resolve(read.place) is None:
        raise InputError(f"place：不认识“{read.place[:20]}”；应为省、市、县的名称，不限地区填 null")
    days = {
        name: read_date(value, name, date.min) if (value := getattr(read, name)) else None
        for name in ("holds_from", "holds_until")
    }
    if days["holds_from"] and days["holds_until"] and days["holds_until"] < days["holds_from"]:
        raise InputError("holds_until 早于 holds_from；请核对")
    forms = dict.fromkeys(visible(form, 300) for form in read.forms)
    return Draft(
        text=visible(read.answer, 2000),
        clauses=tuple((entry.clause_id, entry.quote) for entry in read.clauses),
        forms=tuple(form for form in forms if form),
        place=read.place or None,
        **days,
    )


def read_person(raw: object) -> str:
    """Who does it.

    Raises:
        InputError: nobody is named.
    """
    if (name := read_optional(raw, "by", 60)) is None:
        raise InputError("by：没有写是谁；请填姓名或工号")
    if not (seen := visible(name, 60)):
        raise InputError("by：没有写是谁；请填姓名或工号")
    return seen


def read_version(raw: object) -> int:
    """The version that was seen.

    Raises:
        InputError: it is no whole number.
    """
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 < raw < 2**31:
        raise InputError("version：应为看到的版本号（整数）；先读取这一条再改")
    return raw


def read_step(body: object, *more: str) -> tuple[int, str, dict[str, Any]]:
    """Version, person and the further fields of a step."""
    fields = dict(read_body(body, ("version", "by", *more)))
    return read_version(fields.pop("version", None)), read_person(fields.pop("by", None)), fields


def read_wanted(
    state: str | None = None,
    reason: str | None = None,
    place: str | None = None,
    handed_over: bool | None = None,
    words: str | None = None,
) -> Wanted:
    """Which cases are looked for.

    Raises:
        InputError: no such state or reason; says which there are.
    """
    for name, value, known in (("state", state, STATES), ("reason", reason, REASONS)):
        if value and value not in known:
            raise InputError(f"{name} 为“{value[:20]}”；应为 {'、'.join(known)} 之一")
    return Wanted(
        state=state or None,  # type: ignore[arg-type]
        reason=reason or None,
        place=read_optional(place, "place"),
        handed_over=handed_over,
        words=(read_optional(words, "q", 100) or ""),
    )


def _told(error: Any) -> str:
    where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in error["loc"]) or "内容"
    most = error.get("ctx", {}).get("max_length")
    known = {
        "missing": "缺少这一项",
        "extra_forbidden": "没有这一项",
        "string_too_long": f"太长，最多 {most} 个字",
        "string_too_short": "是空的或太短",
        "too_long": f"最多 {most} 项",
        "list_type": "应为列表",
        "string_type": "应为文字",
        "model_type": "应为 JSON 对象",
    }
    return f"{where}：{known.get(str(error['type']), '写法不对')}"
