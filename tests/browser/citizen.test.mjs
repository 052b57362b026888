// What citizens come for, played from the first page to the end: on a phone and on a
// desk, by day and by night, with JavaScript and without.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hire, signIn } from './desk.mjs'
import { look, visit } from './site.mjs'
import { browser, set, site } from './stage.mjs'

set()

const PAPER = { light: 'rgb(250, 249, 245)', dark: 'rgb(16, 23, 21)' }

const READERS = [
  { width: 360, colorScheme: 'light', javaScriptEnabled: true },
  { width: 360, colorScheme: 'dark', javaScriptEnabled: false },
  { width: 1280, colorScheme: 'light', javaScriptEnabled: false },
  { width: 1280, colorScheme: 'dark', javaScriptEnabled: true },
]

for (const reader of READERS) {
  const { width, colorScheme, javaScriptEnabled } = reader
  const how = `${width} px, ${colorScheme}, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`
  test(`what is asked for is found and taken along: ${how}`, async (t) => {
    const { page, faults, context } = await visit(browser, { colorScheme, javaScriptEnabled, viewport: { width, height: 740 } })
    const tooWide = []
    const part = (name, play) => t.test(name, async () => {
      await page.goto(`${site.address}/`)
      await play(page)
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), PAPER[colorScheme])
      tooWide.push(...await look(page, `citizen-${name.replaceAll(' ', '-')}-${width}`))
    })
    await part('a leaflet answers and is printed', leaflet)
    await part('a story leads to people nearby', story)
    await part('the map leads to a place', map)
    await part('events go into the calendar', event)
    await part('near me is remembered and forgotten', near)
    await part('an item is passed on', share)
    await part('a reader says what was useful and what is wrong', (page) => trust(page, how))
    assert.deepEqual(tooWide, [])
    assert.deepEqual(faults, [])
    await context.close()
  })
}

const menu = (page, name) => page.locator('nav.menu').getByRole('link', { name, exact: true }).click()
const heading = async (page) => (await page.textContent('h1')).trim()

/** Opens the first item of the list and resolves to its title. */
async function openFirst(page) {
  const link = page.locator('main h2 a, main h3 a').first()
  const title = (await link.textContent()).trim()
  await link.click()
  // The sheet for what is below comes last; a click meanwhile would miss what moves.
  await page.waitForLoadState('load')
  assert.equal(await heading(page), title)
  return title
}

/** Fetches what a link leads to, as the browser would keep it. */
async function taken(page, link, mediaType) {
  const answer = await page.request.get(new URL(await link.getAttribute('href'), page.url()).href)
  assert.equal(answer.status(), 200)
  assert.ok(answer.headers()['content-type'].startsWith(mediaType), answer.headers()['content-type'])
  return answer.body()
}

async function leaflet(page) {
  await menu(page, 'Tờ rơi')
  await openFirst(page)
  assert.ok(await page.locator('.answers dt').count() >= 4, 'the questions that people come with')
  const paper = await taken(page, page.getByRole('link', { name: 'Bản in A4 gấp ba' }), 'application/pdf')
  assert.equal(paper.subarray(0, 5).toString(), '%PDF-')
  assert.ok(paper.length < 1_000_000, `${paper.length} bytes`)
  const message = await taken(page, page.getByRole('link', { name: /^Tin nhắn không dấu/ }), 'text/plain')
  assert.doesNotMatch(message.toString(), /[^\x20-\x7e\n]/, 'letters that every phone has')
}

async function story(page) {
  await menu(page, 'Gương điển hình')
  await page.locator('main').getByRole('link', { name: /^Trồng trọt/ }).first().click()
  await openFirst(page)
  const near = page.locator('.near-stories a').first()
  const title = (await near.textContent()).trim()
  await near.click()
  assert.equal(await heading(page), title)
}

async function map(page) {
  await page.goto(`${site.address}/ban-do`)
  const tile = page.locator('.map a:has(use[class])').first()
  const name = (await tile.getAttribute('aria-label')).split(':')[0]
  await tile.press('Enter')
  await page.waitForURL(/gan-toi|dia-ban|guong-dien-hinh/)
  assert.match(await heading(page), new RegExp(name))
  assert.ok(await page.locator('main h3 a').count() > 0, 'its stories')
}

// Of no event in particular: what is coming on one day is over on another.
async function event(page) {
  await menu(page, 'Sự kiện')
  const calendar = await taken(page, page.locator('.subscription a').first(), 'text/calendar')
  assert.match(calendar.toString(), /BEGIN:VEVENT/)
  await page.goto(`${site.address}/su-kien/thang/2026-11`)
  await page.locator('a[rel=next]').click()
  const link = page.locator('table.month td a').first()
  const title = (await link.textContent()).trim()
  await link.click()
  assert.equal(await heading(page), title)
}

async function near(page) {
  await menu(page, 'Gần tôi')
  await page.fill('#noi', 'phuc tho')
  await page.check('#nho')
  await page.press('#noi', 'Enter')
  await page.locator('.choices a').first().click()
  assert.match(await heading(page), /Phúc Thọ/)
  await menu(page, 'Gần tôi')
  await page.getByText('Máy này đang nhớ').waitFor()
  await page.getByRole('button', { name: 'Quên nơi này' }).click()
  await page.locator('#noi').waitFor()
  assert.equal(await page.getByText('Máy này đang nhớ').count(), 0)
}

async function share(page) {
  await menu(page, 'Tin bài')
  await openFirst(page)
  assert.equal(await page.textContent('.copied'), page.url())
  for (const name of ['Zalo', 'Facebook']) {
    const to = await page.locator('.share').getByRole('link', { name }).getAttribute('href')
    assert.ok(to.includes(encodeURIComponent(page.url())), to)
  }
  await taken(page, page.getByRole('link', { name: 'Mã QR dẫn đến bài này' }), 'image/svg+xml')
}

async function trust(page, how) {
  await menu(page, 'Tin bài')
  const title = await openFirst(page)
  await page.locator('.ask').getByRole('button', { name: 'Có', exact: true }).click()
  await page.getByRole('heading', { name: 'Cảm ơn bạn đã trả lời' }).waitFor()
  await page.getByRole('link', { name: /báo lỗi/i }).first().click()
  await page.fill('#name', 'Nguyễn Thị Tư')
  await page.getByRole('button', { name: 'Gửi báo lỗi' }).click()
  assert.equal(await page.inputValue('#name'), 'Nguyễn Thị Tư', 'what was typed is not lost')
  // At a person's pace: what is sent at once is taken for a machine's.
  await page.locator('#text').pressSequentially(`Số điện thoại đã đổi (${how})`, { delay: 70 })
  await page.getByRole('button', { name: 'Gửi báo lỗi' }).click()
  await page.getByRole('heading', { name: 'Đã nhận báo lỗi' }).waitFor()
  reported.push(title)
}

const reported = []

test('every report is a task of the item’s office', async () => {
  const { page, faults, context } = await signIn(browser, site, await hire(site, 'administrator', 'Đỗ Minh Anh', 'mat-tran-to-quoc-thanh-pho-ha-noi'))
  await page.goto(`${site.address}/desk/mistakes`)
  const shown = await page.locator('.mistakes .row-title').allTextContents()
  assert.deepEqual(shown, reported)
  assert.deepEqual(faults, [])
  await context.close()
})
