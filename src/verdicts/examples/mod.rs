//! Rules tried on their own examples: a record set a file, which says itself, on the guilty lines, what
//! must be found.
//!
//! [`ExampleSet`] finds the examples of a pack; [`check`] judges each by itself and compares. A finding
//! that is not annotated is as wrong as an annotation that is not met.

mod annotation;
mod comments;
mod compare;
mod gather;
mod head;
mod kinds;
mod trial;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

pub use gather::{Example, ExampleSet};
pub use kinds::{Gap, Kind};

use crate::rulepack::Pack;
use crate::source::{Fault, Location, did_you_mean};
use kinds::Kinds;

/// What came of the examples.
#[derive(Debug, Default)]
pub struct Checked {
    /// Rules that have examples.
    pub rules: usize,
    /// Files.
    pub examples: usize,
    /// Annotations and verdicts that were expected.
    pub expectations: usize,
    /// Every difference, and whatever kept an example from being judged; in order of their places.
    pub failures: Vec<Fault>,
    /// Rules of the pack that have no example at all.
    pub untried: Vec<String>,
    /// Rules whose examples show no verdict of a kind they can have.
    pub gaps: Vec<Gap>,
}

impl Checked {
    /// Whether every rule was tried and did what its examples say. No example at all shows nothing; gaps
    /// are left to the reader.
    pub fn all_met(&self) -> bool {
        self.failures.is_empty() && self.untried.is_empty() && self.examples > 0
    }
}

/// Judges every example of the set and compares what is found with what it says of itself.
///
/// The pack should use its own profile and have been checked by the engine; a rule broken there fails with its own fault, and
/// its examples are not judged. An error is only ever the machine's.
pub fn check(pack: &Pack, set: &ExampleSet) -> io::Result<Checked> {
    let mut checked = Checked { examples: set.examples.len(), ..Checked::default() };
    let mut seen: BTreeMap<&str, Kinds> = BTreeMap::new();
    let mut unknown = BTreeSet::new();
    checked.failures.extend(pack.broken.iter().map(|rule| rule.fault.clone()));
    for example in &set.examples {
        let id = example.rule.as_str();
        if pack.ids().all(|known| known != id) {
            if unknown.insert(id) {
                checked.failures.push(no_such_rule(pack, example));
            }
            continue;
        }
        let kinds = seen.entry(id).or_default();
        let Some(rule) = pack.rule(id) else { continue };
        let trial = trial::run(pack, rule, &example.source)?;
        checked.expectations += trial.expectations;
        checked.failures.extend(trial.failures);
        kinds.merge(trial.kinds);
    }
    checked.rules = seen.len();
    let live = |id: &&String| pack.rule(id).is_some_and(|rule| !rule.retired);
    for id in set.rules.iter().filter(live) {
        match (seen.get(id.as_str()), pack.rule(id)) {
            (Some(kinds), Some(rule)) => checked.gaps.extend(kinds.gaps(rule)),
            _ => checked.untried.push(id.clone()),
        }
    }
    checked.failures.sort_by(|a, b| a.location.order().cmp(&b.location.order()));
    Ok(checked)
}

fn no_such_rule(pack: &Pack, example: &Example) -> Fault {
    let id = &example.rule;
    let (zh, en) = (format!("没有规则 {id}"), format!("there is no rule `{id}`"));
    let fault = Fault::at(Location::whole(&example.source), zh, en)
        .help("示例放在 <规则名>/<文件名>.yaml", "an example lies at <rule id>/<name>.yaml");
    match did_you_mean(id, pack.ids()) {
        Some(near) => fault.meant(Some(near)),
        None => fault,
    }
}
