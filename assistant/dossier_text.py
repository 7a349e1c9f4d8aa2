"""The parts of a dossier that people read: how an item came out, and how to verify the whole."""

from __future__ import annotations

from typing import Any

from assistant.talk.standing import headline, weight_text
from scoring import Assessment, Pack
from scoring.firm.checks import SOURCES
from scoring.numbers import plain
from scoring.report import Citing

_TRUTHS = {"met": "满足", "not_met": "不满足", "unknown": "没说清"}

_README = """绿评评估档案

方案：{title}（{edition}）
评估日期：{as_of}
采信的最低证据级别：{proof}

这个文件包里有：
  facts.json     填报的事实，连同评估日期和证据级别
  result.json    按上述事实计算的完整结果
  trace.json     每一条是怎样得出的，分值精确，附条款出处
  trace.md       同上，供人阅读
  manifest.json  所用规则、文本和各部分的 SHA-256，以及证明材料清单
  evidence/      证明材料（只有生成时选择一并放入才有）

怎样核验：
  1. 用装有同一版规则的绿评运行：lvping verify 本文件.zip
     手里有证明材料时：lvping verify 本文件.zip --evidence 材料文件夹
     程序用本机的规则重新计算，回答“一致”，或逐项列出哪里不同。
  2. 不用绿评也能查各部分有没有被改动：解压后计算每个文件的 SHA-256，
     与 manifest.json 中 members 和 evidence 所列逐一比对
     （Linux：sha256sum 文件；macOS：shasum -a 256 文件；Windows：certutil -hashfile 文件 SHA256）。

核验能说明什么：
  结果确实由这些事实按这版规则算出，证明材料与生成评估档案时是同一批文件。
  事实本身是否属实，要看证明材料和现场；封签（seal）不是电子签名，不能证明由谁生成。
  本结果是自评的辅助，等级和称号由主管部门评定。
"""


def readme(pack: Pack, as_of: str, proof: str) -> str:
    """README.txt."""
    return _README.format(title=pack.title, edition=pack.edition, as_of=as_of, proof=SOURCES[proof])


def trace_text(pack: Pack, whole: dict[str, Any], result: Assessment, citing: Citing) -> str:
    """trace.md: the result in a sentence, then every item with its reason and clause."""
    lines = [
        f"# {pack.title}：计算过程",
        "",
        f"- 版本：{pack.edition}",
        f"- 评估日期：{whole['as_of']}",
        f"- 采信的最低证据级别：{SOURCES[whole['proof']]}",
        f"- 结果：{headline(pack, whole)}",
        "",
        *_sections(whole),
        "## 逐条",
        "",
    ]
    for step in result.trace:
        citation = citing(step.cite)
        points = ""
        rule = pack.items.get(step.item)
        if rule is not None and rule.section and step.lower is not None and step.upper is not None:
            low, high = plain(step.lower), plain(step.upper)
            points = f"，{low} 分" if low == high else f"，{low}～{high} 分"
        lines += [
            f"### {step.item} {step.title}",
            "",
            f"- {_TRUTHS[step.truth.value]}{points}：{_one_line(step.because)}",
            f"- 依据：《{citation['title']}》{citation['number']}：“{_one_line(citation['quote'])}”",
            "",
        ]
    for override in whole.get("overrides", []):
        lines += [f"- 影响等级的情形：{_one_line(override['effect'])}", ""]
    for title, told in (
        ("差距", [f"{gap['item']} {gap['title']}：{gap['shortfall']}" for gap in whole["gaps"]]),
        ("读法与假定", whole["assumptions"]),
        ("说明", whole["notes"]),
    ):
        if told:
            lines += [f"## {title}", "", *(f"- {_one_line(line)}" for line in told), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _sections(whole: dict[str, Any]) -> list[str]:
    if not whole.get("sections"):
        return []
    rows = [
        f"| {s['title']} | {weight_text(s['weight'])} | {s['lower']:g}～{s['upper']:g} | {s['max']:g} |"
        for s in whole["sections"]
    ]
    gates = [
        f"- {gate['title']}：{_TRUTHS[gate['status']]}（不满足 {len(gate['failing'])} 项，没说清 {len(gate['unknown'])} 项）"
        for gate in whole["gates"]
    ]
    return ["| 板块 | 权重 | 得分 | 满分 |", "| --- | --- | --- | --- |", *rows, "", *gates, ""]
