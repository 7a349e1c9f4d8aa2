"""YAML read strictly: duplicate keys are refused, and dates, numbers with dots and 是/否 words stay text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from scoring.errors import PackError


class _StrictLoader(yaml.CSafeLoader):
    pass


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    result: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in result:
            mark = key_node.start_mark
            raise yaml.YAMLError(
                f"第{mark.line + 1}行：键“{key}”重复；同一层中每个键只能出现一次，请删去或改名"
            )
        result[key] = loader.construct_object(value_node, deep=True)
    return result


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
# Clause numbers such as 1.10 and dates such as 2022-06-24 must not turn into floats and date objects.
_StrictLoader.yaml_implicit_resolvers = {
    first: [
        (tag, regexp)
        for tag, regexp in pairs
        if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:float")
    ]
    for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(path: Path) -> Any:
    """The content of a YAML file.

    Raises:
        PackError: the file is missing, not UTF-8, not YAML, or repeats a key; the message names file and line.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)
    except FileNotFoundError as exc:
        raise PackError([f"{path.parent.name}/{path.name}：文件不存在；请补上此文件"]) from exc
    except (UnicodeDecodeError, yaml.YAMLError) as exc:
        raise PackError([f"{path.parent.name}/{path.name}：无法读取：{exc}；需要 UTF-8 编码的 YAML"]) from exc
