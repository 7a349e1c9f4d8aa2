"""Errors of the assistant; messages are sentences for the user."""

from __future__ import annotations

from typing import ClassVar


class AssistantError(Exception):
    """Any fault of the assistant; `detail` says what is wrong, `hint` what to do."""

    hint: ClassVar[str] = "请稍后再试；如果一直这样，请把这句话发给管理员。"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class InputError(AssistantError):
    """A request that is not right; nothing has been written."""

    hint = "请按提示修改后重新提交。"


class ConversationNotFoundError(AssistantError):
    """No conversation has this id."""

    hint = "请检查对话编号，或新开一个对话。"


class DocumentNotFoundError(InputError):
    """No draft and no ingested text has this id."""

    hint = "请用 lvping documents 或网页的“导入文件”查看已有的编号。"


class ModelUnavailableError(AssistantError):
    """The language model did not answer; composed answers are used instead."""

    retryable: ClassVar[bool] = True
    hint = "未配置或无法连接语言模型时，系统按条款直接作答。"


class CuratedAnswerNotFoundError(AssistantError):
    """No approved answer has this id."""

    hint = "请检查编号；lvping curated list 列出全部审定答案。"


class HelpdeskCaseNotFoundError(AssistantError):
    """No case of the helpdesk has this id."""

    hint = "请检查编号；lvping helpdesk list 列出待办，网页在 /helpdesk。"


class HelpdeskConflictError(AssistantError):
    """Somebody else changed the case since it was read; nothing has been written."""

    hint = "请刷新，看过别人的改动后再改；您写的内容没有保存，请先复制出来。"
