//! The form of an item: nothing that was typed is ever lost.

use lantoa::accounts::Role;
use lantoa::content::Revision;

use super::{ARTICLE, id_of, signed_in, state, written};
use crate::harness::{Browser, TestDb, TestSite, World, fields_of};

crate::on_each_database!(
    what_is_wrong_is_told_at_its_field_and_everything_typed_stays,
    what_is_missing_is_told_when_it_is_submitted_and_it_is_saved,
    a_stale_form_loses_nothing,
    two_who_save_the_same_item_get_both_texts_side_by_side,
    a_preview_holds_no_script,
    text_in_an_old_encoding_is_offered_converted_and_saved_as_chosen,
    every_kind_has_a_form_that_is_saved_and_read_back_the_same,
    two_revisions_are_compared_word_by_word,
    a_translation_begins_with_what_its_original_is_filed_under,
    a_translation_is_offered_in_the_languages_that_are_missing,
    bytes_that_are_no_text_are_refused_and_shown_as_far_as_they_are,
    who_lost_their_role_meanwhile_is_shown_what_they_typed,
    the_desk_speaks_english_to_who_chose_it,
);

fn what_is_wrong_is_told_at_its_field_and_everything_typed_stays(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let typed = [
        ("title", ""),
        ("sapo", "Một sapo dài và quý giá"),
        ("event.starts_at.date", "45/13/2026"),
        ("places.add", "xa-ba-vyy"),
        ("slug", "!!!"),
    ];
    let answer = editor.press("/desk/items/new?kind=event", "/desk/items", &typed);
    assert_eq!(answer.status, 422);
    let page = answer.text();
    for told in [
        "Hãy viết tít.",
        "45/13/2026",
        "Một sapo dài và quý giá",
        "Xã Ba Vì",
        "không có chữ hay số",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(page.contains("aria-describedby=\"f-title-error"), "the error is tied to its field");
    assert_eq!(db.text("select count(*) from items").as_deref(), Some("0"));
}

fn what_is_missing_is_told_when_it_is_submitted_and_it_is_saved(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let typed = [("title", "Chỉ có tít"), ("then", "submit")];
    let answer = editor.press("/desk/items/new?kind=article", "/desk/items", &typed);
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("Đã lưu, nhưng chưa gửi duyệt được"));
    assert!(answer.text().contains("Hãy chọn ít nhất một chuyên mục."));
    assert_eq!(state(&world, 1), "draft");
}

fn a_stale_form_loses_nothing(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let open = editor.get("/desk/items/new?kind=article");
    // Signed out meanwhile, in another window.
    editor.press("/desk/account", "/desk/session/end", &[]);
    let typed = [ARTICLE, &[("byline", "Trần Thị Lan")]].concat();
    let kept = editor.press_on(&open, "/desk/items", &typed);
    assert!(kept.text().contains("Phiên giao dịch **cố định**"), "{}", kept.text());
    for chosen in ["Chính sách giảm nghèo", "Chuyên mục"] {
        assert!(kept.text().contains(chosen), "as the form shows it: {chosen}: {}", kept.text());
    }
    let again = editor.press_on(
        &kept,
        "/desk/session",
        &[("email", "lan@example.vn"), ("password", crate::harness::PASSWORD)],
    );
    assert_eq!(again.status, 200, "{}", again.text());
    let saved = editor.press_on(&again, "/desk/items", &[]);
    let id = id_of(&saved);
    let page = editor.get(&format!("/desk/items/{id}")).text();
    assert!(page.contains("Phiên giao dịch **cố định**") && page.contains("Trần Thị Lan"));
}

fn two_who_save_the_same_item_get_both_texts_side_by_side(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut lan = signed_in(&site, &world, "lan", &[Role::Editor]);
    let mut tu = signed_in(&site, &world, "tu", &[Role::Editor]);
    let id = written(&mut lan);
    let page = format!("/desk/items/{id}");
    let open = tu.get(&page);
    lan.press(&page, &page, &[("body", "Bản của chị Lan.")]);
    let conflict = tu.press_on(&open, &page, &[("body", "Bản của anh Tú."), ("byline", "Tú")]);
    assert_eq!(conflict.status, 409);
    let carried = fields_of(&conflict, &page);
    assert!(carried.contains(&("body".into(), "Bản của anh Tú.".into())));
    for words in ["chị Lan", "anh Tú"] {
        assert!(conflict.text().contains(words), "{words}: {}", conflict.text());
    }
    assert_eq!(id_of(&tu.press_on(&conflict, &page, &[])), id);
    let newest = Revision::latest(id, &mut world.conn()).unwrap().expect("a revision");
    let said = newest.document(&mut world.conn()).unwrap();
    assert_eq!(
        (newest.number, said.body.as_str(), said.byline.as_str()),
        (3, "Bản của anh Tú.", "Tú")
    );
}

fn a_preview_holds_no_script(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let open = editor.get("/desk/items/new?kind=article");
    let mut fields = fields_of(&open, "/desk/items");
    fields.retain(|(name, _)| name != "body" && name != "title");
    fields.push(("title".into(), "<script>alert(1)</script>".into()));
    let body =
        "<script>alert(2)</script><img src=x onerror=alert(3)>\n\n[a](javascript:alert(4)) **đậm**";
    fields.push(("body".into(), body.into()));
    for part in [false, true] {
        let mut request = TestSite::request(actix_web::http::Method::POST, "/desk/preview")
            .insert_header(("sec-fetch-site", "same-origin"))
            .set_form(&fields);
        if part {
            request = request.insert_header(("x-preview-part", "1"));
        }
        let answer = editor.send(request);
        let page = answer.text();
        assert_eq!(answer.status, 200);
        assert!(page.contains("<strong>đậm</strong>"));
        for bad in ["<script>alert", "onerror=", "javascript:"] {
            assert!(!page.contains(bad), "{bad}: {page}");
        }
    }
    assert_eq!(db.text("select count(*) from items").as_deref(), Some("0"), "nothing is saved");
}

fn text_in_an_old_encoding_is_offered_converted_and_saved_as_chosen(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let old = "Gi¶m nghÌo bÒn v÷ng, hç trî hé cËn nghÌo ë vïng ®ång bµo d©n téc";
    let typed = [("title", "Hỗ trợ hộ nghèo"), ("body", old)];
    let offered = editor.press("/desk/items/new?kind=article", "/desk/items", &typed);
    assert_eq!(offered.status, 422);
    let page = offered.text();
    assert!(page.contains("TCVN3") && page.contains("Giảm nghèo bền vững") && page.contains(old));
    assert_eq!(db.text("select count(*) from items").as_deref(), Some("0"));
    // The first form is the converted one.
    let id = id_of(&editor.press_on(&offered, "/desk/items", &[]));
    let page = editor.get(&format!("/desk/items/{id}")).text();
    assert!(page.contains("hỗ trợ hộ cận nghèo ở vùng đồng bào dân tộc"), "{page}");
}

fn every_kind_has_a_form_that_is_saved_and_read_back_the_same(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let own: [(&str, &[(&str, &str)]); 4] = [
        ("article", &[("article.genre", "interview"), ("article.source_url", "https://a.vn/1")]),
        ("leaflet", &[("leaflet.print_size", "a5"), ("leaflet.valid_until", "2026-12-31")]),
        ("story", &[("story.figures.0.label", "Thu nhập"), ("story.consents.0.person", "Chị M.")]),
        ("event", &[("event.starts_at.date", "2026-12-05"), ("event.starts_at.time", "08:00")]),
    ];
    for (kind, typed) in own {
        let form = format!("/desk/items/new?kind={kind}");
        let typed = [typed, &[("title", "Một tít"), ("places.add", "xa ba vi")]].concat();
        let page = format!("/desk/items/{}", id_of(&editor.press(&form, "/desk/items", &typed)));
        let fields = fields_of(&editor.get(&page), &page);
        for (name, value) in typed.iter().filter(|(name, _)| *name != "places.add") {
            assert!(
                fields.contains(&((*name).into(), (*value).into())),
                "{kind} {name}: {fields:?}"
            );
        }
        assert!(fields.contains(&("places".into(), "xa-ba-vi".into())), "{kind}");
        // Saved again as it stands, it is the same revision.
        assert_eq!(editor.press(&page, &page, &[]).status, 303);
        let shown = editor.get(&page).text();
        assert!(shown.contains("Bản 1") && !shown.contains("Bản 2"), "{kind}");
    }
}

fn two_revisions_are_compared_word_by_word(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let id = written(&mut editor);
    let page = format!("/desk/items/{id}");
    editor.press(&page, &page, &[("sapo", "Hộ cận nghèo vay vốn ngay tại điểm giao dịch xã.")]);
    let changes = editor.get(&format!("{page}/changes?from=1&to=2"));
    assert_eq!(changes.status, 200);
    let text = changes.text();
    assert!(text.contains("<ins>cận ") || text.contains("<ins> cận"), "{text}");
    assert_eq!(editor.get(&format!("{page}/changes?from=1&to=9")).status, 404);
    let revision = editor.get(&format!("{page}/revisions/2"));
    assert!(revision.text().contains("<strong>cố định</strong>"));
}

fn a_translation_begins_with_what_its_original_is_filed_under(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let id = written(&mut editor);
    let form = format!("/desk/items/new?kind=article&translation_of={id}");
    let open = editor.get(&form);
    let fields = fields_of(&open, "/desk/items");
    assert!(fields.contains(&("topics".into(), "chinh-sach-giam-ngheo".into())));
    assert!(fields.contains(&("language".into(), "en".into())));
    let english = editor.press_on(&open, "/desk/items", &[("title", "Loans in every commune")]);
    let english = id_of(&english);
    let page = editor.get(&format!("/desk/items/{id}")).text();
    assert!(page.contains(&format!("/desk/items/{english}\"")), "each names the other");
}

fn a_translation_is_offered_in_the_languages_that_are_missing(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let id = written(&mut editor);
    let offered = |editor: &mut Browser, id: i64| {
        let html = editor.get(&format!("/desk/items/{id}")).text();
        let languages = html.split("&amp;language=").skip(1);
        languages.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(offered(&mut editor, id), ["en", "mtq", "ium"]);
    let form = format!("/desk/items/new?kind=article&translation_of={id}&language=mtq");
    let open = editor.get(&form);
    assert!(fields_of(&open, "/desk/items").contains(&("language".into(), "mtq".into())));
    let muong = editor.press_on(&open, "/desk/items", &[("title", "Wa binh")]);
    let muong = id_of(&muong);
    assert_eq!(offered(&mut editor, id), ["en", "ium"]);
    assert_eq!(offered(&mut editor, muong), ["en", "ium"]);
    let list = editor.get("/desk/items").text();
    assert!(list.contains("Tiếng Mường"), "lists name the language");
    // The form that was open meanwhile is not lost, and does not write it twice.
    let again = editor.press_on(&open, "/desk/items", &[("title", "Wa binh hai")]);
    assert_eq!(again.status, 422);
    assert!(again.text().contains("Wa binh hai") && again.text().contains("đã có bản dịch"));
}

fn who_lost_their_role_meanwhile_is_shown_what_they_typed(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let open = editor.get("/desk/items/new?kind=article");
    db.run_sql("delete from memberships").expect("sql");
    let answer = editor.press_on(&open, "/desk/items", ARTICLE);
    assert_eq!(answer.status, 403);
    for told in ["Nội dung đã nhập", "Phiên giao dịch **cố định**", "Chính sách giảm nghèo"]
    {
        assert!(answer.text().contains(told), "{told}: {}", answer.text());
    }
    assert!(!answer.text().contains("form_token</dt>"), "what carries the form is not");
    let looked = editor.get("/desk/items/999999").text();
    assert!(!looked.contains("Nội dung đã nhập"), "where nothing was typed, nothing is said");
}

fn bytes_that_are_no_text_are_refused_and_shown_as_far_as_they_are(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let token = crate::harness::form_token(&editor.get("/desk/items/new?kind=article"));
    let request = TestSite::request(actix_web::http::Method::POST, "/desk/items")
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header(("content-type", "application/x-www-form-urlencoded"))
        .set_payload(format!("form_token={token}&kind=article&title=Gi%B6m+xong"));
    let answer = editor.send(request);
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("UTF-8"));
    assert!(answer.text().contains("Gi\u{fffd}m xong"), "{}", answer.text());
}

fn the_desk_speaks_english_to_who_chose_it(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    db.run_sql("update accounts set language = 'en'").expect("sql");
    let page = editor.get("/desk").text();
    assert!(page.contains("lang=\"en\"") && page.contains("My work"), "{page}");
    let failure = editor.get("/desk/items/999999");
    assert_eq!(failure.status, 404);
    assert!(failure.text().contains("Page not found"));
}
