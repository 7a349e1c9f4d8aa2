"""The examples in the tables of the READMEs run as they stand, one after the other, on the files they describe."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from tree import ROOT

READMES = ("README.md", "README.zh-CN.md")
# These need the search index or go on until they are stopped; tests of their own hold them.
ELSEWHERE = ("ask", "index", "serve")


def examples(name: str) -> list[str]:
    """The first command of each row of the table of commands."""
    return re.findall(r"^\| `lvping ([^`]+)`", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)


def described(name: str, file: str) -> str:
    """What a file of the examples holds: the first quoted object after its name."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found = re.search(rf"`{re.escape(file)}`[^`]*`(\{{[^`]+\}})`", text)
    assert found is not None, file
    return json.dumps(json.loads(found.group(1)), ensure_ascii=False)


@pytest.mark.parametrize("name", READMES)
def test_the_table_names_every_command(name: str) -> None:
    named = set(re.findall(r"`lvping ([a-z]+(?:-[a-z]+)*)", (ROOT / name).read_text(encoding="utf-8")))
    listed = {"ask", "assess", "gaps", "plan", "whatif", "sensitivity", "diff", "dossier", "verify"}
    assert named >= listed | {"targets", "uplift-list", "pack", "check", "index", "serve"}


@pytest.mark.parametrize("name", READMES)
def test_examples_run_as_they_stand(name: str, tmp_path: Path) -> None:
    for file in ("facts.json", "firms.jsonl"):
        (tmp_path / file).write_text(described(name, file) + "\n", encoding="utf-8")
    rules = Document()
    for line in ("某市绿色工厂管理办法", "第一条 为推行绿色制造，制定本办法。", "第二条 申报材料应当真实。"):
        rules.add_paragraph(line)
    rules.save(str(tmp_path / "办法.docx"))
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LVPING_DATA_DIR": str(tmp_path / "data")}
    ran = [line for line in examples(name) if line.split()[0] not in ELSEWHERE]
    assert len(ran) >= 12
    for line in ran:
        command, _, source = line.partition(" < ")
        stdin = (tmp_path / source).read_bytes() if source else b""
        program = [sys.executable, "-m", "assistant", *shlex.split(command)]
        done = subprocess.run(program, cwd=tmp_path, env=env, input=stdin, capture_output=True, check=False)
        assert (done.returncode, done.stderr.decode()) == (0, ""), line
        assert done.stdout.strip(), line
    assert {"plan.docx", "firm.zip", "list.xlsx"} <= {path.name for path in tmp_path.iterdir()}
