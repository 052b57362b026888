// Every kind of page through the Nu HTML checker, which knows the standard by heart.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { pagesOfEachKind, rarePages } from './pages.mjs'
import { startSite } from './site.mjs'

const THEMES = ['city', 'commune']

let folder

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lantoa-markup-'))
})

after(async () => {
  await rm(folder, { recursive: true, force: true })
})

const hasJava = await run('java', ['-version']).then(() => true, () => false)

function run(program, args) {
  return new Promise((resolve, reject) => {
    execFile(program, args, { maxBuffer: 1 << 26 }, (error, out, err) => {
      // The checker ends with 1 when it found something, and says what.
      if (error && error.code !== 1) reject(error)
      else resolve(out + err)
    })
  })
}

/** What the checker says of `files`, as `name: message` each. */
async function check(files) {
  const jar = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar')
  const told = JSON.parse(await run('java', ['-jar', jar, '--format', 'json', ...files]))
  return told.messages.map(({ url, message, extract }) => `${path.basename(url, '.html')}: ${message} ${extract ?? ''}`)
}

test('no page of any kind breaks the HTML standard', { skip: !hasJava && 'there is no Java here' }, async () => {
  const files = []
  await Promise.all(THEMES.map(async (theme) => {
    const site = await startSite({ LANTOA_THEME: theme })
    try {
      for (const [name, address] of Object.entries({ ...await pagesOfEachKind(site), ...await rarePages(site) })) {
        const answer = await fetch(site.address + address)
        const file = path.join(folder, `${theme}-${name}.html`)
        await writeFile(file, await answer.text())
        files.push(file)
      }
    } finally {
      await site.stop()
    }
  }))
  assert.deepEqual(await check(files), [])
})

test('the checker finds what is broken', { skip: !hasJava && 'there is no Java here' }, async () => {
  const file = path.join(folder, 'broken.html')
  await writeFile(file, '<!doctype html><html lang="vi"><title>x</title><p><ul></p>')
  assert.notDeepEqual(await check([file]), [])
})
