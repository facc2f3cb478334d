//! The register of requirements: sentences of the source documents, and what becomes of each.

use std::sync::Arc;

use serde::Deserialize;

use crate::records::yaml_fault;
use crate::source::{Fault, Source, Text};

/// One requirement, quoted from a document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
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
    /// What sort of duty it is, in the documents' words.
    pub kind: String,
    /// Whether records can show that it is met: 是, 部分 or 否, perhaps with a remark.
    pub checkable: String,
    /// The rules that cover it.
    #[serde(default)]
    pub rules: Vec<String>,
    /// Whether a person must confirm it, alone or beside the rules.
    #[serde(default)]
    pub attested: bool,
    /// Why there is nothing to hold it against, where there is not.
    #[serde(default)]
    pub informational: Option<Text>,
}

/// What a requirement is met by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cover {
    /// Rules judge it.
    Rule,
    /// Rules judge what records show of it, and a person confirms the rest.
    RuleAndPerson,
    /// A person confirms it.
    Person,
    /// It informs; there is nothing to judge.
    Informational,
    /// Nothing.
    Open,
}

impl Requirement {
    /// What it is met by, when it is covered by `rules` or not.
    pub fn cover(&self, is_ruled: bool) -> Cover {
        match (is_ruled, self.attested, &self.informational) {
            (true, false, _) => Cover::Rule,
            (true, true, _) => Cover::RuleAndPerson,
            (false, true, _) => Cover::Person,
            (false, false, Some(_)) => Cover::Informational,
            (false, false, None) => Cover::Open,
        }
    }
}

/// Reads a register.
pub(super) fn read(source: &Arc<Source>) -> Result<Vec<Requirement>, Fault> {
    serde_yaml::from_str(source.text()).map_err(|error| yaml_fault(source, &error))
}
