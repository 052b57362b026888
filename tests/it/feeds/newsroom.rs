//! An office that publishes: items go out and are taken back in one step.

use lantoa::accounts::Role;
use lantoa::content::{ContentLanguage, Document, Kind, Language, Live, SiteIdentity};
use lantoa::db::facts;
use lantoa::editorial::{self, Saved, Target};
use lantoa::media::NewAsset;
use lantoa::organisations::{NewPlace, Place, Succession};

use crate::harness::{Person, TestDb, TestSite, World, document};

pub struct Newsroom<'a> {
    pub world: World<'a>,
    pub author: Person,
}

/// An item that was published.
pub struct Published(pub Saved);

impl Published {
    /// Its identity in feeds.
    pub fn id(&self) -> String {
        format!("urn:uuid:{}", self.0.item.uid)
    }
}

impl<'a> Newsroom<'a> {
    pub fn new(db: &'a TestDb) -> Self {
        let world = World::new(db);
        let conn = &mut world.conn();
        let mut identity = SiteIdentity::default();
        for (field, text) in [
            ("name", "Lan Tỏa"),
            ("tagline", "Thông tin giảm nghèo"),
            ("agency", "Ủy ban nhân dân"),
            ("email", "hop-thu@example.vn"),
        ] {
            identity.set(Language::Vi, field, text.to_owned());
        }
        identity.save(conn).expect("a new identity");
        facts::move_reference_on(conn).expect("the counter is there");
        let author = world.role(Role::Editor, world.city);
        Self { world, author }
    }

    pub fn site(&self) -> TestSite {
        TestSite::new(&self.world)
    }

    pub fn publish_kind(&self, kind: Kind) -> Published {
        let about = uuid::Uuid::new_v4().simple().to_string();
        self.publish(document(kind, &about))
    }

    pub fn publish(&self, text: Document) -> Published {
        let saved = self.world.create(&self.author, self.world.city, text).expect("a valid text");
        self.go_out(saved)
    }

    /// Publishes an English translation with this title.
    pub fn translate(&self, of: &Published, title: &str) -> Published {
        let conn = &mut self.world.conn();
        let mut text = of.0.revision.document(conn).expect("what was published");
        text.title = title.into();
        text.slug = String::new();
        let target = Target::New {
            kind: text.kind(),
            language: ContentLanguage::En,
            organisation_id: of.0.item.organisation_id,
            translation_of: Some(of.0.item.id),
        };
        let saved = editorial::save(&self.world.act(&self.author), &target, text, conn);
        self.go_out(saved.expect("a valid text"))
    }

    /// Publishes the next revision.
    pub fn correct(&self, of: &Published, change: impl FnOnce(&mut Document)) -> Published {
        let conn = &mut self.world.conn();
        let mut text = of.0.revision.document(conn).expect("what was published");
        change(&mut text);
        let saved = self.world.edit(&self.author, &of.0.revision, text).expect("a valid text");
        self.go_out(saved)
    }

    fn go_out(&self, saved: Saved) -> Published {
        let (act, conn, id) = (self.world.system(), &mut self.world.conn(), saved.revision.id);
        editorial::submit(&act, id, conn).expect("a whole text");
        editorial::approve(&act, id, conn).expect("it was submitted");
        editorial::publish(&act, id, None, conn).expect("it was approved");
        Published(saved)
    }

    pub fn withdraw(&self, item: &Published) {
        let (act, conn) = (self.world.system(), &mut self.world.conn());
        editorial::withdraw(&act, item.0.revision.id, "Sai số liệu", conn).expect("it is live");
    }

    pub fn live(&self, item: &Published) -> Live {
        let live = Live::find(item.0.item.id, &mut self.world.conn());
        live.expect("an answer").expect("it is live")
    }

    /// A picture of 1,600 × 1,000 px that nobody drew: its uid.
    pub fn picture(&self, alt: &str) -> String {
        let uid = uuid::Uuid::new_v4().to_string();
        let asset = NewAsset {
            uid: uid.clone(),
            sha256: uid.clone(),
            filename: "vuon.jpg".into(),
            mime: "image/jpeg".into(),
            bytes: 1,
            width: 1600,
            height: 1000,
            seconds: 0,
            alt: alt.into(),
            caption: "Vườn rau".into(),
            credit: "Minh họa".into(),
            rights: String::new(),
            alt_en: String::new(),
            caption_en: String::new(),
            state: "ready".into(),
            organisation_id: self.world.city,
            created_by: None,
            created_at: self.world.now(),
        };
        asset.save(&mut self.world.conn()).expect("a new picture");
        uid
    }

    /// A district of before, in which the commune `commune` lies.
    pub fn district(&self, slug: &str, commune: &str) {
        let conn = &mut self.world.conn();
        let district = NewPlace {
            code: "271".into(),
            slug: slug.into(),
            name: "Ba Vì".into(),
            full_name: "Huyện Ba Vì".into(),
            kind: "district".into(),
            ..NewPlace::default()
        };
        let old_place_id = district.save(conn).expect("a new place");
        let places = Place::all(conn).expect("an answer");
        let new = places.iter().find(|place| place.slug == commune).expect("a commune");
        let succession = Succession { old_place_id, new_place_id: new.id };
        succession.save(conn).expect("a new succession");
        facts::move_reference_on(conn).expect("the counter is there");
    }
}
