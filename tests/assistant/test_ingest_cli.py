"""`lvping ingest` and `lvping documents` in processes of their own, from file to citation."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from policy_files import PARAGRAPHS, TITLE, WRITERS, write_docx, write_txt

ROOT = Path(__file__).parents[2]


def started(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LVPING_")}
    env = {**kept, "PYTHONPATH": str(ROOT), "LVPING_DATA_DIR": str(folder / "data"), "LC_ALL": "C"}
    command = [sys.executable, "-m", "assistant", *arguments]
    return subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    process = started(folder, *arguments)
    out, err = process.communicate(timeout=300)
    return process.returncode, out.decode("utf-8"), err.decode("utf-8")


def test_from_a_file_to_a_citation(tmp_path: Path) -> None:
    write_docx(tmp_path / "办法.docx")
    code, out, _ = run(tmp_path, "ingest", "办法.docx")
    assert code == 0
    assert (
        "推测的文号：洛环文〔2023〕12号（文号，第" in out
        and "必须填写的：状态" in out
        and "第一章 总则" in out
    )
    _, out, _ = run(tmp_path, "documents", "--json")
    (draft,) = json.loads(out)
    assert (draft["state"], draft["title"]) == ("draft", TITLE)

    code, _, err = run(tmp_path, "documents", "confirm", draft["id"], "--title", TITLE, "--place", "洛阳")
    assert code == 2 and "status（状态）：没有给出状态" in err and "Traceback" not in err
    code, out, _ = run(
        tmp_path, "documents", "confirm", draft["id"], "--title", TITLE, "--place", "洛阳", "--status", "有效"
    )
    assert code == 0 and "按文本推测填的：文号" in out

    question = "绩效分级申报材料要在几月几号前提交给县区生态环境分局"
    code, out, _ = run(tmp_path, "ask", question, "--region", "洛阳市", "--json")
    first = json.loads(out)["citations"][0]
    assert (first["document_id"], first["number"]) == (draft["id"], "第二条")
    assert first["quote"] in PARAGRAPHS[10]

    code, out, _ = run(tmp_path, "documents", "remove", draft["id"], "--json")
    assert code == 0 and json.loads(out)["removed"] == "active"
    _, out, _ = run(tmp_path, "documents", "list", "--json")
    assert json.loads(out) == []


def test_a_file_can_be_confirmed_at_once(tmp_path: Path) -> None:
    write_txt(tmp_path / "a.txt")
    said = ("--title", TITLE, "--place", "洛阳市", "--status", "in_force", "--number", "无")
    superseded = ("--supersedes", "sanmenxia-grading-2022:s3.3.2@2023-07-01")
    code, out, _ = run(tmp_path, "ingest", "a.txt", "--yes", *said, *superseded, "--json")
    assert code == 0
    (result,) = json.loads(out)
    metadata = result["document"]["metadata"]
    assert (result["outcome"], metadata["number"]) == ("confirmed", None)
    assert metadata["supersedes"] == [
        {"document_id": "sanmenxia-grading-2022", "clauses": ["s3.3.2"], "from": "2023-07-01"}
    ]


def test_check_tells_a_confirmed_text_that_was_changed_on_disk(tmp_path: Path) -> None:
    write_txt(tmp_path / "a.txt")
    said = ("--title", TITLE, "--place", "洛阳市", "--status", "in_force")
    _, out, _ = run(tmp_path, "ingest", "a.txt", "--yes", *said, "--json")
    (result,) = json.loads(out)
    assert run(tmp_path, "check")[0] == 0
    source = tmp_path / "data" / "documents" / "active" / result["document"]["id"] / "source.txt"
    source.write_text("改过", encoding="utf-8")
    code, out, err = run(tmp_path, "check")
    assert code == 1 and f"{result['document']['id']}/source.txt" in out + err


def test_options_without_yes_are_not_lost_in_silence(tmp_path: Path) -> None:
    code, _, err = run(tmp_path, "ingest", "a.txt", "--place", "洛阳市")
    assert code == 2 and "--yes" in err


def test_a_bad_file_does_not_keep_the_others_out(tmp_path: Path) -> None:
    write_txt(tmp_path / "good.txt")
    (tmp_path / "empty.txt").write_bytes(b"")
    code, out, err = run(tmp_path, "ingest", "empty.txt", "missing.pdf", "good.txt")
    assert code == 2
    assert "good.txt：已读成草稿" in out
    assert "文件“empty.txt”是空的" in err and "文件“missing.pdf”不存在" in err and "Traceback" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    # Five texts, so that there is something left to do when the first is kept.
    files = []
    for place, kind in enumerate(WRITERS):
        path = tmp_path / f"{place}.txt"
        path.write_text(
            write_txt(tmp_path / "x.txt").read_text("utf-8") + f"\n第六条 第{place}份（{kind}）。\n", "utf-8"
        )
        files.append(path.name)
    process = started(tmp_path, "ingest", *files)
    drafts = tmp_path / "data" / "documents" / "drafts"
    until = time.monotonic() + 120
    while not (drafts.is_dir() and any(drafts.iterdir())) and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    kept = {path.name for path in drafts.iterdir()}
    assert 1 <= len(kept) < len(files)

    code, out, _ = run(tmp_path, "ingest", *files, "--json")
    assert code == 0
    outcomes = [result["outcome"] for result in json.loads(out)]
    assert outcomes.count("known") == len(kept) and outcomes.count("drafted") == len(files) - len(kept)
    assert len({result["document"]["id"] for result in json.loads(out)}) == len(files)
