//! The result a line each, written as it comes: `run` first, then what was found, at the end where each
//! union stands, and the summary. A stream without its summary is not whole.
//!
//! The keys of a line are those of version 1, after `type`. A rank is known only once all unions are: it is
//! null in a union's line and has a line of its own.

use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;

use super::district::District;
use super::head::Head;
use super::result::{Finding, Problem, Rank, Union};
use super::totals::Totals;
use crate::reports::Report;
use crate::source::Lang;
use crate::verdicts::{Chunk, Item, Rankings, RunInfo, Summary};

/// One line.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'a> {
    Run {
        #[serde(flatten)]
        head: Head<'a>,
        rules: &'a [String],
    },
    Problem(&'a Problem),
    Finding(&'a Finding),
    Union(&'a Union),
    District(&'a District),
    Rank {
        union: &'a str,
        #[serde(flatten)]
        rank: Rank,
    },
    Summary(Totals),
}

impl Line<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, self).map_err(io::Error::from)?;
        out.write_all(b"\n")
    }
}

/// Writes results as they come and keeps nothing of them but the unions' names and scores, for their ranks.
#[derive(Debug)]
pub struct JsonLinesReport {
    lang: Lang,
    rules: Arc<[String]>,
    ledgers: Arc<[String]>,
    rankings: Rankings,
}

impl JsonLinesReport {
    /// A report with its messages in `lang`.
    pub fn new(lang: Lang) -> Self {
        Self { lang, rules: Arc::default(), ledgers: Arc::default(), rankings: Rankings::default() }
    }
}

impl Report for JsonLinesReport {
    fn begin(&mut self, out: &mut dyn Write, run: &RunInfo) -> io::Result<()> {
        self.rules = run.rules.clone().into();
        self.ledgers = run.ledgers.clone().into();
        Line::Run { head: Head::new(run), rules: &self.rules }.write(out)
    }

    fn chunk(&mut self, out: &mut dyn Write, chunk: &Chunk) -> io::Result<()> {
        for item in &chunk.items {
            match item {
                Item::Problem(problem) => Line::Problem(&Problem::new(problem, self.lang)).write(out)?,
                Item::Finding(finding) => Line::Finding(&Finding::new(finding, self.lang)).write(out)?,
            }
        }
        for union in &chunk.unions {
            self.rankings.add(union);
            Line::Union(&Union::new(union, &self.rules, &self.ledgers)).write(out)?;
        }
        chunk.districts.iter().try_for_each(|district| Line::District(&District::new(district)).write(out))
    }

    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        for (union, &standing) in &std::mem::take(&mut self.rankings).standings() {
            Line::Rank { union, rank: standing.into() }.write(out)?;
        }
        Line::Summary(Totals::new(self.rules.len(), summary)).write(out)
    }
}
