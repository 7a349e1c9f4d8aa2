"""What the styles of a web page hide from its readers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.reading.html_tree import Node

_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0?(?:\.0+)?(?![\d.])"
    r"|font-size\s*:\s*[01](?:\.\d+)?(?:px|pt)?(?![\d.a-z%])"
    r"|(?:text-indent|left|top)\s*:\s*-\d{4,}"
    r"|clip\s*:\s*rect\(\s*(?:[01](?:px)?[\s,]+){3}[01](?:px)?\s*\)|clip-path\s*:\s*inset\(\s*(?:50|100)%"
    r"|transform\s*:\s*scale\(\s*0\s*\)",
    re.IGNORECASE,
)
_NO_ROOM = re.compile(
    r"(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*[01](?:px|pt|em)?\s*(?:;|$|!)", re.IGNORECASE
)
_CUT = re.compile(r"overflow(?:-[xy])?\s*:\s*hidden", re.IGNORECASE)
_WHITE = re.compile(
    r"(?<![\w-])color\s*:\s*(?:#fff(?![0-9a-f])|#(?:f[0-9a-f]){3}(?![0-9a-f])|white(?!\w)"
    r"|rgba?\(\s*255\s*,\s*255\s*,\s*255)",
    re.IGNORECASE,
)
_COLOURED = re.compile(r"background|bgcolor|<style|rel\s*=\s*[\"']?stylesheet", re.IGNORECASE)
_SHEET = re.compile(r"<style[^>]{0,200}>(.*?)</style", re.IGNORECASE | re.DOTALL)
_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_ONE_NAME = re.compile(
    r"[a-z][a-z0-9]*(?P<kind>[.#])(?P<name>[\w-]+)|(?P<k>[.#])(?P<n>[\w-]+)", re.IGNORECASE
)
_NAME = re.compile(r"[.#][\w-]+")
_SETS = re.compile(r"display|visibility|opacity|font-size|text-indent|left|top|clip|transform|height|width")


class PageStyles:
    """Tells which elements of one page nobody sees."""

    def __init__(self, source: str) -> None:
        # Behind white words there may be a colour; only where the page sets none they are sure to be unseen.
        self._coloured = bool(_COLOURED.search(source))
        hidden: set[str] = set()
        shown: set[str] = set()
        for sheet in _SHEET.findall(source):
            for selectors, body in _rules(_REMARK.sub("", sheet)):
                for selector in selectors.split(","):
                    one = _ONE_NAME.fullmatch(selector.strip())
                    if one and _hides(body):
                        hidden.add((one["kind"] or one["k"]) + (one["name"] or one["n"]))
                    elif _SETS.search(body):
                        shown.update(_NAME.findall(selector))
        self._hidden = frozenset(hidden - shown)
        """Classes and ids that a rule hides and none shows again, as with what opens at a click."""

    def hide(self, node: Node) -> bool:
        """True for an element that its own style, its colour or its class keeps out of sight."""
        style = node.attributes.get("style", "")
        if "hidden" in node.attributes or _hides(style):
            return True
        names = {f".{name}" for name in node.attributes.get("class", "").split()}
        names.add(f"#{node.attributes.get('id', '')}")
        if names & self._hidden:
            return True
        colour = f"color:{node.attributes['color']}" if "color" in node.attributes else ""
        return not self._coloured and bool(_WHITE.search(f"{style};{colour}"))


def _hides(style: str) -> bool:
    return bool(_HIDES.search(style) or (_NO_ROOM.search(style) and _CUT.search(style)))


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """The selectors and the body of each rule that holds for every screen; those for some screens are passed over."""
    depth = start = opened = 0
    for brace in re.finditer(r"[{}]", sheet):
        if brace.group() == "{":
            depth += 1
            opened = brace.start() if depth == 1 else opened
            continue
        depth = max(0, depth - 1)
        if depth == 0:
            selectors = sheet[start:opened].strip()
            if not selectors.startswith("@"):
                yield selectors, sheet[opened + 1 : brace.start()]
            start = brace.end()
