//! Version 1 as it is written, read entry by entry: of each only what is used is kept, and what repeats
//! is kept once. Keys that are not known are passed over.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{Other, Saved, SavedLocation, SavedPack, SavedUnion, Violation};
use crate::engine::State;
use crate::records::{Date, Period, Value, parse_date};
use crate::source::Severity;

/// A whole result.
#[derive(Deserialize)]
pub(super) struct Written<'a> {
    version: u64,
    #[serde(borrow)]
    tool: Tool<'a>,
    pack: SavedPack,
    #[serde(default)]
    profiles: Vec<String>,
    as_of: Day,
    period: Days,
    #[serde(deserialize_with = "unions")]
    unions: Unions,
    #[serde(deserialize_with = "findings")]
    findings: Findings,
    #[serde(default, deserialize_with = "problems")]
    problems: Problems,
}

/// What tells results of any version apart from everything else.
#[derive(Deserialize)]
pub(super) struct Head<'a> {
    /// The version of the format.
    pub version: u64,
    /// The program.
    #[serde(borrow)]
    pub tool: Tool<'a>,
}

/// The program that wrote a result.
#[derive(Deserialize)]
pub(super) struct Tool<'a> {
    /// Its name.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    #[serde(borrow)]
    version: Cow<'a, str>,
}

impl Written<'_> {
    /// Whether it is of the one version that is known.
    pub(super) fn is_known(&self) -> bool {
        self.version == super::fault::VERSION && self.tool.name == super::fault::TOOL
    }

    pub(super) fn into_saved(self, path: &str) -> Saved {
        let index = |names: &mut dyn Iterator<Item = &Arc<str>>| {
            let mut known = BTreeMap::new();
            for (at, name) in names.enumerate() {
                known.entry(Arc::clone(name)).or_insert(at);
            }
            known
        };
        let Unions { rules, all, .. } = self.unions;
        Saved {
            path: path.to_owned(),
            tool: self.tool.version.into_owned(),
            pack: self.pack,
            profiles: self.profiles,
            as_of: self.as_of.0,
            period: Period { start: self.period.start.0, end: self.period.end.0 },
            by_id: index(&mut all.iter().map(|union| &union.id)),
            by_rule: index(&mut rules.iter()),
            rules,
            unions: all,
            violations: self.findings.violations,
            others: self.findings.others,
            problems: self.problems.0,
        }
    }
}

#[derive(Deserialize)]
struct Days {
    start: Day,
    end: Day,
}

struct Day(Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let day = parse_date(&text).ok().and_then(Value::last_day);
        day.map(Day).ok_or_else(|| D::Error::custom(format!("`{text}` is no day")))
    }
}

/// A list whose entries are taken one at a time.
trait Take<R>: Default {
    fn take<E: Error>(&mut self, raw: R) -> Result<(), E>;
}

struct Each<R, T>(PhantomData<(R, T)>);

impl<'de, R: Deserialize<'de>, T: Take<R>> Visitor<'de> for Each<R, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<T, A::Error> {
        let mut taken = T::default();
        while let Some(raw) = entries.next_element::<R>()? {
            taken.take(raw)?;
        }
        Ok(taken)
    }
}

fn unions<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Unions, D::Error> {
    deserializer.deserialize_seq(Each::<RawUnion<'de>, Unions>(PhantomData))
}

fn findings<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Findings, D::Error> {
    deserializer.deserialize_seq(Each::<RawFinding<'de>, Findings>(PhantomData))
}

fn problems<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Problems, D::Error> {
    deserializer.deserialize_seq(Each::<RawProblem, Problems>(PhantomData))
}

#[derive(Deserialize)]
struct RawUnion<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    name: String,
    #[serde(borrow)]
    superior: Option<Text<'a>>,
    #[serde(borrow, default)]
    rows: Option<BTreeMap<Text<'a>, u64>>,
    #[serde(borrow)]
    verdicts: Verdicts<'a>,
}

/// Rules and states, in order.
struct Verdicts<'a>(Vec<(Cow<'a, str>, State)>);

impl<'de: 'a, 'a> Deserialize<'de> for Verdicts<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(VerdictsVisitor(PhantomData))
    }
}

struct VerdictsVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for VerdictsVisitor<'a> {
    type Value = Verdicts<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a state for each rule")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Verdicts<'a>, A::Error> {
        let mut verdicts = Vec::with_capacity(128);
        while let Some((rule, Named(state))) = map.next_entry::<Text<'a>, Named>()? {
            verdicts.push((rule.0, state));
        }
        Ok(Verdicts(verdicts))
    }
}

/// A text that borrows where it can; `Cow` alone never does.
#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

struct Named(State);

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Text(name) = Text::deserialize(deserializer)?;
        State::parse(&name).map(Named).ok_or_else(|| D::Error::custom(format!("there is no state `{name}`")))
    }
}

#[derive(Default)]
struct Unions {
    /// Keys of ledgers, each once.
    ledgers: BTreeSet<Arc<str>>,
    rules: Vec<Arc<str>>,
    by_rule: HashMap<Arc<str>, usize>,
    all: Vec<SavedUnion>,
}

impl Unions {
    /// The position of a rule; `likely` is where it stood for the union before.
    fn rule(&mut self, name: &str, likely: usize) -> usize {
        if self.rules.get(likely).is_some_and(|known| **known == *name) {
            return likely;
        }
        if let Some(&at) = self.by_rule.get(name) {
            return at;
        }
        let name: Arc<str> = name.into();
        self.rules.push(Arc::clone(&name));
        self.by_rule.insert(name, self.rules.len() - 1);
        self.rules.len() - 1
    }
}

impl<'a> Take<RawUnion<'a>> for Unions {
    fn take<E: Error>(&mut self, raw: RawUnion<'a>) -> Result<(), E> {
        let mut verdicts = vec![None; self.rules.len()];
        for (likely, (rule, state)) in raw.verdicts.0.into_iter().enumerate() {
            let at = self.rule(&rule, likely);
            if verdicts.len() <= at {
                verdicts.resize(at + 1, None);
            }
            verdicts[at] = Some(state);
        }
        let superior = raw.superior.map(|Text(id)| id).filter(|id| !id.is_empty()).map(Into::into);
        let rows = raw.rows.map(|rows| {
            rows.into_iter().map(|(Text(ledger), count)| (once(&mut self.ledgers, &ledger), count)).collect()
        });
        let id = raw.id.into();
        self.all.push(SavedUnion { id, name: raw.name, superior, rows, verdicts });
        Ok(())
    }
}

#[derive(Deserialize)]
struct RawFinding<'a> {
    #[serde(borrow)]
    rule: Cow<'a, str>,
    state: Named,
    severity: Severity,
    #[serde(borrow)]
    union: Cow<'a, str>,
    #[serde(borrow)]
    message: Cow<'a, str>,
    #[serde(borrow)]
    help: Cow<'a, str>,
    location: SavedLocation,
    #[serde(borrow)]
    fingerprint: Cow<'a, str>,
}

#[derive(Default)]
struct Findings {
    violations: Vec<Violation>,
    others: Vec<Other>,
    names: BTreeSet<Arc<str>>,
    met: HashMap<u128, u32>,
}

/// One copy of a text that many share.
fn once(known: &mut BTreeSet<Arc<str>>, text: &str) -> Arc<str> {
    if let Some(known) = known.get(text) {
        return Arc::clone(known);
    }
    let text: Arc<str> = text.into();
    known.insert(Arc::clone(&text));
    text
}

impl<'a> Take<RawFinding<'a>> for Findings {
    fn take<E: Error>(&mut self, raw: RawFinding<'a>) -> Result<(), E> {
        let fingerprint = u128::from_str_radix(&raw.fingerprint, 16);
        let fingerprint = fingerprint.map_err(|_| E::custom("a fingerprint is 32 hex digits"))?;
        let names = &mut self.names;
        let (rule, union, state) = (once(names, &raw.rule), once(names, &raw.union), raw.state.0);
        if !matches!(state, State::Fail | State::Error) {
            let is_of_ledger = raw.location.row.is_none();
            let severity = raw.severity;
            self.others.push(Other { fingerprint, state, severity, is_of_ledger, rule, union });
            return Ok(());
        }
        let help = once(names, &raw.help);
        let met = self.met.entry(fingerprint).or_default();
        let nth = *met;
        *met += 1;
        self.violations.push(Violation {
            fingerprint,
            nth,
            rule,
            state,
            severity: raw.severity,
            union,
            message: raw.message.into_owned(),
            help,
            location: raw.location,
        });
        Ok(())
    }
}

#[derive(Deserialize)]
struct RawProblem {
    severity: Severity,
}

/// How many there are of severity `error`.
#[derive(Default)]
struct Problems(u64);

impl Take<RawProblem> for Problems {
    fn take<E: Error>(&mut self, raw: RawProblem) -> Result<(), E> {
        self.0 += u64::from(raw.severity == Severity::Error);
        Ok(())
    }
}
