// Lighthouse, as a phone. By itself (`node lighthouse.mjs`) it prints the marks of
// the pages that matter most, speed among them: as its "mobile" preset simulates it,
// four times slower and on a slow line.

import { pathToFileURL } from 'node:url'
import lighthouse from 'lighthouse'
import { pagesOfEachKind } from './pages.mjs'
import { freePort, openBrowser, startSite } from './site.mjs'

/** What can be told for certain. */
export const CERTAIN = ['accessibility', 'best-practices', 'seo']

/** The pages that are examined; of each the audits that are wrong for it. */
export const EXAMINED = {
  home: [], list: [], article: [], leaflet: [],
  // Results are kept out of search engines on purpose.
  search: ['is-crawlable'],
}

/** No waiting for what comes late: nothing does. (With a slow line that is real and
 *  not simulated, Lighthouse waits for seconds whatever it is told.) */
const AT_ONCE = { pauseAfterFcpMs: 0, pauseAfterLoadMs: 0, networkQuietThresholdMs: 0, cpuQuietThresholdMs: 0 }

/** Resolves to the marks of `url` in `categories`, 0 to 100 each, and to what cost any. */
export async function marks(url, port, categories, skipped = []) {
  const { lhr } = await lighthouse(url, { port, output: 'json', logLevel: 'error' }, {
    extends: 'lighthouse:default',
    settings: {
      onlyCategories: categories,
      skipAudits: ['screenshot-thumbnails', 'final-screenshot', ...skipped],
      throttlingMethod: 'simulate',
      disableFullPageScreenshot: true,
      ...(categories.includes('performance') ? {} : AT_ONCE),
    },
  })
  const failed = ({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1
  const lost = categories.flatMap((category) => lhr.categories[category].auditRefs.filter(failed)
    .map(({ id }) => `${new URL(url).pathname}: ${category}: ${id}: ${lhr.audits[id].title} ${lhr.audits[id].displayValue ?? ''}`))
  const score = (category) => [category, Math.round(lhr.categories[category].score * 100)]
  return { marks: Object.fromEntries(categories.map(score)), lost }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const port = await freePort()
  const [site, browser] = await Promise.all([startSite(), openBrowser([`--remote-debugging-port=${port}`])])
  const pages = await pagesOfEachKind(site)
  for (const [name, skipped] of Object.entries(EXAMINED)) {
    const found = await marks(site.address + pages[name], port, [...CERTAIN, 'performance'], skipped)
    console.log(name, found.marks, found.lost.join('; '))
  }
  await browser.close()
  await site.stop()
}
