// The result with its facts and its trace as one archive that anyone can compute again.

import { ApiError, save } from "./api.js";
import { h } from "./dom.js";

export function dossierBox(talk) {
  const told = h("span", { class: "why", "aria-live": "polite" });
  const take = async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    told.textContent = "正在生成";
    try {
      await save(`/schemes/${encodeURIComponent(talk.scheme)}/dossier`, { facts: talk.facts, as_of: talk.assessment.as_of });
      told.textContent = "已下载。";
    } catch (fault) {
      told.textContent = fault instanceof ApiError ? `${fault.message}。${fault.hint}` : "没有生成成功，请再试一次。";
    }
    button.disabled = false;
  };
  return h("section", { class: "dossier" },
    h("p", {}, h("button", { type: "button", class: "source-link", onclick: take }, "下载评估档案（zip）"), " ", told),
    h("p", { class: "why" }, "已确认的事实、结果和计算过程封在一起，别人用 lvping verify 可以重新算一遍。"));
}
