"""The language model, if one is configured: any OpenAI-compatible service, through LangChain."""

from __future__ import annotations

from typing import Protocol

from assistant.errors import ModelUnavailableError
from assistant.settings import Settings

_SECONDS = 20.0


class ChatModel(Protocol):
    """What the assistant needs of a model."""

    def complete(self, system: str, user: str) -> str:
        """The model's text.

        Raises:
            ModelUnavailableError: it did not answer in time or at all.
        """


class OpenAICompatible:
    """A model behind an OpenAI-compatible endpoint; LangChain is imported on first use."""

    def __init__(self, base_url: str, model: str, api_key: str | None) -> None:
        self._base_url, self._model, self._key = base_url, model, api_key

    def complete(self, system: str, user: str) -> str:
        """The model's text; one retry on a fault of the line."""
        from langchain_openai import ChatOpenAI
        from pydantic import SecretStr

        chat = ChatOpenAI(
            base_url=self._base_url,
            model=self._model,
            api_key=SecretStr(self._key or "none"),
            timeout=_SECONDS,
            max_retries=1,
            temperature=0,
        )
        try:
            return str(chat.invoke([("system", system), ("human", user)]).text)
        except Exception as exc:
            # The client raises many kinds; for the user they are all the same: no model just now.
            raise ModelUnavailableError(f"语言模型没有回应：{type(exc).__name__}") from exc


def make_chat_model(settings: Settings) -> ChatModel | None:
    """The configured model, or None; both address and name are needed."""
    if not settings.llm_base_url or not settings.llm_model:
        return None
    return OpenAICompatible(settings.llm_base_url, settings.llm_model, settings.llm_api_key)
