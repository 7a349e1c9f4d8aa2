// The place to write: Enter sends, the length is told, an item in question stays in view.

import { byId } from "./dom.js";

const form = byId("composer");
const field = byId("text");
const told = byId("told");
const about = byId("about");
const attach = byId("attach");
const button = form.querySelector("button[type=submit]");
const longest = Number(field.dataset.longest);
const usual = told.textContent;
let waiting = false;

function measure() {
  const length = [...field.value].length;
  const over = length > longest;
  told.textContent = over ? `超出 ${length - longest} 字，最多 ${longest} 字` : length > longest * 0.8 ? `${length} / ${longest} 字` : usual;
  told.classList.toggle("over", over);
  button.disabled = waiting || over || !field.value.trim();
  field.rows = Math.min(8, Math.max(2, field.value.split("\n").length));
}

export function setWaiting(value) {
  waiting = value;
  field.disabled = value;
  attach.disabled = value;
  form.setAttribute("aria-busy", String(value));
  measure();
  if (!value && !matchMedia("(pointer: coarse)").matches) field.focus({ preventScroll: true });
}

export function setAbout(name) {
  about.hidden = !name;
  about.firstElementChild.textContent = name || "";
}

export function writeAbout(name) {
  setAbout(name);
  form.scrollIntoView({ block: "nearest" });
  field.focus();
}

export function write(text) {
  field.value = text;
  measure();
}

export function onAttach(take) {
  attach.addEventListener("change", () => {
    const [file] = attach.files;
    // The same file may be chosen again.
    attach.value = "";
    if (file) take(file);
  });
}

export function onSend(send) {
  const go = (event) => {
    event.preventDefault();
    if (button.disabled) return;
    const name = about.firstElementChild.textContent;
    send(name ? `${name}：${field.value}` : field.value, field.value);
  };
  form.addEventListener("submit", go);
  field.addEventListener("keydown", (event) => {
    // While an input method is composing, Enter chooses a word.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) go(event);
  });
  field.addEventListener("input", measure);
  about.querySelector("button").addEventListener("click", () => setAbout(""));
  measure();
}
