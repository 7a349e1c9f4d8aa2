// The inbox: filters, the list of cases, what leaves it, and the figures.

import { ApiError, get } from "./api.js";
import { byId, h } from "./dom.js";

const PAGE = 50;
const filters = byId("filters");
const list = byId("cases");
const more = byId("more");
let shown = 0;
let latest = 0;

function report(fault) {
  byId("trouble").textContent = fault instanceof ApiError ? `${fault.message}。${fault.hint}` : "页面出了点问题，请刷新后再试。";
  byId("trouble").hidden = false;
  if (!(fault instanceof ApiError)) throw fault;
}

function wanted() {
  return new URLSearchParams([...new FormData(filters)].filter(([, value]) => value));
}

function row(one) {
  const facts = [one.region || "没有说明地区", one.industry, one.reason_label, `问过 ${one.asked} 次`, one.last_asked_at.slice(0, 10)];
  return h("li", { "data-id": one.id },
    h("a", { href: `/helpdesk/${one.id}` }, one.question),
    h("p", { class: "facts" },
      h("span", { class: `badge is-${one.state}` }, one.state_label), one.handed_over ? h("span", { class: "badge draft" }, "要求转人工") : null,
      facts.filter(Boolean).map((fact) => h("span", {}, fact))),
    one.remark ? h("p", { class: "remark" }, one.remark) : null);
}

async function refresh(offset = 0) {
  const turn = ++latest;
  const query = wanted();
  for (const format of ["csv", "xlsx"]) byId(format).href = `/api/v1/helpdesk/export?${new URLSearchParams([...query, ["format", format]])}`;
  byId("trouble").hidden = true;
  try {
    const found = await get(`/helpdesk/cases?${new URLSearchParams([...query, ["limit", PAGE], ["offset", offset]])}`);
    if (turn !== latest) return;
    if (!offset) list.replaceChildren();
    list.append(...found.cases.map(row));
    shown = offset + found.cases.length;
    more.hidden = shown >= found.total;
    const none = found.recording ? "没有这样的待办。" : "记录已关闭（LVPING_INBOX=off），新的问题不会进来。";
    byId("told").textContent = found.total ? `共 ${found.total} 条，显示 ${shown} 条` : none;
    showCounts(found);
  } catch (fault) {
    report(fault);
  }
}

function showCounts({ counts, places }) {
  const all = Object.values(counts).reduce((sum, many) => sum + many, 0);
  for (const badge of filters.querySelectorAll("[data-count]")) badge.textContent = badge.dataset.count === "all" ? all : counts[badge.dataset.count];
  const select = filters.elements.place;
  const chosen = select.value;
  select.replaceChildren(h("option", { value: "" }, "全部"), ...places.map((place) => h("option", { value: place }, place)));
  select.value = chosen;
}

function table(caption, heads, rows) {
  if (!rows.length) return null;
  return h("div", { class: "scroll" }, h("table", {}, h("caption", {}, caption),
    h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, rows.map(([first, ...rest]) => h("tr", {}, h("th", { scope: "row" }, first), rest.map((cell) => h("td", {}, String(cell))))))));
}

async function figures() {
  const span = byId("span");
  if (!span.checkValidity()) return;
  try {
    const told = await get(`/helpdesk/statistics?${new URLSearchParams(new FormData(span))}`);
    byId("figures").replaceChildren(
      h("p", {}, `问了 ${told.asked} 次：答了 ${told.answered} 次，没答 ${told.refused} 次；再问 ${told.again} 次（同一对话里换个说法 ${told.rephrased}，${told.within_days} 天内又问 ${told.repeated}）。`),
      ...[
        table("没答的原因", ["原因", "次数"], told.refused_by_reason.map((one) => [one.label, one.count])),
        table("问得最多的", ["问题", "地区", "次数", "没答"], told.top.map((one) => [one.question, one.region || "", one.count, one.refused])),
        table("按地区", ["地区", "次数", "没答"], told.by_place.map((one) => [one.name || "没有说明", one.asked, one.refused])),
        table("按日期", ["日期", "次数", "没答"], told.by_day.map((one) => [one.name, one.asked, one.refused])),
      ].filter(Boolean));
  } catch (fault) {
    report(fault);
  }
}

let pause;
filters.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(refresh, 250);
});
filters.addEventListener("submit", (event) => event.preventDefault());
byId("span").addEventListener("change", figures);
byId("span").addEventListener("submit", (event) => event.preventDefault());
more.addEventListener("click", () => refresh(shown));
addEventListener("keydown", (event) => {
  if (event.key !== "/" || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  event.preventDefault();
  filters.elements.q.focus();
});
refresh();
figures();
