"""A draft that a person has checked becomes an active indicator pack; all packs there are."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import InputError
from assistant.importing.drafts import as_yaml
from assistant.settings import Settings
from scoring import Pack, PackError
from scoring.industry.indicator import IndicatorPack
from scoring.industry.indicator_loader import (
    load_indicator_pack,
    load_indicator_packs,
    shipped_indicator_packs,
    with_indicators,
)
from scoring.rules.schema_faults import schema_faults
from scoring.rules.strict_yaml import read_yaml


class UnreadModel(BaseModel):
    """An entry of unread.yaml; a person sets one of the two marks."""

    model_config = ConfigDict(extra="forbid")

    address: str
    text: str
    reason: str
    resolved: bool = False
    acknowledged: bool = False


def open_entries(folder: Path) -> list[UnreadModel]:
    """The entries of a draft's unread.yaml that no person has marked.

    Raises:
        InputError: the file is missing or not of its shape.
    """
    path = folder / "unread.yaml"
    try:
        raw = read_yaml(path)
        entries = [UnreadModel.model_validate(entry) for entry in raw or []]
    except PackError as exc:
        raise InputError(exc.detail) from exc
    except ValidationError as exc:
        raise InputError("；".join(schema_faults(f"{folder.name}/unread.yaml", exc))) from exc
    return [entry for entry in entries if not (entry.resolved or entry.acknowledged)]


def activate(draft: str, settings: Settings, schemes: Sequence[Pack], checked_by: str, on: date) -> Path:
    """The folder of the pack, now active: used wherever the scheme is assessed.

    Raises:
        InputError: no such draft, entries that nobody marked, or faults of the pack; nothing has been changed.
    """
    name = checked_by.strip()
    if len(name) < 2:
        raise InputError("请用 --checked-by 写明核对人的姓名")
    folder = _draft_folder(draft, settings)
    left = open_entries(folder)
    if left:
        told = "；".join(f"{entry.address}（{entry.reason}）" for entry in left[:5])
        raise InputError(
            f"草稿 {folder.name} 还有 {len(left)} 处没有读懂、也没有人确认：{told}{'……' if len(left) > 5 else ''}。"
            f"请对照原表在 indicators.yaml 中补上并把该条写成 resolved: true，或写成 acknowledged: true 表示知道它不在包里（{folder / 'unread.yaml'}）"
        )
    target = settings.indicators_active / folder.name
    staged = target.with_name(f".{folder.name}.new")
    shutil.rmtree(staged, ignore_errors=True)
    try:
        _check(folder, settings, schemes)
        shutil.copytree(folder, staged)
        path = staged / "indicators.yaml"
        checked = {"by": name, "on": on.isoformat()}
        path.write_text(as_yaml({**read_yaml(path), "checked": checked}), encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        staged.rename(target)
    except PackError as exc:
        raise InputError(f"草稿 {folder.name} 还不能启用：{exc.detail}") from exc
    except OSError as exc:
        raise InputError(f"写不了 {target}：{exc.strerror}；请检查数据目录的权限") from exc
    return target


def _draft_folder(draft: str, settings: Settings) -> Path:
    inside = settings.indicators_drafts / draft
    folder = inside if re.fullmatch(r"[a-z0-9][a-z0-9.-]*", draft) and inside.is_dir() else Path(draft)
    if not (folder / "indicators.yaml").is_file():
        raise InputError(f"没有草稿“{draft}”；用 lvping pack list 查看有哪些草稿")
    return folder.resolve()


def _check(folder: Path, settings: Settings, schemes: Sequence[Pack]) -> None:
    pack = load_indicator_pack(folder)
    others = [one for one in load_indicator_packs(settings.indicators_active) if one.id != pack.id]
    known = {scheme.id: scheme for scheme in schemes}
    unknown = [scheme for scheme in pack.schemes if scheme not in known]
    if unknown:
        raise PackError([f"{pack.id}：没有方案“{'、'.join(unknown)}”；可用：{'、'.join(known)}"])
    for name in pack.schemes:
        with_indicators(known[name], [*shipped_indicator_packs(), *others, pack])


@dataclass(frozen=True, slots=True)
class Listed:
    """One pack of `lvping pack list`."""

    id: str
    state: str
    """shipped, active or draft."""
    title: str
    industry: str
    completeness: str
    indicators: int
    unread: int
    faults: tuple[str, ...] = ()


def list_packs(settings: Settings) -> list[Listed]:
    """Shipped, active and drafted packs, in this order."""
    found = [_listed(pack, "shipped", 0) for pack in shipped_indicator_packs()]
    for state, folder in (("active", settings.indicators_active), ("draft", settings.indicators_drafts)):
        for path in sorted(folder.glob("*/indicators.yaml")):
            unread = len(open_entries(path.parent)) if (path.parent / "unread.yaml").is_file() else 0
            try:
                found.append(_listed(load_indicator_pack(path.parent), state, unread))
            except PackError as exc:
                found.append(Listed(path.parent.name, state, "", "", "", 0, unread, tuple(exc.faults)))
    return found


def _listed(pack: IndicatorPack, state: str, unread: int) -> Listed:
    return Listed(pack.id, state, pack.title, pack.industry, pack.completeness, len(pack.indicators), unread)
