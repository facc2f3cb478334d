//! Verdicts as text and data: for people at a terminal, for editors line by line, and as JSON.
//!
//! A report takes results as they come and writes to the sink it is given. It never prints, asks the
//! clock or the environment, and keeps no more than it must: text reports keep counts, JSON and the page
//! their own plain values. Every report shows the counts of [`Summary`], never its own. [`blank_workbook`] and
//! [`json_schema`] stand apart: they are the forms that records are written in.

mod annotations;
mod baseline;
mod calendar;
mod catalogue;
mod changes;
mod closing;
mod columns;
mod concise;
mod condition;
mod coverage;
mod csv;
mod deadline;
mod district;
mod drawing;
mod excerpt;
mod excused;
mod html;
mod json_v1;
mod junit;
mod lacking;
mod look;
mod mark;
mod markdown;
mod marked;
mod masks;
mod names;
mod notice;
mod outcome;
mod problem_titles;
mod quotes;
mod rectify;
mod rule_errors;
mod sarif;
mod schema;
mod settings;
mod sheet;
mod submissions;
mod template;
mod terminal;
mod waived;
mod window;
mod wording;
mod workbook;

use std::io::{self, Write};

use crate::verdicts::{Chunk, RunInfo, Summary};

pub use annotations::{GithubReport, GitlabReport};
pub use baseline::BaselineReport;
pub use calendar::CalendarReport;
pub use catalogue::{catalogue, stricter};
pub use changes::{ChangesReport, Shown, changes_json, changes_page};
pub use columns::{one_line, pad, width, wrap};
pub use concise::ConciseReport;
pub use condition::{applies, condition};
pub use coverage::Coverage;
pub use csv::CsvReport;
pub use drawing::{Drawer, Sketch};
pub use html::HtmlReport;
pub use json_v1::{JsonLinesReport, JsonReport};
pub use junit::JunitReport;
pub use look::{Look, Tone};
pub use markdown::MarkdownReport;
pub use marked::{Copies, Flaw, HandedBack, MarkedReport};
pub use masks::{Masks, NoMasks, SensitiveCells};
pub use notice::{Notice, NoticesReport};
pub use quotes::{law, requirements};
pub use sarif::SarifReport;
pub use schema::{Described, json_schema};
pub use settings::Settings;
pub use template::blank_workbook;
pub use terminal::TerminalReport;
pub use waived::WaiversReport;
pub use wording::{colon, file_fault, pack_fault, problem};
pub use workbook::WorkbookReport;

/// Writes results in one form. Errors are the sink's.
pub trait Report {
    /// Called once, before anything is read.
    fn begin(&mut self, out: &mut dyn Write, run: &RunInfo) -> io::Result<()>;
    /// Called for every few unions, in order.
    fn chunk(&mut self, out: &mut dyn Write, chunk: &Chunk) -> io::Result<()>;
    /// Called once, when everything is judged.
    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()>;
}

#[cfg(test)]
mod pictures;
#[cfg(test)]
pub(crate) mod samples;
