// How a reader wants pages shown, listening to an item, reading without a network.

import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { pagesOfEachKind } from './pages.mjs'
import { look, startSite, until, visit, WIDTHS } from './site.mjs'
import { browser, set, site } from './stage.mjs'

let pages

// Pictures of a debug build take their time, and nothing here waits for them.
const open = (page, path) => page.goto(site.address + path, { waitUntil: 'domcontentloaded' })

set({}, async () => { pages = await pagesOfEachKind(site) })

const style = (page, selector, name) => page.locator(selector).first().evaluate((one, name) => getComputedStyle(one)[name], name)

test('a reader chooses without JavaScript and comes back to the page, on a phone and on a desk', async () => {
  for (const width of WIDTHS) {
    const { page, faults, context } = await visit(browser, { javaScriptEnabled: false, viewport: { width, height: 800 } })
    await open(page, pages.story)
    const before = parseFloat(await style(page, '.prose p', 'fontSize'))
    await page.locator('header a[href="/hien-thi"]').click()
    for (const [name, value] of [['text', 'larger'], ['contrast', 'high'], ['spacing', 'wide'], ['pictures', 'later']]) {
      await page.check(`[name=${name}][value=${value}]`)
    }
    await page.click('.display button')
    assert.equal(new URL(page.url()).pathname, pages.story)
    assert.ok(parseFloat(await style(page, '.prose p', 'fontSize')) >= before * 1.49, 'half as large again')
    assert.equal(await style(page, 'body', 'backgroundColor'), 'rgb(0, 0, 0)')
    for (const name of ['story', 'leaflet', 'event', 'home', 'list', 'display']) {
      await open(page, pages[name])
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      assert.ok(wide <= width, `${name}: ${wide} px on a screen of ${width} px`)
    }
    assert.deepEqual(faults, [])
    await context.close()
  }
})

test('pictures that wait are loaded when they are opened and not before, also without JavaScript', async () => {
  const { page, faults, context } = await visit(browser, { javaScriptEnabled: false, extraHTTPHeaders: { 'save-data': 'on' } })
  const loaded = []
  page.on('request', (request) => { if (request.url().includes('/media/')) loaded.push(request.url()) })
  await open(page, pages.story)
  const waiting = page.locator('a.later').first()
  assert.match(await waiting.textContent(), /^Xem ảnh/)
  await page.waitForLoadState('networkidle')
  assert.deepEqual(loaded, [])
  const answer = page.waitForResponse((one) => one.url().includes('/media/'))
  await waiting.press('Enter')
  assert.equal((await answer).status(), 200)
  assert.deepEqual(faults, [])
  await context.close()
})

/** Puts a voice of the test's own in the place of the device's. */
function speak(languages) {
  globalThis.spoken = []
  const voices = languages.map((lang) => ({ lang, name: lang, localService: true }))
  class Utterance { constructor(text) { this.text = text } }
  const synthesis = {
    getVoices: () => voices,
    addEventListener() {},
    speak(one) { this.now = one; globalThis.spoken.push({ text: one.text, rate: one.rate, lang: one.lang }) },
    cancel() { this.now = null },
  }
  Object.defineProperty(globalThis, 'speechSynthesis', { value: synthesis })
  Object.defineProperty(globalThis, 'SpeechSynthesisUtterance', { value: Utterance })
}

test('an item is read aloud, paragraph by paragraph, with the keyboard alone', async () => {
  const { page, faults, context } = await visit(browser, { viewport: { width: 360, height: 740 } })
  await page.addInitScript(speak, ['en-US', 'vi-VN'])
  await open(page, pages.article)
  const title = (await page.textContent('h1')).trim()
  await page.locator(`main a[href="${pages.article}/nghe"]`).click()
  const [play, pause, stop] = ['play', 'pause', 'stop'].map((name) => page.locator(`[data-do=${name}]`))
  // It is shown when the page's script has found a voice.
  await play.waitFor()
  await play.focus()
  await page.keyboard.press('Enter')
  assert.equal(await pause.evaluate((one) => one === document.activeElement), true, 'the keyboard stays')
  const said = () => page.evaluate(() => globalThis.spoken)
  assert.equal((await said())[0].lang, 'vi-VN')
  assert.ok(title.startsWith((await said())[0].text), 'the title comes first')
  assert.equal((await page.textContent('.reading')).trim(), title)
  const end = () => page.evaluate(() => speechSynthesis.now.onend())
  while ((await page.textContent('.reading')).trim() === title) await end()
  const where = await page.textContent('.reading')
  await page.keyboard.press('Enter')
  assert.equal(await play.textContent(), 'Nghe tiếp')
  await page.selectOption('[data-rate]', '0.75')
  const before = (await said()).at(-1).text
  await play.press('Enter')
  assert.deepEqual((await said()).at(-1), { text: before, rate: 0.75, lang: 'vi-VN' }, 'the sentence is begun again')
  assert.equal(await page.textContent('.reading'), where)
  assert.deepEqual(await look(page, 'listen-playing'), [])
  await stop.press('Enter')
  assert.equal(await page.locator('.reading').count(), 0)
  assert.deepEqual(faults, [])
  await context.close()
})

test('who has no Vietnamese voice, or no JavaScript, is told what to do', async () => {
  const without = await visit(browser, { viewport: { width: 360, height: 740 } })
  await without.page.addInitScript(speak, ['en-US'])
  await open(without.page, `${pages.article}/nghe`)
  await without.page.getByText('Máy này chưa có giọng đọc tiếng Việt.').waitFor()
  assert.equal(await without.page.locator('[data-do=play]').isVisible(), false)
  assert.deepEqual(await look(without.page, 'listen-voiceless'), [])
  assert.deepEqual(without.faults, [])
  await without.context.close()
  const plain = await visit(browser, { javaScriptEnabled: false })
  await open(plain.page, `${pages.article}/nghe`)
  assert.ok(await plain.page.getByText('máy của bạn có thể tự đọc trang này').isVisible())
  assert.equal(await plain.page.locator('[data-do=play]').isVisible(), false)
  await plain.context.close()
})

/** An article with a silent recording of so many seconds: its path. */
async function recorded(seconds) {
  const folder = await mkdtemp(path.join(tmpdir(), 'lantoa-recording-'))
  const frame = Buffer.alloc(36)
  Buffer.from([0xff, 0xf3, 0x18, 0xc0]).copy(frame) // MPEG-2 layer III, 8 kbit/s, 16 kHz
  const files = {
    'media/ban-tin.mp3': Buffer.concat(Array(Math.ceil((seconds * 16_000) / 576)).fill(frame)),
    'media/ban-tin.toml': 'credit = "Đài truyền thanh xã"\n',
    'items/tin-bai/co-ban-thu.md': ['+++', 'kind = "article"', 'title = "Tin có bản thu"', 'slug = "co-ban-thu"',
      'sapo = "Nghe người đọc."', 'status = "published"', 'organisation = "so-nong-nghiep-va-moi-truong"',
      'topics = ["chinh-sach-giam-ngheo"]', 'recording = "ban-tin"', '+++', 'Nội dung.', ''].join('\n'),
  }
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await writeFile(path.join(folder, name), content)
  }
  await site.run(['import', folder])
  await rm(folder, { recursive: true })
  return '/tin-bai/co-ban-thu'
}

test('a recording is played when it is asked for, without JavaScript, and kept by no worker', async () => {
  const item = await recorded(130)
  for (const javaScriptEnabled of [false, true]) {
    const { page, faults, context } = await visit(browser, { javaScriptEnabled, viewport: { width: 360, height: 740 } })
    await open(page, '/')
    if (javaScriptEnabled) await page.waitForFunction(() => navigator.serviceWorker.controller)
    const asked = []
    page.on('response', (answer) => { if (answer.url().includes('/ban-thu.')) asked.push(answer.status()) })
    // Another process imported it: this one looks ten times a second.
    await until(async () => (await open(page, item)).status() === 200, 'the imported item is there')
    await page.getByRole('link', { name: 'Nghe bản phát thanh (2 phút 10 giây, 0,1 MB)' }).click()
    const player = page.locator('audio')
    await player.waitFor()
    assert.deepEqual(await look(page, `recording-${javaScriptEnabled ? 'voice' : 'plain'}`), [])
    assert.deepEqual(asked, [], 'nothing is loaded unasked')
    await player.focus()
    await page.keyboard.press('Space')
    const time = () => player.evaluate((one) => [one.currentTime, one.duration])
    await until(async () => (await time())[0] > 0, 'the recording plays')
    assert.ok(Math.abs((await time())[1] - 130) < 1, 'its length is what the page says')
    assert.ok(asked.length > 0 && asked.every((status) => status === 206), `${asked}`)
    if (javaScriptEnabled) {
      const kept = await page.evaluate(async () => {
        const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)))
        return (await Promise.all(caches_.map((one) => one.keys()))).flat().map(({ url }) => url)
      })
      assert.deepEqual(kept.filter((url) => url.includes('/ban-thu.')), [])
    }
    assert.deepEqual(faults, [])
    await context.close()
  }
})

test('what was read is there without a network, and nothing else is', async () => {
  // A site of its own: the browser's switch "offline" does not reach a worker.
  const away = await startSite()
  const open = (page, path) => page.goto(away.address + path, { waitUntil: 'domcontentloaded' })
  const { page, context } = await visit(browser)
  // Straight from a link that somebody was sent: the first page is kept, too.
  await open(page, pages.article)
  const title = (await page.textContent('h1')).trim()
  const kept = (path) => page.waitForFunction(async (path) => Boolean(await caches.match(path)), path)
  await kept(pages.article)
  await open(page, '/tim-kiem?q=hoc+nghe')
  await open(page, '/desk/session')
  for (const path of [pages.article, pages.leaflet]) {
    await page.waitForFunction(() => navigator.serviceWorker.controller)
    // as Facebook and Zalo change the links that people send
    await open(page, `${path}?fbclid=IwAR0abc&utm_source=zalo`)
    await kept(path)
    await page.waitForLoadState('load')
  }
  const all = await page.evaluate(async () => (await (await caches.open('lantoa-pages-1')).keys()).map(({ url }) => url))
  assert.deepEqual(all.filter((url) => /tim-kiem|desk|api/.test(url)), [])
  for (const path of [pages.article, pages.leaflet]) assert.ok(all.some((url) => url.endsWith(path)), `${path} is kept: ${all}`)
  await open(page, '/ngoai-tuyen')
  assert.equal(await page.locator('.read a').count(), 2, 'the list is there with a network, too')
  await away.stop()
  await open(page, `${pages.article}?fbclid=another#noi-dung`)
  assert.equal((await page.textContent('h1')).trim(), title)
  assert.notEqual(await style(page, '.top', 'backgroundColor'), 'rgba(0, 0, 0, 0)', 'with its styles')
  await open(page, pages.event)
  assert.equal(await page.textContent('h1'), 'Đọc khi không có mạng')
  const links = await page.locator('.read a').evaluateAll((all) => all.map((one) => one.getAttribute('href')))
  assert.deepEqual(links.slice(0, 2), [pages.leaflet, pages.article], 'newest first')
  assert.deepEqual(await look(page, 'offline-list'), [])
  await page.locator(`.read a[href="${pages.article}"]`).click()
  assert.equal((await page.textContent('h1')).trim(), title)
  await context.close()
})

test('a browser that saves data is sent nothing to keep', async () => {
  const { page, context } = await visit(browser)
  await context.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }))
  await open(page, pages.article)
  await page.waitForLoadState('load')
  assert.deepEqual(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0)
  await context.close()
})

test('an address is copied by one touch, where the browser can', async () => {
  const { page, context } = await visit(browser)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open(page, pages.article)
  const address = await page.textContent('.share .copied')
  await page.getByRole('button', { name: 'Sao chép' }).click()
  await page.getByText('Đã sao chép').waitFor()
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address)
  await context.close()
  const plain = await visit(browser, { javaScriptEnabled: false })
  await open(plain.page, pages.article)
  assert.equal(await plain.page.locator('.share button').isVisible(), false)
  await plain.context.close()
})

test('a reader removes what the device keeps', async () => {
  const { page, context } = await visit(browser)
  await open(page, '/')
  await page.evaluate(() => navigator.serviceWorker.ready)
  await open(page, '/hien-thi')
  await page.getByRole('button', { name: 'Xóa các bài đã lưu trên máy' }).click()
  await page.getByRole('heading', { name: 'Đã xóa các bài đã lưu' }).waitFor()
  await page.waitForFunction(async () => (await caches.keys()).length === 0)
  await context.close()
})

test('a page that was taken away is forgotten when it is asked for again', async () => {
  const { page, context } = await visit(browser)
  await open(page, '/')
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.waitForFunction(() => navigator.serviceWorker.controller)
  const gone = '/tin-bai/khong-con-nua'
  await page.evaluate(async (path) => {
    const pages = await caches.open('lantoa-pages-1')
    await pages.put(path, new Response('<title>x</title>', { headers: { 'content-type': 'text/html' } }))
  }, gone)
  assert.equal((await open(page, gone)).status(), 404)
  await page.waitForFunction(async (path) => !(await caches.match(path)), gone)
  await context.close()
})

test('colours of every choice keep the enhanced contrast of text, 7 to 1', async () => {
  const { readFile } = await import('node:fs/promises')
  const { createRequire } = await import('node:module')
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const broken = []
  for (const cookie of ['0100', '0200', '0300']) {
    const { page, context } = await visit(browser, { bypassCSP: true })
    await context.addCookies([{ name: 'hien-thi', value: cookie, url: site.address }])
    for (const name of ['home', 'article', 'leaflet', 'story', 'event', 'display', 'listen', 'search']) {
      await open(page, pages[name])
      await page.evaluate(axe)
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['color-contrast-enhanced'], rules: { 'color-contrast-enhanced': { enabled: true } } }))
      for (const { nodes } of violations) broken.push(...nodes.map((node) => `${cookie} ${name}: ${node.any[0]?.message} ${node.html.slice(0, 120)}`))
    }
    await context.close()
  }
  assert.deepEqual(broken, [])
})
