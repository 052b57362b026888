//! Every address at which content may stand.

use lantoa::content::Language;

/// In Vietnamese; each stands in English below `/en`, too.
const IN_BOTH: [&str; 41] = [
    "",
    "/tin-bai",
    "/to-roi",
    "/guong-dien-hinh",
    "/guong-dien-hinh/linh-vuc/trong-trot",
    "/guong-dien-hinh/linh-vuc/trong-trot/dia-ban/xa-ba-vi",
    "/guong-dien-hinh/dia-ban/xa-ba-vi",
    "/guong-dien-hinh/dia-ban/phuong-ba-dinh",
    "/su-kien",
    "/su-kien/thang/2026-12",
    "/su-kien/lich.ics",
    "/ban-do",
    "/gan-toi",
    "/gan-toi?noi=ba",
    "/gan-toi/xa-ba-vi",
    "/chu-de",
    "/doi-tuong",
    "/dia-ban",
    "/chu-de/chinh-sach-giam-ngheo",
    "/doi-tuong/ho-ngheo",
    "/dia-ban/xa-ba-vi",
    "/dia-ban/xa-ba-vi/su-kien",
    "/dia-ban/xa-ba-vi/su-kien.ics",
    "/dia-ban/xa-ba-vi/vi-tri.svg",
    "/dia-ban/xa-ba-vi/feed/rss.xml",
    "/chu-de/chinh-sach-giam-ngheo/su-kien.ics",
    "/chu-de/chinh-sach-giam-ngheo/feed/atom.xml",
    "/doi-tuong/ho-ngheo/su-kien.ics",
    "/doi-tuong/ho-ngheo/feed/feed.json",
    "/tim-kiem?q=bimat",
    "/tim-kiem?topic=chinh-sach-giam-ngheo",
    "/feed/atom.xml",
    "/feed/feed.json",
    "/tin-bai/feed/rss.xml",
    "/guong-dien-hinh/feed/atom.xml",
    "/so-do-trang",
    "/dinh-chinh",
    "/hien-thi",
    "/hien-thi/da-xoa",
    "/ngoai-tuyen",
    "/anh-chia-se.png",
];

const IN_ONE: [&str; 15] = [
    "/sitemap.xml",
    "/sitemap-0.xml",
    "/sitemap-pages.xml",
    "/sitemap-news.xml",
    "/robots.txt",
    "/sw.js",
    "/api/v1/search?q=bimat",
    "/api/v1/search?q=",
    "/api/v1/search?q=bimat&lang=en",
    "/api/v1/suggest?q=T",
    "/api/v1/suggest?q=C",
    "/mtq",
    "/mtq/feed/atom.xml",
    "/tim-kiem?q=hoc&lang=mtq",
    "/hien-thi?ve=/tin-bai",
];

/// What answers otherwise than with a page: nothing stands there, something is sent
/// there, or it leads elsewhere.
pub const OTHERWISE: [&str; 12] = [
    "/ium",
    "/ium/feed/atom.xml",
    "/bimat",
    "/en/bimat",
    "/bimat/bimat/",
    "/gan-toi/quen",
    "/en/gan-toi/quen",
    "/hien-thi/xoa-bai-da-luu",
    "/en/hien-thi/xoa-bai-da-luu",
    "/en/bao-loi",
    "/en/bao-loi/da-nhan",
    "/tin-bai/bimat/",
];

/// What answers with a page, a feed or a file, whatever is public.
pub fn open() -> Vec<String> {
    let home = |path: String| if path.is_empty() { "/".to_owned() } else { path };
    let prefixes = Language::ALL.iter().map(|language| language.prefix());
    let both = prefixes.flat_map(|prefix| IN_BOTH.map(|path| home(format!("{prefix}{path}"))));
    both.chain(IN_ONE.map(str::to_owned)).collect()
}

/// Every address at which content may stand, as the router has it.
pub fn patterns() -> Vec<String> {
    let mut patterns = Vec::new();
    let _ =
        actix_web::App::new().configure(|config| patterns = lantoa::web::routes::content(config));
    assert!(patterns.len() > 100, "{patterns:?}");
    patterns
}

/// What stands below an item's own path.
pub const BELOW: [&str; 12] = [
    "/qr.svg",
    "/danh-gia",
    "/nghe",
    "/ban-in-a4-gap-ba.pdf",
    "/ban-in-a5.pdf",
    "/ban-in-a4.pdf",
    "/tin-nhan.txt",
    "/tin-nhan-khong-dau.txt",
    "/doc-loa.txt",
    "/anh-chia-se.png",
    "/ban-thu.mp3",
    "/ban-thu.m4a",
];
