//! `lantoa reindex`.

use std::sync::Arc;

use diesel::prelude::*;
use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use super::{Done, setup, words};
use crate::config::Config;
use crate::db::DbError;
use crate::db::schema::live;
use crate::indexing;
use crate::names::{Language, say};
use crate::text::display::number;

/// Makes the index anew; the serving one answers until the new one is whole.
pub async fn run(config: Config, language: Language) -> Done {
    let start = |error| words::not_started(&error, language);
    let app = setup::app(config, setup::FEW).map_err(start)?;
    let counted = app.db.run(|conn| live::table.count().get_result(conn).map_err(DbError::from));
    let total: i64 = counted.await.map_err(|error| words::database(&error, language))?;
    let bar = progress_bar(total.unsigned_abs());
    let shown = bar.clone();
    let rebuilt = indexing::rebuild(&app, Arc::new(move |done| shown.set_position(done))).await;
    bar.finish_and_clear();
    let count = rebuilt.map_err(|error| words::indexing(&error, language))?;
    let count = number(i64::try_from(count).unwrap_or(i64::MAX));
    let told = say!(language, "Tìm được {count} nội dung.", "{count} documents can be found.");
    tell!("{told}");
    Ok(())
}

/// A bar with rate and remaining time; hidden where nobody looks on.
pub fn progress_bar(total: u64) -> ProgressBar {
    ProgressBar::new(total).with_style(bar_style())
}

pub fn bar_style() -> ProgressStyle {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len}  {rate}/s  {eta}");
    style.unwrap_or_else(|_| ProgressStyle::default_bar()).with_key("rate", rate)
}

/// For what is counted while nobody knows how much there is.
pub fn counter() -> ProgressStyle {
    let style = ProgressStyle::with_template("{spinner} {pos}  {rate}/s");
    style.unwrap_or_else(|_| ProgressStyle::default_spinner()).with_key("rate", rate)
}

/// How many a second, without the digits that nobody reads.
fn rate(state: &ProgressState, out: &mut dyn std::fmt::Write) {
    let _ = write!(out, "{}", number(state.per_sec() as i64));
}
