// Intervals drawn: points between "all unknowns fail" and "all unknowns pass", and grades on their stairs.

import { h, number, svg } from "./dom.js";

export function bar(lower, upper, max, line = null) {
  const at = (value) => (max > 0 ? (Math.max(0, Math.min(value, max)) / max) * 100 : 0);
  const told = `确定 ${number(lower)} 分，最多可到 ${number(upper)} 分，满分 ${number(max)} 分${line === null ? "" : `，合格线 ${number(line)} 分`}`;
  return svg("svg", { class: "bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", role: "img", "aria-label": told },
    svg("rect", { class: "track", width: 100, height: 10 }),
    svg("rect", { class: "may", x: at(lower), width: Math.max(0, at(upper) - at(lower)), height: 10 }),
    svg("rect", { class: "sure", width: at(lower), height: 10 }),
    line === null ? null : svg("rect", { class: "line", x: at(line) - 0.3, width: 0.6, height: 10 }));
}

// `rungs` from best to floor, as packs list them.
export function stairs(rungs, grade) {
  const up = [...rungs].reverse();
  const sure = up.indexOf(grade.confirmed);
  const may = up.indexOf(grade.reachable);
  return h("ol", { class: "stairs", "aria-label": `确定 ${grade.confirmed}，最高可能 ${grade.reachable}` }, up.map((rung, at) => {
    const kind = at === sure ? "sure" : at > sure && at <= may ? "may" : "off";
    const told = at === sure && at === may ? "就是这级" : at === sure ? "确定" : at === may ? "最高可能" : "";
    return h("li", { class: `rung ${kind} step-${at}` }, h("b", {}, rung), h("small", {}, told));
  }));
}
