//! A declaration as its file spells it, before anything is checked.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::records::declaration::FieldType;
use crate::source::Text;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLedger {
    pub(super) ledger: String,
    #[serde(default)]
    pub(super) title: Option<Text>,
    #[serde(default)]
    pub(super) key: Option<Vec<String>>,
    #[serde(default)]
    pub(super) unique: bool,
    #[serde(default)]
    pub(super) dated: Option<String>,
    #[serde(default)]
    pub(super) rows: Option<RowCount>,
    #[serde(default)]
    pub(super) roles: BTreeMap<String, String>,
    /// The codes of the level from below; those of one height together.
    #[serde(default)]
    pub(super) ranks: Vec<RawRank>,
    /// The field that holds the codes of the unions listed, where the ledger is the roster.
    #[serde(default)]
    pub(super) lists: Option<String>,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    pub(super) fields: Vec<RawField>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum RowCount {
    One,
    Many,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum RawRank {
    One(String),
    Several(Vec<String>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawField {
    pub(super) key: String,
    pub(super) title: Text,
    #[serde(rename = "type")]
    pub(super) kind: FieldType,
    #[serde(default)]
    pub(super) required: RawRequired,
    #[serde(default)]
    pub(super) sensitive: bool,
    #[serde(default)]
    pub(super) planned: bool,
    #[serde(default)]
    pub(super) default: Option<serde_yaml::Value>,
    #[serde(default)]
    pub(super) codes: serde_yaml::Mapping,
    #[serde(default)]
    pub(super) min: Option<i64>,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    #[serde(default)]
    pub(super) note: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum RawRequired {
    Always(bool),
    For(BTreeMap<String, Vec<String>>),
}

impl Default for RawRequired {
    fn default() -> Self {
        Self::Always(false)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCode {
    pub(super) zh: String,
    pub(super) en: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
}
