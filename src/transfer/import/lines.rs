//! JSON Lines, plain or gzipped: streamed twice, once to check, once to store.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use super::check::{Alts, check, check_addresses, duplicate};
use super::folder::stop_at_faults;
use super::mapping::Mapping;
use super::names::Names;
use super::ready::{Candidate, resolve_media, store_all};
use super::report::Report;
use super::translation::{Addresses, Groups};
use super::verdict::{Sum, Verdict, judge};
use super::{ImportError, Options, Progress};
use crate::db::{Conn, Database};
use crate::transfer::archive::{Archived, Role, json_fault};
use crate::transfer::fault::{Fault, Noun, Position, What};
use crate::transfer::fields::Noted;
use crate::transfer::item_file::{Placed, read_table};
use crate::transfer::layout::{derived_id, parse_id, sha256};
use crate::transfer::source::decode;

/// A file of JSON Lines and how it is read.
struct Lines<'a> {
    path: &'a Path,
    file: String,
    mapping: &'a Mapping,
    /// The mapping's file.
    map: String,
    options: &'a Options,
}

/// Gets the number and bytes of a line, and says whether it wants more.
type See<'a> = dyn FnMut(usize, &[u8]) -> Result<bool, ImportError> + 'a;

/// One line as an item.
struct Row {
    uid: String,
    placed: Placed,
}

/// Imports the file `path` by the mapping `map`.
pub fn run(
    database: &Database,
    path: &Path,
    map: &Path,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report, ImportError> {
    let mapping = Mapping::read(map).map_err(ImportError::Faults)?;
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let map = map.display().to_string();
    let lines = Lines { path, file, mapping: &mapping, map, options };
    let mut faults = Vec::new();
    let mut conn = database.connection()?;
    let names = Names::load(&mut conn)?;
    let (total, faulty) = lines.check(&names, &mut faults, &mut conn, progress)?;
    stop_at_faults(&mut faults, options)?;
    drop(conn);
    let mut report = Report::default();
    let mut source = |take: &mut dyn FnMut(Result<Candidate, Fault>) -> bool| {
        let mut conn = database.connection()?;
        lines.each(&mut |number, line| {
            if faulty.contains(&number) {
                return Ok(true);
            }
            let Some(row) = lines.row(number, line, &mut Vec::new()) else { return Ok(true) };
            Ok(take(lines.candidate(row, number, &names, &mut conn)?))
        })
    };
    report.items = store_all(database, options, total, &mut source, &mut faults, progress)?;
    report.faults = faults;
    Ok(report)
}

impl Lines<'_> {
    /// Calls `see` with number and bytes of each line that holds something,
    /// until it wants no more.
    fn each(&self, see: &mut See) -> Result<(), ImportError> {
        let failed = ImportError::io(self.path);
        let file = File::open(self.path).map_err(&failed)?;
        let zipped = self.path.extension().is_some_and(|extension| extension == "gz");
        let raw: Box<dyn Read> = if zipped {
            Box::new(MultiGzDecoder::new(BufReader::new(file)))
        } else {
            Box::new(file)
        };
        let mut reader = BufReader::with_capacity(1 << 16, raw);
        let (mut number, mut seen) = (0, 0);
        let mut line = Vec::new();
        while seen < self.options.limit.unwrap_or(usize::MAX) {
            line.clear();
            if reader.read_until(b'\n', &mut line).map_err(&failed)? == 0 {
                break;
            }
            number += 1;
            if line.trim_ascii().is_empty() {
                continue;
            }
            seen += 1;
            if !see(number, &line)? {
                break;
            }
        }
        Ok(())
    }

    /// Checks every line; returns how many are right, and the numbers of those
    /// that are not.
    fn check(
        &self,
        names: &Names,
        faults: &mut Vec<Fault>,
        conn: &mut Conn,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(usize, HashSet<usize>), ImportError> {
        let mut ids = HashSet::new();
        let (mut good, mut faulty, mut told) = (0, HashSet::new(), Vec::new());
        let none = Archived::default();
        self.each(&mut |number, line| {
            let before = faults.len();
            if let Some(row) = self.row(number, line, faults) {
                check(
                    &self.file,
                    &row.placed,
                    (names, &Alts::new()),
                    self.options.now,
                    faults,
                    conn,
                )?;
                if let Some((at, what)) = check_addresses(&row.placed, &row.uid, conn)? {
                    faults.push(Fault::new(&*self.file, Some(at), what));
                }
                let sum = Sum::of(Role::Main, &row.placed.item, names);
                if let Verdict::Refused(what) = judge(&row.uid, &[&sum], &none, conn)? {
                    faults.push(self.fault(number, what));
                }
                if !ids.insert(row.uid.clone()) {
                    let what = duplicate(Noun::Id, &row.uid, &self.file);
                    faults.push(self.fault(number, what));
                }
            }
            if faults.len() == before {
                good += 1;
            } else {
                faulty.insert(number);
                let own = faults.split_off(before);
                faults.extend(
                    own.into_iter().filter_map(|fault| self.placed(fault, number, &mut told)),
                );
            }
            if number % 500 == 0 {
                progress(Progress::Checked { done: good + faulty.len(), total: 0 });
            }
            Ok(true)
        })?;
        progress(Progress::Checked { done: good + faulty.len(), total: good + faulty.len() });
        Ok((good, faulty))
    }

    /// A line's fault, in the mapping's file where that gave the value: there it is
    /// told once, with the first line that has it.
    fn placed(&self, fault: Fault, number: usize, told: &mut Vec<Fault>) -> Option<Fault> {
        if told.iter().any(|one| (one.at, &one.what) == (fault.at, &fault.what)) {
            return None;
        }
        if fault.at.is_none_or(|at| at.line == number) {
            return Some(fault);
        }
        told.push(Fault { file: self.map.clone(), ..fault });
        told.last().cloned()
    }

    fn fault(&self, number: usize, what: What) -> Fault {
        Fault::new(&*self.file, Some(Position::line(number)), what)
    }

    /// One line as an item, if it can be read as one.
    fn row(&self, number: usize, line: &[u8], faults: &mut Vec<Fault>) -> Option<Row> {
        let at = Position::line(number);
        let text = decode(line, self.options.legacy)
            .map_err(|(place, what)| {
                let at = Position { line: number, ..place };
                faults.push(Fault::new(&*self.file, Some(at), what));
            })
            .ok()?;
        let object: serde_json::Value = serde_json::from_str(text.trim_end())
            .map_err(|error| {
                let at = Position { line: number, column: error.column().max(1) };
                faults.push(Fault::new(&*self.file, Some(at), json_fault(&error)));
            })
            .ok()?;
        let mut noted = Noted::new();
        let mapped = self.mapping.apply(&object, at, self.options.legacy, &mut noted);
        let placed = read_table(mapped.table, at, None, &mut noted);
        let good = noted.is_empty();
        faults.extend(noted.into_iter().map(|(at, what)| Fault::new(&*self.file, at, what)));
        let placed = placed.filter(|_| good)?;
        let uid = match &mapped.id {
            Some(id) => parse_id(id).unwrap_or_else(|| derived_id(&["row", id])),
            None => derived_id(&["line", &sha256(line.trim_ascii())]),
        };
        Some(Row { uid, placed })
    }

    fn candidate(
        &self,
        row: Row,
        number: usize,
        names: &Names,
        conn: &mut Conn,
    ) -> Result<Result<Candidate, Fault>, ImportError> {
        let Row { uid, placed } = row;
        let mut groups = Groups::default();
        groups.add(&uid, &placed);
        let group = match groups.of(&uid, &Addresses::default(), conn)? {
            Ok(group) => group,
            Err((_, what)) => return Ok(Err(self.fault(number, what))),
        };
        let mut main = placed.item;
        resolve_media(&mut main, names);
        let (file, at) = (self.file.clone(), Some(Position::line(number)));
        let archived = Archived::default();
        Ok(Ok(Candidate { file, at, uid, group, main, working: None, archived }))
    }
}
