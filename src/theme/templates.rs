//! A theme's templates: one set per language, so that `t(key="…")` needs no
//! language and works in components.
//!
//! Each layer's templates are known under the layer's name (`city/home.html`)
//! and without it, where the strongest layer's stands. So a template may extend
//! the one whose place it takes, and components are replaced one by one.

use std::collections::BTreeMap;
use std::path::PathBuf;

use tera::{Context, ErrorKind, Tera};

use super::fingerprint::Files;
use super::layers::Layers;
use super::words::Words;
use super::{Fault, Part, filters};
use crate::names::Language;

/// A partial may be emptied, to leave it out; a page of nothing helps nobody, and is
/// what a file looks like that was saved by half.
const EMPTY: &str = "it is empty: to have the theme's own back, delete the file";

/// Both sets, parsed.
pub struct Templates {
    vi: Tera,
    en: Tera,
    /// Where each template stands, by its name with the layer's.
    paths: BTreeMap<String, PathBuf>,
}

impl Templates {
    /// Parses every template of the layers, and looks whether all that they
    /// name exists.
    pub fn load(layers: &Layers, words: &Words, files: &Files) -> Result<Self, Fault> {
        let mut paths = BTreeMap::new();
        for layer in layers.iter() {
            let own = layer.files("templates")?.into_iter();
            paths.extend(own.map(|(name, path)| (format!("{}/{name}", layer.name), path)));
        }
        let mut texts = Vec::new();
        for (name, path) in &paths {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Fault::new(Part::Templates, path.display(), error))?;
            if text.trim().is_empty() && !name.contains("/partials/") {
                return Err(Fault::new(Part::Templates, path.display(), EMPTY));
            }
            texts.push((name.as_str(), text));
        }
        let strongest_first: Vec<String> =
            layers.iter().rev().map(|layer| format!("{}/", layer.name)).collect();
        let set = |language| {
            let mut tera = Tera::new();
            filters::register(&mut tera, language, words, files);
            tera.set_fallback_prefixes(strongest_first.clone())?;
            tera.add_raw_templates(texts.iter().map(|(name, text)| (*name, text.as_str())))?;
            Ok(tera)
        };
        let told = |error: tera::Error| fault(&error, &paths);
        let (vi, en) = (set(Language::Vi).map_err(told)?, set(Language::En).map_err(told)?);
        Ok(Self { vi, en, paths })
    }

    /// Renders `template` in `language`, or tells where it went wrong.
    pub fn render(
        &self,
        template: &str,
        language: Language,
        context: &Context,
    ) -> Result<String, Fault> {
        let set = match language {
            Language::Vi => &self.vi,
            Language::En => &self.en,
        };
        set.render(template, context).map_err(|error| fault(&error, &self.paths))
    }
}

/// The file and the line that an error's report names.
pub(super) fn fault(error: &tera::Error, paths: &BTreeMap<String, PathBuf>) -> Fault {
    let file = |name: &str| match paths.get(name) {
        Some(path) => path.display().to_string(),
        None => name.to_owned(),
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Fault {
            line: report.span().start_line,
            column: report.span().start_col + 1,
            ..Fault::new(Part::Templates, file(report.filename()), report.message())
        },
        ErrorKind::MissingParent { current, parent } => Fault::new(
            Part::Templates,
            file(current),
            format!("it extends `{parent}`, which there is not"),
        ),
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            Fault::new(Part::Templates, file(tpl), error)
        }
        _ => reported(&error.to_string(), file),
    }
}

/// Reads the first place that a report for terminals names:
/// `error: WHAT` and below it `--> FILE:LINE:COLUMN`.
fn reported(report: &str, file: impl Fn(&str) -> String) -> Fault {
    let mut lines = report.lines();
    let what = lines.next().unwrap_or_default().trim_start_matches("error: ");
    let place = lines.next().and_then(|line| line.trim_start().strip_prefix("--> "));
    let mut parts = place.unwrap_or_default().rsplitn(3, ':');
    let mut number = || parts.next().and_then(|text| text.parse().ok()).unwrap_or(0);
    let (column, line) = (number(), number());
    let name = parts.next().unwrap_or("templates");
    Fault { line, column, ..Fault::new(Part::Templates, file(name), what) }
}
