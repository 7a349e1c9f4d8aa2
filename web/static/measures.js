// The firm's own measures for a plan: what each is called, which open items it closes, what it costs and how long it takes.

import { ApiError, post } from "./api.js";
import { h } from "./dom.js";
import { wanting } from "./wanting.js";

const MANY = 4;
const AIMS = [["cost", "花钱最少"], ["months", "时间最短"], ["count", "项数最少"]];

// `own` is kept by the caller: {measures, next, objective, open}; every change is written into it at once. `aim` tells the
// target that is chosen, "" for the next grade.
export function measuresEditor(own, talk, view, aim) {
  const box = h("div", {});
  const draw = (focus) => {
    const many = own.measures.length;
    const cards = own.measures.map((measure) => card(measure, own, { groups, goal }, draw));
    box.replaceChildren(...[
      h("p", { class: "why" }, many ? "方案只在下面这些措施里选。" : "有自己的措施就填在这里，方案只在其中选；不填时由系统按差距提出建议。"),
      ...cards,
      many > 1 ? aims(own) : null,
      h("p", { class: "answers more" }, h("button", { type: "button", class: "small", onclick: () => { own.measures.push(fresh(own)); draw(own.measures.at(-1).id); } }, "添加一项措施")),
    ].filter(Boolean));
    title.textContent = many ? `企业自己的措施（${many}）` : "企业自己的措施";
    if (focus) box.querySelector(`[data-measure="${focus}"] input`)?.focus();
  };
  const groups = wanting(talk.assessment, view);
  let above = "";
  const goal = () => aim() || above;
  const title = h("summary", {});
  const toggled = async () => {
    own.open = details.open;
    if (!own.open || above || view.scheme.kind !== "ladder") return;
    above = await nextGrade(talk);
    // Someone who is already typing keeps the field; a tick asks for the goal anyway.
    if (!box.contains(document.activeElement)) draw();
  };
  const details = h("details", { class: "own", open: own.open, ontoggle: toggled }, title, box);
  draw();
  return details;
}

// The grade that a plan aims at when it is told nothing else; some industries skip a rung, which the core knows.
async function nextGrade(talk) {
  try {
    return (await post(`/schemes/${encodeURIComponent(talk.scheme)}/gaps`, { facts: talk.facts, as_of: talk.assessment.as_of, most: 1 })).target;
  } catch {
    return "";
  }
}

function fresh(own) {
  own.next += 1;
  return { id: `m${own.next}`, title: "", items: {}, cost: "", months: "", requires: [], excludes: [] };
}

function card(measure, own, asked, draw) {
  const write = (name) => (event) => { measure[name] = event.currentTarget.value; };
  const field = (label, name, more) => h("label", {}, label, h("input", { value: measure[name], oninput: write(name), ...more }));
  const drop = () => {
    own.measures = own.measures.filter((other) => other !== measure);
    for (const other of own.measures) {
      other.requires = other.requires.filter((id) => id !== measure.id);
      other.excludes = other.excludes.filter((id) => id !== measure.id);
    }
    draw();
  };
  const others = own.measures.filter((other) => other !== measure);
  return h("fieldset", { class: "measure", "data-measure": measure.id }, h("legend", {}, `措施 ${measure.id}`),
    field("名称", "title", { maxlength: 60, placeholder: "如：更换国五以上运输车辆" }),
    h("div", { class: "plan-form" }, field("费用（万元）", "cost", { inputmode: "decimal", maxlength: 12, placeholder: "没报价不填" }),
      field("工期（月）", "months", { inputmode: "decimal", maxlength: 6, placeholder: "不知道不填" })),
    items(measure, asked),
    others.length ? links(measure, others) : null,
    h("p", { class: "answers" }, h("button", { type: "button", class: "small quiet", onclick: drop }, `删去 ${measure.id}`)));
}

function items(measure, { groups, goal }) {
  const told = h("summary", {});
  const count = () => { told.textContent = `做完能满足的条目（已勾 ${Object.keys(measure.items).length}）`; };
  const lists = groups.map((group) => {
    const ticks = group.rows.map((row) => tick(measure, row, goal, count));
    const all = h("button", { type: "button", class: "small quiet", onclick: () => ticks.forEach(({ check }) => check()) }, `全勾这 ${ticks.length} 条`);
    return h("div", {}, h("p", { class: "why" }, group.title, ticks.length > MANY ? all : null), h("ul", { class: "closes" }, ticks.map(({ element }) => element)));
  });
  count();
  return h("details", { class: "closes-box", open: !Object.keys(measure.items).length }, told,
    groups.length ? lists : h("p", { class: "why" }, "没有差距，也没有没说清的条目。"));
}

function tick(measure, row, goal, count) {
  const held = measure.items[row.key];
  const box = h("input", { type: "checkbox", checked: held !== undefined });
  const grade = row.rungs ? h("select", { "aria-label": `${row.name}做完后的等级` }, row.rungs.map((rung) => h("option", { value: rung }, rung))) : null;
  if (grade) grade.value = held || (row.rungs.includes(goal()) ? goal() : row.rungs[0]);
  const put = () => {
    if (box.checked) measure.items[row.key] = grade ? grade.value : 1;
    else delete measure.items[row.key];
    count();
  };
  const aimed = () => {
    if (grade && row.rungs.includes(goal())) grade.value = goal();
    put();
  };
  const check = () => {
    if (box.checked) return;
    box.checked = true;
    aimed();
  };
  box.addEventListener("change", aimed);
  grade?.addEventListener("change", () => { box.checked = true; put(); });
  const element = h("li", {}, h("label", {}, box, h("span", {}, row.name, row.why ? h("small", {}, row.why) : null)), grade ? h("span", { class: "to" }, "做到 ", grade) : null);
  return { element, check };
}

function links(measure, others) {
  const boxes = (name, told) => h("p", { class: "links", role: "group", "aria-label": `${measure.id} ${told}` }, h("small", {}, told), others.map((other) => h("label", {},
    h("input", { type: "checkbox", checked: measure[name].includes(other.id), onchange: (event) => {
      measure[name] = event.currentTarget.checked ? [...measure[name], other.id] : measure[name].filter((id) => id !== other.id);
    } }), other.id)));
  return h("details", { class: "closes-box", open: measure.requires.length + measure.excludes.length > 0 }, h("summary", {}, "先后与二选一（可不填）"),
    boxes("requires", "要先做完："), boxes("excludes", "不能一起做："));
}

function aims(own) {
  const field = h("select", { onchange: (event) => { own.objective = event.currentTarget.value; } }, AIMS.map(([value, label]) => h("option", { value }, label)));
  field.value = own.objective;
  return h("label", {}, "优先选", field);
}

// The measures as the interface takes them; null while there are none.
export function measuresBody(own) {
  if (!own.measures.length) return null;
  return own.measures.map((measure) => {
    const wrong = (detail, hint) => new ApiError(422, { detail: `措施 ${measure.id}：${detail}`, hint });
    if (!measure.title.trim()) throw wrong("还没有名称", "写一句做什么。");
    if (!Object.keys(measure.items).length) throw wrong("没有勾对应的条目", "展开“做完能满足的条目”，至少勾一条。");
    const amount = (name, label) => {
      const text = measure[name].trim();
      const value = text ? Number(text) : null;
      if (value !== null && (!Number.isFinite(value) || value < 0)) throw wrong(`${label}要填不小于 0 的数`, "不知道就留空。");
      return value;
    };
    return { id: measure.id, title: measure.title.trim(), items: measure.items, cost: amount("cost", "费用"), months: amount("months", "工期"),
      requires: measure.requires, excludes: measure.excludes };
  });
}
