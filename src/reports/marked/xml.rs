//! XML parts changed by their places: what is not touched stays as it was, byte for byte.

use std::ops::Range;

use quick_xml::XmlVersion;

use super::flaw::Flaw;
pub(super) use super::outline::{Element, escape};
use super::outline::{elements, tag, text_in};

/// A part, its elements, and what is to be changed.
#[derive(Debug)]
pub(super) struct Part {
    text: String,
    /// In the order they open.
    elements: Vec<Element>,
    edits: Vec<(Range<usize>, String)>,
}

impl Part {
    /// Reads a part. Below its root's children only the insides of those named in `deep` are kept.
    pub(super) fn read(name: &str, bytes: Vec<u8>, deep: &[&str]) -> Result<Self, Flaw> {
        let broken = |reason: String| Flaw::Broken { part: name.to_owned(), reason };
        let text = String::from_utf8(bytes).map_err(|_| broken("not UTF-8".to_owned()))?;
        let mark = text.len() - text.trim_start_matches('\u{feff}').len();
        let elements = elements(&text[mark..], mark, deep).map_err(|error| broken(error.to_string()))?;
        if elements.is_empty() {
            return Err(broken("no element".to_owned()));
        }
        Ok(Self { text, elements, edits: Vec::new() })
    }

    /// The outermost element.
    pub(super) fn root(&self) -> &Element {
        &self.elements[0]
    }

    /// The first of the root's children with this name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements.iter().find(|element| element.depth == 1 && element.name == name)
    }

    /// Every element with this name.
    pub(super) fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Element> {
        self.elements.iter().filter(move |element| element.name == name)
    }

    /// What stands directly inside an element whose insides were kept.
    pub(super) fn inside<'s>(&'s self, outer: &'s Element) -> impl Iterator<Item = &'s Element> {
        let within = move |inner: &&Element| {
            inner.depth == outer.depth + 1
                && inner.span.start >= outer.open.end
                && inner.span.end <= outer.span.end
        };
        self.elements.iter().filter(within)
    }

    /// An element as it is written.
    pub(super) fn written(&self, element: &Element) -> &str {
        &self.text[element.span.clone()]
    }

    /// All text inside an element, joined.
    pub(super) fn text_of(&self, element: &Element) -> String {
        text_in(self.written(element))
    }

    /// An attribute, by its name as it is written, or by what follows its prefix.
    pub(super) fn attribute(&self, element: &Element, name: &str) -> Option<String> {
        let tag = tag(&self.text[element.open.clone()]);
        let found = tag.attributes().flatten().find(|attribute| {
            attribute.key.into_inner() == name || attribute.key.local_name().into_inner() == name
        })?;
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
    }

    /// Sets attributes of an element; those not there are added.
    pub(super) fn set(&mut self, element: &Element, values: &[(&str, &str)]) {
        let (open, is_empty) = (&self.text[element.open.clone()], element.is_empty());
        let start = tag(open);
        let mut tag = format!("<{}", start.name().into_inner());
        let is_set = |key: &str| values.iter().any(|(name, _)| *name == key);
        for known in start.attributes().flatten().filter(|known| !is_set(known.key.into_inner())) {
            tag.extend([" ", known.key.into_inner(), "=\"", &known.value.replace('"', "&quot;"), "\""]);
        }
        for (name, value) in values {
            tag.extend([" ", name, "=\"", &escape(value), "\""]);
        }
        tag.push_str(if is_empty { "/>" } else { ">" });
        self.edits.push((element.open.clone(), tag));
    }

    /// Takes an element out.
    pub(super) fn remove(&mut self, element: &Element) {
        self.edits.push((element.span.clone(), String::new()));
    }

    /// Puts another element in an element's place.
    pub(super) fn replace(&mut self, element: &Element, text: &str) {
        self.edits.push((element.span.clone(), self.owned(text)));
    }

    /// Adds elements at the end of what stands inside an element.
    pub(super) fn append(&mut self, element: &Element, text: &str) {
        let text = self.owned(text);
        if element.is_empty() {
            let open = &self.text[element.open.clone()];
            let name = tag(open).name().into_inner().to_owned();
            let opened = open.trim_end_matches('>').trim_end_matches('/').trim_end();
            self.edits.push((element.span.clone(), format!("{opened}>{text}</{name}>")));
            return;
        }
        let end = self.text[..element.span.end].rfind("</").unwrap_or(element.span.end);
        self.edits.push((end..end, text));
    }

    /// Adds elements at the beginning of what stands inside an element that is not empty.
    pub(super) fn prepend(&mut self, element: &Element, text: &str) {
        self.edits.push((element.open.end..element.open.end, self.owned(text)));
    }

    /// Adds a child of the root where the order of its kind wants it: behind those that stand before it.
    pub(super) fn insert(&mut self, order: &[&str], name: &str, text: &str) {
        let rank = |name: &str| order.iter().position(|known| *known == name);
        let own = rank(name);
        let comes_before = |child: &&Element| rank(&child.name).is_some_and(|rank| Some(rank) <= own);
        let before = self.elements.iter().rfind(|element| element.depth == 1 && comes_before(element));
        match before {
            Some(before) => {
                let end = before.span.end;
                self.edits.push((end..end, self.owned(text)));
            }
            None if self.root().is_empty() => {
                let root = self.root().clone();
                self.append(&root, text);
            }
            None => {
                let root = self.root().clone();
                self.prepend(&root, text);
            }
        }
    }

    /// Adds to a container of numbered things, such as fonts; the number of the first one added. The
    /// container is made where the order of the root's children wants it, if it is not there.
    pub(super) fn grow(&mut self, order: &[&str], container: &str, things: &[String]) -> usize {
        let Some(element) = self.child(container).cloned() else {
            let (count, things) = (things.len(), things.concat());
            let text = format!("<{container} count=\"{count}\">{things}</{container}>");
            self.insert(order, container, &text);
            return 0;
        };
        let before = self.inside(&element).count();
        let count = (before + things.len()).to_string();
        if element.is_empty() {
            let text = format!("<{container} count=\"{count}\">{}</{container}>", things.concat());
            self.replace(&element, &text);
        } else {
            self.set(&element, &[("count", &count)]);
            self.append(&element, &things.concat());
        }
        before
    }

    /// A piece of XML of ours, its elements named such that they belong to the root's vocabulary.
    fn owned(&self, text: &str) -> String {
        let open = &self.text[self.root().open.clone()];
        match tag(open).name().into_inner().split_once(':') {
            Some((prefix, _)) => {
                let closed = text.replace("</", "\u{0}");
                let opened = closed.replace('<', &format!("<{prefix}:"));
                opened.replace('\u{0}', &format!("</{prefix}:"))
            }
            None => text.to_owned(),
        }
    }

    /// Whether anything is to be changed.
    pub(super) fn is_changed(&self) -> bool {
        !self.edits.is_empty()
    }

    /// The part with all changes made.
    pub(super) fn finish(mut self) -> Vec<u8> {
        // Of several additions at one place, the first made stands first.
        self.edits.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(self.text.len() + 4096);
        let mut done = 0;
        for (range, text) in &self.edits {
            if range.start >= done {
                out.push_str(&self.text[done..range.start]);
                out.push_str(text);
                done = range.end;
            }
        }
        out.push_str(&self.text[done..]);
        out.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str, deep: &[&str]) -> Part {
        Part::read("a.xml", text.as_bytes().to_vec(), deep).unwrap()
    }

    fn done(part: Part) -> String {
        String::from_utf8(part.finish()).unwrap()
    }

    #[test]
    fn what_is_not_touched_stays_byte_for_byte() {
        let text = "\u{feff}<?xml version='1.0'?>\r\n<a  x = '1'><b/><!-- c --><d><e>1 &lt; 2</e></d></a>\n";
        let mut part = part(text, &["d"]);
        assert_eq!(part.all("e").map(|e| part.text_of(e)).collect::<Vec<_>>(), ["1 < 2"]);
        let (b, e) = (part.child("b").unwrap().clone(), part.all("e").next().unwrap().clone());
        part.set(&b, &[("y", "\"")]);
        part.append(&e, "!");
        assert_eq!(done(part), text.replace("<b/>", "<b y=\"&quot;\"/>").replace("2</e>", "2!</e>"));
    }

    #[test]
    fn children_come_where_their_order_wants_them() {
        let order = ["b", "c", "d"];
        let insert = |text: &str, name: &str| {
            let mut part = part(text, &[]);
            part.insert(&order, name, &format!("<{name}/>"));
            done(part)
        };
        assert_eq!(insert("<a><b/><d/></a>", "c"), "<a><b/><c/><d/></a>");
        assert_eq!(insert("<a><d/></a>", "b"), "<a><b/><d/></a>");
        assert_eq!(insert("<a><b/><x/></a>", "d"), "<a><b/><d/><x/></a>");
        assert_eq!(insert("<a/>", "d"), "<a><d/></a>");
    }

    #[test]
    fn attributes_are_found_set_and_kept() {
        let mut part = part("<x:a xmlns:x='u' r:id='7' n='&amp;'/>", &[]);
        let root = part.root().clone();
        assert_eq!(part.attribute(&root, "id").unwrap(), "7");
        assert_eq!(part.attribute(&root, "n").unwrap(), "&");
        part.set(&root, &[("n", "2")]);
        assert_eq!(done(part), "<x:a xmlns:x=\"u\" r:id=\"7\" n=\"2\"/>");
    }

    #[test]
    fn what_is_added_belongs_to_the_roots_vocabulary_and_is_counted() {
        let grown = |text: &str| {
            let mut part = part(text, &["fonts"]);
            let first = part.grow(&["fonts", "fills"], "fonts", &["<font><b/></font>".to_owned()]);
            (first, done(part))
        };
        let (one, two) = ("<font><b/></font>", "<x:font><x:b/></x:font>");
        assert_eq!(grown("<s><fills/></s>"), (0, format!("<s><fonts count=\"1\">{one}</fonts><fills/></s>")));
        assert_eq!(
            grown("<s><fonts count='0'/></s>"),
            (0, format!("<s><fonts count=\"1\">{one}</fonts></s>"))
        );
        let text = "<x:s><x:fonts k='1' count='1'><x:font/></x:fonts></x:s>";
        let wanted = format!("<x:s><x:fonts k=\"1\" count=\"2\"><x:font/>{two}</x:fonts></x:s>");
        assert_eq!(grown(text), (1, wanted));
    }

    #[test]
    fn what_is_deep_and_not_asked_for_is_passed_over() {
        let part = part("<a><rows><r><c/></r></rows><v><w/></v></a>", &["v"]);
        let names: Vec<_> = part.elements.iter().map(|element| element.name.as_str()).collect();
        assert_eq!(names, ["a", "rows", "v", "w"]);
        assert_eq!(part.written(part.child("rows").unwrap()), "<rows><r><c/></r></rows>");
    }

    #[test]
    fn broken_parts_are_refused() {
        for text in ["", "<a><b></a>", "<a"] {
            assert!(Part::read("a.xml", text.as_bytes().to_vec(), &[]).is_err(), "{text}");
        }
        assert!(Part::read("a.xml", b"<a>\xff</a>".to_vec(), &[]).is_err());
    }
}
