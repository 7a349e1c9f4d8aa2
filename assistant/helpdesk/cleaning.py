"""Words of users as the inbox keeps them: bounded, without invisible characters, persons and numbers of persons masked."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 1000
"""Characters of a question that are kept."""
LONGEST_CONTEXT = 300
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚"
)
_TITLES = "先生|女士|小姐|经理|主任|科长|局长|厂长|处长|老师|师傅|老板|总监|会计|大姐|大哥"
_MASKS = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "〔邮箱〕"),
    (re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{9}[\dXx](?!\d)"), "〔证件号〕"),
    (re.compile(r"(?<!\d)[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])"), "〔信用代码〕"),
    (re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"), "〔电话〕"),
    (re.compile(r"(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"), "〔电话〕"),
    (
        re.compile(
            rf"(?:(?<=我叫)|(?<=名叫)|(?<=姓名是)|(?<=联系人是)|(?<=联系人：))[{_SURNAMES}][一-鿿]{{1,2}}(?=的|[^一-鿿]|$)"
        ),
        "〔姓名〕",
    ),
    (re.compile(rf"(?<![一-鿿])[{_SURNAMES}][一-鿿]?(?={_TITLES})"), "〔姓名〕"),
    (re.compile(rf"(?<=[找问是叫和跟，。、])[{_SURNAMES}][一-鿿]?(?={_TITLES})"), "〔姓名〕"),
)


def visible(text: str, longest: int) -> str:
    """A text without half characters and what nobody sees, line breaks kept, at most `longest` characters.

    Control and format characters are dropped, also those of zero width and those that turn the direction of writing.
    """
    whole = text.encode("utf-8", "ignore").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    whole = whole.replace("\u2028", "\n").replace("\u2029", "\n")
    seen = "".join(char if char in "\n\t" or unicodedata.category(char)[0] != "C" else "" for char in whole)
    seen = re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]{3,}", "  ", seen)).strip()
    return seen if len(seen) <= longest else seen[: longest - 1] + "…"


def cleaned(text: str, firm: str | None = None, longest: int = LONGEST) -> str:
    """A user's words, visible ones only, without persons and, where its name is known, without the firm.

    >>> cleaned("我叫王小明，电话13812345678，A级有补\\u200b贴吗")
    '我叫〔姓名〕，电话〔电话〕，A级有补贴吗'
    """
    seen = visible(text, 2 * longest)
    if firm and len(firm.strip()) >= 2:
        seen = seen.replace(firm.strip(), "〔企业〕")
    for pattern, mask in _MASKS:
        seen = pattern.sub(mask, seen)
    return visible(seen, longest)
