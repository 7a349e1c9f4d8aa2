"""The files of the project, as a fresh clone has them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("assistant", "knowledge", "prompts", "scoring", "web")
_NOT_OURS = {"data", "build", "__pycache__", "node_modules"}


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project, relative to its root; what tools leave behind aside."""
    found: list[Path] = []
    folders = [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            hidden = path.name.startswith(".") and path.name not in (".ci", ".gitignore")
            if hidden or path.name in _NOT_OURS or path.name.endswith(".egg-info"):
                continue
            if path.is_dir():
                folders.append(path)
            else:
                found.append(path.relative_to(ROOT))
    return tuple(sorted(found))


def text_of(path: Path) -> str | None:
    """The text of a file; None for one that is no text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
