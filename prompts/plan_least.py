"""The fewest requirements between the firm and its target, in sentences and a short table."""

from __future__ import annotations

from collections.abc import Sequence

from prompts import plan_wording as words
from prompts.contexts import Least, LeastRow
from scoring.plan.gap_sets import GapSet, Need
from scoring.plan.planning import Plan
from scoring.rules.pack import Pack

# Longer lists stand row by row in the sections on gaps and unknowns.
_MOST_NAMED = 20


def least(plan: Plan, pack: Pack) -> Least:
    """How many requirements are needed at least, which of them always, and what there is to choose from."""
    found = plan.gap_sets
    if not found.sets:
        what = "达不到目标" if pack.kind == "ladder" or pack.pass_rule else "不能选出达标的路线"
        return Least((f"{what}：{found.obstacle.rstrip('。')}。",), ())
    first = found.sets[0]
    if not first.needs:
        return Least(("目标已经达到，不需要再补。",), ())
    lines = [
        f"到目标最少要补 {len(first.needs)} 条：只需补充证明或说清的 {first.how_many('to_show')} 条，"
        f"要整改的 {first.how_many('to_close')} 条。"
    ]
    always = [need for need in first.needs if need.must]
    if always:
        lines.append(f"必不可少的 {len(always)} 条：{_named(always, plan, pack)}。")
    if found.shared:
        lines.append(f"另外，下面各组都含的 {len(found.shared)} 条：{_named(found.shared, plan, pack)}。")
    kept = {need.key for need in (*always, *found.shared)}
    rows = [
        LeastRow(str(place), _rest(one, kept, plan, pack), words.held(one.after, pack))
        for place, one in enumerate(found.sets, 1)
        if any(need.key not in kept for need in one.needs)
    ]
    if rows:
        more = f"，以下是其中 {len(rows)} 组" if found.more else ""
        lines.append(
            f"其余的任选一组即可，同样条数的组合{'还有更多' if found.more else f'共 {len(rows)} 组'}{more}："
        )
    return Least(tuple(lines), tuple(rows))


def _rest(one: GapSet, kept: set[str], plan: Plan, pack: Pack) -> str:
    return "、".join(_label(need, plan, pack) for need in one.needs if need.key not in kept)


def _named(needs: Sequence[Need], plan: Plan, pack: Pack) -> str:
    if len(needs) > _MOST_NAMED:
        return "见“差距与措施”和“还没说清的”两节"
    return "、".join(_label(need, plan, pack) for need in needs)


def _label(need: Need, plan: Plan, pack: Pack) -> str:
    gain = f"，+{words.points(need.gain)} 分" if need.gain else ""
    how = "补证明或说清" if need.how == "to_show" else "要整改"
    return f"{words.label(pack, plan.before, need.key)}（{how}{gain}）"
