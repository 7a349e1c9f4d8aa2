"""The index and the state of the data."""

from __future__ import annotations

import typer

from assistant.commands.options import app


@app.command(help="重建检索索引。")
def index() -> None:
    """Rebuild the search index."""
    from rich.progress import Progress

    from assistant.ingesting.installed_texts import installed_corpus
    from assistant.log import keep_log
    from assistant.search_setup import build_index, passages_of, vectors_needed
    from assistant.settings import Settings
    from scoring import load_scheme, scheme_ids

    keep_log()
    passages = passages_of(installed_corpus(), [load_scheme(name) for name in scheme_ids()])
    with Progress() as progress:
        task = progress.add_task("建立索引", total=vectors_needed(passages))
        build_index(Settings(), passages, lambda done: progress.advance(task, done))
    typer.echo(f"完成：{len(passages)} 段")


@app.command(help="检查规则包、文本和模板，列出覆盖情况。")
def check() -> None:
    """Check packs, texts and templates; print coverage."""
    from dataclasses import replace

    from assistant.checking import check_everything
    from assistant.cli_text import show_check
    from assistant.ingesting.installed_texts import InstalledTexts
    from assistant.settings import Settings

    report = check_everything()
    if report.documents:
        texts = InstalledTexts(Settings())
        documents = len(texts.load().documents)
        report = replace(report, documents=documents, faults=(*report.faults, *texts.faults))
    show_check(report)
    if report.faults:
        raise typer.Exit(1)
