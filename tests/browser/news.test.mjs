// Real Vietnamese news, imported as an office would, and found in the browser.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import path from 'node:path'
import { kept } from './shelf.mjs'
import { look, repository, visit } from './site.mjs'
import { browser, set, site } from './stage.mjs'

const data = process.env.LANTOA_TEST_DATA ?? path.join(repository, '../shared/data')
const news = path.join(data, 'news-5000.jsonl.gz')
const skip = existsSync(news) ? false : `SKIPPED: no news-5000.jsonl.gz in ${data}; LANTOA_TEST_DATA names the folder`

if (!skip) {
  const map = path.join(repository, 'tests/data/news-map.toml')
  const filled = await kept('news', [news, map], { bare: true }, (site) => site.run(['import', news, '--map', map]))
  set({ bare: true, filled })
}

/** Ways to type what leads to the article with this title. */
const SOUGHT = [
  ['với dấu', 'bé trai 6 tuổi tại Quảng Bình', 'Công an khẳng định bé trai 6 tuổi tại Quảng Bình bị sát hại'],
  ['không dấu', 'nhat ban bo tri lai diem dat can cu quan su my', 'Nhật Bản bắt đầu bố trí lại điểm đặt căn cứ quân sự Mỹ'],
  ['kiểu gõ Telex', 'bes trai 6 tuooir tajij quangr binhf', 'Công an khẳng định bé trai 6 tuổi tại Quảng Bình bị sát hại'],
  ['chữ cuối gõ dở', 'Nhật Bản bắt đầu bố trí lại điểm đặt căn c', 'Nhật Bản bắt đầu bố trí lại điểm đặt căn cứ quân sự Mỹ'],
  ['tổ hợp rời (NFD)', 'bé trai 6 tuổi tại Quảng Bình'.normalize('NFD'), 'Công an khẳng định bé trai 6 tuổi tại Quảng Bình bị sát hại'],
  ['một lỗi gõ', 'cong an khang dinh be trai 6 tuoi tai quang bnih', 'Công an khẳng định bé trai 6 tuổi tại Quảng Bình bị sát hại'],
  ['cụm trong ngoặc kép', '"căn cứ không quân Futenma"', 'Nhật Bản bắt đầu bố trí lại điểm đặt căn cứ quân sự Mỹ'],
]

test('an article of five thousand is found first, however it is typed', { skip }, async () => {
  const { page, faults, context } = await visit(browser, { viewport: { width: 360, height: 740 } })
  const wrong = []
  for (const [how, typed, title] of SOUGHT) {
    await page.goto(`${site.address}/tim-kiem`)
    await page.fill('main [name=q]', typed)
    await page.press('main [name=q]', 'Enter')
    await page.waitForURL(/\/tim-kiem\?/)
    const first = page.locator('.hits h3 a').first()
    const got = await first.count() ? (await first.textContent()).trim() : 'nothing'
    if (got !== title) wrong.push(`${how}: “${typed}” → ${got}`)
  }
  const tooWide = await look(page, 'news-found')
  assert.deepEqual(wrong, [])
  assert.deepEqual(tooWide, [])
  assert.deepEqual(faults, [])
  await context.close()
})
