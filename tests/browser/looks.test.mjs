// Every kind of page in each theme: examined by axe and Lighthouse, and compared
// with how it looked.

import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { CERTAIN, EXAMINED, marks } from './lighthouse.mjs'
import { pagesOfEachKind, rarePages } from './pages.mjs'
import { freePort, openBrowser, startSite, until, visit } from './site.mjs'
import { compare } from './visual.mjs'

const THEMES = ['city', 'commune']

/** What is shown to whom: a phone by day and a desk by night. */
const PHONE = { viewport: { width: 360, height: 740 }, colorScheme: 'light' }
const DESK = { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }
const OTHER_LIGHT = { light: 'dark', dark: 'light' }

const EVERY_RULE = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** The rules that colours and a screen's size can break: what a page says is the same on each. */
const WHAT_IS_SEEN = { type: 'rule', values: ['color-contrast', 'link-in-text-block', 'target-size', 'scrollable-region-focusable'] }

/** The narrowest screen, which is also 1280 px at 400 % (WCAG 1.4.10), px. */
const NARROWEST = 320

/** One see-through point. */
const NO_PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

let site, browser, port, axe

before(async () => {
  port = await freePort()
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  ;[site, browser] = await Promise.all([startSite(dressed(THEMES[0])), openBrowser([`--remote-debugging-port=${port}`])])
  await site.settled()
})

after(async () => {
  await browser?.close()
  await site?.stop()
})

function dressed(theme) {
  return { LANTOA_THEME: theme, LANTOA_DEV: 'true' }
}

/** The same site in another theme. */
async function dress(theme) {
  await site.stop({ keep: true })
  site = await startSite(dressed(theme), { folder: site.data })
}

for (const theme of THEMES) {
  test(`the theme ${theme}`, async (t) => {
    if (theme !== THEMES[0]) await dress(theme)
    const pages = await pagesOfEachKind(site)
    await t.test('pages look as they did when somebody last looked at them', async () => {
      const changed = await Promise.all([PHONE, DESK].map((reader) => changes(reader, theme, pages)))
      assert.deepEqual(changed.flat(), [])
    })
    const all = Object.entries({ ...pages, ...await rarePages(site) })
    await t.test('no page breaks a rule of WCAG 2.2 AA or is too wide, by day and by night', async () => {
      const found = await Promise.all([PHONE, DESK].map((reader) => examine(reader, all)))
      assert.deepEqual(found.flat(), [])
    })
    await t.test('Lighthouse finds nothing against access, practice and findability on a phone', async () => {
      assert.deepEqual(await lost(pages), [])
    })
  })
}

/** What axe finds on `pages`, by day and by night, what went wrong on them, and which are too wide. */
async function examine(reader, pages) {
  // The site's own policy lets no script in; the examiner is let past it.
  const { page, faults, context } = await visit(browser, { bypassCSP: true, serviceWorkers: 'block', ...reader })
  // Their words are examined, not their colours.
  await context.route('**/media/**', (route) => route.fulfill({ contentType: 'image/png', body: NO_PICTURE }))
  const broken = []
  const run = (runOnly) => globalThis.axe.run(document, { resultTypes: ['violations'], runOnly })
  for (const [name, address] of pages) {
    await page.setViewportSize(reader.viewport)
    await page.emulateMedia({ colorScheme: reader.colorScheme })
    await page.goto(site.address + address)
    await page.evaluate(axe)
    for (const [colorScheme, rules] of [[reader.colorScheme, EVERY_RULE], [OTHER_LIGHT[reader.colorScheme], WHAT_IS_SEEN]]) {
      await page.emulateMedia({ colorScheme })
      const { violations } = await page.evaluate(run, rules)
      const where = `${name}, ${reader.viewport.width} px, ${colorScheme}`
      for (const { id, help, nodes } of violations) broken.push(`${where}: ${id}: ${help}: ${nodes[0].html.slice(0, 200)}`)
    }
    if (reader !== PHONE) continue
    await page.setViewportSize({ width: NARROWEST, height: 640 })
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    if (width > NARROWEST) broken.push(`${name}: ${width} px on a screen of ${NARROWEST} px`)
  }
  await context.close()
  return [...broken, ...faults]
}

/** Pages that look the same on every day. An item's neighbours do not, for events pass;
 *  a phone shows none of them at first. */
const STEADY = ['list', 'topics', 'site-map', 'search-nothing', 'report', 'about', 'not-found']
const STEADY_ON_PHONES = ['article', 'leaflet', 'story']

/** What looks otherwise than it did. */
async function changes(reader, theme, pages) {
  // Half the size: small files, and less of how a machine smooths letters.
  // Without JavaScript, which changes nothing before somebody types.
  const { page, context } = await visit(browser, {
    ...reader, reducedMotion: 'reduce', deviceScaleFactor: 0.5, javaScriptEnabled: false,
  })
  // Pictures would make the files large, and arrive when they like.
  await context.route('**/media/**', (route) => route.abort())
  const changed = []
  for (const name of reader === PHONE ? [...STEADY, ...STEADY_ON_PHONES] : STEADY) {
    await page.goto(site.address + pages[name], { waitUntil: 'networkidle' })
    changed.push(await compare(page, `${theme}-${name}-${reader.viewport.width}`))
  }
  await context.close()
  return changed.filter(Boolean)
}

/** What costs the pages that matter most any mark for access, practice or findability. */
async function lost(pages) {
  const told = []
  for (const [name, skipped] of Object.entries(EXAMINED)) {
    told.push(...(await marks(site.address + pages[name], port, CERTAIN, skipped)).lost)
  }
  return told
}

test('a change in the site’s own theme appears by itself, and a broken one changes nothing', async () => {
  const own = path.join(site.data, 'theme/templates/failure.html')
  const write = async (inside) => {
    await mkdir(path.dirname(own), { recursive: true })
    await writeFile(own, `{% extends "city/failure.html" %}{% block main %}${inside}{{ super() }}{% endblock %}`)
  }
  const { page, context } = await visit(browser, { javaScriptEnabled: false })
  const shows = async (text) => {
    await page.goto(`${site.address}/khong-co`)
    return (await page.textContent('main')).includes(text)
  }
  await write('<p>Bản một</p>')
  await until(() => shows('Bản một'), 'the own template is shown')
  await write('{% if %}')
  await until(() => site.said().includes('failure.html:1:'), 'its fault is told')
  assert.ok(await shows('Bản một'))
  await write('<p>Bản hai</p>')
  await until(() => shows('Bản hai'), 'the mended template is shown')
  await context.close()
})
