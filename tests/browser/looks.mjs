// Every kind of page in one theme: examined by axe and Lighthouse, and compared with
// how it looked. Each theme has a file of its own, for files run beside each other.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { CERTAIN, EXAMINED, marks } from './lighthouse.mjs'
import { pagesOfEachKind, rarePages } from './pages.mjs'
import { freePort, visit } from './site.mjs'
import { browser, set, site } from './stage.mjs'
import { compare } from './visual.mjs'

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

const port = await freePort()
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Tests the pages of a site in `theme`. */
export function examineTheme(theme) {
  set({ settings: { LANTOA_THEME: theme }, arguments: [`--remote-debugging-port=${port}`] }, () => site.settled())

  test(`the theme ${theme}`, async (t) => {
    const pages = await pagesOfEachKind(site)
    await t.test('pages look as they did when somebody last looked at them', async () => {
      const changed = await Promise.all([PHONE, DESK].map((reader) => changes(reader, theme, pages)))
      assert.deepEqual(changed.flat(), [])
    })
    const all = Object.entries({ ...pages, ...await rarePages(site) })
    await t.test('no page breaks a rule of WCAG 2.2 AA or is too wide, by day and by night', async () => {
      const halves = [0, 1].map((half) => all.filter((_, place) => place % 2 === half))
      const found = await Promise.all(halves.map(examine))
      assert.deepEqual(found.flat(), [])
    })
    await t.test('Lighthouse finds nothing against access, practice and findability on a phone', async () => {
      assert.deepEqual(await lost(pages), [])
    })
  })
}

/** What axe finds on `pages` for each reader, by day and by night, what went wrong on
 *  them, and which are too wide. */
async function examine(pages) {
  // The site's own policy lets no script in; the examiner is let past it.
  const { page, faults, context } = await visit(browser, { bypassCSP: true, serviceWorkers: 'block', ...PHONE })
  // Their words are examined, not their colours.
  await context.route('**/media/**', (route) => route.fulfill({ contentType: 'image/png', body: NO_PICTURE }))
  const broken = []
  for (const [name, address] of pages) {
    await page.goto(site.address + address)
    await page.evaluate(axe)
    for (const reader of [PHONE, DESK]) {
      await page.setViewportSize(reader.viewport)
      broken.push(...(await violations(page, reader)).map((violation) => `${name}, ${violation}`))
    }
    await page.setViewportSize({ width: NARROWEST, height: 640 })
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    if (width > NARROWEST) broken.push(`${name}: ${width} px on a screen of ${NARROWEST} px`)
    await page.setViewportSize(PHONE.viewport)
  }
  await context.close()
  return [...broken, ...faults]
}

/** What axe finds on a page that has it, by day and by night. */
async function violations(page, reader) {
  const run = (runOnly) => globalThis.axe.run(document, { resultTypes: ['violations'], runOnly })
  const told = []
  for (const [colorScheme, rules] of [[reader.colorScheme, EVERY_RULE], [OTHER_LIGHT[reader.colorScheme], WHAT_IS_SEEN]]) {
    await page.emulateMedia({ colorScheme })
    for (const { id, help, nodes } of (await page.evaluate(run, rules)).violations) {
      told.push(`${reader.viewport.width} px, ${colorScheme}: ${id}: ${help}: ${nodes[0].html.slice(0, 200)}`)
    }
  }
  return told
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

