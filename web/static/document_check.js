// The form in which a person describes a text; what the text says of itself stands in it as a guess.

import { ApiError, call, post } from "./api.js";
import { byId } from "./dom.js";

const form = byId("said");
const fieldset = byId("said-supersedes");
const rows = fieldset.querySelector(".rows");
const trouble = byId("said-trouble");
const told = byId("said-told");

function addRow(known = {}) {
  const row = fieldset.querySelector("template").content.firstElementChild.cloneNode(true);
  const part = (name) => row.querySelector(`[data-part=${name}]`);
  part("document_id").value = known.document_id || "";
  part("clauses").value = Array.isArray(known.clauses) ? known.clauses.join(", ") : "";
  part("from").value = known.from || "";
  row.querySelector("[data-drop]").addEventListener("click", () => {
    row.remove();
    fieldset.querySelector("[data-add]").focus();
  });
  rows.append(row);
  return row;
}

for (const known of JSON.parse(byId("said-known").textContent)) addRow(known);
fieldset.querySelector("[data-add]").addEventListener("click", () => addRow().querySelector("select").focus());

function superseded() {
  return [...rows.children].map((row) => {
    const said = (name) => row.querySelector(`[data-part=${name}]`).value.trim();
    const clauses = said("clauses").split(/[,，、\s]+/).filter(Boolean);
    const entry = { document_id: said("document_id"), clauses: clauses.length ? clauses : "all" };
    return said("from") ? { ...entry, from: said("from") } : entry;
  }).filter((entry) => entry.document_id);
}

function show(fault, otherwise) {
  trouble.textContent = fault instanceof ApiError ? `${fault.message}。${fault.hint}` : otherwise;
  trouble.hidden = false;
  told.textContent = "";
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button[type=submit]");
  const said = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim() || null]));
  button.disabled = true;
  trouble.hidden = true;
  told.textContent = "正在确认，并加入检索";
  try {
    const done = await post(`/documents/${form.dataset.id}/confirm`, { ...said, supersedes: superseded() });
    location.assign(done.url);
  } catch (fault) {
    show(fault, "没有确认成功，请再试一次。");
  } finally {
    button.disabled = false;
  }
});

form.querySelector("[data-remove]").addEventListener("click", async (event) => {
  const button = event.currentTarget;
  if (!button.dataset.sure) {
    button.dataset.sure = "1";
    button.textContent = "确定移除";
    return;
  }
  button.disabled = true;
  button.textContent = "正在移除";
  try {
    await call("DELETE", `/documents/${form.dataset.id}`);
    location.assign("/documents");
  } catch (fault) {
    show(fault, "没有移除成功，请再试一次。");
    button.disabled = false;
    button.textContent = "移除";
  }
});
