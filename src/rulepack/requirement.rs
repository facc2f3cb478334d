//! The register of requirements: sentences of the source documents that rules cover.

use serde::Deserialize;

use crate::source::Source;

/// One requirement, quoted from a document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Requirement {
    /// Its number, such as `R092`.
    pub id: String,
    /// The area of work.
    pub area: String,
    /// The sentence, verbatim.
    pub quote: String,
    /// The document's file.
    pub document: String,
    /// The line in it.
    pub line: u32,
    /// The section of the document.
    pub section: String,
}

/// Reads a register; rows that do not read are left out, for a quotation only illustrates.
pub(super) fn read(source: &Source) -> Vec<Requirement> {
    serde_yaml::from_str(source.text()).unwrap_or_default()
}
