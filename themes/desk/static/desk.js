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

function toMarkdown(html) {
  // An inert document: nothing in it runs or is fetched.
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const node of page.querySelectorAll("style, script, meta, link, title, o\\:p, xml")) node.remove();
  return blocks(page.body).replace(/[ \t]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}

function blocks(node) {
  let out = "";
  let line = "";
  const flush = () => {
    const text = line.replace(/\s+$/, "").replace(/^[ \t\n]+/, "");
    if (text) out += `\n\n${text}`;
    line = "";
  };
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) { line += words(child); continue; }
    if (child.nodeType !== Node.ELEMENT_NODE) continue;
    const tag = child.tagName;
    const block = BLOCK[tag];
    if (block) { flush(); out += block(child); } else { line += inline(child); }
  }
  flush();
  return out;
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
    const text = spans(node).trim();
    return text ? `\n\n${startSafe(text)}` : "";
  }
  let marker = "";
  for (const span of node.querySelectorAll("span[style*='mso-list']")) {
    if (/mso-list:\s*Ignore/i.test(span.getAttribute("style"))) { marker += span.textContent; span.remove(); }
  }
  const numbered = /^\s*(\d+|[a-zA-Z]|[ivxIVX]+)[.)]/.test(marker);
  const indent = "   ".repeat(Number(word[1]) - 1);
  const before = /mso-list/.test((node.previousElementSibling || node).getAttribute("style") || "") && node.previousElementSibling;
  return `${before ? "\n" : "\n\n"}${indent}${numbered ? "1. " : "- "}${one(spans(node))}`;
}

function list(node, depth) {
  const numbered = node.tagName === "OL";
  let out = "";
  let number = Number(node.getAttribute("start")) || 1;
  for (const item of node.children) {
    if (item.tagName === "UL" || item.tagName === "OL") { out += list(item, depth + 1); continue; }
    let text = "";
    let inner = "";
    for (const child of item.childNodes) {
      if (child.nodeType === Node.ELEMENT_NODE && (child.tagName === "UL" || child.tagName === "OL")) inner += list(child, depth + 1);
      else text += child.nodeType === Node.TEXT_NODE ? words(child) : child.nodeType === Node.ELEMENT_NODE ? ` ${inline(child)}` : "";
    }
    out += `${"   ".repeat(depth)}${numbered ? `${number++}.` : "-"} ${one(text)}\n${inner}`;
  }
  return out;
}

function table(node) {
  const rows = [...node.rows].map((row) => [...row.cells].map((cell) => one(spans(cell)).replace(/\|/g, "\\|")));
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (!width) return "";
  // A table of one cell is a frame around text, not a table.
  if (rows.length === 1 && width === 1) return blocks(node.rows[0].cells[0]);
  const line = (row) => `| ${Array.from({ length: width }, (_, at) => row[at] || "").join(" | ")} |`;
  const [head, ...rest] = rows;
  return `\n\n${[line(head), `|${" --- |".repeat(width)}`, ...rest.map(line)].join("\n")}`;
}

function spans(node) {
  let out = "";
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) out += words(child);
    else if (child.nodeType === Node.ELEMENT_NODE) out += inline(child);
  }
  return out;
}

function inline(node) {
  const tag = node.tagName;
  if (tag === "BR") return "\n";
  if (tag === "IMG" || tag === "INPUT" || tag === "BUTTON") return "";
  if (BLOCK[tag]) return ` ${spans(node)} `;
  const text = spans(node);
  const style = node.getAttribute("style") || "";
  if (tag === "A") {
    const href = node.getAttribute("href") || "";
    return /^(https?:|mailto:|tel:)/i.test(href) && text.trim() ? `[${one(text)}](${href.replace(/[\s()]/g, encodeURIComponent)})` : text;
  }
  const weight = /font-weight:\s*(bold|[6-9]00|normal|[1-4]00)/i.exec(style);
  const bold = weight ? /bold|[6-9]00/i.test(weight[1]) : tag === "B" || tag === "STRONG";
  const italic = /font-style:\s*italic/i.test(style) || tag === "I" || tag === "EM";
  const struck = tag === "S" || tag === "DEL" || tag === "STRIKE";
  return around(around(around(text, struck ? "~~" : ""), italic ? "*" : ""), bold ? "**" : "");
}

// Markers stand against the words: "**đậm** rồi", never "** đậm **".
function around(text, mark) {
  if (!mark || !text.trim() || text.includes(mark)) return text;
  const [, before, middle, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text);
  return `${before}${mark}${middle}${mark}${after}`;
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
