//! The changes as data. Every key is always present, in this order.

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::text::{compliance_of, coverage_of};
use crate::source::Lang;
use crate::verdicts::StateCounts;
use crate::verdicts::changes::{Change, Changed, Changes, Pair, SuperiorChanges, Tally, UnionChanges};
use crate::verdicts::saved::{Saved, SavedLocation, SavedPack};

#[derive(Serialize)]
struct Written<'a> {
    version: u8,
    old: About<'a>,
    new: About<'a>,
    earlier: Vec<About<'a>>,
    notes: Vec<Noted<'a>>,
    summary: Numbers<'a>,
    unions: Vec<Union<'a>>,
    superiors: Vec<Superior<'a>>,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct About<'a> {
    path: &'a str,
    as_of: String,
    period: Days,
    pack: &'a SavedPack,
}

#[derive(Serialize)]
struct Days {
    start: String,
    end: String,
}

#[derive(Serialize)]
struct Noted<'a> {
    code: &'a str,
    message: &'a str,
}

/// The seven counts, then what goes with them.
struct Numbers<'a>(&'a Tally);

#[derive(Serialize)]
struct Rectified {
    fixed: u64,
    of: u64,
}

#[derive(Serialize)]
struct Compliance {
    passed: u64,
    judged: u64,
}

#[derive(Serialize)]
struct Coverage {
    judged: u64,
    applicable: u64,
}

#[derive(Serialize)]
struct Both<T> {
    old: T,
    new: T,
}

#[derive(Serialize)]
struct Union<'a> {
    id: &'a str,
    name: &'a str,
    superior: Option<&'a str>,
    presence: &'a str,
    #[serde(flatten)]
    numbers: Numbers<'a>,
}

#[derive(Serialize)]
struct Superior<'a> {
    id: &'a str,
    name: Option<&'a str>,
    unions: u64,
    #[serde(flatten)]
    numbers: Numbers<'a>,
}

#[derive(Serialize)]
struct Before {
    state: &'static str,
    severity: &'static str,
}

#[derive(Serialize)]
struct Finding<'a> {
    change: &'a str,
    reason: Option<Reason<'a>>,
    fingerprint: String,
    rule: &'a str,
    state: Option<&'a str>,
    severity: &'a str,
    union: &'a str,
    message: &'a str,
    help: &'a str,
    location: &'a SavedLocation,
    before: Option<Before>,
    since: String,
}

#[derive(Serialize)]
struct Reason<'a> {
    code: &'a str,
    message: &'a str,
}

/// Writes the changes as JSON, its notes and reasons in `lang`.
pub fn changes_json(changes: &Changes<'_>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let results = changes.results;
    let written = Written {
        version: 1,
        old: About::new(results.old),
        new: About::new(results.new),
        earlier: results.earlier.iter().map(About::new).collect(),
        notes: changes
            .notes
            .iter()
            .map(|note| Noted { code: note.code.as_str(), message: note.message.get(lang) })
            .collect(),
        summary: Numbers(&changes.total),
        unions: changes.unions.iter().map(Union::new).collect(),
        superiors: changes.superiors.iter().map(Superior::new).collect(),
        findings: changes.findings.iter().map(|changed| Finding::new(changed, lang)).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &written).map_err(io::Error::from)?;
    writeln!(out)
}

impl<'a> About<'a> {
    fn new(saved: &'a Saved) -> Self {
        let period = Days { start: saved.period.start.to_string(), end: saved.period.end.to_string() };
        Self { path: &saved.path, as_of: saved.as_of.to_string(), period, pack: &saved.pack }
    }
}

impl<'a> Union<'a> {
    fn new(union: &'a UnionChanges<'_>) -> Self {
        let UnionChanges { id, name, superior, presence, tally } = union;
        Self { id, name, superior: *superior, presence: presence.as_str(), numbers: Numbers(tally) }
    }
}

impl<'a> Superior<'a> {
    fn new(superior: &'a SuperiorChanges<'_>) -> Self {
        let SuperiorChanges { id, name, unions, tally } = superior;
        let name = Some(*name).filter(|name| !name.is_empty());
        Self { id, name, unions: *unions, numbers: Numbers(tally) }
    }
}

impl<'a> Finding<'a> {
    fn new(changed: &'a Changed<'_>, lang: Lang) -> Self {
        let violation = changed.violation;
        let before = changed
            .before
            .map(|(state, severity)| Before { state: state.as_str(), severity: severity.as_str() });
        Self {
            change: changed.change.as_str(),
            reason: changed.why.map(|why| Reason { code: why.as_str(), message: why.name(lang) }),
            fingerprint: format!("{:032x}", violation.fingerprint),
            rule: &violation.rule,
            state: changed.state.map(crate::engine::State::as_str),
            severity: violation.severity.as_str(),
            union: &violation.union,
            message: &violation.message,
            help: &violation.help,
            location: &violation.location,
            before,
            since: changed.since.to_string(),
        }
    }
}

impl Serialize for Numbers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tally = self.0;
        let mut map = serializer.serialize_map(None)?;
        for change in Change::ALL {
            map.serialize_entry(change.as_str(), &tally.count(change))?;
        }
        map.serialize_entry("rectified", &Rectified { fixed: tally.fixed, of: tally.violations.old })?;
        map.serialize_entry("violations", &plain(tally.violations))?;
        map.serialize_entry(
            "compliance",
            &both(&tally.states, |states| {
                let (passed, judged) = compliance_of(states);
                Compliance { passed, judged }
            }),
        )?;
        map.serialize_entry(
            "coverage",
            &both(&tally.states, |states| {
                let (judged, applicable) = coverage_of(states);
                Coverage { judged, applicable }
            }),
        )?;
        map.serialize_entry("due", &plain(tally.due))?;
        map.serialize_entry("insufficient", &plain(tally.insufficient))?;
        map.end()
    }
}

fn plain(pair: Pair<u64>) -> Both<u64> {
    Both { old: pair.old, new: pair.new }
}

fn both<T>(states: &Pair<StateCounts>, of: impl Fn(&StateCounts) -> T) -> Both<T> {
    Both { old: of(&states.old), new: of(&states.new) }
}
