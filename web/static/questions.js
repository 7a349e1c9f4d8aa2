// What to ask next, with answers at hand; an answer is sent as words, like any other message.

import { citeButton } from "./clause_panel.js";
import { h } from "./dom.js";

const SHOWN = 3;
const THRESHOLD = /(不低于|不高于|达到|大于|优于)?[\d.]+\s*(%|倍).*$/;

// Label and message of each answer. To the item that was just asked, the bare word is an answer; any other item has to be
// named, and a title that carries a number would be heard as that number, so such an item takes its value only.
function choices(question, spec, view) {
  const { item } = question;
  const asked = view.pending === item;
  const name = view.nameOf(item);
  const say = (label, words) => [label, asked ? words : `${name}：${words}`];
  const skip = asked ? [["先跳过", "跳过"]] : [];
  if (item.startsWith("events.")) return [say("是", "有"), say("否", "没有"), ...skip];
  if (view.scheme.kind === "ladder") return [...(view.scheme.rungs || []).map((rung) => say(rung, `${rung}级`)), ...skip];
  if (spec?.levels?.length) {
    const stages = spec.kind === "bonus";
    return [...spec.levels.map(({ title }) => [title, stages ? `${name}：${title}` : title]), say("没有", "不满足"), ...skip];
  }
  if (!asked && THRESHOLD.test(name)) return [];
  return [say("是", "满足"), say("否", "不满足"), ...(spec?.may_not_apply ? [say("不适用", "不适用")] : []), ...skip];
}

function measured(name, unit, send) {
  const bare = name.replace(THRESHOLD, "");
  const field = h("input", { type: "text", inputmode: "decimal", maxlength: 20, placeholder: "数值", "aria-label": `${bare}的数值，单位${unit}` });
  const go = (event) => {
    event.preventDefault();
    const value = field.value.trim();
    if (value) send(`${bare}：${value.endsWith(unit) ? value : value + unit}`);
  };
  return h("form", { class: "measured", onsubmit: go }, field, unit, h("button", { class: "small", type: "submit" }, "填"));
}

function card(question, view) {
  const spec = view.specOf(question.item);
  const unit = spec?.value_unit;
  return h("li", { "data-item": question.item, class: view.pending === question.item ? "asking" : null },
    h("p", { class: "ask" }, h("button", { type: "button", class: "asked", title: "在输入框里回答", onclick: () => view.about(question.item) }, question.question), " ",
      question.citation ? citeButton(question.citation, question.citation.number || "条款") : null),
    h("p", { class: "why" }, question.why),
    question.proof?.length ? h("p", { class: "why" }, `可作证明：${question.proof.join("、")}`) : null,
    h("p", { class: "answers" }, choices(question, spec, view).map(([label, words]) =>
      h("button", { type: "button", class: "small", onclick: () => view.send(words) }, label))),
    unit ? measured(view.nameOf(question.item), unit, view.send) : null);
}

export function questions(asked, view) {
  if (!asked?.length) return null;
  const rest = asked.slice(SHOWN, 12);
  return h("section", { class: "questions" }, h("h3", {}, "下一步要问", h("small", {}, "最能决定结果的在前")),
    h("ul", {}, asked.slice(0, SHOWN).map((question) => card(question, view))),
    rest.length ? h("details", {}, h("summary", {}, `再看 ${rest.length} 个`), h("ul", {}, rest.map((question) => card(question, view)))) : null);
}
