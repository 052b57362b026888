//! The items of a folder: checked first, all of them, then stored.

use std::collections::{BTreeMap, HashMap};

use super::check::{Alts, check, check_addresses, duplicate};
use super::folder::Folder;
use super::names::Names;
use super::ready::{Candidate, resolve_media, store_all};
use super::report::Counts;
use super::translation::{Addresses, Groups};
use super::verdict::{Sum, Verdict, judge};
use super::{ImportError, Options, Progress};
use crate::content::{ContentLanguage, State};
use crate::db::{Conn, Database};
use crate::transfer::archive::{Archive, Archived, Role};
use crate::transfer::fault::{Fault, Noun, Position, What};
use crate::transfer::item_file::{Placed, read};
use crate::transfer::layout::{ITEMS, ItemPath, derived_id};

/// The items of a folder that are to be stored; what they say is read again.
#[derive(Debug, Default)]
pub struct Items {
    all: Vec<Planned>,
}

#[derive(Debug)]
struct Planned {
    main: String,
    working: Option<String>,
    uid: String,
    group: String,
}

/// What a whole check needs.
struct Checker<'a> {
    folder: &'a Folder,
    archive: &'a Archive,
    names: &'a Names,
    alts: &'a Alts,
    options: &'a Options,
    ids: HashMap<String, String>,
    addresses: Addresses,
    groups: Groups,
}

impl Items {
    /// Reads and checks every item; faulty ones are told and left out.
    pub fn check(
        folder: &Folder,
        archive: &Archive,
        (names, alts): (&Names, &Alts),
        options: &Options,
        faults: &mut Vec<Fault>,
        conn: &mut Conn,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, ImportError> {
        let pairs = pairs(folder, faults);
        let total = pairs.len().min(options.limit.unwrap_or(usize::MAX));
        let mut checker = Checker {
            folder,
            archive,
            names,
            alts,
            options,
            ids: HashMap::new(),
            addresses: Addresses::default(),
            groups: Groups::default(),
        };
        let mut all = Vec::new();
        for (done, (path, (main, working))) in pairs.into_iter().take(total).enumerate() {
            all.extend(checker.check(&path, main, working, faults, conn)?);
            if done % 100 == 99 || done + 1 == total {
                progress(Progress::Checked { done: done + 1, total });
            }
        }
        let Checker { addresses, groups, .. } = checker;
        let mut items = Self { all: Vec::with_capacity(all.len()) };
        for planned in all {
            match groups.of(&planned.uid, &addresses, conn)? {
                Ok(group) => items.all.push(Planned { group, ..planned }),
                Err((at, what)) => faults.push(Fault::new(planned.main, Some(at), what)),
            }
        }
        Ok(items)
    }

    /// Stores them, in transactions of some hundred.
    #[expect(clippy::too_many_arguments, reason = "one call; each is something else")]
    pub fn store(
        &self,
        folder: &Folder,
        archive: &Archive,
        names: &Names,
        database: &Database,
        options: &Options,
        faults: &mut Vec<Fault>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Counts, ImportError> {
        let mut source = |take: &mut dyn FnMut(Result<Candidate, Fault>) -> bool| {
            for planned in &self.all {
                if !take(planned.candidate(folder, archive, names).map_err(|fault| *fault)) {
                    break;
                }
            }
            Ok(())
        };
        store_all(database, options, self.all.len(), &mut source, faults, progress)
    }
}

type Pair = (String, Option<String>);

/// The files of each item: the main one, and one in work beside it.
fn pairs(folder: &Folder, faults: &mut Vec<Fault>) -> BTreeMap<String, Pair> {
    let mut pairs: BTreeMap<String, (Option<String>, Option<String>)> = BTreeMap::new();
    for file in folder.below(ITEMS) {
        let Some(path) = ItemPath::parse(file) else {
            let nearest = nearest_list(file);
            faults.push(Fault::new(file, None, What::UnknownFile { nearest }));
            continue;
        };
        let main = ItemPath { working: false, ..path.clone() }.path();
        let own = pairs.entry(main).or_default();
        let place = if path.working { &mut own.1 } else { &mut own.0 };
        *place = Some(file.to_owned());
    }
    // A file in work without another beside it is the main one.
    let whole = pairs.into_iter().filter_map(|(path, files)| match files {
        (Some(main), working) => Some((path, (main, working))),
        (None, Some(working)) => Some((path, (working, None))),
        (None, None) => None,
    });
    whole.collect()
}

/// The list whose folder was perhaps meant.
fn nearest_list(file: &str) -> Option<String> {
    let folder = file.rsplit_once('/').map_or(file, |(folder, _)| folder);
    let all: Vec<String> = ContentLanguage::ALL
        .iter()
        .flat_map(|language| {
            crate::content::Kind::ALL.iter().map(|kind| ItemPath::folder(*kind, *language))
        })
        .collect();
    crate::names::nearest(folder, all.iter().map(String::as_str))
        .map(|folder| format!("{folder}/….md"))
}

/// Reads a file of an item; what is wrong with its own text goes to `faults`.
fn read_file(folder: &Folder, file: &str, faults: &mut Vec<Fault>) -> Option<Placed> {
    let text = folder.text(file, faults)?;
    let mut noted = Vec::new();
    let placed = read(&text, folder.legacy(), &mut noted);
    let good = noted.is_empty();
    faults.extend(noted.into_iter().map(|(at, what)| Fault::new(file, at, what)));
    placed.filter(|_| good)
}

/// The id of an item that names none.
fn id_of(placed: &Placed, path: &ItemPath) -> String {
    placed.item.id.clone().unwrap_or_else(|| {
        derived_id(&["item", path.language.name(), path.kind.name(), &path.stem])
    })
}

impl Checker<'_> {
    fn check(
        &mut self,
        path: &str,
        main: String,
        working: Option<String>,
        faults: &mut Vec<Fault>,
        conn: &mut Conn,
    ) -> Result<Option<Planned>, ImportError> {
        let before = faults.len();
        let Some(path) = ItemPath::parse(path) else { return Ok(None) };
        let Some(placed) = read_file(self.folder, &main, faults) else { return Ok(None) };
        let uid = id_of(&placed, &path);
        let archived =
            self.archive.of(&uid).map_err(ImportError::io(std::path::Path::new(&main)))?;
        let own = (Role::Main, &archived);
        let mut sums = vec![self.check_file(&main, &path, &placed, own, faults, conn)?];
        if let Some(working) = &working {
            let Some(beside) = read_file(self.folder, working, faults) else { return Ok(None) };
            let own = (Role::Working, &archived);
            sums.push(self.check_file(working, &path, &beside, own, faults, conn)?);
            let (own, other) = (beside.item.status, placed.item.status);
            if !own.is_in_work() || other.is_in_work() {
                let what = What::WorkingStatus { status: own.name() };
                faults.push(Fault::new(working, Some(beside.place("status")), what));
            }
            if beside.item.id.as_ref().is_some_and(|id| *id != uid) {
                let what = What::IdTaken { id: beside.item.id.clone().unwrap_or_default() };
                faults.push(Fault::new(working, Some(beside.place("id")), what));
            }
        }
        self.check_archive(&main, &archived, faults);
        if let Some(other) = self.ids.insert(uid.clone(), main.clone()) {
            let what = duplicate(Noun::Id, &uid, &other);
            faults.push(Fault::new(&*main, Some(placed.place("id")), what));
        }
        for (slug, other) in self.addresses.claim(&placed.item, &uid, &main) {
            let field = if placed.item.old_slugs.contains(&slug) { "old_slugs" } else { "slug" };
            let what = duplicate(Noun::Address, &slug, &other);
            faults.push(Fault::new(&*main, Some(placed.place(field)), what));
        }
        if let Some((at, what)) = check_addresses(&placed, &uid, conn)? {
            faults.push(Fault::new(&*main, Some(at), what));
        }
        let sums: Vec<&Sum> = sums.iter().collect();
        if let Verdict::Refused(what) = judge(&uid, &sums, &archived, conn)? {
            faults.push(Fault::new(&*main, Some(placed.start), what));
        }
        self.groups.add(&uid, &placed);
        let good = faults.len() == before;
        Ok(good.then(|| Planned { main, working, uid, group: String::new() }))
    }

    /// One file of an item. A file as an export wrote it was right where it
    /// was: it is not judged by today's rules. Returns the file's sum.
    fn check_file(
        &self,
        file: &str,
        path: &ItemPath,
        placed: &Placed,
        (role, archived): (Role, &Archived),
        faults: &mut Vec<Fault>,
        conn: &mut Conn,
    ) -> Result<Sum, ImportError> {
        let item = &placed.item;
        if (item.document.kind(), item.language) != (path.kind, path.language) {
            let expected = ItemPath::folder(item.document.kind(), item.language);
            let at = Some(placed.place("kind"));
            faults.push(Fault::new(file, at, What::WrongFolder { expected }));
        }
        let sum = Sum::of(role, item, self.names);
        let line = archived.in_file(role);
        if line.is_none_or(|line| line.digest.as_ref() != Some(&sum.digest)) {
            check(file, placed, (self.names, self.alts), self.options.now, faults, conn)?;
        }
        Ok(sum)
    }

    /// The database would refuse two live revisions, or two in work.
    fn check_archive(&self, file: &str, archived: &Archived, faults: &mut Vec<Fault>) {
        let states: Vec<State> = archived
            .revisions
            .iter()
            .map(|line| line.state.parse().unwrap_or(State::Superseded))
            .collect();
        let live = states.iter().filter(|state| **state == State::Published).count();
        let in_work = states.iter().filter(|state| state.is_in_work()).count();
        if live > 1 || in_work > 1 {
            let message = "the archive has two revisions that are live, or in work".to_owned();
            faults.push(Fault::new(file, Some(Position::line(1)), What::Syntax { message }));
        }
    }
}

impl Planned {
    /// Reads it again; it was right before.
    fn candidate(
        &self,
        folder: &Folder,
        archive: &Archive,
        names: &Names,
    ) -> Result<Candidate, Box<Fault>> {
        let read_again = |file: &str| {
            let mut faults = Vec::new();
            let placed = read_file(folder, file, &mut faults);
            let mut item = placed.map(|placed| placed.item).ok_or_else(|| {
                let gone = What::ChangedMeanwhile;
                Box::new(faults.pop().unwrap_or_else(|| Fault::new(file, None, gone)))
            })?;
            resolve_media(&mut item, names);
            Ok::<_, Box<Fault>>(item)
        };
        let main = read_again(&self.main)?;
        let working = self.working.as_deref().map(read_again).transpose()?;
        let archived = archive.of(&self.uid).map_err(|error| {
            let what = What::unreadable(&error);
            Box::new(Fault::new(&*self.main, None, what))
        })?;
        Ok(Candidate {
            file: self.main.clone(),
            at: None,
            uid: self.uid.clone(),
            group: self.group.clone(),
            main,
            working,
            archived,
        })
    }
}
