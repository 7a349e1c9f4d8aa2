"""What the assistant needs of a language model, and the model that the settings name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from assistant.model.counters import Counters, Purpose
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.model.guarding import GuardedModel


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to ask of a model."""

    purpose: Purpose
    system: str
    user: str
    as_json: bool = False
    """The text should be one JSON object; a service that cannot promise that is asked without."""


class ChatModel(Protocol):
    """A model that can be asked."""

    @property
    def counters(self) -> Counters:
        """Where what becomes of its words is counted."""

    def complete(self, task: Task) -> str:
        """The model's text.

        Raises:
            ModelUnavailableError: it did not answer in time or at all, or is not to be asked now.
        """


def make_chat_model(settings: Settings) -> GuardedModel | None:
    """The configured model, or None; both address and name are needed. Nothing is opened before it is asked."""
    if not settings.llm_base_url or not settings.llm_model:
        return None
    from assistant.model.endpoint import Endpoint
    from assistant.model.guarding import GuardedModel, Limits

    endpoint = Endpoint(settings.llm_base_url, settings.llm_model, settings.llm_api_key)
    limits = Limits(
        seconds=settings.llm_seconds, at_once=settings.llm_at_once, per_minute=settings.llm_per_minute
    )
    return GuardedModel(endpoint, limits, name=settings.llm_model)


def model_json(model: GuardedModel | None) -> dict[str, Any]:
    """What the operator is told of the model; neither its address nor its key."""
    if model is None:
        return {"configured": False, "name": None, "state": "none", "counters": Counters().as_json()}
    return {
        "configured": True,
        "name": model.name,
        "state": model.state,
        "counters": model.counters.as_json(),
    }
