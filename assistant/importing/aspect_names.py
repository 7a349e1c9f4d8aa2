"""Which aspect of a scheme a row label of an official table means, and which industry a caption names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.importing.grade_tables import folded
from scoring import Pack

# Words of the tables beside the names that the schemes use, by the aspect they mean; the first that fits counts.
_MEANT: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"(?:生产)?(?:工艺)?(?:与|和|及)?装备(?:水平)?|生产工艺(?:及装备|和装备|与装备)?|工艺装备|装备水平",
        ("工艺装备", "装备水平"),
    ),
    (r"能源(?:类型|结构|种类)?|燃料(?:类型|种类)?", ("能源类型",)),
    (r"原辅材料|原辅料|原料|原材料", ("原辅材料",)),
    (r"(?:污染|废气)?治理技术|污染(?:防治|治理)(?:技术|措施)?|废气治理(?:工艺|设施)?", ("污染治理技术",)),
    (r"(?:有组织)?排放限值|有组织排放(?:限值)?", ("有组织排放", "排放限值")),
    (r"无组织(?:排放|管控|控制|排放管控|排放控制)(?:要求|措施)?", ("无组织排放", "无组织管控")),
    (r"监测监控(?:水平)?|监控监测(?:水平)?", ("监测监控", "监测监控水平")),
    (r"环境管理(?:水平)?(?:要求)?|管理水平", ("环境管理", "环境管理水平")),
    (r"运输方式", ("运输监管", "运输方式")),
    (r"运输(?:监管|管控)", ("运输监管", "运输管控")),
)


def aspect_names(label: str, schemes: Sequence[Pack]) -> dict[str, str]:
    """The name of the labelled aspect in each scheme that has it, by scheme id; empty for an unknown label."""
    plain = re.sub(r"^\(?[一二三四五六七八九十\d]+[)、.]+", "", folded(label))
    meant = next((names for pattern, names in _MEANT if re.fullmatch(pattern, plain)), ())
    return {
        scheme.id: name
        for scheme in schemes
        if (name := next((i.id for i in scheme.of_kind("aspect") if i.id in (plain, *meant)), None))
    }


def industry_named(text: str, schemes: Sequence[Pack]) -> str | None:
    """The industry that a caption or sheet name names, in the words of the schemes; the longest, None for none."""
    names = {industry for scheme in schemes for industry in scheme.industries}
    return max((name for name in names if name in text), key=len, default=None)
