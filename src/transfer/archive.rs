//! `archive/`: what a site has beyond its files, as JSON Lines. Of every
//! revision where it stands, of the older ones what they say, and the history.
//!
//! Only the places of an item's lines are kept in memory.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::fault::{Fault, Position, What};
use super::layout::{HISTORY, REVISIONS};
use crate::content::Document;

/// Which of an item's two files a revision is told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// `<slug>.md`: what is live, or was the last, or the only one in work.
    Main,
    /// `<slug>.working.md`: the one in work beside what is live.
    Working,
}

/// A revision, of which item by uid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevisionLine {
    pub item: String,
    pub number: i32,
    pub state: String,
    pub content_hash: String,
    pub created_at: DateTime<Utc>,
    pub state_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_hash: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publish_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_at: Option<DateTime<Utc>>,
    /// The file that tells what it says, and that file's sum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Role>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// What it says, when no file does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Document>,
}

/// A line of history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HistoryLine {
    /// The item's uid; absent: it concerns an office, a picture or the like.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub item: String,
    pub at: DateTime<Utc>,
    /// The name of who did it; absent: the program itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// The revision's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<i32>,
    pub action: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub origin: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// What the archive has of one item, in the order of the files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Archived {
    pub revisions: Vec<RevisionLine>,
    pub history: Vec<HistoryLine>,
}

impl Archived {
    /// The revision that a file tells.
    pub fn in_file(&self, role: Role) -> Option<&RevisionLine> {
        self.revisions.iter().find(|line| line.file == Some(role))
    }
}

/// The archive of a folder; empty when there is none.
#[derive(Debug, Default)]
pub struct Archive {
    revisions: Option<Indexed>,
    history: Option<Indexed>,
}

impl Archive {
    /// Reads both files once, line by line; broken lines become faults.
    pub fn open(root: &Path, faults: &mut Vec<Fault>) -> Self {
        Self {
            revisions: Indexed::open::<RevisionLine>(root, REVISIONS, |line| &line.item, faults),
            history: Indexed::open::<HistoryLine>(root, HISTORY, |line| &line.item, faults),
        }
    }

    /// What it has of the item `uid`.
    pub fn of(&self, uid: &str) -> std::io::Result<Archived> {
        let mut revisions: Vec<RevisionLine> = match &self.revisions {
            Some(indexed) => indexed.lines(uid)?,
            None => Vec::new(),
        };
        revisions.sort_by_key(|line| line.number);
        revisions.dedup_by_key(|line| line.number);
        let history = match &self.history {
            Some(indexed) => indexed.lines(uid)?,
            None => Vec::new(),
        };
        Ok(Archived { revisions, history })
    }

    /// Whether it tells the history of what else the folder holds.
    pub fn has_history(&self) -> bool {
        self.history.is_some()
    }

    /// The history of what is no item.
    pub fn beside_items(&self) -> std::io::Result<Vec<HistoryLine>> {
        self.history.as_ref().map_or(Ok(Vec::new()), |indexed| indexed.lines(""))
    }
}

/// A file of JSON Lines, and where each item's stand in it.
#[derive(Debug)]
struct Indexed {
    path: std::path::PathBuf,
    /// In bytes; neighbours are one range.
    ranges: HashMap<String, Vec<Range<u64>>>,
}

impl Indexed {
    fn open<T: DeserializeOwned>(
        root: &Path,
        name: &str,
        item: impl Fn(&T) -> &str,
        faults: &mut Vec<Fault>,
    ) -> Option<Self> {
        let path = root.join(name);
        if !path.exists() {
            return None;
        }
        let mut ranges: HashMap<String, Vec<Range<u64>>> = HashMap::new();
        let scanned =
            scan_lines(&path, |number, range, bytes| match serde_json::from_slice::<T>(bytes) {
                Ok(line) => {
                    let own = ranges.entry(item(&line).to_owned()).or_default();
                    match own.last_mut().filter(|last| last.end == range.start) {
                        Some(last) => last.end = range.end,
                        None => own.push(range),
                    }
                }
                Err(error) => {
                    faults.push(Fault::new(name, Some(Position::line(number)), json_fault(&error)))
                }
            });
        if let Err(error) = scanned {
            faults.push(Fault::new(name, None, What::unreadable(&error)));
        }
        Some(Self { path, ranges })
    }

    fn lines<T: DeserializeOwned>(&self, uid: &str) -> std::io::Result<Vec<T>> {
        let Some(ranges) = self.ranges.get(uid) else { return Ok(Vec::new()) };
        let mut file = File::open(&self.path)?;
        let mut lines = Vec::new();
        for range in ranges {
            file.seek(SeekFrom::Start(range.start))?;
            let mut bytes = Vec::new();
            (&mut file).take(range.end - range.start).read_to_end(&mut bytes)?;
            let parsed = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
            lines.extend(parsed.filter_map(|line| serde_json::from_slice(line).ok()));
        }
        Ok(lines)
    }
}

/// Calls `see` with the number, range and bytes of each line that holds something.
fn scan_lines(path: &Path, mut see: impl FnMut(usize, Range<u64>, &[u8])) -> std::io::Result<()> {
    let mut reader = BufReader::new(File::open(path)?);
    let (mut number, mut start) = (0, 0_u64);
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line)? as u64;
        if read == 0 {
            return Ok(());
        }
        number += 1;
        if !line.trim_ascii().is_empty() {
            see(number, start..start + read, &line);
        }
        start += read;
    }
}

/// What is wrong with JSON, without the line: that is ours to say.
pub fn json_fault(error: &serde_json::Error) -> What {
    let message = error.to_string();
    let without = message.rsplit_once(" at line ").map_or(message.as_str(), |(text, _)| text);
    What::Syntax { message: without.to_owned() }
}
