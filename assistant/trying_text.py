"""Trials, firmness, comparisons and dossiers as text in a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.text import Text

from assistant.dossier_verify import Verification
from assistant.talk.standing import headline, number
from scoring import Pack

_console = Console()
_MOST = 15
_VERDICTS = {"pass": "可以推荐", "fail": "不能推荐", "undetermined": "还不能下结论"}
_TRUTHS = {"met": "满足", "not_met": "不满足", "unknown": "没说清"}
_STATUSES = {"met": "满足", "not_met": "不满足", "unknown": "未知", "not_applicable": "不适用"}
_DIRECTIONS = {"up": "变好", "down": "变差", "narrower": "更确定", "wider": "更不确定"}
_GIVES = {"not_met": "不满足", "met": "满足", "none": "不得分", "open": "由评审给分", "full": "满分"}
_WHATS = {
    "pack": "规则包",
    "corpus": "文本",
    "evidence": "证明材料",
    "result": "结果",
    "trace": "计算过程",
    "text": "说明文字",
}
_CHANGES = {"added": "新增", "removed": "删去", "changed": "改动"}


def _line(text: str, style: str = "") -> None:
    # Long lines are left to the terminal, so that a digest or a path stays whole.
    _console.print(Text(text, style=style), soft_wrap=True)


def _listed(title: str, lines: Iterable[str], most: int = _MOST) -> None:
    told = list(lines)
    if not told:
        return
    _line(f"{title}：", "bold")
    for line in told[:most]:
        _line(f"  · {line}")
    if len(told) > most:
        _line(f"  … 另有 {len(told) - most} 条，用 --json 看全部")


def said(entry: object) -> str:
    """A fact in a few words.

    >>> said({"status": "met", "ratio": 0.5}), said(None), said(True), said("B")
    ('满足，按 0.5 给分', '未说明', '是', 'B')
    """
    if entry is None:
        return "未说明"
    if isinstance(entry, bool):
        return "是" if entry else "否"
    if isinstance(entry, list):
        return "；".join(said(one) for one in entry)
    if not isinstance(entry, dict):
        return str(entry)
    parts = [_STATUSES.get(str(entry["status"]), str(entry["status"]))] if entry.get("status") else []
    if entry.get("value") is not None:
        parts.append(f"{entry['value']}{entry.get('unit') or ''}")
    if entry.get("ratio") is not None and not (entry.get("status") == "met" and entry["ratio"] == 1):
        parts.append(f"按 {entry['ratio']} 给分")
    if entry.get("points") is not None:
        parts.append(f"{entry['points']} 分")
    for name, words in (("grade", "{}"), ("at_least", "至少 {}"), ("below", "低于 {}")):
        if entry.get(name) is not None:
            parts.append(words.format(entry[name]))
    if isinstance(entry.get("answer"), bool):
        parts.append("是" if entry["answer"] else "否")
    return "，".join(parts) or json.dumps(entry, ensure_ascii=False)


def show_what_if(pack: Pack, result: dict[str, Any]) -> None:
    """What was changed, both results, and what differs."""
    difference = result["difference"]
    _listed("试改", (f"{item}：{said(entry)}" for item, entry in result["changes"].items()))
    _line(f"现在：{headline(pack, result['before'])}")
    _line(f"改后：{headline(pack, result['after'])}", "bold")
    if difference["nothing"]:
        _line("结果没有变化")
    _show_difference(difference)
    _listed("注意", result["notes"])


def _show_difference(difference: dict[str, Any]) -> None:
    if not difference["outcome_differs"] and not difference["nothing"]:
        _line("结论不变")
    gates = [
        f"{gate['title']}：{_truth(gate['before'])}→{_truth(gate['after'])}"
        + "".join(
            f"，{words} {'、'.join(gate[name])}"
            for name, words in (
                ("now_failing", "新增不满足"),
                ("no_longer_failing", "不再不满足"),
                ("now_unknown", "变为没说清"),
                ("no_longer_unknown", "已说清"),
            )
            if gate[name]
        )
        for gate in difference["gates"]
    ]
    _listed("必须满足的", gates)
    _listed("单元", (f"{u['name']}：{_span(u['before'])}→{_span(u['after'])}" for u in difference["units"]))
    _listed("条目", (_item(change) for change in difference["items"]))
    _listed("补上的差距", (f"{gap['item']} {gap['title']}" for gap in difference["gaps_closed"]))
    _listed(
        "新出现的差距", (f"{g['item']} {g['title']}：{g['shortfall']}" for g in difference["gaps_opened"])
    )
    _listed("新触发的情形", (override["effect"] for override in difference["overrides_added"]))
    _listed("不再触发的情形", (override["effect"] for override in difference["overrides_removed"]))


def _truth(value: str | None) -> str:
    return "无" if value is None else _TRUTHS[value]


def _span(grade: dict[str, str] | None) -> str:
    if grade is None:
        return "无"
    low, high = grade["confirmed"], grade["reachable"]
    return low if low == high else f"{low}～{high}"


def _item(change: dict[str, Any]) -> str:
    sides = [step for step in (change["before"], change["after"]) if step is not None]
    pointless = all(not step["lower"] and not step["upper"] for step in sides)

    def side(step: dict[str, Any] | None) -> str:
        if step is None:
            return "无此条"
        if step["lower"] is None:
            return str(step["because"])
        if pointless:
            return _truth(step["truth"])
        points = {number(step["lower"]), number(step["upper"])}
        span = (
            number(step["lower"]) if len(points) == 1 else f"{number(step['lower'])}～{number(step['upper'])}"
        )
        return f"{_truth(step['truth'])} {span} 分"

    return f"{change['item']} {change['title']}：{side(change['before'])}→{side(change['after'])}"


def _outcome(outcome: dict[str, Any]) -> str:
    if "verdict" in outcome:
        return _VERDICTS[outcome["verdict"]]
    parts = [_span(outcome["grade"])] if outcome["grade"] else []
    parts += [_span(outcome["leading"])] if outcome["leading"] else []
    return "，".join(parts)


def show_sensitivity(pack: Pack, result: dict[str, Any]) -> None:
    """Whether one fact can flip the result, which, and how near values are to their limits."""
    _line(f"{pack.title}：{_outcome(result['result'])}", "bold")
    flips = result["flips"]
    if result["robust"]:
        _line(f"稳健：试了 {result['tried']} 种单条变化，没有一种会改变结论")
    else:
        items = len({flip["item"] for flip in flips})
        _line(f"试了 {result['tried']} 种单条变化，有 {len(flips)} 种（涉及 {items} 条）会改变结论")
    for direction, words in _DIRECTIONS.items():
        _listed(
            f"会使结论{words}的",
            (
                f"{f['item']} {f['title']}：{said(f['from'])}→{said(f['to'])}，结论 {_outcome(f['before'])}→{_outcome(f['after'])}"
                for f in flips
                if f["direction"] == direction
            ),
        )
    _listed("数值与界限", (_near(near) for near in result["near"]))
    _listed("注意", result["notes"])


def _near(near: dict[str, Any]) -> str:
    share = "" if near["distance_percent"] is None else f"（界限的 {number(near['distance_percent'])}%）"
    close = "，相差不到一成" if near["within_10_percent"] else ""
    return (
        f"{near['item']} {near['of']} {near['value']}{near['unit']}，界限 {near['comparison']}{near['limit']}{near['unit']}，"
        f"差 {near['distance']}{near['unit']}{share}{close}；现为{_GIVES[near['gives']]}"
    )


def show_diff(old: Pack, new: Pack, result: dict[str, Any]) -> None:
    """Which rules differ, and a firm under both editions."""
    _line(f"前：{old.title}（{old.edition}）")
    _line(f"后：{new.title}（{new.edition}）")
    rules = result["rules"]
    if not rules:
        _line("两者的规则没有不同")
    decisive = [rule for rule in rules if rule["decides"]]
    _listed(f"规则差异 {len(decisive)} 处", (_rule(rule) for rule in decisive), 40)
    if len(decisive) < len(rules):
        _line(f"另有 {len(rules) - len(decisive)} 处只是原文、标题或分组的措辞不同，用 --json 看")
    firm = result["firm"]
    if firm is None:
        return
    _line(f"企业在前一版本：{headline(old, firm['before'])}", "bold")
    _line(f"企业在后一版本：{headline(new, firm['after'])}", "bold")
    _listed("变化的条目", (f"{_item(item)}；{item['why']}" for item in firm["difference"]["items"]))
    sides = {"before": "前一版本", "after": "后一版本"}
    _listed(
        "没有采用的事实",
        (f"{sides[fact['side']]} {fact['item']}：{fact['why']}" for fact in firm["left_out"]),
    )


def _rule(rule: dict[str, Any]) -> str:
    name = " ".join(dict.fromkeys(part for part in (rule["id"], rule["title"], rule["word"]) if part))
    if rule["change"] == "changed":
        return f"{name}：{rule['before'] or '无'} → {rule['after'] or '无'}"
    return f"{_CHANGES[rule['change']]} {name}：{rule['after'] or rule['before']}"


def show_dossier(told: dict[str, Any]) -> None:
    """Where the dossier is and what evidence is short."""
    _line(f"已写入 {told['out']}", "bold")
    _line(f"SHA-256：{told['sha256']}")
    _listed(
        "事实提到、但没有文件的证明材料",
        (f"{one}（{'、'.join(items)}）" for one, items in told["evidence_missing"].items()),
    )
    _listed("没有任何事实提到的文件", told["evidence_unnamed"])
    _listed("注意", told["notes"])


def show_verification(found: Verification) -> None:
    """一致, or everything that differs."""
    manifest = found.manifest
    _line(f"{manifest.title}（{manifest.pack.edition}），评估日期 {manifest.as_of}")
    if found.holds:
        _line("一致", "bold")
    else:
        _line(f"不一致：{len(found.differences)} 处", "bold")
    _listed(
        "不同之处",
        (f"{_WHATS[d.what]} {d.path}：{_short(d.before)} → {_short(d.after)}" for d in found.differences),
        40,
    )
    _listed("注意", found.notes)


def _short(value: object) -> str:
    text = (
        "无"
        if value is None
        else value
        if isinstance(value, str)
        else json.dumps(value, ensure_ascii=False, default=str)
    )
    return text if len(text) <= 120 else f"{text[:117]}…"
