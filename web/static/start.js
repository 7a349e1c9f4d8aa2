// The start panel: what to assess, for whom; or an earlier talk.

import { ApiError, get, post } from "./api.js";
import { byId, h } from "./dom.js";
import { clock } from "./words.js";

const form = byId("start-form");
const earlier = byId("earlier");
let begin = null;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { scheme, role, ...firm } = Object.fromEntries(new FormData(form));
  const enterprise = Object.fromEntries(Object.entries(firm).map(([name, value]) => [name, value.trim() || null]));
  const button = form.querySelector("button");
  const trouble = byId("trouble");
  button.disabled = true;
  trouble.hidden = true;
  try {
    const { id } = await post("/conversations", { scheme: scheme || null, enterprise, role });
    await begin(id);
  } catch (fault) {
    trouble.textContent = fault instanceof ApiError ? `${fault.message}。${fault.hint}` : "没有开始成功，请再试一次。";
    trouble.hidden = false;
  } finally {
    button.disabled = false;
  }
});

export async function showStart(onBegin) {
  begin = onBegin;
  const talks = await get("/conversations");
  earlier.hidden = talks.length === 0;
  earlier.querySelector("ul").replaceChildren(...talks.slice(0, 30).map((talk) =>
    h("li", {}, h("a", { href: `/?c=${encodeURIComponent(talk.id)}` },
      h("b", {}, talk.title || "未命名对话"),
      h("small", {}, [talk.scheme_title, clock(talk.updated_at)].filter((part) => part && part !== talk.title).join(" · "))))));
}
