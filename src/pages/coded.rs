//! A page's bytes in one content coding: first quickly, then well.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use actix_web::web::Bytes;
use lantoa_compression::{Coding, Effort, compress};
use tokio::task::spawn_blocking;

/// Compressed when somebody first asks for it so. The first reader waits, and gets
/// what is quickly made; for the next ones it is made smaller, off everybody's way.
#[derive(Debug)]
pub struct Coded {
    coding: Coding,
    quick: OnceLock<Bytes>,
    dense: Arc<OnceLock<Bytes>>,
    /// Whether somebody has begun the dense one.
    begun: AtomicBool,
}

impl Coded {
    pub fn new(coding: Coding) -> Self {
        Self {
            coding,
            quick: OnceLock::new(),
            dense: Arc::default(),
            begun: AtomicBool::new(false),
        }
    }

    /// `identity` in this coding, as small as it is by now.
    pub fn bytes(&self, identity: &Bytes) -> &Bytes {
        if let Some(dense) = self.dense.get() {
            return dense;
        }
        if self.quick.get().is_some() && !self.begun.swap(true, Ordering::Relaxed) {
            let (coding, identity, dense) =
                (self.coding, identity.clone(), Arc::clone(&self.dense));
            spawn_blocking(move || {
                dense.get_or_init(|| Bytes::from(compress(coding, Effort::Dense, &identity)));
            });
        }
        self.quick.get_or_init(|| Bytes::from(compress(self.coding, Effort::Quick, identity)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_first_reader_waits_for_little_and_the_next_ones_get_less() {
        let identity = Bytes::from_static(include_bytes!("../../themes/city/static/site.css"));
        for coding in [Coding::Brotli, Coding::Gzip] {
            let coded = Coded::new(coding);
            let first = coded.bytes(&identity).clone();
            assert_eq!(coded.bytes(&identity), &first, "nobody waits for the smaller one");
            while coded.dense.get().is_none() {
                tokio::task::yield_now().await;
            }
            assert!(coded.bytes(&identity).len() < first.len(), "{coding:?}");
        }
    }
}
