//! Where each key and value of a trusted YAML text stands.
//!
//! `serde_yaml` reads manifests, declarations and front matter into types but keeps no places and
//! lets duplicate keys pass. This reads the same text a second time, for the places alone.

use std::sync::Arc;

use granit_parser::{Event, Parser};

use super::fault::Fault;
use super::location::{Location, Source, Span};

/// A node of a YAML text with its places.
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// The key it stands under; empty in a list and at the top.
    pub key: String,
    /// The key's bytes.
    pub key_span: Span,
    /// The value's bytes.
    pub span: Span,
    /// The text, where the value is a scalar.
    pub scalar: Option<String>,
    /// Entries of a mapping or items of a list, in order.
    pub children: Vec<Node>,
}

impl Node {
    /// The entry under `key`.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.key == key)
    }

    /// The node at a path of keys and list positions.
    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, part| match part.parse::<usize>() {
            Ok(position) if node.children.first().is_some_and(|child| child.key.is_empty()) => {
                node.children.get(position)
            }
            _ => node.get(part),
        })
    }
}

/// The places of the first document of a text.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The top node.
    pub root: Node,
}

impl Places {
    /// Reads the places of `text`, which is `source`'s own text or the same with other bytes blanked;
    /// nesting is bounded by the parser. Broken YAML and duplicate keys are faults of its author.
    pub fn read(source: &Arc<Source>, text: &str) -> Result<Self, Fault> {
        let mut reader = Reader { open: Vec::new(), root: None, source };
        for next in Parser::new_from_str(text) {
            let (event, span) = next.map_err(|error| {
                let at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
                let reason = error.info();
                let (zh, en) = (format!("YAML 写法有误：{reason}"), format!("broken YAML: {reason}"));
                Fault::new(source, Span::new(at, at), zh, en)
            })?;
            let range = span.byte_range().unwrap_or_default();
            reader.event(event, Span::new(range.start, range.end))?;
            if reader.root.is_some() {
                break;
            }
        }
        Ok(Self { root: reader.root.unwrap_or_default() })
    }
}

struct Reader<'s> {
    open: Vec<Open>,
    root: Option<Node>,
    source: &'s Arc<Source>,
}

struct Open {
    node: Node,
    is_mapping: bool,
    key: Option<(String, Span)>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Fault> {
        match event {
            Event::Scalar(text, ..) => return self.scalar(text.into_owned(), span),
            Event::MappingStart(..) => self.start(true, span),
            Event::SequenceStart(..) => self.start(false, span),
            Event::MappingEnd | Event::SequenceEnd => {
                if let Some(mut open) = self.open.pop() {
                    open.node.span.end = span.end.max(open.node.span.start);
                    self.finish(open.node);
                }
            }
            Event::Alias(_) => self.finish(Node { span, ..Node::default() }),
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, is_mapping: bool, span: Span) {
        let node = Node { span, ..Node::default() };
        self.open.push(Open { node, is_mapping, key: None });
    }

    fn scalar(&mut self, text: String, span: Span) -> Result<(), Fault> {
        if let Some(open) = self.open.last_mut()
            && open.is_mapping
            && open.key.is_none()
        {
            if let Some(first) = open.node.get(&text) {
                let first = Location::new(self.source, first.key_span);
                let (zh, en) = (format!("键“{text}”写了两次"), format!("the key `{text}` is given twice"));
                return Err(Fault::new(self.source, span, zh, en).related("前一处", "first here", first));
            }
            open.key = Some((text, span));
            return Ok(());
        }
        self.finish(Node { span, scalar: Some(text), ..Node::default() });
        Ok(())
    }

    fn finish(&mut self, mut node: Node) {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        if open.is_mapping {
            let (key, key_span) = open.key.take().unwrap_or_default();
            node.key = key;
            node.key_span = key_span;
        }
        open.node.children.push(node);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Places, Fault> {
        Places::read(&Arc::new(Source::new("pack.yaml", text)), text)
    }

    #[test]
    fn keys_and_values_have_their_places() {
        let text = "params:\n  notice: 90 days\nlist: [a, { b: c }]\n";
        let places = read(text).unwrap();
        let notice = places.root.at(&["params", "notice"]).unwrap();
        assert_eq!(&text[notice.span.range()], "90 days");
        assert_eq!(&text[notice.key_span.range()], "notice");
        let deep = places.root.at(&["list", "1", "b"]).unwrap();
        assert_eq!(&text[deep.span.range()], "c");
    }

    #[test]
    fn a_key_given_twice_is_refused_with_both_places() {
        let fault = read("a: 1\nb: 2\na: 3\n").unwrap_err();
        assert_eq!(fault.location.to_string(), "pack.yaml:3:1");
        assert_eq!(fault.related[0].1.to_string(), "pack.yaml:1:1");
    }
}
