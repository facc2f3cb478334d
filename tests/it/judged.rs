//! Records at hand judged by the library itself: thousands of times quicker than a process each.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;
use std::sync::LazyLock;

use hegui::engine::{State, check_pack};
use hegui::records::{Date, Period, Problem};
use hegui::rulepack::Pack;
use hegui::source::{Input, Lang};
use hegui::verdicts::{Chunk, Finding, Item, Options, RunInfo, Sink, Summary, audit};
use proptest::test_runner::{Config, RngSeed};

/// The built-in pack, loaded once.
pub(crate) static BUILTIN: LazyLock<Pack> = LazyLock::new(|| load(&[]));

/// The packs at these paths, sound in every rule.
pub(crate) fn load(paths: &[&str]) -> Pack {
    let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    let mut pack = Pack::load(&paths).unwrap();
    check_pack(&mut pack);
    let broken: Vec<String> = pack.broken.iter().map(|rule| rule.fault.line(Lang::En)).collect();
    assert!(broken.is_empty(), "{broken:#?}");
    pack
}

/// So many cases, the same ones every time.
pub(crate) fn cases(cases: u32) -> Config {
    Config { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_231), ..Config::default() }
}

/// What came of a run.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    pub(crate) findings: Vec<Finding>,
    pub(crate) problems: Vec<Problem>,
    /// By union and rule.
    pub(crate) states: BTreeMap<(String, String), State>,
    rules: Vec<String>,
}

impl Sink for Judged {
    fn begin(&mut self, run: &RunInfo, _sources: u64) -> io::Result<()> {
        self.rules.clone_from(&run.rules);
        Ok(())
    }

    fn chunk(&mut self, chunk: Chunk) -> io::Result<()> {
        for item in chunk.items {
            match item {
                Item::Finding(finding) => self.findings.push(finding),
                Item::Problem(problem) => self.problems.push(problem),
            }
        }
        for union in chunk.unions {
            for (rule, verdict) in self.rules.iter().zip(&union.verdicts) {
                self.states.insert((union.id.clone(), rule.clone()), verdict.state);
            }
        }
        Ok(())
    }
}

impl Judged {
    /// The state of a rule for the union `A1`.
    pub(crate) fn state(&self, rule: &str) -> State {
        self.states[&("A1".to_owned(), rule.to_owned())]
    }

    /// The fingerprints of the findings in these states.
    pub(crate) fn fingerprints(&self, states: &[State]) -> BTreeSet<&str> {
        let found = self.findings.iter().filter(|finding| states.contains(&finding.state));
        found.map(|finding| finding.fingerprint.as_str()).collect()
    }
}

/// How the tests judge: at the end of 2026, these rules or areas; none: all.
pub(crate) fn options(select: &[&str]) -> Options {
    let select = select.iter().map(|&name| name.to_owned()).collect();
    let (as_of, period) = (Date::new(2026, 12, 31).unwrap(), Period::year(2026).unwrap());
    Options { select, ..Options::new(as_of, period) }
}

/// Judges sources by name and bytes.
pub(crate) fn judge(pack: &Pack, select: &[&str], sources: &[(&str, &[u8])]) -> Judged {
    judge_by(pack, &options(select), sources).0
}

/// Judges sources by name and bytes as the options say; with the run in numbers.
pub(crate) fn judge_by(pack: &Pack, options: &Options, sources: &[(&str, &[u8])]) -> (Judged, Summary) {
    let inputs: Vec<Input> =
        sources.iter().map(|(name, bytes)| Input::from_bytes(*name, bytes.to_vec())).collect();
    let mut judged = Judged::default();
    let summary = audit(pack, options, &inputs, Vec::new(), &mut judged).unwrap();
    (judged, summary)
}

/// Judges one text.
pub(crate) fn judge_text(pack: &Pack, select: &[&str], text: &str) -> Judged {
    judge(pack, select, &[("a.yaml", text.as_bytes())])
}
