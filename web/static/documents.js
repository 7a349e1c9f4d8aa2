// Files are sent one after the other; what became of each is told, and the lists are brought up to date.

import { ApiError, call, upload } from "./api.js";
import { byId, h } from "./dom.js";

const form = byId("upload");
const chosen = byId("files");
const lists = byId("lists");
let sending = Promise.resolve();

function takeChosen() {
  take([...chosen.files]);
  chosen.value = "";
}

chosen.addEventListener("change", takeChosen);
form.addEventListener("submit", (event) => event.preventDefault());
for (const name of ["dragenter", "dragover"]) form.addEventListener(name, (event) => {
  event.preventDefault();
  form.classList.add("over");
});
for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  take([...event.dataTransfer.files]);
});

// A file may have been chosen before this script was there.
if (chosen.files.length) takeChosen();

function take(files) {
  for (const file of files) {
    const bar = h("progress", { max: 100, value: 0, "aria-label": `上传 ${file.name}` });
    const told = h("span", {}, "等待上传");
    byId("progress").append(h("li", {}, h("b", {}, file.name), " ", told, bar));
    sending = sending.then(() => send(file, told, bar));
  }
}

async function send(file, told, bar) {
  told.textContent = "正在上传";
  try {
    const result = await upload("/documents", file, (share) => {
      bar.value = share * 100;
      if (share === 1) {
        told.textContent = "正在读取（大文件和扫描件要几分钟）";
        bar.removeAttribute("value");
      }
    });
    const { id, state, url } = result.document;
    const target = state === "draft" ? `/documents/${id}` : url;
    told.replaceChildren(`${result.told}。`, h("a", { href: target }, state === "draft" ? "核对并确认" : "查看"));
  } catch (fault) {
    told.className = "refused";
    told.textContent = fault instanceof ApiError ? `${fault.message}。${fault.hint}` : "没有上传成功，请再试一次。";
  }
  bar.remove();
  await refresh();
}

async function refresh() {
  const response = await fetch("/documents", { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response || !response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  lists.replaceChildren(...page.getElementById("lists").childNodes);
  allowRemoving();
}

// The page comes with these switched off: a press before this script is there would be lost.
function allowRemoving() {
  for (const button of lists.querySelectorAll("[data-remove]")) button.disabled = false;
}

lists.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-remove]");
  if (!button) return;
  if (!button.dataset.sure) {
    button.dataset.sure = "1";
    button.textContent = "确定移除";
    button.addEventListener("blur", () => {
      delete button.dataset.sure;
      button.textContent = "移除";
    }, { once: true });
    return;
  }
  const trouble = byId("trouble");
  trouble.hidden = true;
  button.disabled = true;
  button.textContent = "正在移除";
  try {
    await call("DELETE", `/documents/${button.closest("li").dataset.id}`);
    await refresh();
    byId("files").focus();
  } catch (fault) {
    trouble.textContent = fault instanceof ApiError ? `${fault.message}。${fault.hint}` : "没有移除成功，请再试一次。";
    trouble.hidden = false;
    button.disabled = false;
    button.textContent = "移除";
  }
});

allowRemoving();
