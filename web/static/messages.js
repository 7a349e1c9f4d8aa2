// The talk: what was said, the clauses it rests on, and facts that wait for a yes.

import { citeButton } from "./clause_panel.js";
import { byId, h } from "./dom.js";
import { handOverButton } from "./hand_over.js";
import { markdown } from "./markdown.js";
import { says } from "./words.js";

const list = byId("messages");
const OPENINGS = {
  points: ["现在能得多少分？", "还差什么？"],
  ladder: ["现在算几级？", "还差什么？"],
  none: ["聊城的企业有几个厂区，能一起申报吗？", "三门峡的企业弄虚作假会有什么后果？"],
};

function cited(message) {
  const byNumber = new Map((message.citations || []).map((citation) => [citation.n, citation]));
  return (n) => byNumber.has(n) && citeButton(byNumber.get(n), `〔${n}〕`);
}

function sources(citations) {
  if (!citations?.length) return null;
  return h("ul", { class: "sources", "aria-label": "依据" }, citations.map((citation) =>
    h("li", {}, citeButton(citation, `〔${citation.n}〕${citation.short_title || citation.title} ${citation.number || ""}`, "source-link"),
      citation.status && citation.status !== "in_force" ? h("span", { class: `badge ${citation.status}` }, citation.status_label || "") : null)));
}

function bubble(message, asked) {
  const mine = message.role === "user";
  const words = mine ? h("p", {}, message.text) : markdown(message.text, cited(message));
  return h("article", { class: mine ? "said mine" : `said theirs is-${message.kind || "answer"}` },
    h("h2", { class: "hidden" }, mine ? "您说" : "助手说"), h("div", { class: "words" }, words), mine ? null : sources(message.citations), mine ? null : handOverButton(message, asked));
}

function proposal(fact, answer) {
  return h("li", { "data-proposal": fact.id },
    h("div", {}, h("b", {}, fact.title || fact.item), " ", says(fact),
      fact.quote ? h("q", {}, fact.quote) : null, fact.note ? h("small", {}, fact.note) : null),
    h("span", { class: "choose" },
      h("button", { type: "button", class: "small", onclick: () => answer([fact.id], []) }, "确认"),
      h("button", { type: "button", class: "small quiet", onclick: () => answer([], [fact.id]) }, "不对")));
}

function confirmCard(pending, answer) {
  if (!pending?.length) return null;
  const all = pending.map((fact) => fact.id);
  return h("section", { class: "confirm", "aria-label": "等您确认的事实" },
    h("h2", {}, `记下 ${pending.length} 条，等您确认`, h("small", {}, "确认后才计入评分")),
    h("ul", {}, pending.map((fact) => proposal(fact, answer))),
    pending.length > 1 ? h("p", { class: "actions" },
      h("button", { type: "button", class: "primary", onclick: () => answer(all, []) }, "全部确认")) : null);
}

// Answers ticked on a checklist stand in the talk one by one; read again, such a run is one line to unfold.
const TICKED = /^(?:[A-Z]\.\d+|\d+(?:\.\d+)+|\d+\.[^\s：:\d]+) .*：\S+$/;
const SHORTEST_RUN = 3;

function bubbles(messages) {
  const shown = [];
  for (let at = 0; at < messages.length;) {
    let end = at;
    while (messages[end]?.role === "user" && TICKED.test(messages[end].text) && messages[end + 1]?.kind === "confirm") end += 2;
    const many = (end - at) / 2;
    // The last reply of a talk holds its next question and is never folded away.
    if (many >= SHORTEST_RUN && end < messages.length) {
      shown.push(h("details", { class: "said run" }, h("summary", {}, `按清单说了 ${many} 条`), messages.slice(at, end).map((message) => bubble(message))));
      at = end;
    } else {
      shown.push(bubble(messages[at], messages[at - 1]));
      at += 1;
    }
  }
  return shown;
}

export function showMessages(talk, { answer, send }) {
  const pending = confirmCard(talk.proposed, answer);
  list.replaceChildren(...bubbles(talk.messages), ...[pending].filter(Boolean));
  if (!talk.messages.length) list.append(opening(talk, send));
  toEnd();
}

// A talk that has not begun: what can be said, with examples to press.
function opening(talk, send) {
  const asked = OPENINGS[talk.assessment?.kind] || OPENINGS.none;
  return h("section", { class: "opening" },
    h("p", {}, talk.assessment
      ? "一句话里说几件事都行，例如“有环境管理体系认证，危废间单独设置，照明还没分区控制”。我会逐条记下，请您确认后才计入评分；也可以按右边的问题一项一项来。"
      : "可以直接问条文，也可以说明地区、行业和现在的情况。"),
    h("p", { class: "answers" }, asked.map((text) => h("button", { type: "button", class: "small", onclick: () => send(text) }, text))));
}

// The user's words at once, and an empty reply that grows as it arrives.
export function showWaiting(text, told = "正在查条文、核对事实") {
  const words = h("div", { class: "words" }, h("p", { class: "waiting" }, told));
  for (const old of list.querySelectorAll(".confirm, .opening")) old.remove();
  list.append(bubble({ role: "user", text }), h("article", { class: "said theirs", "aria-busy": "true" }, words));
  toEnd();
  let heard = "";
  return (piece) => {
    heard += piece;
    words.replaceChildren(...markdown(heard));
    toEnd();
  };
}

// Something to know that is no part of the talk.
export function showNotice(text) {
  list.append(h("article", { class: "said theirs is-chat" }, h("div", { class: "words" }, markdown(text))));
  toEnd();
}

function toEnd() {
  const last = list.lastElementChild;
  const tall = last && last.offsetHeight > list.clientHeight;
  list.scrollTop = tall ? last.offsetTop - list.offsetTop - 8 : list.scrollHeight;
  // On a phone the page scrolls, not the list.
  if (last && list.scrollHeight <= list.clientHeight) last.scrollIntoView({ block: tall ? "start" : "nearest" });
}
