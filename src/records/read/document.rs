//! One input, read: its text as it stands, or a table rendered to text.

use std::path::Path;
use std::sync::Arc;

use super::table::Table;
use super::{csv, workbook, yaml};
use crate::records::builder::Fragment;
use crate::records::declaration::Schema;
use crate::records::problem::Problem;
use crate::source::{Form, Input, Source, SourceError};

/// What an input holds.
#[derive(Debug)]
pub enum Document {
    /// YAML or JSON.
    Text(Arc<Source>),
    /// A workbook, CSV or TSV.
    Table(Table),
}

impl Document {
    /// Reads an input as far as its form needs.
    pub fn open(schema: &Schema, input: &Input) -> Result<Self, SourceError> {
        let path = input.path();
        let stem = Path::new(path).file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into());
        Ok(match input.form() {
            Form::Yaml => Self::Text(Arc::new(input.read()?)),
            Form::Workbook => {
                let sheets = workbook::sheets(path, input.bytes()?)?;
                Self::Table(Table::new(schema, path, stem, sheets, false))
            }
            Form::Csv => {
                let (sheets, is_decoded) = csv::sheets(path, &input.bytes()?)?;
                Self::Table(Table::new(schema, path, stem, sheets, is_decoded))
            }
        })
    }

    /// Its text; a table's as it was rendered.
    pub fn source(&self) -> &Arc<Source> {
        match self {
            Self::Text(source) => source,
            Self::Table(table) => &table.source,
        }
    }

    /// Whether it is a saved result of ours, a baseline, or a Code Quality report: they lie about in working
    /// folders and are no records.
    pub fn is_result(&self) -> bool {
        let head: String = self.source().text().chars().take(300).collect();
        let has = |key: &str| head.contains(key);
        match head.trim_start().chars().next() {
            Some('{') => has("\"tool\"") && has("\"hegui\""),
            Some('[') => has("\"description\"") && has("\"check_name\""),
            _ => false,
        }
    }

    /// The codes of the unions whose records it holds; [`Document::read`] finds the same.
    pub fn owners(&self, schema: &Schema) -> Vec<String> {
        match self {
            Self::Text(source) => yaml::owners(schema, source),
            Self::Table(table) => table.owners(schema),
        }
    }

    /// What it says of each union. What cannot be read becomes a problem; the rest is kept.
    pub fn read(&self, schema: &Schema, problems: &mut Vec<Problem>) -> Vec<Fragment> {
        match self {
            Self::Text(source) => yaml::read(schema, source, problems),
            Self::Table(table) => table.read(schema, problems),
        }
    }
}
