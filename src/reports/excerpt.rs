//! The lines of a source around some places, as miette draws them.
//!
//! miette's own sources are scanned from their first byte for every span; this hands it only the
//! lines it needs, found through the line index, and already cut and masked. Offsets miette sees
//! are offsets in this small text.

use std::ops::Range;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::masks::Masks;
use super::window::Window;
use crate::source::{Position, Source, Span};

/// A place to be marked.
#[derive(Debug, Clone)]
pub(super) struct Label {
    /// Where; what goes on after the end of its first line is not marked.
    pub span: Span,
    /// What it is.
    pub text: Option<String>,
    /// Whether it is the place the report is about.
    pub is_primary: bool,
}

/// Some lines of a source and the places marked in them.
#[derive(Debug)]
pub(super) struct Excerpt {
    path: String,
    text: String,
    lines: Vec<Line>,
    marks: Vec<Mark>,
    linum: usize,
}

#[derive(Debug)]
struct Line {
    /// Number in the source, from 1.
    number: usize,
    /// First byte in the excerpt's text.
    start: usize,
}

#[derive(Debug)]
struct Mark {
    label: LabeledSpan,
    /// Where it is in the source.
    at: Position,
}

/// Lines shown before and after a marked one.
pub(super) const CONTEXT: usize = 1;

impl Excerpt {
    /// The lines around `labels`, each in at most `columns` columns, line numbers included.
    pub(super) fn new(source: &Source, labels: &[Label], masks: &dyn Masks, columns: usize) -> Self {
        let mut places: Vec<(Position, Span, &Label)> = labels
            .iter()
            .map(|label| {
                let span = whole_characters(source, label.span);
                let at = source.position(span.start);
                let line_end = source.line_span(at.line).range().end;
                // A place in the line end itself is shown at the end of the line.
                let start = span.range().start.min(line_end);
                (at, Span::new(start, span.range().end.min(line_end)), label)
            })
            .collect();
        places.sort_by_key(|(_, span, _)| *span);
        let numbers = line_numbers(source, places.iter().map(|(at, ..)| at.line));
        let linum = numbers.last().map_or(1, |last| last.to_string().len());
        let mut excerpt = Self {
            path: source.path().to_owned(),
            text: String::new(),
            lines: Vec::new(),
            marks: Vec::new(),
            linum,
        };
        // ` 12 │ ` stands before every line.
        let limit = columns.saturating_sub(linum + 4).max(24);
        for number in numbers {
            let here: Vec<&(Position, Span, &Label)> =
                places.iter().filter(|(at, ..)| at.line == number).collect();
            let wanted: Vec<Span> = here.iter().map(|(_, span, _)| *span).collect();
            let line = source.line_span(number);
            let window = Window::new(source, line, &wanted, &masks.spans(source, line), limit);
            excerpt.push(number, &window, &here);
        }
        excerpt
    }

    fn push(&mut self, number: usize, window: &Window, here: &[&(Position, Span, &Label)]) {
        let start = self.text.len();
        self.lines.push(Line { number, start });
        for &&(at, span, label) in here {
            let shown = window.find(span);
            let shown = start + shown.start..start + shown.end;
            let label = if label.is_primary {
                LabeledSpan::new_primary_with_span(label.text.clone(), shown)
            } else {
                LabeledSpan::new_with_span(label.text.clone(), shown)
            };
            self.marks.push(Mark { label, at });
        }
        self.text.push_str(&window.text);
        // Every line ends, so that a mark at its end has a column to stand in.
        self.text.push('\n');
    }

    /// The places as miette takes them, in order.
    pub(super) fn labels(&self) -> impl Iterator<Item = LabeledSpan> + '_ {
        self.marks.iter().map(|mark| mark.label.clone())
    }

    /// The lines shown: the number of each in the source, its text, and the bytes of it that are marked
    /// with the marks they bear, in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, &str, Vec<(Range<usize>, &LabeledSpan)>)> {
        self.lines.iter().enumerate().map(|(at, line)| {
            let text = self.text.get(line.start..self.end_of(at)).unwrap_or("").trim_end_matches('\n');
            let here = |mark: &&Mark| (line.start..=line.start + text.len()).contains(&mark.label.offset());
            let marked = self.marks.iter().filter(here).map(|mark| {
                let start = mark.label.offset() - line.start;
                (start..(start + mark.label.len()).min(text.len()), &mark.label)
            });
            (line.number, text, marked.collect())
        })
    }

    /// Columns the largest line number takes.
    pub(super) fn linum_width(&self) -> usize {
        self.linum
    }

    fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.start <= offset).saturating_sub(1)
    }

    fn end_of(&self, line: usize) -> usize {
        self.lines.get(line + 1).map_or(self.text.len(), |next| next.start)
    }
}

/// The span widened to whole characters, and no longer than the source.
fn whole_characters(source: &Source, span: Span) -> Span {
    let text = source.text();
    let (mut start, mut end) = (span.range().start.min(text.len()), span.range().end.min(text.len()));
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    Span::new(start, end)
}

/// The lines marked and those around them, in order, each once.
fn line_numbers(source: &Source, marked: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut count = source.line_count();
    // The line after the last line end is no line, unless something is marked there.
    if count > 1 && source.slice(source.line_span(count)).is_empty() {
        count -= 1;
    }
    let around = |line: usize| line.saturating_sub(CONTEXT).max(1)..=(line + CONTEXT).min(count).max(line);
    let mut numbers: Vec<usize> = marked.flat_map(around).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (mut first, mut last) = (self.line_at(span.offset()), self.line_at(span.offset() + span.len()));
        let follows =
            |line: usize| self.lines.get(line + 1).is_some_and(|n| n.number == self.lines[line].number + 1);
        for _ in 0..before {
            first -= usize::from(first > 0 && follows(first - 1));
        }
        for _ in 0..after {
            last += usize::from(follows(last));
        }
        let Some(line) = self.lines.get(first) else { return Err(MietteError::OutOfBounds) };
        let range = line.start..self.end_of(last);
        // Without context miette asks for the place it writes above the excerpt.
        let mark = self.marks.iter().find(|mark| mark.label.offset() == span.offset());
        let (number, column) = match mark {
            Some(mark) if before + after == 0 => (mark.at.line, mark.at.column - 1),
            _ => (line.number, 0),
        };
        let data = self.text.as_bytes().get(range.clone()).ok_or(MietteError::OutOfBounds)?;
        let contents = MietteSpanContents::new_named(
            self.path.clone(),
            data,
            range.into(),
            number - 1,
            column,
            last - first + 1,
        );
        Ok(Box::new(contents))
    }
}
