// The side panel with the cited clause, its quoted words marked.

import { byId, h } from "./dom.js";

const panel = byId("clause");
const body = panel.querySelector(".panel-body");
const whole = panel.querySelector(".whole");

panel.querySelector("[data-close]").addEventListener("click", () => panel.close());
panel.addEventListener("click", (event) => {
  if (event.target === panel) panel.close();
});

export async function openClause(citation) {
  const url = new URL(citation.url, location.href);
  const query = new URLSearchParams(url.search);
  if (url.hash) query.set("clause", decodeURIComponent(url.hash.slice(1)));
  whole.href = url.pathname + url.search + url.hash;
  byId("clause-title").textContent = citation.number || "原文";
  body.replaceChildren(h("p", { class: "waiting" }, "正在打开原文…"));
  if (!panel.open) panel.showModal();
  try {
    const response = await fetch(`${url.pathname}/fragment?${query}`, { headers: { Accept: "text/html" } });
    // The fragment is this server's own page, with every word of the text escaped by its template.
    const made = new DOMParser().parseFromString(await response.text(), "text/html");
    const fragment = made.querySelector(".fragment");
    if (!response.ok || !fragment) throw new Error(String(response.status));
    body.replaceChildren(document.adoptNode(fragment));
    body.querySelector("mark")?.scrollIntoView({ block: "center" });
  } catch {
    body.replaceChildren(h("p", { class: "gap" }, "原文没有打开。请用下面的链接在全文中查看。"));
  }
}

export function citeButton(citation, label, kind = "chip") {
  return h("button", {
    type: "button",
    class: kind,
    title: `${citation.short_title || citation.title} ${citation.number || ""}`.trim(),
    "aria-label": `打开原文：${citation.short_title || citation.title || ""} ${citation.number || ""}`,
    onclick: () => openClause(citation),
  }, label);
}
