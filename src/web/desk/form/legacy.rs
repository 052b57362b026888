//! Text from before Unicode in a form: found when it is saved, and offered
//! converted beside what was typed.

use serde::Serialize;

use super::key;
use crate::text::legacy::{find, mend};
use crate::web::desk::fields::Fields;

/// What would become of a form.
#[derive(Debug, Clone)]
pub struct Conversion {
    /// What people call the encoding.
    pub encoding: &'static str,
    /// The fields that change.
    pub changed: Vec<Changed>,
    /// The whole form, converted.
    pub fields: Fields,
}

/// One field before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    pub name: String,
    /// The key of the field's words.
    pub label: String,
    pub before: String,
    pub after: String,
}

/// The conversion to offer, if any field holds text in an old encoding. Of a
/// longer text only those paragraphs are converted that are in it.
pub fn found(fields: &Fields) -> Option<Conversion> {
    let encoding = fields.pairs().iter().find_map(|(_, value)| find(value))?;
    let mut changed = Vec::new();
    let converted = fields.map(|name, value| {
        let after = mend(value, encoding);
        if after != value {
            changed.push(Changed {
                name: name.to_owned(),
                label: key(name),
                before: value.to_owned(),
                after: after.clone(),
            });
        }
        after
    });
    Some(Conversion { encoding: encoding.name(), changed, fields: converted })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "Gi¶m nghÌo bÒn v÷ng, hç trî hé cËn nghÌo";

    #[test]
    fn old_text_in_the_body_is_found_and_only_its_paragraphs_are_converted() {
        let mut fields = Fields::default();
        fields.add("title", "Hỗ trợ hộ nghèo");
        fields.add("body", format!("Đoạn viết đúng ở huyện Ba Vì.\r\n\r\n{OLD}\r\n"));
        let found = found(&fields).expect("two telling words and more");
        assert_eq!(found.encoding, "TCVN3");
        assert_eq!(found.fields.get("title"), "Hỗ trợ hộ nghèo");
        assert_eq!(
            found.fields.get("body"),
            "Đoạn viết đúng ở huyện Ba Vì.\r\n\r\nGiảm nghèo bền vững, hỗ trợ hộ cận nghèo\n"
        );
        assert_eq!(found.changed.len(), 1);
    }

    #[test]
    fn proper_text_is_left_alone() {
        let mut fields = Fields::default();
        fields.add("body", "Giảm nghèo bền vững ở huyện Ba Vì.");
        assert!(found(&fields).is_none());
    }
}
