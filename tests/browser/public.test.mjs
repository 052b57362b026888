// The public site as a citizen sees it: every page that a link leads to, on an
// old phone and on a desk, with and without JavaScript.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pagesOfEachKind } from './pages.mjs'
import { look, visit } from './site.mjs'
import { browser, set, site } from './stage.mjs'

set()

test('every page fits an old phone and a desk, and nothing on it goes wrong', async () => {
  const { page, faults, context } = await visit(browser)
  const tooWide = []
  for (const [name, path] of Object.entries(await pagesOfEachKind(site))) {
    const answer = await page.goto(site.address + path)
    assert.equal(answer.status(), name === 'not-found' ? 404 : 200, path)
    tooWide.push(...await look(page, name))
  }
  assert.deepEqual(tooWide, [])
  assert.deepEqual(faults, [])
  await context.close()
})

test('with the largest text every page fits the narrowest screen', async () => {
  const { page, faults, context } = await visit(browser, { viewport: { width: 320, height: 640 }, javaScriptEnabled: false })
  await context.addCookies([{ name: 'hien-thi', value: '2010', url: site.address }])
  const tooWide = []
  for (const [name, path] of Object.entries(await pagesOfEachKind(site))) {
    await page.goto(site.address + path, { waitUntil: 'domcontentloaded' })
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    if (width > 320) tooWide.push(`${name}: ${width} px`)
  }
  assert.deepEqual(tooWide, [])
  assert.deepEqual(faults, [])
  await context.close()
})

test('on a phone a leaflet begins with its answers', async () => {
  const { page, context } = await visit(browser, { viewport: { width: 360, height: 740 } })
  await page.goto(site.address + (await pagesOfEachKind(site)).leaflet)
  const [header, answers] = await page.evaluate(() => ['.top', '.answers'].map((one) => document.querySelector(one).getBoundingClientRect()))
  assert.ok(header.height <= 140, `a header of ${header.height} px`)
  assert.ok(answers.top < 740 / 2, `answers after ${answers.top} px`)
  await context.close()
})

test('a page moves nothing that is seen when the rest of its style comes', async () => {
  for (const viewport of [{ width: 360, height: 740 }, { width: 1280, height: 900 }]) {
    // The route is for what the page itself asks for.
    const { page, context } = await visit(browser, { viewport, serviceWorkers: 'block' })
    await context.route('**/site.css*', async (route) => { await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0); await route.continue() })
    for (const [name, path] of Object.entries(await pagesOfEachKind(site))) {
      await page.goto(site.address + path, { waitUntil: 'load' })
      const moved = await page.evaluate(() => new Promise((resolve) => {
        let sum = 0
        const add = (list) => { for (const one of list) sum += one.value }
        const observer = new PerformanceObserver((list) => add(list.getEntries()))
        observer.observe({ type: 'layout-shift', buffered: true })
        const told = () => { add(observer.takeRecords()); resolve(sum) }
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(told)))
      }))
      assert.ok(moved < 0.02, `${name}, ${viewport.width} px: ${moved}`)
    }
    await context.close()
  }
})

test('the map opens at its middle without script, and is moved freely from there', async () => {
  const { page, context } = await visit(browser, { viewport: { width: 360, height: 740 } })
  await page.goto(`${site.address}/ban-do`)
  const left = () => page.evaluate(() => document.querySelector('.map').scrollLeft)
  await page.waitForFunction(() => document.querySelector('.map').scrollLeft > 200)
  await page.waitForFunction(() => document.getAnimations().every((one) => one.playState === 'finished'))
  await page.evaluate(() => { document.querySelector('.map').scrollLeft = 0 })
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  assert.equal(await left(), 0)
  await context.close()
})

/** Of the pages, feeds and calendars that each of 126 communes and 30 old districts
 *  has, these many of each sort stand for all. */
const PLACES_WALKED = 30

test('no link of the site leads nowhere', async () => {
  const seen = new Set(['/'])
  const walked = new Map()
  const isEnough = (path) => {
    const sort = path.replace(/\/(dia-ban|gan-toi)\/[^/?]+/, '/$1/*')
    walked.set(sort, (walked.get(sort) ?? 0) + 1)
    return sort !== path && walked.get(sort) > PLACES_WALKED
  }
  const waiting = ['/']
  const broken = []
  while (waiting.length > 0) {
    const path = waiting.shift()
    const answer = await fetch(site.address + path, { redirect: 'manual' })
    if (answer.status >= 400 || answer.status === 302) broken.push(`${answer.status} ${path}`)
    const html = answer.headers.get('content-type')?.startsWith('text/html') ? await answer.text() : ''
    for (const [, link] of html.matchAll(/(?:href|src)="([^"#]+)/g)) {
      const to = new URL(link.replaceAll('&amp;', '&'), site.address + path)
      const target = to.pathname + to.search
      // Each filter leads to more filters; the desk is not for citizens.
      const endless = to.pathname.endsWith('/tim-kiem') || to.pathname.endsWith('/search') || to.pathname.startsWith('/desk')
      if (to.origin === site.address && !endless && !seen.has(target)) {
        seen.add(target)
        if (!isEnough(target)) waiting.push(target)
      }
    }
  }
  assert.deepEqual(broken, [])
  assert.ok(seen.size > 100, `only ${seen.size} addresses`)
})

test('an item page and its styles weigh under 30 KB compressed', async () => {
  const { story } = await pagesOfEachKind(site)
  const compressed = { headers: { 'accept-encoding': 'br' } }
  const { request } = await import('node:http')
  const weigh = (path) => new Promise((resolve, reject) => {
    request(site.address + path, compressed, (answer) => {
      let bytes = 0
      const text = []
      answer.on('data', (part) => { bytes += part.length; text.push(part) })
      answer.on('end', () => resolve({ bytes, coding: answer.headers['content-encoding'], body: Buffer.concat(text) }))
    }).once('error', reject).end()
  })
  const html = await (await fetch(site.address + story)).text()
  const styles = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, path]) => path)
  assert.ok(styles.length > 0)
  const parts = await Promise.all([story, ...styles].map(weigh))
  assert.equal(parts[0].coding, 'br')
  const total = parts.reduce((sum, part) => sum + part.bytes, 0)
  assert.ok(total < 30_000, `${total} bytes`)
})

test('the site can be read and searched without JavaScript', async () => {
  const { page, faults, context } = await visit(browser, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
  await page.goto(`${site.address}/`)
  await page.fill('main [name=q]', 'hoc nghe')
  await page.press('main [name=q]', 'Enter')
  await page.waitForURL(/\/tim-kiem\?/)
  const first = page.locator('.hits h3 a').first()
  const title = (await first.textContent()).trim()
  await first.click()
  assert.equal((await page.textContent('h1')).trim(), title)
  await page.goto(`${site.address}/tin-bai`)
  await page.locator('main h2 a, main h3 a').first().click()
  assert.ok((await page.textContent('h1')).trim())
  assert.deepEqual(faults, [])
  await context.close()
})

test('what was typed is shown in its own language and never runs', async () => {
  const { page, faults, context } = await visit(browser)
  let asked = 0
  page.on('dialog', (dialog) => { asked += 1; dialog.dismiss() })
  await page.goto(`${site.address}/tim-kiem?q=${encodeURIComponent('"><script>alert(1)</script><img src=x onerror=alert(2)>')}`)
  assert.equal(asked, 0)
  assert.equal(await page.locator('main script, main img[src=x]').count(), 0)
  assert.deepEqual(faults, [])
  await context.close()
})

test('a page that is not there says so in the language of its address, with status 404', async () => {
  const { page, faults, context } = await visit(browser)
  for (const [path, lang, words] of [['/khong-co', 'vi', /Không tìm thấy trang/], ['/en/nowhere', 'en', /not found|no such page|cannot find/i]]) {
    const answer = await page.goto(site.address + path)
    assert.equal(answer.status(), 404)
    assert.equal(await page.getAttribute('html', 'lang'), lang)
    assert.match(await page.textContent('main'), words)
  }
  assert.deepEqual(faults, [])
  await context.close()
})
