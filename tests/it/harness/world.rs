//! An office with people in it: enough of a site to act in.

use chrono::{NaiveDate, TimeDelta};
use lantoa::accounts::{NewAccount, Role};
use lantoa::clock::{Clock, Instant};
use lantoa::content::{ContentLanguage, Document, Kind, NewTerm, Revision, State, Taxonomy};
use lantoa::db::{Conn, PooledConnection};
use lantoa::editorial::{self, Act, EditorialError, Saved, Site, Target, Timing, Who};
use lantoa::organisations::{Actor, Membership, NewOrganisation, NewPlace, OrganisationKind};

use super::{TestDb, document};

/// A tree of offices, the vocabularies of [`document`], and a clock that
/// stands still.
///
/// ```text
/// city ── department ── commune
///     └── front
/// ```
pub struct World<'a> {
    pub db: &'a TestDb,
    pub site: Site,
    pub clock: Clock,
    pub city: i64,
    pub department: i64,
    pub commune: i64,
    pub front: i64,
}

/// Somebody with an account and what they may do.
pub type Person = Actor;

impl<'a> World<'a> {
    pub fn new(db: &'a TestDb) -> Self {
        let conn = &mut db.conn();
        let city = office("thanh-pho", OrganisationKind::City, None, conn);
        let department = office("so", OrganisationKind::Department, Some(city), conn);
        let commune = office("xa", OrganisationKind::Commune, Some(department), conn);
        let front = office("mat-tran", OrganisationKind::Front, Some(city), conn);
        vocabularies(conn);
        let site = Site::load(conn).expect("what was just written");
        let start = NaiveDate::from_ymd_opt(2026, 3, 2).and_then(|day| day.and_hms_opt(1, 0, 0));
        let clock = Clock::fixed(start.expect("a real date"));
        Self { db, site, clock, city, department, commune, front }
    }

    pub fn conn(&self) -> PooledConnection {
        self.db.conn()
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    pub fn advance(&self, by: TimeDelta) {
        self.clock.advance(by);
    }

    /// A new account that holds `roles`, each at its organisation.
    pub fn person(&self, roles: &[(Role, i64)]) -> Person {
        let conn = &mut self.conn();
        let number = uuid::Uuid::new_v4().simple().to_string();
        let account = NewAccount {
            email: format!("{number}@example.vn"),
            name: format!("Người {}", &number[..6]),
            language: "vi".into(),
            created_at: self.now(),
        };
        let account_id = account.save(conn).expect("a new address");
        for (role, organisation_id) in roles.iter().copied() {
            let membership = Membership { organisation_id, role };
            membership.grant(account_id, conn).expect("an office that exists");
        }
        Actor::load(account_id, conn).expect("what was just written")
    }

    /// A new account with one role.
    pub fn role(&self, role: Role, organisation_id: i64) -> Person {
        self.person(&[(role, organisation_id)])
    }

    /// What `person` does now.
    pub fn act<'b>(&'b self, person: &'b Person) -> Act<'b> {
        Act { who: Who::Person(person), origin: "test", now: self.now(), site: &self.site }
    }

    /// What the program itself does now.
    pub fn system(&self) -> Act<'_> {
        Act { who: Who::System, origin: "worker", now: self.now(), site: &self.site }
    }

    /// Begins an item with `document`.
    pub fn create(
        &self,
        person: &Person,
        organisation_id: i64,
        document: Document,
    ) -> Result<Saved, EditorialError> {
        let kind = document.kind();
        let language = ContentLanguage::Vi;
        let target = Target::New { kind, language, organisation_id, translation_of: None };
        editorial::save(&self.act(person), &target, document, &mut self.conn())
    }

    /// Writes the next revision after `base`.
    pub fn edit(
        &self,
        person: &Person,
        base: &Revision,
        document: Document,
    ) -> Result<Saved, EditorialError> {
        let target = Target::Item { item_id: base.item_id, base_revision_id: base.id };
        editorial::save(&self.act(person), &target, document, &mut self.conn())
    }

    /// An article of `author` whose first revision was brought to `state` by
    /// the acts that lead there.
    pub fn item_in(&self, state: State, author: &Person, organisation_id: i64) -> Saved {
        let about = uuid::Uuid::new_v4().simple().to_string();
        let saved = self
            .create(author, organisation_id, document(Kind::Article, &about))
            .expect("an author may write");
        self.bring_to(state, saved.revision.id);
        let revision = self.revision(saved.revision.id);
        assert_eq!(revision.state(), state);
        Saved { revision, ..saved }
    }

    /// Brings a draft to `state`, by acts of the program itself.
    pub fn bring_to(&self, state: State, id: i64) {
        let conn = &mut self.conn();
        let act = &self.system();
        let submit = |conn: &mut Conn| editorial::submit(act, id, conn);
        let approve = |conn: &mut Conn| {
            submit(conn)?;
            editorial::approve(act, id, conn)
        };
        let publish = |conn: &mut Conn| {
            approve(conn)?;
            editorial::publish(act, id, None, conn)
        };
        let done = match state {
            State::Draft => Ok(()),
            State::InReview => submit(conn),
            State::ChangesRequested => submit(conn)
                .and_then(|()| editorial::return_for_changes(act, id, "Bổ sung nguồn", conn)),
            State::Approved => approve(conn),
            State::Scheduled => {
                let tomorrow = self.now() + TimeDelta::days(1);
                let timing = Timing { publish_at: Some(tomorrow), expires_at: None };
                approve(conn).and_then(|()| editorial::schedule(act, id, timing, conn))
            }
            State::Published => publish(conn),
            State::Withdrawn => {
                publish(conn).and_then(|()| editorial::withdraw(act, id, "Sai số liệu", conn))
            }
            State::Archived => publish(conn).and_then(|()| editorial::archive(act, id, conn)),
            State::Superseded => publish(conn).and_then(|()| {
                let old = self.revision(id);
                let mut next = old.document(conn)?;
                next.sapo.push_str(" Đã bổ sung.");
                let target = Target::Item { item_id: old.item_id, base_revision_id: id };
                let next = editorial::save(act, &target, next, conn)?.revision.id;
                editorial::force_publish(act, next, "Thay bản cũ", conn)
            }),
        };
        done.unwrap_or_else(|error| panic!("no way to {state:?}: {error}"));
    }

    pub fn revision(&self, id: i64) -> Revision {
        Revision::find(id, &mut self.conn()).expect("an answer").expect("a revision that exists")
    }

    pub fn state(&self, revision_id: i64) -> State {
        self.revision(revision_id).state()
    }
}

fn office(slug: &str, kind: OrganisationKind, parent_id: Option<i64>, conn: &mut Conn) -> i64 {
    let office = NewOrganisation {
        slug: slug.into(),
        name_vi: format!("Cơ quan {slug}"),
        name_en: format!("Office {slug}"),
        kind: kind.name().into(),
        parent_id,
        place_id: None,
        valid_from: None,
        valid_to: None,
        contact: String::new(),
    };
    office.save(conn).expect("a new office")
}

fn vocabularies(conn: &mut Conn) {
    for (position, (taxonomy, slug, name_vi)) in [
        (Taxonomy::Topic, "chinh-sach-giam-ngheo", "Chính sách giảm nghèo"),
        (Taxonomy::Topic, "dao-tao-nghe", "Đào tạo nghề"),
        (Taxonomy::Audience, "ho-ngheo", "Hộ nghèo"),
    ]
    .into_iter()
    .enumerate()
    {
        let term = NewTerm {
            taxonomy: taxonomy.name().into(),
            slug: slug.into(),
            name_vi: name_vi.into(),
            name_en: slug.replace('-', " "),
            parent_id: None,
            position: position as i32,
            valid_from: None,
            valid_to: None,
        };
        term.save(conn).expect("a new term");
    }
    for (code, slug, name, full_name) in [
        ("09619", "xa-ba-vi", "Ba Vì", "Xã Ba Vì"),
        ("00004", "phuong-ba-dinh", "Ba Đình", "Phường Ba Đình"),
    ] {
        let place = NewPlace {
            code: code.into(),
            slug: slug.into(),
            name: name.into(),
            full_name: full_name.into(),
            kind: "commune".into(),
            ..NewPlace::default()
        };
        place.save(conn).expect("a new place");
    }
}
