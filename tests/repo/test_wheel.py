"""The installed package carries everything that the program reads."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tree import PACKAGES, ROOT, files

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel built from a copy, since building leaves traces."""
    folder = tmp_path_factory.mktemp("wheel")
    for path in files():
        target = folder / "copy" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, target)
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-q"]
    subprocess.run([*command, "-w", str(folder), str(folder / "copy")], check=True, timeout=300)
    built = list(folder.glob("lvping-*.whl"))
    assert len(built) == 1
    with zipfile.ZipFile(built[0]) as archive:
        return set(archive.namelist())


def test_every_file_of_the_packages_is_in_the_wheel(wheel: set[str]) -> None:
    wanted = {path.as_posix() for path in files() if path.parts[0] in PACKAGES}
    assert sorted(wanted - wheel) == []


def test_nothing_else_is_in_the_wheel(wheel: set[str]) -> None:
    others = {name for name in wheel if Path(name).parts[0] not in PACKAGES}
    assert all(".dist-info/" in name for name in others)


@pytest.mark.parametrize(
    "part",
    [
        "knowledge/corpus/zhengzhou-green-factory/source.txt",
        "knowledge/lexicon/synonyms.yaml",
        "scoring/packs/zhengzhou-green-factory/items/7-bonus.yaml",
        "prompts/chat/answer.j2",
        "prompts/plans/upgrade_plan.docx",
        "assistant/migrations/versions/0001_first_tables.py",
        "web/templates/workspace.html",
        "web/static/workspace.js",
    ],
)
def test_what_the_program_reads_is_in_the_wheel(wheel: set[str], part: str) -> None:
    assert part in wheel


def test_the_program_has_a_name(wheel: set[str]) -> None:
    assert any(name.endswith("entry_points.txt") for name in wheel)
