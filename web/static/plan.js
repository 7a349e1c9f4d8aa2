// The upgrade plan: wishes in, a plan or the conflicting wishes out, and the draft as a file.

import { ApiError, post, save } from "./api.js";
import { h, number } from "./dom.js";
import { measuresBody, measuresEditor } from "./measures.js";
import { VERDICTS } from "./words.js";

const FORMATS = [["docx", "Word"], ["pdf", "PDF"], ["xlsx", "Excel"], ["md", "Markdown"]];

const SHOWN = 5;
const NAMED = 8;

// Wishes outlive a redraw of the card, which follows every message.
const kept = new Map();
const begun = () => ({ wishes: {}, shown: null, own: { measures: [], next: 0, objective: "cost", open: false } });

export function planBox(talk, view) {
  const path = `/conversations/${encodeURIComponent(talk.id)}/plan`;
  const state = kept.get(talk.id) || begun();
  kept.set(talk.id, state);
  const outcome = h("div", { class: "outcome", "aria-live": "polite" }, state.shown);
  const form = h("form", { class: "plan-form" }, target(view.scheme),
    h("label", {}, "预算（万元）", h("input", { name: "budget", inputmode: "decimal", maxlength: 12, placeholder: "不限" })),
    h("label", {}, "完成期限", h("input", { name: "deadline", type: "date" })));
  for (const field of form.elements) if (state.wishes[field.name]) field.value = state.wishes[field.name];
  form.addEventListener("input", () => { state.wishes = Object.fromEntries(new FormData(form)); });
  form.addEventListener("submit", (event) => event.preventDefault());
  const run = (work) => async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    outcome.replaceChildren(h("p", { class: "waiting" }, "正在计算"));
    try {
      state.shown = await work({ ...wishes(form), ...chosenFrom(state.own) });
    } catch (fault) {
      state.shown = h("p", { class: "bad" }, fault instanceof ApiError ? `${fault.message}。${fault.hint}` : "没有生成成功，请再试一次。");
    }
    outcome.replaceChildren(state.shown);
    button.disabled = false;
  };
  const look = run(async (body) => summary(await post(path, body), view));
  const take = (format, label) => run(async (body) => {
    await save(`${path}?format=${format}`, body);
    return h("p", { class: "why" }, `${label} 已下载。`);
  });
  return h("section", { class: "plan" }, h("h3", {}, "提升方案"), form, measuresEditor(state.own, talk, view, () => form.elements.target?.value || ""),
    h("p", { class: "answers" }, h("button", { type: "button", class: "primary", onclick: look }, "生成提升方案"),
      FORMATS.map(([format, label]) => h("button", { type: "button", class: "small", "data-format": format, onclick: take(format, label) }, label))),
    outcome);
}

function target(scheme) {
  if (scheme.kind !== "ladder") return null;
  const rungs = [...(scheme.rungs || []).slice(0, -1), ...(scheme.leading_rungs || []).slice(0, 1)];
  return h("label", {}, "目标等级", h("select", { name: "target" }, h("option", { value: "" }, "上一级"), rungs.map((rung) => h("option", { value: rung }, rung))));
}

function wishes(form) {
  const { budget, deadline, target: aim } = Object.fromEntries(new FormData(form));
  const body = {};
  if (aim) body.target = aim;
  if (deadline) body.deadline = deadline;
  if (budget?.trim()) {
    body.budget = Number(budget);
    if (!Number.isFinite(body.budget)) throw new ApiError(422, { detail: "预算要填数字", hint: "单位是万元，不限就留空。" });
  }
  return body;
}

function chosenFrom(own) {
  const measures = measuresBody(own);
  return measures ? { measures, objective: own.objective } : {};
}

const span = ({ lower, upper }) => (lower === upper ? number(lower) : `${number(lower)}～${number(upper)}`);

function standing(result) {
  if (result.kind === "points") return `${span(result.score)} 分，${(VERDICTS[result.verdict] || VERDICTS.undetermined)[0]}`;
  const grade = result.grade || result.leading;
  return grade.confirmed === grade.reachable ? grade.confirmed : `确定 ${grade.confirmed}，最高可能 ${grade.reachable}`;
}

function stepLine(step, view) {
  const priced = [step.cost === null ? "" : `${number(step.cost)} 万元`, step.months === null ? "" : `${number(step.months)} 个月`].filter(Boolean);
  const named = (step.closes || []).map(view.nameOf);
  const after = (step.requires || []).length ? `；在 ${step.requires.join("、")} 之后` : "";
  return h("li", {}, step.proposed ? "" : h("b", {}, `${step.measure} `), step.title || step.measure, priced.length ? `（${priced.join("，")}）` : "",
    h("small", {}, `对应：${named.slice(0, NAMED).join("、")}${named.length > NAMED ? `等 ${named.length} 条` : ""}${after}`));
}

// Nothing is priced that nobody has priced: what has no figure is counted, not taken as free.
function costs(plan, steps) {
  const open = (plan.unpriced || []).length;
  if (steps.length && open === steps.length) return "，措施还没有报价和工期";
  return `，合计 ${money(plan)}、${time(plan)}${open ? `（另有 ${open} 项没有报价）` : ""}`;
}

const money = (told) => `${told.cost_at_least ? "至少 " : ""}${number(told.cost)} 万元`;
const time = (told) => `${told.months_at_least ? "至少 " : ""}${number(told.months)} 个月`;

// Between these only the firm can decide: none is better than another in cost, time and number together.
function routes(front) {
  if (!front || front.length < 2) return null;
  return h("details", { open: true }, h("summary", {}, `${front.length} 条可选的路线`),
    h("ul", {}, front.map((route) => h("li", {}, h("b", {}, route.label), `：${money(route)}、${time(route)}，${route.count} 项`,
      h("small", {}, route.chosen.join("、"))))));
}

function least(found) {
  if (!found || !found.size) return null;
  const first = found.sets[0];
  const named = (keys) => keys.map((key) => found.needs[key]?.title || key).join("、");
  const rest = (one) => one.items.filter((key) => !found.always.includes(key) && !found.shared.includes(key));
  const choices = found.sets.map(rest).filter((keys) => keys.length);
  return h("details", {}, h("summary", {}, `最少要补 ${found.size} 条：补证明或说清 ${first.to_show} 条，要整改 ${first.to_close} 条`),
    found.always.length ? h("p", {}, `必不可少：${named(found.always)}`) : null,
    found.shared.length ? h("p", {}, `各组都含：${named(found.shared)}`) : null,
    choices.length ? h("ol", {}, choices.map((keys) => h("li", {}, named(keys)))) : null,
    found.more ? h("p", { class: "why" }, "同样条数的组合还有更多。") : null);
}

function summary(plan, view) {
  const steps = plan.steps || [];
  return h("div", { class: "summary" },
    h("p", {}, h("b", {}, plan.feasible ? `可行：${steps.length} 项措施` : "按现在的条件没有可行的路线"),
      plan.feasible ? costs(plan, steps) : ""),
    h("p", { class: "why" }, `现在：${standing(plan.before)}`), h("p", { class: "why" }, `做完：${standing(plan.after)}`),
    steps.length ? h("ol", {}, steps.slice(0, SHOWN).map((step) => stepLine(step, view))) : null,
    steps.length > SHOWN ? h("details", {}, h("summary", {}, `其余 ${steps.length - SHOWN} 项`), h("ol", { start: SHOWN + 1 }, steps.slice(SHOWN).map((step) => stepLine(step, view)))) : null,
    routes(plan.pareto), least(plan.gap_sets),
    (plan.conflicts || []).length ? h("ul", {}, plan.conflicts.map((conflict) => h("li", {}, typeof conflict === "string" ? conflict : conflict.detail || conflict.want))) : null,
    (plan.notes || []).map((note) => h("p", { class: "why" }, note)));
}
