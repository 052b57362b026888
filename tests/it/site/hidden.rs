//! What is not public is found on no path.

mod paths;

use std::collections::BTreeSet;
use std::sync::Arc;

use actix_web::http::Method;
use chrono::{Days, NaiveDate, TimeDelta};
use lantoa::accounts::Role;
use lantoa::clock::in_hanoi;
use lantoa::content::details::{Consent, Details, Purpose};
use lantoa::content::{Address, ContentLanguage, Document, Kind, Live, State, Taxonomy};
use lantoa::editorial::{self, EditorialError, Saved, Target, Timing};
use lantoa::indexing;
use lantoa::media::NewAsset;
use lantoa::media::store::{Key, Location, Store};
use lantoa::media::upload::Format;

use self::paths::{BELOW, OTHERWISE, patterns};
use crate::harness::{Person, TestDb, TestSite, World, document, recorded, tagged_mp3};

crate::on_each_database!(
    an_item_that_is_not_public_is_found_on_no_path,
    a_person_shown_must_have_consented_to_the_page,
    a_consent_that_ended_meanwhile_keeps_the_story_from_going_out,
);

/// A picture of 800 px and what it shows: its code.
fn picture(world: &World) -> String {
    let uid = uuid::Uuid::new_v4().to_string();
    let asset = NewAsset {
        uid: uid.clone(),
        sha256: uid.clone(),
        filename: "bimat.jpg".into(),
        mime: "image/jpeg".into(),
        bytes: 1,
        width: 800,
        height: 500,
        seconds: 0,
        alt: "Ảnh bimat".into(),
        caption: String::new(),
        credit: String::new(),
        rights: String::new(),
        alt_en: String::new(),
        caption_en: String::new(),
        state: "ready".into(),
        organisation_id: world.department,
        created_by: None,
        created_at: world.now(),
    };
    asset.save(&mut world.conn()).expect("a new picture");
    uid
}

/// Where the picture is asked for, after its rendition was stored.
fn rendition(site: &TestSite, uid: &str) -> String {
    let key = Key::variant(uid, 320, Format::Jpeg).expect("a code");
    site.app.store.put(&key, b"JPEG").expect("the store takes it");
    format!("/media/{uid}/320.jpg")
}

fn secret(world: &World, mut document: Document) -> Document {
    for text in
        [&mut document.title, &mut document.sapo, &mut document.body, &mut document.correction]
    {
        text.push_str(" bimat");
    }
    document.lead = Some(picture(world));
    // Something of its own, so that no two are the same file.
    let file = tagged_mp3(3, &uuid::Uuid::new_v4().to_string());
    document.recording = Some(recorded(world, &store(world), &file));
    if let Details::Story(story) = &mut document.details {
        for consent in &mut story.consents {
            consent.purposes.push(Purpose::Loudspeaker);
        }
        document.terms.insert(Taxonomy::Field, vec!["trong-trot".into()]);
    }
    document
}

/// The store of the site that is put together for `world`.
fn store(world: &World) -> Store {
    let folder = world.db.folder().join("site/media");
    Store::open(&Location::Folder(folder)).expect("a folder of the test's own")
}

/// A draft whose second revision holds what must not be seen.
fn draft(world: &World, author: &Person, document: Document) -> Saved {
    draft_in(world, author, ContentLanguage::Vi, document)
}

fn draft_in(
    world: &World,
    author: &Person,
    language: ContentLanguage,
    document: Document,
) -> Saved {
    let (kind, organisation_id) = (document.kind(), world.department);
    let target = Target::New { kind, language, organisation_id, translation_of: None };
    let saved = editorial::save(&world.act(author), &target, document, &mut world.conn());
    let saved = saved.expect("an author may write");
    let told = saved.revision.document(&mut world.conn()).expect("a document");
    world.edit(author, &saved.revision, secret(world, told)).expect("a next draft")
}

/// Out, and over by itself an hour later.
fn expire(world: &World, saved: &Saved) {
    let (act, conn, id) = (world.system(), &mut world.conn(), saved.revision.id);
    editorial::submit(&act, id, conn).expect("it is complete");
    editorial::approve(&act, id, conn).expect("it is in review");
    let end = world.now() + TimeDelta::hours(1);
    editorial::publish(&act, id, Some(end), conn).expect("it is approved");
}

/// A story of somebody who has consented to these purposes, until the end of
/// the day that is `days` away.
fn story(world: &World, about: &str, purposes: &[Purpose], days: Option<u64>) -> Document {
    let mut story = document(Kind::Story, about);
    let today = in_hanoi(world.now()).date_naive();
    if let Details::Story(details) = &mut story.details {
        details.consents[0].purposes = purposes.to_vec();
        details.consents[0].expires_on = days.map(|days| today + Days::new(days));
    }
    story
}

fn an_item_that_is_not_public_is_found_on_no_path(db: &TestDb) {
    let world = super::places::city(db);
    let author = world.role(Role::Editor, world.department);
    let public = super::article(&world, "điều ai cũng đọc được");
    let spoken = document(Kind::Article, "điều ai cũng đọc được");
    super::publish_in(&world, ContentLanguage::Muong, spoken, None);
    let event = super::publish(&world, document(Kind::Event, "việc ai cũng dự được"));
    let english = document(Kind::Event, "what everybody may come to");
    super::publish_in(&world, ContentLanguage::En, english, Some(event.item_id));
    let hidden = [
        State::Draft,
        State::InReview,
        State::ChangesRequested,
        State::Approved,
        State::Scheduled,
        State::Withdrawn,
        State::Archived,
    ];
    let site = TestSite::new(&world);
    let mut all = Vec::new();
    for kind in Kind::ALL {
        for state in hidden {
            let saved = draft(&world, &author, document(*kind, state.name()));
            world.bring_to(state, saved.revision.id);
            all.push(saved);
        }
        let over = draft(&world, &author, document(*kind, "hết hạn"));
        expire(&world, &over);
        all.push(over);
    }
    for language in ContentLanguage::ALL.iter().filter(|one| **one != ContentLanguage::Vi) {
        for (kind, state) in hidden.map(|state| (Kind::Leaflet, state)).into_iter().chain([
            (Kind::Event, State::Withdrawn),
            (Kind::Article, State::Scheduled),
            (Kind::Story, State::Archived),
        ]) {
            let saved = draft_in(&world, &author, *language, document(kind, state.name()));
            world.bring_to(state, saved.revision.id);
            all.push(saved);
        }
    }
    let unasked = draft(&world, &author, story(&world, "chưa hỏi", &[Purpose::Press], None));
    let until_today = story(&world, "đến hôm nay", &[Purpose::Page], Some(0));
    let ended = draft(&world, &author, until_today);
    world.bring_to(State::Published, ended.revision.id);
    let shown = picture_of(&world, &ended);
    site.refresh();
    assert_eq!(site.get(&rendition(&site, &shown)).status, 200, "its picture, while it is out");
    let live = Live::find(ended.item.id, &mut world.conn()).expect("an answer").expect("it is out");
    let heard = site.get(&format!("{}/ban-thu.mp3", live.path()));
    assert_eq!(heard.status, 200, "its recording, while it is out");
    // Until after the day in Hanoi on which that consent, and the others, end.
    world.advance(TimeDelta::hours(20));
    site.work();
    assert_eq!(world.state(ended.revision.id), State::Archived);
    all.extend([unasked, ended]);
    let (mut paths, mut taken_back) = (Vec::new(), BTreeSet::new());
    for saved in &all {
        let kind = saved.item.kind();
        let slug = Address::current(saved.item.id, &mut world.conn()).expect("an answer");
        let prefix = saved.item.language().prefix();
        let path = format!("{prefix}/{}/{}", kind.path(), slug.expect("an address"));
        if kind == Kind::Event {
            let state = world.state(saved.revision.id);
            if matches!(state, State::Withdrawn | State::Archived) {
                taken_back.insert(format!("{path}/lich.ics"));
            }
            paths.push(format!("{path}/lich.ics"));
        }
        paths.extend(BELOW.map(|below| format!("{path}{below}")));
        paths.extend(["", "/da-nhan"].map(|below| format!("/bao-loi{below}?bai={path}")));
        paths.push(path);
        paths.push(rendition(&site, &picture_of(&world, saved)));
    }
    site.refresh();
    let (open, mut walked) = (paths::open(), BTreeSet::new());
    for again in [false, true] {
        if again {
            // An index made anew knows no more.
            let done = indexing::rebuild(&site.app, Arc::new(|_| {}));
            site.run(done).expect("the index is made anew");
        }
        for path in &open {
            let answer = site.get(path);
            walked.extend(answer.route.clone());
            let shown = answer.text().replace("q=bimat", "").replace("value=\"bimat\"", "");
            let shown = shown.replace("<title>bimat", "").replace("\"bimat – ", "");
            assert!(answer.status.is_success(), "{path}: {}", answer.status);
            assert!(!shown.contains("bimat"), "{path} shows what is hidden: {shown}");
        }
        for path in OTHERWISE {
            for method in [Method::GET, Method::POST] {
                let answer = site.ask(TestSite::request(method, path));
                walked.extend(answer.route.clone());
                assert!(!answer.text().contains("Ảnh bimat"), "{path}");
            }
        }
        for path in &paths {
            let answer = site.get(path);
            walked.extend(answer.route.clone());
            // a phone that holds an event taken back hears that it is off, and nothing else
            let is_told =
                taken_back.contains(path) && answer.text().contains("\r\nSTATUS:CANCELLED\r\n");
            assert!(is_told || matches!(answer.status.as_u16(), 404 | 410), "{path}: {answer:?}");
            assert!(!answer.text().replace("bimat\"", "").contains(" bimat"), "{path}");
            let item = path.rsplit("bai=").next().unwrap_or(path);
            let form = [("useful", "yes"), ("bai", item), ("text", "Sai")];
            let sent = TestSite::request(Method::POST, path).set_form(form);
            let answer = site.ask(sent);
            assert!(matches!(answer.status.as_u16(), 404 | 405 | 410), "{path}: {}", answer.status);
            assert!(!answer.text().replace("bimat\"", "").contains(" bimat"), "{path}");
        }
        assert!(site.get("/tin-bai").text().contains(&public.title), "what is public is there");
        assert!(site.get("/su-kien/lich.ics").text().contains(&event.uid), "and in the calendar");
    }
    let missed: Vec<String> =
        patterns().into_iter().filter(|pattern| !walked.contains(pattern)).collect();
    assert_eq!(missed, [""; 0], "addresses at which nobody looked");
}

/// The code of the picture at the top of what was saved.
fn picture_of(world: &World, saved: &Saved) -> String {
    let document = saved.revision.document(&mut world.conn()).expect("a document");
    document.lead.expect("a picture")
}

/// The keys of what keeps the revision from going to review.
fn problems(world: &World, id: i64) -> Vec<&'static str> {
    match editorial::submit(&world.system(), id, &mut world.conn()) {
        Err(EditorialError::Invalid(problems)) => problems.iter().map(|one| one.key).collect(),
        other => panic!("{other:?}"),
    }
}

fn a_person_shown_must_have_consented_to_the_page(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    let write = |document| {
        let saved = world.create(&author, world.department, document).expect("a draft");
        saved.revision.id
    };
    let press_only = write(story(&world, "chỉ báo chí", &[Purpose::Press], None));
    assert_eq!(problems(&world, press_only), ["problem-consent-page"]);
    let forced =
        editorial::force_publish(&world.system(), press_only, "Cần gấp", &mut world.conn());
    assert!(matches!(forced, Err(EditorialError::Invalid(_))), "{forced:?}");
    let tomorrow = in_hanoi(world.now()).date_naive().succ_opt();
    type Lack = (fn(&mut Consent, Option<NaiveDate>), &'static str);
    let lacking: [Lack; 4] = [
        (|consent, _| consent.person.clear(), "problem-consent-nobody"),
        (|consent, _| consent.given_on = None, "problem-consent-undated"),
        (|consent, tomorrow| consent.given_on = tomorrow, "problem-consent-ahead"),
        (|consent, _| consent.evidence.clear(), "problem-consent-unproved"),
    ];
    for (take_away, key) in lacking {
        let mut lacks = story(&world, key, &[Purpose::Page], None);
        if let Details::Story(details) = &mut lacks.details {
            take_away(&mut details.consents[0], tomorrow);
        }
        assert_eq!(problems(&world, write(lacks)), [key]);
    }
    let mut two = story(&world, "hai người", &[Purpose::Page], None);
    if let Details::Story(details) = &mut two.details {
        let mut second = details.consents[0].clone();
        second.expires_on = in_hanoi(world.now()).date_naive().pred_opt();
        details.consents.push(second);
    }
    assert_eq!(problems(&world, write(two.clone())), ["problem-consent-expired"], "one of two");
    let mut nobody = story(&world, "không ai", &[], None);
    if let Details::Story(details) = &mut nobody.details {
        details.consents.clear();
    }
    assert_eq!(problems(&world, write(nobody.clone())), ["problem-consent-missing"]);
    nobody.illustration = true;
    let invented = write(nobody);
    world.bring_to(State::Published, invented);
    assert_eq!(world.state(invented), State::Published, "nobody real needs no consent");
}

fn a_consent_that_ended_meanwhile_keeps_the_story_from_going_out(db: &TestDb) {
    let world = super::places::city(db);
    let author = world.role(Role::Editor, world.department);
    let waiting = draft(&world, &author, story(&world, "hẹn giờ", &[Purpose::Page], Some(0)));
    let (id, conn) = (waiting.revision.id, &mut world.conn());
    world.bring_to(State::Approved, id);
    let publish_at = Some(world.now() + TimeDelta::days(2));
    let timing = Timing { publish_at, expires_at: None };
    let beyond = editorial::schedule(&world.system(), id, timing, conn);
    assert!(matches!(beyond, Err(EditorialError::Invalid(_))), "{beyond:?}");
    let out = draft(&world, &author, story(&world, "đã đăng", &[Purpose::Page], Some(0)));
    world.bring_to(State::Published, out.revision.id);
    world.advance(TimeDelta::days(3));
    let late = editorial::publish(&world.system(), id, None, conn);
    assert!(matches!(late, Err(EditorialError::Invalid(_))), "{late:?}");
    let site = TestSite::new(&world);
    site.work();
    assert_eq!(world.state(id), State::Approved);
    assert!(Live::find(waiting.item.id, conn).expect("an answer").is_none());
    let again = editorial::republish(&world.system(), out.revision.id, conn);
    assert!(matches!(again, Err(EditorialError::Invalid(_))), "{again:?}");
    assert!(Live::find(out.item.id, conn).expect("an answer").is_none());
}
