//! `places/*.csv`: communes of today, districts before July 2025, and which
//! commune lies in which of the old districts.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use csv::StringRecord;
use diesel::QueryResult;

use super::super::names::Names;
use super::super::report::{Counts, Log, Outcome};
use super::Folder;
use crate::clock::Instant;
use crate::content::Live;
use crate::db::Conn;
use crate::names::nearest;
use crate::organisations::{NewPlace, Place, PlaceKind, Succession};
use crate::queue::Order;
use crate::text::{single_line, slug};
use crate::transfer::fault::{Expected, Fault, Noun, Position, What};
use crate::transfer::layout::{COMMUNES, DISTRICTS};

/// Resolution 1656/NQ-UBTVQH15: the communes since, the districts until the day before.
const REFORM: NaiveDate = NaiveDate::from_ymd_opt(2025, 7, 1).expect("a date");
const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 6, 30).expect("a date");

/// Columns that are read.
const COLUMNS: &[&str] = &[
    "code",
    "name",
    "type",
    "full_name",
    "slug",
    "old_districts_all",
    "old_communes",
    "area_km2",
    "population",
    "valid_from",
    "valid_to",
    "map_column",
    "map_row",
];
/// Columns of the sources that are of no use here.
const PASSED_OVER: &[&str] = &["old_district", "old_district_code", "merged_from", "communes_2022"];

/// All places of the folder.
#[derive(Debug, Default)]
pub struct Places {
    pub communes: Vec<NewPlace>,
    districts: Vec<NewPlace>,
    /// (slug of the old place, slug of the new one).
    successions: Vec<(String, String)>,
}

pub fn read(folder: &Folder, names: &mut Names, faults: &mut Vec<Fault>) -> Places {
    let mut places = Places::default();
    let mut seen = BTreeSet::new();
    let mut old_names = Vec::new();
    for (file, kind) in [(DISTRICTS, PlaceKind::District), (COMMUNES, PlaceKind::Commune)] {
        for row in rows(folder, file, faults) {
            let Some(place) = row.place(kind, faults) else { continue };
            if !seen.insert(place.slug.clone()) {
                let what = What::Duplicate {
                    noun: Noun::Place,
                    value: place.slug,
                    other: file.to_owned(),
                };
                faults.push(row.fault(what));
                continue;
            }
            names.places.insert(place.slug.clone());
            for old in row.get("old_districts_all").split(';').filter(|old| !old.is_empty()) {
                old_names.push((single_line(old), place.slug.clone(), row.at));
            }
            match kind {
                PlaceKind::Commune => places.communes.push(place),
                PlaceKind::District => places.districts.push(place),
            }
        }
    }
    for (old, new, at) in old_names {
        let by_name = places.districts.iter().find(|one| one.full_name == old || one.slug == old);
        match by_name.map(|one| one.slug.clone()).or_else(|| names.places.get(&old).cloned()) {
            Some(slug) => places.successions.push((slug, new)),
            None => {
                let all = places.districts.iter().map(|one| one.full_name.as_str());
                let nearest = nearest(&old, all).map(str::to_owned);
                let what = What::Unknown { noun: Noun::Place, value: old, nearest };
                faults.push(Fault::new(COMMUNES, Some(at), what));
            }
        }
    }
    places
}

/// A row and its header.
struct Row {
    file: &'static str,
    at: Position,
    cells: HashMap<&'static str, String>,
}

fn rows(folder: &Folder, file: &'static str, faults: &mut Vec<Fault>) -> Vec<Row> {
    let Some(text) = folder.text(file, faults) else { return Vec::new() };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => columns(header, file, faults),
        Err(error) => {
            faults.push(csv_fault(file, &error));
            return Vec::new();
        }
    };
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => rows.push(Row {
                file,
                at: Position::line(record.position().map_or(1, |at| at.line() as usize)),
                cells: header
                    .iter()
                    .zip(record.iter())
                    .filter_map(|(column, cell)| Some(((*column)?, single_line(cell))))
                    .collect(),
            }),
            Err(error) => faults.push(csv_fault(file, &error)),
        }
    }
    rows
}

/// The column of each cell, `None` for those of no use.
fn columns(
    header: &StringRecord,
    file: &str,
    faults: &mut Vec<Fault>,
) -> Vec<Option<&'static str>> {
    let mut columns = Vec::new();
    for name in header {
        let known = COLUMNS.iter().copied().find(|known| *known == name);
        if known.is_none() && !PASSED_OVER.contains(&name) {
            let nearest = nearest(name, COLUMNS.iter().copied()).map(str::to_owned);
            let what =
                What::UnknownKey { key: name.to_owned(), allowed: COLUMNS.to_vec(), nearest };
            faults.push(Fault::new(file, Some(Position::line(1)), what));
        }
        columns.push(known);
    }
    columns
}

fn csv_fault(file: &str, error: &csv::Error) -> Fault {
    let at = error.position().map(|at| Position::line(at.line() as usize));
    Fault::new(file, at, What::Syntax { message: error.to_string() })
}

impl Row {
    fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    fn fault(&self, what: What) -> Fault {
        Fault::new(self.file, Some(self.at), what)
    }

    fn place(&self, kind: PlaceKind, faults: &mut Vec<Fault>) -> Option<NewPlace> {
        let before = faults.len();
        for column in ["code", "name", "full_name", "slug"] {
            if self.get(column).is_empty() {
                faults.push(self.fault(What::MissingKey { key: column.to_owned() }));
            }
        }
        let own = self.get("slug");
        if own != slug(own) {
            let what = What::WrongType { key: "slug".to_owned(), expected: Expected::Slug };
            faults.push(self.fault(what));
        }
        let (from, to) = match kind {
            PlaceKind::Commune => (Some(REFORM), None),
            PlaceKind::District => (None, Some(LAST_DAY)),
        };
        let place = NewPlace {
            code: self.get("code").to_owned(),
            slug: own.to_owned(),
            name: self.get("name").to_owned(),
            full_name: self.get("full_name").to_owned(),
            kind: kind.name().to_owned(),
            area_km2: self.parse("area_km2", Expected::Number, faults),
            population: self.parse("population", Expected::Count, faults),
            valid_from: self.date("valid_from", from, faults),
            valid_to: self.date("valid_to", to, faults),
            old_communes: self.get("old_communes").to_owned(),
            map_column: self.parse("map_column", Expected::Count, faults),
            map_row: self.parse("map_row", Expected::Count, faults),
        };
        (faults.len() == before).then_some(place)
    }

    fn parse<T: std::str::FromStr>(
        &self,
        column: &'static str,
        expected: Expected,
        faults: &mut Vec<Fault>,
    ) -> Option<T> {
        let cell = Some(self.get(column)).filter(|cell| !cell.is_empty())?;
        let parsed = cell.parse().ok();
        if parsed.is_none() {
            faults.push(self.fault(What::WrongType { key: column.to_owned(), expected }));
        }
        parsed
    }

    /// A column that is not there has the reform's date; an empty cell has none.
    fn date(
        &self,
        column: &'static str,
        reform: Option<NaiveDate>,
        faults: &mut Vec<Fault>,
    ) -> Option<NaiveDate> {
        if self.cells.contains_key(column) {
            self.parse(column, Expected::Date, faults)
        } else {
            reform
        }
    }
}

impl Places {
    pub fn save(&self, log: Log, conn: &mut Conn) -> QueryResult<Counts> {
        let mut before: HashMap<String, Place> =
            Place::all(conn)?.into_iter().map(|place| (place.slug.clone(), place)).collect();
        let mut counts = Counts::default();
        let mut ids = HashMap::new();
        for place in self.districts.iter().chain(&self.communes) {
            let (id, outcome) = match before.remove(&place.slug) {
                Some(own) if same(&own, place) => (own.id, Outcome::Unchanged),
                Some(_) => {
                    let id = place.save(conn)?;
                    index_again(id, log.now, conn)?;
                    (id, Outcome::Changed)
                }
                None => (place.save(conn)?, Outcome::New),
            };
            ids.insert(place.slug.as_str(), id);
            log.note("place-imported", &place.slug, outcome, conn)?;
            counts.add(outcome);
        }
        // Old places that only the database has can be named as well.
        let id =
            |slug: &str| ids.get(slug).copied().or_else(|| before.get(slug).map(|place| place.id));
        let known: BTreeSet<(i64, i64)> = Succession::all(conn)?
            .into_iter()
            .map(|one| (one.old_place_id, one.new_place_id))
            .collect();
        for (old, new) in &self.successions {
            if let (Some(old_place_id), Some(new_place_id)) = (id(old), id(new))
                && !known.contains(&(old_place_id, new_place_id))
            {
                Succession { old_place_id, new_place_id }.save(conn)?;
            }
        }
        Ok(counts)
    }
}

fn same(own: &Place, new: &NewPlace) -> bool {
    own.code == new.code
        && own.name == new.name
        && own.full_name == new.full_name
        && own.kind == new.kind
        && own.area_km2 == new.area_km2
        && own.population == new.population
        && (own.valid_from, own.valid_to) == (new.valid_from, new.valid_to)
        && own.old_communes == new.old_communes
        && (own.map_column, own.map_row) == (new.map_column, new.map_row)
}

/// What stands at a place is found by its name.
fn index_again(place_id: i64, now: Instant, conn: &mut Conn) -> QueryResult<()> {
    for item_id in Live::at_place(place_id, conn)? {
        Order::Index { item_id }.place(now, now, conn)?;
    }
    Ok(())
}
