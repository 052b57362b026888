//! The page cache: each public page is rendered once, and compressed once for all.
//!
//! A page holds as long as the site's generation and the themes stay what they
//! were when the rendering began, and no longer than its own time. A thousand readers of one
//! new page wait for one rendering.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;
use actix_web::web::Bytes;
use chrono::DateTime;
use lantoa_compression::Coding;
use moka::Entry;
use moka::future::Cache;
use moka::ops::compute::Op;
use sha2::{Digest, Sha256};

use self::coded::Coded;
use crate::clock::{Clock, Instant};

mod coded;

/// What a handler made: a whole public answer.
#[derive(Debug, Clone)]
pub struct Page {
    pub status: StatusCode,
    pub content_type: &'static str,
    pub body: Bytes,
    /// When its content last changed, if that is known.
    pub modified: Option<Instant>,
    /// Where the reader is sent instead (301), the path alone.
    pub location: Option<String>,
    pub holds: Holds,
}

/// How long a page is right even when nothing is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holds {
    /// When time alone last changed it, as far as it does.
    pub since: Option<Instant>,
    /// Seconds from now.
    pub seconds: i64,
}

impl Holds {
    /// Where time alone changes nothing.
    pub fn seconds(seconds: i64) -> Self {
        Self { since: None, seconds }
    }
}

impl Page {
    /// An HTML page that holds for five minutes.
    pub fn html(body: String) -> Self {
        Self {
            status: StatusCode::OK,
            content_type: "text/html; charset=utf-8",
            body: Bytes::from(body),
            modified: None,
            location: None,
            holds: Holds::seconds(300),
        }
    }

    /// Plain text that holds for five minutes.
    pub fn text(body: String) -> Self {
        Self { content_type: "text/plain; charset=utf-8", ..Self::html(body) }
    }

    /// A file of another type, such as a picture.
    pub fn file(content_type: &'static str, body: Bytes) -> Self {
        Self { content_type, body, ..Self::html(String::new()) }
    }

    /// The address has moved for ever.
    pub fn moved(location: String) -> Self {
        let status = StatusCode::MOVED_PERMANENTLY;
        Self { status, location: Some(location), ..Self::html(String::new()) }
    }
}

/// A page ready to be sent, in those codings that somebody asked for: a feed is asked
/// for with gzip, a page with Brotli, rarely both.
#[derive(Debug)]
pub struct CachedPage {
    made: Made,
    until: Instant,
    pub status: StatusCode,
    pub content_type: HeaderValue,
    media_type: &'static str,
    pub etag: HeaderValue,
    pub etag_text: String,
    pub modified: Option<Instant>,
    pub last_modified: Option<HeaderValue>,
    pub location: Option<HeaderValue>,
    pub identity: Bytes,
    /// Pictures and PDFs are compressed already.
    pub compressible: bool,
    gzip: Coded,
    brotli: Coded,
}

/// From what a page was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Made {
    generation: u64,
    /// How often this process has loaded its themes.
    themes: u64,
}

impl Made {
    /// Whether nothing of it is older.
    fn holds_for(self, wanted: Self) -> bool {
        self.generation >= wanted.generation && self.themes >= wanted.themes
    }
}

/// All cached pages, bounded by bytes; the least used go first.
#[derive(Clone)]
pub struct PageCache {
    pages: Cache<String, Arc<CachedPage>>,
    generation: Arc<AtomicU64>,
    themes: Arc<AtomicU64>,
    /// When anything that pages are made from was last seen to change, microseconds
    /// since 1970.
    moved: Arc<AtomicI64>,
    clock: Clock,
}

impl PageCache {
    /// A cache of at most `limit` bytes.
    pub fn new(limit: u64, clock: Clock) -> Self {
        let weigh = |key: &String, page: &Arc<CachedPage>| {
            // As much again for what it is compressed to, and what is kept beside it.
            let bytes = key.len() + page.identity.len() * 2 + 768;
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        let pages = Cache::builder().weigher(weigh).max_capacity(limit).build();
        let moved = Arc::new(AtomicI64::new(clock.now().and_utc().timestamp_micros()));
        Self { pages, generation: Arc::default(), themes: Arc::default(), moved, clock }
    }

    /// The generation pages must be of.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// The database's generation is `generation` now; older news changes nothing.
    pub fn set_generation(&self, generation: u64) {
        if self.generation.load(Ordering::Acquire) < generation {
            // First: a page of the new generation is not dated as one of the old.
            self.mark_moved();
            self.generation.fetch_max(generation, Ordering::AcqRel);
        }
    }

    /// The themes are others from now on: so is every page.
    pub fn themes_changed(&self) {
        self.mark_moved();
        self.themes.fetch_add(1, Ordering::AcqRel);
    }

    fn mark_moved(&self) {
        self.moved.fetch_max(self.clock.now().and_utc().timestamp_micros(), Ordering::AcqRel);
    }

    /// No page is dated earlier: names, neighbours and looks of others are in it too.
    fn moved(&self) -> Instant {
        let moved = self.moved.load(Ordering::Acquire);
        DateTime::from_timestamp_micros(moved).unwrap_or_default().naive_utc()
    }

    fn now(&self) -> Made {
        Made { generation: self.generation(), themes: self.themes.load(Ordering::Acquire) }
    }

    /// The page under `key`, if it is there and still right.
    pub async fn get(&self, key: &str) -> Option<Arc<CachedPage>> {
        let page = self.pages.get(key).await?;
        self.is_right(&page).then_some(page)
    }

    fn is_right(&self, page: &CachedPage) -> bool {
        page.made == self.now() && self.clock.now() < page.until
    }

    /// The page under `key`, made by `make` if it must be. Of requests that
    /// come meanwhile all but one wait for that one; a request that came after
    /// a publication never gets a page begun before it.
    pub async fn get_or_make<E, F>(
        &self,
        key: &str,
        make: impl Fn() -> F,
    ) -> Result<Arc<CachedPage>, E>
    where
        E: Clone + Send + Sync + 'static,
        F: Future<Output = Result<Page, E>>,
    {
        let wanted = self.now();
        loop {
            if let Some(kept) = self.pages.get(key).await
                && !self.is_right(&kept)
            {
                self.forget(key, &kept).await;
            }
            let made = self.pages.try_get_with(key.to_owned(), async {
                // Read before the page is made: what is published meanwhile makes it stale.
                let made = self.now();
                let moved = self.moved();
                let mut page = make().await?;
                let since = page.holds.since.map_or(moved, |since| since.max(moved));
                page.modified = page.modified.map(|at| at.max(since));
                let until = self.clock.now() + chrono::TimeDelta::seconds(page.holds.seconds);
                Ok(Arc::new(CachedPage::new(page, made, until)))
            });
            let page = made.await.map_err(|error: Arc<E>| (*error).clone())?;
            if page.made.holds_for(wanted) {
                return Ok(page);
            }
            self.forget(key, &page).await;
        }
    }

    /// Drops `stale`, but not a fresh page that was put in its place meanwhile.
    async fn forget(&self, key: &str, stale: &Arc<CachedPage>) {
        let own = |entry: Option<Entry<String, Arc<CachedPage>>>| {
            let same = entry.is_some_and(|entry| Arc::ptr_eq(entry.value(), stale));
            std::future::ready(if same { Op::Remove } else { Op::Nop })
        };
        self.pages.entry_by_ref(key).and_compute_with(own).await;
    }

    /// How many pages are kept, and their bytes.
    pub fn size(&self) -> (u64, u64) {
        (self.pages.entry_count(), self.pages.weighted_size())
    }
}

impl CachedPage {
    fn new(page: Page, made: Made, until: Instant) -> Self {
        let digest = Sha256::digest(&page.body);
        let hash: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        let etag_text = format!("W/\"{hash}\"");
        let last_modified = page.modified.and_then(|at| {
            let time = std::time::SystemTime::from(at.and_utc());
            HeaderValue::from_str(&httpdate::fmt_http_date(time)).ok()
        });
        Self {
            made,
            until,
            status: page.status,
            content_type: HeaderValue::from_static(page.content_type),
            media_type: page.content_type,
            etag: HeaderValue::from_str(&etag_text).unwrap_or(HeaderValue::from_static("\"\"")),
            etag_text,
            modified: page.modified,
            last_modified,
            location: page.location.and_then(|to| HeaderValue::from_str(&to).ok()),
            compressible: !matches!(page.content_type, "application/pdf" | "image/png"),
            identity: page.body,
            gzip: Coded::new(Coding::Gzip),
            brotli: Coded::new(Coding::Brotli),
        }
    }

    /// What it was made from, for a page that is made from it: holds no longer
    /// than itself, which is judged at `now`.
    pub fn page(&self, now: Instant) -> Page {
        Page {
            status: self.status,
            content_type: self.media_type,
            body: self.identity.clone(),
            modified: self.modified,
            location: self.location.as_ref().and_then(|to| Some(to.to_str().ok()?.to_owned())),
            holds: Holds::seconds((self.until - now).num_seconds().max(0)),
        }
    }

    /// Whether it is a page for a browser.
    pub fn is_html(&self) -> bool {
        self.media_type.starts_with("text/html")
    }

    /// In a coding, as small as it is by now.
    pub fn coded(&self, coding: Coding) -> &Bytes {
        match coding {
            Coding::Brotli => self.brotli.bytes(&self.identity),
            Coding::Gzip => self.gzip.bytes(&self.identity),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    /// A thousand readers ask for one page at once; how often it was rendered.
    async fn renderings(cache: &PageCache) -> usize {
        let made = Arc::new(AtomicUsize::new(0));
        let read = || {
            let (cache, made) = (cache.clone(), Arc::clone(&made));
            tokio::spawn(async move {
                let render = || async {
                    made.fetch_add(1, Ordering::SeqCst);
                    // The others come while it is being rendered.
                    tokio::task::yield_now().await;
                    Ok::<_, ()>(Page::html("trang".to_owned()))
                };
                cache.get_or_make("/tin-bai/mot", render).await.map(|page| page.identity.clone())
            })
        };
        let readers: Vec<_> = (0..1000).map(|_| read()).collect();
        for reader in readers {
            let body = reader.await.expect("a reader is never dropped");
            assert_eq!(body, Ok(Bytes::from_static(b"trang")));
        }
        made.load(Ordering::SeqCst)
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn a_thousand_readers_of_a_page_just_published_wait_for_one_rendering() {
        let now = chrono::DateTime::UNIX_EPOCH.naive_utc();
        let cache = PageCache::new(1_000_000, Clock::fixed(now));
        assert_eq!(renderings(&cache).await, 1, "a new page");
        assert_eq!(renderings(&cache).await, 0, "a page that is kept");
        cache.set_generation(1);
        assert_eq!(renderings(&cache).await, 1, "a page that a publication made stale");
        cache.themes_changed();
        assert_eq!(renderings(&cache).await, 1, "a page that other themes made stale");
    }
}
