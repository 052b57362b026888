// Pages compared with how they looked when somebody last looked at them.

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'
import { repository } from './site.mjs'

const baselines = path.join(repository, 'tests/browser/baselines')
const results = path.join(repository, 'tests/browser/results')

/** Of all pixels, how many may differ: letters are drawn a little otherwise elsewhere. */
const TOLERANCE = 0.015

/** Set to keep what is seen now as what is right: `LANTOA_TEST_KEEP=1 node --test looks-*.test.mjs`. */
const keep = Boolean(process.env.LANTOA_TEST_KEEP)

/** Compares the screen with the baseline `name`; resolves to what is wrong, if
 *  anything is, and leaves the picture and the difference in `results/`. */
export async function compare(page, name) {
  const seen = await page.screenshot({ animations: 'disabled' })
  const file = path.join(baselines, `${name}.png`)
  if (keep) {
    await mkdir(baselines, { recursive: true })
    await writeFile(file, seen)
    return null
  }
  const kept = await readFile(file).catch(() => null)
  await mkdir(results, { recursive: true })
  await writeFile(path.join(results, `${name}.png`), seen)
  if (kept?.equals(seen)) return null
  if (!kept) return `${name}: there is no baseline; LANTOA_TEST_KEEP=1 keeps one`
  const [old, now] = [PNG.sync.read(kept), PNG.sync.read(seen)]
  if (old.width !== now.width || old.height !== now.height) {
    return `${name}: ${now.width} × ${now.height} px, was ${old.width} × ${old.height}`
  }
  const difference = new PNG({ width: old.width, height: old.height })
  const differ = pixelmatch(old.data, now.data, difference.data, old.width, old.height, { threshold: 0.2 })
  const share = differ / (old.width * old.height)
  if (share <= TOLERANCE) return null
  const told = path.join(results, `${name}-difference.png`)
  await writeFile(told, PNG.sync.write(difference))
  return `${name}: ${(share * 100).toFixed(1)} % of the pixels differ, see results/${path.basename(told)}`
}
