//! `lantoa export`.

use std::path::PathBuf;

use clap::Args;

use super::import::{bar, store};
use super::{Done, setup, words};
use crate::config::Config;
use crate::db::Database;
use crate::names::Language;
use crate::text::display::number;
use crate::transfer::export::{self, ExportError, Progress, Report};

/// Items with all revisions and their history, pages, taxonomies,
/// organisations, places, pictures and the site's identity; never accounts or
/// secrets. The folder is new, empty, or a former export that was not changed:
/// that is replaced at once when the new one is whole. Equal content gives
/// equal bytes; `sha256sum -c archive/SHA256SUMS` checks them.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Where to.
    folder: PathBuf,
}

/// Exports, with a progress bar where somebody looks on.
pub fn run(config: &Config, arguments: &Arguments, language: Language) -> Done {
    let told = |error| words::database(&error, language);
    let database = Database::existing(&config.database, setup::FEW).map_err(told)?;
    database.migrate().map_err(told)?;
    let store = store(config, language)?;
    let bar = bar();
    let mut show = |progress| {
        let (Progress::Pictures { done, total } | Progress::Items { done, total }) = progress;
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    };
    let done = export::run(&database, &store, &arguments.folder, &mut show);
    bar.finish_and_clear();
    match done {
        Ok(report) => {
            tell!("{}", summary(&report, language));
            Ok(())
        }
        Err(error) => Err(refusal(&error, language).into()),
    }
}

fn summary(report: &Report, language: Language) -> String {
    let counts = [report.items, report.revisions, report.pictures, report.pages];
    let [items, revisions, pictures, pages] = counts.map(|count| number(count as i64));
    let mut text = match language {
        Language::Vi => {
            format!("{items} nội dung ({revisions} bản), {pictures} ảnh và bản thu, {pages} trang")
        }
        Language::En => {
            format!(
                "{items} items ({revisions} revisions), {pictures} pictures and recordings, {pages} pages"
            )
        }
    };
    if !report.missing.is_empty() {
        let missing = report.missing.join(", ");
        text.push_str(&match language {
            Language::Vi => format!("\nkho ảnh không có tệp của: {missing}"),
            Language::En => format!("\nthe store has no file of: {missing}"),
        });
    }
    text
}

fn refusal(error: &ExportError, language: Language) -> String {
    match (error, language) {
        (ExportError::NotEmpty { path }, Language::Vi) => {
            format!("{} không trống và không phải bản xuất trước đó", path.display())
        }
        (ExportError::Changed { path, files }, Language::Vi) => format!(
            "{} đã bị sửa sau khi xuất: {}. Hãy nhập lại các thay đổi hoặc chọn thư mục khác.",
            path.display(),
            files.join(", ")
        ),
        (ExportError::Io { path, source }, _) => words::file(path, source, language),
        (ExportError::Db(error), _) => words::database(error, language),
        (ExportError::Store(error), _) => words::store(error, language),
        (error, _) => error.to_string(),
    }
}
