//! `lantoa reindex`.

use std::sync::Arc;

use diesel::prelude::*;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Done, setup};
use crate::config::Config;
use crate::db::DbError;
use crate::db::schema::live;
use crate::indexing;

/// Makes the index anew; the serving one answers until the new one is whole.
pub async fn run(config: Config) -> Done {
    let app = setup::app(config, setup::FEW)?;
    let total: i64 =
        app.db.run(|conn| live::table.count().get_result(conn).map_err(DbError::from)).await?;
    let bar = progress_bar(total.unsigned_abs());
    let shown = bar.clone();
    let documents = indexing::rebuild(&app, Arc::new(move |done| shown.set_position(done))).await?;
    bar.finish_and_clear();
    println!("{documents} documents can be found.");
    Ok(())
}

/// A bar with rate and remaining time; hidden where nobody looks on.
pub fn progress_bar(total: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len}  {per_sec}  {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(total).with_style(style)
}
