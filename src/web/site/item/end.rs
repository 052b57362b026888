//! The end of an item's page: who answers for it, what was corrected, and what
//! a reader can do with it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use crate::app::App;
use crate::clock::Instant;
use crate::content::{Correction, Live};
use crate::db::Conn;
use crate::web::failure::Failure;

/// Facebook's page for sharing an address.
const FACEBOOK: &str = "https://www.facebook.com/sharer/sharer.php";

/// Zalo's: what the button of its own script opens.
const ZALO: &str = "https://button-share.zalo.me/share_external";

#[derive(Serialize)]
pub struct End {
    /// When the live revision was approved; none: it was published by force.
    approved_at: Option<Instant>,
    /// Newest first.
    corrections: Vec<Told>,
    /// Of a draft there is nothing to share and nobody to ask.
    ways: Option<Ways>,
}

#[derive(Serialize)]
struct Told {
    at: Instant,
    text: String,
}

/// Addresses; nothing of others is loaded before one of theirs is opened.
#[derive(Serialize)]
struct Ways {
    /// The page's own, whole.
    address: String,
    facebook: String,
    zalo: String,
    qr: String,
    /// Where "is this useful?" is answered.
    useful: String,
    /// Where a mistake is reported.
    report: String,
}

/// Whether what is shown is public, and when it was approved.
pub enum Approval {
    Public(Option<Instant>),
    Draft,
}

impl End {
    /// `approval`: of what is not public there is none.
    pub fn of(
        app: &App,
        live: &Live,
        approval: &Approval,
        conn: &mut Conn,
    ) -> Result<Self, Failure> {
        let told = |one: Correction| Told { at: one.corrected_at, text: one.text };
        let corrections = Correction::of_item(live.item_id, conn)?;
        Ok(Self {
            approved_at: match approval {
                Approval::Public(at) => *at,
                Approval::Draft => None,
            },
            corrections: corrections.into_iter().map(told).collect(),
            ways: matches!(approval, Approval::Public(_)).then(|| Ways::of(app, live)),
        })
    }
}

impl Ways {
    fn of(app: &App, live: &Live) -> Self {
        let path = live.path();
        let address = format!("{}{path}", app.config.base_url);
        let query = |pairs: &[(&str, &str)]| serde_urlencoded::to_string(pairs).unwrap_or_default();
        let told = STANDARD.encode(serde_json::json!({ "url": address }).to_string());
        let zalo = [("layout", "1"), ("url", &address), ("d", &told), ("shareType", "0")];
        Self {
            facebook: format!("{FACEBOOK}?{}", query(&[("u", &address)])),
            zalo: format!("{ZALO}?{}", query(&zalo)),
            qr: format!("{path}/qr.svg"),
            useful: format!("{path}/danh-gia"),
            report: format!(
                "{}/bao-loi?{}",
                live.language().interface().prefix(),
                query(&[("bai", path.as_str())])
            ),
            address,
        }
    }
}
