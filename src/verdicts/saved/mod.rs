//! Results saved as JSON, version 1, as far as comparing them needs. Entry by entry they are read into
//! few bytes: a district's result may be 100 MB.

mod fault;
mod wire;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::summary::StateCounts;
use crate::engine::State;
use crate::records::{Date, Period};
use crate::source::{Fault, Severity, Source, SourceError, read_text};

/// One saved result.
#[derive(Debug)]
pub struct Saved {
    /// The file it was read from.
    pub path: String,
    /// The version of the program that wrote it.
    pub tool: String,
    /// The rule pack it was judged by.
    pub pack: SavedPack,
    /// The profiles in use, in order.
    pub profiles: Vec<String>,
    /// The day judged at.
    pub as_of: Date,
    /// The period judged.
    pub period: Period,
    /// Ids of the rules judged, in the order of [`SavedUnion::verdicts`].
    pub rules: Vec<Arc<str>>,
    /// The unions judged.
    pub unions: Vec<SavedUnion>,
    /// What was wrong, and rules that failed.
    pub violations: Vec<Violation>,
    /// Findings that are no violations.
    pub others: Vec<Other>,
    /// Problems of the records, of severity `error`.
    pub problems: u64,
    by_id: BTreeMap<Arc<str>, usize>,
    by_rule: BTreeMap<Arc<str>, usize>,
}

/// A rule pack as a result names it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct SavedPack {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 over its files.
    pub digest: String,
}

/// A union and the verdicts on it.
#[derive(Debug)]
pub struct SavedUnion {
    /// Its code.
    pub id: Arc<str>,
    /// Its name.
    pub name: String,
    /// The code of the union above it.
    pub superior: Option<Arc<str>>,
    /// How many rows each of its ledgers had; nothing where the result does not say.
    pub rows: Option<BTreeMap<Arc<str>, u64>>,
    /// A verdict for each of [`Saved::rules`]; none where the rule was not judged.
    pub verdicts: Vec<Option<State>>,
}

/// A finding of state `Fail`, or a rule that failed.
#[derive(Debug)]
pub struct Violation {
    /// What it is known by, run after run.
    pub fingerprint: u128,
    /// How many of the same fingerprint stand before it in the same result; almost always 0.
    pub nth: u32,
    /// The rule's id.
    pub rule: Arc<str>,
    /// `Fail` or `Error`.
    pub state: State,
    /// How bad.
    pub severity: Severity,
    /// The union's code.
    pub union: Arc<str>,
    /// What is wrong, in the language it was saved in.
    pub message: String,
    /// What to do, in the same language.
    pub help: Arc<str>,
    /// Where.
    pub location: SavedLocation,
}

/// A finding of state `Due`, `Insufficient` or `Waived`.
#[derive(Debug)]
pub struct Other {
    /// What it is known by, run after run.
    pub fingerprint: u128,
    /// Its state.
    pub state: State,
    /// The rule's severity.
    pub severity: Severity,
    /// Whether it is about a ledger as a whole, not a row.
    pub is_of_ledger: bool,
    /// The rule's id.
    pub rule: Arc<str>,
    /// The union's code.
    pub union: Arc<str>,
}

/// A place, as results spell it.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub struct SavedLocation {
    /// The file.
    pub path: String,
    /// The ledger's key.
    pub ledger: Option<Box<str>>,
    /// The row in its ledger, from 0.
    pub row: Option<u32>,
    /// The field's key.
    pub field: Option<Box<str>>,
    /// Where it begins; none where the file as a whole is meant, or a cell.
    pub start: Option<SavedPosition>,
    /// Where it ends, exclusive.
    pub end: Option<SavedPosition>,
    /// The cell of a sheet.
    pub cell: Option<Box<str>>,
    /// The cell in numbers.
    pub sheet: Option<Box<SavedSheet>>,
}

/// A line and column from 1, and the byte.
#[derive(Debug, Clone, Copy, Deserialize, Serialize)]
pub struct SavedPosition {
    /// Line, from 1.
    pub line: u64,
    /// Column in characters, from 1.
    pub column: u64,
    /// Bytes from the start.
    pub offset: u64,
}

/// A cell in numbers, both from 1.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub struct SavedSheet {
    /// The sheet's name.
    pub name: String,
    /// Row, from 1.
    pub row: u32,
    /// Column, from 1.
    pub column: u32,
}

/// What a result has of one rule on one union.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// The union is not in it.
    NoUnion,
    /// The rule was not judged.
    NotRun,
    /// This verdict.
    Reached(State),
}

impl Saved {
    /// Reads a file. The fault says where it is no result of version 1, and what to do.
    pub fn read(file: &Path) -> Result<Self, Fault> {
        if !file.exists() {
            let path = file.display().to_string();
            return Err(fault::unreadable(SourceError::NotFound { path }));
        }
        Self::parse(&Arc::new(read_text(file).map_err(fault::unreadable)?))
    }

    /// Reads a text at hand.
    pub fn parse(source: &Arc<Source>) -> Result<Self, Fault> {
        let text = source.text();
        // Windows editors put a byte order mark in front.
        let json = text.strip_prefix('\u{feff}').unwrap_or(text);
        match serde_json::from_str::<wire::Written<'_>>(json) {
            Ok(written) if written.is_known() => Ok(written.into_saved(source.path())),
            Ok(_) => Err(fault::foreign(source, json, None)),
            Err(error) => Err(fault::foreign(source, json, Some(&error))),
        }
    }

    /// What it has of a rule on a union.
    pub fn seen(&self, union: &str, rule: &str) -> Seen {
        let Some(union) = self.by_id.get(union).and_then(|&at| self.unions.get(at)) else {
            return Seen::NoUnion;
        };
        let verdict = self.by_rule.get(rule).and_then(|&at| union.verdicts.get(at).copied().flatten());
        verdict.map_or(Seen::NotRun, Seen::Reached)
    }

    /// Whether the rule was judged on any union.
    pub fn judges(&self, rule: &str) -> bool {
        self.by_rule.contains_key(rule)
    }

    /// The union of this code.
    pub fn union(&self, id: &str) -> Option<&SavedUnion> {
        self.by_id.get(id).and_then(|&at| self.unions.get(at))
    }
}

impl SavedUnion {
    /// How many rows a ledger had, none where it was not submitted; nothing where the result does not say.
    pub fn rows(&self, ledger: &str) -> Option<u64> {
        self.rows.as_ref().map(|rows| rows.get(ledger).copied().unwrap_or(0))
    }

    /// How many verdicts have each state.
    pub fn states(&self) -> StateCounts {
        let mut states = StateCounts::default();
        self.verdicts.iter().flatten().for_each(|&state| states.add(state));
        states
    }
}

/// As a finding's place is shown everywhere else.
impl fmt::Display for SavedLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.cell, self.start) {
            (Some(cell), _) => write!(f, "{} › {cell}", self.path),
            (None, Some(at)) => write!(f, "{}:{}:{}", self.path, at.line, at.column),
            (None, None) => f.write_str(&self.path),
        }
    }
}
