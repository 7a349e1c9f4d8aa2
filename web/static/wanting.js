// What a measure can close: gaps that are certain first, then what has not been made clear.

// Groups of {key, name, why, rungs}; `rungs` on ladders only: the grades a measure can lead to, best first.
export function wanting(result, view) {
  const ladder = view.scheme.kind === "ladder";
  const open = (item) => !item.startsWith("events.") && view.specOf(item)?.kind !== "authority" && view.specOf(item)?.kind !== "event";
  const row = (key, why) => ({ key, why, rungs: ladder ? view.rungsOf(key).slice(0, -1) : null, name: view.nameOf(key) });
  const known = new Set(result.gaps.map((gap) => gap.item));
  const must = new Set((result.gates || []).flatMap((gate) => gate.unknown));
  const unclear = result.trace.filter((step) => step.truth === "unknown" && !known.has(step.item) && open(step.item)).map((step) => step.item);
  return [
    { title: "确定的差距", rows: result.gaps.filter((gap) => open(gap.item)).map((gap) => row(gap.item, gap.shortfall)) },
    { title: "没说清，但必须满足", rows: unclear.filter((item) => must.has(item)).map((item) => row(item)) },
    { title: ladder ? "没说清的方面" : "没说清的其他条目", rows: unclear.filter((item) => !must.has(item)).map((item) => row(item)) },
  ].filter(({ rows }) => rows.length);
}
