// Fills a data folder from content/ and makes its pictures, once for all test files;
// prints the folder. Sites start from a copy of it (LANTOA_TEST_PREPARED).

import path from 'node:path'
import { filesOf, kept } from './shelf.mjs'
import { repository } from './site.mjs'

console.log(await kept('content', await filesOf(path.join(repository, 'content')), {}))
