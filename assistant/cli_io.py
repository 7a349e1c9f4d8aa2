"""What the command line reads and writes."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from assistant.errors import AssistantError, InputError
from knowledge.errors import KnowledgeError
from scoring.errors import ScoringError


def fail(detail: str, hint: str, code: int) -> NoReturn:
    """One clear message on stderr, then exit."""
    told = f"{detail}\n{hint}\n"
    try:
        sys.stderr.write(told)
    except UnicodeEncodeError:
        # What was given had half a character in it, which no terminal can be sent.
        sys.stderr.write(told.encode("utf-8", "backslashreplace").decode("utf-8"))
    sys.exit(code)


def usage_fault(message: str, commands: list[str]) -> str:
    """What is wrong with a command line, in Chinese."""
    named = re.search(r"['\"“]([^'\"”]+)['\"”]", message)
    what = f"“{named.group(1)}”" if named else ""
    if message.startswith("No such command"):
        return f"没有命令{what}；可用的命令：{'、'.join(name for name in commands if name)}"
    if message.startswith("No such option"):
        return f"没有选项{what or message.split(':')[-1].strip()}"
    if message.startswith("Missing"):
        return f"缺少参数{what}"
    if message.startswith("Invalid value"):
        return f"参数{what}的取值不对"
    if "argument" in message:
        return "参数的个数不对"
    return "缺少命令" if message.startswith("Missing command") else f"命令用法不对：{message}"


def refuse_constant(name: str) -> NoReturn:
    """NaN and Infinity are no numbers of JSON.

    Raises:
        InputError: always.
    """
    raise InputError(f"JSON 中的 {name} 不是数；请改成普通数字或 null")


def parse_json(text: str, where: str) -> Any:
    """Decoded JSON.

    Raises:
        InputError: it is not JSON; says where it breaks.
    """
    try:
        return json.loads(text, parse_constant=refuse_constant)
    except json.JSONDecodeError as exc:
        raise InputError(
            f"{where}：不是正确的 JSON（第{exc.lineno}行第{exc.colno}列附近）；请检查括号、引号和逗号"
        ) from exc
    except RecursionError as exc:
        raise InputError(f"{where}：JSON 嵌套太深") from exc


def read_json_file(path: Path) -> Any:
    """The JSON in a file.

    Raises:
        InputError: no such file, not UTF-8, or not JSON.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, IsADirectoryError) as exc:
        raise InputError(f"没有文件 {path}；请检查路径") from exc
    except UnicodeDecodeError as exc:
        raise InputError(f"{path}：不是 UTF-8 编码；请另存为 UTF-8") from exc
    except OSError as exc:
        raise InputError(f"读不了文件 {path}：{exc.strerror}") from exc
    return parse_json(text, str(path))


def show_json(value: Any) -> None:
    """Indented JSON on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def stream_lines(handle: Callable[[Any], dict[str, Any]]) -> int:
    """One body a line in, one result a line out; a wrong line gives an error object in its place.

    Returns:
        0, or 2 when any line was wrong.
    """
    code = 0
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            result = handle(parse_json(line, f"第{number}行"))
        except (ScoringError, AssistantError, KnowledgeError) as exc:
            code = 2
            detail = getattr(exc, "detail", str(exc))
            result = {"error": type(exc).__name__, "detail": detail, "hint": exc.hint}
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return code
