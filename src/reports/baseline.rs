//! What a run found, written as a baseline for the runs after it.

use std::io::{self, Write};

use super::Report;
use crate::engine::State;
use crate::source::Lang;
use crate::verdicts::{Baseline, Chunk, Item, Known, RunInfo, Summary};

/// Gathers the violations. What is waived is answered for already, and what is due or insufficient fails no
/// run.
#[derive(Debug)]
pub struct BaselineReport {
    lang: Lang,
    is_unmasked: bool,
    run: Option<RunInfo>,
    known: Vec<Known>,
}

impl BaselineReport {
    /// A baseline whose messages are in `lang`. It is kept with the records and passed on, so that it never
    /// holds people's names: without masks (`is_unmasked`) it has no messages.
    pub fn new(lang: Lang, is_unmasked: bool) -> Self {
        Self { lang, is_unmasked, run: None, known: Vec::new() }
    }
}

impl Report for BaselineReport {
    fn begin(&mut self, _: &mut dyn Write, run: &RunInfo) -> io::Result<()> {
        self.run = Some(run.clone());
        Ok(())
    }

    fn chunk(&mut self, _: &mut dyn Write, chunk: &Chunk) -> io::Result<()> {
        for item in &chunk.items {
            if let Item::Finding(finding) = item
                && finding.state == State::Fail
            {
                self.known.push(Known {
                    union: finding.union.clone(),
                    rule: finding.rule.clone(),
                    fingerprint: finding.fingerprint.clone(),
                    message: if self.is_unmasked { "" } else { finding.message.get(self.lang) }.to_owned(),
                });
            }
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, _: &Summary) -> io::Result<()> {
        // A run that was never begun found nothing.
        let Some(RunInfo { as_of, period, .. }) = self.run else { return Ok(()) };
        let known = std::mem::take(&mut self.known);
        out.write_all(Baseline { as_of, period, known }.written().as_bytes())
    }
}
