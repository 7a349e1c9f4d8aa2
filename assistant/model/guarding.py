"""A model that never makes a user wait long: budget, retries, rests, limits; every fault is counted."""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import structlog

from assistant.chat_model import Task
from assistant.errors import ModelUnavailableError
from assistant.model.breaker import Breaker, State
from assistant.model.counters import Counters, Purpose
from assistant.model.faults import EndpointFault

log = structlog.get_logger()

_MINUTE = 60.0
_ATTEMPTS = 3
_BACKOFF = 0.3
"""Seconds before the second attempt; doubled before the third, and a little more or less so that not all come at once."""
_WAIT_FOR_A_SLOT = 0.25


@dataclass(frozen=True, slots=True)
class Limits:
    """What asking may take."""

    seconds: float = 12.0
    """Of a whole rewording, all attempts together; understanding a message has half of it."""
    at_once: int = 4
    per_minute: int | None = None
    """Askings in sixty seconds; None for no limit of ours."""

    def budget(self, purpose: Purpose) -> float:
        """Seconds for one purpose."""
        return self.seconds if purpose == "wording" else self.seconds / 2


class Asked(Protocol):
    """What is guarded: one attempt that ends by a deadline."""

    def attempt(self, task: Task, deadline: float) -> str:
        """The text.

        Raises:
            EndpointFault: there is none.
        """


class GuardedModel:
    """Asks an endpoint within limits; one for the whole program, since it remembers how the endpoint fares."""

    def __init__(
        self,
        endpoint: Asked,
        limits: Limits | None = None,
        *,
        name: str = "",
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
        breaker: Breaker | None = None,
    ) -> None:
        self.name = name
        self._endpoint = endpoint
        self._limits = limits or Limits()
        self._clock, self._sleep, self._jitter = clock, sleep, jitter
        self._breaker = breaker or Breaker(clock)
        self._counters = Counters()
        self._slots = threading.BoundedSemaphore(self._limits.at_once)
        self._pool: ThreadPoolExecutor | None = None
        self._opening = threading.Lock()
        self._lately: deque[float] = deque()

    @property
    def counters(self) -> Counters:
        """Where what becomes of its words is counted."""
        return self._counters

    @property
    def state(self) -> State:
        """Whether it may be asked."""
        return self._breaker.state

    def complete(self, task: Task) -> str:
        """The model's text, within the budget of its purpose.

        Raises:
            ModelUnavailableError: no text; the reason has been counted and logged.
        """
        deadline = self._clock() + self._limits.budget(task.purpose)
        if not self._slots.acquire(timeout=_WAIT_FOR_A_SLOT):
            raise self._passed_over(task, "busy")
        # From here on the slot is given back by the thread that uses it, even when nobody waits for it any more.
        future: Future[str] | None = None
        try:
            if not self._within_rate():
                raise self._passed_over(task, "often_enough")
            if not self._breaker.lets_through():
                raise self._passed_over(task, "resting")
            self._counters.asked(task.purpose)
            started = self._clock()
            future = self._workers().submit(self._attempts, task, deadline)
        finally:
            if future is None:
                self._slots.release()
        future.add_done_callback(lambda _: self._slots.release())
        try:
            text = future.result(timeout=max(0.0, deadline - self._clock()))
        except EndpointFault as fault:
            raise self._failed(task, fault) from fault
        except TimeoutError as exc:
            raise self._failed(task, EndpointFault("too_slow")) from exc
        except Exception as exc:
            # The client raises many kinds; for the user they are all the same: no model just now.
            raise self._failed(task, EndpointFault("broken")) from exc
        self._breaker.succeeded()
        self._counters.answered(self._clock() - started)
        return text

    def _attempts(self, task: Task, deadline: float) -> str:
        for number in range(1, _ATTEMPTS + 1):
            try:
                return self._endpoint.attempt(task, deadline)
            except EndpointFault as fault:
                pause = _BACKOFF * 2 ** (number - 1) * (0.75 + self._jitter() / 2)
                pause = max(pause, fault.retry_after or 0.0)
                if not fault.retryable or number == _ATTEMPTS or self._clock() + pause >= deadline:
                    raise
                self._sleep(pause)
        raise AssertionError

    def _within_rate(self) -> bool:
        most = self._limits.per_minute
        if most is None:
            return True
        with self._opening:
            now = self._clock()
            while self._lately and self._lately[0] <= now - _MINUTE:
                self._lately.popleft()
            if len(self._lately) >= most:
                return False
            self._lately.append(now)
            return True

    def _workers(self) -> ThreadPoolExecutor:
        with self._opening:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self._limits.at_once, thread_name_prefix="model")
            return self._pool

    def _failed(self, task: Task, fault: EndpointFault) -> ModelUnavailableError:
        self._breaker.failed(for_good=fault.reason in ("refused", "redirect"), rest=fault.retry_after)
        self._counters.failed(task.purpose, fault.reason)
        log.warning("model_failed", purpose=task.purpose, why=fault.reason, state=self._breaker.state)
        return ModelUnavailableError(f"语言模型没有回应：{fault.reason}")

    def _passed_over(self, task: Task, reason: str) -> ModelUnavailableError:
        self._counters.passed_over(task.purpose, reason)
        log.info("model_not_asked", purpose=task.purpose, why=reason)
        return ModelUnavailableError(f"语言模型现在不用：{reason}")
