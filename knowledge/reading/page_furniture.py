"""What stands on a web page around its text: navigation, lists of links, share buttons, footers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.reading.html_tree import Node

_TAGS = frozenset(("nav", "footer", "aside", "head", "audio", "video", "canvas"))
_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary", "menubar"))
_NAMES = frozenset(
    (
        "nav",
        "navbar",
        "navigation",
        "menu",
        "submenu",
        "breadcrumb",
        "breadcrumbs",
        "crumb",
        "crumbs",
        "position",
        "location",
        "sidebar",
        "side",
        "foot",
        "footer",
        "copyright",
        "share",
        "bdshare",
        "toolbar",
        "pagination",
        "pager",
        "search",
        "searchbar",
        "banner",
        "header",
        "head",
        "logo",
        "top",
        "topbar",
        "login",
        "related",
        "recommend",
        "links",
        "friendlink",
    )
)
_NAME_PARTS = re.compile(r"[A-Za-z][a-z]+|[A-Z]+(?![a-z])|[a-z]+")
_OF_THE_TEXT = re.compile(
    r"第\s*[一二三四五六七八九十百零\d]+\s*[条條章]|[〔\[]\d{4}[〕\]]|附\s*件|^\s*[一二三四五六七八九十]+、",
    re.MULTILINE,
)
_LINE = re.compile(
    r"(?:您?(?:当前|现在)?的?位置|当前位置)\s*[:：].*|(?:分享到|字号|字体|打印本页|【?打印】?|【?关闭(?:窗口|本页)?】?|浏览次数|点击数|访问量)\s*[:：]?.*"
    r"|(?:发布|发文|更新|公开)(?:时间|日期)\s*[:：]\s*[\d年月日:：./ -]+(?:.{0,12}(?:来源|作者|浏览|点击|字号|访问).*)?"
    r"|.*(?:ICP备|公网安备|网站标识码|版权所有|Copyright|技术支持\s*[:：]).*|主办(?:单位)?\s*[:：].{0,80}|.{0,6}(?:上一篇|下一篇)\s*[:：].*",
    re.IGNORECASE,
)
_LONGEST_LINE = 200
_FEWEST_LINKS = 4
_LINKED = 0.75
"""Share of an element's characters that stand in links, from which it only leads elsewhere."""


def stands_around(node: Node) -> bool:
    """True for an element that belongs to the page and not to its text, by its tag alone."""
    return node.tag in _TAGS


class Around:
    """Tells the elements of one page that lead elsewhere; each is counted once, however deep it lies."""

    def __init__(self) -> None:
        self._seen: dict[int, _Counted] = {}

    def has(self, node: Node) -> bool:
        """True for an element that its role, its name or its many links mark as no part of the page's text.

        One that holds numbered clauses, a 文号 or annexes is kept, whatever it is called.
        """
        counted = self._counted(node)
        if counted.of_the_text:
            return False
        dense = counted.linked >= _LINKED * counted.characters
        return _named(node) or (counted.links >= _FEWEST_LINKS and dense)

    def _counted(self, node: Node) -> _Counted:
        if (found := self._seen.get(id(node))) is not None:
            return found
        whole = _Counted()
        for child in node.children:
            if isinstance(child, str):
                whole.characters += len("".join(child.split()))
                whole.of_the_text = whole.of_the_text or _OF_THE_TEXT.search(child) is not None
            else:
                inner = self._counted(child)
                is_link = child.tag == "a"
                whole.characters += inner.characters
                whole.linked += inner.characters if is_link else inner.linked
                whole.links += 1 if is_link else inner.links
                whole.of_the_text = whole.of_the_text or inner.of_the_text
        self._seen[id(node)] = whole
        return whole


@dataclass(slots=True)
class _Counted:
    characters: int = 0
    linked: int = 0
    links: int = 0
    of_the_text: bool = False


def is_page_line(words: str) -> bool:
    """True for a line that pages print around a text: where one is, when it was put up, who runs the site."""
    return len(words) <= _LONGEST_LINE and _LINE.fullmatch(words) is not None


def _named(node: Node) -> bool:
    if node.attributes.get("role", "").strip().lower() in _ROLES:
        return True
    said = f"{node.attributes.get('class', '')} {node.attributes.get('id', '')}"
    return any(part.lower() in _NAMES for part in _NAME_PARTS.findall(said))
