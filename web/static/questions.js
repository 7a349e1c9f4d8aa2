// What to ask next, with answers at hand; an answer is sent as words, like any other message.

import { citeButton } from "./clause_panel.js";
import { h } from "./dom.js";

const SHOWN = 3;

function choices(item, spec, scheme) {
  if (item.startsWith("events.")) return [["有", "有"], ["没有", "没有"], ["不清楚", "不清楚"]];
  if (scheme.kind === "ladder") return [...(scheme.rungs || []).map((rung) => [rung, `${rung}级`]), ["不清楚", "不清楚"]];
  if (spec?.levels?.length) return [...spec.levels.map((level) => [level.title, level.title]), ["没有", "没有"], ["不清楚", "不清楚"]];
  return [["是", "满足"], ["否", "不满足"], ...(spec?.may_not_apply ? [["不适用", "不适用"]] : []), ["不清楚", "不清楚"]];
}

function measured(name, unit, send) {
  const field = h("input", { type: "text", inputmode: "decimal", maxlength: 20, "aria-label": `${name}的数值，单位${unit}` });
  const go = (event) => {
    event.preventDefault();
    if (field.value.trim()) send(`${name}：${field.value.trim()}${unit}`);
  };
  return h("form", { class: "measured", onsubmit: go }, field, unit, h("button", { class: "small", type: "submit" }, "填"));
}

function card(question, view) {
  const spec = view.specOf(question.item);
  const name = view.nameOf(question.item);
  const unit = spec?.value_unit;
  return h("li", { "data-item": question.item },
    h("p", { class: "ask" }, h("button", { type: "button", class: "asked", onclick: () => view.about(question.item) }, question.question), " ",
      question.citation ? citeButton(question.citation, question.citation.number || "条款") : null),
    h("p", { class: "why" }, question.why),
    question.proof?.length ? h("p", { class: "why" }, `可作证明：${question.proof.join("、")}`) : null,
    h("p", { class: "answers" }, choices(question.item, spec, view.scheme).map(([label, words]) =>
      h("button", { type: "button", class: "small", onclick: () => view.send(`${name}：${words}`) }, label))),
    unit ? measured(name, unit, view.send) : null);
}

export function questions(asked, view) {
  if (!asked?.length) return null;
  const rest = asked.slice(SHOWN, 12);
  return h("section", { class: "questions" }, h("h3", {}, "下一步要问", h("small", {}, "最能决定结果的在前")),
    h("ul", {}, asked.slice(0, SHOWN).map((question) => card(question, view))),
    rest.length ? h("details", {}, h("summary", {}, `再看 ${rest.length} 个`), h("ul", {}, rest.map((question) => card(question, view)))) : null);
}
