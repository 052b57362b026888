// The public site's pages, one of each kind.

import assert from 'node:assert/strict'
import path from 'node:path'
import { repository, until } from './site.mjs'

/** Pages that the shipped content has none of, brought into `site` from `rare/`. */
export async function rarePages(site) {
  await site.run(['import', path.join(repository, 'tests/browser/rare')])
  const pages = {
    gone: '/tin-bai/tin-da-duoc-thu-hoi', expired: '/to-roi/ho-tro-cua-nam-truoc-da-het-han',
    minority: '/mtq/tin-bai/mot-tin-bang-tieng-muong', 'minority-list': '/mtq',
    'languages-search': '/tim-kiem?q=tieng+muong',
  }
  const status = async (name) => (await fetch(site.address + pages[name])).status
  await until(async () => await status('gone') === 410 && await status('minority') === 200, 'the rare pages are there')
  return pages
}

/** One page of each kind there is, found by following links. */
export async function pagesOfEachKind(site) {
  const item = async (list) => {
    const page = await (await fetch(`${site.address}${list}`)).text()
    const link = page.match(new RegExp(`href="(${list}/[a-z0-9-]+)"`))
    assert.ok(link, `${list} leads to an item`)
    return link[1]
  }
  const article = await item('/tin-bai')
  return {
    home: '/', 'home-en': '/en', list: '/tin-bai', article, leaflet: await item('/to-roi'),
    story: await item('/guong-dien-hinh'), event: await item('/su-kien'), events: '/su-kien',
    'leaflet-en': await item('/en/to-roi'), 'story-en': await item('/en/guong-dien-hinh'),
    postponed: '/su-kien/tap-huan-viet-ve-giam-ngheo-cho-phong-vien-bien-tap-vien',
    cancelled: '/su-kien/noi-chuyen-chuyen-de-nhan-tin-dung-nguon',
    month: '/su-kien/thang/2026-12', 'events-at': '/dia-ban/xa-ba-vi/su-kien', topics: '/chu-de',
    topic: '/chu-de/dao-tao-nghe', audiences: '/doi-tuong', places: '/dia-ban', place: '/dia-ban/xa-ba-vi',
    stories: '/guong-dien-hinh', gallery: '/guong-dien-hinh/linh-vuc/trong-trot', map: '/ban-do', near: '/gan-toi',
    'near-choice': '/gan-toi?noi=ba+vi', 'near-place': '/gan-toi/xa-ba-vi', 'near-district': '/gan-toi/ba-vi',
    search: '/tim-kiem?q=hoc+nghe',
    'search-nothing': '/tim-kiem?q=xyzxyz', 'site-map': '/so-do-trang', corrections: '/dinh-chinh',
    report: `/bao-loi?bai=${article}`, about: '/gioi-thieu', listen: `${article}/nghe`,
    display: '/hien-thi', offline: '/ngoai-tuyen', 'not-found': '/khong-co-trang-nay',
  }
}
