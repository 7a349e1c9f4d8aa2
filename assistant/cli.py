"""The program `lvping`. Heavy parts are imported by the commands that need them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import structlog
import typer

from assistant.cli_io import fail, read_json_file, show_json, stream_lines, usage_fault
from assistant.errors import AssistantError, InputError
from knowledge.errors import KnowledgeError
from prompts.errors import PromptError
from scoring.errors import PackError, ScoringError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="绿评：环保绩效分级与绿色工厂自评助手。",
    pretty_exceptions_enable=False,
)

# typer carries its own click and exports only the subclass.
UsageError: type[BaseException] = typer.BadParameter.__mro__[1]
_HELP = "用 lvping --help 或 lvping 命令 --help 查看用法。"

Json = Annotated[bool, typer.Option("--json", help="输出 JSON")]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="从标准输入逐行读请求，逐行输出结果")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="按哪一天的状态看，例如 2022-07-01")]


def main() -> None:
    """Run the program; exit 0 done, 2 the input is wrong, 1 anything else."""
    # Chinese must come out whole whatever the terminal's locale is.
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        stream.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    # Results go to stdout; what the program notes about itself must not mix with them.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
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
    return [command.callback.__name__ for command in app.registered_commands if command.callback]


def _chinese_help() -> None:
    """The headings of the help, which typer has in English; imported only here, since it costs time."""
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
    rich_utils.OPTIONS_PANEL_TITLE = "选项"
    rich_utils.COMMANDS_PANEL_TITLE = "命令"


@app.command(help="打开网页和接口。")
def serve(
    host: Annotated[str, typer.Option(help="监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口", min=1, max=65535)] = 8000,
) -> None:
    """Open the page and the interface."""
    import uvicorn

    typer.echo(f"正在准备，随后请在浏览器打开 http://{host}:{port}")
    # Named by a string: the layer below must not import the web.
    uvicorn.run("web.app:create_app", factory=True, host=host, port=port, log_level="warning")


@app.command(help="问规定，带条款出处。")
def ask(
    question: Annotated[str | None, typer.Argument(help="问题")] = None,
    region: Annotated[str | None, typer.Option(help="所在地，例如 聊城市")] = None,
    industry: Annotated[str | None, typer.Option(help="行业，例如 铸造")] = None,
    as_of: AsOf = None,
    json_out: Json = False,
    jsonl: Jsonl = False,
) -> None:
    """Answer a question with clause citations."""
    from assistant.facade import Assistant

    if jsonl == (question is not None):
        raise InputError("请给出一个问题，或用 --jsonl 从标准输入逐行读入，二者取一")
    assistant = Assistant()
    if jsonl:
        raise typer.Exit(stream_lines(assistant.ask))
    body = {"question": question, "region": region, "industry": industry, "as_of": as_of}
    answer = assistant.ask(body)
    if json_out:
        show_json(answer)
    else:
        from assistant.cli_text import show_answer

        show_answer(answer)


@app.command(help="按方案计算得分或等级。")
def assess(
    scheme: Annotated[str, typer.Argument(help="方案编号")],
    facts: Annotated[Path | None, typer.Argument(help="事实文件（JSON）")] = None,
    as_of: AsOf = None,
    json_out: Json = False,
    jsonl: Jsonl = False,
) -> None:
    """Compute points or grade under a scheme."""
    from datetime import date

    from assistant.assessing import Assessor
    from assistant.citing import Citer
    from knowledge.corpus import Corpus
    from scoring import load_scheme

    if jsonl == (facts is not None):
        raise InputError("请给出事实文件，或用 --jsonl 从标准输入逐行读入，二者取一")
    pack = load_scheme(scheme)
    assessor = Assessor(Citer(Corpus.load(only=pack.cited_documents)))
    if jsonl:
        raise typer.Exit(stream_lines(lambda body: assessor.assess(pack, _body(body, as_of), date.today())))
    assert facts is not None
    result = assessor.assess(pack, _body(read_json_file(facts), as_of), date.today())
    if json_out:
        show_json(result)
    else:
        from assistant.cli_text import show_assessment

        show_assessment(pack, result)


@app.command(help="生成提升方案。")
def plan(
    scheme: Annotated[str, typer.Argument(help="方案编号")],
    facts: Annotated[
        Path, typer.Argument(help="请求文件（JSON）：facts，可含 measures、budget、deadline 等")
    ],
    out: Annotated[Path | None, typer.Option(help="输出文件，.docx .xlsx .pdf .md 或 .json")] = None,
    as_of: AsOf = None,
    json_out: Json = False,
) -> None:
    """Write the upgrade plan."""
    import json
    from datetime import date

    from assistant.assessing import Assessor
    from assistant.citing import Citer
    from knowledge.corpus import Corpus
    from prompts import FORMATS
    from scoring import load_scheme

    fmt = out.suffix.lstrip(".").lower() if out else "json"
    if fmt not in (*FORMATS, "json"):
        raise InputError(
            f"不认识的文件类型“{out}”；可用：{'、'.join(f'.{name}' for name in (*FORMATS, 'json'))}"
        )
    pack = load_scheme(scheme)
    assessor = Assessor(Citer(Corpus.load(only=pack.cited_documents)))
    body = _body(read_json_file(facts), as_of)
    result = assessor.plan(pack, body, date.today())
    if out is not None:
        whole = json.dumps(result, ensure_ascii=False, indent=2).encode()
        content = whole if fmt == "json" else assessor.plan_document(pack, body, fmt, date.today())
        try:
            out.write_bytes(content)
        except OSError as exc:
            raise InputError(f"写不了文件 {out}：{exc.strerror}；请换一个可写的位置") from exc
    if json_out or out is None:
        show_json(result)
    else:
        from assistant.cli_text import show_plan

        show_plan(pack, result, out)


@app.command(help="重建检索索引。")
def index() -> None:
    """Rebuild the search index."""
    from rich.progress import Progress

    from assistant.search_setup import build_index, passages_of, vectors_needed
    from assistant.settings import Settings
    from knowledge.corpus import Corpus
    from scoring import load_scheme, scheme_ids

    passages = passages_of(Corpus.load(), [load_scheme(name) for name in scheme_ids()])
    with Progress() as progress:
        task = progress.add_task("建立索引", total=vectors_needed(passages))
        build_index(Settings(), passages, lambda done: progress.advance(task, done))
    typer.echo(f"完成：{len(passages)} 段")


@app.command(help="检查规则包、文本和模板，列出覆盖情况。")
def check() -> None:
    """Check packs, texts and templates; print coverage."""
    from assistant.checking import check_everything
    from assistant.cli_text import show_check

    report = check_everything()
    show_check(report)
    if report.faults:
        raise typer.Exit(1)


def _body(raw: Any, as_of: str | None) -> Any:
    """A request body; a file may hold the facts alone."""
    body = raw if not isinstance(raw, dict) or "facts" in raw else {"facts": raw}
    return {**body, "as_of": as_of} if as_of is not None and isinstance(body, dict) else body
