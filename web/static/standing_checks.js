// What a person should look at before the result is relied on, and what the grade held means while a warning lasts.

import { citeButton } from "./clause_panel.js";
import { folded, h } from "./dom.js";

// Kind, heading, and whether it is shown unfolded.
const KINDS = [
  ["contradiction", "说法互相矛盾", true],
  ["expired", "证明已到期", true],
  ["near_limit", "离界限不到一成", true],
  ["claimed_unproved", "只有自述，没有附证明", false],
];

export function checks(found, view) {
  if (!found?.length) return null;
  const known = new Set(KINDS.map(([kind]) => kind));
  const others = [...new Set(found.map(({ kind }) => kind).filter((kind) => !known.has(kind)))];
  const groups = [...KINDS, ...others.map((kind) => [kind, "其他", true])].map(([kind, title, open]) => {
    const lines = found.filter((check) => check.kind === kind);
    const many = lines.reduce((sum, check) => sum + check.items.length, 0);
    const told = kind === "claimed_unproved" ? lines.flatMap((check) => check.items.map((item) => claimed(item, view))) : lines.map((check) => line(check, view));
    return lines.length ? h("div", { "data-check": kind }, folded(`${title}（${many}）`, h("ul", { class: "remarks" }, told), open)) : null;
  });
  return h("section", { class: "checks" }, h("h3", {}, "交出去之前请核对", h("small", {}, "只提醒，不改变结果")), groups);
}

function line(check, view) {
  const [item] = check.items;
  const rest = item && check.detail.startsWith(`${item}：`) ? check.detail.slice(item.length + 1) : check.detail;
  return h("li", {}, check.items.map((one) => [itemButton(one, view), " "]), view.readable(rest));
}

function claimed(item, view) {
  const proof = view.specOf(item)?.proof || [];
  return h("li", {}, itemButton(item, view), proof.length ? h("small", {}, ` 可作证明：${proof.join("、")}`) : null);
}

const itemButton = (item, view) => h("button", { type: "button", class: "asked", title: "在输入框里补充或更正", onclick: () => view.about(item) }, view.nameOf(item));

export function consequences(result) {
  const found = result.consequences || [];
  if (!found.length) return null;
  const held = [result.grade, result.leading].filter(Boolean).map(({ confirmed }) => confirmed).join("、");
  return h("section", { class: "consequences" }, h("h3", {}, `重污染预警期间，按确定的 ${held}`),
    h("ul", { class: "remarks" }, found.map((one) => h("li", {},
      h("b", {}, one.level === "预警期间" ? "" : `${one.level}预警：`), one.text, one.condition ? `（条件：${one.condition}）` : "", " ",
      one.citation ? citeButton(one.citation, one.citation.number || "条款") : null,
      one.source ? h("small", { class: "from" }, `来源：${one.source.text}，${one.source.url}；看到的程度：${one.source.seen}`) : null))),
    h("p", { class: "why" }, "实际管控以当地当次发布的预警通知为准。"));
}
