"""Which parts of a question ask, and which only tell the situation."""

from __future__ import annotations

import re
from itertools import chain

_ENDS = re.compile(r"[,，。?？!！;；:：]|——")
_ASKS = re.compile(
    r"[吗呢么嘛]|[谁哪]|多少|几(?![十百千]|年前|句|乎)|什么|啥|怎|咋|多[久长高大宽快]|是不是|是否|有没有|如何|何时"
    r"|多会儿|(.)不\1|中不|[不没]$|没有$|还是|属实|行得通"
)
_WANTS = re.compile(
    r"^(请|麻烦|告诉|帮|想问|列)|列(一下|出|全|个)|梳理|说说|讲讲|数数|给(我|俺|咱|一?个|一?份)|号码$|电话$"
)
_LEAST = 4
"""Characters from which a part can be searched for by itself."""


def asking_parts(folded: str) -> tuple[str, ...]:
    """The parts of a folded question that ask or wish for something, in order; empty when none plainly does."""
    return tuple(part for part in _parts(folded) if _ASKS.search(part) or _WANTS.search(part))


def one_by_one(folded: str) -> tuple[str, ...]:
    """A question of several parts as one question each, every one with the situation that was told; else nothing."""
    parts = _parts(folded)
    asking = [part for part in parts if _ASKS.search(part) and len(part) >= _LEAST]
    if len(asking) < 2:
        return ()
    told = [part for part in parts if part not in asking]
    return tuple(",".join(chain(told, (part,))) for part in asking)


def _parts(folded: str) -> list[str]:
    return [part for part in _ENDS.split(folded) if part]
