// A small, safe part of Markdown as elements: paragraphs, headings, lists, quotes, tables, bold, code, 〔n〕.

import { h } from "./dom.js";

const BULLET = /^\s*[-*•]\s+(.*)$/;
const NUMBERED = /^\s*(\d+)[.、)]\s+(.*)$/;
const QUOTE = /^\s*>\s?(.*)$/;
const HEADING = /^#{1,6}\s+(.*)$/;
const TABLE = /^\s*\|.*\|\s*$/;
const RULE = /^\s*\|[\s:|-]+\|\s*$/;

// `chip(n)` gives the element of citation n, or null when there is none.
export function markdown(text, chip = () => null) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const blocks = [];
  for (let at = 0; at < lines.length;) {
    const line = lines[at];
    const take = (pattern) => {
      const taken = [];
      while (at < lines.length && pattern.test(lines[at])) taken.push(lines[at++]);
      return taken;
    };
    if (!line.trim()) at += 1;
    else if (TABLE.test(line)) blocks.push(table(take(TABLE), chip));
    else if (BULLET.test(line)) {
      blocks.push(h("ul", {}, take(BULLET).map((item) => h("li", {}, inline(BULLET.exec(item)[1], chip)))));
    } else if (NUMBERED.test(line)) {
      const start = NUMBERED.exec(line)[1];
      blocks.push(h("ol", { start }, take(NUMBERED).map((item) => h("li", {}, inline(NUMBERED.exec(item)[2], chip)))));
    } else if (QUOTE.test(line)) {
      blocks.push(h("blockquote", {}, broken(take(QUOTE).map((item) => QUOTE.exec(item)[1]), chip)));
    } else if (HEADING.test(line)) {
      blocks.push(h("h3", {}, inline(HEADING.exec(line)[1], chip)));
      at += 1;
    } else {
      const special = (other) => [TABLE, BULLET, NUMBERED, QUOTE, HEADING].some((pattern) => pattern.test(other));
      const taken = [];
      while (at < lines.length && lines[at].trim() && !special(lines[at])) taken.push(lines[at++]);
      blocks.push(h("p", {}, broken(taken, chip)));
    }
  }
  return blocks;
}

function broken(lines, chip) {
  return lines.flatMap((line, index) => (index ? [h("br"), ...inline(line, chip)] : inline(line, chip)));
}

function table(lines, chip) {
  const rows = lines.filter((line) => !RULE.test(line)).map((line) => line.trim().slice(1, -1).split("|"));
  const cells = (row, tag) => row.map((cell) => h(tag, {}, inline(cell.trim(), chip)));
  const [head, ...rest] = rows;
  return h("div", { class: "scroll" }, h("table", {},
    h("thead", {}, h("tr", {}, cells(head || [], "th"))),
    h("tbody", {}, rest.map((row) => h("tr", {}, cells(row, "td"))))));
}

function inline(text, chip) {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`|〔\d{1,3}〕)/).filter(Boolean).map((part) => {
    if (/^\*\*[^*]+\*\*$/.test(part)) return h("strong", {}, inline(part.slice(2, -2), chip));
    if (/^`[^`]+`$/.test(part)) return h("code", {}, part.slice(1, -1));
    const cited = /^〔(\d{1,3})〕$/.exec(part);
    return (cited && chip(Number(cited[1]))) || document.createTextNode(part);
  });
}
