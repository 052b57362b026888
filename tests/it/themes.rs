//! Themes: what a site does otherwise takes the place of single files and
//! words, and nothing that somebody breaks leaves a reader without a page.

use std::fs;
use std::path::PathBuf;

use lantoa::accounts::Role;
use lantoa::content::{Kind, Language, Live, SiteIdentity};
use lantoa::db::facts;
use lantoa::theme::{Source, Theme};

use crate::harness::{Browser, PASSWORD, TestDb, TestSite, World, document, somebody};

crate::on_each_database!(
    every_kind_of_page_renders_with_every_theme,
    the_plain_theme_says_first_whom_to_call_and_when,
    single_files_words_and_styles_of_the_site_take_the_place_of_the_themes,
    a_broken_file_of_the_site_does_not_keep_it_from_starting,
    a_change_that_cannot_be_loaded_changes_nothing_until_it_is_mended,
    the_themes_template_stands_in_for_one_that_fails,
    the_template_used_before_stands_in_with_what_is_live_now,
    only_an_administrator_of_the_whole_site_sees_the_themes_and_loads_them,
    the_desk_tells_which_of_the_sites_files_take_no_place,
);

/// A site with a folder of its own beside its theme.
struct Own<'a> {
    world: &'a World<'a>,
    folder: PathBuf,
    theme: &'static str,
}

impl<'a> Own<'a> {
    fn new(world: &'a World<'a>, theme: &'static str) -> Self {
        Self { world, folder: world.db.folder().join("own"), theme }
    }

    /// Writes a file of the site's own.
    fn write(&self, name: &str, text: &str) {
        let path = self.folder.join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    fn site(&self) -> TestSite {
        let folder = self.folder.display().to_string();
        TestSite::with(self.world, &[("THEME", self.theme), ("SITE_THEME_DIR", &folder)])
    }
}

fn publish(world: &World, kind: Kind, about: &str) -> Live {
    let author = world.role(Role::Editor, world.department);
    let saved = world.create(&author, world.department, document(kind, about)).expect("a draft");
    world.bring_to(lantoa::content::State::Published, saved.revision.id);
    Live::find(saved.item.id, &mut world.conn()).expect("an answer").expect("it is live")
}

fn signed_in<'a>(site: &'a TestSite, world: &World, role: Role) -> Browser<'a> {
    let email = format!("{}@example.vn", role.name());
    somebody(world, &email, &[(role, world.city)]);
    let mut browser = Browser::new(site);
    assert_eq!(browser.sign_in(&email, PASSWORD).status, 303);
    browser
}

/// Presses the button that loads the themes again.
fn load(administrator: &mut Browser) -> String {
    let answer = administrator.press("/desk/theme", "/desk/theme/loading", &[]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    administrator.get(answer.header("location")).text()
}

/// A page that must be there.
fn page(site: &TestSite, path: &str) -> String {
    let answer = site.get(path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

fn every_kind_of_page_renders_with_every_theme(db: &TestDb) {
    let world = World::new(db);
    let mut paths: Vec<String> = Kind::ALL
        .iter()
        .flat_map(|kind| {
            let live = publish(&world, *kind, "trồng rau");
            [live.path(), format!("/{}", kind.path()), format!("/en/{}", kind.path())]
        })
        .collect();
    let article = paths[0].clone();
    let fixed = [
        "/",
        "/en",
        "/chu-de",
        "/chu-de/chinh-sach-giam-ngheo",
        "/doi-tuong",
        "/dia-ban",
        "/dia-ban/xa-ba-vi",
        "/dia-ban/xa-ba-vi/su-kien",
        "/su-kien/thang/2026-12",
        "/tim-kiem",
        "/tim-kiem?q=trong+rau",
        "/tim-kiem?q=xyzxyz",
        "/dinh-chinh",
        "/so-do-trang",
        "/feed/atom.xml",
        "/khong-co-trang-nay",
    ];
    paths.extend(fixed.map(str::to_owned));
    paths.extend([format!("{article}/danh-gia"), format!("/bao-loi?bai={article}")]);
    paths.push(format!("/bao-loi/da-nhan?bai={article}"));
    for theme in ["city", "commune"] {
        let site = Own::new(&world, theme).site();
        site.work();
        for path in &paths {
            let answer = site.get(path);
            let text = answer.text();
            let expected = if path.contains("khong-co") { 404 } else { 200 };
            assert_eq!(answer.status, expected, "{theme} {path}: {text}");
            if text.starts_with("<!doctype html>") {
                assert_eq!(text.matches("<h1").count(), 1, "{theme} {path}");
                assert!(text.contains(&format!("/static/{theme}/site.css?v=")), "{theme} {path}");
            }
        }
        assert_eq!(site.app.site_theme().failed(), [], "{theme}");
        assert!(!site.app.themes.are_faulty(), "{theme}");
    }
}

fn the_plain_theme_says_first_whom_to_call_and_when(db: &TestDb) {
    let world = World::new(db);
    let mut identity = SiteIdentity::default();
    let texts = [("agency", "Ủy ban nhân dân xã Ba Vì"), ("phone", "(024) 3386 0000")];
    for (field, text) in texts.into_iter().chain([("hours", "Thứ Hai đến thứ Sáu, 8:00–17:00")])
    {
        identity.set(Language::Vi, field, text.to_owned());
    }
    identity.save(&mut world.conn()).expect("a new identity");
    facts::move_reference_on(&mut world.conn()).expect("the counter is there");
    let live = publish(&world, Kind::Article, "trồng rau");
    let site = Own::new(&world, "commune").site();
    let home = page(&site, "/");
    let at = |text: &str| home.find(text).unwrap_or_else(|| panic!("no {text}"));
    let (number, news) = (at("href=\"tel:+842433860000\""), at(&live.title));
    assert!(at("<h1") < number && number < at("8:00–17:00") && at("8:00–17:00") < news);
    let below = page(&site, &live.path());
    let call = below.find("href=\"tel:+842433860000\"").expect("the number on every page");
    assert!(call < below.find("<h1").expect("a heading"));
    assert!(page(&site, "/").contains("content=\"#1f3f73\""), "the colour of the phone's own bar");
}

fn single_files_words_and_styles_of_the_site_take_the_place_of_the_themes(db: &TestDb) {
    let world = World::new(db);
    let own = Own::new(&world, "commune");
    own.write(
        "templates/failure.html",
        "{% extends \"city/failure.html\" %}{% block main %}<p>Xã nhà</p>{{ super() }}{% endblock %}",
    );
    own.write("locales/vi/loi.ftl", "skip = Bỏ qua phần đầu\n");
    own.write("static/site.more.css", "body { outline: 0 }\n");
    own.write("static/first.more.css", "a { outline: 1px }\n");
    own.write("static/mark.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    own.write("static/bien-tap.md~", "what an editor left");
    let site = own.site();
    let failure = site.get("/khong-co").text();
    assert!(failure.contains("<p>Xã nhà</p>") && failure.contains("Không tìm thấy trang"));
    let home = page(&site, "/");
    assert!(home.contains("Bỏ qua phần đầu"), "the site's word");
    assert!(home.contains("Bà con cần gì?"), "the theme's word");
    assert!(home.contains("Sơ đồ trang"), "the parent theme's word");
    assert!(page(&site, "/en").contains("Skip to content"), "no English word of its own");
    let address = |name: &str| {
        let begin = format!("/static/commune/{name}?v=");
        let at = home.find(&begin).unwrap_or_else(|| panic!("no {name}"));
        home[at..].split('"').next().unwrap_or_default().to_owned()
    };
    let style = page(&site, &address("site.css"));
    let at = |text: &str| style.find(text).unwrap_or_else(|| panic!("no {text}"));
    assert!(at(".journey") < at(".doors"), "the city's, then the commune's");
    assert!(at(".doors") < at("body{outline: 0}"), "then the site's own");
    let first = |text: &str| home.find(text).unwrap_or_else(|| panic!("no {text}"));
    assert!(first(".answers{") < first(".office{"), "so it is within the page");
    assert!(
        first(".office{") < first("a{outline: 1px}")
            && first("a{outline: 1px}") < first("</style>")
    );
    assert_eq!(page(&site, &address("mark.svg")), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    for missing in ["bien-tap.md~", "site.more.css", "../theme.toml", "%2e%2e/theme.toml"] {
        assert_eq!(site.get(&format!("/static/commune/{missing}")).status, 404, "{missing}");
    }
}

fn a_broken_file_of_the_site_does_not_keep_it_from_starting(db: &TestDb) {
    let world = World::new(db);
    let own = Own::new(&world, "commune");
    for (file, text, line) in [
        ("templates/home.html", "<p>\n{% if %}", ":2:"),
        ("templates/home.html", "{% extends \"base.html\" %}\n{{ khong_co() }}", ":2:"),
        ("templates/home.html", "{% extends \"khong-co.html\" %}", ": "),
        ("templates/home.html", " \n", ": "),
        ("templates/base.html", "", ": "),
        ("static/first.more.css", "a { color: red }</style><h1>", ": "),
        ("locales/vi/loi.ftl", "skip = Một\nskip = Hai\n", ": "),
        ("locales/en/loi.ftl", "ba\n", ":1:"),
    ] {
        own.write(file, text);
        let site = own.site();
        assert!(page(&site, "/").contains("Bà con cần gì?"), "the theme makes the page");
        let fault = site.app.themes.refused().expect("what is wrong is known").to_string();
        let place = format!("{}{line}", own.folder.join(file).display());
        assert!(fault.starts_with(&place), "{fault}");
        fs::remove_file(own.folder.join(file)).expect("it was there");
    }
    assert!(own.site().app.themes.refused().is_none());
}

fn a_change_that_cannot_be_loaded_changes_nothing_until_it_is_mended(db: &TestDb) {
    let world = World::new(db);
    let own = Own::new(&world, "city");
    own.write("locales/vi/loi.ftl", "skip = Bản một\n");
    let site = own.site();
    let mut administrator = signed_in(&site, &world, Role::Administrator);
    assert!(page(&site, "/").contains("Bản một"));
    own.write("locales/vi/loi.ftl", "skip = Bản hai\n");
    own.write("templates/list.html", "{% extends \"base.html\" %}\n{% block main %}");
    let told = load(&mut administrator);
    let place = format!("{}:2:", own.folder.join("templates/list.html").display());
    assert!(told.contains(&place) && told.contains("chưa được dùng"), "{told}");
    assert!(!told.contains("Đã nạp lại giao diện"));
    assert!(page(&site, "/").contains("Bản một"), "both changes wait");
    assert!(administrator.get("/desk").text().contains("Xem lỗi và cách sửa"));
    let list = "{% extends \"city/list.html\" %}{% block main %}<p>Mới</p>{% endblock %}";
    own.write("templates/list.html", list);
    let told = load(&mut administrator);
    assert!(
        told.contains("Đã nạp lại giao diện") && told.contains("templates/list.html"),
        "{told}"
    );
    assert!(page(&site, "/").contains("Bản hai"), "cached pages are stale");
    assert!(page(&site, "/tin-bai").contains("<p>Mới</p>"));
    assert!(!administrator.get("/desk").text().contains("Xem lỗi và cách sửa"));
}

fn the_themes_template_stands_in_for_one_that_fails(db: &TestDb) {
    let world = World::new(db);
    let live = publish(&world, Kind::Article, "trồng rau");
    let own = Own::new(&world, "city");
    let item =
        "{% extends \"city/item.html\" %}\n{% block main %}\n{{ khong.co.gi }}{% endblock %}";
    own.write("templates/item.html", item);
    own.write("templates/failure.html", "{{ khong.co.gi }}");
    let site = own.site();
    let article = page(&site, &live.path());
    assert!(article.contains(&live.title) && article.contains("class=\"prose\""));
    let missing = site.get("/khong-co");
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("Không tìm thấy trang"));
    let mut administrator = signed_in(&site, &world, Role::Administrator);
    assert!(administrator.get("/desk").text().contains("Xem lỗi và cách sửa"));
    let told = administrator.get("/desk/theme").text();
    for (file, line) in [("templates/item.html", 3), ("templates/failure.html", 1)] {
        let place = format!("{}:{line}:", own.folder.join(file).display());
        assert!(told.contains(&place), "no {place}: {told}");
    }
}

fn the_template_used_before_stands_in_with_what_is_live_now(db: &TestDb) {
    let world = World::new(db);
    let first = publish(&world, Kind::Article, "trồng rau");
    let own = Own::new(&world, "city");
    let list = |inside: &str| {
        format!(
            "{{% extends \"city/list.html\" %}}{{% block main %}}{inside}{{{{ super() }}}}{{% endblock %}}"
        )
    };
    own.write("templates/list.html", &list("<p>Bản một</p>"));
    let site = own.site();
    assert!(page(&site, "/tin-bai").contains(&first.title));
    for broken in ["{{ khong.co.gi }}", "{{ cung.khong.co }}"] {
        own.write("templates/list.html", &list(broken));
        site.app.reload_themes().expect("it can be parsed");
        let second = publish(&world, Kind::Article, &format!("nuôi {}", broken.len()));
        site.refresh();
        let shown = page(&site, "/tin-bai");
        assert!(shown.contains("<p>Bản một</p>"), "made by what was in use before");
        assert!(shown.contains(&second.title), "of what is live now");
    }
    own.write("templates/list.html", &list("<p>Bản hai</p>"));
    site.app.reload_themes().expect("it is mended");
    assert!(page(&site, "/tin-bai").contains("<p>Bản hai</p>"));
    assert!(!site.app.themes.are_faulty());
}

fn only_an_administrator_of_the_whole_site_sees_the_themes_and_loads_them(db: &TestDb) {
    let world = World::new(db);
    let own = Own::new(&world, "city");
    own.write("templates/failure.html", "{{ khong.co.gi }}");
    let site = own.site();
    site.get("/khong-co");
    for role in Role::ALL.iter().filter(|role| **role != Role::Administrator) {
        let mut person = signed_in(&site, &world, *role);
        assert_eq!(person.get("/desk/theme").status, 403, "{role:?}");
        let refused = person.submit("/desk/account", "/desk/theme/loading", &[]);
        assert_eq!(refused.status, 403, "{role:?}");
        assert!(!person.get("/desk").text().contains("Xem lỗi và cách sửa"), "{role:?}");
    }
    somebody(&world, "xa@example.vn", &[(Role::Administrator, world.department)]);
    let mut of_one_office = Browser::new(&site);
    assert_eq!(of_one_office.sign_in("xa@example.vn", PASSWORD).status, 303);
    assert_eq!(of_one_office.get("/desk/theme").status, 403, "the theme is the whole site's");
}

fn the_desk_tells_which_of_the_sites_files_take_no_place(db: &TestDb) {
    let world = World::new(db);
    let own = Own::new(&world, "commune");
    own.write("templates/hom.html", "<p>Mẫu đặt nhầm tên</p>");
    own.write("templates/list.html", "{% extends \"city/list.html\" %}");
    own.write("static/site.more.css", "body { outline: 0 }");
    own.write("locales/vi/loi.ftl", "skip = Bỏ qua\n");
    let site = own.site();
    let told = signed_in(&site, &world, Role::Administrator).get("/desk/theme").text();
    let line = "<code>templates/hom.html</code> – không thay tệp nào";
    assert!(told.contains(line) && told.contains("<code>templates/home.html</code>"), "{told}");
    assert_eq!(told.matches("không thay tệp nào").count(), 1, "the others do: {told}");
}

/// Two themes that each build upon the other, and one nobody wrote.
#[test]
fn a_theme_that_cannot_be_is_told_with_file_line_and_the_nearest_name() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, parent) in [("mot", "hai"), ("hai", "mot"), ("ba", "mott")] {
        let root = folder.path().join(name);
        fs::create_dir_all(&root).expect("it can be made");
        let text = format!("name = \"{name}\"\ntitle = \"T\"\nextends = \"{parent}\"\n");
        fs::write(root.join("theme.toml"), text).expect("it can be written");
    }
    let load = |name: &str| {
        let source = Source { themes_dir: folder.path().into(), name: name.into(), site_dir: None };
        Theme::load(&source).map(|theme| theme.name).expect_err("it cannot be").to_string()
    };
    assert!(load("mot").contains("`extends` leads back to `mot`"), "{}", load("mot"));
    let unknown = load("ba");
    assert!(unknown.contains("theme.toml:3:11: ") && unknown.contains("did you mean `mot`?"));
    assert!(load("haj").contains("allowed: ba, hai, mot; did you mean `hai`?"), "{}", load("haj"));
}

#[test]
fn a_change_in_any_layer_changes_the_stamp() {
    let folder = tempfile::tempdir().expect("a folder");
    let (themes_dir, site) = (folder.path().join("themes"), folder.path().join("own"));
    fs::create_dir_all(themes_dir.join("city/templates")).expect("it can be made");
    let source = Source {
        themes_dir: themes_dir.clone(),
        name: "city".into(),
        site_dir: Some(site.clone()),
    };
    let mut stamps = vec![source.stamp()];
    assert_eq!(source.stamp(), stamps[0], "nothing was changed");
    fs::write(themes_dir.join("city/templates/home.html"), "a").expect("it can be written");
    stamps.push(source.stamp());
    fs::create_dir_all(site.join("static")).expect("it can be made");
    fs::write(site.join("static/site.more.css"), "b").expect("it can be written");
    stamps.push(source.stamp());
    fs::write(site.join("static/site.more.css"), "longer").expect("it can be written");
    stamps.push(source.stamp());
    let different: std::collections::BTreeSet<u64> = stamps.iter().copied().collect();
    assert_eq!(different.len(), stamps.len());
}
