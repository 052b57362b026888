//! The page that asks where somebody lives.

use serde::Serialize;

use super::super::frame::Frame;
use super::super::metadata::Head;
use super::super::word;
use super::{PATH, address, home};
use crate::app::App;
use crate::content::Vocabulary;
use crate::names::Language;
use crate::organisations::{Found, Place};
use crate::web::failure::Failure;
use crate::web::render::context;

/// What the form says back.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Form {
    /// As it was typed.
    typed: String,
    /// Whether the box was ticked.
    keep: bool,
    /// Places that may have been meant.
    choices: Vec<Choice>,
    /// Whether nothing has that name, and the choices are the likest.
    unknown: bool,
    /// The name of the place that the device remembers.
    remembered: String,
}

#[derive(Debug, Clone, Serialize)]
struct Choice {
    name: String,
    url: String,
    /// A district of before July 2025.
    former: bool,
    /// The commune of before that was meant, when it is not the name itself.
    through: Option<String>,
}

#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
    form: Form,
    groups: Vec<Group>,
}

/// Places to choose from, under one heading.
#[derive(Serialize)]
struct Group {
    /// The heading's locale key.
    key: &'static str,
    places: Vec<Named>,
}

#[derive(Serialize)]
struct Named {
    slug: String,
    name: String,
}

impl Form {
    /// What was typed means several places, or none; then `offered` are the likest.
    pub fn answering(
        typed: &str,
        keep: bool,
        language: Language,
        found: &[Found],
        offered: &[Found],
    ) -> Self {
        let choice = |one: &Found| Choice {
            name: one.place.name_in(language),
            url: match keep {
                true => format!("{}?noi={}&nho=1", home(language), one.place.slug),
                false => address(language, &one.place.slug),
            },
            former: !one.place.is_commune(),
            through: one.through.map(str::to_owned),
        };
        Self {
            typed: typed.to_owned(),
            keep,
            choices: found.iter().chain(offered).map(choice).collect(),
            unknown: found.is_empty(),
            remembered: String::new(),
        }
    }

    /// Another place is to be chosen than the one remembered.
    pub fn remembering(place: &Place, language: Language) -> Self {
        Self { keep: true, remembered: place.name_in(language), ..Self::default() }
    }

    /// The page.
    pub fn render(self, app: &App, language: Language) -> Result<String, Failure> {
        let reference = app.reference();
        let mut frame = Frame::new(app, home(language), language)
            .titled(word(app, language, "near"), word(app, language, "near-about"))
            .in_both_languages(&format!("/{PATH}"));
        if !self.typed.is_empty() {
            frame = frame.unlisted();
        }
        let groups = groups(&reference.site.vocabulary, language);
        let view = View { head: frame.head(app), frame, form: self, groups };
        Ok(app.site_theme().render("near.html", language, &context(&view)?)?)
    }
}

fn groups(vocabulary: &Vocabulary, language: Language) -> Vec<Group> {
    let group = |key: &'static str, communes: bool| Group {
        key,
        places: vocabulary
            .places()
            .into_iter()
            .filter(|place| place.is_commune() == communes)
            .map(|place| Named { slug: place.slug.clone(), name: place.name_in(language) })
            .collect(),
    };
    let all = [group("near-communes", true), group("places-districts", false)];
    all.into_iter().filter(|group| !group.places.is_empty()).collect()
}
