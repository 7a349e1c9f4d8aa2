"""Several files one after the other, with a bar; a file that cannot be read does not keep the others out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress as Bar

from assistant.errors import InputError
from assistant.ingesting.desk import Documents
from knowledge.reading import Progress, ReadingError

_STAGES = {"text": "读取", "scan": "文字识别"}


def take_all(desk: Documents, files: Sequence[Path]) -> list[dict[str, Any]]:
    """What became of each file: its result, or `outcome` refused with `error`, `told` and `hint`.

    Started again after an interruption it goes on where it was: files that are drafts already are only named.
    """
    results: list[dict[str, Any]] = []
    with Bar(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        whole = bar.add_task("导入", total=len(files))
        for path in files:
            pages = bar.add_task(path.name, total=None)

            def told(progress: Progress, task: Any = pages, name: str = path.name) -> None:
                stage = _STAGES[progress.stage]
                bar.update(task, description=f"{name} {stage}", completed=progress.done, total=progress.total)

            try:
                result = desk.take(path, progress=told)
            except (ReadingError, InputError) as exc:
                refused = {"outcome": "refused", "error": type(exc).__name__}
                result = refused | {"told": str(exc), "hint": exc.hint}
            results.append({"file": str(path)} | result)
            bar.remove_task(pages)
            bar.advance(whole)
    return results
