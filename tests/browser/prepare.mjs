// Fills a data folder from content/ and makes its pictures, once for all test files;
// prints the folder. Sites start from a copy of it (LANTOA_TEST_PREPARED).

import { startSite } from './site.mjs'

const site = await startSite()
await site.settled()
await site.stop({ keep: true })
console.log(site.data)
