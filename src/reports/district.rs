//! The rates of districts, in words: the same ones in every report.

use super::columns::one_line;
use crate::source::Lang;
use crate::verdicts::District;

/// Which of a rule's rates it is; empty where there is one.
pub(super) fn label(district: &District, lang: Lang) -> String {
    let label = &district.label;
    let name = label.name.get(lang);
    one_line(if name.is_empty() { &label.key } else { name })
}
