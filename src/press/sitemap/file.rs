//! How a site map is written: the elements of sitemaps.org's schema.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::Entry;
use crate::press::WriteError;
use crate::press::feed::{clean, local};

/// A site map as it is written.
pub(super) struct File<'a> {
    pub(super) base: &'a str,
    writer: Writer<Vec<u8>>,
}

pub(super) const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

impl<'a> File<'a> {
    pub(super) fn urls(base: &'a str) -> Result<Self, WriteError> {
        let xhtml = ("xmlns:xhtml", "http://www.w3.org/1999/xhtml");
        Self::begin(base, "urlset", &[("xmlns", NAMESPACE), xhtml])
    }

    pub(super) fn index(base: &'a str) -> Result<Self, WriteError> {
        Self::begin(base, "sitemapindex", &[("xmlns", NAMESPACE)])
    }

    pub(super) fn begin(
        base: &'a str,
        root: &str,
        attributes: &[(&str, &str)],
    ) -> Result<Self, WriteError> {
        let mut file = Self { base, writer: Writer::new(Vec::new()) };
        file.put(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let mut element = BytesStart::new(root);
        element.extend_attributes(attributes.iter().copied());
        file.put(Event::Start(element))?;
        Ok(file)
    }

    /// Elements in the order of the schema's sequence.
    pub(super) fn entry(&mut self, entry: &Entry) -> Result<(), WriteError> {
        self.put(Event::Start(BytesStart::new("url")))?;
        self.text("loc", &format!("{}{}", self.base, entry.path))?;
        if let Some(at) = entry.changed {
            self.text("lastmod", &local(at).to_rfc3339())?;
        }
        if !entry.others.is_empty() {
            self.alternate(entry.language.name(), &entry.path)?;
            for (language, path) in &entry.others {
                self.alternate(language.name(), path)?;
            }
        }
        self.put(Event::End(BytesEnd::new("url")))
    }

    fn alternate(&mut self, language: &str, path: &str) -> Result<(), WriteError> {
        let href = format!("{}{path}", self.base);
        let mut link = BytesStart::new("xhtml:link");
        link.push_attribute(("rel", "alternate"));
        link.push_attribute(("hreflang", language));
        link.push_attribute(("href", href.as_str()));
        self.put(Event::Empty(link))
    }

    pub(super) fn sitemap(&mut self, file: &str) -> Result<(), WriteError> {
        self.put(Event::Start(BytesStart::new("sitemap")))?;
        self.text("loc", &format!("{}/{file}", self.base))?;
        self.put(Event::End(BytesEnd::new("sitemap")))
    }

    pub(super) fn text(&mut self, element: &str, text: &str) -> Result<(), WriteError> {
        self.put(Event::Start(BytesStart::new(element)))?;
        let mut text = text.to_owned();
        clean(&mut text);
        self.put(Event::Text(BytesText::new(&text)))?;
        self.put(Event::End(BytesEnd::new(element)))
    }

    pub(super) fn put(&mut self, event: Event<'_>) -> Result<(), WriteError> {
        self.writer.write_event(event).map_err(|error| WriteError::new("sitemap", error))
    }

    pub(super) fn end(mut self, root: &str) -> Result<String, WriteError> {
        self.put(Event::End(BytesEnd::new(root)))?;
        String::from_utf8(self.writer.into_inner())
            .map_err(|error| WriteError::new("sitemap", error))
    }
}
