"""The command that measures: real answers to a few questions, figures a machine can read, an exit code for floors."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import opened
import pytest

from assistant import cli, facade

HERE = Path(__file__).parent
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Call:
    def caller(*arguments: str) -> tuple[int, str, str]:
        out, err = (io.TextIOWrapper(io.BytesIO(), write_through=True) for _ in range(2))
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.setattr(sys, "argv", ["lvping", "eval", *arguments])
            patch.setattr(facade, "Assistant", opened.assistant)
            with pytest.raises(SystemExit) as ended:
                cli.main()
        code = ended.value.code
        assert isinstance(code, int)
        return code, *(stream.buffer.getvalue().decode("utf-8") for stream in (out, err))  # type: ignore[attr-defined]

    return caller


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """The first questions of a development set, answerable ones and others."""
    lines = (HERE / "questions-dev.jsonl").read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if json.loads(line)["answerable"]][:4]
    told += [line for line in lines if json.loads(line)["reason"] == "other_place"][:2]
    (tmp_path / "questions-few.jsonl").write_text("\n".join(told) + "\n", encoding="utf-8")
    return tmp_path


def floors(folder: Path, **figures: float) -> None:
    (folder / "floors.json").write_text(json.dumps({"questions-few": figures}), encoding="utf-8")


def test_figures_come_as_a_table_and_as_json(call: Call, few: Path) -> None:
    code, out, err = call("--questions", str(few))
    assert (code, err) == (0, "")
    assert "题集 few：6 题，能回答 4，不能回答 2" in out
    assert "召回率@10" in out
    code, out, err = call("--questions", str(few), "--split", "few", "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    (split,) = told["splits"]
    assert (split["split"], split["questions"], split["nothing_found"]) == ("few", 6, 0)
    assert split["figures"]["recall_at_10"]["value"] >= 0.75
    assert split["figures"]["refusal"]["questions"] == 2
    assert split["latency_ms"]["p50"]["value"] > 0
    assert (told["confidence"], told["floors"]) == (0.95, [])
    assert opened.corpus().sha256 == told["corpus_sha256"]


def test_what_is_measured_is_the_same_on_every_run(call: Call, few: Path) -> None:
    first, again = (json.loads(call("--questions", str(few), "--json")[1])["splits"][0] for _ in range(2))
    assert {**first, "latency_ms": None} == {**again, "latency_ms": None}


def test_floors_that_hold_leave_the_run_in_peace(call: Call, few: Path) -> None:
    floors(few, over_refusal=0.0, recall_at_10=0.75)
    code, out, _ = call("--questions", str(few), "--floors")
    assert code == 0
    assert "与下限比较 2 项，没有一项超出误差范围低于下限" in out


def test_a_figure_beyond_its_noise_fails_the_run(call: Call, few: Path) -> None:
    path = few / "questions-few.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        line["gold"] = [{**gold, "quote": "哪个文本里都没有的话"} for gold in line["gold"]]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    floors(few, first=0.9, recall_at_10=0.4)
    code, out, _ = call("--questions", str(few), "--floors", "--json")
    held = {one["figure"]: (one["value"], one["holds"]) for one in json.loads(out)["floors"]}
    # Four questions are few: none of them right does not yet tell 0 % from 40 %, but does from 90 %.
    assert (code, held) == (1, {"first": (0.0, False), "recall_at_10": (0.0, True)})


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--split", "tset"], "没有题集“tset”；可用的题集：few"),
        (["--floors"], "没有文件"),
        (["--questions", "nowhere"], "nowhere：没有题集"),
    ],
)
def test_wrong_use_is_told(call: Call, few: Path, arguments: list[str], said: str) -> None:
    code, out, err = call("--questions", str(few), *arguments)
    assert (code, out) == (2, "")
    assert said in err
