// What the pages that matter most weigh, and how soon they can be read, on a simulated
// phone four times slower than this machine and a line of slow 3G: 400 ms for a round
// trip, 400 kbit/s.

import { pagesOfEachKind } from './pages.mjs'
import { openBrowser, startSite, visit } from './site.mjs'

const PAGES = ['home', 'list', 'article', 'leaflet', 'story', 'event', 'search']
const BYTES_A_SECOND = 400_000 / 8
const LINE = { offline: false, latency: 400, downloadThroughput: BYTES_A_SECOND, uploadThroughput: BYTES_A_SECOND }
const PHONE = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, isMobile: true }

const [site, browser] = await Promise.all([startSite(), openBrowser()])
await site.settled()
const pages = await pagesOfEachKind(site)
// After two readers a page is as small as it will be.
const asked = { headers: { 'accept-encoding': 'br' } }
for (const name of [...PAGES, ...PAGES]) await (await fetch(site.address + pages[name], asked)).arrayBuffer()

console.log('| page | HTML, bytes | style | script | pictures of the first view | first paint, ms |')
console.log('| --- | --- | --- | --- | --- | --- |')
for (const name of PAGES) {
  const { page, context } = await visit(browser, PHONE)
  const line = await context.newCDPSession(page)
  await line.send('Network.enable')
  await line.send('Network.emulateNetworkConditions', LINE)
  await line.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.goto(site.address + pages[name], { waitUntil: 'load' })
  console.log(`| ${name} | ${(await page.evaluate(measured)).join(' | ')} |`)
  await context.close()
}
await browser.close()
await site.stop()

function measured() {
  const loaded = performance.getEntriesByType('resource')
  const bytes = (ending) => loaded.filter(({ name }) => ending.test(new URL(name).pathname))
    .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)
  const [html] = performance.getEntriesByType('navigation')
  const [paint] = performance.getEntriesByName('first-contentful-paint')
  return [html.encodedBodySize, bytes(/\.css$/), bytes(/\.js$/), bytes(/\.(webp|jpg|svg)$/), Math.round(paint.startTime)]
}
