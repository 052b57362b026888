//! `lantoa import`.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Done, setup};
use crate::config::Config;
use crate::names::Language;
use crate::transfer::Legacy;
use crate::transfer::import::{self, ImportError, Options, Progress};
use crate::worker;

/// Read a folder of Markdown with front matter, or a file of JSON Lines.
#[derive(Debug, Args)]
pub struct Import {
    /// A folder (see content/README.md), or a file .jsonl or .jsonl.gz.
    path: PathBuf,
    /// The mapping from JSON fields to ours; needed for JSON Lines.
    #[arg(long)]
    map: Option<PathBuf>,
    /// At most so many items, from the front.
    #[arg(long)]
    limit: Option<usize>,
    /// Import what is right and pass over what is not, naming it.
    #[arg(long)]
    keep_going: bool,
    /// Convert text in TCVN3 or VNI, which is refused otherwise.
    #[arg(long)]
    convert_legacy: bool,
    /// The language of messages: vi or en.
    #[arg(long, default_value = "vi")]
    language: Language,
}

/// Imports, then brings the index up to date unless a running server does it.
pub async fn run(config: Config, arguments: Import) -> Done {
    let app = setup::app(config, setup::FEW)?;
    let options = Options {
        legacy: if arguments.convert_legacy { Legacy::Convert } else { Legacy::Refuse },
        keep_going: arguments.keep_going,
        map: arguments.map,
        limit: arguments.limit,
        ..Options::at(app.now())
    };
    let (path, data, language) = (arguments.path, app.clone(), arguments.language);
    let began = Instant::now();
    let done = tokio::task::spawn_blocking(move || {
        let (bar, mut progress) = show();
        let done = import::run(&data.db, &data.store, &path, &options, &mut progress);
        bar.finish_and_clear();
        done
    })
    .await?;
    let report = match done {
        Ok(report) => report,
        Err(ImportError::Faults(faults)) => {
            for fault in &faults {
                eprintln!("{}", fault.message(language));
            }
            return Err(format!("{} faults; nothing was imported", faults.len()).into());
        }
        Err(error) => return Err(error.into()),
    };
    for fault in &report.faults {
        eprintln!("{}", fault.message(language));
    }
    let seconds = began.elapsed().as_secs_f64();
    for (what, counts) in [
        ("organisations", report.organisations),
        ("places", report.places),
        ("terms", report.terms),
        ("pages", report.pages),
        ("pictures", report.pictures),
        ("items", report.items),
    ] {
        if counts.total() > 0 {
            println!(
                "{what:14} {} new, {} changed, {} unchanged",
                counts.new, counts.changed, counts.unchanged
            );
        }
    }
    println!("{:.0} items a second", report.items.total() as f64 / seconds.max(0.001));
    index(&app).await
}

/// The embedded index has one writer: where a server runs, it takes the orders.
async fn index(app: &std::sync::Arc<crate::app::App>) -> Done {
    app.refresh(&mut *app.db.connection()?)?;
    crate::indexing::mend(app.clone()).await;
    match worker::drain(app).await {
        Ok(_) => Ok(()),
        Err(error) => {
            Err(format!("imported; the index will follow when the server runs: {error}").into())
        }
    }
}

/// A bar, and what moves it; hidden where nobody looks on.
pub fn show() -> (ProgressBar, impl FnMut(Progress)) {
    let style =
        ProgressStyle::with_template("{msg:10} {bar:40} {pos}/{len}  {per_sec}  {eta} left")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(0).with_style(style);
    let shown = bar.clone();
    let moved = move |progress: Progress| {
        let (word, done, total) = match progress {
            Progress::Checked { done, total } => ("checked", done, total),
            Progress::Pictures { done, total } => ("pictures", done, total),
            Progress::Stored { done, total } => ("stored", done, total),
        };
        shown.set_message(word);
        shown.set_length(total.max(done) as u64);
        shown.set_position(done as u64);
    };
    (bar, moved)
}
