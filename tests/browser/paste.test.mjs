// What Word, LibreOffice and web pages put on the clipboard, as the desk's Markdown.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { openBrowser } from './site.mjs'

let browser, page

before(async () => {
  browser = await openBrowser()
  page = await browser.newPage()
  const script = new URL('../../themes/desk/static/desk.js', import.meta.url)
  await page.addScriptTag({ content: await readFile(script, 'utf8') })
})
after(() => browser?.close())

const pasted = (html) => page.evaluate((html) => toMarkdown(html), html)

test('Word parts words wherever they were edited: they are put together again', async () => {
  for (const [html, markdown] of [
    ['<p><b>Điều kiện</b><b>: hộ nghèo</b></p>', '**Điều kiện: hộ nghèo**'],
    ['<p><b>Hộ ngh</b><b>èo</b></p>', '**Hộ nghèo**'],
    ['<p><b>Một </b><b><i>hai</i></b> ba</p>', '**Một *hai*** ba'],
    ['<p><i>Tên</i><i>:</i> <b>  đậm  </b>rồi</p>', '*Tên:* **đậm** rồi'],
    ['<b style="font-weight:normal">không đậm</b>', 'không đậm'],
  ]) assert.equal(await pasted(html), markdown, html)
})

test('a marker stands where Markdown sees it', async () => {
  for (const [html, markdown] of [
    ['<p><b>Lưu ý:</b>mọi người</p>', '**Lưu ý**:mọi người'],
    ['<p>số <b>“A”</b>của</p>', 'số **“A**”của'],
    ['<p>x<b>(y)</b>z</p>', 'x(**y**)z'],
    ['<p>a<br><b>c<br><br>d</b></p>', 'a\\\n**c**\n\n**d**'],
    ['<p>sao * và _gạch_</p>', 'sao \\* và \\_gạch\\_'],
  ]) assert.equal(await pasted(html), markdown, html)
})

test('no space comes into a word, no number becomes another', async () => {
  const list = '<ul><li>Ng<b>ư</b>ời</li><li>5.000<b>đ</b></li><li>“<b>cận nghèo</b>”</li><li><span>Giấy</span><span>;</span><ol><li>một</li></ol></li></ul>'
  assert.equal(await pasted(list), '- Ng**ư**ời\n- 5.000**đ**\n- “**cận nghèo**”\n- Giấy;\n   1. một')
  const numbers = '<p>10<sup>6</sup>, 30 m<sup>2</sup>, H<sub>2</sub>O, chú<sup>[1]</sup></p>'
  assert.equal(await pasted(numbers), '10⁶, 30 m², H₂O, chú\\[1\\]')
})

test('links, tables and headings stay what they are', async () => {
  for (const [html, markdown] of [
    ['<p><a href="https://x.vn/a b(c)"><b>Trang</b> này</a> đây</p>', '[**Trang** này](https://x.vn/a%20b%28c%29) đây'],
    ['<p><a href="https://a.vn">A</a> <a href="https://b.vn">B </a>và</p>', '[A](https://a.vn) [B](https://b.vn) và'],
    ['<p><a href="https://a.vn">Trang</a><span> </span>đây</p>', '[Trang](https://a.vn) đây'],
    ['<p><a href="javascript:alert(1)">không</a></p>', 'không'],
    ['<h2><b>Đầu đề</b></h2><p>Chữ</p>', '## Đầu đề\n\nChữ'],
    ['<table><tr><td><b>Tên</b></td><td>B</td></tr><tr><td>1|2</td><td>x</td></tr></table>', '| **Tên** | B |\n| --- | --- |\n| 1\\|2 | x |'],
  ]) assert.equal(await pasted(html), markdown, html)
})

test('what Google Docs and tables wrap is told apart, what was deleted stays away', async () => {
  const docs = '<b style="font-weight:normal" id="docs-internal-guid-1"><h2>Đầu đề</h2><p>Một <span style="text-decoration:line-through">hai</span></p><ul><li><p>ba</p></li></ul></b>'
  assert.equal(await pasted(docs), '## Đầu đề\n\nMột ~~hai~~\n\n- ba')
  const cells = '<table><tr><td>Giấy tờ</td><td>Nơi</td></tr><tr><td><ul><li>Căn cước</li><li>Đơn vay</li></ul></td><td>UBND<br>xã</td></tr></table>'
  assert.equal(await pasted(cells), '| Giấy tờ | Nơi |\n| --- | --- |\n| Căn cước<br>Đơn vay | UBND<br>xã |')
  const word = '<p>Giữ<del cite="mailto:a" datetime="2026">bỏ</del></p><div style="mso-element:comment-list"><p>Hỏi lại chị Lan</p></div>'
  assert.equal(await pasted(word), 'Giữ')
})
