// One firm: facts are entered and confirmed, states kept and compared, results explained.

import { ApiError, call, get, post } from "./api.js";
import { byId, h } from "./dom.js";
import { entry, offer, row } from "./firm_facts.js";
import { markdown } from "./markdown.js";

const main = byId("main");
const PATH = `/firms/${main.dataset.firm}`;
const ESCAPED = /\\([\\`*_[\]<>|~#&@$:.()+=-])/g;

function trouble(fault) {
  const shown = fault instanceof ApiError ? `${fault.message}。${fault.hint}` : "没有完成，请再试一次。";
  byId("trouble").textContent = fault ? shown : "";
  byId("trouble").hidden = !fault;
  if (fault) byId("trouble").scrollIntoView({ block: "center" });
}

async function tried(button, work) {
  trouble(null);
  button.disabled = true;
  try {
    await work();
  } catch (fault) {
    trouble(fault);
  } finally {
    button.disabled = false;
  }
}

// The revision that was read goes along: what somebody else has changed meanwhile is not written over.
async function change(path, body) {
  await post(PATH + path, body);
  location.reload();
}

function on(id, event, handle) {
  byId(id)?.addEventListener(event, handle);
}

function submitted(id, work) {
  on(id, "submit", (event) => {
    event.preventDefault();
    const button = event.submitter || event.target.querySelector("button");
    tried(button, () => work(new FormData(event.target), button));
  });
}

const revision = () => Number(main.dataset.revision);

submitted("decide", (fields, button) => {
  const numbers = fields.getAll("entry").map(Number);
  if (!numbers.length) throw new ApiError(0, { detail: "没有选中任何一条", hint: "请先勾选。" });
  return change("/confirm", { [button.name]: numbers, revision: revision() });
});

submitted("enter", (fields) => {
  const item = row(fields.get("item"));
  return change("/facts", {
    scheme: fields.get("scheme"),
    facts: { [item]: entry(item, fields.get("content")) },
    source: fields.get("source") || null,
    revision: revision(),
  });
});

const entering = byId("enter");
if (entering?.elements.scheme.value) {
  const offered = () => offer(entering).catch(trouble);
  entering.elements.scheme.addEventListener("change", offered);
  offered();
}

submitted("keep", (fields) => change("/states", { name: fields.get("name") || null }));
submitted("attach", (fields) => change("/talks", { conversation: fields.get("conversation").trim() }));

submitted("remove", async (fields) => {
  const name = document.querySelector("h1").textContent;
  if (fields.get("name").trim() !== name) throw new ApiError(0, { detail: "名称不一致，没有删除", hint: `请输入“${name}”。` });
  await call("DELETE", PATH);
  location.assign("/firms");
});

submitted("compare", async (fields) => {
  const firm = main.dataset.firm;
  const side = (name) => ({ firm, state: fields.get(name) ? Number(fields.get(name)) : null });
  const found = await post("/firms/compare", { scheme: fields.get("scheme"), before: side("before"), after: side("after") });
  byId("compared").replaceChildren(...compared(found));
});

const said = (fact) => (typeof fact === "object" ? JSON.stringify(fact) : String(fact));

function compared(found) {
  const groups = [["新增", found.facts.added], ["改动", found.facts.changed], ["去掉", found.facts.removed]];
  const rows = groups.flatMap(([word, changes]) => changes.map((one) => h("li", {},
    `${word} ${one.title}：${["before", "after"].filter((name) => name in one).map((name) => said(one[name])).join(" → ")}`)));
  const why = found.difference.items.map((one) => h("li", {},
    `${one.title}：${one.before ? one.before.because : "没有"} → ${one.after ? one.after.because : "没有"}`));
  return [
    ...[found.before, found.after].map((one) => h("p", {}, h("b", {}, `${one.state}：`), one.headline)),
    h("h3", {}, "事实"), h("ul", {}, rows.length ? rows : h("li", {}, "没有差别")),
    h("h3", {}, "为什么"), h("ul", {}, why.length ? why : h("li", {}, "结果没有差别")),
    ...found.notes.map((note) => h("p", { class: "facts" }, note)),
  ];
}

main.addEventListener("click", (event) => {
  const button = event.target.closest("[data-explain]");
  if (!button) return;
  const scheme = encodeURIComponent(button.parentElement.dataset.scheme);
  const shown = button.closest("section").querySelector(".explained");
  tried(button, async () => {
    const found = await get(`${PATH}/explain?scheme=${scheme}&for=${button.dataset.explain}`);
    const cited = new Map(found.citations.map((one) => [one.n, one]));
    const chip = (n) => cited.has(n) && h("a", { class: "source", href: cited.get(n).url, title: cited.get(n).number }, `〔${n}〕`);
    shown.replaceChildren(...markdown(found.text.replace(ESCAPED, "$1"), chip));
    shown.hidden = false;
  });
});
