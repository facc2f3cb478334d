//! What of a source is not shown: names and numbers of people.

use crate::source::{Source, Span};

/// Knows which bytes of a source are sensitive. Findings come with their values masked already; this
/// is for the excerpts drawn around them.
pub trait Masks {
    /// The sensitive spans that touch `around`, in any order. By default there are none.
    fn spans(&self, source: &Source, around: Span) -> Vec<Span> {
        let _ = (source, around);
        Vec::new()
    }
}

/// Masks nothing: the reader asked to see everything, or the text is nobody's record.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoMasks;

impl Masks for NoMasks {}
