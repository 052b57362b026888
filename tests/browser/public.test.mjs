// The public site as a citizen sees it.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, startSite, visit } from './site.mjs'

let site, browser

before(async () => {
  [site, browser] = await Promise.all([startSite(), openBrowser()])
})

after(async () => {
  await browser?.close()
  await site?.stop()
})

test('a page that is not there says so in Vietnamese, with status 404', async () => {
  const { page, faults, context } = await visit(browser)
  const answer = await page.goto(`${site.address}/khong-co-trang-nay`)
  assert.equal(answer.status(), 404)
  assert.equal(await page.getAttribute('html', 'lang'), 'vi')
  assert.match(await page.textContent('body'), /Không tìm thấy trang/)
  assert.deepEqual(faults, [])
  await context.close()
})
