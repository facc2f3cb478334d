//! What stands at a place of a source, as its writer would say it.

use super::events::{Events, Token};
use crate::source::Location;

/// Bytes of a list or mapping that are looked at; it should have been one value.
const WINDOW: usize = 1 << 14;

/// The text at a place: a quoted one without its quotes, a list or mapping to its end, a list of one
/// value as that value.
pub(in crate::records) fn as_written(at: &Location) -> String {
    let Some(span) = at.span else { return String::new() };
    let (text, start) = (at.source.text(), span.start as usize);
    let own = at.source.slice(span);
    if at.source.grid().is_some() {
        return super::sheets::Sheets::text(at.source.text(), span);
    }
    if (own.starts_with(['"', '\'']) || own.contains('\n'))
        && let Some(scalar) = only_value(own)
    {
        return scalar;
    }
    let rest = window(text, start);
    let whole = match rest.chars().next() {
        Some('[' | '{') => {
            let whole = in_brackets(rest);
            if let Some(value) = whole.and_then(only_value) {
                return value;
            }
            whole
        }
        Some(c) if own.is_empty() && !c.is_whitespace() => indented(text, start, rest),
        _ => None,
    };
    whole.unwrap_or(own).trim().to_owned()
}

/// What follows a byte, as far as it is looked at.
fn window(text: &str, start: usize) -> &str {
    let mut end = (start + WINDOW).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(start..end).unwrap_or("")
}

/// The value of a text that is one scalar, or a list of one.
fn only_value(text: &str) -> Option<String> {
    let mut events = Events::new(text);
    let (mut found, mut lists) = (None, 0);
    while let Some((token, _)) = events.next().ok()? {
        match token {
            Token::Scalar(Some(scalar)) if found.is_none() => found = Some(scalar.into_owned()),
            Token::List if found.is_none() && lists == 0 => lists = 1,
            Token::Document | Token::DocumentEnd | Token::End => {}
            _ => return None,
        }
    }
    found
}

/// The list or mapping in brackets that a text begins with.
fn in_brackets(text: &str) -> Option<&str> {
    let (mut depth, mut quote, mut may_quote, mut escaped) = (0_usize, None, true, false);
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) => {
                let closes = c == open && !escaped;
                escaped = c == '\\' && open == '"' && !escaped;
                quote = quote.filter(|_| !closes);
                // A single quote inside single quotes is written twice.
                may_quote = closes && open == '\'';
                continue;
            }
            None if matches!(c, '"' | '\'') && may_quote => quote = Some(c),
            None => {}
        }
        depth += usize::from(matches!(c, '[' | '{'));
        if matches!(c, ']' | '}') {
            depth -= 1;
            if depth == 0 {
                return text.get(..=at);
            }
        }
        // Inside a bare text a quote is an apostrophe.
        may_quote = matches!(c, '[' | '{' | ',' | ':') || (may_quote && c.is_whitespace());
    }
    None
}

/// The list or mapping written by indentation that begins at byte `start`, where `rest` begins too.
fn indented<'t>(text: &'t str, start: usize, rest: &str) -> Option<&'t str> {
    let line = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let column = text[line..start].chars().count();
    // Its own column, so that what follows on the next lines stands as it did.
    let padded = format!("{}{rest}", " ".repeat(column));
    let mut events = Events::new(&padded);
    let (mut depth, mut end) = (0_usize, column);
    while let Some((token, at)) = events.next().ok()? {
        match token {
            Token::List | Token::Mapping => depth += 1,
            Token::End if depth <= 1 => return text.get(start..start + end.checked_sub(column)?),
            Token::End => depth -= 1,
            Token::Scalar(_) if depth == 0 => return None,
            // The end of the whole lies behind the line end, or further down.
            Token::Scalar(_) => end = at.end as usize,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::source::{Source, Span};

    fn written(text: &str, at: &str, length: usize) -> String {
        let start = text.find(at).unwrap();
        as_written(&Location::new(&Arc::new(Source::new("a", text)), Span::new(start, start + length)))
    }

    #[test]
    fn quotes_go_and_lists_are_whole() {
        assert_eq!(written("a: \"x\\ty\", b", "\"", 6), "x\ty");
        assert_eq!(written("a: 'it''s'", "'", 7), "it's");
        assert_eq!(written("- { a: [x, { y: z }], b: 1 }\n", "[x", 1), "[x, { y: z }]");
        assert_eq!(written("- a:\n    - x\n    - y\n  b: 1\n", "- x", 0), "- x\n    - y");
        assert_eq!(written("- a:\n    x: 1\n    y: 2\n  b: 1\n", "x:", 0), "x: 1\n    y: 2");
        assert_eq!(
            written("- { a: [x, 'it''s ]', \"}\\\"\"], b: 1 }\n", "[x", 1),
            "[x, 'it''s ]', \"}\\\"\"]"
        );
        assert_eq!(written("a: [x\n", "[", 1), "[");
        assert_eq!(written("{ a: [\"[x, y]\"], b: 1 }", "[", 1), "[x, y]");
        assert_eq!(written("- \n- { a: 1 }\n", "\n", 0), "");
        assert_eq!(written("a: 2026-02-30\n", "2026", 10), "2026-02-30");
    }
}
