//! What a body may hold, whatever was typed.

/// Lets through what a body may hold and nothing else.
pub fn sanitise(unsafe_html: &str) -> String {
    static RULES: std::sync::LazyLock<ammonia::Builder<'static>> = std::sync::LazyLock::new(rules);
    RULES.clean(unsafe_html).to_string()
}

fn rules() -> ammonia::Builder<'static> {
    let mut rules = ammonia::Builder::default();
    rules
        .add_tags(["figure", "figcaption", "picture", "source", "aside"])
        .add_tag_attributes("img", ["srcset", "sizes", "loading", "decoding"])
        .add_tag_attributes("source", ["srcset", "sizes", "type"])
        .add_tag_attributes("div", ["class", "role", "tabindex"])
        .add_tag_attributes("aside", ["class"])
        .add_tag_attributes("p", ["class"])
        .add_tag_attributes("figure", ["class"])
        .add_tag_attributes("span", ["class"])
        .add_tag_attributes("sup", ["class", "id"])
        .add_tag_attributes("a", ["class"])
        .add_generic_attributes(["lang"])
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .link_rel(Some("noopener"))
        .attribute_filter(|tag, attribute, value| match (tag, attribute) {
            ("img" | "source", "src" | "srcset") => {
                let ours = value.split(", ").all(|one| one.trim_start().starts_with("/media/"));
                ours.then(|| value.into())
            }
            (_, "class") => allowed_classes(value).map(Into::into),
            _ => Some(value.into()),
        });
    for cell in ["th", "td"] {
        rules.add_tag_attributes(cell, ["class"]);
    }
    for heading in ["h2", "h3", "h4", "h5", "h6"] {
        rules.add_tag_attributes(heading, ["id"]);
    }
    rules.add_tag_attributes("div", ["id"]);
    rules
}

const CLASSES: &[&str] = &[
    "callout",
    "note",
    "tip",
    "important",
    "warning",
    "caution",
    "callout-title",
    "table",
    "end",
    "middle",
    "picture",
    "caption",
    "credit",
    "footnote-reference",
    "footnote-definition",
    "footnote-definition-label",
];

fn allowed_classes(value: &str) -> Option<String> {
    let kept: Vec<&str> =
        value.split_ascii_whitespace().filter(|class| CLASSES.contains(class)).collect();
    (!kept.is_empty()).then(|| kept.join(" "))
}
