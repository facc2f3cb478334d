//! Where the elements of an XML text stand.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element of a part.
#[derive(Debug, Clone)]
pub(super) struct Element {
    /// Its name without a prefix.
    pub(super) name: String,
    /// How deep it stands; the root at 0.
    pub(super) depth: usize,
    /// Its opening tag.
    pub(super) open: Range<usize>,
    /// All of it.
    pub(super) span: Range<usize>,
}

impl Element {
    /// Whether it has nothing inside, not even a closing tag.
    pub(super) fn is_empty(&self) -> bool {
        self.open == self.span
    }
}

/// An opening tag, its brackets left aside.
pub(super) fn tag(open: &str) -> BytesStart<'_> {
    let content = open.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    let name = content.find(|c: char| c.is_ascii_whitespace()).unwrap_or(content.len());
    BytesStart::from_content(content, name)
}

/// The elements of a text that begins `shift` bytes into its part.
pub(super) fn elements(text: &str, shift: usize, deep: &[&str]) -> Result<Vec<Element>, quick_xml::Error> {
    let mut reader = Reader::from_str(text);
    let mut found: Vec<Element> = Vec::new();
    // For every open element its position in `found`, if it is kept.
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut is_deep = true;
    loop {
        let start = position(&reader) + shift;
        let event = reader.read_event()?;
        let end = position(&reader) + shift;
        match event {
            Event::Start(tag) | Event::Empty(tag) if open.len() < 2 || is_deep => {
                let name = tag.local_name().into_inner().to_owned();
                let depth = open.len();
                let is_empty = text.as_bytes().get(end - shift - 2) == Some(&b'/');
                if depth == 1 {
                    is_deep = deep.contains(&name.as_str());
                }
                found.push(Element { name, depth, open: start..end, span: start..end });
                if !is_empty {
                    open.push(Some(found.len() - 1));
                }
            }
            Event::Start(_) => open.push(None),
            Event::End(_) => {
                if let Some(at) = open.pop().flatten() {
                    found[at].span.end = end;
                }
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// All text of a piece of XML, joined.
pub(super) fn text_in(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    let mut text = String::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Text(part) => text.push_str(&part),
            Event::CData(part) => text.push_str(&part),
            Event::GeneralRef(name) => {
                let known = match &*name {
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "amp" => Some('&'),
                    "apos" => Some('\''),
                    "quot" => Some('"'),
                    _ => name.resolve_char_ref().ok().flatten(),
                };
                text.extend(known);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    text
}

/// A text as XML holds it. Characters that XML has no place for become a mark.
pub(super) fn escape(text: &str) -> String {
    let allowed = |c: char| matches!(c, '\t' | '\n') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    let clean: String = text.chars().map(|c| if allowed(c) { c } else { '\u{fffd}' }).collect();
    quick_xml::escape::escape(clean).into_owned()
}
