// Many short answers recorded in one go: each is said, checked against what was meant, then all are confirmed together.

import { post } from "./api.js";

// How many of the lines were confirmed; a line that was heard otherwise is left waiting for the user's own yes.
export async function recordAll(talk, lines, onStep) {
  const path = `/conversations/${encodeURIComponent(talk.id)}`;
  const known = new Set((talk.proposed || []).map((fact) => fact.id));
  const accept = [];
  for (const [at, line] of lines.entries()) {
    onStep(at + 1);
    // Said before and still waiting: a second attempt after a fault repeats nothing.
    const waiting = (talk.proposed || []).find((fact) => means(fact, line));
    if (waiting) {
      accept.push(waiting.id);
      continue;
    }
    const { proposed } = await post(`${path}/messages`, { text: line.text });
    const fresh = proposed.filter((fact) => !known.has(fact.id));
    for (const fact of fresh) known.add(fact.id);
    if (fresh.length === 1 && means(fresh[0], line)) accept.push(fresh[0].id);
  }
  if (accept.length) await post(`${path}/confirm`, { accept, reject: [] });
  return accept.length;
}

const means = (fact, line) => fact.item === line.item && Object.entries(line.means).every(([name, value]) => fact[name] === value);
