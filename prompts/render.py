"""Texts and documents from templates: one strict, sandboxed environment for every format."""

from __future__ import annotations

import dataclasses
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from prompts.contexts import TEMPLATES, UpgradePlanContext
from prompts.errors import MissingVariablesError, TemplateNotFoundError, UnknownFormatError
from prompts.plain_text import markdown_text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

ROOT = Path(__file__).parent
FORMATS = ("md", "docx", "xlsx", "pdf")


@cache
def environment() -> Environment:
    """The environment of every text: what a template does not get is an error, never an empty place."""
    return SandboxedEnvironment(
        loader=FileSystemLoader(ROOT),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def markdown_environment() -> Environment:
    """The same, with every printed value shown as plain text in Markdown."""
    # A finalizer rather than a filter: a template cannot forget it.
    return environment().overlay(finalize=markdown_text)


@cache
def word_environment() -> Environment:
    """The same, with every printed value escaped for XML."""
    return environment().overlay(autoescape=True)


def variables(template: str, context: DataclassInstance) -> dict[str, object]:
    """The fields of a context by name.

    Raises:
        MissingVariablesError: the template is made for another context.
    """
    wanted = TEMPLATES.get(template)
    if wanted is not None and not isinstance(context, wanted):
        raise MissingVariablesError(
            f"模板 {template} 需要 {wanted.__name__}，实际得到 {type(context).__name__}"
        )
    return {field.name: getattr(context, field.name) for field in dataclasses.fields(context)}


def template_path(template: str) -> Path:
    """Where a template is installed.

    Raises:
        TemplateNotFoundError: it is not.
    """
    path = ROOT / template
    if not path.is_file():
        raise TemplateNotFoundError(f"没有模板 {template}")
    return path


def render_text(template: str, context: DataclassInstance) -> str:
    """A text template filled from its context.

    Raises:
        TemplateNotFoundError: no such template.
        MissingVariablesError: the template asks for what the context does not have.
    """
    made = markdown_environment() if template.endswith(".md.j2") else environment()
    try:
        return made.get_template(template).render(variables(template, context))
    except TemplateNotFound as exc:
        raise TemplateNotFoundError(f"没有模板 {exc.name}") from exc
    except UndefinedError as exc:
        raise MissingVariablesError(f"模板 {template} 缺少数据：{exc.message}") from exc


def render_plan(context: UpgradePlanContext, fmt: str) -> bytes:
    """The upgrade plan as a file: md, docx, xlsx or pdf.

    Raises:
        UnknownFormatError: another format.
        PromptError: the document could not be made; its kind says why.
    """
    if fmt == "md":
        return render_text("plans/upgrade_plan.md.j2", context).encode()
    if fmt == "docx":
        from prompts.word import word_document

        return word_document("plans/upgrade_plan.docx", context)
    if fmt == "xlsx":
        from prompts.workbook import plan_workbook

        return plan_workbook(context)
    if fmt == "pdf":
        from prompts.pdf import pdf_document

        return pdf_document("plans/upgrade_plan.typ", context)
    raise UnknownFormatError(f"不支持的格式“{fmt[:20]}”；可用：{'、'.join(FORMATS)}")
