"""The commands of the program, one module a topic. Heavy parts are imported inside the commands that need them."""

from assistant.commands import asking, gaps, scoring, serving, upkeep
from assistant.commands.options import app

__all__ = ["app", "asking", "gaps", "scoring", "serving", "upkeep"]
