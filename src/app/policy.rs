//! What pages may load and do (Content Security Policy, level 3).

use std::collections::BTreeSet;

use actix_web::http::header::HeaderValue;

use crate::theme::{script, text::hash_source};

/// Our own files only, no frame, no plug-in, no form to elsewhere; `script-src`
/// is still open.
const POLICY: &str = "default-src 'none'; img-src 'self' data:; \
     font-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; \
     worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
     script-src 'self'";

/// The policy that besides lets in the script of every page, and the styles that
/// `sources` name, each by its hash.
pub fn policy(sources: &BTreeSet<String>) -> HeaderValue {
    let hashes: String = sources.iter().map(|source| format!(" {source}")).collect();
    // Base64 is always a header's value.
    let script = hash_source(script::PAGE);
    HeaderValue::from_str(&format!("{POLICY} {script}; style-src 'self'{hashes}"))
        .unwrap_or(HeaderValue::from_static(POLICY))
}
