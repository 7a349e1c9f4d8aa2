"""When a place name in running text is no place: ordinary words, roads, river banks, torn words."""

from __future__ import annotations

import re

_WORD_PREFECTURES = "朝阳 来宾 白银 日照 山南 海西 海北 阿里 兴安"
# Some are common words; others turn up across the joint of two: 新安 in 新安装, 源汇 in 来源汇总.
_WORD_COUNTIES = """
中原 二七 上街 管城 老城 西工 新安 新华 卫东 石龙 文峰 北关 龙安 山城 鹤山 红旗 解放 中站 马村 山阳 博爱 华龙
台前 源汇 建安 民权 梁园 湖滨 卧龙 平桥 商城 光山 西平 镇平 鼓楼 顺河 市中 市南 市北 天桥 钢城 长清 高青 山亭
河口 垦利 坊子 任城 泰山 东平 东港 河东 平原 惠民 牡丹 东明 成武
"""
ORDINARY = frozenset([*_WORD_PREFECTURES.split(), *_WORD_COUNTIES.split()])
"""Short names that count only directly behind the name of the place they belong to: 郑州中原, 北京朝阳."""

ORDINARY_FULL = frozenset(
    [
        "城区",
        "郊区",
        "矿区",
        "东区",
        "西区",
        "新城区",
        "老城区",
        "城中区",
        "城东区",
        "城西区",
        "城北区",
        "桥西区",
        "桥东区",
        "城关区",
        "古城区",
        "新市区",
        "国家",
    ]
)
"""Full names that count only there, too."""

_ROAD = r"[东西南北中]?(?:[一二三四五六七八九十]?路(?!线|桥|径|况|过)|街道?|大街|大道|胡同|巷)"
_BANK = r"岸|侧|麓|坡|端|边|部(?!分|门|署|委|属|队)|面(?!粉|料|条|包|对|向|临|积)"
_NOT_BEFORE = re.compile(rf"(?:{_ROAD})")
_COMPASS_NOT_BEFORE = re.compile(rf"(?:{_BANK})")
_FULL_NOT_BEFORE = {
    "市": re.compile("场(?!镇)"),
    "区": re.compile("[域间分]"),
    "县": re.compile("域"),
    "省": re.compile("[略得心去力]"),
}

_BEHIND = {
    "大理": "石",
    "长治": "久安",
    "大同": "小异",
    "三明": "治",
    "北海": "道",
    "德州": "扑克|仪器",
    "宁德": "时代",
    "中山": "装|陵|大学|公园|先生",
    "安康": "杯|码",
    "哈密": "瓜",
    "和田": "玉",
    "开封": "[后前]|日期|检",
    "新乡": "[镇村]",
    "新密": "[封闭码]",
    "高密": "[度封]",
    "通许": "可",
    "义马": "克",
    "海口": "径",
    "南通": "[道风过往]",
    "南平": "[均衡台整]",
    "北京": "时间",
    "上海": "拔",
}
_AHEAD = {
    "河南": "黄运淮洛漳沙颍卫辽渭汾沂泗伊惠贾沿护",
    "河北": "黄运淮洛漳沙颍卫辽渭汾沂泗伊惠贾沿护",
    "湖南": "太庭巢沿",
    "湖北": "太庭巢沿",
    "江西": "长珠湘赣汉沿",
    "山东": "泰华嵩衡恒庐",
    "山西": "泰华嵩衡恒庐",
    "海南": "上渤黄沿",
    "海口": "出入沿",
    "平度": "水不",
    "荣成": "繁光",
    "范县": "示规模典",
    "单县": "简名清",
    "新县": "创最更",
    "费县": "收免经付",
    "息县": "信消利",
    "冠县": "夺",
    "温县": "高低升降保",
    "项城": "事各单专选多",
    "大同": "下",
    "广安": "推",
    "济阳": "经救",
    "成都": "一二两三四五六七八九十几半完达组形变养收合生不0123456789",
}
_COMPASS = ("东", "西", "南", "北")


_EXPECTED_BEFORE = re.compile(
    r"(?:厂子?|公司|企业|单位|车间|我们?|俺们?|咱们?|家|客户)(?:都|就|是|开|设|建|办|坐落)?(?:在|位于|于|来自|地处|是)$|(?:位于|来自|地处|坐落于?|坐落在|注册在)$"
)
_EXPECTED_BEHIND = re.compile(
    r"[，。、；,;\s]|$|的(?:厂|企业|公司|[，。]|$)|这边|那边|这里|本地|县城|开厂|做|搞|办厂|生产"
)


def stands_for_a_place(text: str, start: int, end: int) -> bool:
    """Whether the words around an ordinary word expect a place: 我们厂在西平，做铸造.

    >>> stands_for_a_place("我们厂在商城，做铸造", 4, 6), stands_for_a_place("在商城买的", 1, 3)
    (True, False)
    """
    return _EXPECTED_BEFORE.search(text[:start]) is not None and _EXPECTED_BEHIND.match(text, end) is not None


def is_place(text: str, start: int, end: int) -> bool:
    """False where the characters around a name show that something else is meant.

    >>> is_place("黄河南岸的厂", 1, 3), is_place("河南的厂", 0, 2)
    (False, True)
    """
    name = text[start:end]
    if _NOT_BEFORE.match(text, end):
        return False
    if name.endswith(_COMPASS) and _COMPASS_NOT_BEFORE.match(text, end):
        return False
    if (guard := _FULL_NOT_BEFORE.get(name[-1])) and len(name) > 2 and guard.match(text, end):
        return False
    if name in _BEHIND and re.compile(_BEHIND[name]).match(text, end):
        return False
    ahead = text[start - 1 : start]
    return not ahead or ahead not in _AHEAD.get(name, "") + _AHEAD.get(name[:-1], "")
