//! Texts in YAML: plain where nobody can take them for anything else, in double quotes elsewhere.

use std::fmt::Write as _;

/// Words that some reader of YAML takes for something else than a text.
const WORDS: [&str; 11] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"];

/// Marks inside a text that mean nothing to YAML, wherever they stand.
const MARKS: &str = "_-./()%+（）《》〈〉“”‘’、，。；：？！—…·～￥℃";

/// The text as a YAML key or value, in a block or in a row of `{ … }`.
pub fn yaml(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Whether every reader takes the bare text for just that text. Doubtful ones are not plain: quotes
/// that were not needed do no harm.
fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    // Numbers, days and times begin with a digit and have no letters but Latin ones.
    let is_named = first.is_alphabetic()
        || (first.is_ascii_digit() && text.chars().any(|c| c.is_alphabetic() && !c.is_ascii()));
    let is_spaced = text.contains("  ") || text.ends_with(' ');
    is_named
        && !is_spaced
        && text.chars().all(|c| c.is_alphanumeric() || c == ' ' || MARKS.contains(c))
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

/// The text in double quotes, with escapes that YAML and JSON share.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Line ends of other conventions, the byte order mark, and what YAML does not print.
            c if c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') =>
            {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_bare_only_where_nothing_else_is_meant() {
        for text in
            ["甲厂工会", "QX001", "2025年工会工作总结", "一日捐(收入)", "a b", "第1季度", "QX-07", "A/B.c"]
        {
            assert_eq!(yaml(text), text);
        }
        for text in [
            "",
            "00101",
            "2026-03-12",
            "12:30",
            "1e3",
            "0x1F",
            "2026Q1",
            "1,200",
            "3.0",
            "-1",
            "- a",
            ".5",
            "~",
            "no",
            "Yes",
            "NULL",
            "on",
            "a: b",
            "a:",
            "a #b",
            "#a",
            "[a]",
            "{a}",
            "a, b",
            "a,b",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "%a",
            "@a",
            "`a`",
            "'a'",
            "?",
            "? a",
            "a ",
            "a  b",
            "---",
            "<<",
            "=",
            "a\nb",
            "a\tb",
            "\u{feff}a",
        ] {
            assert_eq!(yaml(text), quoted(text), "{text:?}");
        }
    }

    #[test]
    fn quotes_hold_everything() {
        assert_eq!(quoted("a\"b\\c"), r#""a\"b\\c""#);
        assert_eq!(quoted("一\n二\u{85}\u{7}\u{2028}"), r#""一\n二\u0085\u0007\u2028""#);
        assert_eq!(quoted("😀"), "\"😀\"");
    }
}
