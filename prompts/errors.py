"""Errors of the documents; messages are read by users, `hint` says what to do."""

from __future__ import annotations


class PromptError(Exception):
    """Any fault in making a text or document."""

    hint: str = "请重试；仍然失败时请联系维护人员。"

    def __init__(self, detail: str, hint: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        if hint is not None:
            self.hint = hint


class TemplateNotFoundError(PromptError):
    """A template that is not installed."""

    hint = "请重新安装程序；模板文件应随程序一起安装。"


class MissingVariablesError(PromptError):
    """A template that asks for something its context does not have."""

    hint = "模板与数据不一致，请运行 lvping check 查看是哪一个模板。"


class UnknownFormatError(PromptError):
    """A document format that is not offered."""

    hint = "请改用 md、docx、xlsx 或 pdf。"


class FontMissingError(PromptError):
    """The Chinese font of the PDF is not installed; without it the pages would show empty boxes."""

    hint = "请安装 noto-cjk-sans-otc，或改用 docx、xlsx、md 格式。"


class DocumentError(PromptError):
    """A document engine refused the template or the data."""

    hint = "请改用另一种格式导出。"
