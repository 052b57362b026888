//! Who is asking, and from where.

use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::failure::Failure;
use super::{cookies, render};
use crate::accounts::{Account, Session, Token, csrf};
use crate::app::App;
use crate::db::DbError;
use crate::editorial::mistakes;
use crate::names::Language;
use crate::organisations::Actor;

/// Somebody signed in. As a handler's argument it is always there: what lies
/// under `/desk` and is not public is not reached by anybody else (see
/// [`super::guard`]). Cheap to clone.
#[derive(Debug, Clone)]
pub struct Current(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    account: Account,
    actor: Actor,
    session: Session,
    token: Token,
    /// Reports of readers that wait for this person.
    mistakes: i64,
}

impl Current {
    /// Whose session the request carries, if any: a few short queries, the
    /// first time a request asks.
    pub async fn load(request: &HttpRequest) -> Result<Option<Self>, Failure> {
        if let Some(known) = Self::known(request) {
            return Ok(Some(known));
        }
        let app = render::app(request)?;
        let Some(token) = cookies::session(request, &app.config) else { return Ok(None) };
        let (own, now, reference) = (token.clone(), app.now(), app.reference());
        let found = app.db.run(move |conn| {
            let Some((session, account)) = Session::find(&own, now, conn)? else {
                return Ok::<_, DbError>(None);
            };
            let actor = Actor::load(account.id, conn)?;
            let mistakes = mistakes::open_count(&actor, &reference.site.tree, conn)?;
            Ok(Some((session, account, actor, mistakes)))
        });
        let current = found.await?.map(|(session, account, actor, mistakes)| {
            Self(Rc::new(Inner { account, actor, session, token, mistakes }))
        });
        if let Some(current) = &current {
            request.extensions_mut().insert(current.clone());
        }
        Ok(current)
    }

    /// Who was found to be asking, if that was looked up already.
    pub fn known(request: &HttpRequest) -> Option<Self> {
        request.extensions().get::<Self>().cloned()
    }

    pub fn account(&self) -> &Account {
        &self.0.account
    }

    /// The account and the roles it holds.
    pub fn actor(&self) -> &Actor {
        &self.0.actor
    }

    /// How many reports of readers wait for this person.
    pub fn mistakes(&self) -> i64 {
        self.0.mistakes
    }

    pub fn session(&self) -> &Session {
        &self.0.session
    }

    /// The interface's language, as the account chose it.
    pub fn language(&self) -> Language {
        self.0.account.language()
    }

    /// A token for the hidden field [`super::guard::FIELD`] of every form.
    pub fn form_token(&self) -> String {
        csrf::form_token(&self.0.token)
    }

    /// The session's own secret.
    pub(super) fn token(&self) -> &Token {
        &self.0.token
    }
}

impl FromRequest for Current {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(
            Self::known(request)
                .ok_or_else(|| Failure::internal("a page for the signed in outside /desk")),
        )
    }
}

/// The client's address: the connection's, or behind a proxy of ours the one
/// that proxy added, which is the last; those before it anybody can write.
pub fn client_address(request: &HttpRequest, app: &App) -> IpAddr {
    let forwarded = || {
        let header = request.headers().get_all("x-forwarded-for").last()?.to_str().ok()?;
        header.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
    };
    let named = if app.config.behind_proxy { forwarded() } else { None };
    let peer = || request.peer_addr().map(|peer| peer.ip());
    named.or_else(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).to_canonical()
}

/// From where, as the history writes it: `web 203.0.113.7`.
pub fn origin(request: &HttpRequest, app: &App) -> String {
    format!("web {}", client_address(request, app))
}
