// A running site of the test's own, and a browser to look at it with.

import { spawn, execFile } from 'node:child_process'
import { cp, mkdtemp, mkdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

/** The folder of the sources. */
export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
/** The program. Sites run in their data folders, so its path must lead there from anywhere. */
export const binary = path.resolve(process.env.LANTOA_TEST_BINARY ?? path.join(repository, 'target/debug/lantoa'))
/** A data folder that `prepare.mjs` filled; without it each site fills its own. */
const prepared = process.env.LANTOA_TEST_PREPARED
const results = path.join(repository, 'tests/browser/results')

/** Milliseconds until a site or a page that does not answer is given up: long,
 *  for a busy machine is slow and not wrong. */
export const PATIENCE = 60_000

const QUIET_BROWSER = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
]

/** Starts `lantoa serve` on a free port with an empty data folder, filled from
 *  `content/`, and resolves when it is ready. Its `stop` ends it by its process id.
 *  `bare`: without items and pictures, for who writes their own. `filled`: a data folder
 *  to begin with a copy of. */
export async function startSite(settings = {}, { bare = false, filled = bare ? null : prepared } = {}) {
  const data = await mkdtemp(path.join(tmpdir(), 'lantoa-browser-'))
  const content = bare ? path.join(data, 'content') : path.join(repository, 'content')
  if (filled) await cp(filled, data, { recursive: true })
  else if (bare) await cp(path.join(repository, 'content'), content, { recursive: true, filter: isNoItem })
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const env = {
    ...process.env,
    LANTOA_LISTEN: `127.0.0.1:${port}`,
    LANTOA_BASE_URL: address,
    LANTOA_DATA_DIR: data,
    LANTOA_THEMES_DIR: path.join(repository, 'themes'),
    LANTOA_METRICS_TOKEN: 'browser-tests',
    LANTOA_CONTENT_DIR: content,
    ...settings,
  }
  // From the data folder: a lantoa.toml of the checkout is not this site's.
  const child = spawn(binary, ['serve', '--setup'], { cwd: data, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const gone = new Promise((resolve) => child.once('exit', resolve))
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => { said += part })
  const site = {
    address,
    data,
    /** All that it printed so far. */
    said: () => said,
    /** Runs another command of the program on the same data; resolves to what it printed. */
    run: (args, input = '') => command(args, input, { cwd: data, env }),
    /** Resolves when no order waits any more: pictures are made, the index is whole. */
    async settled() {
      const headers = { authorization: 'Bearer browser-tests' }
      const waits = async () => !/^lantoa_orders_waiting 0$/m.test(await (await fetch(`${address}/metrics`, { headers })).text())
      await until(async () => !await waits(), 'no order waits', 4 * PATIENCE)
    },
    /** `keep`: its data stay, for who starts others from them. */
    async stop({ keep = false } = {}) {
      const hurry = setTimeout(() => child.kill('SIGKILL'), 15_000)
      child.kill('SIGTERM')
      await gone
      clearTimeout(hurry)
      if (!keep) await rm(data, { recursive: true, force: true })
      return child.exitCode
    },
  }
  try {
    await ready(site, child)
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
  return site
}

function isNoItem(file) {
  return !['items', 'media'].includes(path.relative(path.join(repository, 'content'), file).split(path.sep)[0])
}

async function ready(site, child) {
  const end = Date.now() + PATIENCE
  while (Date.now() < end) {
    if (child.exitCode !== null) break
    const answer = await fetch(`${site.address}/readyz`).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the site did not become ready:\n${site.said()}`)
}

/** Asks again until `holds` does; fails, naming `what`, after `patience` ms. */
export async function until(holds, what, patience = PATIENCE) {
  const end = Date.now() + patience
  while (!await holds()) {
    if (Date.now() > end) throw new Error(`not in ${patience / 1000} s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** A port that nobody listens at. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

function command(args, input, options) {
  return new Promise((resolve, reject) => {
    const child = execFile(binary, args, options, (error, stdout, stderr) => {
      if (error) reject(new Error(`lantoa ${args.join(' ')}: ${error.message}\n${stdout}${stderr}`))
      else resolve(stdout)
    })
    child.stdin.end(input)
  })
}

/** The system's Chromium, with `more` arguments. */
export function openBrowser(more = []) {
  const executablePath = process.env.LANTOA_TEST_CHROMIUM ?? '/usr/bin/chromium-headless-shell'
  return chromium.launch({ executablePath, args: [...QUIET_BROWSER, ...more] })
}

/** A page of a fresh visitor; `faults` collects what went wrong on it. */
export async function visit(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  context.setDefaultTimeout(PATIENCE)
  const page = await context.newPage()
  const faults = []
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`))
  page.on('console', (message) => {
    // A status above 399 is told by the response itself, where it is expected or not.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      faults.push(`console: ${message.text()}`)
    }
  })
  page.on('response', (answer) => {
    if (answer.status() >= 400 && answer.request().resourceType() !== 'document') {
      faults.push(`${answer.status()} ${answer.url()}`)
    }
  })
  page.on('requestfailed', (request) => {
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') {
      faults.push(`${request.failure()?.errorText} ${request.url()}`)
    }
  })
  return { context, page, faults }
}

/** Widths of an old phone and of a desk, px. */
export const WIDTHS = [360, 1280]

/** Looks at the page at both widths and resolves to those at which it is wider than
 *  the screen. With LANTOA_TEST_PICTURES it leaves a picture of each in `results/`. */
export async function look(page, name) {
  const pictures = Boolean(process.env.LANTOA_TEST_PICTURES)
  if (pictures) await mkdir(results, { recursive: true })
  const before = page.viewportSize()
  const tooWide = []
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width < 600 ? 740 : 900 })
    if (pictures) await page.screenshot({ path: path.join(results, `${name}-${width}.png`), fullPage: true })
    const content = await page.evaluate(() => document.documentElement.scrollWidth)
    if (content > width) tooWide.push(`${name}: ${content} px on a screen of ${width} px`)
  }
  if (before) await page.setViewportSize(before)
  return tooWide
}
