"""What can go wrong with firms that are looked after."""

from __future__ import annotations

from assistant.errors import AssistantError, InputError


class FirmNotFoundError(AssistantError):
    """No firm has this id."""

    hint = "请检查企业编号；lvping firms list 或网页“企业”列出全部。"


class FirmChangedError(AssistantError):
    """Somebody else changed the firm since it was read; nothing has been written."""

    hint = "请刷新，看过别人的改动后再改。"


class HandOverError(InputError):
    """A handed-over talk that cannot be trusted or read; nothing was taken in."""

    hint = "请使用 lvping firms hand-over 生成的原文件；如果是别人转来的，请对方重新发送。"
