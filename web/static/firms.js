// The list of firms: a new one is made, files are taken in, and what became of them is told.

import { ApiError, post, upload } from "./api.js";
import { byId } from "./dom.js";

function told(text) {
  byId("told").textContent = text;
  byId("told").hidden = !text;
}

function trouble(fault) {
  const shown = fault instanceof ApiError ? `${fault.message}。${fault.hint}` : "没有完成，请再试一次。";
  byId("trouble").textContent = fault ? shown : "";
  byId("trouble").hidden = !fault;
}

async function tried(control, work) {
  told("");
  trouble(null);
  control.disabled = true;
  try {
    await work();
  } catch (fault) {
    trouble(fault);
  } finally {
    control.disabled = false;
  }
}

byId("create").addEventListener("submit", (event) => {
  event.preventDefault();
  const fields = new FormData(event.target);
  const body = {
    name: fields.get("name"),
    region: fields.get("region") || null,
    industry: fields.get("industry") || null,
    schemes: fields.getAll("scheme"),
  };
  tried(event.target.querySelector("button"), async () => {
    const firm = await post("/firms", body);
    location.assign(`/firms/${firm.id}`);
  });
});

function takes(id, path, words) {
  const input = byId(id);
  const take = () => {
    const [file] = input.files;
    if (!file) return;
    tried(input, async () => {
      told(`正在读取 ${file.name}`);
      told(words(await upload(path, file, () => {})));
    }).then(() => { input.value = ""; });
  };
  input.addEventListener("change", take);
  // A file may have been chosen before this script was there.
  take();
}

takes("import", "/firms/import", (made) => `新增 ${made.added} 家，更新 ${made.changed} 家，写入事实 ${made.facts} 条。刷新页面可以看到。`);
takes("take-over", "/handovers", (made) => `${made.told}：对话 ${made.conversation}，${made.messages} 条消息，台账 ${made.ledger} 条。`);
