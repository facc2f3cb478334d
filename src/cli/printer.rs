//! Hands results to the reports as they come, and counts what the exit status needs should the reader
//! go away before the end.

use std::io::{self, Write};

use super::progress::Progress;
use crate::engine::State;
use crate::reports::Report;
use crate::source::Lang;
use crate::verdicts::{Chunk, Item, RunInfo, Sink, Summary};

/// A report and where it is written to.
pub(super) struct Outlet<'a> {
    pub report: &'a mut dyn Report,
    pub out: &'a mut dyn Write,
}

/// Between an audit and its reports.
pub(super) struct Printer<'a> {
    outlets: Vec<Outlet<'a>>,
    /// The language of the progress bar; none where there is none.
    progress_in: Option<Lang>,
    progress: Progress,
    /// How many rules are judged.
    pub rules: usize,
    /// What was counted so far.
    pub so_far: Summary,
}

impl std::fmt::Debug for Printer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Printer")
            .field("rules", &self.rules)
            .field("so_far", &self.so_far)
            .finish_non_exhaustive()
    }
}

impl<'a> Printer<'a> {
    /// A printer to these outlets, with a progress bar where a language for it is given.
    pub(super) fn new(outlets: Vec<Outlet<'a>>, progress_in: Option<Lang>) -> Self {
        Self { outlets, progress_in, progress: Progress::none(), rules: 0, so_far: Summary::default() }
    }

    /// Ends the reports.
    pub(super) fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.progress.finish();
        self.outlets.iter_mut().try_for_each(|Outlet { report, out }| {
            report.finish(*out, summary)?;
            out.flush()
        })
    }

    /// Takes the progress bar away, whatever happened.
    pub(super) fn stop(&self) {
        self.progress.finish();
    }

    fn count(&mut self, chunk: &Chunk) {
        self.so_far.unions += chunk.unions.len() as u64;
        for union in &chunk.unions {
            self.so_far.states.merge(&union.states);
        }
        for item in &chunk.items {
            match item {
                Item::Problem(problem) => {
                    self.so_far.problems[problem.code.severity() as usize] += 1;
                    self.so_far.work_stopped |= problem.code.stops_work();
                }
                Item::Finding(finding) if finding.state == State::Fail && !finding.is_known => {
                    self.so_far.severities[finding.severity as usize] += 1;
                }
                Item::Finding(_) => {}
            }
        }
    }
}

impl Sink for Printer<'_> {
    fn begin(&mut self, run: &RunInfo, sources: u64) -> io::Result<()> {
        self.rules = run.rules.len();
        if let Some(lang) = self.progress_in {
            self.progress = Progress::start(sources, lang);
        }
        self.outlets.iter_mut().try_for_each(|Outlet { report, out }| report.begin(*out, run))
    }

    fn chunk(&mut self, chunk: Chunk) -> io::Result<()> {
        self.count(&chunk);
        let Self { outlets, progress, .. } = self;
        // Asked before: the bar is locked while it stands aside.
        let is_drawn = progress.is_drawn();
        progress.aside(|| {
            outlets.iter_mut().try_for_each(|Outlet { report, out }| {
                report.chunk(*out, &chunk)?;
                if is_drawn { out.flush() } else { Ok(()) }
            })
        })?;
        progress.advance(chunk.sources);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::exit_status::Status;
    use crate::records::{Problem, ProblemCode};
    use crate::reports::JsonReport;
    use crate::source::{Fault, Location, Severity, Source};

    /// A report whose reader goes away.
    struct Gone;

    impl Report for Gone {
        fn begin(&mut self, _: &mut dyn Write, _: &RunInfo) -> io::Result<()> {
            Ok(())
        }

        fn chunk(&mut self, _: &mut dyn Write, _: &Chunk) -> io::Result<()> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn finish(&mut self, _: &mut dyn Write, _: &Summary) -> io::Result<()> {
            Ok(())
        }
    }

    fn problem(code: ProblemCode) -> Chunk {
        let at = Location::whole(&std::sync::Arc::new(Source::new("a.yaml", "")));
        let items = vec![Item::Problem(Problem::new(code, Fault::at(at, "x", "x")))];
        Chunk { items, ..Chunk::default() }
    }

    #[test]
    fn a_reader_who_went_away_leaves_the_status_so_far() {
        let fail_on = Some(Severity::Error);
        for (code, status) in
            [(ProblemCode::UnknownField, Status::Found), (ProblemCode::InvalidUtf8, Status::NotDone)]
        {
            let (mut report, mut out) = (Gone, Vec::new());
            let mut printer = Printer::new(vec![Outlet { report: &mut report, out: &mut out }], None);
            let error = printer.chunk(problem(code)).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
            assert_eq!(Status::so_far(&printer.so_far, fail_on), status);
        }
    }

    #[test]
    fn printing_goes_on_under_a_bar() {
        let (mut report, mut out) = (JsonReport::new(Lang::Zh), Vec::new());
        let outlets = vec![Outlet { report: &mut report, out: &mut out }];
        let mut printer = Printer::new(outlets, Some(Lang::Zh));
        printer.begin(&crate::reports::samples::run(), 1000).unwrap();
        printer.chunk(problem(ProblemCode::UnknownField)).unwrap();
        printer.finish(&Summary::default()).unwrap();
        assert!(!out.is_empty());
    }

    #[test]
    fn nothing_is_written_before_the_end_of_json() {
        let (mut report, mut out) = (JsonReport::new(Lang::Zh), Vec::new());
        let mut printer = Printer::new(vec![Outlet { report: &mut report, out: &mut out }], None);
        printer.chunk(problem(ProblemCode::UnknownField)).unwrap();
        assert!(out.is_empty());
    }
}
