// 转人工 under an answer: the question and the answer go to the helpdesk.

import { ApiError, post } from "./api.js";
import { h } from "./dom.js";

const KINDS = ["answer", "refusal"];

// `asked` is the message that was answered; nothing is offered where there is none.
export function handOverButton(message, asked) {
  if (!KINDS.includes(message.kind) || asked?.role !== "user") return null;
  const told = h("span", { class: "told", role: "status" });
  const button = h("button", { type: "button", class: "small quiet", title: "把这个问题和答案转入待办" }, "转人工");
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const conversation = new URLSearchParams(location.search).get("c");
      const done = await post("/helpdesk/questions", { question: asked.text, answer: message.text, conversation });
      button.remove();
      told.textContent = done.told;
    } catch (fault) {
      button.disabled = false;
      told.textContent = fault instanceof ApiError ? `${fault.message}。${fault.hint}` : "没有转成，请再试一次。";
    }
  });
  return h("p", { class: "handing" }, button, told);
}
