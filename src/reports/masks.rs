//! What of a source is not shown: names and numbers of people.

use crate::source::{Source, Span};

/// Knows which bytes of a source are not shown. Findings come with their values masked already; this
/// is for the excerpts drawn around them.
pub trait Masks {
    /// The hidden spans that touch `around`, in any order.
    fn spans(&self, source: &Source, around: Span) -> Vec<Span>;
}

/// Hides the cells of fields declared sensitive.
#[derive(Debug, Clone, Copy, Default)]
pub struct SensitiveCells;

impl Masks for SensitiveCells {
    fn spans(&self, source: &Source, around: Span) -> Vec<Span> {
        source.hidden(around)
    }
}

/// Masks nothing: the reader asked to see everything, or the text is nobody's record.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoMasks;

impl Masks for NoMasks {
    fn spans(&self, _source: &Source, _around: Span) -> Vec<Span> {
        Vec::new()
    }
}
