"""The JSON body of a request, or one clear error."""

from __future__ import annotations

import json
import math
from typing import Annotated, Any, NoReturn

from fastapi import Depends, Request

from web.errors import BodyTooLargeError, BrokenJsonError

LIMIT = 1_000_000
"""Bytes; a talk's message ends at 20,000 characters, a plan with hundreds of measures stays far below."""


async def read_json(request: Request) -> object:
    """The decoded body.

    Raises:
        BodyTooLargeError: more than `LIMIT` bytes, told before all of it is read.
        BrokenJsonError: empty, not UTF-8, not JSON, or a number that no JSON number can be.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:12]) > LIMIT:
        raise BodyTooLargeError()
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LIMIT:
            raise BodyTooLargeError()
    return decode(bytes(raw))


def decode(raw: bytes) -> object:
    """The value that a JSON text stands for, read strictly."""
    if not raw.strip():
        raise BrokenJsonError("请求体是空的")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise BrokenJsonError(f"请求体不是 UTF-8 编码（第 {exc.start + 1} 个字节）") from exc
    try:
        value = json.loads(
            text, parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_unique_keys
        )
    except json.JSONDecodeError as exc:
        raise BrokenJsonError(f"请求体不是合法的 JSON：第 {exc.lineno} 行第 {exc.colno} 列附近有误") from exc
    except (RecursionError, ValueError) as exc:
        raise BrokenJsonError("请求体不是可用的 JSON：嵌套太深或数字太长") from exc
    _check_text(text, value)
    return value


def _no_constant(name: str) -> NoReturn:
    raise BrokenJsonError(f"JSON 里不能有 {name}；没有数值时请填 null")


def _finite(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise BrokenJsonError(f"数字 {written[:40]} 太大，无法处理")
    return number


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise BrokenJsonError(f"同一个对象里“{twice[:40]}”写了两次；请只留一个")
    return found


def _check_text(text: str, value: object) -> None:
    # NOTE: an escaped half of a surrogate pair is JSON, yet no text: it can be neither stored nor sent back.
    if "\\u" not in text.lower():
        return
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (UnicodeEncodeError, RecursionError) as exc:
        raise BrokenJsonError("文字里有不完整的 Unicode 转义（\\ud800 一类）") from exc


Body = Annotated[Any, Depends(read_json)]
"""The decoded JSON body; what it must hold is checked by the assistant."""
