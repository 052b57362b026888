//! XMP packets (ISO 16684-1): read for the credits, and written anew with
//! nothing but them.

use std::fmt::Write;

use quick_xml::escape::{escape, resolve_predefined_entity};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult::{self, Bound};
use quick_xml::{NsReader, XmlVersion};

use super::{Credits, Raw};

/// Longer packets are not read, in bytes: none with honest credits is.
const MAX_BYTES: usize = 256 * 1024;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const PHOTOSHOP: &str = "http://ns.adobe.com/photoshop/1.0/";
const IPTC_CORE: &str = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Creator,
    Credit,
    Caption,
    Copyright,
    AltText,
}

/// Reads the credits of a packet; what stands before an error in it counts.
pub(super) fn read(packet: &[u8]) -> Credits {
    if packet.len() > MAX_BYTES {
        return Credits::default();
    }
    let text = String::from_utf8_lossy(packet);
    let mut reader = NsReader::from_str(text.trim_matches(['\0', '\u{feff}']));
    let mut collector = Collector::default();
    loop {
        match reader.read_resolved_event() {
            Ok((_, Event::Eof)) | Err(_) => break,
            Ok((namespace, Event::Start(tag))) => {
                let field = field_of(&namespace, tag.local_name().as_ref());
                let item = is(&namespace, RDF) && tag.local_name().as_ref() == b"li";
                collector.attributes(&reader, &tag);
                collector.start(field, item.then(|| language(&tag)));
            }
            Ok((_, Event::Empty(tag))) => collector.attributes(&reader, &tag),
            Ok((namespace, Event::End(tag))) => {
                let item = is(&namespace, RDF) && tag.local_name().as_ref() == b"li";
                collector.end(field_of(&namespace, tag.local_name().as_ref()), item);
            }
            Ok((_, Event::Text(part))) => collector.text(part.decode().as_deref().unwrap_or("")),
            Ok((_, Event::CData(part))) => collector.text(part.decode().as_deref().unwrap_or("")),
            Ok((_, Event::GeneralRef(entity))) => collector.entity(&entity),
            Ok(_) => {}
        }
    }
    Credits::from_raw(collector.raw)
}

fn is(namespace: &ResolveResult<'_>, uri: &str) -> bool {
    matches!(namespace, Bound(found) if found.into_inner() == uri.as_bytes())
}

fn field_of(namespace: &ResolveResult<'_>, local: &[u8]) -> Option<Field> {
    let Bound(namespace) = namespace else { return None };
    match (std::str::from_utf8(namespace.into_inner()).ok()?, local) {
        (DC, b"creator") => Some(Field::Creator),
        (DC, b"description") => Some(Field::Caption),
        (DC, b"rights") => Some(Field::Copyright),
        (PHOTOSHOP, b"Credit") => Some(Field::Credit),
        (IPTC_CORE, b"AltTextAccessibility") => Some(Field::AltText),
        _ => None,
    }
}

/// The `xml:lang` of an item.
fn language(tag: &BytesStart<'_>) -> String {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == b"xml:lang");
    found.map(|lang| String::from_utf8_lossy(&lang.value).to_lowercase()).unwrap_or_default()
}

/// Collects texts while the packet is walked.
#[derive(Debug, Default)]
struct Collector {
    raw: Raw,
    /// The field whose element is open.
    open: Option<Field>,
    /// The language of the open item, when one is.
    item: Option<String>,
    /// The text since the field or the item began.
    text: String,
    /// How well the language of the value kept for the open field fits.
    kept: u8,
}

impl Collector {
    fn start(&mut self, field: Option<Field>, item: Option<String>) {
        if field.is_some() {
            self.open = field;
            self.kept = 0;
        }
        if item.is_some() {
            self.item = item;
        }
        self.text.clear();
    }

    fn end(&mut self, field: Option<Field>, item: bool) {
        let text = std::mem::take(&mut self.text);
        let Some(open) = self.open else { return };
        if item {
            // Vietnamese before the default before any other language
            let fit = match self.item.take().unwrap_or_default().as_str() {
                lang if lang == "vi" || lang.starts_with("vi-") => 3,
                "x-default" | "" => 2,
                _ => 1,
            };
            if open == Field::Creator || fit > self.kept {
                self.kept = fit;
                self.keep(open, text);
            }
        } else if field == Some(open) {
            if self.kept == 0 {
                self.keep(open, text); // a plain value, without items
            }
            self.open = None;
        }
    }

    fn text(&mut self, part: &str) {
        if self.open.is_some() {
            self.text.push_str(part);
        }
    }

    /// Character references and the five entities of XML; no other is expanded.
    fn entity(&mut self, entity: &BytesRef<'_>) {
        let name = entity.decode().unwrap_or_default();
        match entity.resolve_char_ref() {
            Ok(Some(c)) => self.text(c.encode_utf8(&mut [0; 4])),
            _ => self.text(resolve_predefined_entity(&name).unwrap_or_default()),
        }
    }

    /// Simple values may be written as attributes of the description (§7.9.2.2).
    fn attributes(&mut self, reader: &NsReader<&[u8]>, tag: &BytesStart<'_>) {
        for attribute in tag.attributes().flatten() {
            let (namespace, local) = reader.resolver().resolve_attribute(attribute.key);
            let value =
                attribute.decoded_and_normalized_value(XmlVersion::Implicit1_0, reader.decoder());
            if let (Some(field), Ok(value)) = (field_of(&namespace, local.as_ref()), value) {
                self.keep(field, value.into_owned());
            }
        }
    }

    fn keep(&mut self, field: Field, text: String) {
        if text.trim().is_empty() {
            return;
        }
        match field {
            Field::Creator => self.raw.creators.push(text),
            Field::Credit => self.raw.credit = Some(text),
            Field::Caption => self.raw.caption = Some(text),
            Field::Copyright => self.raw.copyright = Some(text),
            Field::AltText => self.raw.alt_text = Some(text),
        }
    }
}

/// A new packet that holds these credits and nothing else.
pub(in crate::media) fn packet(credits: &Credits) -> String {
    let mut body = String::new();
    let mut put = |open: &str, text: &Option<String>, close: &str| {
        if let Some(text) = text {
            // writing into a String does not fail
            let _ = write!(body, "<{open}{}{close}>", escape(text.as_str()));
        }
    };
    let alt = "<rdf:Alt><rdf:li xml:lang=\"x-default\">";
    put("dc:creator><rdf:Seq><rdf:li>", &credits.creator, "</rdf:li></rdf:Seq></dc:creator");
    put("photoshop:Credit>", &credits.credit, "</photoshop:Credit");
    let end = "</rdf:li></rdf:Alt></";
    put(&format!("dc:description>{alt}"), &credits.caption, &format!("{end}dc:description"));
    put(&format!("dc:rights>{alt}"), &credits.copyright, &format!("{end}dc:rights"));
    let name = "Iptc4xmpCore:AltTextAccessibility";
    put(&format!("{name}>{alt}"), &credits.alt_text, &format!("{end}{name}"));
    format!(
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"{RDF}\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"{DC}\" xmlns:photoshop=\"{PHOTOSHOP}\" \
         xmlns:Iptc4xmpCore=\"{IPTC_CORE}\">{body}</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
}
