//! Whatever the bytes, reading, judging and reporting end without a panic, and every place shown lies
//! inside its source.

use std::io;
use std::path::Path;
use std::sync::LazyLock;

use hegui::engine::State;
use hegui::reports::{ConciseReport, JsonReport, Look, Report, SensitiveCells, Settings, TerminalReport};
use hegui::source::{Input, Lang, Location};
use hegui::verdicts::{Chunk, Item, RunInfo, Sink, audit};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::changes::{change, changed};
use crate::code;
use crate::judged::{BUILTIN, cases, options};

/// Every file of the township and of the problems, as bytes.
static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folders = ["fixtures/township", "fixtures/problems"].map(|folder| code::root().join(folder));
    folders.iter().flat_map(|folder| code::files(folder, "yaml")).map(|(_, file)| bytes(&file)).collect()
});

#[expect(clippy::disallowed_methods, reason = "a test looks at the tree as it is")]
fn bytes(file: &Path) -> Vec<u8> {
    std::fs::read(file).unwrap()
}

/// Checks every place, and writes everything in every form to nowhere.
struct Everything<'r>(Vec<Box<dyn Report + 'r>>);

impl Sink for Everything<'_> {
    fn begin(&mut self, run: &RunInfo, _sources: u64) -> io::Result<()> {
        self.0.iter_mut().try_for_each(|report| report.begin(&mut io::sink(), run))
    }

    fn chunk(&mut self, chunk: Chunk) -> io::Result<()> {
        for item in &chunk.items {
            is_inside(item.location());
            match item {
                Item::Problem(problem) => problem.fault.related.iter().for_each(|(_, at)| is_inside(at)),
                Item::Finding(finding) => finding.related.iter().for_each(|r| is_inside(&r.place.location)),
            }
        }
        self.0.iter_mut().try_for_each(|report| report.chunk(&mut io::sink(), &chunk))
    }
}

fn is_inside(at: &Location) {
    let Some(span) = at.span else { return };
    let text = at.source.text();
    assert!(span.start <= span.end, "{at}: {span:?}");
    assert!(text.get(span.range()).is_some(), "{at}: {span:?} is no part of {} bytes", text.len());
    let start = at.start().unwrap();
    assert!(start.line <= at.source.line_count() && start.column >= 1, "{at}");
    // Lines and columns know no place behind the first byte of a Windows line end.
    if !text[..span.start as usize].ends_with('\r') {
        assert_eq!(at.source.offset(start.line, start.column), span.start, "{at}");
    }
}

/// Reads, judges and reports these sources.
fn survives(sources: &[&[u8]]) {
    let settings = |columns| Settings {
        look: Look { lang: Lang::Zh, columns, colour: true },
        known: false,
        show: &State::ALL,
        quiet: false,
        quotes: Some(&BUILTIN),
        drawn: &[],
        masks: &SensitiveCells,
    };
    let mut all = Everything(vec![
        Box::new(TerminalReport::new(settings(40))),
        Box::new(TerminalReport::new(settings(120))),
        Box::new(ConciseReport::new(settings(80))),
        Box::new(JsonReport::new(Lang::En)),
    ]);
    let inputs =
        (0..).zip(sources).map(|(at, bytes)| Input::from_bytes(format!("{at}.yaml"), bytes.to_vec()));
    let inputs: Vec<Input> = inputs.collect();
    let summary = audit(&BUILTIN, &options(&[]), &inputs, Vec::new(), &mut all).unwrap();
    all.0.iter_mut().try_for_each(|report| report.finish(&mut io::sink(), &summary)).unwrap();
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn files_with_bytes_changed(which in any::<Index>(), changes in prop::collection::vec(change(), 1..6)) {
        survives(&[&changed(FILES[which.index(FILES.len())].clone(), &changes)]);
    }

    #[test]
    fn two_files_of_which_one_is_changed(which in any::<Index>(), change in change()) {
        let file = &FILES[which.index(FILES.len())];
        survives(&[file, &changed(file.clone(), &[change])]);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        survives(&[&bytes]);
    }

    #[test]
    fn any_text_after_a_profile(rest in "[-a-z0-9 :,\\[\\]{}#&*!|>'\"%@\n\t\u{feff}\u{85}\u{2028}会费收缴职代会]{0,200}") {
        let text = format!("union: {{ id: A1, name: 甲, level: basic }}\n{rest}");
        survives(&[text.as_bytes()]);
    }
}
