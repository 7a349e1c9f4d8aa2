"""Any OpenAI-compatible service, through LangChain: one attempt, read as a stream, ended by a deadline."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from assistant.chat_model import Task
from assistant.model.faults import EndpointFault

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

CONNECT = 3.0
"""Seconds until a connection stands."""
FIRST_TOKEN = 8.0
"""Seconds until the first words, and the longest silence between two pieces."""
MOST_CHARACTERS = 20_000
_MOST_BYTES = 2_000_000
_THOUGHTS = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
_JSON_MODE: dict[str, Any] = {"extra_body": {"response_format": {"type": "json_object"}}}
_PASSING = frozenset((408, 409, 425, 429))


class Endpoint:
    """A model behind an OpenAI-compatible address; LangChain is imported and the line opened on first use."""

    def __init__(
        self,
        base_url: str,
        model: str,
        api_key: str | None,
        *,
        connect: float = CONNECT,
        first_token: float = FIRST_TOKEN,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._base_url, self._model, self._key = base_url, model, api_key
        self._connect, self._first = connect, first_token
        self._clock = clock
        self._opening = threading.Lock()
        self._chat: ChatOpenAI | None = None
        self._bounds = threading.local()
        self._json_mode = True

    def attempt(self, task: Task, deadline: float) -> str:
        """The model's text without the thoughts that some models write before it.

        Args:
            task: what to ask.
            deadline: of this endpoint's clock, by which the attempt has ended.

        Raises:
            EndpointFault: no text.
        """
        if not task.as_json or not self._json_mode:
            return self._asked(task, deadline, {})
        try:
            return self._asked(task, deadline, _JSON_MODE)
        except EndpointFault as fault:
            if fault.reason != "refused":
                raise
        text = self._asked(task, deadline, {})
        # It took the same words without the wish for JSON: the wish was what it refused.
        self._json_mode = False
        return text

    def _asked(self, task: Task, deadline: float, wishes: dict[str, Any]) -> str:
        import httpx2
        import openai

        chat = self._opened()
        self._bounds.end = deadline
        self._bounds.now = min(deadline, self._clock() + self._first)
        self._bounds.response = None
        try:
            pieces = chat.stream([("system", task.system), ("human", task.user)], **wishes)
            text = self._read((p.text, p.response_metadata.get("finish_reason")) for p in pieces)
        except openai.APIStatusError as exc:
            raise _of_status(exc.status_code, exc.response.headers.get("retry-after")) from exc
        except (openai.APITimeoutError, httpx2.TimeoutException) as exc:
            connecting = isinstance(exc.__cause__ or exc, httpx2.ConnectTimeout)
            raise EndpointFault("connect" if connecting else self._slow()) from exc
        except openai.APIConnectionError as exc:
            if isinstance(exc.__cause__, EndpointFault):
                raise exc.__cause__ from None
            raise EndpointFault("connect", retryable=True) from exc
        except httpx2.HTTPError as exc:
            # The line broke while words were coming.
            raise EndpointFault("broken", retryable=True) from exc
        finally:
            # Generators left half read close their line when they are collected, and the fault that is on its way
            # keeps them: the service would go on writing until then.
            if self._bounds.response is not None:
                self._bounds.response.close()
        if not text:
            raise EndpointFault("empty")
        return text

    def _read(self, pieces: Iterable[tuple[str, str | None]]) -> str:
        read: list[str] = []
        length, finished = 0, None
        for piece, finish in pieces:
            finished = finish or finished
            if piece:
                self._bounds.now = self._bounds.end
            read.append(piece)
            length += len(piece)
            if length > MOST_CHARACTERS:
                raise EndpointFault("too_long")
            self._in_time()
        if finished is None:
            raise EndpointFault("broken", retryable=True)
        if finished == "length":
            raise EndpointFault("too_long")
        return _THOUGHTS.sub("", "".join(read)).strip()

    def _in_time(self) -> None:
        if self._clock() > self._bounds.now:
            raise EndpointFault(self._slow())

    def _slow(self) -> Any:
        return "too_slow" if self._bounds.now == self._bounds.end else "first_token"

    def _opened(self) -> ChatOpenAI:
        import httpx2
        from langchain_openai import ChatOpenAI
        from pydantic import SecretStr

        with self._opening:
            if self._chat is None:
                line = httpx2.Client(
                    timeout=httpx2.Timeout(self._first, connect=self._connect),
                    # An answer that points elsewhere is not followed: words go where the operator said.
                    follow_redirects=False,
                    event_hooks={"response": [self._bounded]},
                )
                self._chat = ChatOpenAI(
                    base_url=self._base_url,
                    model=self._model,
                    api_key=SecretStr(self._key or "none"),
                    http_client=line,
                    timeout=httpx2.Timeout(self._first, connect=self._connect),
                    max_retries=0,
                    temperature=0,
                    stream_usage=False,
                    use_responses_api=False,
                )
            return self._chat

    def _bounded(self, response: Any) -> None:
        """Let the body of a response end by the deadline, even when it only drips blanks that no parser hands on."""
        response.stream = _bounded_stream(response.stream, self._in_time)
        self._bounds.response = response


def _bounded_stream(stream: Any, in_time: Callable[[], None]) -> Any:
    import httpx2

    class Bounded(httpx2.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            size = 0
            for chunk in stream:
                in_time()
                size += len(chunk)
                if size > _MOST_BYTES:
                    raise EndpointFault("too_long")
                yield chunk

        def close(self) -> None:
            stream.close()

    return Bounded()


def _of_status(status: int, retry_after: str | None) -> EndpointFault:
    if status == 429:
        return EndpointFault("rate_limited", retryable=True, retry_after=_seconds(retry_after))
    if status in _PASSING or status >= 500:
        return EndpointFault("server", retryable=True, retry_after=_seconds(retry_after))
    return EndpointFault("redirect" if 300 <= status < 400 else "refused")


def _seconds(retry_after: str | None) -> float | None:
    """What Retry-After asks for, in seconds; it may be a number or a day and hour."""
    if not retry_after:
        return None
    if re.fullmatch(r"\d{1,9}(\.\d+)?", retry_after.strip()):
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
    except (TypeError, ValueError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
