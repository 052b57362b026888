// What people of the desk do, as they do it: by labels and buttons.

import assert from 'node:assert/strict'
import { look, visit } from './site.mjs'

export const OFFICE = 'so-nong-nghiep-va-moi-truong'
const PASSWORD = 'lúa chín vàng ven sông Hồng'

/** Adds an account with one role at an office and resolves to its address. */
export async function hire(site, role, name, office = OFFICE) {
  const email = `${role}-${Math.random().toString(36).slice(2, 8)}@example.vn`
  await site.run(
    ['user', 'add', '--email', email, '--name', name, '--organisation', office, '--role', role, '--password-stdin'],
    `${PASSWORD}\n`,
  )
  return email
}

/** A browser window of somebody who has signed in. */
export async function signIn(browser, site, email, options = {}) {
  const person = await visit(browser, { locale: 'vi-VN', ...options })
  const { page } = person
  await page.goto(`${site.address}/desk`)
  await page.fill('#email', email)
  await page.fill('#password', PASSWORD)
  await page.click('main form button')
  await page.waitForURL(`${site.address}/desk`)
  return person
}

/** Presses the button and waits for the page that says `done`. A press that sent
 *  nothing, for the page was still being laid out under the pointer, is repeated. */
export async function press(page, button, done) {
  const sends = (request) => request.method() === 'POST' && request.isNavigationRequest()
  const sent = page.waitForRequest(sends, { timeout: 10_000 }).catch(() => null)
  await button.click()
  if (!await sent) await button.click()
  const said = page.locator('[role=status].good, [role=alert]').first()
  await said.waitFor().catch(async (error) => {
    await look(page, 'failed')
    throw new Error(`${page.url()} says neither good nor bad, see results/failed-*.png`, { cause: error })
  })
  assert.equal((await said.textContent()).trim(), done, page.url())
}

/** Opens an act that is folded away, fills in its reason and does it. */
export async function actWithReason(page, address, reason, done) {
  const form = page.locator(`form[action$="${address}"]`)
  const fold = page.locator('details', { has: form })
  if (await fold.count()) await fold.locator('summary').first().click()
  await form.locator('textarea').fill(reason)
  await press(page, form.locator('button'), done)
}

/** A photograph-like JPEG, drawn in a page of the browser. */
export async function picture(browser, width = 1600, height = 1000) {
  const page = await browser.newPage()
  const encoded = await page.evaluate(([width, height]) => {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width, height })
    const draw = canvas.getContext('2d')
    const sky = draw.createLinearGradient(0, 0, 0, height)
    sky.addColorStop(0, '#8ec5e8')
    sky.addColorStop(0.6, '#f6e7b4')
    sky.addColorStop(1, '#5d8a3a')
    draw.fillStyle = sky
    draw.fillRect(0, 0, width, height)
    draw.fillStyle = '#7a4a21'
    draw.fillRect(width * 0.55, height * 0.5, width * 0.25, height * 0.3)
    draw.fillStyle = '#b5382a'
    draw.beginPath()
    draw.moveTo(width * 0.52, height * 0.5)
    draw.lineTo(width * 0.675, height * 0.32)
    draw.lineTo(width * 0.83, height * 0.5)
    draw.fill()
    // Something of its own, so that no two are the same file.
    draw.fillText(String(Math.random()), 20, 40)
    return canvas.toDataURL('image/jpeg', 0.85).split(',')[1]
  }, [width, height])
  await page.close()
  return Buffer.from(encoded, 'base64')
}

/** Uploads a picture, describes it, and resolves to its code. */
export async function upload(page, site, file) {
  await page.goto(`${site.address}/desk/media`)
  await page.setInputFiles('#file', { name: 'chuong-bo.jpg', mimeType: 'image/jpeg', buffer: file })
  await press(page, page.locator('form[action="/desk/media"] button'),
    'Đã nhận ảnh. Hãy viết mô tả cho người không nhìn thấy ảnh.')
  await page.fill('[name=alt]', 'Ngôi nhà mái đỏ bên ruộng lúa')
  await page.fill('[name=caption]', 'Chuồng bò mới dựng bên nhà')
  await page.fill('[name=credit]', 'Ban biên tập')
  await press(page, page.locator('form[action^="/desk/media/"] button.primary'), 'Đã lưu thông tin.')
  const code = page.url().match(/\/desk\/media\/([0-9a-f-]{36})/)?.[1]
  assert.ok(code, page.url())
  return code
}
