"""A Word document from a .docx template."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from jinja2 import UndefinedError

from prompts.errors import MissingVariablesError
from prompts.render import template_path, variables, word_environment

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def word_document(template: str, context: DataclassInstance) -> bytes:
    """The filled document.

    Raises:
        TemplateNotFoundError: no such template.
        MissingVariablesError: the template asks for what the context does not have.
    """
    from docxtpl import DocxTemplate

    document = DocxTemplate(template_path(template))
    try:
        document.render(variables(template, context), jinja_env=word_environment(), autoescape=True)
    except UndefinedError as exc:
        raise MissingVariablesError(f"模板 {template} 缺少数据：{exc.message}") from exc
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
