//! What pages say of themselves to machines.

use std::collections::{BTreeMap, BTreeSet};

use lantoa::content::details::{Details, EventStatus};
use lantoa::content::{Document, Kind, Language, Picture};
use lantoa::web::render::context;
use lantoa::web::site::metadata::{Crumb, Head, Shown};
use scraper::{Html, Selector};
use serde_json::Value;

use crate::feeds::newsroom::{Newsroom, Published};
use crate::harness::{TestDb, TestSite, document};

crate::on_each_database!(
    an_items_head_says_what_it_is_where_it_is_and_when_it_changed,
    what_was_typed_ends_neither_the_head_nor_its_script,
    an_event_tells_calendars_when_where_and_whether,
    linked_data_uses_words_that_schema_org_knows,
    an_illustration_is_no_news_and_says_so_to_machines,
    translations_point_at_each_other_only_while_both_are_live,
    a_hidden_page_is_not_to_be_found,
    the_home_page_says_who_publishes_and_how_to_search,
);

/// The head as the theme writes it.
fn written(site: &TestSite, head: &Head, language: Language) -> Html {
    #[derive(serde::Serialize)]
    struct View<'a> {
        head: &'a Head,
    }
    let context = context(&View { head }).expect("a struct");
    let html = site.app.site_theme().render("partials/head.html", language, &context);
    Html::parse_document(&html.expect("the partial renders"))
}

fn item_head(room: &Newsroom, site: &TestSite, item: &Published) -> Head {
    let conn = &mut room.world.conn();
    let live = room.live(item);
    let text = item.0.revision.document(conn).expect("what was published");
    let lead: Vec<String> = text.lead.iter().cloned().collect();
    let interface = live.language().interface();
    let pictures = Picture::load(&lead, interface, conn).expect("the database answers");
    let shown = Shown { picture: pictures.values().next(), recording: None };
    let others = live.translations(conn).expect("the database answers");
    Head::item(&site.app, &live, &text, &shown, &others)
}

fn attribute(html: &Html, selector: &str, name: &str) -> String {
    let selector = Selector::parse(selector).expect("a selector");
    let found: Vec<&str> = html.select(&selector).filter_map(|one| one.attr(name)).collect();
    assert!(found.len() < 2, "{selector:?} stands {} times", found.len());
    found.first().copied().unwrap_or_default().to_owned()
}

fn meta(html: &Html, name: &str) -> String {
    attribute(html, &format!("meta[name='{name}'], meta[property='{name}']"), "content")
}

/// The nodes of the page's one block of linked data.
fn graph(html: &Html) -> Vec<Value> {
    let selector = Selector::parse("script[type='application/ld+json']").expect("a selector");
    let blocks: Vec<String> = html.select(&selector).map(|one| one.text().collect()).collect();
    assert_eq!(blocks.len(), 1);
    let data: Value = serde_json::from_str(&blocks[0]).expect("JSON");
    assert_eq!(data["@context"], "https://schema.org");
    data["@graph"].as_array().expect("nodes").clone()
}

fn node(graph: &[Value], kind: &str) -> Value {
    graph.iter().find(|one| one["@type"] == kind).cloned().unwrap_or_else(|| panic!("no {kind}"))
}

fn an_items_head_says_what_it_is_where_it_is_and_when_it_changed(db: &TestDb) {
    let room = Newsroom::new(db);
    let picture = room.picture("Vườn rau \"xanh\"");
    let mut text = document(Kind::Article, "vay vốn");
    text.lead = Some(picture.clone());
    let first = room.publish(text);
    room.world.advance(chrono::TimeDelta::hours(2));
    let item = room.correct(&first, |text| text.correction = "Con số đúng là 12.".into());
    let site = room.site();
    let html = written(&site, &item_head(&room, &site, &item), Language::Vi);
    let url = format!("https://lantoa.test{}", room.live(&item).path());
    let image = format!("https://lantoa.test/media/{picture}/1024.jpg");
    let card = format!("{url}/anh-chia-se.png");
    let expected = [
        ("description", "Những điều người dân cần biết về vay vốn."),
        ("og:type", "article"),
        ("og:title", "Tin về vay vốn"),
        ("og:url", &url),
        ("og:locale", "vi_VN"),
        ("og:site_name", "Lan Tỏa"),
        ("og:image", &card),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:alt", "Tin về vay vốn"),
        ("twitter:card", "summary_large_image"),
        ("og:image:type", "image/png"),
        ("article:published_time", "2026-03-02T08:00:00+07:00"),
        ("article:modified_time", "2026-03-02T10:00:00+07:00"),
        ("article:section", "Tin bài"),
        ("robots", ""),
    ];
    for (name, value) in expected {
        assert_eq!(meta(&html, name), value, "{name}");
    }
    assert_eq!(attribute(&html, "link[rel=canonical]", "href"), url);
    let atom = attribute(&html, "link[type='application/atom+xml']", "href");
    assert_eq!(atom, "https://lantoa.test/tin-bai/feed/atom.xml");
    assert_eq!(site.get("/tin-bai/feed/atom.xml").status, 200);
    let news = node(&graph(&html), "NewsArticle");
    assert_eq!(news["headline"], "Tin về vay vốn");
    assert_eq!(news["datePublished"], "2026-03-02T08:00:00+07:00");
    assert_eq!(news["dateModified"], "2026-03-02T10:00:00+07:00");
    assert_eq!(news["correction"], "Con số đúng là 12.");
    assert_eq!(
        (&news["author"]["@type"], &news["author"]["name"]),
        (&Value::from("Person"), &Value::from("Nguyễn Thị Lan"))
    );
    assert_eq!(news["publisher"]["@type"], "GovernmentOrganization");
    assert_eq!(news["image"]["url"], image.replace("1024", "1600").as_str());
    let crumbs = node(&graph(&html), "BreadcrumbList");
    let names: Vec<&str> = crumbs["itemListElement"]
        .as_array()
        .expect("steps")
        .iter()
        .filter_map(|step| step["name"].as_str())
        .collect();
    assert_eq!(names, ["Trang chủ", "Tin bài", "Tin về vay vốn"]);
}

fn what_was_typed_ends_neither_the_head_nor_its_script(db: &TestDb) {
    let room = Newsroom::new(db);
    let typed = "A</script><script>alert(1)</script>\"><!-- & \u{2028} </title> 'x'";
    let mut text = document(Kind::Event, "x");
    text.title = typed.into();
    text.sapo = typed.into();
    if let Details::Event(event) = &mut text.details {
        event.venue = typed.into();
    }
    let item = room.publish(text);
    let site = room.site();
    let head = item_head(&room, &site, &item);
    assert!(!head.json_ld.contains(['<', '>', '&', '\u{2028}']), "{}", head.json_ld);
    let html = written(&site, &head, Language::Vi);
    let scripts = Selector::parse("script").expect("a selector");
    assert_eq!(html.select(&scripts).count(), 1);
    let event = node(&graph(&html), "Event");
    let title = event["name"].as_str().unwrap_or_default().to_owned();
    assert!(title.starts_with("A</script><script>alert(1)</script>\"><!-- &"), "{title}");
    assert_eq!(meta(&html, "og:title"), title);
}

fn an_event_tells_calendars_when_where_and_whether(db: &TestDb) {
    let room = Newsroom::new(db);
    let site = room.site();
    for (status, expected) in [
        (EventStatus::Scheduled, "EventScheduled"),
        (EventStatus::Postponed, "EventPostponed"),
        (EventStatus::Cancelled, "EventCancelled"),
        (EventStatus::Ended, "EventScheduled"),
    ] {
        let mut text = document(Kind::Event, status.name());
        if let Details::Event(event) = &mut text.details {
            event.status = status;
            // Written with another offset, told in Vietnam's.
            event.starts_at = chrono::DateTime::parse_from_rfc3339("2026-12-05T01:00:00Z").ok();
        }
        let item = room.publish(text);
        let html = written(&site, &item_head(&room, &site, &item), Language::Vi);
        let event = node(&graph(&html), "Event");
        assert_eq!(event["eventStatus"], format!("https://schema.org/{expected}"));
        assert_eq!(event["startDate"], "2026-12-05T08:00:00+07:00");
        assert_eq!(event["endDate"], "2026-12-05T11:30:00+07:00");
        assert_eq!(event["location"]["name"], "Nhà văn hóa xã");
        assert_eq!(event["location"]["address"]["addressLocality"], "Xã Ba Vì");
        assert_eq!(event["location"]["address"]["addressCountry"], "VN");
        assert_eq!(event["organizer"]["name"], "Ủy ban nhân dân xã");
    }
}

/// The types we write and the properties schema.org (version 29) gives them,
/// their own and those they inherit, as far as we use them. `correction` and
/// `eventAttendanceMode` came last, in versions 3.4 and 7.
const VOCABULARY: &[(&str, &[&str])] = &[
    ("NewsArticle", ARTICLE),
    ("Article", ARTICLE),
    (
        "Event",
        &[
            "name",
            "url",
            "description",
            "image",
            "inLanguage",
            "keywords",
            "startDate",
            "endDate",
            "eventStatus",
            "eventAttendanceMode",
            "location",
            "organizer",
            "isAccessibleForFree",
            "disambiguatingDescription",
        ],
    ),
    ("ImageObject", &["url", "width", "height", "caption", "creditText"]),
    ("Place", &["name", "address"]),
    ("PostalAddress", &["streetAddress", "addressLocality", "addressRegion", "addressCountry"]),
    ("Person", &["name"]),
    ("Organization", &["name"]),
    ("GovernmentOrganization", &["name", "url", "telephone", "email", "address"]),
    ("Audience", &["audienceType"]),
    ("WebPage", &[]),
    ("WebSite", &["name", "alternateName", "url", "inLanguage", "publisher", "potentialAction"]),
    // `query-input` is the annotation of `query` that schema.org/docs/actions.html tells of.
    ("SearchAction", &["target", "query-input"]),
    ("EntryPoint", &["urlTemplate"]),
    ("BreadcrumbList", &["itemListElement"]),
    ("ListItem", &["position", "name", "item"]),
];

const ARTICLE: &[&str] = &[
    "headline",
    "url",
    "description",
    "image",
    "inLanguage",
    "keywords",
    "datePublished",
    "dateModified",
    "articleSection",
    "abstract",
    "correction",
    "author",
    "publisher",
    "mainEntityOfPage",
    "contentLocation",
    "isBasedOn",
    "creditText",
    "audience",
    "expires",
    "isAccessibleForFree",
    "disambiguatingDescription",
];

/// Every type and property of `value` is in the vocabulary; returns the types.
fn known_words(value: &Value, found: &mut BTreeSet<String>) {
    let vocabulary: BTreeMap<&str, &[&str]> = VOCABULARY.iter().copied().collect();
    match value {
        Value::Array(all) => all.iter().for_each(|one| known_words(one, found)),
        Value::Object(object) => {
            let kind = object.get("@type").and_then(Value::as_str);
            if let Some(kind) = kind {
                found.insert(kind.to_owned());
                let known = vocabulary.get(kind).unwrap_or_else(|| panic!("{kind} is no type"));
                for key in object.keys().filter(|key| !key.starts_with('@')) {
                    assert!(known.contains(&key.as_str()), "{kind} has no {key}");
                }
            }
            assert!(kind.is_some() || object.contains_key("@id"), "{object:?} is of no type");
            for (key, inner) in object {
                assert!(!inner.is_null() && inner != "", "{key} is empty");
                known_words(inner, found);
            }
        }
        _ => {}
    }
}

/// A text that fills every field its kind has.
fn full(room: &Newsroom, kind: Kind) -> Document {
    let mut text = document(kind, "mọi điều");
    text.lead = Some(room.picture("Ảnh"));
    text.summary = "Tóm tắt.".into();
    text.correction = "Đã sửa.".into();
    text.illustration = kind == Kind::Event;
    text.terms.insert(lantoa::content::Taxonomy::Audience, vec!["ho-ngheo".into()]);
    match &mut text.details {
        Details::Article(article) => {
            article.source_name = "Báo Mẫu".into();
            article.source_url = "https://bao.example.vn/x".into();
            article.source_published_at =
                chrono::DateTime::parse_from_rfc3339("2026-03-01T08:00:00+07:00").ok();
        }
        Details::Leaflet(leaflet) => {
            leaflet.valid_until = chrono::NaiveDate::from_ymd_opt(2026, 12, 31);
        }
        Details::Story(_) | Details::Event(_) => {}
    }
    text
}

fn linked_data_uses_words_that_schema_org_knows(db: &TestDb) {
    let room = Newsroom::new(db);
    let site = room.site();
    let mut used = BTreeSet::new();
    for kind in Kind::ALL {
        for text in [full(&room, *kind), document(*kind, "ít điều")] {
            let item = room.publish(text);
            let html = written(&site, &item_head(&room, &site, &item), Language::Vi);
            known_words(&Value::Array(graph(&html)), &mut used);
        }
    }
    let html = written(&site, &Head::home(&site.app, Language::Vi), Language::Vi);
    known_words(&Value::Array(graph(&html)), &mut used);
    let listed: BTreeSet<String> = VOCABULARY.iter().map(|(kind, _)| (*kind).to_owned()).collect();
    assert_eq!(used, listed, "the list names what is used, and nothing else");
}

fn an_illustration_is_no_news_and_says_so_to_machines(db: &TestDb) {
    let room = Newsroom::new(db);
    let site = room.site();
    for (kind, expected) in [(Kind::Article, "Article"), (Kind::Event, "Event")] {
        let mut text = document(kind, "một ví dụ");
        text.illustration = true;
        let item = room.publish(text);
        let html = written(&site, &item_head(&room, &site, &item), Language::Vi);
        let said = node(&graph(&html), expected)["disambiguatingDescription"].clone();
        assert!(said.as_str().is_some_and(|said| said.contains("minh họa")), "{said}");
    }
}

fn translations_point_at_each_other_only_while_both_are_live(db: &TestDb) {
    let room = Newsroom::new(db);
    let vietnamese = room.publish_kind(Kind::Article);
    let english = room.translate(&vietnamese, "Clean water");
    let site = room.site();
    let alternates = |item: &Published, language| {
        let html = written(&site, &item_head(&room, &site, item), language);
        let selector = Selector::parse("link[rel=alternate][hreflang]").expect("a selector");
        html.select(&selector)
            .map(|link| (link.attr("hreflang"), link.attr("href")))
            .map(|(lang, href)| format!("{} {}", lang.unwrap_or(""), href.unwrap_or("")))
            .collect::<Vec<_>>()
    };
    let base = "https://lantoa.test";
    let (vi, en) = (room.live(&vietnamese).path(), room.live(&english).path());
    let both =
        [format!("vi {base}{vi}"), format!("en {base}{en}"), format!("x-default {base}{vi}")];
    assert_eq!(alternates(&vietnamese, Language::Vi), both);
    assert_eq!(alternates(&english, Language::En), both);
    room.withdraw(&english);
    assert_eq!(alternates(&vietnamese, Language::Vi), [""; 0]);
}

fn a_hidden_page_is_not_to_be_found(db: &TestDb) {
    let room = Newsroom::new(db);
    let site = room.site();
    let head = Head::page(&site.app, Language::Vi, "/tim-kiem?q=x", "Tìm kiếm", "")
        .under(&site.app, Language::Vi, &[Crumb::new("Khác", "/khac")])
        .hidden();
    let html = written(&site, &head, Language::Vi);
    assert_eq!(meta(&html, "robots"), "noindex, follow");
    assert_eq!(attribute(&html, "link[rel=canonical]", "href"), "");
    assert_eq!(meta(&html, "og:url"), "");
    let scripts = Selector::parse("script").expect("a selector");
    assert_eq!(html.select(&scripts).count(), 0);
}

fn the_home_page_says_who_publishes_and_how_to_search(db: &TestDb) {
    let room = Newsroom::new(db);
    let site = room.site();
    for (language, home, search) in [
        (Language::Vi, "https://lantoa.test/", "https://lantoa.test/tim-kiem?q={q}"),
        (Language::En, "https://lantoa.test/en", "https://lantoa.test/en/tim-kiem?q={q}"),
    ] {
        let html = written(&site, &Head::home(&site.app, language), language);
        assert_eq!(attribute(&html, "link[rel=canonical]", "href"), home);
        assert_eq!(attribute(&html, "link[hreflang=x-default]", "href"), "https://lantoa.test/");
        let graph = graph(&html);
        let web = node(&graph, "WebSite");
        assert_eq!(web["url"], home);
        assert_eq!(web["potentialAction"]["target"]["urlTemplate"], search);
        assert_eq!(node(&graph, "GovernmentOrganization")["name"], "Ủy ban nhân dân");
    }
}
