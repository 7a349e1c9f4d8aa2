// 一次说清: several open rows in one question, ticked as a list and recorded together with one button.

import { citeButton } from "./clause_panel.js";
import { h } from "./dom.js";

const UNCLEAR = "不清楚";
const MEANS = { 满足: "met", 不满足: "not_met", 不适用: "not_applicable", [UNCLEAR]: "unknown" };

// Ticks outlive a redraw of the card, which follows every message; each talk has its own.
const kept = new Map();

export function checklists(talk, view, record) {
  const found = talk.assessment.screenings || [];
  if (!found.length) return null;
  const state = kept.get(talk.id) || { ticked: new Map(), open: null };
  kept.set(talk.id, state);
  const noted = new Set((talk.ledger || []).filter((entry) => entry.status === "unknown").map((entry) => entry.item));
  return h("section", { class: "checklists" }, h("h3", {}, "一次说清", h("small", {}, "一张清单，勾完一起记下")),
    found.map((screening) => checklist(screening, state, noted, view, record)));
}

function checklist(screening, state, noted, view, record) {
  const rows = screening.items.map((item) => row(item, state.ticked, noted.has(item), view, () => count()));
  const told = h("button", { type: "button", class: "primary" });
  const usual = view.scheme.kind === "ladder" ? view.reachable : "满足";
  const rest = h("button", { type: "button", class: "small" }, `没勾的都选${usual}`);
  const progress = h("p", { class: "why", "aria-live": "polite" });
  const chosen = () => rows.filter(({ word }) => word());
  const count = () => {
    const many = chosen().length;
    told.textContent = many ? `记下这 ${many} 条` : "勾选后记下";
    told.disabled = !many;
  };
  rest.addEventListener("click", () => rows.forEach((one) => one.choose(usual)));
  told.addEventListener("click", () => {
    told.disabled = true;
    const lines = chosen().map((one) => one.line());
    record(lines, (at) => { progress.textContent = `正在记第 ${at} 条，共 ${lines.length} 条`; },
      () => lines.forEach(({ item }) => state.ticked.delete(item))).then(count);
  });
  count();
  const key = screening.items.join();
  return h("details", { class: "checklist", open: state.open === key, ontoggle: (event) => {
    if (event.currentTarget.open) state.open = key;
    else if (state.open === key) state.open = null;
  } },
  h("summary", {}, heading(screening, view)), h("p", { class: "why" }, screening.why),
  h("ul", {}, rows.map(({ element }) => element)),
  h("p", { class: "answers" }, told, rows.some((one) => one.takes(usual)) ? rest : null), progress);
}

// The question without the list of its rows, which stand below it.
function heading({ items, question }, view) {
  const named = items.map((item) => `${item} ${view.titleOf(item)}`).join("、");
  const aspects = items.map(view.titleOf).join("、");
  const short = question.replace(`：${named}`, "").replace(`${aspects}：`, "");
  return short.startsWith("对照") ? `${items.length} 个方面${short}` : short;
}

function row(item, ticked, noted, view, changed) {
  const spec = view.specOf(item);
  const options = optionsOf(item, spec, view);
  const held = () => ticked.get(item) || "";
  const put = (value) => {
    if (value) ticked.set(item, value);
    else ticked.delete(item);
    changed();
  };
  if (held() && !options.some(([label]) => label === held())) ticked.delete(item);
  const field = options.length > 4 || view.scheme.kind === "ladder" || spec?.levels?.length ? select(options, view.nameOf(item), put) : radios(options, item, put);
  const show = () => field.show(held());
  show();
  return {
    element: h("li", { "data-item": item }, h("fieldset", {},
      h("legend", {}, view.scheme.kind === "points" ? `${item} ${view.titleOf(item)} ` : `${view.nameOf(item)} `,
        spec?.citation ? citeButton(spec.citation, spec.citation.number || "条款") : null,
        noted ? h("small", {}, "上次说不清楚") : null),
      spec?.question ? h("p", { class: "why" }, spec.question) : null, field.element)),
    word: held,
    takes: (label) => options.some(([one]) => one === label),
    choose: (label) => {
      if (held() || !options.some(([one]) => one === label)) return;
      put(label);
      show();
    },
    line: () => {
      const [label, means, said] = options.find(([one]) => one === held());
      return { item, text: `${item} ${view.titleOf(item).replace(/[：:\n]/g, " ")}：${said || label}`, means };
    },
  };
}

// Label, what it must be heard as, and the words sent where they are not the label.
function optionsOf(item, spec, view) {
  const unclear = [UNCLEAR, { status: MEANS[UNCLEAR] }];
  if (view.scheme.kind === "ladder") return [...view.rungsOf(item).map((rung) => [rung, { value: rung }]), unclear];
  const plain = (label) => [label, { status: MEANS[label] }];
  if (spec?.levels?.length) {
    return [...spec.levels.map(({ id, title }) => [title, { status: "met", value: id }, id]), plain("不满足"), unclear];
  }
  return [plain("满足"), plain("不满足"), ...(spec?.may_not_apply ? [plain("不适用")] : []), unclear];
}

function radios(options, item, put) {
  const name = `row-${item}`;
  const inputs = options.map(([label]) => h("input", { type: "radio", name, value: label, onchange: () => put(label) }));
  return {
    element: h("div", { class: "ticks" }, options.map(([label], at) => h("label", {}, inputs[at], label))),
    show: (value) => inputs.forEach((input) => { input.checked = input.value === value; }),
  };
}

function select(options, name, put) {
  const field = h("select", { "aria-label": `${name}：选一个`, onchange: (event) => put(event.currentTarget.value) },
    h("option", { value: "" }, "请选择"), options.map(([label]) => h("option", { value: label }, label)));
  return { element: field, show: (value) => { field.value = value; } };
}
