//! From a checked file to what is stored of it, and the two threads between:
//! one reads and renders, the other writes.

use std::sync::mpsc::{Receiver, sync_channel};

use super::arrival::{Arrival, Refused, Text};
use super::names::Names;
use super::report::{Counts, Outcome};
use super::verdict::{Sum, Verdict, judge};
use super::{ImportError, Options, Progress};
use crate::content::body::{self, Rendered};
use crate::content::{ContentLanguage, Document, Picture};
use crate::db::{self, Conn, Database, DbError, write};
use crate::editorial::{Act, Site, Who};
use crate::transfer::archive::{Archived, Role};
use crate::transfer::fault::{Fault, Position};
use crate::transfer::item_file::ItemFile;

/// One item as it was read and checked.
#[derive(Debug)]
pub struct Candidate {
    pub file: String,
    pub at: Option<Position>,
    pub uid: String,
    /// The uid of the item whose translations it belongs to.
    pub group: String,
    /// Their pictures named by uid.
    pub main: ItemFile,
    pub working: Option<ItemFile>,
    pub archived: Archived,
}

/// Items a transaction.
const BATCH: usize = 200;

/// Names the pictures and the recording of a file by uid.
pub fn resolve_media(item: &mut ItemFile, names: &Names) {
    let document = &mut item.document;
    for name in [&mut document.lead, &mut document.recording].into_iter().flatten() {
        if let Some(uid) = names.media(name) {
            *name = uid;
        }
    }
    if document.body.contains("media:") {
        document.body = body::rename_assets(&document.body, |name| names.media(name));
    }
}

/// What goes from the reading thread to the writing one.
enum Parcel {
    Arrival(Box<Arrival>),
    Unchanged,
    Fault(Fault),
    Failed(ImportError),
}

/// Gives each candidate to the function it is called with, which says whether
/// more are wanted.
pub type Source<'a> = dyn FnMut(&mut dyn FnMut(Result<Candidate, Fault>) -> bool) -> Result<(), ImportError>
    + Send
    + 'a;

/// Renders and stores all candidates.
pub fn store_all(
    database: &Database,
    options: &Options,
    total: usize,
    source: &mut Source,
    faults: &mut Vec<Fault>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Counts, ImportError> {
    let mut conn = database.connection()?;
    let site = Site::load(&mut conn)?;
    let act = Act { who: Who::System, origin: "import", now: options.now, site: &site };
    let (sender, parcels) = sync_channel::<Parcel>(2 * BATCH);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let done = read_all(database, source, &mut |parcel| sender.send(parcel).is_ok());
            if let Err(error) = done {
                // Nobody listens any more: the writer failed first.
                let _ = sender.send(Parcel::Failed(error));
            }
            drop(sender);
        });
        let store = |conn: &mut Conn| store_parcels(&act, parcels, total, faults, progress, conn);
        let counts = db::fill(&mut conn, store)??;
        if total > BATCH {
            db::filled(&mut conn)?;
        }
        Ok(counts)
    })
}

fn store_parcels(
    act: &Act,
    parcels: Receiver<Parcel>,
    total: usize,
    faults: &mut Vec<Fault>,
    progress: &mut dyn FnMut(Progress),
    conn: &mut Conn,
) -> Result<Counts, ImportError> {
    let mut counts = Counts::default();
    let mut batch = Vec::with_capacity(BATCH);
    // Taken by value: when writing fails, the reader's next parcel has no taker.
    for parcel in parcels {
        match parcel {
            Parcel::Arrival(arrival) => batch.push(*arrival),
            Parcel::Unchanged => counts.add(Outcome::Unchanged),
            Parcel::Fault(fault) => faults.push(fault),
            Parcel::Failed(error) => return Err(error),
        }
        if batch.len() == BATCH {
            store_batch(act, &mut batch, &mut counts, faults, conn)?;
            progress(Progress::Stored { done: counts.total(), total });
        }
    }
    store_batch(act, &mut batch, &mut counts, faults, conn)?;
    progress(Progress::Stored { done: counts.total(), total });
    Ok(counts)
}

/// One transaction.
fn store_batch(
    act: &Act,
    batch: &mut Vec<Arrival>,
    counts: &mut Counts,
    faults: &mut Vec<Fault>,
    conn: &mut Conn,
) -> Result<(), ImportError> {
    if batch.is_empty() {
        return Ok(());
    }
    let outcomes = write(conn, |conn| -> Result<Vec<_>, DbError> {
        let stored = batch.iter().map(|arrival| match arrival.store(act, conn) {
            Ok(outcome) => Ok(Ok(outcome)),
            Err(Refused::Fault(what)) => Ok(Err(Fault::new(&*arrival.file, arrival.at, what))),
            Err(Refused::Db(error)) => Err(error),
        });
        stored.collect()
    })?;
    batch.clear();
    for outcome in outcomes {
        match outcome {
            Ok(outcome) => counts.add(outcome),
            Err(fault) => faults.push(fault),
        }
    }
    Ok(())
}

/// The reading thread: passes over what is stored already, renders the rest.
fn read_all(
    database: &Database,
    source: &mut Source,
    send: &mut dyn FnMut(Parcel) -> bool,
) -> Result<(), ImportError> {
    let mut conn = database.connection()?;
    let mut failed = None;
    source(&mut |candidate| {
        let parcel = match candidate.map(|candidate| make_ready(candidate, &mut conn)) {
            Ok(Ok(parcel)) => parcel,
            Ok(Err(error)) => {
                failed = Some(error);
                return false;
            }
            Err(fault) => Parcel::Fault(fault),
        };
        send(parcel)
    })?;
    failed.map_or(Ok(()), |error| Err(error.into()))
}

fn make_ready(candidate: Candidate, conn: &mut Conn) -> Result<Parcel, DbError> {
    let Candidate { file, at, uid, group, main, working, archived } = candidate;
    let language = main.language;
    let files = [(Role::Main, Some(main)), (Role::Working, working)];
    let files = files.into_iter().filter_map(|(role, item)| Some((role, item?)));
    let mut texts: Vec<Text> = files
        .map(|(role, item)| Text {
            sum: Sum::of_resolved(role, &item),
            json: item.document.to_json(),
            item,
            rendered: Rendered { html: String::new(), text: String::new() },
        })
        .collect();
    let sums: Vec<&Sum> = texts.iter().map(|text| &text.sum).collect();
    match judge(&uid, &sums, &archived, conn)? {
        Verdict::Unchanged => return Ok(Parcel::Unchanged),
        Verdict::Refused(what) => return Ok(Parcel::Fault(Fault::new(file, at, what))),
        Verdict::New | Verdict::Changed(_) => {}
    }
    for text in &mut texts {
        text.rendered = render(&text.item.document, language, conn)?;
    }
    let older = archived.revisions.iter().map(|line| match &line.document {
        Some(document) => render(document, language, conn).map(Some),
        None => Ok(None),
    });
    let older = older.collect::<Result<Vec<_>, DbError>>()?;
    let arrival = Arrival { file, at, uid, group, texts, archived, older };
    Ok(Parcel::Arrival(Box::new(arrival)))
}

/// [`Document::render`] without asking the database for no pictures at all.
fn render(
    document: &Document,
    language: ContentLanguage,
    conn: &mut Conn,
) -> Result<Rendered, DbError> {
    let pictures = match document.assets() {
        none if none.is_empty() => Default::default(),
        uids => Picture::load(&uids, language.interface(), conn)?,
    };
    Ok(body::render(&document.body, language, &pictures))
}
