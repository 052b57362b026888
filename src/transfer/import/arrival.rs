//! One item on its way into the database: new, restored from an archive, or
//! the next revision of one that is there.

mod rows;

use diesel::prelude::*;

use super::report::Outcome;
use super::standing::{NewRevision, Standing};
use super::verdict::{Sum, Verdict, judge};
use crate::clock::Instant;
use crate::content::body::Rendered;
use crate::content::{Address, Correction, Document, Item, Live, NewItem, Revision, State};
use crate::db::schema::items;
use crate::db::{Conn, DbError, dialect};
use crate::editorial::history::NewEntry;
use crate::editorial::{Act, DESCRIBED};
use crate::queue::Order;
use crate::transfer::archive::{Archived, Role};
use crate::transfer::fault::{Position, What};
use crate::transfer::item_file::ItemFile;
pub use rows::restore_beside_items;
use rows::{add_older, place_timed, restore_history, set_first_published};

/// An item that was read, checked and rendered.
#[derive(Debug)]
pub struct Arrival {
    pub file: String,
    pub at: Option<Position>,
    pub uid: String,
    pub group: String,
    /// The main file first, then the one in work.
    pub texts: Vec<Text>,
    pub archived: Archived,
    /// The bodies of the archive's revisions that no file tells, in its order.
    pub older: Vec<Option<Rendered>>,
}

/// What one file says.
#[derive(Debug)]
pub struct Text {
    pub sum: Sum,
    pub item: ItemFile,
    /// The document as JSON, and its body.
    pub json: String,
    pub rendered: Rendered,
}

/// Why an item is not stored.
#[derive(Debug)]
pub enum Refused {
    Fault(What),
    Db(DbError),
}

impl<E: Into<DbError>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Db(error.into())
    }
}

impl Role {
    /// The action in the history of its import.
    pub(super) fn action(self) -> &'static str {
        match self {
            Role::Main => "import",
            Role::Working => "import_working",
        }
    }
}

impl Arrival {
    /// Stores it, in the caller's transaction. What is refused wrote nothing.
    pub fn store(&self, act: &Act, conn: &mut Conn) -> Result<Outcome, Refused> {
        let sums: Vec<&Sum> = self.texts.iter().map(|text| &text.sum).collect();
        match judge(&self.uid, &sums, &self.archived, conn)? {
            Verdict::Unchanged => Ok(Outcome::Unchanged),
            Verdict::Refused(what) => Err(Refused::Fault(what)),
            Verdict::New => {
                self.address_is_free(None, conn)?;
                let item = self.begin(act, conn)?;
                self.add_revisions(&item, act, conn)?;
                self.settle(&item, act, conn)?;
                Ok(Outcome::New)
            }
            Verdict::Changed(roles) => {
                let item = Item::by_uid(&self.uid, conn)?.ok_or(diesel::NotFound)?;
                dialect::lock_item(conn, item.id)?;
                self.address_is_free(Some(&item), conn)?;
                for text in self.texts.iter().filter(|text| roles.contains(&text.sum.role)) {
                    self.change(&item, text, act, conn)?;
                }
                let item = self.update_item(item, act, conn)?;
                self.settle(&item, act, conn)?;
                Ok(Outcome::Changed)
            }
        }
    }

    /// The file that tells of the item itself: the main one.
    fn about(&self) -> Result<&ItemFile, Refused> {
        Ok(self.texts.first().map(|text| &text.item).ok_or(diesel::NotFound)?)
    }

    /// An address that was asked for by name is nobody else's.
    fn address_is_free(&self, own: Option<&Item>, conn: &mut Conn) -> Result<(), Refused> {
        let file = self.about()?;
        let (wanted, by_name) = file.wanted_address();
        let (kind, language) = (file.document.kind().name(), file.language.name());
        if !by_name {
            return Ok(());
        }
        match Address::resolve(kind, language, &wanted, conn)? {
            Some(taken) if own.is_none_or(|own| own.id != taken.item_id) => {
                let free =
                    Address::free(own.unwrap_or(&self.not_yet(kind, language)), &wanted, conn)?;
                Err(Refused::Fault(What::AddressTaken { slug: wanted, free }))
            }
            _ => Ok(()),
        }
    }

    /// An item that stands for this one before it is there.
    fn not_yet(&self, kind: &str, language: &str) -> Item {
        Item {
            id: 0,
            uid: self.uid.clone(),
            kind_name: kind.to_owned(),
            language_name: language.to_owned(),
            translation_group: self.group.clone(),
            organisation_id: 0,
            featured: false,
            created_by: None,
            created_at: Instant::default(),
        }
    }

    fn begin(&self, act: &Act, conn: &mut Conn) -> Result<Item, Refused> {
        let file = self.about()?;
        let item = NewItem {
            uid: self.uid.clone(),
            kind: file.document.kind().name().to_owned(),
            language: file.language.name().to_owned(),
            translation_group: self.group.clone(),
            organisation_id: self.organisation_id(act)?,
            featured: file.featured,
            created_by: None,
            created_at: file.created_at.or(file.published_at).unwrap_or(act.now),
        };
        Ok(item.save(conn)?)
    }

    fn organisation_id(&self, act: &Act) -> Result<i64, Refused> {
        let slug = &self.about()?.organisation;
        act.site.tree.by_slug(slug).map(|one| one.id).ok_or_else(|| {
            let (noun, value) = (crate::transfer::fault::Noun::Organisation, slug.clone());
            Refused::Fault(What::Unknown { noun, value, nearest: None })
        })
    }

    /// All revisions of a new item, and its history.
    fn add_revisions(&self, item: &Item, act: &Act, conn: &mut Conn) -> Result<(), Refused> {
        let mut numbers: Vec<(i32, i64)> = Vec::new();
        let mut told = Vec::new();
        for (line, rendered) in self.archived.revisions.iter().zip(&self.older) {
            let text = self.texts.iter().find(|text| {
                Some(text.sum.role) == line.file && line.digest.as_ref() == Some(&text.sum.digest)
            });
            told.extend(text.map(|text| text.sum.role));
            let id = match (&line.document, rendered, text) {
                // Its file was edited or taken away: that comes after the others.
                _ if line.file.is_some() && text.is_none() => continue,
                (Some(document), Some(rendered), _) => {
                    add_older(item, line, document, rendered, conn)?
                }
                (_, _, Some(text)) => {
                    let (standing, created_at) = (Standing::restored(line), line.created_at);
                    let at = crate::clock::instant(created_at.into());
                    text.add(item, line.number, &standing, at, conn)?
                }
                _ => continue,
            };
            numbers.push((line.number, id));
        }
        for line in &self.archived.history {
            restore_history(item, line, &numbers, conn)?;
        }
        let mut number = numbers.iter().map(|(number, _)| *number).max().unwrap_or(0);
        for text in self.texts.iter().filter(|text| !told.contains(&text.sum.role)) {
            number += 1;
            let out = text.item.published_at;
            let standing = Standing::given(&text.item, &text.sum.hash, out, act.now);
            let created_at = standing.published_at.unwrap_or(act.now);
            let id = text.add(item, number, &standing, created_at, conn)?;
            text.write_history(item, id, None, act, conn)?;
        }
        Ok(())
    }

    /// A file that has changed: its revision stands elsewhere now, or there is
    /// a next one.
    fn change(&self, item: &Item, text: &Text, act: &Act, conn: &mut Conn) -> Result<(), Refused> {
        let all = Revision::of_item(item.id, conn)?;
        let current = |one: &&Revision| match text.sum.role {
            Role::Working => one.state().is_in_work(),
            Role::Main => one.state() != State::Superseded,
        };
        let same = all.iter().filter(current).find(|one| one.content_hash == text.sum.hash);
        let replaced = all.iter().filter(|one| {
            let own = same.is_some_and(|same| same.id == one.id);
            let in_work = one.state().is_in_work();
            let beside = text.sum.role == Role::Main && in_work && self.texts.len() > 1;
            let live = one.state() == State::Published && text.sum.role == Role::Main;
            !own && !beside && (in_work || live)
        });
        let before = replaced.clone().next().or(same).map(Revision::state);
        for revision in replaced {
            act.supersede(revision, conn)?;
        }
        let out = match same.and_then(|same| same.published_at) {
            Some(out) => out,
            None => act.now,
        };
        let standing = Standing::given(&text.item, &text.sum.hash, Some(out), act.now);
        let id = match same {
            Some(same) => {
                standing.put(same.id, conn)?;
                same.id
            }
            None => {
                let number = all.first().map_or(0, |latest| latest.number) + 1;
                text.add(item, number, &standing, act.now, conn)?
            }
        };
        text.write_history(item, id, before, act, conn)?;
        Ok(())
    }

    /// What the main file says of the item itself.
    fn update_item(&self, item: Item, act: &Act, conn: &mut Conn) -> Result<Item, Refused> {
        let file = self.about()?;
        let row = (
            items::organisation_id.eq(self.organisation_id(act)?),
            items::featured.eq(file.featured),
            items::translation_group.eq(&self.group),
        );
        diesel::update(items::table.find(item.id)).set(row).execute(conn)?;
        if let Some(given) = file.published_at {
            set_first_published(item.id, given, conn)?;
        }
        Ok(Item::find(item.id, conn)?.ok_or(diesel::NotFound)?)
    }

    /// Address, public projection, and what must follow.
    fn settle(&self, item: &Item, act: &Act, conn: &mut Conn) -> Result<(), Refused> {
        let file = self.about()?;
        let all = Revision::of_item(item.id, conn)?;
        let first = all.iter().filter_map(|one| one.published_at).min();
        for old in &file.old_slugs {
            Address::remember(item, old, act.now, conn)?;
        }
        let (wanted, by_name) = file.wanted_address();
        let current = Address::current(item.id, conn)?;
        // An address that was made from the title stays once the public knows it.
        let kept = current.is_some() && !by_name && first.is_some();
        if !kept && current.as_ref() != Some(&wanted) {
            Address::claim(item, &wanted, act.now, conn)?;
        }
        if first.is_some() {
            Address::make_public(item.id, conn)?;
        }
        let before = Live::find(item.id, conn)?;
        let was_live = before.is_some();
        let live = all.iter().find(|one| one.state() == State::Published);
        if !self.archived.revisions.is_empty() {
            Correction::gather(item, conn)?;
        }
        match live {
            Some(revision) => {
                let document = self.document_of(revision, conn)?;
                let out = revision.published_at.unwrap_or(act.now);
                let known = before.filter(|live| live.revision_id == revision.id);
                let known = known.map(|live| live.changed_at);
                let changed = self.described_at().into_iter().chain(known).fold(out, Instant::max);
                let times = (first.unwrap_or(out), changed);
                Live::put(item, revision, &document, times, &act.site.vocabulary, conn)?;
            }
            None if was_live => Live::remove(item.id, conn)?,
            None => {}
        }
        if was_live || live.is_some() {
            Order::Index { item_id: item.id }.place(act.now, act.now, conn)?;
        }
        place_timed(&all, act, conn)?;
        Ok(())
    }

    /// When what it shows was last described anew, as the archive tells.
    fn described_at(&self) -> Option<Instant> {
        let described = self.archived.history.iter().filter(|line| line.action == DESCRIBED);
        described.map(|line| line.at.naive_utc()).max()
    }

    /// What a revision says; most are at hand.
    fn document_of(&self, revision: &Revision, conn: &mut Conn) -> Result<Document, Refused> {
        let at_hand = self.texts.iter().find(|text| text.sum.hash == revision.content_hash);
        match at_hand {
            Some(text) => Ok(text.item.document.clone()),
            None => Ok(revision.document(conn)?),
        }
    }
}

impl Text {
    fn add(
        &self,
        item: &Item,
        number: i32,
        standing: &Standing,
        created_at: Instant,
        conn: &mut Conn,
    ) -> QueryResult<i64> {
        let row = NewRevision {
            item_id: item.id,
            number,
            title: &self.item.document.title,
            content: &self.json,
            content_hash: &self.sum.hash,
            body_html: &self.rendered.html,
            body_text: &self.rendered.text,
            created_at,
            standing: standing.clone(),
        };
        row.save(conn)
    }

    /// The line of an import: the hash of what it says, and the file's sum, by
    /// which the next import knows whether the file was changed.
    fn write_history(
        &self,
        item: &Item,
        revision_id: i64,
        before: Option<State>,
        act: &Act,
        conn: &mut Conn,
    ) -> QueryResult<()> {
        let note = Some(self.item.note.as_str()).filter(|note| !note.is_empty());
        NewEntry {
            at: act.now,
            account_id: act.account_id(),
            who: None,
            item_id: Some(item.id),
            revision_id: Some(revision_id),
            action: self.sum.role.action(),
            from_state: before.map(State::name),
            to_state: Some(self.item.status.name()),
            reason: note,
            origin: act.origin,
            detail: &format!("{} {}", self.sum.hash, self.sum.digest),
        }
        .save(conn)
    }
}
