//! The comments of a YAML text, each with its place.

use granit_parser::{Event, Options, Parser};

use crate::source::Span;

/// A piece of an example's text, and the byte it begins at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'s> {
    pub(super) text: &'s str,
    pub(super) start: usize,
}

impl Part<'_> {
    /// Where it stands.
    pub(super) fn span(self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }

    /// Without the first `bytes`.
    pub(super) fn skip(self, bytes: usize) -> Self {
        Self { text: self.text.get(bytes..).unwrap_or(""), start: self.start + bytes }
    }

    /// Without blanks around it.
    pub(super) fn trim(self) -> Self {
        let text = self.text.trim_start();
        Self { text: text.trim_end(), start: self.start + self.text.len() - text.len() }
    }

    /// What follows a prefix it has.
    pub(super) fn strip_prefix(self, prefix: &str) -> Option<Self> {
        self.text.starts_with(prefix).then(|| self.skip(prefix.len()))
    }

    /// Its first word.
    pub(super) fn word(self) -> Self {
        let end = self.text.find(char::is_whitespace).unwrap_or(self.text.len());
        Self { text: &self.text[..end], start: self.start }
    }

    /// What follows a piece of it.
    pub(super) fn after(self, piece: Self) -> Self {
        self.skip(piece.start + piece.text.len() - self.start)
    }

    /// The key of `key: value`; nothing where its first word is no key.
    pub(super) fn key(self) -> Option<Self> {
        let (key, _) = self.text.split_once(':')?;
        let is_key = !key.is_empty() && !key.contains(|c: char| c.is_whitespace() || c == '"');
        is_key.then_some(Self { text: key, start: self.start })
    }

    /// Its pieces between separators that stand outside double quotes, trimmed, the empty ones left out.
    pub(super) fn split_unquoted(self, separator: char) -> Vec<Self> {
        let (mut parts, mut begin, mut quoted) = (Vec::new(), 0, false);
        for (at, c) in self.text.char_indices().chain([(self.text.len(), separator)]) {
            quoted ^= c == '"';
            if c == separator && (!quoted || at == self.text.len()) {
                parts.push(Self { text: &self.text[begin..at], start: self.start + begin }.trim());
                begin = at + separator.len_utf8();
            }
        }
        parts.retain(|part| !part.text.is_empty());
        parts
    }
}

/// Every comment of a YAML text with its `#`, and the byte its data begins at.
///
/// Where a document is broken the parser cannot tell comments any more. From there to the next `---`
/// whatever begins with `#~` counts as one, so that no annotation is lost.
pub(super) fn comments(text: &str) -> (Vec<Part<'_>>, usize) {
    let mut comments = Vec::new();
    let (mut base, mut data_start) = (0, text.len());
    while let Some(rest) = text.get(base..).filter(|rest| !rest.is_empty()) {
        let mut options = Options::default();
        options.set_emit_comments(true);
        options.max_buffered_comment_events = rest.len();
        let mut reached = base;
        let mut broken = false;
        for next in Parser::new_from_str_with_options(rest, options) {
            let Ok((event, span)) = next else {
                broken = true;
                break;
            };
            let range = span.byte_range().unwrap_or_default();
            let (start, end) = (base + range.start, base + range.end);
            reached = reached.max(end);
            match event {
                Event::Comment(..) => comments.push(Part { text: &text[start..end], start }),
                Event::Scalar(..) | Event::MappingStart(..) | Event::SequenceStart(..) | Event::Alias(..) => {
                    data_start = data_start.min(start);
                }
                _ => {}
            }
        }
        if !broken {
            break;
        }
        data_start = data_start.min(first_data(text, reached));
        base = text[reached..].find("\n---").map_or(text.len(), |at| reached + at + 1);
        comments.extend(by_lines(&text[reached..base], reached));
    }
    (comments, data_start)
}

/// The first byte from `start` on whose line is neither blank nor a comment.
fn first_data(text: &str, start: usize) -> usize {
    let is_data = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let before = text[start..].split_inclusive('\n').take_while(|line| !is_data(line));
    start + before.map(str::len).sum::<usize>()
}

fn by_lines(text: &str, start: usize) -> impl Iterator<Item = Part<'_>> {
    let mut at = start;
    text.split_inclusive('\n').filter_map(move |line| {
        let begin = at;
        at += line.len();
        let comment = line.find("#~")?;
        Some(Part { text: line[comment..].trim_end(), start: begin + comment })
    })
}
