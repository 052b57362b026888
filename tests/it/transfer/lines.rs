//! JSON Lines with a mapping.

use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use lantoa::transfer::import::{self, ImportError, Options, Report};

use super::{Folder, import as import_folder, now, shown, store};
use crate::harness::TestDb;

crate::on_each_database!(
    lines_become_articles_by_their_mapping,
    text_in_lines_is_text_and_not_markdown,
    faults_of_lines_have_line_numbers_and_the_rest_can_go_in,
    a_mapping_with_faults_is_told_before_any_line_is_read,
    a_fault_of_the_mapping_is_told_once_and_in_its_own_file,
);

const MAP: &str = "
body = \"plain\"
sapo = \"first-paragraph\"
long_title = \"shorten\"
dates = [\"%Y-%m-%d\"]
item = { kind = \"article\", status = \"published\", organisation = \"so\", published_at = 2019-01-01 }
[fields]
id = \"id\"
title = \"title\"
body = \"body\"
topics = \"meta.category\"
published_at = \"date\"
[values.topics]
job = \"dao-tao-nghe\"
";

fn run(db: &TestDb, file: &Path, map: &str, keep_going: bool) -> Result<Report, ImportError> {
    let map_file = file.with_extension("toml");
    std::fs::write(&map_file, map).expect("a file");
    let options = Options { map: Some(map_file), keep_going, ..Options::at(now()) };
    import::run(db, &store(db), file, &options, &mut |_| {})
}

fn file(db: &TestDb, name: &str, lines: &[&str]) -> PathBuf {
    import_folder(db, &Folder::basic());
    let path = db.folder().join(name);
    let text = lines.join("\n");
    if name.ends_with(".gz") {
        let mut zipped = GzEncoder::new(Vec::new(), Compression::fast());
        zipped.write_all(text.as_bytes()).expect("memory");
        std::fs::write(&path, zipped.finish().expect("memory")).expect("a file");
    } else {
        std::fs::write(&path, text).expect("a file");
    }
    path
}

fn lines_become_articles_by_their_mapping(db: &TestDb) {
    let long = "Câu đầu của một tít quá dài. ".repeat(12);
    let last = format!(
        "{{\"id\":3,\"title\":\"{long}\",\"body\":\"Chỉ một đoạn.\",\"meta\":{{\"category\":\"job\"}}}}"
    );
    let path = file(
        db,
        "news.jsonl.gz",
        &[
            r#"{"id":"n1","title":" Một ","body":"Mở đầu.\nĐoạn hai.\n\nĐoạn ba.","date":"2020-05-06","meta":{"category":"job"}}"#,
            "",
            r#"{"id":"n2","title":"Một","body":"Mở đầu.\nĐoạn hai.","date":null,"meta":{"category":"chinh-sach-giam-ngheo"}}"#,
            &last,
        ],
    );
    let report = run(db, &path, MAP, false).expect("imported");
    assert_eq!(report.items.new, 3);
    let one = |sql: &str| db.text(sql).unwrap_or_default();
    assert_eq!(one("select sapo from live where slug = 'mot'"), "Mở đầu.");
    assert_eq!(
        one("select slug from live where title = 'Một' order by slug desc limit 1"),
        "mot-2"
    );
    let text =
        "select body_text from revisions r join live l on l.revision_id = r.id where slug = 'mot'";
    assert_eq!(one(text), "Đoạn hai.\nĐoạn ba.");
    let dates = "select count(*) from live where published_at = '2020-05-05 17:00:00' or \
                 published_at = '2018-12-31 17:00:00'";
    assert_eq!(one(dates), "3");
    assert_eq!(one("select title from live where title <> 'Một'").chars().count(), 144);
    assert_eq!(one("select sapo from live where title <> 'Một'"), long.trim());
    // Again: nothing new.
    assert_eq!(run(db, &path, MAP, false).expect("imported").items.unchanged, 3);
}

fn text_in_lines_is_text_and_not_markdown(db: &TestDb) {
    let path = file(
        db,
        "news.jsonl",
        &[
            r##"{"id":"n1","title":"A","body":"Mở.\n# Không phải tít\n* sao *\n1. một\n<b>đậm</b> [x](http://a.vn)","meta":{"category":"job"}}"##,
        ],
    );
    run(db, &path, MAP, false).expect("imported");
    assert_eq!(
        db.text("select body_html from revisions").as_deref(),
        Some(
            "<p># Không phải tít</p>\n<p>* sao *</p>\n<p>1. một</p>\n\
             <p>&lt;b&gt;đậm&lt;/b&gt; [x](http://a.vn)</p>\n"
        )
    );
}

fn faults_of_lines_have_line_numbers_and_the_rest_can_go_in(db: &TestDb) {
    let good = |id: &str| {
        format!(
            "{{\"id\":\"{id}\",\"title\":\"T {id}\",\"body\":\"a\\nb\",\"meta\":{{\"category\":\"job\"}}}}"
        )
    };
    let (first, second) = (good("1"), good("1"));
    let path = file(
        db,
        "news.jsonl",
        &[
            &first,
            "{\"id\":",
            r#"{"id":"2","title":"","body":"a\nb","meta":{"category":"job"}}"#,
            r#"{"id":"3","title":"C","body":"a\nb","date":"hôm qua","meta":{"category":"jop"}}"#,
            &second,
            &good("4"),
        ],
    );
    let Err(ImportError::Faults(faults)) = run(db, &path, MAP, false) else { panic!("no faults") };
    let told = shown(&faults);
    for start in [
        "news.jsonl:2:6: syntax error: EOF",
        "news.jsonl:3:1: the key \"title\" is missing",
        "news.jsonl:4:1: \"published_at\" must be a time",
        "news.jsonl:5:1: the id \"",
    ] {
        assert!(told.iter().any(|fault| fault.starts_with(start)), "{start}: {told:#?}");
    }
    assert_eq!(db.text("select count(*) from items").as_deref(), Some("0"));
    let report = run(db, &path, MAP, true).expect("the good ones go in");
    assert_eq!((report.items.new, report.faults.len()), (2, 4));
}

fn a_fault_of_the_mapping_is_told_once_and_in_its_own_file(db: &TestDb) {
    let line = "{\"id\":\"a\",\"title\":\"Tít\",\"body\":\"Một.\"}";
    let other = line.replace("\"a\"", "\"b\"");
    let path = file(db, "news.jsonl", &[line, &other]);
    let map = format!("\n\n\n\n{}", MAP.replace("\"so\"", "\"soo\""));
    let Err(ImportError::Faults(faults)) = run(db, &path, &map, false) else { panic!("no faults") };
    let told = shown(&faults);
    assert_eq!(told.iter().filter(|one| one.contains("soo")).count(), 1, "{told:?}");
    assert!(
        told.iter().any(|one| one.contains("news.toml:10:") && one.contains("soo")),
        "{told:?}"
    );
}

fn a_mapping_with_faults_is_told_before_any_line_is_read(db: &TestDb) {
    let path = file(db, "news.jsonl", &["no JSON at all"]);
    let map =
        "boddy = \"plain\"\nbody = \"html\"\n[values.topic]\na = \"b\"\n[fields]\ntopics = \"x\"\n";
    let Err(ImportError::Faults(faults)) = run(db, &path, map, false) else { panic!("no faults") };
    let told = shown(&faults).join("\n");
    assert!(told.contains("unknown key \"boddy\"; did you mean \"body\"?"), "{told}");
    assert!(told.contains("\"body\" cannot be \"html\""), "{told}");
    assert!(told.contains("unknown key \"topic\"; did you mean \"topics\"?"), "{told}");
}
