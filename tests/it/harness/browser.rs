//! A person at a browser: signs in, opens pages, fills in their forms.

use actix_web::http::Method;
use lantoa::accounts::Role;
use lantoa::db::Conn;
use lantoa::organisations::Actor;
use scraper::{Html, Selector};

use super::{Answer, TestSite, World};

/// The password of [`somebody`].
pub const PASSWORD: &str = "chín con trâu đỏ";

/// Its hash: made once, for making it is a tenth of the work of all tests.
const PASSWORD_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$ohYD2s+g/gbtsd6eqZP3hA$g0VTVu4H5zF/BpPvsPomFoWQ/Qgc4yq7D3xTkb7lKbY";

/// A browser at the site: keeps cookies, fills in forms.
pub struct Browser<'a> {
    site: &'a TestSite,
    pub cookies: Vec<(String, String)>,
}

impl<'a> Browser<'a> {
    pub fn new(site: &'a TestSite) -> Self {
        Self { site, cookies: Vec::new() }
    }

    pub fn get(&mut self, path: &str) -> Answer {
        self.send(TestSite::request(Method::GET, path))
    }

    pub fn send(&mut self, request: actix_web::test::TestRequest) -> Answer {
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        let cookies = pairs.collect::<Vec<_>>().join("; ");
        let answer = self.site.ask(request.insert_header(("cookie", cookies)));
        for header in answer.headers.get_all("set-cookie") {
            let text = header.to_str().expect("ASCII");
            let (name, rest) = text.split_once('=').expect("a cookie");
            self.cookies.retain(|(own, _)| own != name);
            let value = rest.split(';').next().unwrap_or_default();
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        answer
    }

    /// Sends `fields` from the form on `page` whose action is `action`.
    pub fn submit(&mut self, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let token = form_token(&self.get(page));
        self.post(action, &token, fields)
    }

    /// Sends the form on `page` that leads to `action` as it stands there, with
    /// `typed` in the place of what it holds: what pressing its button does.
    pub fn press(&mut self, page: &str, action: &str, typed: &[(&str, &str)]) -> Answer {
        let shown = self.get(page);
        self.press_on(&shown, action, typed)
    }

    /// The same on a page that is open already.
    pub fn press_on(&mut self, shown: &Answer, action: &str, typed: &[(&str, &str)]) -> Answer {
        let mut fields = fields_of(shown, action);
        fields.retain(|(name, _)| !typed.iter().any(|(own, _)| own == name));
        let typed = typed.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        fields.extend(typed);
        let request = TestSite::request(Method::POST, action)
            .insert_header(("sec-fetch-site", "same-origin"))
            .set_form(fields);
        self.send(request)
    }

    pub fn post(&mut self, action: &str, token: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("form_token", token)];
        all.extend(fields);
        let request = TestSite::request(Method::POST, action)
            .insert_header(("sec-fetch-site", "same-origin"))
            .set_form(all);
        self.send(request)
    }

    pub fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        self.submit("/desk/session", "/desk/session", &[("email", email), ("password", password)])
    }

    pub fn is_signed_in(&mut self) -> bool {
        self.get("/desk/account").status == 200
    }
}

/// What a browser would send of the form that leads to `action`, without the
/// value of any button.
pub fn fields_of(shown: &Answer, action: &str) -> Vec<(String, String)> {
    let html = Html::parse_document(&shown.text());
    let all = |css: &str| Selector::parse(css).expect("a selector");
    let leads = format!("form[action=\"{action}\"], form[action^=\"{action}?\"]");
    let form = html.select(&all(&leads)).next();
    let form = form.unwrap_or_else(|| panic!("no form leads to {action}: {}", shown.text()));
    let mut fields = Vec::new();
    for control in form.select(&all("input, textarea, select")) {
        let Some(name) = control.attr("name") else { continue };
        let value = match (control.value().name(), control.attr("type")) {
            ("textarea", _) => control.text().collect(),
            ("select", _) => {
                let chosen = control.select(&all("option[selected]")).next();
                let chosen = chosen.or_else(|| control.select(&all("option")).next());
                chosen.and_then(|one| one.attr("value")).unwrap_or_default().to_owned()
            }
            (_, Some("checkbox" | "radio")) if control.attr("checked").is_none() => continue,
            _ => control.attr("value").unwrap_or_default().to_owned(),
        };
        fields.push((name.to_owned(), value));
    }
    fields
}

/// The token of the first form on a page.
pub fn form_token(page: &Answer) -> String {
    let html = Html::parse_document(&page.text());
    let field = Selector::parse("input[name=form_token]").expect("a selector");
    let found = html.select(&field).next().unwrap_or_else(|| panic!("no form: {}", page.text()));
    found.attr("value").unwrap_or_default().to_owned()
}

/// An account with [`PASSWORD`] and these roles.
pub fn somebody(world: &World, email: &str, roles: &[(Role, i64)]) -> Actor {
    let person = world.person(roles);
    let conn = &mut world.conn();
    use diesel::prelude::*;
    use lantoa::db::schema::accounts;
    diesel::update(accounts::table.find(person.account_id))
        .set(accounts::email.eq(email))
        .execute(conn)
        .expect("a new address");
    give_password(person.account_id, conn);
    person
}

/// The account's password is [`PASSWORD`] from now on.
pub fn give_password(account_id: i64, conn: &mut Conn) {
    use diesel::prelude::*;
    use lantoa::db::schema::accounts;
    diesel::update(accounts::table.find(account_id))
        .set(accounts::password_hash.eq(PASSWORD_HASH))
        .execute(conn)
        .expect("the account is there");
}
