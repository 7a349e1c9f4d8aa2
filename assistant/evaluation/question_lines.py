"""The lines of a set of questions, checked as they are read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.errors import InputError
from knowledge.finding import Reason

PREFIX = "questions-"
"""Sets lie in files ``questions-<name>.jsonl``."""
NEEDS_ALL = "needs-all"
"""The tag of a question whose supports are all needed; of any other question one is enough."""
REASON_OPEN = "reason-open"
"""The tag of a question that may be refused for any reason."""

_Words = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Support(_Strict):
    """Words that answer, a verbatim run of a text."""

    document_id: _Words
    quote: _Words


class QuestionLine(_Strict):
    """A question as it is sent, and what a right answer holds."""

    id: _Words
    question: _Words
    region: str | None
    industry: str | None
    as_of: str | None
    answerable: bool
    reason: Reason | None
    gold: tuple[Support, ...]
    """Best first."""
    must_contain: tuple[tuple[_Words, ...], ...]
    """Of each inner list an answer holds at least one."""
    tags: tuple[_Words, ...]

    @model_validator(mode="after")
    def _agrees(self) -> QuestionLine:
        if self.answerable != bool(self.gold):
            raise ValueError("answerable 与 gold 不符：能回答的要有 gold，不能回答的没有")
        if self.answerable == (self.reason is not None):
            raise ValueError("answerable 与 reason 不符：能回答的 reason 为 null，不能回答的要有")
        return self

    @property
    def needs_all(self) -> bool:
        """Whether each support is needed."""
        return NEEDS_ALL in self.tags

    @property
    def families(self) -> tuple[str, ...]:
        """The tags, those like ``pair:<name>`` by what stands before the colon."""
        return tuple(dict.fromkeys(tag.partition(":")[0] for tag in self.tags))

    def body(self) -> dict[str, Any]:
        """The body of the request."""
        return {
            "question": self.question,
            "region": self.region,
            "industry": self.industry,
            "as_of": self.as_of,
        }


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of one file."""

    name: str
    lines: tuple[QuestionLine, ...]


def read_sets(folder: Path, only: str | None = None) -> tuple[QuestionSet, ...]:
    """The sets of a folder by name.

    Args:
        folder: holds files ``questions-<name>.jsonl``.
        only: the name of the one set that is wanted; all when None.

    Raises:
        InputError: no such folder, set or file, or a line that is not right; says which.
    """
    files = {path.stem.removeprefix(PREFIX): path for path in sorted(folder.glob(f"{PREFIX}*.jsonl"))}
    if not files:
        raise InputError(
            f"{folder}：没有题集（{PREFIX}名称.jsonl）；请在项目文件夹中运行，或用 --questions 指明题集所在的文件夹"
        )
    if only is not None and only not in files:
        raise InputError(f"没有题集“{only}”；可用的题集：{'、'.join(files)}")
    return tuple(
        QuestionSet(name, read_questions(path)) for name, path in files.items() if only in (None, name)
    )


def read_questions(path: Path) -> tuple[QuestionLine, ...]:
    """The questions of a file, in its order.

    Raises:
        InputError: not UTF-8, no questions, a line that is not right, or an id that comes twice.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as exc:
        raise InputError(f"{path}：不是 UTF-8 编码；请另存为 UTF-8") from exc
    lines: dict[str, QuestionLine] = {}
    for number, raw in enumerate(text.splitlines(), 1):
        if not raw.strip():
            continue
        line = _line(raw, f"{path.name} 第{number}行")
        if line.id in lines:
            raise InputError(f"{path.name} 第{number}行：编号“{line.id}”前面已经用过；每道题一个编号")
        lines[line.id] = line
    if not lines:
        raise InputError(f"{path}：没有题目；每行一道题，写成 JSON")
    return tuple(lines.values())


def _line(raw: str, where: str) -> QuestionLine:
    try:
        return QuestionLine.model_validate(json.loads(raw))
    except json.JSONDecodeError as exc:
        raise InputError(f"{where}：不是正确的 JSON（第{exc.colno}列附近）；请检查括号、引号和逗号") from exc
    except ValidationError as exc:
        first = exc.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "整行"
        allowed = "、".join(QuestionLine.model_fields)
        raise InputError(
            f"{where}：字段 {place} 不对（{_fault(first['type'], first['msg'])}）；可用字段：{allowed}"
        ) from exc


def _fault(kind: str, message: str) -> str:
    told = {"missing": "缺少", "extra_forbidden": "不认识"}
    return told.get(kind) or message.removeprefix("Value error, ")
