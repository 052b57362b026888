// Keeps the pages that were read, with their styles and pictures, for when there
// is no network or one that does not answer. The network is always asked first, so
// nothing old is shown to who is online, and what was withdrawn is forgotten as soon
// as it is asked for, also where the answer comes too late to be shown.
// Never kept: the desk, the API, forms and their answers, searches, failures.

const PAGES = 'lantoa-pages-1'
const FILES = 'lantoa-files-1'
const MOST = { [PAGES]: 60, [FILES]: 80 } // entries; the oldest go first
const PATIENCE = 8000 // milliseconds the network has to answer, where there is a copy
const LONGEST = 30 * 24 * 60 * 60 * 1000 // milliseconds a page is kept unread
const OFFLINE = { vi: '/ngoai-tuyen', en: '/en/ngoai-tuyen' }
// What Facebook, Zalo, Google and newsletters add to links; no page differs by it.
const TRACES = /^(utm_\w+|fbclid|gclid|zarsrc|gidzl)$/
const PRIVATE = /^\/(desk|api|metrics|healthz|readyz)(\/|$)|^(\/en)?\/(hien-thi|bao-loi|tim-kiem|ngoai-tuyen)(\/|$)|\/danh-gia$/

self.addEventListener('install', (event) => event.waitUntil(prepare()))
self.addEventListener('activate', (event) => event.waitUntil(takeOver()))
self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = settled(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    if (Object.values(OFFLINE).includes(url.pathname)) event.respondWith(list(event, url))
    else if (!PRIVATE.test(url.pathname)) event.respondWith(page(event, url))
    else if (!/^\/(desk|api)/.test(url.pathname)) event.respondWith(fetch(request).catch(() => offline(url)))
  } else if (/^\/(static|media)\/|\/vi-tri\.svg$/.test(url.pathname)) {
    event.respondWith(file(event))
  }
})

/** The pages for "no network", with what they need to look like ours. */
async function prepare() {
  const [pages, files] = await Promise.all([caches.open(PAGES), caches.open(FILES)])
  for (const path of Object.values(OFFLINE)) {
    const answer = await fetch(path)
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
    await pages.put(path, answer.clone())
    const links = [...(await answer.text()).matchAll(/<link rel="(?:stylesheet|icon)" href="([^"]+)"/g)]
    await files.addAll(links.map(([, link]) => link))
  }
  await self.skipWaiting()
}

/** Copies that an older worker kept in another way are of no use. */
async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith('lantoa-') && !(name in MOST))
  await Promise.all(old.map((name) => caches.delete(name)))
  await self.clients.claim()
  await keepOpen()
}

/** What is being read when the worker comes was asked for before it could keep it. */
async function keepOpen() {
  for (const { url } of await self.clients.matchAll({ type: 'window' })) {
    const address = settled(url)
    if (PRIVATE.test(address.pathname)) continue
    const answer = await fetch(address.href).catch(() => null)
    if (!answer || !mayBeKept(answer, address)) continue
    const links = [...(await answer.clone().text()).matchAll(/<link rel="(?:stylesheet|icon)" href="([^"]+)"/g)]
    await (await caches.open(FILES)).addAll(links.map(([, link]) => link)).catch(() => {})
    await keep(PAGES, address.href, answer)
  }
}

async function page(event, url) {
  const pages = await caches.open(PAGES)
  const match = await pages.match(url.href)
  const kept = match && isYoung(match) ? match : null
  const asked = fetch(event.request).then((answer) => {
    if (answer.status === 404 || answer.status === 410) event.waitUntil(pages.delete(url.href))
    else if (mayBeKept(answer, url)) event.waitUntil(keep(PAGES, url.href, answer.clone()))
    return answer
  })
  event.waitUntil(asked.catch(() => {}))
  try {
    return await (kept ? Promise.race([asked, late()]) : asked)
  } catch {
    return kept ?? offline(url)
  }
}

/** Fails when the network has had its time. */
const late = () => new Promise((_, fail) => setTimeout(() => fail(new Error('late')), PATIENCE))

/** Pictures of withdrawn items are answered with 404 and forgotten, too. */
async function file(event) {
  const { request } = event
  try {
    const answer = await fetch(request)
    if (answer.ok) event.waitUntil(keep(FILES, request.url, answer.clone()))
    else if (answer.status === 404) event.waitUntil(caches.open(FILES).then((files) => files.delete(request.url)))
    return answer
  } catch {
    return (await caches.match(request.url, { ignoreVary: true })) ?? Response.error()
  }
}

/** The address without a place in the page and without what others add to links. */
function settled(address) {
  const url = new URL(address)
  url.hash = ''
  for (const name of [...url.searchParams.keys()]) if (TRACES.test(name)) url.searchParams.delete(name)
  return url
}

/** Whole pages at plain addresses; the server says of which nothing may be kept. */
function mayBeKept(answer, url) {
  const type = answer.headers.get('content-type') ?? ''
  const kept = answer.headers.get('cache-control') ?? ''
  return answer.status === 200 && !url.search && type.startsWith('text/html') && !kept.includes('no-store')
}

async function keep(name, address, answer) {
  const cache = await caches.open(name)
  await cache.delete(address, { ignoreVary: true }) // so that it is the youngest again
  await cache.put(address, plain(answer))
  const own = Object.values(OFFLINE)
  const keys = (await cache.keys()).filter(({ url }) => !own.includes(new URL(url).pathname))
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST[name])).map((key) => cache.delete(key, { ignoreVary: true })))
}

/** Without `Vary`: a kept copy is this reader's, with or without a cookie since. */
function plain(answer) {
  return new Response(answer.body, { status: answer.status, headers: told(answer) })
}

/** The headers that hold for what is not sent as it came. */
function told(answer) {
  const headers = new Headers(answer.headers)
  for (const name of ['vary', 'content-encoding', 'content-length']) headers.delete(name)
  return headers
}

function isYoung(answer) {
  const date = Date.parse(answer.headers.get('date') ?? '')
  return Number.isNaN(date) || Date.now() - date < LONGEST
}

/** The same page asked for by itself: as it is now, where there is a network. */
async function list(event, url) {
  const answer = await fetch(event.request).catch(() => null)
  if (answer?.ok) await (await caches.open(PAGES)).put(url.pathname, answer)
  return offline(url, 200)
}

/** The page for "no network" with links to what was read, newest first. */
async function offline(url, status = 503) {
  const path = /^\/en(\/|$)/.test(url.pathname) ? OFFLINE.en : OFFLINE.vi
  const pages = await caches.open(PAGES)
  const kept = await pages.match(path, { ignoreVary: true })
  if (!kept) return Response.error()
  const links = []
  for (const request of (await pages.keys()).reverse()) {
    const to = new URL(request.url).pathname
    const answer = await pages.match(request, { ignoreVary: true })
    if (Object.values(OFFLINE).includes(to) || !answer || !isYoung(answer)) continue
    // Both are escaped already: one by the server, one by the browser. The site names itself last.
    const title = (await answer.text()).match(/<title>([^<]*)<\/title>/)?.[1]
    if (title) links.push(`<li><a href="${to}">${title.replace(/ – [^–]+$/, '')}</a></li>`)
  }
  const html = (await kept.text()).replace(/<ul([^>]*) data-read><\/ul>/, (_, rest) => `<ul${rest}>${links.join('')}</ul>`)
  return new Response(html, { status, headers: told(kept) })
}
