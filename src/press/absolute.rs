//! HTML that stands on its own, away from our pages.

use std::borrow::Cow;

/// `html` as a feed reader may show it: addresses absolute, no class, no id, no
/// choice of picture sizes (readers know none of them). `base` is scheme and
/// authority, `page` the absolute address the HTML belongs to.
pub fn absolute_html(html: &str, base: &str, page: &str) -> String {
    let (base, page) = (base.to_owned(), page.to_owned());
    let mut rules = ammonia::Builder::default();
    rules.url_schemes(["http", "https", "mailto", "tel"].into()).link_rel(None).attribute_filter(
        move |_, attribute, value| match attribute {
            "href" | "src" | "cite" => Some(absolute(value, &base, &page)),
            _ => Some(value.into()),
        },
    );
    without_empty_pictures(&rules.clean(html).to_string())
}

/// Takes out pictures that have no address: what is left of one that was typed
/// as HTML and is not ours. Attributes are quoted, for the cleaner wrote them.
fn without_empty_pictures(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<img") {
        let mut quoted = false;
        let end = rest[at..].find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let end = end.map_or(rest.len(), |end| at + end + 1);
        let keep = if rest[at..end].contains(" src=\"") { end } else { at };
        out.push_str(&rest[..keep]);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// A reference resolved against `page` (RFC 3986 §5.2, the forms bodies hold).
fn absolute<'a>(reference: &'a str, base: &str, page: &str) -> Cow<'a, str> {
    let has_scheme = reference.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    if has_scheme {
        return reference.into();
    }
    if reference.starts_with("//") {
        return format!("https:{reference}").into();
    }
    if reference.starts_with('/') {
        return format!("{base}{reference}").into();
    }
    if reference.is_empty() || reference.starts_with(['#', '?']) {
        return format!("{page}{reference}").into();
    }
    let folder = page.rfind('/').filter(|at| *at >= base.len()).map_or(base, |at| &page[..at]);
    format!("{folder}/{reference}").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://lantoa.test";
    const PAGE: &str = "https://lantoa.test/tin-bai/vay-von";

    #[test]
    fn every_address_in_a_text_becomes_absolute() {
        for (given, expected) in [
            ("/to-roi/x", "https://lantoa.test/to-roi/x"),
            ("#muc-hai", "https://lantoa.test/tin-bai/vay-von#muc-hai"),
            ("?sau=1", "https://lantoa.test/tin-bai/vay-von?sau=1"),
            ("khac", "https://lantoa.test/tin-bai/khac"),
            ("//elsewhere.vn/x", "https://elsewhere.vn/x"),
            ("https://elsewhere.vn/", "https://elsewhere.vn/"),
            ("mailto:a@b.vn", "mailto:a@b.vn"),
        ] {
            assert_eq!(absolute(given, BASE, PAGE), expected, "{given}");
        }
    }

    #[test]
    fn a_picture_without_an_address_is_left_out() {
        let html =
            r#"<p>a<img alt="x > y" title="&quot;">b<img src="/media/u/320.jpg" alt="z">c</p>"#;
        let expected = r#"<p>ab<img src="https://lantoa.test/media/u/320.jpg" alt="z">c</p>"#;
        assert_eq!(absolute_html(html, BASE, PAGE), expected);
    }

    #[test]
    fn a_figure_keeps_its_picture_and_loses_what_readers_do_not_know() {
        let html = r#"<figure class="picture"><picture><source type="image/webp" srcset="/media/u/320.webp 320w"><img src="/media/u/640.jpg" srcset="/media/u/320.jpg 320w" width="640" height="480" alt="Vườn rau" loading="lazy"></picture><figcaption><span class="caption">Vườn</span></figcaption></figure><h2 id="muc-a">A</h2>"#;
        assert_eq!(
            absolute_html(html, BASE, PAGE),
            r#"<figure><img src="https://lantoa.test/media/u/640.jpg" width="640" height="480" alt="Vườn rau"><figcaption><span>Vườn</span></figcaption></figure><h2>A</h2>"#
        );
    }
}
