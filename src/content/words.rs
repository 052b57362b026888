//! What an item says beside its title, its lead paragraph and its body.

use super::details::Details;
use super::{Document, Vocabulary};

impl Document {
    /// The words of its fields, a line each: what a reader looks for stands there as
    /// often as in the text. `vocabulary` names the places.
    pub fn field_words(&self, vocabulary: &Vocabulary) -> String {
        let own: &[&String] = match &self.details {
            Details::Article(_) => &[],
            Details::Leaflet(leaflet) => &[
                &leaflet.benefits,
                &leaflet.eligibility,
                &leaflet.papers,
                &leaflet.place,
                &leaflet.deadline,
                &leaflet.contact,
            ],
            Details::Story(story) => &[&story.before, &story.actions, &story.after, &story.lessons],
            Details::Event(event) => {
                &[&event.venue, &event.organiser, &event.registration, &event.contact]
            }
        };
        let places = self.places.iter().filter_map(|slug| vocabulary.place(slug));
        let lines = std::iter::once(self.summary.as_str())
            .chain(own.iter().map(|text| text.as_str()))
            .chain(places.map(|place| place.full_name.as_str()));
        lines.filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
    }
}
