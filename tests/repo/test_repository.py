"""The project speaks of itself alone, and what its papers promise is there."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
import subprocess
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tree import PACKAGES, ROOT, files, text_of

from assistant.cli import app
from assistant.settings import Settings

PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PAPERS = [path for path in files() if path.suffix == ".md" and path.parts[0] not in ("scoring", "tests")]
LONGEST_MODULE = 300

# Each ~ is taken out, so that this file does not hold what it forbids.
_FOREIGN = {
    "a folder of one machine": r"(?<![\w.-])/(?:wo~rk|ho~me|ro~ot)/|(?<![\w.])/t~mp\b",
    "a folder beside the project": r"\.\./sh~ared",
    "a package registry": r"py~pi\.org|files\.python~hosted|registry\.np~mjs",
    "an issue": r"(?i)\b(?:iss~ue|pull request|ticket)\s*#?\d+|\b(?:fix|close|resolve)(?:e?s|e?d)?\s+#\d+",
    "an author that is a machine": r"(?i)\bcl~aude\b|chat~gpt|anth~ropic|ai[- ]gen~erated|gen~erated by an? (?:ai|llm)",
}


def foreign_words(text: str) -> list[str]:
    return [what for what, pattern in _FOREIGN.items() if re.search(pattern.replace("~", ""), text)]


@pytest.mark.parametrize("path", files(), ids=str)
def test_a_file_speaks_of_the_project_alone(path: Path) -> None:
    text = text_of(path)
    assert text is None or foreign_words(text) == []


def test_commit_messages_speak_of_the_project_alone() -> None:
    log = subprocess.run(["git", "log", "--format=%B"], cwd=ROOT, capture_output=True, text=True, check=False)
    if log.returncode:
        pytest.skip("not a clone")
    assert foreign_words(log.stdout) == []


def test_the_words_that_are_sought_would_be_found() -> None:
    told = "see /t~mp/x, ../sh~ared and iss~ue #12 on py~pi.org".replace("~", "")
    assert len(foreign_words(told)) == 4
    assert (
        foreign_words("河南省2021年#三、（二）2，/library/x?start=1 and https://example.org/homework/x") == []
    )


# --- papers and commands ---


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][\w-]*):(?!=)", MAKEFILE, re.MULTILINE))


def test_every_target_is_declared_as_no_file() -> None:
    phony = re.search(r"^\.PHONY:(.*)$", MAKEFILE, re.MULTILINE)
    assert phony is not None
    assert set(phony.group(1).split()) == targets()


@pytest.mark.parametrize("path", PAPERS, ids=str)
def test_commands_in_papers_exist(path: Path) -> None:
    text = text_of(path) or ""
    quoted = "\n".join(
        re.findall(r"`[^`]+`|^(?: {4}|\t).*$|^\$ .*$|```.*?```", text, re.MULTILINE | re.DOTALL)
    )
    assert set(re.findall(r"(?:^|[\s`])make ([a-z][\w-]*)", quoted)) <= targets()
    commands = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    commands |= {group.name for group in app.registered_groups if group.name}
    assert set(re.findall(r"(?:^|[\s`/\\])lvping ([a-z]+(?:-[a-z]+)*)", quoted)) <= commands


@pytest.mark.parametrize("path", PAPERS, ids=str)
def test_links_in_papers_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(path) or ""):
        if not re.match(r"[a-z]+:|#", target):
            assert (ROOT / path.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("name", [path.name for path in PAPERS if path.name.startswith("README")])
def test_a_readme_names_every_setting_and_no_other(name: str) -> None:
    named = set(re.findall(r"LVPING_[A-Z_]+", (ROOT / name).read_text(encoding="utf-8")))
    assert named == {f"LVPING_{field.upper()}" for field in Settings.model_fields}


# --- packaging ---


def test_packages_are_the_folders_with_code() -> None:
    folders = {
        ".".join(path.parent.parts)
        for path in files()
        if path.name == "__init__.py" and path.parts[0] != "tests"
    }
    assert set(PYPROJECT["tool"]["setuptools"]["packages"]) == folders
    code = {
        ".".join(path.parent.parts) for path in files() if path.suffix == ".py" and path.parts[0] in PACKAGES
    }
    assert code == folders


def test_no_tests_folder_shadows_a_package() -> None:
    shadows = [Path("tests", package, "__init__.py") for package in PACKAGES]
    assert [path for path in shadows if path in files()] == []


def test_names_of_test_modules_are_unique() -> None:
    inits = {path.parent for path in files() if path.name == "__init__.py"}
    modules = [path for path in files() if path.parts[0] == "tests" and path.suffix == ".py"]
    names = Counter(path.name for path in modules if path.parent not in inits and path.name != "conftest.py")
    assert [name for name, count in names.items() if count > 1] == []


def test_versions_are_pinned_and_agree_with_the_lock() -> None:
    project = PYPROJECT["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert [line for line in wanted if "==" not in line] == []
    locked = {
        re.sub(r"[-_.]+", "-", name).lower(): version
        for name, version in re.findall(
            r"^([\w.-]+)(?:\[[^]]*\])?==([^\s;]+)",
            (ROOT / "requirements.lock").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    }
    for line in wanted:
        name, _, version = line.partition("==")
        assert locked.get(re.sub(r"[-_.]+", "-", name.partition("[")[0]).lower()) == version, line


def test_the_program_starts_from_the_command_line_module() -> None:
    module, _, function = PYPROJECT["project"]["scripts"]["lvping"].partition(":")
    assert callable(getattr(importlib.import_module(module), function))


# --- code ---

MODULES = [path for path in files() if path.suffix == ".py" and path.parts[0] in PACKAGES]


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_module_is_short_says_what_it_is_and_is_named_for_it(path: Path) -> None:
    text = text_of(path) or ""
    assert len(text.splitlines()) <= LONGEST_MODULE
    assert path.stem not in ("utils", "helpers", "common", "misc")
    tree = ast.parse(text)
    assert not tree.body or ast.get_docstring(tree), "no docstring"


@pytest.mark.parametrize("path", [path for path in MODULES if path.parts[0] != "scoring"], ids=str)
def test_examples_in_a_module_are_true(path: Path) -> None:
    if ">>>" not in (text_of(path) or ""):
        return
    module = importlib.import_module(".".join(path.with_suffix("").parts))
    failed, tried = doctest.testmod(module)
    assert failed == 0
    assert tried > 0
