// The interface under /api/v1: JSON, events and files; every fault arrives as one ApiError.

const ROOT = "/api/v1";

export class ApiError extends Error {
  constructor(status, body) {
    super(body.detail || "请求没有完成");
    this.status = status;
    this.hint = body.hint || "";
  }
}

async function request(path, body, accept) {
  const options = body === undefined
    ? { headers: { Accept: accept } }
    : { method: "POST", headers: { Accept: accept, "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let response;
  try {
    response = await fetch(ROOT + path, options);
  } catch {
    throw new ApiError(0, { detail: "连不上服务", hint: "请检查网络或服务是否在运行，然后再试。" });
  }
  if (!response.ok) throw new ApiError(response.status, await response.json().catch(() => ({})));
  return response;
}

export async function get(path) {
  return (await request(path, undefined, "application/json")).json();
}

export async function post(path, body) {
  return (await request(path, body, "application/json")).json();
}

export async function call(method, path) {
  let response;
  try {
    response = await fetch(ROOT + path, { method, headers: { Accept: "application/json" } });
  } catch {
    throw new ApiError(0, { detail: "连不上服务", hint: "请检查网络或服务是否在运行，然后再试。" });
  }
  if (!response.ok) throw new ApiError(response.status, await response.json().catch(() => ({})));
  return response.json();
}

// Not fetch, which does not tell how much of a body is sent.
export function upload(path, file, onShare) {
  return new Promise((done, failed) => {
    const sent = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file);
    sent.upload.onprogress = (event) => event.lengthComputable && onShare(event.loaded / event.total);
    sent.upload.onload = () => onShare(1);
    sent.onerror = () => failed(new ApiError(0, { detail: "连不上服务", hint: "请检查网络或服务是否在运行，然后再试。" }));
    sent.onload = () => {
      let told = {};
      try {
        told = JSON.parse(sent.responseText);
      } catch {
        told = {};
      }
      if (sent.status >= 200 && sent.status < 300) done(told);
      else failed(new ApiError(sent.status, told));
    };
    sent.open("POST", ROOT + path);
    sent.setRequestHeader("Accept", "application/json");
    sent.send(body);
  });
}

// Without a reply the message is sent once more under the same key, which the server takes for the same message.
export async function say(id, text, onToken) {
  const body = { text, key: crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}` };
  const path = `/conversations/${encodeURIComponent(id)}/messages`;
  const response = await request(path, body, "text/event-stream").catch((fault) => {
    if (fault.status) throw fault;
    return request(path, body, "text/event-stream");
  });
  let done = null;
  for await (const { event, data } of events(response.body)) {
    if (event === "token") onToken(data.text);
    if (event === "error") throw new ApiError(0, data);
    if (event === "done") done = data;
  }
  if (done === null) throw new ApiError(0, { detail: "回复中断了", hint: "刷新页面可以看到已经保存的内容。" });
  return done;
}

async function* events(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    waiting += value;
    const whole = waiting.split("\n\n");
    waiting = whole.pop();
    for (const part of whole) {
      const fields = Object.fromEntries(part.split("\n").map((line) => {
        const colon = line.indexOf(": ");
        return [line.slice(0, colon), line.slice(colon + 2)];
      }));
      // A comment is a sign of life while a reply takes long; it says nothing.
      if (fields.data !== undefined) yield { event: fields.event, data: JSON.parse(fields.data) };
    }
  }
}

export async function save(path, body) {
  const response = await request(path, body, "*/*");
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("Content-Disposition") || "");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = named ? decodeURIComponent(named[1]) : "提升方案";
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
