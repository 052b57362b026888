//! A folder of the format: what lies in it, and the order in which it goes in.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::arrival::restore_beside_items;
use super::items::Items;
use super::media::Pictures;
use super::names::Names;
use super::pages::Pages;
use super::reference::Reference;
use super::report::{Log, Report};
use super::{ImportError, Options, Progress};
use crate::db::{Database, write};
use crate::media::store::Store;
use crate::names::nearest;
use crate::transfer::archive::Archive;
use crate::transfer::fault::{Fault, Position, What};
use crate::transfer::layout::TOP;
use crate::transfer::node::{Table, parse_toml};
use crate::transfer::source::{Legacy, decode, unicode};

/// Folders within folders that are looked into; the format has three.
const DEPTH: usize = 6;

/// The files of a folder.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    /// Paths within it, with `/`, sorted.
    files: BTreeSet<String>,
    legacy: Legacy,
}

/// Imports the folder `root`.
pub fn run(
    database: &Database,
    store: &Store,
    root: &Path,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report, ImportError> {
    let mut faults = Vec::new();
    let folder = Folder::open(root, options.legacy, &mut faults)?;
    let mut conn = database.connection()?;
    let mut names = Names::load(&mut conn)?;
    let reference = Reference::read(&folder, &mut names, &mut faults);
    let mut pictures = Pictures::read(&folder, &mut names, &mut faults, &mut conn)?;
    let pages = Pages::read(&folder, &names, &mut faults, &mut conn)?;
    let archive = Archive::open(root, &mut faults);
    let items = Items::check(
        &folder,
        &archive,
        (&names, &pictures.alts()),
        options,
        &mut faults,
        &mut conn,
        progress,
    )?;
    stop_at_faults(&mut faults, options)?;
    // The files of pictures first: without rows nobody sees them.
    pictures.take_in(&folder, store, &mut faults, progress)?;
    if let Err(error) = stop_at_faults(&mut faults, options) {
        pictures.forget(store)?;
        return Err(error);
    }
    let mut report = Report::default();
    write(&mut conn, |conn| -> Result<(), ImportError> {
        let log = Log { now: options.now, archived: archive.has_history() };
        reference.save(&mut report, log, conn)?;
        report.pictures = pictures.save(options.now, conn)?;
        report.pages = pages.save(&names, log, conn)?;
        restore_beside_items(&archive.beside_items().map_err(ImportError::io(root))?, conn)?;
        Ok(())
    })?;
    drop(conn);
    let stored =
        items.store(&folder, &archive, &names, database, options, &mut faults, progress)?;
    report.items = stored;
    report.faults = faults;
    Ok(report)
}

/// Faults end an import that is not told to go on.
pub fn stop_at_faults(faults: &mut Vec<Fault>, options: &Options) -> Result<(), ImportError> {
    if faults.is_empty() || options.keep_going {
        return Ok(());
    }
    faults.sort_by(|a, b| (&a.file, a.at).cmp(&(&b.file, b.at)));
    Err(ImportError::Faults(std::mem::take(faults)))
}

impl Folder {
    /// Lists the folder; what the format does not know becomes a fault.
    fn open(root: &Path, legacy: Legacy, faults: &mut Vec<Fault>) -> Result<Self, ImportError> {
        let mut files = BTreeSet::new();
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            let path = root.join(&folder);
            for entry in path.read_dir().map_err(ImportError::io(&path))? {
                let entry = entry.map_err(ImportError::io(&path))?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if is_passed_over(&name) {
                    continue;
                }
                let inner = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                if folder.is_empty() && !TOP.contains(&inner.as_str()) {
                    let nearest = nearest(&inner, TOP.iter().copied()).map(str::to_owned);
                    faults.push(Fault::new(inner, None, What::UnknownFile { nearest }));
                    continue;
                }
                // Through links as well: a folder may be put together of parts.
                if entry.path().is_dir() {
                    // A link to a folder above itself ends here.
                    if inner.split('/').count() <= DEPTH {
                        folders.push(inner);
                    }
                } else {
                    files.insert(inner);
                }
            }
        }
        if files.is_empty() && faults.is_empty() {
            faults.push(Fault::new(root.display().to_string(), None, What::Empty));
        }
        let folder = Self { root: root.to_owned(), files, legacy };
        folder.note_unknown(faults);
        Ok(folder)
    }

    /// The files in folders of fixed names that have other names.
    fn note_unknown(&self, faults: &mut Vec<Fault>) {
        use crate::content::Taxonomy;
        use crate::transfer::layout::{COMMUNES, DISTRICTS, HISTORY, REVISIONS, SUMS};
        let taxonomies: Vec<String> =
            Taxonomy::ALL.iter().map(|one| format!("taxonomies/{}.toml", one.name())).collect();
        let fixed = [COMMUNES, DISTRICTS, HISTORY, REVISIONS, SUMS].into_iter();
        let known: Vec<&str> = fixed.chain(taxonomies.iter().map(String::as_str)).collect();
        for file in self.files.iter().filter(|file| {
            ["places/", "taxonomies/", "archive/"].iter().any(|folder| file.starts_with(folder))
        }) {
            if !known.contains(&file.as_str()) {
                let nearest = nearest(file, known.iter().copied()).map(str::to_owned);
                faults.push(Fault::new(file.clone(), None, What::UnknownFile { nearest }));
            }
        }
    }

    pub fn legacy(&self) -> Legacy {
        self.legacy
    }

    /// The files below a folder of the top, sorted.
    pub fn below<'a>(&'a self, top: &str) -> impl Iterator<Item = &'a str> {
        let start = format!("{top}/");
        let own = self.files.iter().filter(move |file| file.starts_with(&start));
        own.map(String::as_str)
    }

    pub fn has(&self, file: &str) -> bool {
        self.files.contains(file)
    }

    /// A file's bytes.
    pub fn bytes(&self, file: &str) -> std::io::Result<Vec<u8>> {
        std::fs::read(self.root.join(file))
    }

    /// A file's text, if it is there and readable.
    pub fn text(&self, file: &str, faults: &mut Vec<Fault>) -> Option<String> {
        if !self.has(file) {
            return None;
        }
        let read = self
            .bytes(file)
            .map_err(|error| (None, What::unreadable(&error)))
            .and_then(|bytes| decode(&bytes, self.legacy).map_err(|(at, what)| (Some(at), what)));
        read.map_err(|(at, what)| faults.push(Fault::new(file, at, what))).ok()
    }

    /// A file's TOML, if it is there and right, and where it begins.
    pub fn toml(&self, file: &str, faults: &mut Vec<Fault>) -> Option<(Table, Position)> {
        let start = Position::line(1);
        let text = self.text(file, faults)?;
        let parsed = unicode(text, self.legacy)
            .map_err(|what| (start, what))
            .and_then(|text| parse_toml(&text, 0..text.len()));
        match parsed {
            Ok(table) => Some((table, start)),
            Err((at, what)) => {
                faults.push(Fault::new(file, Some(at), what));
                None
            }
        }
    }
}

/// Hidden files, and those that explain the folder to people.
fn is_passed_over(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("README") || name.starts_with("LICENSE")
}
