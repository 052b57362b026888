// The site and the browser of one file's tests, from the first to the last.

import { after, before } from 'node:test'
import { openBrowser, startSite } from './site.mjs'

/** There from `set` on, while tests run. */
export let site, browser

/** Starts both before the tests and ends them afterwards; `options` as of `startSite`,
 *  `settings` of the site, `arguments` of the browser.
 *  `prepare` goes on from there: a second hook would not wait for this one. */
export function set(options = {}, prepare = async () => {}) {
  before(async () => {
    [site, browser] = await Promise.all([startSite(options.settings, options), openBrowser(options.arguments)])
    await prepare()
  })
  after(async () => {
    await browser?.close()
    await site?.stop()
  })
}
