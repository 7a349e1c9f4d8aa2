// How firm the result is: the facts that would flip it by themselves, asked for only when the user looks.

import { ApiError, post } from "./api.js";
import { citeButton } from "./clause_panel.js";
import { h, number } from "./dom.js";
import { STATUSES, VERDICTS } from "./words.js";

const SHOWN = 6;
const WAYS = { up: "会变好", down: "会变差", narrower: "会更确定", wider: "会更不确定" };

export function flipsBox(talk, view) {
  if (!Object.keys(talk.facts || {}).length) return null;
  const inside = h("div", { "aria-live": "polite" });
  let asked = false;
  const look = async (event) => {
    if (!event.currentTarget.open || asked) return;
    asked = true;
    inside.replaceChildren(h("p", { class: "waiting" }, "正在逐条试算"));
    try {
      const found = await post(`/schemes/${encodeURIComponent(talk.scheme)}/sensitivity`, { facts: talk.facts, as_of: talk.assessment.as_of });
      inside.replaceChildren(...told(found, view));
    } catch (fault) {
      asked = false;
      inside.replaceChildren(h("p", { class: "bad" }, fault instanceof ApiError ? `${fault.message}。${fault.hint}` : "没有算成功，请收起后再打开试试。"));
    }
  };
  return h("details", { class: "flips", ontoggle: look }, h("summary", {}, "最接近翻转的几项"), inside);
}

function told(found, view) {
  const near = found.near.filter((value) => value.within_10_percent);
  const close = new Set(near.map((value) => value.item));
  // What is already said comes first: an open point is asked for elsewhere on the card.
  const known = found.flips.filter((flip) => flip.from !== null && flip.to !== null);
  const rows = [...known.filter((flip) => close.has(flip.item)), ...known.filter((flip) => !close.has(flip.item))];
  const items = new Set(known.map((flip) => flip.item));
  return [
    h("p", { class: "why" }, items.size ? `已说清的事实里，有 ${items.size} 项单独变化就会改变结论。` : "已说清的事实里，没有一项单独变化会改变结论。"),
    rows.length ? h("ul", { class: "remarks" }, rows.slice(0, SHOWN).map((flip) => h("li", {},
      `${view.nameOf(flip.item)}：${said(flip.from)} → ${said(flip.to)}，结论${WAYS[flip.direction]}（${outcome(flip.before)} → ${outcome(flip.after)}） `,
      citeButton(flip.citation, flip.citation.number || "条款")))) : null,
    near.length ? h("ul", { class: "remarks" }, near.map((value) => h("li", {},
      `${value.of}为 ${value.value}${value.unit}，界限 ${value.comparison}${value.limit}${value.unit}，相差不到一成，请核实测量。 `,
      citeButton(value.citation, value.citation.number || "条款")))) : null,
  ].filter(Boolean);
}

function said(entry) {
  if (entry === true || entry === false) return entry ? "是" : "否";
  if (Array.isArray(entry)) return entry.map(said).join("；");
  if (typeof entry !== "object") return String(entry);
  const { status, ratio, value, unit, points, grade, answer } = entry;
  if (answer === true || answer === false) return said(answer);
  const part = ratio === undefined || ratio === null || ratio === 1 ? "" : `满足 ${number(ratio * 100)}%`;
  const measured = value === undefined || value === null ? "" : `${value}${unit || ""}`;
  return part || STATUSES[status] || measured || grade || (points === undefined ? "另一种说法" : `${points} 分`);
}

function outcome({ verdict, grade, leading }) {
  if (verdict) return (VERDICTS[verdict] || VERDICTS.undetermined)[0];
  return [grade, leading].filter(Boolean).map(({ confirmed, reachable }) => (confirmed === reachable ? confirmed : `${confirmed}～${reachable}`)).join("，");
}
