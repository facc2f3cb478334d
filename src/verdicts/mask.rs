//! What reports do not show: the cells of fields declared sensitive.

use crate::records::Field;

/// Which fields are hidden.
#[derive(Debug, Clone, Copy)]
pub(super) struct Masks {
    /// Whether the user asked to see everything.
    pub(super) unmask: bool,
}

impl Masks {
    /// Whether cells of this field are hidden.
    pub(super) fn hides(self, field: &Field) -> bool {
        field.sensitive && !self.unmask
    }
}

/// Stars as wide as the text they stand for, so that columns stay in place.
pub(super) fn stars(text: &str) -> String {
    "*".repeat(unicode_width::UnicodeWidthStr::width(text))
}
