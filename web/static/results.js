// The parts of a result: points with gates and blocks, or grades with units and overrides.

import { citeButton } from "./clause_panel.js";
import { h, number } from "./dom.js";
import { bar, stairs } from "./intervals.js";
import { TRUTHS, VERDICTS } from "./words.js";

const chip = ([label, kind]) => h("span", { class: `verdict ${kind}` }, label);

export function points(result, view) {
  const { lower, upper, max } = result.score;
  const line = view.scheme.pass_at_least ?? null;
  return [
    h("section", { class: "score" },
      h("p", { class: "figure" }, h("b", {}, lower === upper ? number(lower) : `${number(lower)} ～ ${number(upper)}`), " 分 ", chip(VERDICTS[result.verdict] || VERDICTS.undetermined)),
      bar(lower, upper, max, line),
      h("p", { class: "scale" }, `确定 ${number(lower)}，最多可到 ${number(upper)}（满分 ${number(max)}${line === null ? "" : `，合格线 ${number(line)}`}）`)),
    gates(result.gates, view),
    h("section", {}, h("h3", {}, "各板块"), h("ul", { class: "blocks" }, result.sections.map((section) =>
      h("li", {}, h("span", {}, section.title, section.weight < 1 ? h("small", {}, `权重 ${number(section.weight * 100)}%`) : null),
        bar(section.lower, section.upper, section.max), h("span", { class: "range" }, `${number(section.lower)}～${number(section.upper)}`))))),
  ];
}

function gates(found, view) {
  if (!found?.length) return null;
  return h("section", {}, h("h3", {}, "必须全部满足的"), h("ul", { class: "gates" }, found.map((gate) => {
    const named = (ids, kind) => ids.map((id) => h("li", {}, h("button", { type: "button", class: `item ${kind}`, onclick: () => view.about(id) }, `${id} ${view.titleOf(id)}`)));
    const told = [gate.failing.length ? `${gate.failing.length} 项不满足` : "", gate.unknown.length ? `${gate.unknown.length} 项没说清` : ""].filter(Boolean).join("，") || "全部满足";
    return h("li", {}, h("details", { open: gate.failing.length > 0 && gate.failing.length < 4 },
      h("summary", {}, h("span", {}, gate.title || gate.id), h("small", {}, told), chip(TRUTHS[gate.status])),
      gate.failing.length ? h("ul", {}, named(gate.failing, "bad")) : null,
      gate.unknown.length ? h("details", { open: !gate.failing.length && gate.unknown.length < 9 }, h("summary", {}, `没说清的 ${gate.unknown.length} 项`), h("ul", {}, named(gate.unknown, "open"))) : null));
  })));
}

export function ladder(result, view) {
  const tracks = [[result.grade, view.scheme.rungs], [result.leading, view.scheme.leading_rungs?.length ? view.scheme.leading_rungs : ["引领性", "非引领性"]]];
  return [
    ...tracks.filter(([grade]) => grade).map(([grade, rungs]) => h("section", { class: "score" },
      h("p", { class: "figure" }, grade.confirmed === grade.reachable
        ? ["确定是 ", h("b", {}, grade.confirmed)]
        : ["确定能保住 ", h("b", {}, grade.confirmed), "，最高可能 ", h("b", {}, grade.reachable)]),
      stairs(rungs?.length ? rungs : [grade.reachable, grade.confirmed], grade))),
    h("section", {}, h("h3", {}, "各单元", h("small", {}, "整体取最差的单元，单元取最差的方面")), h("ul", { class: "units" }, result.units.map((unit, index) => {
      const grade = unit.grade || unit.leading;
      return h("li", {}, h("b", {}, unit.name || "未命名单元"), unit.industry ? h("small", {}, unit.industry) : null,
        grade ? h("span", { class: "range" }, grade.confirmed === grade.reachable ? grade.confirmed : `${grade.confirmed}～${grade.reachable}`) : null,
        unit.blocking.length ? h("p", { class: "why" }, `卡在：${unit.blocking.join("、")}`) : null,
        aspects(result.trace.filter((step) => step.item.startsWith(`${index}.`))));
    }))),
    result.overrides.length ? h("section", { class: "overrides" }, h("h3", {}, "直接影响等级的情形"), h("ul", {}, result.overrides.map((override) =>
      h("li", {}, `${view.titleOf(override.event)}：${override.effect} `, override.citation ? citeButton(override.citation, override.citation.number || "条款") : null)))) : null,
  ];
}

function aspects(steps) {
  if (steps.length < 2) return null;
  return h("details", {}, h("summary", {}, "各方面"), h("ul", { class: "aspects" }, steps.map(({ title, grade }) => h("li", {}, title,
    h("span", { class: "range" }, !grade ? "没说清" : grade.confirmed === grade.reachable ? grade.confirmed : `${grade.confirmed}～${grade.reachable}`)))));
}

export function gaps(found) {
  if (!found?.length) return null;
  return h("section", { class: "gaps" }, h("h3", {}, `差距 ${found.length} 项`), h("ul", {}, found.map((gap) =>
    h("li", {}, h("p", {}, h("b", {}, `${gap.item.replace(/^\d+\.(?=\D)/, "")} ${gap.title && !gap.item.endsWith(gap.title) ? gap.title : ""}`.trim()), gap.decisive ? h("span", { class: "verdict bad" }, "决定结果") : null, " ",
      gap.citation ? citeButton(gap.citation, gap.citation.number || "条款") : null),
    h("p", { class: "why" }, gap.shortfall), gap.measure ? h("p", { class: "why" }, `可做：${gap.measure}`) : null))));
}
