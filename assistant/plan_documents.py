"""A plan as a file to hand on, named after the firm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assistant.assessing import Assessor
from assistant.documents import MEDIA, Document
from assistant.errors import InputError
from assistant.requests import read_enterprise
from prompts import FORMATS
from scoring import Pack


def plan_document(assessor: Assessor, pack: Pack, body: object, format: str, today: date) -> Document:
    """The plan of a request body in one of `prompts.FORMATS`.

    Raises:
        ScoringError, InputError, PromptError: the body or the format is not right.
    """
    if format not in FORMATS:
        raise InputError(f"不支持的格式“{format[:20]}”；可用：{'、'.join(FORMATS)}")
    content = assessor.plan_document(pack, body, format, today)
    firm = read_enterprise(body.get("enterprise") if isinstance(body, Mapping) else None)
    return Document(content, MEDIA[format], f"{file_name(firm['name'] or pack.title)}提升方案.{format}")


def file_name(name: str) -> str:
    """A name without what file systems refuse."""
    return "".join(char for char in name if char not in '\\/:*?"<>|' and ord(char) >= 32)
