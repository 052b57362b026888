// The desk's enhancements. Without this file every page works the same way,
// with one more press of a button.
"use strict";

const form = document.querySelector("form[data-editor]");
if (form) edit(form);
const upload = document.querySelector("form[data-upload]");
if (upload) checkUpload(upload);
const problems = document.getElementById("problems");
if (problems) problems.focus();

function edit(form) {
  const body = form.elements.body;
  let sent = false;
  let changed = false;
  form.addEventListener("input", () => { changed = true; later(); });
  form.addEventListener("submit", (event) => {
    const preview = event.submitter && event.submitter.formTarget === "_blank";
    if (!preview) sent = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed && !sent) event.preventDefault();
  });
  for (const button of form.querySelectorAll(".insert")) {
    button.hidden = false;
    button.addEventListener("click", () => insert(body, `\n\n${button.dataset.insert}\n\n`));
  }
  body.addEventListener("paste", (event) => {
    const html = event.clipboardData && event.clipboardData.getData("text/html");
    if (!html) return;
    const text = toMarkdown(html);
    if (!text || text === event.clipboardData.getData("text/plain").trim()) return;
    event.preventDefault();
    insert(body, text);
    const said = document.getElementById("body-said");
    said.textContent = said.dataset.pasted;
  });

  const wide = window.matchMedia("(min-width: 80rem)");
  const live = document.getElementById("live");
  const part = document.getElementById("live-part");
  let timer = 0;
  let asked = 0;
  const follow = () => {
    live.hidden = !wide.matches;
    live.parentElement.classList.toggle("on", wide.matches);
    later();
  };
  wide.addEventListener("change", follow);
  follow();

  function later() {
    if (!wide.matches) return;
    clearTimeout(timer);
    timer = setTimeout(show, 400);
  }

  async function show() {
    const fields = new URLSearchParams(new FormData(form));
    const mine = ++asked;
    try {
      const answer = await fetch("/desk/preview", {
        method: "POST",
        body: fields,
        headers: { "x-preview-part": "1" },
      });
      // An older answer must not take the place of a newer one; the page of a
      // failure is no preview.
      if (mine === asked && answer.ok && !answer.redirected) part.innerHTML = await answer.text();
    } catch {
      // Away for now: the preview stays as it was, the next key tries again.
    }
  }
}

// Through the browser's own editing, so that Ctrl+Z takes it back.
function insert(area, text) {
  area.focus();
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function checkUpload(form) {
  const file = form.elements.file;
  const error = document.getElementById("file-error");
  const tooLarge = () => file.files[0] && file.files[0].size > Number(form.dataset.upload);
  const tell = () => {
    error.hidden = !tooLarge();
    error.textContent = tooLarge() ? form.dataset.tooLarge : "";
    file.toggleAttribute("aria-invalid", Boolean(tooLarge()));
  };
  file.addEventListener("change", tell);
  form.addEventListener("submit", (event) => {
    if (!tooLarge()) return;
    event.preventDefault();
    tell();
    file.focus();
  });
}

// ---- What Word, LibreOffice and web pages put on the clipboard, as Markdown.

// Nor what is no text of the document: Word sends its comments along, and what was
// deleted while changes were tracked.
const NO_TEXT = "style, script, meta, link, title, o\\:p, xml, [style*='mso-element:comment'], .MsoCommentReference, del[cite], del[datetime]";

function toMarkdown(html) {
  // An inert document: nothing in it runs or is fetched.
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const node of page.querySelectorAll(NO_TEXT)) node.remove();
  return blocks(page.body).replace(/[ \t]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}

function blocks(node) {
  let out = "";
  let line = [];
  const flush = () => {
    const text = lines(write(line));
    if (text) out += `\n\n${text}`;
    line = [];
  };
  for (const child of node.childNodes) {
    const block = BLOCK[child.tagName] || (holdsBlocks(child) && blocks);
    if (block) { flush(); out += block(child); } else { line.push(...runs([child], PLAIN)); }
  }
  flush();
  return out;
}

// Google Docs wraps whole documents into what is made for words.
function holdsBlocks(node) {
  return node.nodeType === Node.ELEMENT_NODE && node.querySelector(Object.keys(BLOCK).join());
}

// A line that was broken by hand stays broken; an empty one begins a paragraph.
function lines(text) {
  const paragraphs = text.trim().split(/\s*\n\s*\n\s*/);
  return paragraphs.map((one) => one.split(/\s*\n\s*/).join("\\\n")).join("\n\n");
}

const heading = (level) => (node) => {
  const text = one(spans(node)).replace(/\*\*/g, "");
  return text ? `\n\n${"#".repeat(level)} ${text}` : "";
};
const BLOCK = {
  P: paragraph, DIV: blocks, SECTION: blocks, ARTICLE: blocks, MAIN: blocks, HEADER: blocks,
  FOOTER: blocks, CENTER: blocks, FIGURE: blocks, BODY: blocks, DD: blocks, DL: blocks, DT: blocks,
  H1: heading(2), H2: heading(2), H3: heading(3), H4: heading(4), H5: heading(4), H6: heading(4),
  UL: (node) => `\n\n${list(node, 0)}`, OL: (node) => `\n\n${list(node, 0)}`,
  TABLE: table,
  BLOCKQUOTE: (node) => `\n\n${blocks(node).trim().replace(/^/gm, "> ")}`,
  HR: () => "\n\n---",
  PRE: (node) => `\n\n${node.textContent.trim()}`,
};

// Word writes lists as paragraphs: the marker stands in a span that other
// programs are told to ignore, the depth in the paragraph's style.
function paragraph(node) {
  const style = node.getAttribute("style") || "";
  const word = /mso-list:\s*l\d+\s+level(\d)/i.exec(style);
  const titled = /MsoTitle|Heading\s*\d|MsoHeading/i.test(node.className);
  if (!word) {
    if (titled) return heading(2)(node);
    const text = lines(spans(node));
    return text ? `\n\n${startSafe(text)}` : "";
  }
  let marker = "";
  for (const span of node.querySelectorAll("span[style*='mso-list']")) {
    if (/mso-list:\s*Ignore/i.test(span.getAttribute("style"))) { marker += span.textContent; span.remove(); }
  }
  const numbered = /^\s*(\d+|[a-zA-Z]|[ivxIVX]+)[.)]/.exec(marker);
  const number = numbered && (Number(numbered[1]) || 1);
  const indent = "   ".repeat(Number(word[1]) - 1);
  const before = /mso-list/.test((node.previousElementSibling || node).getAttribute("style") || "") && node.previousElementSibling;
  return `${before ? "\n" : "\n\n"}${indent}${numbered ? `${number}. ` : "- "}${one(spans(node))}`;
}

function list(node, depth) {
  const numbered = node.tagName === "OL";
  let out = "";
  let number = Number(node.getAttribute("start")) || 1;
  for (const item of node.children) {
    if (item.tagName === "UL" || item.tagName === "OL") { out += list(item, depth + 1); continue; }
    const text = [];
    let inner = "";
    for (const child of item.childNodes) {
      if (child.tagName === "UL" || child.tagName === "OL") inner += list(child, depth + 1);
      else text.push(...runs([child], PLAIN));
    }
    out += `${"   ".repeat(depth)}${numbered ? `${number++}.` : "-"} ${one(write(text))}\n${inner}`;
  }
  return out;
}

function table(node) {
  const rows = [...node.rows].map((row) => [...row.cells].map((cell) => lines(spans(cell)).replace(/(\\?\n)+/g, "<br>").replace(/\|/g, "\\|")));
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (!width) return "";
  // A table of one cell is a frame around text, not a table.
  if (rows.length === 1 && width === 1) return blocks(node.rows[0].cells[0]);
  const line = (row) => `| ${Array.from({ length: width }, (_, at) => row[at] || "").join(" | ")} |`;
  const [head, ...rest] = rows;
  return `\n\n${[line(head), `|${" --- |".repeat(width)}`, ...rest.map(line)].join("\n")}`;
}

function spans(node) {
  return write(runs(node.childNodes, PLAIN));
}

// Words in one look. Word parts them wherever it was edited.
const PLAIN = { href: "", bold: false, italic: false, struck: false };
const MARKS = [["href"], ["bold", "**"], ["italic", "*"], ["struck", "~~"]];
const same = (one, other) => MARKS.every(([look]) => one[look] === other[look]);

function runs(nodes, look) {
  return [...nodes].flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return [{ ...look, text: words(node) }];
    return node.nodeType === Node.ELEMENT_NODE ? element(node, look) : [];
  });
}

function element(node, look) {
  const tag = node.tagName;
  if (tag === "BR") return [{ ...PLAIN, text: "\n" }];
  if (tag === "IMG" || tag === "INPUT" || tag === "BUTTON") return [];
  const small = SMALL[tag] && [...node.textContent.trim()].map((sign) => SMALL[tag][sign]);
  if (small && small.length && small.every(Boolean)) return [{ ...look, text: small.join("") }];
  const inner = runs(node.childNodes, lookOf(node, look));
  const apart = { ...PLAIN, text: "\n" };
  return BLOCK[tag] || tag === "LI" ? [apart, ...inner, apart] : inner;
}

// 10⁶ is no 106.
const signs = (from, to) => Object.fromEntries([...from].map((sign, at) => [sign, [...to][at]]));
const SMALL = {
  SUP: signs("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ"),
  SUB: signs("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎"),
};

function lookOf(node, look) {
  const tag = node.tagName;
  const style = node.getAttribute("style") || "";
  const address = tag === "A" ? node.getAttribute("href") || "" : "";
  const weight = /font-weight:\s*(bold|[6-9]00|normal|[1-4]00)/i.exec(style);
  const slant = /font-style:\s*(italic|normal)/i.exec(style);
  return {
    href: /^(https?:|mailto:|tel:)/i.test(address) ? address.replace(/[\s()<>]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`) : look.href,
    bold: weight ? /bold|[6-9]00/i.test(weight[1]) : look.bold || tag === "B" || tag === "STRONG",
    italic: slant ? /italic/i.test(slant[1]) : look.italic || tag === "I" || tag === "EM",
    struck: look.struck || tag === "S" || tag === "DEL" || tag === "STRIKE" || /text-decoration[^;]*line-through/i.test(style),
  };
}

// What looks alike is one; a space looks like what is before it; a sign of punctuation
// beside a letter looks like that letter, for there Markdown would not see the marker.
function joined(all) {
  const out = [];
  const push = (run) => {
    const last = out[out.length - 1];
    const blank = run.text !== "\n" && !run.text.trim();
    const goesOn = last && last.text !== "\n" && (same(last, run) || (blank && last.href === run.href));
    if (goesOn) last.text += run.text;
    else if (run.text) out.push({ ...run });
  };
  all.forEach(push);
  for (let at = 1; at < out.length; at += 1) {
    const [before, after] = [out[at - 1], out[at]];
    if (/^[\p{L}\p{N}]/u.test(after.text)) {
      const moved = /[^\p{L}\p{N}\s]+$/u.exec(before.text);
      if (moved && !same(before, PLAIN)) {
        before.text = before.text.slice(0, moved.index);
        after.text = same(after, PLAIN) ? moved[0] + after.text : after.text;
        if (!same(after, PLAIN)) out.splice(at, 0, { ...PLAIN, text: moved[0] });
      }
    } else if (/[\p{L}\p{N}]$/u.test(before.text) && !same(after, PLAIN)) {
      const moved = /^[^\p{L}\p{N}\s]+/u.exec(after.text);
      if (moved) {
        after.text = after.text.slice(moved[0].length);
        if (same(before, PLAIN)) before.text += moved[0];
        else out.splice(at, 0, { ...PLAIN, text: moved[0] });
      }
    }
  }
  return out.filter((run) => run.text);
}

function write(all) {
  return marked(joined(all), 0).replace(/ {2,}/g, " ");
}

function marked(all, level) {
  if (level === MARKS.length) return all.map((run) => run.text).join("");
  const [look, mark] = MARKS[level];
  let out = "";
  for (let from = 0; from < all.length; ) {
    const value = all[from][look];
    let to = from + 1;
    while (to < all.length && all[to][look] === value) to += 1;
    const text = marked(all.slice(from, to), level + 1);
    if (!value) out += text;
    else if (look === "href") out += around(text, "[", `](${value})`, one);
    else out += around(text, mark);
    from = to;
  }
  return out;
}

// Markers stand against the words: "**đậm** rồi", never "** đậm **".
function around(text, opening, closing = opening, write = (middle) => middle) {
  const [, before, middle, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text);
  return middle ? `${before}${opening}${write(middle)}${closing}${after}` : text;
}

function words(node) {
  return node.nodeValue.replace(/[\s\u00a0]+/g, " ").replace(/([\\*_`[\]])/g, "\\$1").replace(/<(?=[a-z/!])/gi, "\\<");
}

function one(text) {
  return text.replace(/\s+/g, " ").trim();
}

// A paragraph that begins like a list, a heading or a quotation is none.
function startSafe(text) {
  return text.replace(/^([#>+-])(?=\s)/gm, "\\$1").replace(/^(\d+)([.)])(?=\s)/gm, "$1\\$2");
}
