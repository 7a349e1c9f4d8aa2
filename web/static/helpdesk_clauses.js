// Clauses beside a draft: whole words with the quote marked, standing and edition; what is selected can be quoted.

import { h } from "./dom.js";

const folded = (text) => text.replace(/\s+/g, "");

// The words with the quote in <mark>; blanks may differ, since a source breaks its lines anywhere.
function marked(text, quote) {
  const wanted = folded(quote);
  const at = [];
  let run = "";
  for (let index = 0; index < text.length; index += 1) {
    if (/\s/.test(text[index])) continue;
    run += text[index];
    at.push(index);
  }
  const found = wanted ? run.indexOf(wanted) : -1;
  if (found < 0) return [text];
  const start = at[found];
  const end = at[found + wanted.length - 1] + 1;
  return [text.slice(0, start), h("mark", {}, text.slice(start, end)), text.slice(end)];
}

function head(clause) {
  return h("p", { class: "source" },
    h("a", { href: clause.url, target: "_blank", rel: "noopener" }, `${clause.short_title || clause.title} ${clause.number || ""}`), " ",
    h("span", { class: `badge ${clause.status}` }, clause.status_label), " ",
    h("small", {}, [clause.place, clause.edition].filter(Boolean).join(" · ")));
}

export function clauseCard(clause, n, { edit, drop }) {
  const label = `引文〔${n}〕`;
  return h("li", {},
    clause.gone ? h("p", { class: "trouble" }, `〔${n}〕${clause.clause_id}：${clause.gone}`) : head(clause),
    h("textarea", { rows: 3, "aria-label": `${label}，须与原文逐字一致`, oninput: (event) => edit(event.target.value) }, clause.quote),
    clause.text ? h("details", {}, h("summary", {}, `${label}所在的整条`), h("p", { class: "words" }, marked(clause.text, clause.quote))) : null,
    h("button", { type: "button", class: "small quiet", onclick: drop }, `去掉${label}`));
}

export function nearCard(clause, take) {
  const words = h("p", { class: "words" }, marked(clause.text, clause.quote));
  const chosen = () => {
    const selection = getSelection();
    const text = selection && !selection.isCollapsed && words.contains(selection.anchorNode) && words.contains(selection.focusNode) ? selection.toString().trim() : "";
    return text.length > 1 ? text : clause.quote;
  };
  const button = h("button", {
    type: "button", class: "small", "aria-label": `引用 ${clause.short_title || ""} ${clause.number || ""}`,
    onmousedown: (event) => event.preventDefault(), onclick: () => take(chosen()),
  }, "引用");
  return h("li", {}, head(clause), words, button);
}
