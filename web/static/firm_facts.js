// Facts of a firm as they are typed: rows by their titles, contents in words; codes are taken as well.

import { ApiError, get } from "./api.js";
import { byId, h } from "./dom.js";

const STATUSES = { 满足: "met", 不满足: "not_met", 不适用: "not_applicable", 不清楚: "unknown" };
const ANSWERS = { 有: true, 发生过: true, 没有: false, 没发生: false, true: true, false: false };
const FORGET = ["去掉", "null"];
const NAMED = /（([^（）]+)）\s*$/;
const GRADE = /^([A-D]-?)\s*[级类]?$/i;

const code = (item) => ({ aspect: `0.${item.id}`, event: `events.${item.id}` })[item.kind] || item.id;

// The row that was chosen by its title, or typed by its code.
export function row(text) {
  const named = NAMED.exec(text);
  return (named ? named[1] : text).trim();
}

export function entry(item, text) {
  const plain = text.trim();
  if (FORGET.includes(plain)) return null;
  if (item.startsWith("events.") || plain === "true" || plain === "false") return plain in ANSWERS ? ANSWERS[plain] : plain;
  if (plain in STATUSES) return STATUSES[plain];
  const grade = GRADE.exec(plain);
  if (grade) return grade[1].toUpperCase();
  if (/^[[{]/.test(plain)) {
    try {
      return JSON.parse(plain);
    } catch {
      throw new ApiError(0, { detail: "内容不是正确的 JSON", hint: "请检查括号、引号和逗号。" });
    }
  }
  const number = /^(\d+(?:\.\d+)?)\s*(\D*)$/.exec(plain);
  if (!number) return plain;
  return number[2] ? { value: Number(number[1]), unit: number[2] } : Number(number[1]);
}

function contents(scheme, item) {
  if (item?.kind === "event") return ["有", "没有", "去掉"];
  if (item?.kind === "aspect") return [...scheme.rungs, ...scheme.leading_rungs, "去掉"];
  return [...Object.keys(STATUSES), "去掉"];
}

// The rows of the chosen scheme are offered by their titles, and for the chosen row what it may hold.
export async function offer(form) {
  const scheme = await get(`/schemes/${form.elements.scheme.value}`);
  const items = new Map(scheme.items.map((item) => [code(item), item]));
  byId("rows").replaceChildren(...[...items].map(([name, item]) => h("option", { value: `${item.title}（${name}）` })));
  // `elements.item` is a method of the collection.
  const typed = form.elements.namedItem("item");
  const describe = () => {
    const item = items.get(row(typed.value));
    byId("contents").replaceChildren(...contents(scheme, item).map((word) => h("option", { value: word })));
    form.elements.content.placeholder = item?.value_unit ? `数字，例如 42${item.value_unit}` : contents(scheme, item).join("、");
  };
  typed.oninput = describe;
  describe();
}
