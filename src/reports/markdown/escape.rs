//! Data in Markdown: every text is shown as it is, whatever it holds, and calls nobody.
//!
//! Signs that mean something become entities, which are text wherever they stand, in tables too. A mention or
//! the number of an issue is found after that, in the text as shown: a space of no width breaks it.

use crate::reports::columns::one_line;

/// Characters of one text at most: a table is read across.
const LONGEST: usize = 500;

/// A text on one line.
pub(super) fn text(text: &str) -> String {
    let line = one_line(text);
    let mut out = String::with_capacity(line.len() + 16);
    let mut rest = line.as_str();
    let mut before = ' ';
    for _ in 0..LONGEST {
        let Some(c) = rest.chars().next() else { return out };
        match sign(c) {
            Some(entity) => out.push_str(entity),
            None if c == ':' && rest.starts_with("://") => out.push_str("&#58;"),
            None if c == '.' && before.eq_ignore_ascii_case(&'w') => out.push_str("&#46;"),
            None => out.push(c),
        }
        before = c;
        rest = &rest[c.len_utf8()..];
    }
    if !rest.is_empty() {
        out.push('…');
    }
    out
}

/// A place or a name, in the letters of code.
pub(super) fn code(name: &str) -> String {
    format!("<code>{}</code>", text(name))
}

/// What stands in place of a sign that would not be shown, or not as itself.
fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '|' => "&#124;",
        '`' => "&#96;",
        '*' => "&#42;",
        '_' => "&#95;",
        '~' => "&#126;",
        '[' => "&#91;",
        ']' => "&#93;",
        '\\' => "&#92;",
        // GitHub takes two of them for mathematics, and asks for this.
        '$' => "<span>$</span>",
        '@' => "@&#8203;",
        '#' => "#&#8203;",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup_a_link_or_a_mention() {
        let shown = [
            ("a|b`c`", "a&#124;b&#96;c&#96;"),
            ("<img src=x>\n**b**", "&lt;img src=x&gt; &#42;&#42;b&#42;&#42;"),
            ("[甲](http://a.b)", "&#91;甲&#93;(http&#58;//a.b)"),
            ("www.a.b WWW.a", "www&#46;a.b WWW&#46;a"),
            ("@someone #12", "@&#8203;someone #&#8203;12"),
            ("&lt; \\| $x$", "&amp;lt; &#92;&#124; <span>$</span>x<span>$</span>"),
            ("应于2026-04-01前：3 < 5。", "应于2026-04-01前：3 &lt; 5。"),
        ];
        for (from, to) in shown {
            assert_eq!(text(from), to);
        }
    }

    #[test]
    fn a_text_beyond_measure_is_cut() {
        assert_eq!(text(&"厂".repeat(501)), format!("{}…", "厂".repeat(500)));
        assert_eq!(text(&"厂".repeat(500)), "厂".repeat(500));
    }
}
