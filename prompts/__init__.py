"""Every word the machine writes: templates, their contexts, and the documents made from them."""

from prompts.contexts import TEMPLATES, UpgradePlanContext
from prompts.errors import (
    DocumentError,
    FontMissingError,
    MissingVariablesError,
    PromptError,
    TemplateNotFoundError,
    UnknownFormatError,
)
from prompts.plan_context import plan_context
from prompts.render import FORMATS, render_plan, render_text

__all__ = [
    "FORMATS",
    "TEMPLATES",
    "DocumentError",
    "FontMissingError",
    "MissingVariablesError",
    "PromptError",
    "TemplateNotFoundError",
    "UnknownFormatError",
    "UpgradePlanContext",
    "plan_context",
    "render_plan",
    "render_text",
]
