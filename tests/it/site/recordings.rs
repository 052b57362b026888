//! The recording of a broadcast: where it is heard, in which parts, and until when.

use actix_web::http::Method;
use lantoa::accounts::Role;
use lantoa::content::details::{Details, Purpose};
use lantoa::content::{Document, Kind, Language, Live};
use lantoa::editorial::{self, EditorialError};

use super::{attributes, page, publish, publish_in, text};
use crate::harness::{TestDb, TestSite, World, document, mp3, recorded, tagged_mp3};

crate::on_each_database!(
    a_recording_is_heard_first_and_without_a_script,
    an_item_of_any_kind_may_have_one,
    a_player_is_sent_the_parts_that_it_asks_for,
    a_recording_goes_out_and_away_with_its_revision,
    who_did_not_consent_to_the_loudspeaker_is_not_heard,
    feeds_and_machines_are_told_of_it,
);

/// A document of `kind` about `about` with a recording of so many seconds.
fn with_recording(world: &World, site: &TestSite, kind: Kind, seconds: u32) -> Document {
    let mut told = document(kind, "vay vốn");
    told.recording = Some(recorded(world, &site.app.store, &mp3(seconds)));
    if let Details::Story(story) = &mut told.details {
        story.consents[0].purposes.push(Purpose::Loudspeaker);
    }
    told
}

/// Where the page for listening has the recording; empty: nowhere.
fn source(site: &TestSite, path: &str) -> String {
    let shown = page(site, &format!("{path}/nghe"));
    attributes(&shown, "audio source", "src").into_iter().next().unwrap_or_default()
}

fn a_recording_is_heard_first_and_without_a_script(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let told = with_recording(&world, &site, Kind::Article, 130);
    let live = publish(&world, told);
    let mut english = document(Kind::Article, "loans");
    english.recording = Some(recorded(&world, &site.app.store, &mp3(61)));
    let english = publish_in(&world, Language::En, english, Some(live.item_id));
    let item = page(&site, &live.path());
    assert_eq!(text(&item, "a[href$='/nghe']"), "Nghe bản phát thanh (2 phút 10 giây, 0,1 MB)");
    assert_eq!(attributes(&item, "script, audio", "src"), [""; 0], "the item's page stays light");
    let shown = page(&site, &format!("{}/nghe", live.path()));
    let source = attributes(&shown, "audio[controls][preload=none] source", "src");
    assert!(source[0].starts_with(&format!("{}/ban-thu.mp3?v=", live.path())), "{source:?}");
    assert_eq!(attributes(&shown, "audio source", "type"), ["audio/mpeg"]);
    assert_eq!(attributes(&shown, "a[download]", "href"), source);
    assert!(text(&shown, "a[download]").ends_with("(2 phút 10 giây, 0,1 MB)"));
    assert!(text(&shown, ".player").contains("Đài truyền thanh xã"));
    let ways = shown.find("<audio").zip(shown.find("data-player"));
    assert!(ways.is_some_and(|(recording, voice)| recording < voice), "the voice comes second");
    let item = page(&site, &english.path());
    let told = text(&item, "a[href$='/nghe']");
    assert_eq!(told, "Listen to the recorded broadcast (1 min 1 s, 62 kB)");
    let policy = site.get(&live.path());
    assert!(policy.header("content-security-policy").contains("media-src 'self'"));
}

fn an_item_of_any_kind_may_have_one(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    for (number, kind) in Kind::ALL.iter().enumerate() {
        let told = with_recording(&world, &site, *kind, 5 + number as u32);
        let live = publish(&world, told);
        assert_eq!(site.get(&source(&site, &live.path())).status, 200, "{}", kind.name());
    }
}

fn a_player_is_sent_the_parts_that_it_asks_for(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut told = document(Kind::Article, "vay vốn");
    let file = tagged_mp3(4, "thu tại 21.0285, 105.8542");
    told.recording = Some(recorded(&world, &site.app.store, &file));
    let live = publish(&world, told);
    let address = source(&site, &live.path());
    let whole = site.get(&address);
    assert_eq!((whole.status.as_u16(), whole.bytes == mp3(4)), (200, true), "without its tag");
    assert_eq!(whole.header("content-type"), "audio/mpeg");
    assert_eq!(whole.header("accept-ranges"), "bytes");
    assert_eq!(whole.header("x-content-type-options"), "nosniff");
    assert_eq!(whole.header("cache-control"), "private, max-age=3600");
    let name = format!("inline; filename=\"{}.mp3\"", live.slug);
    assert_eq!(whole.header("content-disposition"), name);
    let ask = |method, name: &'static str, value: &str| {
        site.ask(TestSite::request(method, &address).insert_header((name, value)))
    };
    let part = ask(Method::GET, "range", "bytes=36-71");
    assert_eq!((part.status.as_u16(), part.bytes.len()), (206, 36));
    assert_eq!(part.header("content-range"), format!("bytes 36-71/{}", whole.bytes.len()));
    assert_eq!(part.header("content-type"), "audio/mpeg");
    assert_eq!(ask(Method::GET, "range", "bytes=999999999-").status, 416);
    assert_eq!(ask(Method::GET, "if-none-match", whole.header("etag")).status, 304);
    let head = ask(Method::HEAD, "accept", "*/*");
    assert_eq!((head.status.as_u16(), head.header("content-type")), (200, "audio/mpeg"));
}

fn a_recording_goes_out_and_away_with_its_revision(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let author = world.role(Role::Editor, world.department);
    let act = world.system();
    let conn = &mut world.conn();
    let live = publish(&world, document(Kind::Article, "vay vốn"));
    let plain = format!("{}/ban-thu.mp3", live.path());
    assert_eq!(site.get(&plain).status, 404, "there is none");
    let first = lantoa::content::Revision::live(live.item_id, conn).unwrap().expect("it is out");
    let mut told = first.document(conn).unwrap();
    told.recording = Some(recorded(&world, &site.app.store, &mp3(3)));
    told.slug = "vay-von-moi".into();
    let next = world.edit(&author, &first, told.clone()).expect("a draft").revision;
    assert_ne!(next.content_hash, first.content_hash, "an approval is of the recording, too");
    site.refresh();
    assert_eq!(site.get(&plain).status, 404, "a draft's is not public");
    assert_eq!(source(&site, &live.path()), "");
    world.bring_to(lantoa::content::State::Published, next.id);
    site.refresh();
    let moved = Live::find(live.item_id, conn).unwrap().expect("it is out").path();
    let address = source(&site, &moved);
    assert_eq!(site.get(&address).bytes, mp3(3));
    for old in [plain.as_str(), &format!("{moved}/ban-thu.m4a")] {
        let answer = site.get(old);
        assert_eq!((answer.status.as_u16(), answer.header("location")), (301, address.as_str()));
    }
    told.recording = Some(recorded(&world, &site.app.store, &mp3(7)));
    let last = world.edit(&author, &next, told).expect("a draft").revision;
    world.bring_to(lantoa::content::State::Published, last.id);
    site.refresh();
    assert_ne!(source(&site, &moved), address, "no cache plays the former one");
    assert_eq!(site.get(&address).bytes, mp3(7), "whatever version is asked for");
    editorial::withdraw(&act, last.id, "Sai số liệu", conn).expect("it is out");
    site.refresh();
    assert_eq!(site.get(&address).status, 410);
    assert_eq!(site.get(&plain).status, 410);
}

fn who_did_not_consent_to_the_loudspeaker_is_not_heard(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let author = world.role(Role::Editor, world.department);
    let mut story = with_recording(&world, &site, Kind::Story, 3);
    if let Details::Story(details) = &mut story.details {
        details.consents[0].purposes = vec![Purpose::Page, Purpose::Press];
    }
    let saved = world.create(&author, world.department, story).expect("a draft");
    let refused = editorial::submit(&world.system(), saved.revision.id, &mut world.conn());
    let Err(EditorialError::Invalid(problems)) = refused else { panic!("{refused:?}") };
    assert_eq!(problems[0].key, "problem-recording-consent");
    let mut unknown = document(Kind::Article, "vay vốn");
    unknown.recording = Some(uuid::Uuid::new_v4().to_string());
    let saved = world.create(&author, world.department, unknown).expect("a draft");
    let refused = editorial::submit(&world.system(), saved.revision.id, &mut world.conn());
    let Err(EditorialError::Invalid(problems)) = refused else { panic!("{refused:?}") };
    assert_eq!(problems[0].key, "problem-recording-unknown");
}

fn feeds_and_machines_are_told_of_it(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let live = publish(&world, with_recording(&world, &site, Kind::Article, 130));
    let event = publish(&world, with_recording(&world, &site, Kind::Event, 10));
    let file = format!("https://lantoa.test{}", source(&site, &live.path()));
    let atom = site.get("/tin-bai/feed/atom.xml").text();
    assert!(atom.contains(&format!("href=\"{file}\" rel=\"enclosure\" type=\"audio/mpeg\"")));
    let length = mp3(130).len();
    let rss = site.get("/tin-bai/feed/rss.xml").text();
    let enclosure = format!("<enclosure url=\"{file}\" length=\"{length}\" type=\"audio/mpeg\"/>");
    assert!(rss.contains(&enclosure), "{rss}");
    let attached = site.get("/tin-bai/feed/feed.json").json()["items"][0]["attachments"][0].clone();
    assert_eq!(attached["url"], file.as_str());
    assert_eq!(
        (&attached["duration_in_seconds"], &attached["size_in_bytes"]),
        (&130.into(), &length.into())
    );
    for (path, key) in [(live.path(), "audio"), (event.path(), "subjectOf")] {
        let told = text(&page(&site, &path), "script[type='application/ld+json']");
        let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
        let audio = &told["@graph"][0][key];
        assert_eq!(audio["@type"], "AudioObject", "{path}: {told}");
        assert_eq!(audio["encodingFormat"], "audio/mpeg");
    }
}
