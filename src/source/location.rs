//! Places in what was read: a source, a byte span in it, and the line and column people look for.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::grid::{CellName, Grid};

/// A byte range of a source; `end` is exclusive. Offsets fit 32 bits because sources are capped
/// ([`super::MAX_BYTES`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`, in bytes.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The bytes as a range.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A line and column, both from 1, and the byte offset they stand for. Columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1; `\r\n` ends one line.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Bytes from the start of the source.
    pub offset: usize,
}

/// A named text: a file, standard input, or a script of the built-in pack.
pub struct Source {
    path: String,
    text: String,
    /// Where the cells stand, if this is a table rendered to text.
    grid: Option<Grid>,
    lines: OnceLock<Vec<u32>>,
    hidden: OnceLock<Vec<Span>>,
}

impl Source {
    /// A source named `path` (with `/` between its parts) that holds `text`.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        Self { path, text, grid: None, lines: OnceLock::new(), hidden: OnceLock::new() }
    }

    /// A table rendered to `text`.
    pub fn table(path: impl Into<String>, text: impl Into<String>, grid: Grid) -> Self {
        Self { grid: Some(grid), ..Self::new(path, text) }
    }

    /// Where its cells stand, if it is a table.
    pub fn grid(&self) -> Option<&Grid> {
        self.grid.as_ref()
    }

    /// The name people know it by.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The folder it lies in; empty for a bare name.
    pub fn folder(&self) -> &str {
        folder(&self.path)
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span, or nothing where it lies outside.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// Says which bytes are people's names and numbers, in any order. Only the first word counts.
    pub fn hide(&self, mut spans: Vec<Span>) {
        spans.sort_unstable();
        let _ = self.hidden.set(spans);
    }

    /// The hidden bytes that touch `around`.
    pub fn hidden(&self, around: Span) -> Vec<Span> {
        let all = self.hidden.get().map_or(&[][..], Vec::as_slice);
        let first = all.partition_point(|span| span.end <= around.start);
        all[first..].iter().take_while(|span| span.start < around.end).copied().collect()
    }

    /// Byte offset of the first byte of each line.
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let ends = self.text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
            std::iter::once(0).chain(ends.map(|(at, _)| Span::new(at + 1, 0).start)).collect()
        })
    }

    /// How many lines there are, at least 1.
    pub fn line_count(&self) -> usize {
        self.lines().len()
    }

    /// The bytes of line `line` (from 1) without its line end.
    pub fn line_span(&self, line: usize) -> Span {
        let lines = self.lines();
        let start = lines.get(line.saturating_sub(1)).map_or(self.text.len(), |&at| at as usize);
        let end = lines.get(line).map_or(self.text.len(), |&at| at as usize - 1);
        let text = self.text.get(start..end).unwrap_or("");
        Span::new(start, start + text.strip_suffix('\r').unwrap_or(text).len())
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        let lines = self.lines();
        let line = lines.partition_point(|&start| start <= offset);
        let start = lines[line - 1] as usize;
        let before = self.text.get(start..offset as usize).unwrap_or("");
        Position { line, column: before.chars().count() + 1, offset: offset as usize }
    }

    /// The byte offset of a line and column (both from 1, columns in characters).
    pub fn offset(&self, line: usize, column: usize) -> u32 {
        let span = self.line_span(line);
        let ahead: usize = self.slice(span).chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
        span.start.saturating_add(Span::new(ahead, 0).start)
    }
}

/// The folder a path lies in; empty for a bare name.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({}, {} bytes)", self.path, self.text.len())
    }
}

/// A place in a source, or the source as a whole where nothing in it can be pointed at.
#[derive(Debug, Clone)]
pub struct Location {
    /// Where it is.
    pub source: Arc<Source>,
    /// Which bytes; none when the file as a whole is meant.
    pub span: Option<Span>,
}

impl Location {
    /// The place `span` of `source`.
    pub fn new(source: &Arc<Source>, span: Span) -> Self {
        Self { source: Arc::clone(source), span: Some(span) }
    }

    /// The whole of `source`.
    pub fn whole(source: &Arc<Source>) -> Self {
        Self { source: Arc::clone(source), span: None }
    }

    /// The name of the source.
    pub fn path(&self) -> &str {
        self.source.path()
    }

    /// The cell it is, in a table.
    pub fn cell(&self) -> Option<CellName<'_>> {
        self.source.grid()?.cell_at(self.span?.start)
    }

    /// Where it begins, unless the file as a whole is meant.
    pub fn start(&self) -> Option<Position> {
        self.span.map(|span| self.source.position(span.start))
    }

    /// Where it ends (exclusive), unless the file as a whole is meant.
    pub fn end(&self) -> Option<Position> {
        self.span.map(|span| self.source.position(span.end))
    }

    /// The order of everything hegui prints: by path, then by place.
    pub fn order(&self) -> (&str, Option<Span>) {
        (self.source.path(), self.span)
    }
}

/// `path:line:column`, as editors and terminals link it; `path › sheet!D7` in a table.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(cell) = self.cell() {
            return write!(f, "{} › {cell}", self.path());
        }
        match self.start() {
            Some(at) => write!(f, "{}:{}:{}", self.path(), at.line, at.column),
            None => f.write_str(self.path()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_characters_and_windows_line_ends() {
        let source = Source::new("a.yaml", "日期: 1\r\n到期: 2\n");
        let at = source.position(14);
        assert_eq!((at.line, at.column), (2, 2));
        assert_eq!(source.offset(2, 2), 14);
        assert_eq!(source.slice(source.line_span(1)), "日期: 1");
        assert_eq!(source.slice(source.line_span(3)), "");
    }

    #[test]
    fn offsets_and_positions_are_inverse_at_character_starts() {
        let source = Source::new("a.yaml", "ab\n期限c\n\nd");
        for (offset, _) in source.text().char_indices() {
            let offset = u32::try_from(offset).unwrap();
            let at = source.position(offset);
            assert_eq!(source.offset(at.line, at.column), offset);
        }
    }
}
