//! A page taken apart, strictly: what is no well-formed markup of ours fails here.

use std::collections::BTreeMap;

/// Elements without an end; others may end where they begin.
const VOID: [&str; 3] = ["meta", "input", "br"];

/// Elements whose content is no markup.
const RAW: [&str; 2] = ["style", "script"];

/// An element's start, and the text up to the next mark.
#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    /// The names of the elements it stands in, from the outside.
    pub(crate) inside: Vec<String>,
    /// The text from here to the next mark of any kind.
    pub(crate) text: String,
    /// All text in it.
    pub(crate) content: String,
}

impl Tag {
    /// An attribute; empty where it is not there.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }
}

/// Every element of the page, in order.
pub(crate) fn tags(page: &str) -> Vec<Tag> {
    let mut rest = page.strip_prefix("<!DOCTYPE html>").expect("a doctype");
    let mut tags: Vec<Tag> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    while let Some(start) = rest.find('<') {
        let (text, mark) = rest.split_at(start);
        put(&mut tags, &open, &unescaped(text));
        let end = end_of(mark);
        let inner = &mark[1..end];
        rest = &mark[end + 1..];
        if let Some(name) = inner.strip_prefix('/') {
            let at = open.pop().unwrap_or_else(|| panic!("</{name}> ends nothing"));
            assert_eq!(tags[at].name, name, "…{text}</{name}>");
            continue;
        }
        let (name, attributes) = start_of(inner.trim_end_matches('/'));
        let inside = open.iter().map(|&at| tags[at].name.clone()).collect();
        let (text, content) = (String::new(), String::new());
        tags.push(Tag { name: name.clone(), attributes, inside, text, content });
        if RAW.contains(&name.as_str()) {
            let close = format!("</{name}>");
            let stop = rest.find(&close).unwrap();
            rest[..stop].clone_into(&mut tags.last_mut().unwrap().content);
            rest = &rest[stop + close.len()..];
        } else if !VOID.contains(&name.as_str()) && !inner.ends_with('/') {
            open.push(tags.len() - 1);
        }
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "something is left open: {open:?}");
    tags
}

fn put(tags: &mut [Tag], open: &[usize], text: &str) {
    for &at in open {
        tags[at].content.push_str(text);
    }
    if let Some(last) = open.last() {
        let last = &mut tags[*last];
        if last.text.is_empty() {
            text.clone_into(&mut last.text);
        }
    }
}

/// Where a mark ends; `>` may stand in the value of an attribute.
fn end_of(mark: &str) -> usize {
    let mut is_quoted = false;
    let end = mark.char_indices().find(|&(_, c)| {
        is_quoted ^= c == '"';
        c == '>' && !is_quoted
    });
    end.unwrap_or_else(|| panic!("a mark without an end: {}", &mark[..mark.len().min(80)])).0
}

fn start_of(inner: &str) -> (String, BTreeMap<String, String>) {
    let (name, mut rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()), "<{inner}>");
    let mut attributes = BTreeMap::new();
    while !rest.trim_start().is_empty() {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        let is_name = key.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
        assert!(is_name, "an attribute {key}: <{inner}>");
        let (value, after) = match after.strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"').unwrap(),
            None => ("", after),
        };
        assert!(attributes.insert(key.to_owned(), unescaped(value)).is_none(), "twice {key}: <{inner}>");
        rest = after;
    }
    (name.to_owned(), attributes)
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let end = at + rest[at..].find(';').unwrap_or_else(|| panic!("a bare & in {text}"));
        out.push(match &rest[at + 1..end] {
            "amp" | "#38" => '&',
            "lt" | "#60" => '<',
            "gt" | "#62" => '>',
            "quot" | "#34" => '"',
            "#39" => '\'',
            "#160" | "nbsp" => '\u{a0}',
            other => panic!("&{other};"),
        });
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}

/// The numbers a page bears for whoever counts, by what they are.
pub(crate) fn numbers(tags: &[Tag]) -> BTreeMap<&str, &str> {
    let counted = tags.iter().filter(|tag| !tag.get("data-n").is_empty() && tag.name != "section");
    counted.map(|tag| (tag.get("data-n"), tag.text.as_str())).collect()
}
