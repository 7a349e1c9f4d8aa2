"""Templates ask for exactly what their contexts have, and never leave an empty place."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError, meta
from plan_cases import sample

from prompts import (
    TEMPLATES,
    MissingVariablesError,
    TemplateNotFoundError,
    UnknownFormatError,
    render_plan,
    render_text,
)
from prompts.contexts import UpgradePlanContext
from prompts.render import ROOT, environment, word_environment


def _declared(template: str) -> set[str]:
    path = ROOT / template
    if template.endswith(".docx"):
        from docxtpl import DocxTemplate

        return set(DocxTemplate(path).get_undeclared_template_variables(jinja_env=word_environment()))
    text = path.read_text(encoding="utf-8")
    if template.endswith(".typ"):
        return set(re.findall(r"\bplan\.([a-z_]+)", text))
    return meta.find_undeclared_variables(environment().parse(text))


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_uses_every_field_of_its_context_and_no_other(template: str) -> None:
    assert _declared(template) == {field.name for field in dataclasses.fields(TEMPLATES[template])}


def test_every_plan_template_is_in_the_table() -> None:
    on_disk = {path.relative_to(ROOT).as_posix() for path in (ROOT / "plans").iterdir() if path.is_file()}
    assert on_disk == {name for name in TEMPLATES if name.startswith("plans/")}


def test_what_a_template_does_not_get_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nothing }}").render()


def test_templates_are_sandboxed() -> None:
    from jinja2.exceptions import SecurityError

    with pytest.raises(SecurityError):
        environment().from_string("{{ ''.__class__.__mro__ }}").render()


def test_another_context_is_refused_by_name() -> None:
    with pytest.raises(MissingVariablesError, match="UpgradePlanContext"):
        render_text("plans/upgrade_plan.md.j2", sample().firm)


def test_an_absent_template_is_named() -> None:
    with pytest.raises(TemplateNotFoundError, match=r"plans/nothing\.md\.j2"):
        render_text("plans/nothing.md.j2", sample())


def test_an_unknown_format_lists_the_known_ones() -> None:
    with pytest.raises(UnknownFormatError, match="docx") as caught:
        render_plan(sample(), "odt")
    assert "md" in caught.value.hint


def test_the_committed_word_template_is_what_its_module_builds(tmp_path: Path) -> None:
    import zipfile

    from prompts.docx_template import TARGET, build

    built = tmp_path / "built.docx"
    build().save(built)
    with zipfile.ZipFile(built) as new, zipfile.ZipFile(TARGET) as old:
        for part in ("word/document.xml", "word/styles.xml"):
            assert new.read(part) == old.read(part)


def test_the_context_is_plain_text_all_through() -> None:
    def texts(value: object) -> list[object]:
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return [t for f in dataclasses.fields(value) for t in texts(getattr(value, f.name))]
        return [t for part in value for t in texts(part)] if isinstance(value, tuple) else [value]

    assert {type(value) for value in texts(sample())} <= {str, bool, type(None)}
    assert isinstance(sample(), UpgradePlanContext)
