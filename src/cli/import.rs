//! `lantoa import`.

use std::error::Error;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use indicatif::ProgressBar;

use super::reindex::{bar_style, counter, progress_bar};
use super::{Done, setup, words};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Database;
use crate::media::store::{Location, Store};
use crate::names::{Language, say};
use crate::text::display;
use crate::transfer::Legacy;
use crate::transfer::fault::Fault;
use crate::transfer::import::{self, Counts, ImportError, Options, Progress, Report};

/// Everything is checked first; when something is wrong, all of it is told with
/// file, line and column, and nothing is written. What was imported before and
/// has not changed is passed over, so an import can be run again at any time.
/// The folder's format and that of mappings are told in content/README.md.
#[derive(Debug, Args)]
pub struct Arguments {
    /// A folder as `lantoa export` writes it, or a file .jsonl or .jsonl.gz.
    path: PathBuf,
    /// For JSON Lines: which field becomes what.
    #[arg(long, value_name = "FILE.toml")]
    map: Option<PathBuf>,
    /// Import what is right and pass over what is not.
    #[arg(long)]
    keep_going: bool,
    /// Convert text in the old encodings TCVN3 and VNI to Unicode.
    #[arg(long)]
    convert_legacy: bool,
    /// Import so many items at most.
    #[arg(long, value_name = "ITEMS")]
    limit: Option<usize>,
}

/// Imports, with a progress bar where somebody looks on.
pub fn run(config: &Config, arguments: &Arguments, language: Language) -> Done {
    let told = |error| words::database(&error, language);
    let database = Database::connect(&config.database, setup::FEW).map_err(told)?;
    database.migrate().map_err(told)?;
    let store = store(config, language)?;
    let options = Options {
        now: Clock::system().now(),
        legacy: if arguments.convert_legacy { Legacy::Convert } else { Legacy::Refuse },
        keep_going: arguments.keep_going,
        map: arguments.map.clone(),
        limit: arguments.limit,
    };
    let bar = bar();
    let started = Instant::now();
    let mut show = |progress| show(&bar, progress);
    let done = import::run(&database, &store, &arguments.path, &options, &mut show);
    bar.finish_and_clear();
    let seconds = started.elapsed().as_secs_f64();
    match done {
        Ok(report) => {
            tell(&report.faults, language);
            tell!("{}", summary(&report, seconds, language));
            if report.faults.is_empty() {
                Ok(())
            } else {
                Err(faulty(&report.faults, arguments, language))
            }
        }
        Err(ImportError::Faults(faults)) => {
            tell(&faults, language);
            Err(faulty(&faults, arguments, language))
        }
        Err(error @ ImportError::MappingMissing) => {
            Err(words::Misconfigured(refusal(&error, language)).into())
        }
        Err(error) => Err(refusal(&error, language).into()),
    }
}

/// Why nothing could be imported, faults in the files apart.
pub fn refusal(error: &ImportError, language: Language) -> String {
    match error {
        ImportError::MappingMissing => say!(
            language,
            "tệp JSON Lines cần --map TỆP.toml (xem content/README.md)",
            "a JSON Lines file needs --map FILE.toml (see content/README.md)"
        ),
        ImportError::Io { path, source } => words::file(path, source, language),
        ImportError::Db(error) => words::database(error, language),
        ImportError::Store(error) => words::store(error, language),
        error => error.to_string(),
    }
}

/// The store of pictures that is configured.
pub fn store(config: &Config, language: Language) -> Result<Store, Box<dyn Error>> {
    let place = Location::parse(config.media_url.as_deref(), &config.data_dir)
        .map_err(|error| words::Misconfigured(words::location(&error, language)))?;
    Ok(Store::open(&place).map_err(|error| words::store(&error, language))?)
}

/// A bar that is not seen where no terminal is.
pub fn bar() -> ProgressBar {
    if std::io::stderr().is_terminal() { progress_bar(0) } else { ProgressBar::hidden() }
}

/// Moves the bar.
pub fn show(bar: &ProgressBar, progress: Progress) {
    let (done, total) = match progress {
        Progress::Checked { done, total }
        | Progress::Pictures { done, total }
        | Progress::Stored { done, total } => (done, total),
    };
    if total < done {
        // how much there is shows at the end
        bar.set_style(counter());
    } else {
        bar.set_style(bar_style());
        bar.set_length(total as u64);
    }
    bar.set_position(done as u64);
}

/// Faults that are told one by one: beyond, they are of the same kind mostly.
const TOLD: usize = 100;

fn tell(faults: &[Fault], language: Language) {
    for fault in faults.iter().take(TOLD) {
        eprintln!("{}", fault.message(language));
    }
    let more = faults.len().saturating_sub(TOLD);
    if more > 0 {
        let more = language.count(more);
        match language {
            Language::Vi => eprintln!("… và {more} lỗi nữa"),
            Language::En => eprintln!("… and {more} more"),
        }
    }
}

fn faulty(
    faults: &[Fault],
    arguments: &Arguments,
    language: Language,
) -> Box<dyn std::error::Error> {
    let count = language.count(faults.len());
    let faults = if faults.len() == 1 { "fault" } else { "faults" };
    match (language, arguments.keep_going) {
        (Language::Vi, false) => format!(
            "{count} lỗi; chưa nhập gì. Sửa rồi chạy lại, hoặc thêm --keep-going để nhập phần đúng."
        ),
        (Language::Vi, true) => format!("{count} lỗi; phần có lỗi chưa được nhập."),
        (Language::En, false) => format!(
            "{count} {faults}; nothing was imported. Mend it and run again, or add --keep-going."
        ),
        (Language::En, true) => format!("{count} {faults}; what is faulty was not imported."),
    }
    .into()
}

fn summary(report: &Report, seconds: f64, language: Language) -> String {
    let all = [
        ("nội dung", "items", report.items),
        ("ảnh, bản thu", "pictures and recordings", report.pictures),
        ("trang", "pages", report.pages),
        ("cơ quan", "organisations", report.organisations),
        ("địa bàn", "places", report.places),
        ("mục phân loại", "terms", report.terms),
        ("nhóm từ đồng nghĩa", "synonyms", report.synonyms),
    ];
    let number = |count: usize| language.count(count);
    let mut lines: Vec<String> = Vec::new();
    for (vi, en, counts) in all.into_iter().filter(|(_, _, counts)| counts.total() > 0) {
        let Counts { new, changed, unchanged } = counts;
        let [new, changed, unchanged] = [new, changed, unchanged].map(number);
        lines.push(match language {
            Language::Vi => format!("{vi}: {new} mới, {changed} thay đổi, {unchanged} giữ nguyên"),
            Language::En => format!("{en}: {new} new, {changed} changed, {unchanged} unchanged"),
        });
    }
    let rate = number((report.items.total() as f64 / seconds.max(0.001)) as usize);
    lines.push(match language {
        Language::Vi => format!("{} giây, {rate} nội dung/giây", display::decimal(seconds, 1)),
        Language::En => format!("{seconds:.1} s, {rate} items/s"),
    });
    lines.join("\n")
}
