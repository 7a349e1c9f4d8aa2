"""A model may reword an answer; what it writes is shown only if every fact in it was there before."""

from __future__ import annotations

import re
import unicodedata

import structlog

from assistant.chat_model import ChatModel
from assistant.errors import ModelUnavailableError
from prompts.chat_contexts import RewordRules, RewordTask
from prompts.render import render_text

log = structlog.get_logger()

LONGEST = 500
_MARK = re.compile(r"〔\d+〕")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十百两]+(?=[个年月日天项条级成倍分])")
_GRADE = re.compile(r"[A-D]\+?-?(?=[、及和级类档])|引领性")
_COMPARISON = re.compile(
    r"不低于|不高于|不少于|不得|不能|不可以|可以|大于|小于|高于|低于|超过|以上|以下|以内|优于|至少|至多|必须|必选|可选|最低|最高"
)
_UNSAFE = re.compile(r"https?://|!\[|\]\(|<[a-zA-Z/]")


def reworded(model: ChatModel, question: str, composed: str) -> str:
    """The model's wording of a composed answer, or the composed answer itself when anything in it is new."""
    system = render_text("chat/reword_system.j2", RewordRules(LONGEST))
    user = render_text("chat/reword_user.j2", RewordTask(question, composed))
    try:
        text = model.complete(system, user).strip()
    except ModelUnavailableError as exc:
        log.warning("model_unavailable", why=exc.detail)
        return composed
    fault = unfaithful(text, composed)
    if fault is not None:
        log.warning("model_rejected", why=fault)
        return composed
    return text


def unfaithful(text: str, composed: str) -> str | None:
    """What a rewording changed that it must not; None when nothing."""
    if not text or len(text) > LONGEST:
        return "length"
    if _UNSAFE.search(text):
        return "link or markup"
    if sorted(_MARK.findall(text)) != sorted(_MARK.findall(composed)):
        return "citation marks"
    new, old = unicodedata.normalize("NFKC", text), unicodedata.normalize("NFKC", composed)
    for name, pattern in (("number", _NUMBER), ("grade", _GRADE), ("comparison", _COMPARISON)):
        if set(pattern.findall(new)) != set(pattern.findall(old)):
            return name
    return None
