// The workspace: one talk at a time, named in the address so that a reload or another machine resumes it.

import { ApiError, get, post, say, upload } from "./api.js";
import { onAttach, onSend, setAbout, setWaiting, write, writeAbout } from "./composer.js";
import { byId, number } from "./dom.js";
import { showMessages, showNotice, showWaiting } from "./messages.js";
import { recordAll } from "./recording.js";
import { showEmpty, showScorecard } from "./scorecard.js";
import { showStart } from "./start.js";
import { VERDICTS } from "./words.js";

const trouble = byId("trouble");
const schemes = new Map();
let talk = null;
let busy = false;

function report(fault) {
  const known = fault instanceof ApiError;
  trouble.textContent = known ? `${fault.message}。${fault.hint}` : "页面出了点问题，请刷新后再试。";
  trouble.hidden = false;
  if (!known) throw fault;
}

async function schemeOf(id) {
  if (id && !schemes.has(id)) schemes.set(id, await get(`/schemes/${encodeURIComponent(id)}`));
  return schemes.get(id) || null;
}

async function refresh(id) {
  talk = await get(`/conversations/${encodeURIComponent(id)}`);
  const scheme = await schemeOf(talk.scheme);
  byId("start").hidden = true;
  byId("room").hidden = false;
  byId("room-title").textContent = [firmName(talk), talk.scheme_title || "先问问题"].filter(Boolean).join(" · ");
  showMessages(talk, { answer, send });
  showScorecard(talk, scheme, { send, record, about: writeAbout });
  showMini(talk.assessment);
}

// Where a talk has several enterprises, the one without a name is told by its place and trade.
function firmName({ enterprise, enterprises = [] }) {
  if (enterprise?.name || enterprises.length < 2) return enterprise?.name;
  return [enterprise?.region, enterprise?.industry].filter(Boolean).join("") || "另一家";
}

function showMini(result) {
  const mini = byId("mini");
  mini.hidden = !result;
  if (!result) return;
  const grade = result.grade || result.leading;
  mini.textContent = result.kind === "points"
    ? `${number(result.score.lower)}～${number(result.score.upper)} 分 · ${(VERDICTS[result.verdict] || VERDICTS.undetermined)[0]}`
    : grade ? `${grade.confirmed}～${grade.reachable}` : "";
}

async function during(work) {
  if (busy) return;
  busy = true;
  trouble.hidden = true;
  setWaiting(true);
  try {
    await work();
  } catch (fault) {
    report(fault);
  } finally {
    busy = false;
    setWaiting(false);
  }
}

function send(text, typed = "") {
  return during(async () => {
    const id = talk.id;
    write("");
    const grow = showWaiting(text);
    try {
      const done = await say(id, text, grow);
      setAbout("");
      byId("heard").textContent = done.reply.replaceAll("**", "");
    } catch (fault) {
      write(typed);
      await refresh(id).catch(() => {});
      throw fault;
    }
    await refresh(id);
  });
}

function attach(file) {
  return during(async () => {
    const { id } = talk;
    const grow = showWaiting(`〔上传文件〕${file.name}`, "正在读文件，找能作证明的内容");
    try {
      const done = await upload(`/conversations/${encodeURIComponent(id)}/files`, file, () => {});
      grow(done.reply);
      byId("heard").textContent = done.reply.replaceAll("**", "");
      await refresh(id);
      if (done.outcome === "known") showNotice(done.reply);
    } catch (fault) {
      await refresh(id).catch(() => {});
      throw fault;
    }
  });
}

function answer(accept, reject) {
  return during(async () => {
    await post(`/conversations/${encodeURIComponent(talk.id)}/confirm`, { accept, reject });
    await refresh(talk.id);
    byId("heard").textContent = accept.length ? "已确认，评分已更新" : "已去掉这一条";
  });
}

// `onDone` is called before the card is drawn again, once the ticks are no longer needed.
function record(lines, onStep, onDone) {
  return during(async () => {
    const { id } = talk;
    try {
      const many = await recordAll(talk, lines, onStep);
      onDone();
      byId("heard").textContent = many === lines.length ? `已确认 ${many} 条，评分已更新` : `已确认 ${many} 条，其余的请在对话里逐条确认`;
    } finally {
      await refresh(id);
    }
  });
}

async function open() {
  const id = new URLSearchParams(location.search).get("c");
  trouble.hidden = true;
  if (id) {
    try {
      await refresh(id);
      return;
    } catch (fault) {
      report(fault);
    }
  }
  talk = null;
  byId("room").hidden = true;
  byId("start").hidden = false;
  showEmpty();
  await showStart(started).catch(report);
}

async function started(id) {
  history.pushState({}, "", `/?c=${encodeURIComponent(id)}`);
  await refresh(id);
  byId("text").focus();
}

onSend(send);
onAttach(attach);
addEventListener("popstate", open);
open();
