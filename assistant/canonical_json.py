"""JSON in one form only: the same content gives the same bytes on every machine, and numbers lose no digit."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NoReturn

from assistant.errors import InputError

# A JSON number that any program writes stays far inside; beyond it, spelling the number out would fill the memory.
_MOST_EXPONENT = 400


def canonical(value: object) -> bytes:
    """UTF-8 with sorted keys, two spaces of indent, shortest numbers and one line break at the end.

    Raises:
        InputError: something that JSON cannot carry, or a text with half of a surrogate pair.
    """
    try:
        return ("".join(_written(value, "\n")) + "\n").encode("utf-8")
    except UnicodeEncodeError as exc:
        raise InputError("文字里有不完整的 Unicode 转义（\\ud800 一类）；请改正后再试") from exc
    except RecursionError as exc:
        raise InputError("JSON 嵌套太深") from exc


def _written(value: object, line: str) -> Iterator[str]:
    if value is None or isinstance(value, bool | str):
        yield json.dumps(value, ensure_ascii=False)
    elif isinstance(value, int | float | Decimal):
        yield _number(value)
    elif isinstance(value, Mapping):
        yield from _block("{}", (_pair(key, value[key], line + "  ") for key in sorted(value)), line)
    elif isinstance(value, list | tuple):
        yield from _block("[]", (_written(part, line + "  ") for part in value), line)
    else:
        raise InputError(
            f"这里不能写 {type(value).__name__}；JSON 只有对象、列表、文字、数字、true、false、null"
        )


def _pair(key: object, value: object, line: str) -> Iterator[str]:
    if not isinstance(key, str):
        raise InputError(f"对象的键“{key}”不是文字")
    yield json.dumps(key, ensure_ascii=False) + ": "
    yield from _written(value, line)


def _block(brackets: str, parts: Iterator[Iterator[str]], line: str) -> Iterator[str]:
    empty = True
    for part in parts:
        yield brackets[0] + line + "  " if empty else "," + line + "  "
        yield from part
        empty = False
    yield brackets if empty else line + brackets[1]


def _number(value: int | float | Decimal) -> str:
    """The shortest form of the exact number: 42.0 and 42 are one number and get one form.

    >>> _number(42.0), _number(Decimal("1.50")), _number(1e-9)
    ('42', '1.5', '0.000000001')
    """
    if isinstance(value, int):
        return str(value)
    number = value if isinstance(value, Decimal) else Decimal(repr(value)) if math.isfinite(value) else None
    if number is None or not number.is_finite():
        raise InputError(f"“{value}”不是数；请改成普通数字或 null")
    if abs(number.adjusted()) > _MOST_EXPONENT:
        raise InputError(f"数字 {number} 太大或太小，无法处理")
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def parse_exact(raw: bytes, where: str) -> Any:
    """The value of a JSON text, numbers with a point as Decimal.

    Args:
        raw: the text in UTF-8, with or without byte order mark.
        where: what a message calls it, a file name for one.

    Raises:
        InputError: not UTF-8, not JSON, a key twice, a number out of range, nested too deep.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise InputError(f"{where}：不是 UTF-8 编码；请另存为 UTF-8") from exc
    try:
        return json.loads(text, parse_float=_exact, parse_constant=_no_constant, object_pairs_hook=_unique)
    except json.JSONDecodeError as exc:
        raise InputError(
            f"{where}：不是正确的 JSON（第{exc.lineno}行第{exc.colno}列附近）；请检查括号、引号和逗号"
        ) from exc
    except RecursionError as exc:
        raise InputError(f"{where}：JSON 嵌套太深") from exc
    except ValueError as exc:
        raise InputError(f"{where}：有一个整数的位数太多；请改短") from exc


def _exact(text: str) -> Decimal:
    number = Decimal(text)
    if number and abs(number.adjusted()) > _MOST_EXPONENT:
        raise InputError(f"数字 {text[:40]} 太大或太小，无法处理")
    return number


def _no_constant(name: str) -> NoReturn:
    raise InputError(f"JSON 中的 {name} 不是数；请改成普通数字或 null")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise InputError(f"同一个对象里“{twice[:40]}”写了两次；请只留一个")
    return found
