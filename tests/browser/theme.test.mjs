// A site's own theme, changed while the site runs.

import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { until, visit } from './site.mjs'
import { browser, set, site } from './stage.mjs'

set({ settings: { LANTOA_DEV: 'true' } })

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
