// The scorecard beside the talk: what is settled, what is open, what comes next.

import { checklists } from "./checklist.js";
import { byId, folded, h } from "./dom.js";
import { dossierBox } from "./dossier.js";
import { flipsBox } from "./flips.js";
import { planBox } from "./plan.js";
import { questions } from "./questions.js";
import { gaps, ladder, points } from "./results.js";
import { checks, consequences } from "./standing_checks.js";
import { says, STANDINGS } from "./words.js";

const card = byId("scorecard");

export function showEmpty() {
  card.replaceChildren(h("div", { class: "empty" }, h("h2", {}, "评分卡"),
    h("p", {}, "选定办法、说清情况后，这里给出分数或等级的区间："),
    h("ul", {}, h("li", {}, h("b", {}, "确定"), "：没说清的条目都按不满足算也能保住的结果；全年事件没说的，先按没有发生算"), h("li", {}, h("b", {}, "最高可能"), "：没说清的都满足时的结果"),
      h("li", {}, "每确认一条事实，区间只会变窄"))));
}

export function showScorecard(talk, scheme, actions) {
  const result = talk.assessment;
  if (!result || !scheme) {
    showEmpty();
    return;
  }
  const view = viewOf(talk, scheme, actions);
  card.replaceChildren(...[
    heading(talk, scheme, result),
    result.kind === "points" ? points(result, view) : ladder(result, view),
    consequences(result),
    questions(talk.next_questions?.length ? talk.next_questions : result.next_questions, view),
    checklists(talk, view, actions.record),
    gaps(result.gaps),
    checks(result.checks, view),
    flipsBox(talk, view),
    planBox(talk, view),
    ledger(talk.ledger),
    dossierBox(talk),
    remarks(result),
  ].flat(Infinity).filter(Boolean));
}

function viewOf(talk, scheme, actions) {
  const result = talk.assessment;
  const specs = new Map((scheme.items || []).map((item) => [item.id, item]));
  const titles = new Map((result.trace || []).map((step) => [step.item, step.title]));
  const bare = (item) => item.replace(/^(\d+|events)\.(?=[^\d])/, "");
  const specOf = (item) => specs.get(item) || specs.get(bare(item));
  const titleOf = (item) => titles.get(item) || specOf(item)?.title || bare(item);
  const unitOf = (item) => (result.units?.length > 1 ? `${result.units[Number.parseInt(item, 10)]?.name || ""}的` : "");
  const nameOf = (item) => (scheme.kind === "points" ? `${item} ${titleOf(item)}` : item.startsWith("events.") ? titleOf(item) : `${unitOf(item)}${titleOf(item)}`);
  const rungsOf = (item) => (result.units?.[Number.parseInt(item, 10)]?.leading ? scheme.leading_rungs : scheme.rungs) || [];
  // Sentences of the core name an aspect with its unit, which says nothing where there is only one.
  const readable = (text) => (result.units?.length === 1 ? text.replace(/(^|[^\d.])0\.(?=[^\d\s])/g, "$1") : text);
  const reachable = (result.grade || result.leading)?.reachable;
  return { scheme, reachable, readable, pending: talk.pending, specOf, titleOf, nameOf, rungsOf, send: actions.send, about: (item) => actions.about(item === talk.pending ? "" : nameOf(item)) };
}

function heading(talk, scheme, result) {
  const standing = STANDINGS[scheme.status] || scheme.status;
  const facts = [scheme.place, scheme.edition === standing ? "" : scheme.edition, `按 ${result.as_of} 计 `].filter(Boolean);
  return h("header", { class: "card-head" },
    h("h2", {}, scheme.title || talk.scheme_title, " ", standing ? h("span", { class: `badge ${scheme.status}` }, standing) : null),
    h("p", { class: "why" }, facts.join(" · "), scheme.document_id ? h("a", { href: `/library/${scheme.document_id}` }, "看文本") : null));
}

function ledger(entries) {
  if (!entries?.length) return null;
  return folded(`已确认的事实（${entries.length}）`, h("ul", { class: "ledger" }, entries.map((entry) =>
    h("li", {}, h("b", {}, entry.title || entry.item), " ", says(entry), entry.quote ? h("q", {}, entry.quote) : null))));
}

function remarks(result) {
  const groups = [["之后的新规定", /^更新的规则：/], ["原文本身的问题与读法", /^原文问题/]];
  const notes = [...result.notes];
  const sorted = groups.map(([title, pattern]) => [title, notes.filter((note) => pattern.test(note)).map((note) => note.replace(/^更新的规则：/, ""))]);
  const plain = notes.filter((note) => !groups.some(([, pattern]) => pattern.test(note)));
  const list = (title, lines, open) => (lines.length ? folded(`${title}（${lines.length}）`, h("ul", { class: "remarks" }, lines.map((line) => h("li", {}, line))), open) : null);
  return h("section", { class: "notes" }, list("说明", plain, true), ...sorted.map(([title, lines]) => list(title, lines, false)), list("读法与假定", result.assumptions, false));
}
