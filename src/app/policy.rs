//! What pages may load and do (Content Security Policy, level 3).

use std::collections::BTreeSet;

use actix_web::http::header::HeaderValue;

/// Our own files only, no frame, no plug-in, no form to elsewhere; `style-src`
/// is still open.
const POLICY: &str = "default-src 'none'; img-src 'self' data:; \
     script-src 'self'; font-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; \
     worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
     style-src 'self'";

/// The policy that besides lets in the styles that `sources` name by their hash.
pub fn policy(sources: &BTreeSet<String>) -> HeaderValue {
    let hashes: String = sources.iter().map(|source| format!(" {source}")).collect();
    // Base64 is always a header's value.
    HeaderValue::from_str(&format!("{POLICY}{hashes}")).unwrap_or(HeaderValue::from_static(POLICY))
}
