"""Every word the machine writes: templates, their contexts, and the documents made from them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from prompts.errors import (
    DocumentError,
    FontMissingError,
    MissingVariablesError,
    PromptError,
    TemplateNotFoundError,
    UnknownFormatError,
)

if TYPE_CHECKING:
    from prompts.contexts import TEMPLATES, UpgradePlanContext
    from prompts.plan_context import plan_context
    from prompts.render import FORMATS, render_plan, render_text

# Jinja2 and the plan are loaded only when something is written: an assessment needs neither.
_HOMES = {
    "TEMPLATES": "contexts",
    "UpgradePlanContext": "contexts",
    "plan_context": "plan_context",
    "FORMATS": "render",
    "render_plan": "render",
    "render_text": "render",
}

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


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'prompts' has no attribute {name!r}")
    value = getattr(import_module(f"prompts.{_HOMES[name]}"), name)
    # Importing the submodule of the same name put the module here; the function is what is meant.
    globals()[name] = value
    return value
