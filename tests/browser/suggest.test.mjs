// Suggestions while a reader types: with the keys, with a finger, and not at all
// for who saves data or has no JavaScript.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { look, visit } from './site.mjs'
import { browser, set, site } from './stage.mjs'

set()

const field = 'main [name=q]'
const options = 'main [role=option]'

/** Types into the search field and waits for what is suggested. */
async function type(page, text) {
  await page.locator(field).pressSequentially(text)
  await page.locator(options).first().waitFor()
}

test('arrow keys walk through the suggestions, Escape closes them, Enter opens one', async () => {
  const { page, faults, context } = await visit(browser)
  await page.goto(`${site.address}/`)
  const input = page.locator(field)
  assert.equal(await input.getAttribute('role'), 'combobox')
  assert.equal(await input.getAttribute('aria-expanded'), 'false')
  await type(page, 'hoc ngh')
  assert.equal(await input.getAttribute('aria-expanded'), 'true')
  assert.equal(await input.getAttribute('aria-activedescendant'), null)
  await page.keyboard.press('ArrowDown')
  const first = page.locator(options).first()
  assert.equal(await input.getAttribute('aria-activedescendant'), await first.getAttribute('id'))
  assert.equal(await first.getAttribute('aria-selected'), 'true')
  await page.keyboard.press('ArrowUp')
  assert.equal(await input.getAttribute('aria-activedescendant'), null, 'back in the field')
  await page.keyboard.press('Escape')
  assert.equal(await input.getAttribute('aria-expanded'), 'false')
  assert.equal(await input.inputValue(), 'hoc ngh', 'what was typed stays')
  await page.keyboard.press('ArrowDown')
  await first.waitFor()
  await page.keyboard.press('ArrowDown')
  const title = await first.textContent()
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => !['/', '/tim-kiem'].includes(url.pathname))
  assert.equal((await page.textContent('h1')).trim(), title.trim())
  assert.deepEqual(faults, [])
  await context.close()
})

test('Enter without a choice searches as ever, and a click opens a suggestion', async () => {
  const { page, faults, context } = await visit(browser, { viewport: { width: 360, height: 740 } })
  await page.goto(`${site.address}/`)
  await type(page, 'hoc ngh')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/tim-kiem\?q=hoc\+ngh$/)
  await page.locator(field).fill('')
  await type(page, 'bhyt')
  const title = await page.locator(options).first().textContent()
  assert.match(title, /bảo hiểm y tế/i, 'an abbreviation is understood')
  await page.locator(options).first().click()
  await page.waitForURL((url) => url.pathname !== '/tim-kiem')
  assert.equal((await page.textContent('h1')).trim(), title.trim())
  assert.deepEqual(faults, [])
  await context.close()
})

test('open suggestions keep the rules of WCAG 2.2 AA and fit the screen', async () => {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const broken = []
  for (const colorScheme of ['light', 'dark']) {
    const { page, context } = await visit(browser, { bypassCSP: true, colorScheme })
    for (const path of ['/', '/tim-kiem']) {
      await page.goto(site.address + path)
      await type(page, 'hoc ngh')
      await page.keyboard.press('ArrowDown')
      const name = `suggestions-${path === '/' ? 'home' : 'search'}-${colorScheme}`
      broken.push(...await look(page, name))
      await page.evaluate(axe)
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      }))
      for (const { id, help, nodes } of violations) broken.push(`${path}: ${id}: ${help}: ${nodes[0].html.slice(0, 200)}`)
    }
    await context.close()
  }
  assert.deepEqual(broken, [])
})

test('who saves data is asked nothing', async () => {
  const { page, faults, context } = await visit(browser)
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true }, configurable: true })
  })
  let asked = 0
  page.on('request', (request) => { asked += Number(request.url().includes('/api/')) })
  await page.goto(`${site.address}/`)
  await page.locator(field).pressSequentially('hoc nghe')
  assert.equal(await page.locator(field).getAttribute('role'), null)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/tim-kiem\?/)
  assert.equal(asked, 0)
  assert.deepEqual(faults, [])
  await context.close()
})

test('a search is not disturbed when suggestions cannot be fetched', async () => {
  const { page, context } = await visit(browser)
  await page.route('**/api/v1/suggest**', (route) => route.abort())
  await page.goto(`${site.address}/`)
  await page.locator(field).pressSequentially('hoc nghe')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/tim-kiem\?/)
  assert.ok(await page.locator('.hits a').count() > 0)
  await context.close()
})

test('the page of a search that found nothing offers the nearest', async () => {
  const { page, faults, context } = await visit(browser)
  await page.goto(`${site.address}/tim-kiem?q=hoc+nghe&year=1999`)
  assert.ok(await page.locator('.nearest .hits a').count() > 0)
  assert.deepEqual(await look(page, 'search-nearest'), [])
  assert.deepEqual(faults, [])
  await context.close()
})
