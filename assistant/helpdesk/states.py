"""What may become of a case: open, drafted, approved or sent back, closed."""

from __future__ import annotations

from typing import Literal

from assistant.errors import InputError

State = Literal["open", "drafted", "approved", "sent_back", "closed"]
Action = Literal["draft", "approve", "send_back", "close", "reopen", "recheck"]

STATES: dict[State, str] = {
    "open": "待处理",
    "drafted": "待审定",
    "approved": "已审定",
    "sent_back": "已退回",
    "closed": "已关闭",
}
"""What a state is called in Chinese."""
ACTIONS: dict[Action, str] = {
    "draft": "保存草稿",
    "approve": "审定",
    "send_back": "退回",
    "close": "关闭",
    "reopen": "重新打开",
    "recheck": "转回复核",
}
"""What a step is called in Chinese."""
MOVES: dict[tuple[State, Action], State] = {
    ("open", "draft"): "drafted",
    ("open", "close"): "closed",
    ("drafted", "draft"): "drafted",
    ("drafted", "approve"): "approved",
    ("drafted", "send_back"): "sent_back",
    ("drafted", "close"): "closed",
    ("approved", "draft"): "drafted",
    ("approved", "recheck"): "drafted",
    ("approved", "close"): "closed",
    ("sent_back", "draft"): "drafted",
    ("sent_back", "close"): "closed",
    ("closed", "reopen"): "open",
}
"""Every step there is; an approved draft that is edited has to be approved anew."""
WAITING: tuple[State, ...] = ("open", "drafted", "sent_back")
"""States in which somebody still has to do something."""


def moved(state: State, action: Action) -> State:
    """The state after a step.

    Raises:
        InputError: the step cannot be taken from this state; says which can.

    >>> moved("drafted", "approve")
    'approved'
    """
    if (after := MOVES.get((state, action))) is not None:
        return after
    allowed = "、".join(label for step, label in ACTIONS.items() if (state, step) in MOVES)
    raise InputError(f"这一条现在是“{STATES[state]}”，不能{ACTIONS[action]}；现在可以：{allowed}")
