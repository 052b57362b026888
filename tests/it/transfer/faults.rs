//! Bad input: each fault is told with file and line, none hides another, and
//! nothing is written.

use lantoa::transfer::Legacy;
use lantoa::transfer::import::Options;

use super::{Folder, article, faults, import, import_with, now, shown};
use crate::harness::{TestDb, mp3};

crate::on_each_database!(
    every_fault_of_a_folder_is_told_with_file_and_line,
    a_fault_writes_nothing_and_keep_going_imports_the_rest,
    two_files_cannot_have_one_address_or_one_id,
    an_address_of_another_item_of_the_database_is_refused,
    text_in_an_old_encoding_is_named_and_converted_when_asked_to,
    what_goes_out_must_be_whole,
    a_picture_that_does_not_decode_is_refused_before_anything_is_written,
    a_recording_is_told_from_a_picture_and_a_whole_one_from_a_part,
    files_that_the_format_does_not_know_are_told,
    synonyms_that_cannot_be_are_told_with_their_lines,
    a_page_is_not_put_where_something_else_stands,
    what_is_to_be_published_later_is_scheduled_and_not_out_before_its_time,
);

fn every_fault_of_a_folder_is_told_with_file_and_line(db: &TestDb) {
    let folder = Folder::basic();
    let broken = [
        ("a.md", "không có khai báo\n", "1:1: the file must begin with a line +++"),
        ("b.md", "+++\nkind = \"article\"\n", "1:1: the front matter is not closed"),
        ("c.md", "+++\nkind = \"article\"\ntitle = chào\n+++\n", "3:9: syntax error"),
        (
            "d.md",
            &article("D", "topic = [\"x\"]\n"),
            "9:1: unknown key \"topic\"; did you mean \"topics\"?",
        ),
        (
            "e.md",
            &article("E", "places = [\"xa-ba-vi\", \"xa-ba-vy\"]\n"),
            "9:23: there is no place \"xa-ba-vy\"; did you mean \"xa-ba-vi\"?",
        ),
        ("g.md", &article("G", "featured = \"yes\"\n"), "9:12: \"featured\" must be true or false"),
        ("h.md", &article("H", "id = \"12\"\n"), "9:1: \"id\" must be a UUID"),
        ("i.md", &article("I", "lead = \"anh\"\n"), "9:1: there is no picture \"anh\""),
        (
            "k.md",
            &article("K", "[article]\ngenre = \"new\"\n"),
            "10:1: \"article.genre\" cannot be \"new\"; did you mean \"news\"?",
        ),
        (
            "l.md",
            &article("L", "").replace("\"so\"", "\"sở\""),
            "7:1: there is no organisation \"sở\"",
        ),
        (
            "m.md",
            &article("M", "").replace("published\"", "publish\""),
            "5:1: \"status\" cannot be \"publish\"; did you mean \"published\"?",
        ),
        (
            "n.md",
            &article("N", "").replace("\"article\"", "\"articel\""),
            "2:1: \"kind\" cannot be \"articel\"; did you mean \"article\"?",
        ),
        (
            "o.md",
            &article("O", "").replace("dao-tao-nghe", "dao-tao-ngh"),
            "8:11: there is no term \"dao-tao-ngh\" in topics; did you mean \"dao-tao-nghe\"?",
        ),
        (
            "p.md",
            &article("P", "").replace("\"article\"", "\"story\""),
            "2:1: this file belongs into the folder items/guong-dien-hinh",
        ),
        (
            "q.md",
            &article("Q", "translation_of = \"khong-co\"\n"),
            "9:1: there is no item \"khong-co\"",
        ),
        (
            "r.md",
            &article("R", "").replace("2026-02-01T08:00:00+07:00", "\"hôm qua\""),
            "6:16: \"published_at\" must be a time such as",
        ),
    ];
    for (name, text, _) in &broken {
        folder.write(&format!("items/tin-bai/{name}"), text);
    }
    folder.write("items/tin-bai/f.md", b"+++\nkind = \"article\"\ntitle = \"\xC3\x28\"\n+++\n");
    let told = faults(db, &folder);
    let expected = broken
        .iter()
        .map(|(name, _, message)| (*name, *message))
        .chain([("f.md", "3:10: invalid UTF-8; save the file as UTF-8")]);
    for (name, message) in expected {
        let start = format!("items/tin-bai/{name}:{message}");
        assert!(told.iter().any(|fault| fault.starts_with(&start)), "{start}\n{}", told.join("\n"));
    }
}

fn a_fault_writes_nothing_and_keep_going_imports_the_rest(db: &TestDb) {
    let folder = Folder::basic();
    folder.write("items/tin-bai/dung.md", article("Đúng", ""));
    folder.write("items/tin-bai/sai.md", article("Sai", "lạ = 1\n"));
    assert_eq!(faults(db, &folder).len(), 1);
    assert_eq!(db.text("select count(*) from organisations").as_deref(), Some("0"));
    let options = Options { keep_going: true, ..Options::at(now()) };
    let report = import_with(db, &folder, &options).expect("the good ones go in");
    assert_eq!((report.items.new, report.faults.len()), (1, 1));
    assert_eq!(db.text("select title from live").as_deref(), Some("Đúng"));
}

fn what_is_to_be_published_later_is_scheduled_and_not_out_before_its_time(db: &TestDb) {
    let folder = Folder::basic();
    let out_at = |time: &str| article("A", "").replace("2026-02-01T08:00:00", time);
    folder.write("items/tin-bai/a.md", out_at("2026-03-02T08:15:01"));
    let told = faults(db, &folder);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("items/tin-bai/a.md:"), "{told:?}");
    assert!(told[0].contains("has status = \"scheduled\" and publish_at"), "{told:?}");
    folder.write("items/tin-bai/a.md", out_at("2026-03-02T08:15:00"));
    import(db, &folder);
}

fn two_files_cannot_have_one_address_or_one_id(db: &TestDb) {
    let id = "id = \"0190b1de-0000-7000-8000-000000000001\"\n";
    let folder = Folder::basic();
    folder.write("items/tin-bai/a.md", article("Cùng tên", ""));
    folder.write("items/tin-bai/b.md", article("Cùng  tên", ""));
    folder.write("items/tin-bai/c.md", article("C", &format!("old_slugs = [\"cung-ten\"]\n{id}")));
    folder.write("items/tin-bai/d.md", article("D", id));
    let told = faults(db, &folder);
    assert_eq!(
        told,
        [
            "items/tin-bai/b.md:1:1: the address \"cung-ten\" stands in items/tin-bai/a.md already",
            "items/tin-bai/c.md:9:1: the address \"cung-ten\" stands in items/tin-bai/a.md already",
            "items/tin-bai/d.md:9:1: the id \"0190b1de-0000-7000-8000-000000000001\" \
             stands in items/tin-bai/c.md already",
        ]
    );
}

fn an_address_of_another_item_of_the_database_is_refused(db: &TestDb) {
    let folder = Folder::basic();
    folder.write("items/tin-bai/a.md", article("A", "slug = \"moi\"\n"));
    import(db, &folder);
    folder.remove("items/tin-bai/a.md");
    folder.write("items/tin-bai/b.md", article("B", "slug = \"moi\"\n"));
    assert_eq!(
        faults(db, &folder),
        ["items/tin-bai/b.md:9:1: the address \"moi\" belongs to another item; free: \"moi-2\""]
    );
    // One that is only made from the title gives way.
    folder.write("items/tin-bai/b.md", article("Mới", ""));
    import(db, &folder);
    let address = db.text("select slug from live where title = 'Mới'");
    assert_eq!(address.as_deref(), Some("moi-2"));
}

fn text_in_an_old_encoding_is_named_and_converted_when_asked_to(db: &TestDb) {
    let folder = Folder::basic();
    // TCVN3 as bytes, and VNI pasted as letters.
    let head =
        b"+++\nkind = \"article\"\nstatus = \"draft\"\norganisation = \"so\"\ntitle = \"".to_vec();
    let tcvn3 =
        [&head[..], b"Gi\xB6m ngh\xCCo, n\xAD\xEDc s\xB9ch\"\n+++\nB\xD2n v\xF7ng\n"].concat();
    folder.write("items/tin-bai/a.md", tcvn3);
    let vni = format!(
        "{}Nghề\"\n+++\nGiaûm ngheøo beàn vöõng, hoã trôï hoä caän ngheøo\n",
        String::from_utf8_lossy(&head)
    );
    folder.write("items/tin-bai/b.md", vni);
    assert_eq!(
        faults(db, &folder),
        [
            "items/tin-bai/a.md:5:12: the text is in the old encoding TCVN3; \
             add --convert-legacy to convert it",
            "items/tin-bai/b.md:7:1: the text is in the old encoding VNI; \
             add --convert-legacy to convert it",
        ]
    );
    let options = Options { legacy: Legacy::Convert, ..Options::at(now()) };
    import_with(db, &folder, &options).expect("converted");
    let title = db.text("select title from revisions where title <> 'Nghề'");
    assert_eq!(title.as_deref(), Some("Giảm nghèo, nước sạch"));
    let body = db.text("select body_text from revisions where title = 'Nghề'");
    assert_eq!(body.as_deref(), Some("Giảm nghèo bền vững, hỗ trợ hộ cận nghèo"));
}

fn what_goes_out_must_be_whole(db: &TestDb) {
    let folder = Folder::basic();
    let bare =
        "+++\nkind = \"article\"\ntitle = \"T\"\norganisation = \"so\"\nstatus = \"S\"\n+++\n";
    folder.write("items/tin-bai/a.md", bare.replace('S', "published"));
    assert_eq!(
        faults(db, &folder),
        [
            "items/tin-bai/a.md:1:1: without \"sapo\" it cannot go out",
            "items/tin-bai/a.md:1:1: at least one of topics is needed",
            "items/tin-bai/a.md:7:1: without \"body\" it cannot go out",
        ]
    );
    folder.write("items/tin-bai/a.md", bare.replace('S', "draft"));
    assert_eq!(import(db, &folder).items.new, 1);
    assert_eq!(db.text("select count(*) from live").as_deref(), Some("0"));
}

fn a_picture_that_does_not_decode_is_refused_before_anything_is_written(db: &TestDb) {
    let folder = Folder::basic();
    folder.write("media/a.jpg", b"\xFF\xD8\xFF\xE0 and no more");
    folder.write("media/b.png", b"<svg onload=\"alert(1)\"/>");
    folder.write("media/c.toml", "alt = \"Không có ảnh\"\n");
    let told = faults(db, &folder);
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].starts_with("media/a.jpg: the file is refused: the JPEG"), "{told:?}");
    assert!(told[1].starts_with("media/b.png: the file is refused: the file is"), "{told:?}");
    assert!(
        told[2].starts_with("media/c.toml: there is no picture or recording of this name"),
        "{told:?}"
    );
    assert_eq!(db.text("select count(*) from organisations").as_deref(), Some("0"));
}

fn a_recording_is_told_from_a_picture_and_a_whole_one_from_a_part(db: &TestDb) {
    let folder = Folder::basic();
    let whole = mp3(3);
    folder.write("media/tieng.mp3", &whole);
    folder.write("media/cut.m4a", &whole[..whole.len() - 9]);
    folder.write("items/tin-bai/a.md", article("A", "lead = \"tieng\"\nrecording = \"tien\"\n"));
    folder.write("items/tin-bai/b.md", article("B", "recording = \"cut\"\n"));
    assert_eq!(
        faults(db, &folder),
        [
            "items/tin-bai/a.md:9:1: there is no picture \"tieng\"",
            "items/tin-bai/a.md:10:1: there is no recording \"tien\"; did you mean \"tieng\"?",
            "media/cut.m4a: the file is refused: the MP3 ends too early",
        ]
    );
    folder.remove("media/cut.m4a");
    folder.remove("items/tin-bai/b.md");
    folder.write("items/tin-bai/a.md", article("A", "recording = \"tieng\"\n"));
    let report = import(db, &folder);
    assert_eq!((report.pictures.new, report.items.new), (1, 1));
    assert_eq!(db.text("select mime || seconds from assets").as_deref(), Some("audio/mpeg3"));
}

fn files_that_the_format_does_not_know_are_told(db: &TestDb) {
    let folder = Folder::basic();
    folder.write("README.md", "Giải thích");
    folder.write(".git/config", "");
    folder.write("organisation.toml", "");
    folder.write("items/tin-bay/a.md", article("A", ""));
    folder.write("items/tin-bai/a.txt", "A");
    folder.write("taxonomies/topics.toml", "");
    let options = Options { keep_going: true, ..Options::at(now()) };
    let report = import_with(db, &folder, &options).expect("the rest goes in");
    assert_eq!(
        shown(&report.faults),
        [
            "organisation.toml: no file of this name is read; did you mean \"organisations.toml\"?",
            "taxonomies/topics.toml: no file of this name is read; \
             did you mean \"taxonomies/topic.toml\"?",
            "items/tin-bai/a.txt: no file of this name is read; \
             did you mean \"items/tin-bai/….md\"?",
            "items/tin-bay/a.md: no file of this name is read; \
             did you mean \"items/tin-bai/….md\"?",
        ]
    );
}

fn synonyms_that_cannot_be_are_told_with_their_lines(db: &TestDb) {
    let folder = Folder::basic();
    folder.write(
        "synonyms.toml",
        "[[same]]\nwords = [\"UBND\"]\n[[same]]\nword = [\"a\", \"b\"]\n\
         [[short]]\nwords = [\"CS\", \"…\"]\n[[same]]\nwords = [\"TP\", \"thành phố\"]\n\
         [[short]]\nwords = [\"tp\", \"thủ phủ\"]\n",
    );
    let found = faults(db, &folder).join("\n");
    for expected in [
        "synonyms.toml:2:1: two forms at least are needed",
        "synonyms.toml:3:1: the key \"words\" is missing",
        "synonyms.toml:4:1: unknown key \"word\"; did you mean \"words\"?",
        "synonyms.toml:6:1: \"…\" holds no word",
        "synonyms.toml:9:1: the group of synonyms \"tp\" stands in synonyms.toml already",
    ] {
        assert!(found.contains(expected), "{expected}\n{found}");
    }
    assert_eq!(db.text("select count(*) from synonyms").as_deref(), Some("0"));
}

fn a_page_is_not_put_where_something_else_stands(db: &TestDb) {
    let folder = Folder::basic();
    let page = "+++\ntitle = \"Tìm\"\nkey = \"find\"\nslug = \"tim-kiem\"\n+++\nTìm gì?\n";
    folder.write("pages/vi/tim.md", page);
    let told = "pages/vi/tim.md:4:1: something else stands at /tim-kiem, choose another slug";
    assert_eq!(faults(db, &folder), [told]);
}
