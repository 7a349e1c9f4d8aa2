"""A slow, dead, broken or rude service: the user never waits long and is never told; the operator can see it."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from model_server import Script

from assistant.chat_model import Task
from assistant.errors import ModelUnavailableError
from assistant.model.breaker import Breaker
from assistant.model.endpoint import Endpoint, _seconds
from assistant.model.faults import EndpointFault
from assistant.model.guarding import GuardedModel, Limits

WORDING = Task("wording", "规则", '{"question": "问", "answer": "答"}')
FACTS = Task("understanding", "规则", '{"asked": null, "message": "话"}', as_json=True)


def guarded(address: str, *, seconds: float = 5.0, first_token: float = 3.0, **limits: int) -> GuardedModel:
    endpoint = Endpoint(address, "scripted", None, connect=1.0, first_token=first_token)
    endpoint._opened()
    return GuardedModel(endpoint, Limits(seconds=seconds, **limits), jitter=lambda: 0.0)


def fails(model: GuardedModel, task: Task = WORDING) -> str:
    with pytest.raises(ModelUnavailableError) as caught:
        model.complete(task)
    return caught.value.detail.rpartition("：")[2]


def test_words_come_whole_and_without_thoughts(script: Script, service: str) -> None:
    script.says = lambda _: "<think>他想要A级</think>\n每月20日前。"
    model = guarded(service)
    assert model.complete(WORDING) == "每月20日前。"
    told = model.counters.as_json()
    assert (told["wording"]["asked"], told["latency_ms"]["count"]) == (1, 1)
    sent = script.requests[0]
    assert (sent["temperature"], sent["stream"]) == (0, True)
    assert "response_format" not in sent
    assert not {"tools", "functions", "n"} & set(sent)


@pytest.mark.parametrize(
    ("statuses", "asked", "reason"),
    [
        ([503, 200], 2, None),
        ([429, 500, 200], 3, None),
        ([500, 502, 503], 3, "server"),
        ([429, 429, 429], 3, "rate_limited"),
        ([401], 1, "refused"),
        ([404], 1, "refused"),
        ([400], 1, "refused"),
        ([307], 1, "redirect"),
    ],
)
def test_only_what_may_pass_is_tried_again(
    script: Script, service: str, statuses: list[int], asked: int, reason: str | None
) -> None:
    script.statuses = list(statuses)
    script.headers = {"location": f"{service}/elsewhere"} if statuses == [307] else {}
    script.says = lambda _: "好"
    model = guarded(service)
    if reason is None:
        assert model.complete(WORDING) == "好"
    else:
        assert fails(model) == reason
        assert model.counters.as_json()["wording"]["failed"] == {reason: 1}
    assert len(script.requests) == asked
    assert set(script.paths) == {"/v1/chat/completions"}


def test_a_service_asks_for_a_rest_and_gets_it(script: Script, service: str) -> None:
    script.statuses = [429]
    script.headers = {"retry-after": "120"}
    model = guarded(service)
    assert fails(model) == "rate_limited"
    assert fails(model) == "resting"
    assert model.state == "resting"
    assert len(script.requests) == 1
    assert model.counters.as_json()["wording"]["not_asked"] == {"resting": 1}


def test_a_short_rest_is_waited_for(script: Script, service: str) -> None:
    script.statuses = [503]
    script.headers = {"retry-after": "1"}
    script.says = lambda _: "好"
    slept: list[float] = []
    endpoint = Endpoint(service, "scripted", None)
    model = GuardedModel(endpoint, Limits(seconds=30.0), sleep=slept.append, jitter=lambda: 0.0)
    assert model.complete(WORDING) == "好"
    assert slept == [1.0]


@pytest.mark.parametrize(
    ("behaviour", "reasons"),
    [
        ({"before_headers": 30.0}, {"first_token", "too_slow"}),
        ({"before_first": 30.0}, {"first_token", "too_slow"}),
        ({"drip": True}, {"first_token", "too_slow"}),
        ({"between": 0.2, "piece": 1}, {"too_slow"}),
    ],
    ids=["no headers", "no first word", "comments for ever", "a word at a time"],
)
def test_a_slow_service_is_left_within_the_budget(
    script: Script, service: str, behaviour: dict[str, float], reasons: set[str]
) -> None:
    script.says = lambda _: "慢" * 500
    for name, value in behaviour.items():
        setattr(script, name, value)
    model = guarded(service, seconds=1.0, first_token=0.6)
    finished = threading.Event()
    found: list[str] = []

    def ask() -> None:
        found.append(fails(model))
        finished.set()

    threading.Thread(target=ask, daemon=True).start()
    assert finished.wait(20), "the user would still be waiting"
    assert found[0] in reasons
    script.before_headers = script.before_first = script.between = 0.0


@pytest.mark.parametrize("text", ["慢" * 500, "长" * 50_000], ids=["too slow", "too long"])
def test_the_line_is_closed_without_waiting_for_garbage_to_be_collected(
    script: Script, service: str, text: str
) -> None:
    script.says = lambda _: text
    script.between, script.piece = (0.05, 1) if len(text) == 500 else (0.02, 15_000)
    model = guarded(service, seconds=1.0)
    gc.collect()
    gc.disable()
    try:
        fails(model)
        assert script.left.wait(20), "the service goes on writing to nobody"
    finally:
        gc.enable()
        script.between = 0.0


def test_words_without_end_are_cut(script: Script, service: str) -> None:
    script.says = lambda _: "长" * 50_000
    script.piece = 5_000
    assert fails(guarded(service)) == "too_long"


def test_a_line_that_breaks_is_tried_again(script: Script, service: str) -> None:
    script.says = lambda _: "每月20日前。" * 20
    script.break_off = True
    assert fails(guarded(service)) == "broken"
    assert len(script.requests) == 3


def test_nothing_said_is_no_answer(script: Script, service: str) -> None:
    assert fails(guarded(service)) in ("empty", "broken")


def test_a_dead_service_is_soon_not_asked_any_more() -> None:
    model = guarded("http://127.0.0.1:9/v1")
    reasons = [fails(model) for _ in range(5)]
    assert reasons == ["connect", "connect", "connect", "resting", "resting"]
    assert model.counters.as_json()["wording"] == {
        "asked": 3, "used": 0, "replaced": {}, "failed": {"connect": 3}, "not_asked": {"resting": 2},
    }  # fmt: skip


def test_json_is_wished_for_and_done_without(script: Script, service: str) -> None:
    script.says = lambda body: "json" if "response_format" in body else "plain"
    model = guarded(service)
    assert model.complete(FACTS) == "json"
    script.takes_json_mode = False
    assert model.complete(FACTS) == "plain"
    assert model.complete(FACTS) == "plain"
    assert ["response_format" in sent for sent in script.requests] == [True, True, False, False]


def test_only_so_many_ask_at_once(script: Script, service: str) -> None:
    script.says = lambda _: "好"
    script.before_first = 1.0
    model = guarded(service, seconds=20.0, first_token=10.0, at_once=1)
    first = threading.Thread(target=lambda: model.complete(WORDING))
    first.start()
    while not script.requests:
        time.sleep(0.01)
    assert fails(model) == "busy"
    first.join()
    script.before_first = 0.0
    assert model.complete(WORDING) == "好"


def test_only_so_many_a_minute(script: Script, service: str) -> None:
    script.says = lambda _: "好"
    model = guarded(service, per_minute=2)
    assert [model.complete(WORDING) for _ in range(2)] == ["好", "好"]
    assert fails(model) == "often_enough"


def test_a_slot_given_up_by_the_user_is_free_once_its_thread_ends(script: Script, service: str) -> None:
    script.drip = True
    model = guarded(service, seconds=0.5, first_token=0.4, at_once=1)
    fails(model)
    script.drip = False
    script.says = lambda _: "好"
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with suppress(ModelUnavailableError):
            assert model.complete(WORDING) == "好"
            return
        time.sleep(0.05)
    raise AssertionError("the slot never came back")


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_rest_ends_with_one_try_and_grows_when_that_fails() -> None:
    clock = Clock()
    breaker = Breaker(clock, failures=2, first_rest=30, longest_rest=100)
    breaker.failed()
    assert breaker.lets_through()
    breaker.failed()
    assert not breaker.lets_through()
    clock.now = 31
    assert breaker.state == "trying"
    assert [breaker.lets_through(), breaker.lets_through()] == [True, False]
    breaker.failed()
    clock.now += 59
    assert not breaker.lets_through()
    clock.now += 2
    assert breaker.lets_through()
    breaker.succeeded()
    assert (breaker.state, breaker.lets_through(), breaker.lets_through()) == ("ready", True, True)


def test_a_wrong_key_rests_at_once_and_no_rest_is_longer_than_allowed() -> None:
    clock = Clock()
    breaker = Breaker(clock, longest_rest=100)
    breaker.failed(for_good=True)
    assert breaker.state == "resting"
    breaker.succeeded()
    breaker.failed(rest=9_999_999)
    clock.now = 101
    assert breaker.lets_through()


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("7", 7.0), ("0.5", 0.5), (None, None), ("", None), ("soon", None), ("-3", None), ("nan", None)],
)
def test_what_retry_after_asks_for(said: str | None, seconds: float | None) -> None:
    assert _seconds(said) == seconds


def test_retry_after_may_be_a_day_long_past() -> None:
    assert _seconds("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0


def test_a_client_that_raises_anything_at_all_counts_as_broken() -> None:
    class Odd:
        def attempt(self, task: Task, deadline: float) -> str:
            raise RuntimeError("secret inside")

    model = GuardedModel(Odd())
    assert fails(model) == "broken"


def test_backoff_never_reaches_beyond_the_budget() -> None:
    clock, slept = Clock(), []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.now += seconds

    class Down:
        def attempt(self, task: Task, deadline: float) -> str:
            clock.now += 0.4
            raise EndpointFault("server", retryable=True)

    sleeping: Callable[[float], None] = sleep
    model = GuardedModel(Down(), Limits(seconds=1.0), clock=clock, sleep=sleeping, jitter=lambda: 0.0)
    assert fails(model) == "server"
    assert len(slept) == 1
    assert clock.now <= 1.1
