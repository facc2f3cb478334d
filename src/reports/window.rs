//! One line of a source as it is shown: cut to the width of the terminal around what matters,
//! sensitive cells masked, nothing unseen left in it.
//!
//! A row in one line easily has hundreds of columns, so the work here depends on what is shown, not
//! on how long the line is.

use super::columns::{char_width, is_unseen, mask};
use crate::source::{Source, Span};

/// Columns a tab is drawn as, at most.
pub(super) const TAB: usize = 4;

/// A line cut to what is shown.
#[derive(Debug)]
pub(super) struct Window {
    /// What is shown.
    pub text: String,
    /// Where each character shown stands in the source, and where in `text`; ends of pieces too.
    map: Vec<(usize, usize)>,
}

impl Window {
    /// The line `line` of `source` in at most `limit` columns, around the spans `wanted` of it.
    pub(super) fn new(source: &Source, line: Span, wanted: &[Span], masked: &[Span], limit: usize) -> Self {
        let pieces = pieces(source, line, wanted, limit);
        let mut window = Self { text: String::new(), map: Vec::new() };
        let (mut shown, end) = (line.range().start, line.range().end);
        for (start, stop) in pieces {
            if start > shown {
                window.text.push_str(if shown == line.range().start { "… " } else { " … " });
            }
            window.push(source, start, stop, masked);
            shown = stop;
        }
        if shown < end {
            window.text.push_str(" …");
        }
        window
    }

    fn push(&mut self, source: &Source, start: usize, stop: usize, masked: &[Span]) {
        for (at, c) in source.slice(Span::new(start, stop)).char_indices() {
            let offset = start + at;
            self.map.push((offset, self.text.len()));
            if masked.iter().any(|span| span.range().contains(&offset)) {
                self.text.push_str(&mask(c.encode_utf8(&mut [0; 4])));
            } else if c == '\u{feff}' {
                // A byte order mark is no part of the text.
            } else if is_unseen(c) && c != '\t' {
                self.text.push('\u{fffd}');
            } else {
                self.text.push(c);
            }
        }
        self.map.push((stop, self.text.len()));
    }

    /// The bytes of `text` that show a span, as far as it is shown.
    pub(super) fn find(&self, span: Span) -> std::ops::Range<usize> {
        let shown = |offset: usize| {
            let after = self.map.partition_point(|&(from, _)| from <= offset);
            self.map.get(after.saturating_sub(1)).map_or(0, |&(_, to)| to)
        };
        let start = shown(span.range().start);
        start..shown(span.range().end).max(start)
    }
}

/// The parts of the line that are shown, in order, none touching another.
fn pieces(source: &Source, line: Span, wanted: &[Span], limit: usize) -> Vec<(usize, usize)> {
    let (start, end) = (line.range().start, line.range().end);
    // No character takes more columns than four a byte, so a longer line need not be measured.
    let is_short = end - start <= limit * TAB && forward(source, start, end, limit) == end;
    if is_short {
        return vec![(start, end)];
    }
    let whole = Span::new(start, start);
    let wanted = if wanted.is_empty() { std::slice::from_ref(&whole) } else { wanted };
    let mut wanted = wanted.to_vec();
    wanted.sort();
    // Marks of omission take up to three columns a piece and two at the end.
    let share = (limit.saturating_sub(2) / wanted.len()).saturating_sub(3).max(8);
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    for span in wanted {
        let (from, to) = around(source, line, span, share);
        match pieces.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => pieces.push((from, to)),
        }
    }
    pieces
}

/// A stretch of about `columns` around a span, its ends at commas where there are some.
fn around(source: &Source, line: Span, span: Span, columns: usize) -> (usize, usize) {
    let (start, end) = (line.range().start, line.range().end);
    let inner_end = forward(source, span.range().start, span.range().end, columns);
    let used = measure(source, span.range().start, inner_end);
    let spare = columns.saturating_sub(used);
    // What stands before says what it is: it has the larger part.
    let after = measure(source, inner_end, forward(source, inner_end, end, spare / 3));
    let from = backward(source, start, span.range().start, spare - after);
    let before = source.slice(Span::new(from, span.range().start));
    let from = match before.find(", ") {
        Some(comma) if from > start => from + comma + 2,
        _ => from,
    };
    let left = spare.saturating_sub(measure(source, from, span.range().start));
    let to = forward(source, inner_end, end, left);
    let after = source.slice(Span::new(inner_end, to));
    let to = match after.rfind(',') {
        Some(comma) if to < end => inner_end + comma + 1,
        _ => to,
    };
    (from, to)
}

/// How far one gets from `start` towards `end` in so many columns.
fn forward(source: &Source, start: usize, end: usize, columns: usize) -> usize {
    let mut left = columns;
    for (at, c) in source.slice(Span::new(start, end)).char_indices() {
        match left.checked_sub(shown_width(c)) {
            Some(rest) => left = rest,
            None => return start + at,
        }
    }
    end
}

/// How far one gets back from `end` towards `start` in so many columns.
fn backward(source: &Source, start: usize, end: usize, columns: usize) -> usize {
    let mut left = columns;
    for (at, c) in source.slice(Span::new(start, end)).char_indices().rev() {
        match left.checked_sub(shown_width(c)) {
            Some(rest) => left = rest,
            None => return start + at + c.len_utf8(),
        }
    }
    start
}

fn measure(source: &Source, start: usize, end: usize) -> usize {
    source.slice(Span::new(start, end)).chars().map(shown_width).sum()
}

fn shown_width(c: char) -> usize {
    if c == '\t' { TAB } else { char_width(c).max(usize::from(is_unseen(c))) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::columns::width;

    fn shown(text: &str, wanted: &[&str], limit: usize) -> (String, Vec<String>) {
        let source = Source::new("a.yaml", text);
        let at = |part: &&str| {
            let start = text.find(part).unwrap();
            Span::new(start, start + part.len())
        };
        let spans: Vec<Span> = wanted.iter().map(at).collect();
        let window = Window::new(&source, source.line_span(1), &spans, &[], limit);
        let found = spans.iter().map(|&span| window.text[window.find(span)].to_owned()).collect();
        assert!(width(&window.text) <= limit, "{} > {limit}: {}", width(&window.text), window.text);
        (window.text, found)
    }

    const ROW: &str = "- { 编号: H-1, 查出日期: 2026-03-01, 隐患内容: 车间通道堆放杂物, 部位: 铸造车间北门, 责任人: 王小明, 整改期限: 2026-04-01 }";

    #[test]
    fn a_long_row_is_cut_around_what_matters() {
        let (text, found) = shown(ROW, &["铸造车间北门"], 50);
        assert_eq!(text, "… 部位: 铸造车间北门, 责任人: 王小明, …");
        assert_eq!(found, ["铸造车间北门"]);
    }

    #[test]
    fn places_far_apart_share_the_width() {
        let (text, found) = shown(ROW, &["2026-03-01", "2026-04-01"], 60);
        assert_eq!(text, "… 查出日期: 2026-03-01, … 整改期限: 2026-04-01 }");
        assert_eq!(found, ["2026-03-01", "2026-04-01"]);
    }

    #[test]
    fn a_short_line_is_left_alone() {
        assert_eq!(shown("kind: wage", &["wage"], 60).0, "kind: wage");
    }

    #[test]
    fn names_are_masked_at_equal_width() {
        let source = Source::new("a.yaml", "责任人: 王小明");
        let name = Span::new(11, 20);
        let window = Window::new(&source, source.line_span(1), &[name], &[name], 60);
        assert_eq!(window.text, "责任人: ******");
        assert_eq!(&window.text[window.find(name)], "******");
    }
}
