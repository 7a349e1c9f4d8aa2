"""Several editions of one scheme, and which of them is in force on a day."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from scoring.errors import PackError, UnknownSchemeError
from scoring.rules.loader import PACKS, load_pack, load_scheme, scheme_ids
from scoring.rules.pack import Pack

_SLUG = re.compile(r"[a-z0-9][a-z0-9.-]*")


@dataclass(frozen=True, slots=True)
class Edition:
    """One installed edition; `slug` is empty for the one that comes under the scheme's bare name."""

    scheme: str
    slug: str
    pack: Pack

    @property
    def name(self) -> str:
        """How it is named on the command line: `scheme` or `scheme@slug`."""
        return f"{self.scheme}@{self.slug}" if self.slug else self.scheme


@dataclass(frozen=True, slots=True)
class InForce:
    """The edition that decides on a day; `note` says why it is this one where that is not plain."""

    edition: Edition
    note: str | None = None

    @property
    def pack(self) -> Pack:
        """Its rules."""
        return self.edition.pack


def pack_folders(data_dir: Path | None = None) -> tuple[Path, ...]:
    """Where editions are looked for: the packs of the program, then `packs` in the data folder.

    Args:
        data_dir: the data folder; the one that LVPING_DATA_DIR names when not given.
    """
    data = data_dir if data_dir is not None else Path(os.environ.get("LVPING_DATA_DIR") or "data")
    return PACKS, data / "packs"


def editions(scheme_id: str, folders: Sequence[Path] | None = None) -> tuple[Edition, ...]:
    """All editions of a scheme, the earliest first; those without a first day come before all others.

    Args:
        scheme_id: a scheme, without slug.
        folders: where to look; the packs of the program and of the data folder when not given.

    Raises:
        UnknownSchemeError: no such scheme; the message lists the ones there are.
        PackError: an edition has faults, belongs to another scheme, or is installed twice.
    """
    places = pack_folders() if folders is None else tuple(folders)
    if not _is_name(scheme_id) or not any((place / scheme_id / "pack.yaml").is_file() for place in places):
        known = sorted({name for place in places for name in scheme_ids(place)})
        raise UnknownSchemeError(f"没有名为“{scheme_id[:60]}”的方案；可用的方案：{'、'.join(known)}")
    found: dict[str, Edition] = {}
    for place in places:
        for folder in [*sorted(place.glob(f"{scheme_id}@*")), place / scheme_id]:
            if not (folder / "pack.yaml").is_file():
                continue
            edition = _edition(scheme_id, folder)
            if edition.slug in found and edition.pack.sha256 != found[edition.slug].pack.sha256:
                raise PackError(
                    [f"{edition.name}：装了两份内容不同的规则包；请改用不同的后缀（方案@后缀）或删去一份"]
                )
            found.setdefault(edition.slug, edition)
    return tuple(sorted(found.values(), key=lambda e: (e.pack.effective_from or "", e.slug)))


def _is_name(text: str) -> bool:
    return _SLUG.fullmatch(text) is not None


def _edition(scheme_id: str, folder: Path) -> Edition:
    slug = folder.name.partition("@")[2]
    if "@" in folder.name and not _is_name(slug):
        raise PackError(
            [f"{folder.name}：后缀“{slug}”不对；应为小写字母、数字、点和连字符，例如 {scheme_id}@2027"]
        )
    pack = load_scheme(scheme_id) if folder == PACKS / scheme_id else _loaded(folder, _stamp(folder))
    if pack.id != scheme_id:
        raise PackError(
            [f"{folder.name}/pack.yaml：id 为“{pack.id}”；同一方案的各版本 id 应相同，应为“{scheme_id}”"]
        )
    return Edition(scheme_id, slug, pack)


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    files = [folder / "pack.yaml", *sorted((folder / "items").glob("*.yaml"))]
    return tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files)


@lru_cache(maxsize=32)
def _loaded(folder: Path, _files: tuple[tuple[str, int, int], ...]) -> Pack:
    """The pack as its files stand: an edition that is edited or replaced is read anew."""
    return load_pack(folder)


def scheme_in_force(scheme_id: str, as_of: date, folders: Sequence[Path] | None = None) -> InForce:
    """The edition in force on a day.

    It is the latest of those whose first and last day hold it. Before the first edition the first is taken, with a
    note; between two or after the last cycle the latest that had begun, whose own note says that its cycle is over.

    Raises:
        UnknownSchemeError, PackError: as `editions`.
    """
    known = editions(scheme_id, folders)
    day = as_of.isoformat()
    begun = [edition for edition in known if (edition.pack.effective_from or "") <= day]
    if not begun:
        first = known[0]
        return InForce(
            first,
            f"{day} 时本方案最早的版本（{first.pack.edition}，自 {first.pack.effective_from} 起施行）尚未施行，"
            "结果按这一版计算，仅供参考",
        )
    running = [edition for edition in begun if day <= (edition.pack.cycle_until or day)]
    chosen = (running or begun)[-1]
    if len(known) == 1:
        return InForce(chosen)
    others = "、".join(f"{e.pack.edition}（{_period(e.pack)}）" for e in known if e is not chosen)
    return InForce(
        chosen,
        f"本方案装有 {len(known)} 个版本，按 {day} 采用“{chosen.pack.edition}”（{_period(chosen.pack)}）；其他版本：{others}",
    )


def _period(pack: Pack) -> str:
    start = f"自 {pack.effective_from} 起" if pack.effective_from else "起始日未写明"
    return f"{start}，至 {pack.cycle_until}" if pack.cycle_until else start


def pack_named(name: str) -> Pack:
    """The pack that a scheme, `scheme@slug` or the path of a pack's folder names.

    Raises:
        UnknownSchemeError: nothing has that name; the message lists what there is.
        PackError: the pack has faults.
    """
    scheme_id, at, slug = name.partition("@")
    if _is_name(scheme_id) and (not at or _is_name(slug)):
        known = {place for place in pack_folders() if (place / scheme_id / "pack.yaml").is_file()}
        if known:
            found = {edition.slug: edition for edition in editions(scheme_id)}
            if slug in found and (slug or not at):
                return found[slug].pack
            names = "、".join(edition.name for edition in found.values())
            raise UnknownSchemeError(f"方案 {scheme_id} 没有版本“{slug}”；已装的版本：{names}")
    folder = Path(name)
    if (folder / "pack.yaml").is_file():
        return load_pack(folder)
    raise UnknownSchemeError(
        f"没有“{name[:80]}”：不是方案编号，也不是含 pack.yaml 的文件夹；可用的方案：{'、'.join(scheme_ids())}"
    )
