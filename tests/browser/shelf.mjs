// Data folders that take long to fill, kept beside the program until what they are made
// of is another.

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { binary, repository, startSite } from './site.mjs'

const shelf = path.join(path.dirname(path.dirname(binary)), 'tmp')

/** Resolves to a data folder called `name` that holds what `fill` put into a site
 *  started with `options`: the kept one, as long as the program, the day and `files`
 *  are those it was filled with. */
export async function kept(name, files, options, fill = async () => {}) {
  const begins = `browser-data-${name}-`
  const folder = path.join(shelf, begins + await fingerprint(files))
  if (existsSync(folder)) return folder
  const site = await startSite({}, options)
  try {
    await fill(site)
    await site.settled()
  } finally {
    await site.stop({ keep: true })
  }
  await mkdir(shelf, { recursive: true })
  for (const old of await readdir(shelf)) {
    if (old.startsWith(begins)) await rm(path.join(shelf, old), { recursive: true, force: true })
  }
  // Whole or not at all: a copy may be broken off.
  const half = `${folder}.${process.pid}`
  await cp(site.data, half, { recursive: true })
  await rename(half, folder)
  await rm(site.data, { recursive: true, force: true })
  return folder
}

async function fingerprint(files) {
  const hash = createHash('sha256').update(new Date().toDateString()).update(await readFile(binary))
  for (const file of files) hash.update(path.relative(repository, file)).update(await readFile(file))
  return hash.digest('hex').slice(0, 16)
}

/** Every file in a folder and below, in one order. */
export async function filesOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((one) => one.isFile()).map((one) => path.join(one.parentPath, one.name)).sort()
}
