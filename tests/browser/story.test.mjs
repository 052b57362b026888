// A story's whole life: written, returned, mended, approved, published, found,
// syndicated, withdrawn. Once with JavaScript and once without.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actWithReason, hire, picture, press, signIn, upload } from './desk.mjs'
import { look, until, visit } from './site.mjs'
import { browser, set, site } from './stage.mjs'

set({ bare: true })

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with' : 'without'
  test(`a story goes from a draft to the public and is taken back, ${how} JavaScript`, () => play(how, { javaScriptEnabled }))
}

const FEEDS = ['/feed/atom.xml', '/feed/rss.xml', '/feed/feed.json']
const STORY_FEEDS = FEEDS.map((feed) => `/guong-dien-hinh${feed}`)

async function play(how, options) {
  const title = how === 'with'
    ? 'Gia đình ở Ba Vì thoát nghèo nhờ đàn bò sữa'
    : 'Tổ hợp tác Hòa Xá đưa nghề dệt lụa trở lại'
  const typed = how === 'with'
    ? 'gia dinh o ba vi thoat ngheo nho dan bo sua'
    : 'to hop tac hoa xa dua nghe det lua tro lai'
  const emails = await Promise.all([
    hire(site, 'editor', 'Lê Thị Hoa'), hire(site, 'reviewer', 'Phạm Văn Tú'), hire(site, 'publisher', 'Đỗ Minh Anh'),
  ])
  const people = []
  for (const email of emails) people.push(await signIn(browser, site, email, options))
  const [editor, reviewer, publisher] = people.map((person) => person.page)

  // The editor writes a story with a picture and submits it.
  const code = await upload(editor, site, await picture(browser))
  await editor.goto(`${site.address}/desk/items/new`)
  await editor.click('a[href="/desk/items/new?kind=story"]')
  await write(editor, title, code)
  const tooWide = await look(editor, `form-${how}`)
  await press(editor, editor.locator('button[name=then][value=submit]').first(), 'Đã gửi duyệt.')
  const item = editor.url().match(/\/desk\/items\/(\d+)/)[1]
  const desk = `${site.address}/desk/items/${item}`
  assert.equal(await editor.locator('form[action$="/approval"]').count(), 0, 'nobody approves their own')

  // The reviewer returns it with a note.
  await reviewer.goto(`${site.address}/desk/review`)
  tooWide.push(...await look(reviewer, `review-${how}`))
  await reviewer.getByRole('link', { name: title }).click()
  const note = 'Cần thêm số liệu thu nhập trước và sau.'
  await reviewer.fill('#note', note)
  await press(reviewer, reviewer.locator('form[action$="/return"] button'), 'Đã trả lại bài kèm ý kiến.')

  // The editor finds the note among their work, and mends the text.
  await editor.goto(`${site.address}/desk`)
  assert.match(await editor.textContent('main'), new RegExp(note.replaceAll('.', '\\.')))
  tooWide.push(...await look(editor, `work-${how}`))
  await editor.getByRole('link', { name: title }).click()
  await editor.fill('[name="body"]', `${await editor.inputValue('[name="body"]')}\n\nThu nhập tăng từ 18 lên 96 triệu đồng mỗi năm.`)
  await press(editor, editor.locator('button[name=then][value=submit]').first(), 'Đã gửi duyệt.')

  // The reviewer sees what was changed, and approves exactly that.
  await reviewer.goto(desk)
  await reviewer.click('a[href*="/changes?from="]')
  assert.match((await reviewer.locator('ins').allTextContents()).join('\n'), /96 triệu đồng/)
  tooWide.push(...await look(reviewer, `changes-${how}`))
  await reviewer.goto(desk)
  await press(reviewer, reviewer.locator('form[action$="/approval"] button'), 'Đã duyệt.')

  // Nothing of it is public before it is published.
  assert.equal(await found(typed, title), 0)

  await publisher.goto(desk)
  tooWide.push(...await look(publisher, `approved-${how}`))
  await press(publisher, publisher.locator('form[action$="/publication"] button'), 'Đã xuất bản. Bài đang trên trang.')
  const address = await publisher.locator('a', { hasText: 'Xem trên trang' }).getAttribute('href')

  // A citizen types its title without marks and opens the first result.
  const citizen = await visit(browser, { ...options, viewport: { width: 360, height: 740 } })
  await until(async () => (await found(typed, title)) === 1, 'it is found')
  await citizen.page.goto(`${site.address}/`)
  await citizen.page.fill('main [name=q]', typed)
  await citizen.page.press('main [name=q]', 'Enter')
  await citizen.page.waitForURL(/\/tim-kiem\?/)
  tooWide.push(...await look(citizen.page, `found-${how}`))
  await citizen.page.locator('.hits h3 a').first().click()
  await citizen.page.waitForURL(new URL(address, site.address).href)
  assert.equal((await citizen.page.textContent('h1')).trim(), title)
  assert.match(await citizen.page.textContent('article'), /Nội dung minh họa/)
  assert.match(await citizen.page.textContent('article'), /96 triệu đồng/)
  const lead = citizen.page.locator('figure.lead img')
  assert.equal(await lead.getAttribute('alt'), 'Ngôi nhà mái đỏ bên ruộng lúa')
  await until(() => lead.evaluate((image) => image.complete && image.naturalWidth > 0), 'its picture is shown')
  tooWide.push(...await look(citizen.page, `item-${how}`))

  for (const feed of [...FEEDS, ...STORY_FEEDS]) assert.ok(await holds(feed, title), `${feed} carries it`)
  for (const list of ['/', '/guong-dien-hinh', '/chu-de/dao-tao-nghe']) assert.ok(await holds(list, title), `${list} shows it`)
  const rendition = await lead.evaluate((image) => image.currentSrc)
  assert.equal((await fetch(rendition)).status, 200)

  // It is withdrawn, and is gone everywhere.
  await publisher.goto(desk)
  await actWithReason(publisher, '/withdrawal', 'Gia đình đề nghị gỡ bài.', 'Đã gỡ bài khỏi trang.')
  const gone = await citizen.page.goto(new URL(address, site.address).href)
  assert.equal(gone.status(), 410)
  assert.match(await citizen.page.textContent('h1'), /đã được gỡ/)
  assert.doesNotMatch(await citizen.page.textContent('body'), /Gia đình đề nghị/, 'the reason is not for the public')
  tooWide.push(...await look(citizen.page, `gone-${how}`))
  for (const path of [...FEEDS, ...STORY_FEEDS, '/', '/guong-dien-hinh', '/chu-de/dao-tao-nghe', '/sitemap.xml', '/sitemap-1.xml']) {
    assert.ok(!await holds(path, title), `${path} no longer shows it`)
    assert.ok(!await holds(path, address), `${path} no longer leads to it`)
  }
  assert.equal(await found(typed, title), 0, 'search no longer finds it, at once')
  assert.notEqual((await fetch(rendition)).status, 200, 'its picture is not public any more')

  assert.deepEqual(tooWide, [])
  for (const { faults } of [...people, citizen]) assert.deepEqual(faults, [])
  for (const { context } of [...people, citizen]) await context.close()
}

async function write(page, title, code) {
  await page.fill('[name="title"]', title)
  await page.fill('[name="sapo"]', 'Từ một hộ nghèo nhiều năm, gia đình nay có thu nhập ổn định.')
  await page.check('[name="illustration"]')
  await page.fill('[name="body"]', [
    '## Bắt đầu từ hai con bò', 'Gia đình vay vốn **ưu đãi** và học nghề ba tháng.',
    `![Ngôi nhà mái đỏ bên ruộng lúa](media:${code})`, '> [!TIP]\n> Hỏi cán bộ xã về vốn vay.',
  ].join('\n\n'))
  await page.check(`[name="lead"][value="${code}"]`)
  await page.selectOption('[name="story.subject"]', 'household')
  await page.fill('[name="story.before"]', 'Thiếu vốn, thiếu việc làm.')
  await page.fill('[name="story.actions"]', 'Học nghề, vay vốn, nuôi bò sữa.')
  await page.fill('[name="story.after"]', 'Có thu nhập mỗi tháng, con được đi học.')
  await page.check('[name="topics"][value="dao-tao-nghe"]')
  await page.fill('[name="places.add"] >> nth=0', 'Xã Ba Vì')
}

/** How many results for `words` have exactly this title. */
async function found(words, title) {
  const answer = await fetch(`${site.address}/api/v1/search?q=${encodeURIComponent(words)}`)
  assert.equal(answer.status, 200)
  return (await answer.json()).hits.filter((hit) => hit.title === title).length
}

async function holds(path, text) {
  const answer = await fetch(site.address + path)
  return (await answer.text()).includes(text)
}
