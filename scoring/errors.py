"""Errors of the scoring core. Messages name the place, what was found, what is allowed and what to do."""

from __future__ import annotations


class ScoringError(Exception):
    """Any fault of the scoring core; `hint` tells a user what to do next."""

    hint: str = "请对照方案的条目说明检查后再试。"

    def __init__(self, detail: str, hint: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        if hint is not None:
            self.hint = hint


class PackError(ScoringError):
    """A rule pack that cannot be used; `faults` lists everything wrong with it at once."""

    hint = "请按提示改正规则包文件，再运行 lvping check。"

    def __init__(self, faults: list[str]) -> None:
        super().__init__("；\n".join(faults))
        self.faults = faults


class UnknownSchemeError(ScoringError):
    """A scheme id that no installed pack has."""

    hint = "用 GET /api/v1/schemes 或 lvping check 查看可用的方案。"


class UnknownItemError(ScoringError):
    """A fact about an item that the scheme does not have."""

    hint = "请使用方案中的条目编号，例如 1.05、B.01，或分级方案中的方面名称。"


class FactError(ScoringError):
    """A fact whose content is not allowed for its item."""

    hint = "请按提示改正这一条事实后重新提交，其他内容不用改。"


class RequestError(ScoringError):
    """A request body that is not of the agreed shape."""

    hint = "请按接口说明的格式提交 JSON。"
