//! Text measured in the columns of a terminal, where a Chinese character takes two.

use unicode_width::UnicodeWidthChar;

/// Columns a character takes; a control character takes none.
pub(super) fn char_width(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// Columns a text takes.
pub fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

/// The text, filled with spaces up to `columns`.
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Stars for a text that is not shown, as wide as the text.
pub(super) fn mask(text: &str) -> String {
    "*".repeat(width(text))
}

/// Whether a character would move the cursor, colour the screen or turn the reading direction rather
/// than be seen. Records are other people's text: none of these may reach a terminal.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text on one line: line ends and runs of blanks become one space, what is unseen a mark.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().map(|c| if is_unseen(c) { '\u{fffd}' } else { c }));
    }
    out
}

/// The text in lines of at most `columns`, every line after the first behind `indent` spaces;
/// `first` columns of the first line are taken already.
///
/// Lines break at spaces and between Chinese characters, but never before closing or after opening
/// punctuation; what cannot be broken, such as a path, runs over.
pub fn wrap(text: &str, columns: usize, first: usize, indent: usize) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut used = first;
    let mut is_fresh = true;
    for piece in pieces(text) {
        let bare = piece.trim_end_matches(' ');
        if !is_fresh && used + width(bare) > columns {
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            used = indent;
        }
        out.push_str(piece);
        used += width(piece);
        is_fresh = false;
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// The text cut where a line may break.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut chars = rest.char_indices();
        let (_, mut before) = chars.next()?;
        let end = chars.find_map(|(at, c)| {
            let breaks = may_break(before, c);
            before = c;
            breaks.then_some(at)
        });
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        Some(piece)
    })
}

fn may_break(before: char, after: char) -> bool {
    const CLOSING: &str = "，。、；：？！）”’》」』】…,.;:?!)]}%";
    const OPENING: &str = "（“‘《「『【([{";
    if after == ' ' {
        return false;
    }
    let is_wide = char_width(before) == 2 || char_width(after) == 2;
    before == ' ' || (is_wide && !CLOSING.contains(after) && !OPENING.contains(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_takes_two_columns_and_padding_knows() {
        assert_eq!(width("工会a"), 5);
        assert_eq!(width(&pad("工会", 9)), 9);
        assert_eq!(mask("王小明"), "******");
    }

    #[test]
    fn lines_break_between_characters_but_not_before_a_comma() {
        assert_eq!(wrap("与企业方协商续签，并登记。", 12, 0, 2), "与企业方协商\n  续签，并登\n  记。");
        assert_eq!(wrap("签字，报送", 6, 0, 0), "签字，\n报送");
        assert_eq!(wrap("have the congress approve it", 12, 4, 2), "have the\n  congress\n  approve it");
    }

    #[test]
    fn nothing_unseen_reaches_a_terminal() {
        assert_eq!(one_line("a\u{1b}[31m\n  b\u{202e}"), "a\u{fffd}[31m b\u{fffd}");
    }
}
