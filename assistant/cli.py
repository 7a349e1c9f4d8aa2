"""The program `lvping`. Heavy parts are imported by the commands that need them."""

from __future__ import annotations

import sys

import typer

from assistant.cli_io import fail, usage_fault
from assistant.commands import app
from assistant.errors import AssistantError, InputError
from knowledge.errors import KnowledgeError
from prompts.errors import PromptError
from scoring.errors import PackError, ScoringError

# typer carries its own click and exports only the subclass.
UsageError: type[BaseException] = typer.BadParameter.__mro__[1]
_HELP = "用 lvping --help 或 lvping 命令 --help 查看用法。"


def main() -> None:
    """Run the program; exit 0 done, 2 the input is wrong, 1 anything else."""
    # Chinese must come out whole whatever the terminal's locale is.
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        stream.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    if "--help" in sys.argv:
        _chinese_help()
    try:
        code = app(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except typer.Abort:
        sys.exit(130)
    except UsageError as exc:
        # Only the formatted message names the argument.
        told = exc.format_message() if isinstance(exc, typer.BadParameter) else getattr(exc, "message", exc)
        fail(usage_fault(str(told), _commands()), _HELP, 2)
    except PackError as exc:
        fail(exc.detail, exc.hint, 1)
    except (ScoringError, InputError) as exc:
        fail(exc.detail, exc.hint, 2)
    except (AssistantError, KnowledgeError, PromptError) as exc:
        fail(str(exc), exc.hint, 1)
    except BrokenPipeError:
        sys.exit(0)


def _commands() -> list[str]:
    own = [
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    ]
    return own + [group.name for group in app.registered_groups if group.name]


def _chinese_help() -> None:
    """The headings of the help, which typer has in English; imported only here, since it costs time."""
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
    rich_utils.OPTIONS_PANEL_TITLE = "选项"
    rich_utils.COMMANDS_PANEL_TITLE = "命令"
