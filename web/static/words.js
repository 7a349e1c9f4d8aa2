// How the terms of the interface read in Chinese.

import { h } from "./dom.js";

export const VERDICTS = {
  pass: ["达到推荐条件", "good"],
  fail: ["按现有事实不能通过", "bad"],
  undetermined: ["还不能下结论", "open"],
};
export const TRUTHS = { met: ["满足", "good"], not_met: ["不满足", "bad"], unknown: ["没说清", "open"] };
export const STANDINGS = { draft: "征求意见稿", in_force: "有效", cycle_over: "周期已过", superseded: "已被取代" };
export const STATUSES = { met: "满足", not_met: "不满足", unknown: "不清楚", not_applicable: "不适用" };

const percent = (ratio) => `${Number((ratio * 100).toFixed(1))}%`;

export const says = (fact) => h("span", { class: `says ${fact.status || ""}` }, factSays(fact));

// What a proposed or confirmed fact says, in a few words.
function factSays(fact) {
  const { value, unit, ratio, status } = fact;
  if (value === true) return "有";
  if (value === false) return "没有";
  if (typeof value === "string" && /^(A|B-?|C|D|引领性|非引领性)$/.test(value)) return value.length > 2 ? value : `满足到 ${value} 级`;
  const measured = value === null || value === undefined ? "" : `${value}${unit || ""}`;
  const part = ratio === null || ratio === undefined || ratio === 1 ? "" : `满足 ${percent(ratio)}`;
  return [part || STATUSES[status] || "", measured].filter(Boolean).join("，") || "待核实";
}

export const clock = (iso) => {
  const when = new Date(iso);
  return Number.isNaN(when.getTime()) ? "" : when.toLocaleString("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
};
