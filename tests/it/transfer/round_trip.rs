//! What is exported and imported again is the same to the last byte.

use std::path::Path;

use chrono::TimeDelta;
use lantoa::accounts::Role;
use lantoa::content::{Address, Kind, Revision, State};
use lantoa::editorial::{self, Target, history};
use lantoa::media::intake::accept;
use lantoa::media::upload::Limits;
use lantoa::media::{AssetState, NewAsset};
use lantoa::transfer::export::{self, ExportError};
use lantoa::transfer::import::Options;

use super::{Folder, article, export_to, import, now, store};
use crate::harness::{Backend, TestDb, World, document, mp3, recorded, tagged_mp3};

crate::on_each_database!(
    the_shipped_content_survives_a_round_trip,
    items_in_every_state_survive_a_round_trip,
    the_history_of_offices_and_pictures_survives_a_round_trip_and_that_of_accounts_stays,
    awkward_texts_survive_a_round_trip,
    synonyms_survive_a_round_trip_and_the_file_wins,
    pictures_keep_their_ids_texts_and_bytes,
    recordings_keep_their_ids_texts_and_bytes,
    an_export_of_the_same_database_changes_nothing,
    an_edited_export_becomes_the_next_revision,
    an_export_goes_into_no_folder_that_holds_other_things,
);

/// Exports, imports into an empty database, and exports that: all the same.
fn round_trip(db: &TestDb) -> (TestDb, Folder) {
    let (first, second) = (Folder::absent(), Folder::absent());
    export_to(db, &first);
    let other = TestDb::new(db.backend);
    let later = now() + TimeDelta::days(30);
    let options = Options::at(later);
    let done = import::run(&other, &store(&other), first.path(), &options, &mut |_| {});
    done.unwrap_or_else(|error| match error {
        import::ImportError::Faults(faults) => panic!("{}", super::shown(&faults).join("\n")),
        error => panic!("{error}"),
    });
    export_to(&other, &second);
    first.assert_same(&second);
    // And again over what is there: nothing to do.
    let report = import(&other, &first);
    assert!(!report.changed_anything(), "{report:?}");
    (other, first)
}

fn the_shipped_content_survives_a_round_trip(db: &TestDb) {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    // all of it was written by then
    let later = now() + TimeDelta::days(300);
    let done = import::run(db, &store(db), &shipped, &Options::at(later), &mut |_| {});
    let report = done.unwrap_or_else(|error| match error {
        import::ImportError::Faults(faults) => panic!("{}", super::shown(&faults).join("\n")),
        error => panic!("{error}"),
    });
    assert!(report.items.new >= 24, "{report:?}");
    assert_eq!(
        db.text("select count(*) from places where kind = 'commune'").as_deref(),
        Some("126")
    );
    let (other, _) = round_trip(db);
    for table in [
        "items",
        "revisions",
        "live",
        "live_terms",
        "live_places",
        "live_shelves",
        "live_assets",
        "slugs",
    ] {
        let count = format!("select count(*) from {table}");
        assert_eq!(db.text(&count), other.text(&count), "{table}");
    }
}

fn items_in_every_state_survive_a_round_trip(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    for state in State::ALL {
        world.item_in(*state, &author, world.department);
    }
    // Live, and being worked on.
    let live = world.item_in(State::Published, &author, world.department);
    world.advance(TimeDelta::minutes(5));
    let mut next = live.revision.document(&mut db.conn()).unwrap();
    next.body.push_str("\n\nThêm một đoạn.");
    next.slug = "dia-chi-moi".into();
    world.edit(&author, &live.revision, next).unwrap();
    let (other, folder) = round_trip(db);
    for sql in [
        "select count(*) from revisions where state = 'published'",
        "select count(*) from revisions where state = 'superseded'",
        "select count(*) from revisions where state = 'in_review'",
        "select count(*) from live",
        "select count(*) from history where item_id is not null",
        "select count(*) from orders where kind = 'publish'",
        "select note from revisions where state = 'withdrawn'",
        "select note from revisions where state = 'changes_requested'",
        "select sum(number) from revisions",
    ] {
        assert_eq!(db.text(sql), other.text(sql), "{sql}");
    }
    // Who did what is still told, by name; no account came along.
    assert_eq!(other.text("select count(*) from accounts").as_deref(), Some("0"));
    let name = "select max(who) from history where who like 'Người %'";
    assert!(other.text(name).is_some());
    let working: Vec<_> =
        folder.files().into_keys().filter(|f| f.ends_with(".working.md")).collect();
    assert_eq!(working.len(), 1);
    let secret = folder
        .files()
        .into_iter()
        .any(|(_, bytes)| String::from_utf8_lossy(&bytes).contains("@example.vn"));
    assert!(!secret, "an address of an account was exported");
}

fn the_history_of_offices_and_pictures_survives_a_round_trip_and_that_of_accounts_stays(
    db: &TestDb,
) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    let (by, now) = (Some(author.account_id), world.now());
    for (action, subject) in [
        ("organisation-changed", "organisation so {\"contact\":[\"\",\"Số 1\"]}"),
        ("describe", "6f1c {\"alt\":[\"\",\"Vườn rau\"]}"),
        ("account-changed", "account 1"),
        ("replay", "7"),
    ] {
        history::write_other(by, action, subject, ("web 203.0.113.7", now), &mut world.conn())
            .expect("written");
    }
    let (other, _) = round_trip(db);
    let told = "select group_concat_of_history";
    let told = match other.backend {
        Backend::Sqlite => told.replace("group_concat_of_history", "group_concat(line, '|')"),
        Backend::Postgres => told.replace("group_concat_of_history", "string_agg(line, '|')"),
    };
    let lines = "(select action || ' ' || detail as line from history \
         where item_id is null and who like 'Người %' order by id) as lines";
    assert_eq!(
        other.text(&format!("{told} from {lines}")).as_deref(),
        Some(
            "organisation-changed organisation so {\"contact\":[\"\",\"Số 1\"]}|\
             describe 6f1c {\"alt\":[\"\",\"Vườn rau\"]}"
        )
    );
    assert_eq!(other.text("select count(*) from history").as_deref(), Some("2"), "no line twice");
}

fn awkward_texts_survive_a_round_trip(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    let awkward = [
        "+++\n+++\nkind = \"x\"",
        "\"\"\" và ''' và \\ \\n \\u0041",
        "\u{1F600} hộ nghèo\n\n\n\tthụt vào   \n    mã\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: chú thích\n\n![x](media:khong-co \"y\")",
        "---\ntitle: x\n---\n<!-- -->\n<script>alert(1)</script>",
        "dòng cuối có dấu gạch chéo \\",
    ];
    for (number, text) in awkward.iter().enumerate() {
        for kind in Kind::ALL {
            let mut doc = document(*kind, &number.to_string());
            doc.body = (*text).to_owned();
            doc.title = format!("{} {number}", text.replace('\n', " "));
            doc.summary = (*text).to_owned();
            doc.correction = "Đính chính: \"12\" là '21'".into();
            doc.details.each_text(|_, own, _| (*text).clone_into(own));
            if let lantoa::content::details::Details::Article(own) = &mut doc.details {
                own.source_url = "https://a.vn/?q=\"x\"".into();
            }
            doc.title
                .truncate(doc.title.char_indices().nth(200).map_or(doc.title.len(), |(at, _)| at));
            let saved = world.create(&author, world.department, doc).unwrap();
            // Half of them go out, and are translated.
            if number % 2 == 0 {
                let target = Target::New {
                    kind: *kind,
                    language: lantoa::content::ContentLanguage::En,
                    organisation_id: world.front,
                    translation_of: Some(saved.item.id),
                };
                let mut english = document(*kind, "english");
                english.title = format!("English {number}");
                editorial::save(&world.system(), &target, english, &mut db.conn()).unwrap();
                let target = Target::New {
                    kind: *kind,
                    language: lantoa::content::ContentLanguage::Muong,
                    organisation_id: world.front,
                    translation_of: Some(saved.item.id),
                };
                let mut muong = document(*kind, "mtq");
                muong.title = format!("Wa\u{312} bi\u{312}nh {number}");
                editorial::save(&world.system(), &target, muong, &mut db.conn()).unwrap();
            }
        }
    }
    let (other, _) = round_trip(db);
    let groups = "select count(distinct translation_group) from items";
    assert_eq!(db.text(groups), other.text(groups));
    let hashes = "select min(content_hash) || max(content_hash) from revisions";
    assert_eq!(db.text(hashes), other.text(hashes));
}

fn synonyms_survive_a_round_trip_and_the_file_wins(db: &TestDb) {
    let folder = Folder::basic();
    folder.write(
        "synonyms.toml",
        "[[short]]\nwords = [\"CS\", \"chính sách\"]\n\n\
         [[same]]\nwords = [\"LĐ-TB&XH\", \"lao động \\\"thương binh\\\"\", \"LĐTBXH\"]\n",
    );
    assert_eq!(import(db, &folder).synonyms.new, 2);
    let (other, exported) = round_trip(db);
    let forms = "select min(kind || forms) || max(kind || forms) from synonyms";
    assert_eq!(db.text(forms), other.text(forms));
    assert_eq!(
        exported.read("synonyms.toml"),
        "[[same]]\nwords = [\"LĐ-TB&XH\", \"lao động \\\"thương binh\\\"\", \"LĐTBXH\"]\n\n\
         [[short]]\nwords = [\"CS\", \"chính sách\"]\n"
    );
    folder.write("synonyms.toml", "[[same]]\nwords = [\"cs\", \"chế độ\"]\n");
    let report = import(db, &folder);
    assert_eq!((report.synonyms.changed, report.synonyms.new), (1, 0));
    assert_eq!(db.text("select count(*) from synonyms").as_deref(), Some("2"));
}

/// A small picture, as somebody would upload it.
fn png(shade: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let pixels = image::RgbImage::from_pixel(40, 30, image::Rgb([shade, 90, 60]));
    pixels.write_to(&mut bytes, image::ImageFormat::Png).expect("memory");
    bytes.into_inner()
}

fn pictures_keep_their_ids_texts_and_bytes(db: &TestDb) {
    let world = World::new(db);
    let store = store(db);
    let mut uids = Vec::new();
    for (shade, filename) in [(10, "Ảnh \"một\".PNG"), (20, "Ảnh một.png"), (30, "….jpg")]
    {
        let accepted = accept(&png(shade), &Limits::default()).expect("a picture");
        let uid = uuid::Uuid::now_v7().to_string();
        accepted.keep(&uid, &store).expect("stored");
        let asset = NewAsset {
            uid: uid.clone(),
            sha256: accepted.sha256.clone(),
            filename: filename.into(),
            mime: accepted.mime.into(),
            bytes: accepted.size() as i64,
            width: 40,
            height: 30,
            seconds: 0,
            alt: "Một \"mô tả\"".into(),
            caption: String::new(),
            credit: "Lan Tỏa".into(),
            rights: String::new(),
            alt_en: "A description".into(),
            caption_en: String::new(),
            state: AssetState::Ready.name().into(),
            organisation_id: world.front,
            created_by: None,
            created_at: world.now(),
        };
        asset.save(&mut db.conn()).expect("a new picture");
        uids.push(uid);
    }
    let author = world.role(Role::Editor, world.department);
    let mut doc = document(Kind::Article, "ảnh");
    doc.lead = Some(uids[0].clone());
    doc.body = format!("![media:{0}](media:{0} \"{0}\")\n\n![](media:{1})", uids[1], uids[2]);
    world.create(&author, world.department, doc).unwrap();
    let (other, folder) = round_trip(db);
    for uid in &uids {
        let row =
            format!("select alt || filename || sha256 || bytes from assets where uid = '{uid}'");
        assert_eq!(db.text(&row), other.text(&row));
    }
    let renditions = "select count(*) from orders where kind = 'renditions'";
    assert_eq!(other.text(renditions).as_deref(), Some("3"), "they are to be made there");
    assert!(folder.read("items/tin-bai/tin-ve-anh.md").contains("lead = \"anh-mot\""));
}

fn recordings_keep_their_ids_texts_and_bytes(db: &TestDb) {
    let world = World::new(db);
    let file = tagged_mp3(5, "iPhone");
    let uid = recorded(&world, &store(db), &file);
    let mut doc = document(Kind::Article, "bản thu");
    doc.recording = Some(uid.clone());
    let author = world.role(Role::Editor, world.department);
    let saved = world.create(&author, world.department, doc).unwrap();
    world.bring_to(State::Published, saved.revision.id);
    let (other, folder) = round_trip(db);
    let row = format!(
        "select seconds || mime || credit || filename || sha256 || bytes || state
         from assets where uid = '{uid}'"
    );
    assert_eq!(db.text(&row), other.text(&row));
    assert!(db.text(&row).is_some_and(|row| row.starts_with("5audio/mpeg")));
    let shown = "select count(*) from live_assets";
    assert_eq!(other.text(shown).as_deref(), Some("1"));
    let renditions = "select count(*) from orders where kind = 'renditions'";
    assert_eq!(other.text(renditions).as_deref(), Some("0"));
    assert_eq!(folder.files().get("media/ban-tin.mp3"), Some(&mp3(5)));
    assert!(folder.read("items/tin-bai/tin-ve-ban-thu.md").contains("recording = \"ban-tin\""));
}

fn an_export_of_the_same_database_changes_nothing(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    world.item_in(State::Published, &author, world.department);
    world.item_in(State::Draft, &author, world.department);
    let folder = Folder::absent();
    export_to(db, &folder);
    let report = import(db, &folder);
    assert!(!report.changed_anything(), "{report:?}");
    // What was written at the desk afterwards is newer than the folder.
    let live = Revision::live(1, &mut db.conn()).unwrap().expect("the first one is live");
    let mut next = live.document(&mut db.conn()).unwrap();
    next.sapo.push_str(" Mới.");
    world.advance(TimeDelta::hours(1));
    world.edit(&author, &live, next).unwrap();
    assert_eq!(import(db, &folder).items.unchanged, 2);
}

fn an_edited_export_becomes_the_next_revision(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    let saved = world.item_in(State::Published, &author, world.department);
    let folder = Folder::absent();
    export_to(db, &folder);
    let slug = Address::current(saved.item.id, &mut db.conn()).unwrap().expect("an address");
    folder.change(&format!("items/tin-bai/{slug}.md"), "Nội dung về", "Mọi điều về");
    assert_eq!(import(db, &folder).items.changed, 1);
    let all = Revision::of_item(saved.item.id, &mut db.conn()).unwrap();
    let states: Vec<State> = all.iter().map(Revision::state).collect();
    assert_eq!(states, [State::Published, State::Superseded]);
    // Into an empty database goes what the file says now.
    let other = TestDb::new(db.backend);
    import(&other, &folder);
    let text = other.text("select body_text from revisions").unwrap_or_default();
    assert!(text.starts_with("Mọi điều về"), "{text}");
}

fn an_export_goes_into_no_folder_that_holds_other_things(db: &TestDb) {
    let basic = Folder::basic();
    basic.write("items/tin-bai/a.md", article("A", ""));
    import(db, &basic);
    let again = export::run(db, &store(db), basic.path(), &mut |_| {});
    assert!(matches!(again, Err(ExportError::NotEmpty { .. })), "{again:?}");
    let folder = Folder::absent();
    std::fs::create_dir(folder.path()).unwrap();
    // what a process left that was broken off; no process has such a number
    let name = folder.path().file_name().unwrap().to_string_lossy().into_owned();
    std::fs::create_dir(folder.path().with_file_name(format!(".{name}.growing-4194305"))).unwrap();
    export_to(db, &folder);
    export_to(db, &folder);
    folder.write("items/tin-bai/moi.md", article("Mới", ""));
    folder.change("organisations.toml", "Thành phố", "Thủ đô");
    match export::run(db, &store(db), folder.path(), &mut |_| {}) {
        Err(ExportError::Changed { files, .. }) => {
            assert_eq!(files, ["items/tin-bai/moi.md", "organisations.toml"]);
        }
        other => panic!("{other:?}"),
    }
    assert!(folder.read("organisations.toml").contains("Thủ đô"));
    let beside: Vec<_> = std::fs::read_dir(folder.path().parent().unwrap()).unwrap().collect();
    assert_eq!(beside.len(), 1, "nothing half done is left over");
}
