//! `/desk/searches`: what people looked for and did not find.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Query, ServiceConfig, get};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Frame;
use super::asking::Asking;
use super::synonyms::may_edit;
use crate::clock::in_hanoi;
use crate::search::misses::{Miss, Order};
use crate::web::failure::Failure;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/searches", get().to(show));
}

/// The spans an editor can look back over, in days.
const SPANS: [u64; 2] = [30, 90];

#[derive(Debug, Default, Deserialize)]
struct Asked {
    days: Option<String>,
    order: Option<String>,
}

#[derive(Serialize)]
struct View {
    frame: Frame,
    misses: Vec<MissView>,
    spans: Vec<Choice>,
    orders: Vec<Choice>,
    /// Whether this person may add synonyms.
    edits: bool,
}

/// A way to look at the list, and where it leads.
#[derive(Serialize)]
struct Choice {
    value: String,
    url: String,
    current: bool,
}

#[derive(Serialize)]
struct MissView {
    query: String,
    language: &'static str,
    times: i64,
    last: NaiveDate,
    /// Where it is looked for, and where a synonym for it is added.
    search_url: String,
    synonym_url: String,
}

async fn show(asking: Asking, Query(asked): Query<Asked>) -> Result<HttpResponse, Failure> {
    let days = asked.days.as_deref().and_then(|days| days.parse().ok());
    let days = days.filter(|days| SPANS.contains(days)).unwrap_or(SPANS[0]);
    let newest = asked.order.as_deref() == Some("newest");
    let order = if newest { Order::Newest } else { Order::MostFrequent };
    let since = in_hanoi(asking.app.now()).date_naive() - Days::new(days - 1);
    let found = asking.read(move |r| Ok(Miss::since(since, order, r.conn)?)).await?;
    let order_name = |newest: bool| if newest { "newest" } else { "frequent" };
    let choice = |value: String, days: u64, order: &str, current| {
        let url = format!("/desk/searches?days={days}&order={order}");
        Choice { value, url, current }
    };
    let spans = SPANS.map(|span| choice(span.to_string(), span, order_name(newest), span == days));
    let orders = [false, true]
        .map(|own| choice(order_name(own).to_owned(), days, order_name(own), own == newest));
    let view = View {
        frame: asking.frame(),
        misses: found.into_iter().map(view).collect(),
        spans: spans.into(),
        orders: orders.into(),
        edits: may_edit(&asking),
    };
    asking.page("searches.html", StatusCode::OK, &view)
}

fn view(miss: Miss) -> MissView {
    let parameter = |name| serde_urlencoded::to_string([(name, &miss.query)]).unwrap_or_default();
    MissView {
        search_url: format!("{}/tim-kiem?{}", miss.language.prefix(), parameter("q")),
        synonym_url: format!("/desk/synonyms/new?{}", parameter("word")),
        language: miss.language.name(),
        times: miss.times,
        last: miss.last,
        query: miss.query,
    }
}
