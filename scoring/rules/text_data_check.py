"""What must hold in the data of a pack that no rule needs: names used once, grades that the ladder has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scoring.rules.pack import Pack
from scoring.rules.text_data import EVERY_GRADE


def data_faults(pack: Pack) -> list[str]:
    """Every repeated id and every reference to something that the pack does not have, each with its place."""
    faults = [
        f"{pack.id} {part}：编号“{name}”用了 {n} 次；同一部分中每个编号只能出现一次，请改名"
        for part, names in _ids(pack)
        for name, n in Counter(names).items()
        if n > 1
    ]
    grades = (*pack.rungs, *pack.leading_rungs, EVERY_GRADE)
    faults += [
        f"{pack.id} responses：grade 为“{response.grade}”；应为 {'、'.join(grades)} 之一，请改正"
        for response in pack.responses
        if response.grade not in grades
    ]
    faults += [
        f"{pack.id} source_faults {fault.clause_id}：text_only 的问题与结果无关，不能再写 items；请二者取一"
        for fault in pack.source_faults
        if fault.text_only and fault.items
    ]
    industries = set(pack.industries)
    for batch in pack.batches:
        faults += [
            f"{pack.id} batches {batch.group}：行业“{name}”不在 industries 里；请改成名单中的名称"
            for name in batch.industries
            if name not in industries
        ]
    for target in pack.targets:
        faults += [
            f"{pack.id} targets {target.name}：行业“{member.name}”不在 industries 里；请改成名单中的名称"
            for member in target.members
            if target.scope == "industries" and member.name not in industries
        ]
    return faults


def _ids(pack: Pack) -> Iterator[tuple[str, list[str]]]:
    yield "readings", [reading.id for reading in pack.readings]
    yield "calendar", [deadline.id for deadline in pack.calendar]
    yield "procedure", [step.id for step in pack.procedure]
    yield "withdrawal", [ground.id for ground in pack.withdrawal]
    yield "industries", list(pack.industries)
    for scope in ("industries", "cities"):
        targets = [target for target in pack.targets if target.scope == scope]
        yield f"targets（{scope}）", [f"{t.year} {member.name}" for t in targets for member in t.members]
