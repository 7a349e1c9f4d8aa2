"""The commands of the program, one module a topic. Heavy parts are imported inside the commands that need them."""

from assistant.commands import (
    asking,
    bulk,
    curated,
    documents,
    dossiers,
    evaluating,
    firms,
    gaps,
    helpdesk,
    mcp,
    packs,
    scoring,
    serving,
    trying,
    upkeep,
)
from assistant.commands.options import app

__all__ = [
    "app",
    "asking",
    "bulk",
    "curated",
    "documents",
    "dossiers",
    "evaluating",
    "firms",
    "gaps",
    "helpdesk",
    "mcp",
    "packs",
    "scoring",
    "serving",
    "trying",
    "upkeep",
]
