"""What comes in from outside, checked once for the page, the interface and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.errors import InputError
from scoring.days import parse_day

LONGEST_TEXT = 5000
"""Characters of one question or message."""
ROLES = ("officer", "helpdesk", "consultant")
ENTERPRISE_FIELDS = ("name", "region", "industry", "current", "target")


@dataclass(frozen=True, slots=True)
class AskRequest:
    """A question with what is known of the asker."""

    question: str
    region: str | None
    industry: str | None
    as_of: date
    prefer: str | None = None
    """The document a talk is about, when there is one."""


def read_body(body: object, allowed: tuple[str, ...]) -> Mapping[str, Any]:
    """The body as a mapping with no unknown fields.

    Raises:
        InputError: it is something else.
    """
    if not isinstance(body, Mapping):
        raise InputError(f"请求体应为 JSON 对象，可用字段：{'、'.join(allowed)}")
    for name in body:
        if name not in allowed:
            raise InputError(f"不认识的字段“{str(name)[:40]}”；可用：{'、'.join(allowed)}")
    return body


def read_text(raw: object, field: str) -> str:
    """A text that is neither empty nor too long.

    Raises:
        InputError: wrong type, nothing but blanks, or longer than LONGEST_TEXT.
    """
    if not isinstance(raw, str):
        raise InputError(f"{field}：应为文字")
    text = _storable(raw)
    if not text.strip():
        raise InputError(f"{field}：内容是空的，请写下要问或要说的话")
    if len(text) > LONGEST_TEXT:
        raise InputError(f"{field}：共 {len(text)} 个字，最多 {LONGEST_TEXT} 个字；请分几次发")
    return text


def read_optional(raw: object, field: str, longest: int = 100) -> str | None:
    """A short text or nothing; blanks count as nothing.

    Raises:
        InputError: wrong type or too long.
    """
    if raw is None:
        return None
    if not isinstance(raw, str):
        raise InputError(f"{field}：应为文字或 null")
    if len(raw) > longest:
        raise InputError(f"{field}：最多 {longest} 个字")
    return _storable(raw).strip() or None


def _storable(raw: str) -> str:
    """The text without what no database or terminal takes: half characters and NUL."""
    return raw.encode("utf-8", "ignore").decode("utf-8").replace("\0", "")


def read_date(raw: object, field: str, today: date) -> date:
    """A day in the form 2026-11-22; today when nothing is given.

    Raises:
        InputError: not that form, or a day that does not exist.
    """
    if raw is None:
        return today
    if (day := parse_day(raw)) is not None:
        return day
    raise InputError(f"{field}：日期“{str(raw)[:40]}”不存在或格式不对；应写成 2026-11-22 的形式")


def read_ask(body: object, today: date) -> AskRequest:
    """The body of a question.

    Raises:
        InputError: it is not right.
    """
    fields = read_body(body, ("question", "region", "industry", "as_of"))
    return AskRequest(
        question=read_text(fields.get("question"), "question"),
        region=read_optional(fields.get("region"), "region"),
        industry=read_optional(fields.get("industry"), "industry"),
        as_of=read_date(fields.get("as_of"), "as_of", today),
    )


def read_enterprise(raw: object) -> dict[str, str | None]:
    """What is said of a firm, each field a short text or None.

    Raises:
        InputError: unknown fields or wrong types.
    """
    if raw is None:
        return dict.fromkeys(ENTERPRISE_FIELDS)
    if not isinstance(raw, Mapping):
        raise InputError("enterprise：应为对象，含 name、region、industry")
    for name in raw:
        if name not in ENTERPRISE_FIELDS:
            raise InputError(
                f"enterprise：不认识的字段“{str(name)[:40]}”；可用：{'、'.join(ENTERPRISE_FIELDS)}"
            )
    return {name: read_optional(raw.get(name), f"enterprise.{name}") for name in ENTERPRISE_FIELDS}


def read_keys(raw: object, field: str) -> list[str]:
    """The ids in a list, each once; none for null.

    Raises:
        InputError: it is no list of texts.
    """
    if raw is None:
        return []
    if not isinstance(raw, list) or not all(isinstance(key, str) for key in raw):
        raise InputError(f'{field}：应为条目编号的列表，例如 ["p1"]')
    return list(dict.fromkeys(raw))
