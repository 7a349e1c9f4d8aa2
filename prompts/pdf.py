"""A PDF set by Typst; the data goes in as JSON beside the source, never into it."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from prompts.errors import DocumentError, FontMissingError
from prompts.render import template_path, variables

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FONT_WHEEL = "noto-cjk-sans-otc"


@cache
def font_folder() -> Path:
    """Where the Chinese font is installed.

    Raises:
        FontMissingError: it is not. Typst itself would draw empty boxes and report nothing.
    """
    try:
        files = metadata.files(FONT_WHEEL) or []
    except metadata.PackageNotFoundError as exc:
        raise FontMissingError(f"没有安装中文字体 {FONT_WHEEL}，PDF 无法显示中文") from exc
    for file in files:
        if file.suffix in (".ttc", ".otc", ".otf") and Path(str(file.locate())).is_file():
            return Path(str(file.locate())).parent
    raise FontMissingError(f"{FONT_WHEEL} 里没有字体文件，PDF 无法显示中文")


def pdf_document(template: str, context: DataclassInstance) -> bytes:
    """The set document.

    Raises:
        TemplateNotFoundError, FontMissingError, DocumentError: it cannot be set.
    """
    import typst

    path = template_path(template)
    fonts = font_folder()
    variables(template, context)
    data = json.dumps(dataclasses.asdict(context), ensure_ascii=False)
    try:
        made: bytes = typst.compile(
            str(path),
            root=str(path.parent),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            sys_inputs={"plan": data},
        )
    except typst.TypstError as exc:
        raise DocumentError(f"PDF 排版失败：{exc}") from exc
    return made
