//! What was drawn is kept: a page of the site changes with every publication,
//! a drawing only with what it shows.

use std::sync::Arc;

use actix_web::web::Bytes;
use moka::future::Cache;
use serde::Serialize;
use tokio::sync::Semaphore;
use tokio::task;

use crate::media::store::content_hash;

/// Drawn at the same time; each takes a core for some tens of milliseconds.
const AT_ONCE: usize = 2;
/// Bytes kept: several hundred cards and leaflets.
const LIMIT: u64 = 32 << 20;

/// Drawings by what they show. Cheap to clone.
#[derive(Clone)]
pub struct Drawings {
    kept: Cache<String, Bytes>,
    turns: Arc<Semaphore>,
}

impl Default for Drawings {
    fn default() -> Self {
        let weigh = |key: &String, bytes: &Bytes| {
            u32::try_from(key.len() + bytes.len() + 256).unwrap_or(u32::MAX)
        };
        let kept = Cache::builder().weigher(weigh).max_capacity(LIMIT).build();
        Self { kept, turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Drawings {
    /// What is told by `shows`, as `shape`, drawn by `draw` if it must be, on a
    /// thread of its own; who asks meanwhile waits for that one.
    ///
    /// # Errors
    /// What `draw` failed with; the next one who asks tries again.
    pub async fn of(
        &self,
        shows: &impl Serialize,
        shape: &str,
        draw: impl FnOnce() -> Result<Vec<u8>, String> + Send + 'static,
    ) -> Result<Bytes, String> {
        let shown = serde_json::to_vec(shows).map_err(|error| error.to_string())?;
        let key = format!("{shape} {}", content_hash(&shown));
        let made = self.kept.try_get_with(key, async {
            let _turn = self.turns.acquire().await.map_err(|error| error.to_string())?;
            let drawn = task::spawn_blocking(draw).await.map_err(|error| error.to_string())?;
            drawn.map(Bytes::from)
        });
        made.await.map_err(|error: Arc<String>| (*error).clone())
    }
}
