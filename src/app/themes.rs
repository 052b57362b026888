//! The themes in use, and how they are changed while pages are served.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use actix_web::http::header::HeaderValue;

use super::policy::policy;
use crate::config::Config;
use crate::theme::layers::DESK;
use crate::theme::{Fault, Source, Theme};

/// The public site's theme and the desk's.
pub struct Themes {
    sources: Sources,
    loaded: RwLock<Loaded>,
    /// How often somebody asked for them to be loaded, as far as is known here.
    asked: AtomicU64,
    /// Held while they are loaded, so that the last change is the one that stays.
    loading: Mutex<()>,
}

struct Sources {
    site: Source,
    desk: Source,
}

struct Loaded {
    site: Arc<Theme>,
    desk: Arc<Theme>,
    /// What pages made with them may load.
    policy: HeaderValue,
    /// Why what stands in the folders is not in use.
    refused: Option<Fault>,
}

impl Themes {
    /// Loads them for the first time: of the site's as many layers as work, for a
    /// file that somebody broke must not keep the site from starting.
    pub fn start(config: &Config, asked: u64) -> Result<Self, Fault> {
        let source = |name: &str, site_dir| Source {
            themes_dir: config.themes_dir.clone(),
            name: name.to_owned(),
            site_dir,
        };
        let sources = Sources {
            site: source(&config.theme, Some(config.site_theme_dir.clone())),
            desk: source(DESK, None),
        };
        let desk = Arc::new(Theme::load(&sources.desk)?);
        let (site, refused) = Theme::load_what_works(&sources.site)?;
        if let Some(fault) = &refused {
            tracing::error!(%fault, "the site starts without this part of its theme");
        }
        let policy = policy(&site.style_sources());
        let loaded = RwLock::new(Loaded { site: Arc::new(site), desk, policy, refused });
        Ok(Self { sources, loaded, asked: AtomicU64::new(asked), loading: Mutex::default() })
    }

    pub fn site(&self) -> Arc<Theme> {
        self.loaded.read().unwrap_or_else(PoisonError::into_inner).site.clone()
    }

    pub fn desk(&self) -> Arc<Theme> {
        self.loaded.read().unwrap_or_else(PoisonError::into_inner).desk.clone()
    }

    /// What pages may load: a header's value, made when the themes are loaded.
    pub fn policy(&self) -> HeaderValue {
        self.loaded.read().unwrap_or_else(PoisonError::into_inner).policy.clone()
    }

    /// Loads them again. After a fault both stay what they are.
    pub(super) fn reload(&self) -> Result<(), Fault> {
        let _one = self.loading.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = Theme::load(&self.sources.site)
            .and_then(|site| Ok((Arc::new(site), Arc::new(Theme::load(&self.sources.desk)?))));
        let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        match fresh {
            Ok((site, desk)) => {
                site.follow(&loaded.site);
                desk.follow(&loaded.desk);
                let policy = policy(&site.style_sources());
                *loaded = Loaded { site, desk, policy, refused: None };
                tracing::info!("the themes were loaded again");
                Ok(())
            }
            Err(fault) => {
                tracing::error!(%fault, "the themes stay what they are");
                loaded.refused = Some(fault.clone());
                Err(fault)
            }
        }
    }

    /// Whether somebody asked, for the `asked`th time, for them to be loaded, and it
    /// was not known here: it is from now on.
    pub(super) fn was_asked(&self, asked: u64) -> bool {
        self.asked.fetch_max(asked, Ordering::AcqRel) < asked
    }

    /// A number that changes when any file of a theme does.
    pub fn stamp(&self) -> u64 {
        self.sources.site.stamp()
    }

    /// Why what stands in the folders is not in use.
    pub fn refused(&self) -> Option<Fault> {
        self.loaded.read().unwrap_or_else(PoisonError::into_inner).refused.clone()
    }

    /// Whether the desk has anything to say about them.
    pub fn are_faulty(&self) -> bool {
        let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
        loaded.refused.is_some() || [&loaded.site, &loaded.desk].iter().any(|one| one.has_failed())
    }
}
