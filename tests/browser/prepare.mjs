// Fills a data folder from content/ and makes its pictures, once for all test files;
// prints the folder. Sites start from a copy of it (LANTOA_TEST_PREPARED). It is kept
// beside the program until that, the content or the day is another.

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { binary, repository, startSite } from './site.mjs'

const BEGINS = 'browser-data-'

const shelf = path.join(path.dirname(path.dirname(binary)), 'tmp')
const folder = path.join(shelf, BEGINS + await fingerprint())
if (!existsSync(folder)) await fill()
console.log(folder)

/** Of the program, of what it is filled with, and of today. */
async function fingerprint() {
  const hash = createHash('sha256').update(new Date().toDateString()).update(await readFile(binary))
  const content = path.join(repository, 'content')
  const entries = await readdir(content, { recursive: true, withFileTypes: true })
  const files = entries.filter((one) => one.isFile()).map((one) => path.join(one.parentPath, one.name))
  for (const file of files.sort()) hash.update(path.relative(content, file)).update(await readFile(file))
  return hash.digest('hex').slice(0, 16)
}

async function fill() {
  const site = await startSite()
  await site.settled()
  await site.stop({ keep: true })
  await mkdir(shelf, { recursive: true })
  for (const name of await readdir(shelf)) {
    if (name.startsWith(BEGINS)) await rm(path.join(shelf, name), { recursive: true, force: true })
  }
  // Whole or not at all: a copy may be broken off.
  const half = `${folder}.${process.pid}`
  await cp(site.data, half, { recursive: true })
  await rename(half, folder)
  await rm(site.data, { recursive: true, force: true })
}
