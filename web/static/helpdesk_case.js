// One case: the questions on the left, the draft in the middle, the clauses it rests on at the right.

import { ApiError, get, post } from "./api.js";
import { byId, h } from "./dom.js";
import { clauseCard, nearCard } from "./helpdesk_clauses.js";

const root = `/helpdesk/cases/${byId("main").dataset.id}`;
const form = byId("draft");
const fields = form.elements;
const STEPS = { draft: "draft", approve: "approve", send_back: "send-back", close: "close", reopen: "reopen" };
let known = JSON.parse(byId("known").textContent);
let quoted = [];
let dirty = false;
let checking = 0;

function report(fault) {
  byId("told").textContent = "";
  byId("trouble").textContent = fault instanceof ApiError ? `${fault.message}。${fault.hint}` : "页面出了点问题，请刷新后再试。";
  byId("trouble").hidden = false;
  byId("trouble").scrollIntoView({ block: "nearest" });
  if (!(fault instanceof ApiError)) throw fault;
}

function written() {
  return {
    answer: fields.answer.value,
    clauses: quoted.map(({ clause_id, quote }) => ({ clause_id, quote })),
    forms: fields.forms.value.split("\n").map((line) => line.trim()).filter(Boolean),
    place: fields.place.value.trim() || null,
    holds_from: fields.holds_from.value || null,
    holds_until: fields.holds_until.value || null,
  };
}

function question(one) {
  const context = one.context.map(({ role, text }) => h("p", { class: "before" }, h("b", {}, role === "user" ? "用户：" : "助手："), text));
  const facts = [one.region, one.industry, one.as_of, one.role_label, one.channel_label, one.reason_label, one.handed_over && "要求转人工"];
  return h("li", {},
    h("label", { class: "asked-words" }, h("input", { type: "checkbox", name: "question", value: one.id }), " ", one.question),
    h("p", { class: "facts" }, facts.filter(Boolean).map((fact) => h("span", {}, fact))),
    context.length || one.answer ? h("details", {}, h("summary", {}, "前后的对话"), context,
      one.answer ? h("p", { class: "before" }, h("b", {}, "当时的答复："), one.answer) : null) : null);
}

function show(now) {
  known = now;
  byId("state").textContent = now.state_label;
  byId("state").className = `badge is-${now.state}`;
  byId("about").textContent = [`问过 ${now.asked} 次`, now.region || "没有说明地区", now.reason_label, now.drafted_by && `草稿：${now.drafted_by}`, `第 ${now.version} 版`].filter(Boolean).join(" · ");
  byId("remark").textContent = now.remark;
  byId("remark").hidden = !now.remark;
  byId("questions").replaceChildren(...now.questions.map(question));
  byId("split").hidden = now.questions.length < 2;
  byId("trail").replaceChildren(...now.trail.map((step) => h("li", {}, `${step.at.slice(0, 16).replace("T", " ")}（UTC） ${step.by} ${step.what_label}${step.remark ? `：${step.remark}` : ""}`)));
  byId("proposal").hidden = now.saved || !now.draft.clauses.length;
  fields.answer.value = now.draft.answer;
  fields.forms.value = now.draft.forms.join("\n");
  for (const name of ["place", "holds_from", "holds_until"]) fields[name].value = now.draft[name] || "";
  quoted = now.clauses;
  showClauses();
  showNear(now.near);
  showFaults(now.faults);
  for (const button of form.querySelectorAll("[data-step]")) {
    const step = button.dataset.step;
    button.hidden = !now.actions.includes(step) && !(step === "approve" && now.actions.includes("draft"));
  }
  byId("evaluation").hidden = !["approved", "closed"].includes(now.state);
  dirty = false;
}

function showClauses() {
  byId("clauses").replaceChildren(...quoted.map((clause, at) => clauseCard(clause, at + 1, {
    edit: (quote) => {
      quoted[at].quote = quote;
      changed();
    },
    drop: () => {
      quoted.splice(at, 1);
      showClauses();
      changed();
      byId("answer").focus();
    },
  })));
  if (!quoted.length) byId("clauses").append(h("li", { class: "facts" }, "还没有引用条款；从下面选，或在条款里选中一段再引用。"));
}

function showNear(near) {
  byId("near").replaceChildren(...near.map((clause) => nearCard(clause, (quote) => {
    if (quoted.length >= 9) return;
    quoted.push({ ...clause, quote });
    showClauses();
    const { answer } = fields;
    const mark = `〔${quoted.length}〕`;
    answer.setRangeText(mark, answer.selectionEnd, answer.selectionEnd, "end");
    byId("told").textContent = `已引用为${mark}`;
    changed();
    answer.focus();
  })));
  if (!near.length) byId("near").append(h("li", { class: "facts" }, "没有找到能用到这个地方的条款。"));
}

function showFaults(faults) {
  byId("faults").replaceChildren(...(faults.length
    ? faults.map(({ where, what }) => h("li", {}, h("b", {}, where), `：${what}`))
    : [h("li", { class: "good" }, "没有问题，可以审定。")]));
}

let pause;
function changed() {
  dirty = true;
  clearTimeout(pause);
  pause = setTimeout(check, 500);
}

async function check() {
  const turn = ++checking;
  try {
    const { faults } = await post("/helpdesk/check", written());
    if (turn === checking) showFaults(faults);
  } catch (fault) {
    if (turn === checking) showFaults([{ where: "草稿", what: fault.message }]);
  }
}

async function take(step) {
  const by = fields.by.value.trim();
  if (!by) {
    fields.by.focus();
    throw new ApiError(0, { detail: "请先填您的姓名或工号", hint: "" });
  }
  remember(by);
  let now = known;
  const who = () => ({ version: now.version, by });
  if (step === "draft" || (step === "approve" && (dirty || !now.saved || now.state !== "drafted"))) now = await post(`${root}/draft`, { ...who(), ...written() });
  if (step === "approve") {
    if (now !== known) show(now);
    if (now.faults.length) throw new ApiError(0, { detail: now.faults.map(({ where, what }) => `${where}：${what}`).join("\n"), hint: "草稿已保存，还没有审定。" });
    now = await post(`${root}/approve`, { ...who(), draft_sha256: now.draft_sha256 });
  } else if (step !== "draft") now = await post(`${root}/${STEPS[step]}`, { ...who(), reason: fields.reason.value.trim() });
  show(now);
  fields.reason.value = "";
  const missed = now.unmatched?.length ? `；这些问法太不一样，认不出：${now.unmatched.join("、")}` : "";
  byId("told").textContent = `${{ draft: "草稿已保存", approve: "已审定，进入审定答案" }[step] || `现在是“${now.state_label}”`}${missed}`;
}

let busy = false;
async function during(work) {
  if (busy) return;
  busy = true;
  clearTimeout(pause);
  checking += 1;
  byId("trouble").hidden = true;
  try {
    await work();
  } catch (fault) {
    report(fault);
  } finally {
    busy = false;
  }
}

// A browser that keeps nothing still lets one work.
function remember(by) {
  try {
    localStorage.setItem("helpdesk-by", by);
  } catch {
    return;
  }
}

function remembered() {
  try {
    return localStorage.getItem("helpdesk-by") || "";
  } catch {
    return "";
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  during(() => take("draft"));
});
for (const button of form.querySelectorAll("button[type=button][data-step]")) button.addEventListener("click", () => during(() => take(button.dataset.step)));
form.addEventListener("input", (event) => !["by", "reason"].includes(event.target.name) && changed());
// Looking for clauses changes nothing, so that a step asked for meanwhile is not kept waiting by it.
let looking = 0;
byId("search").addEventListener("submit", async (event) => {
  event.preventDefault();
  const q = byId("words").value.trim();
  if (!q) return;
  const turn = ++looking;
  byId("trouble").hidden = true;
  try {
    const near = await get(`/helpdesk/clauses?${new URLSearchParams({ q, ...(known.region ? { region: known.region } : {}) })}`);
    if (turn === looking) showNear(near);
  } catch (fault) {
    if (turn === looking) report(fault);
  }
});
byId("split").addEventListener("click", () => during(async () => {
  const questions = [...byId("questions").querySelectorAll("input:checked")].map((box) => box.value);
  const by = fields.by.value.trim();
  const made = await post(`${root}/split`, { version: known.version, by, questions });
  location.assign(`/helpdesk/${made.id}`);
}));
addEventListener("keydown", (event) => {
  const step = event.ctrlKey && ({ s: "draft", Enter: "approve" })[event.key];
  if (!step || form.querySelector(`[data-step=${step}]`).hidden) return;
  event.preventDefault();
  during(() => take(step));
});
addEventListener("beforeunload", (event) => dirty && event.preventDefault());
fields.by.value = remembered();
show(known);
