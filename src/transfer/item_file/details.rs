//! The table of a kind's own fields.

use crate::content::Kind;
use crate::content::details::{
    Article, Consent, Details, Event, Figure, Leaflet, PrintSize, Purpose, Story,
};
use crate::names::UnknownName;
use crate::transfer::fault::What;
use crate::transfer::fields::Fields;

pub fn read(kind: Kind, fields: &mut Fields) -> Details {
    let read = match kind {
        Kind::Article => fields.table("article", "article.", article),
        Kind::Leaflet => fields.table("leaflet", "leaflet.", leaflet),
        Kind::Story => fields.table("story", "story.", story),
        Kind::Event => fields.table("event", "event.", event),
    };
    read.unwrap_or_else(|| Details::empty(kind))
}

fn article(fields: &mut Fields) -> Details {
    Details::Article(Article {
        genre: fields.one_of("genre").unwrap_or_default(),
        source_name: fields.text_or_empty("source_name"),
        source_author: fields.text_or_empty("source_author"),
        source_published_at: fields.time("source_published_at"),
        source_url: fields.text_or_empty("source_url"),
    })
}

fn leaflet(fields: &mut Fields) -> Details {
    Details::Leaflet(Leaflet {
        benefits: fields.text_or_empty("benefits"),
        eligibility: fields.text_or_empty("eligibility"),
        papers: fields.text_or_empty("papers"),
        place: fields.text_or_empty("where"),
        deadline: fields.text_or_empty("deadline"),
        contact: fields.text_or_empty("contact"),
        valid_from: fields.date("valid_from"),
        valid_until: fields.date("valid_until"),
        print_size: fields.one_of::<PrintSize>("print_size").unwrap_or_default(),
        print_run: fields.count("print_run").unwrap_or(0),
    })
}

fn story(fields: &mut Fields) -> Details {
    Details::Story(Story {
        subject: fields.one_of("subject").unwrap_or_default(),
        before: fields.text_or_empty("before"),
        actions: fields.text_or_empty("actions"),
        after: fields.text_or_empty("after"),
        lessons: fields.text_or_empty("lessons"),
        figures: fields.tables("figures", "story.figures.", |figure| Figure {
            label: figure.text_or_empty("label"),
            before: figure.text_or_empty("before"),
            after: figure.text_or_empty("after"),
        }),
        consents: fields.tables("consents", "story.consents.", consent),
    })
}

fn consent(fields: &mut Fields) -> Consent {
    Consent {
        person: fields.text_or_empty("person"),
        purposes: purposes(fields),
        given_on: fields.date("given_on"),
        evidence: fields.text_or_empty("evidence"),
        expires_on: fields.date("expires_on"),
        guardian: fields.text_or_empty("guardian"),
    }
}

fn purposes(fields: &mut Fields) -> Vec<Purpose> {
    let mut purposes = Vec::new();
    for (text, at) in fields.texts("purposes") {
        match text.parse() {
            Ok(purpose) => purposes.push(purpose),
            Err(unknown) => {
                let unknown: UnknownName = unknown;
                fields.note(Some(at), What::not_in_list("story.consents.purposes", &unknown));
            }
        }
    }
    purposes
}

fn event(fields: &mut Fields) -> Details {
    Details::Event(Event {
        event_type: fields.one_of("type").unwrap_or_default(),
        starts_at: fields.time("starts_at"),
        ends_at: fields.time("ends_at"),
        venue: fields.text_or_empty("venue"),
        organiser: fields.text_or_empty("organiser"),
        contact: fields.text_or_empty("contact"),
        registration: fields.text_or_empty("registration"),
        status: fields.one_of("status").unwrap_or_default(),
        outcome: fields.text_or_empty("outcome"),
    })
}
