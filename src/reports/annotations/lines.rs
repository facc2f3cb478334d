//! The lines a place takes, as those count them who show files line by line.

use crate::source::Location;

/// Lines and columns from 1, the last ones included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lines {
    pub first: usize,
    pub last: usize,
    /// Where it begins in its first line, and ends in its last.
    pub columns: (usize, usize),
}

impl Lines {
    /// The lines of a place; none where a file is meant as a whole, or a cell: the text of a table is ours.
    pub(super) fn of(at: &Location) -> Option<Self> {
        let span = at.span.filter(|_| at.source.grid().is_none())?;
        let (start, text) = (at.source.position(span.start), at.source.slice(span));
        // A line end belongs to its line, not to the next one.
        let last = text.trim_end().char_indices().next_back().map_or(0, |(before, _)| before);
        let end = at.source.position(span.start + u32::try_from(last).unwrap_or(0));
        Some(Self { first: start.line, last: end.line, columns: (start.column, end.column) })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::source::{Source, Span};

    fn lines(text: &str, start: usize, end: usize) -> (usize, usize, (usize, usize)) {
        let at = Location::new(&Arc::new(Source::new("a.yaml", text)), Span::new(start, end));
        let lines = Lines::of(&at).unwrap();
        (lines.first, lines.last, lines.columns)
    }

    #[test]
    fn the_last_character_is_the_end() {
        assert_eq!(lines("a: 日期\nb: 1\n", 3, 9), (1, 1, (4, 5)));
        assert_eq!(lines("a: 日期\nb: 1\n", 3, 10), (1, 1, (4, 5)), "with its line end");
        assert_eq!(lines("a:\r\n  日期\r\nb: 1\n", 0, 12), (1, 2, (1, 4)));
        assert_eq!(lines("a: 1", 3, 3), (1, 1, (4, 4)), "nothing at all");
        assert_eq!(lines("", 0, 0), (1, 1, (1, 1)));
    }

    #[test]
    fn a_whole_file_has_none() {
        assert_eq!(Lines::of(&Location::whole(&Arc::new(Source::new("a.yaml", "x")))), None);
    }
}
