//! Texts as messages of SARIF: a brace is a placeholder there and brackets before parentheses are a link,
//! so that neither may come from a record or a rule.

use super::model::Message;
use crate::reports::columns::one_line;

/// A text on one line.
pub(super) fn line(text: &str) -> String {
    plain(&one_line(text))
}

/// Lines of text as a message.
pub(super) fn message(lines: &[String]) -> Message {
    let lines: Vec<String> = lines.iter().map(|text| line(text)).collect();
    lines.join("\n").into()
}

/// What stands where a heading and a text are one paragraph of Markdown.
pub(super) fn paragraph(heading: &str, colon: &str, text: &str) -> String {
    format!("**{}**{colon}{}", markdown(heading), markdown(text))
}

fn plain(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}").replace("](", "] (")
}

/// The text with nothing in it that Markdown takes for a sign.
fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '{' => out.push_str("{{"),
            '}' => out.push_str("}}"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_record_makes_a_placeholder_or_a_link() {
        assert_eq!(line("{0} [a](b)\n c"), "{{0}} [a] (b) c");
        assert_eq!(paragraph("a", ": ", "[x](y) *z* <b> {0}"), "**a**: \\[x\\](y) \\*z\\* \\<b\\> {{0}}");
    }
}
