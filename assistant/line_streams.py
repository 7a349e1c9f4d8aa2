"""Lines in, lines out, in the same order: answered as they arrive, on all cores once many come, with flat memory."""

from __future__ import annotations

import gc
import multiprocessing
import os
import select
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.pool import AsyncResult, Pool
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Condition
from typing import BinaryIO

# One read from the pipe: what is there is worked on at once, so that a slow writer is answered line by line.
_BLOCK = 256 * 1024
# Only a full pipe is worth other processes.
_WORTH_SENDING = 64 * 1024
_IN_FLIGHT = 6


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines as they came, with the number of the first."""

    first: int
    lines: list[bytes]


Answer = Callable[[Block], tuple[list[bytes], bool]]
"""Makes the output of a block, a piece a line, and tells whether all its lines were right."""


def stream(answer: Answer, source: BinaryIO, target: BinaryIO) -> int:
    """Answers all lines of the source.

    Returns:
        0, or 2 when any line was wrong.
    """
    workers: Pool | None = None
    waiting: deque[AsyncResult[bool]] = deque()
    right, sent = True, 0
    try:
        for block, more in _blocks(source):
            if more and workers is None and _can_share(target):
                target.flush()
                workers = _workers(answer, target.fileno())
            if workers is None:
                output, fine = answer(block)
                target.writelines(output)
                target.flush()
                right &= fine
                continue
            waiting.append(workers.apply_async(_answer_in_turn, (sent, block)))
            sent += 1
            while waiting and (len(waiting) >= _IN_FLIGHT or not _ready(source)):
                right &= waiting.popleft().get()
        while waiting:
            right &= waiting.popleft().get()
    finally:
        if workers is not None:
            workers.terminate()
    return 0 if right else 2


def _blocks(source: BinaryIO) -> Iterator[tuple[Block, bool]]:
    """Blocks of whole lines as they arrive, and whether so much arrived that more is likely to come."""
    number, rest = 1, b""
    read = getattr(source, "read1", source.read)
    while data := read(_BLOCK):
        lines = (rest + data).split(b"\n")
        rest = lines.pop()
        if lines:
            yield Block(number, lines), len(data) >= _WORTH_SENDING
            number += len(lines)
    if rest:
        yield Block(number, [rest]), False


def _ready(source: BinaryIO) -> bool:
    """Whether more can be read without waiting."""
    try:
        return bool(select.select([source], [], [], 0)[0])
    except (OSError, ValueError):
        return True


def _can_share(target: BinaryIO) -> bool:
    """Whether other processes can write to the same place."""
    try:
        target.fileno()
    except (OSError, ValueError, AttributeError):
        return False
    return hasattr(os, "fork") and (os.cpu_count() or 1) > 1


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a worker has from its parent."""

    answer: Answer
    target: int
    turn: Synchronized[int]
    """The number of the block that may be written next."""
    changed: Condition


_desk: _Desk | None = None


def _workers(answer: Answer, target: int) -> Pool:
    """Processes, one a core, that write their blocks themselves: much output must not pass through one process."""
    global _desk
    context = multiprocessing.get_context("fork")
    _desk = _Desk(answer, target, context.Value("q", 0), context.Condition())
    return context.Pool(os.cpu_count(), initializer=_settle)


def _settle() -> None:
    # Results hold no cycles: collecting would walk the rules and texts over and over and find nothing.
    gc.freeze()
    gc.disable()


def _answer_in_turn(number: int, block: Block) -> bool:
    assert _desk is not None
    output, right = _desk.answer(block)
    with _desk.changed:
        _desk.changed.wait_for(lambda: _desk is not None and _desk.turn.value == number)
    try:
        # Results are many times longer than lines: putting them together first would be one more copy of everything.
        for piece in output:
            left = memoryview(piece)
            while left:
                left = left[os.write(_desk.target, left) :]
    finally:
        with _desk.changed:
            _desk.turn.value += 1
            _desk.changed.notify_all()
    return right
