"""How well questions are searched and answered."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli_io import show_json
from assistant.commands.options import Json, app


@app.command(name="eval", help="用题集测检索和回答的水平，带 95% 置信区间。")
def evaluate(
    split: Annotated[
        str | None, typer.Option(help="只测一个题集，例如 dev、dev-3 或 test；不填为全部")
    ] = None,
    questions: Annotated[Path, typer.Option(help="题集所在的文件夹，内有 questions-名称.jsonl")] = Path(
        "tests/evaluation"
    ),
    floors: Annotated[
        bool, typer.Option("--floors", help="与 floors.json 比较，低于下限且超出误差范围的，退出码为 1")
    ] = False,
    json_out: Json = False,
) -> None:
    """Show the figures of the sets of questions."""
    import sys
    from datetime import date

    from assistant.evaluation.question_lines import read_sets

    sets = read_sets(questions, split)

    from rich.console import Console
    from rich.progress import Progress

    from assistant.evaluation.floors import FILE, against, check_any, read_floors
    from assistant.evaluation.hearing import hearing, measured
    from assistant.evaluation.intervals import CONFIDENCE, RESAMPLES, SEED
    from assistant.facade import Assistant
    from assistant.log import keep_log

    keep_log()
    limits = read_floors(questions / FILE) if floors else {}
    if floors:
        check_any(limits, [one.name for one in sets])
    assistant, today = Assistant(), date.today()
    ask = hearing(assistant.answerer, assistant.corpus, assistant.answerer.retriever, today)
    # The index is opened before the first question, so that its time is not counted to that one.
    ask(sets[0].lines[0])
    shown = Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
    with shown as progress:
        task = progress.add_task("提问", total=sum(len(one.lines) for one in sets))
        found = [measured(one, ask, lambda: progress.advance(task)) for one in sets]
    compared = against(limits, found)
    if json_out:
        show_json(
            {
                "as_of": today.isoformat(),
                "corpus_sha256": assistant.corpus.sha256,
                "confidence": CONFIDENCE,
                "bootstrap": {"resamples": RESAMPLES, "seed": SEED},
                "splits": [one.as_json() for one in found],
                "floors": [one.as_json() for one in compared],
            }
        )
    else:
        from assistant.evaluation.tables import show

        show(found, compared)
    if not all(one.holds for one in compared):
        raise typer.Exit(1)
