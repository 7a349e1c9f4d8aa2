"""A model may reword an answer; what it writes is shown only if it says the same, word for word where it matters."""

from __future__ import annotations

import json

import structlog

from assistant.chat_model import ChatModel, Task
from assistant.errors import ModelUnavailableError
from assistant.model.wording_checks import LONGEST, unfaithful
from prompts.chat_contexts import RewordRules, RewordTask
from prompts.render import render_text

log = structlog.get_logger()


def reworded(model: ChatModel, question: str, composed: str) -> str:
    """The model's wording of a composed answer, or the composed answer itself when anything in it is new or gone."""
    if len(composed) > LONGEST:
        # No rewording of it could be taken.
        return composed
    system = render_text("chat/reword_system.j2", RewordRules(LONGEST))
    # As JSON strings, so that nothing a user or a document says can end the data and begin an order.
    data = RewordTask(json.dumps(question, ensure_ascii=False), json.dumps(composed, ensure_ascii=False))
    try:
        text = model.complete(Task("wording", system, render_text("chat/reword_user.j2", data))).strip()
    except ModelUnavailableError:
        return composed
    if (fault := unfaithful(text, composed)) is not None:
        model.counters.replaced("wording", fault)
        log.warning("model_rejected", purpose="wording", why=fault)
        return composed
    model.counters.used("wording")
    return text
