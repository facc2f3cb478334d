//! A notice of rectification (整改通知书) for each union that broke a rule: a document to be printed on A4,
//! filled in, sealed and sent, with the form to reply in.
//!
//! Everything found is kept until the end, for what is wrong with a union's records may come after what its
//! rules say. Equal results give equal bytes.

mod document;
mod grounds;
mod name;
mod parts;
mod words;
mod xml;

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::Report;
use super::columns::one_line;
use super::mark::told;
use super::outcome::{nothing_found, nothing_judged};
use crate::engine::State;
use crate::records::{Problem, Schema};
use crate::rulepack::Pack;
use crate::source::{Lang, Severity, Text};
use crate::verdicts::{Chunk, Finding, Item, Place, RunInfo, StateCounts, Summary};

/// A notice, ready to be saved.
#[derive(Debug)]
pub struct Notice {
    /// What its file is called.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A union a notice goes to.
#[derive(Debug, Default)]
struct Addressee {
    id: String,
    name: String,
    states: StateCounts,
    /// Violations, the gravest first.
    findings: Vec<Found>,
    problems: Vec<Found>,
}

/// Something to be put right.
#[derive(Debug)]
struct Found {
    rule: String,
    severity: Severity,
    message: String,
    place: String,
    help: String,
}

/// Collects what is found, and makes notices when everything is judged. It writes nothing by itself.
#[derive(Debug)]
pub struct NoticesReport<'p> {
    pack: &'p Pack,
    lang: Lang,
    run: Option<RunInfo>,
    /// By code, which is also their order.
    unions: BTreeMap<String, Addressee>,
    /// Whose records a file holds: one union's, or several unions'.
    owners: BTreeMap<String, Option<String>>,
    /// Problems by file, until all owners are known.
    problems: Vec<(String, Found)>,
    /// Problems that are no single union's, or of a union that broke no rule.
    elsewhere: usize,
    /// What is said where no union broke a rule.
    nothing: Text,
}

impl<'p> NoticesReport<'p> {
    /// Notices in `lang`; requirements and law are quoted from `pack`.
    pub fn new(pack: &'p Pack, lang: Lang) -> Self {
        let (unions, owners, problems) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        Self { pack, lang, run: None, unions, owners, problems, elsewhere: 0, nothing: Text::default() }
    }

    /// The notices, in the order of the unions' codes.
    pub fn notices(&self) -> io::Result<Vec<Notice>> {
        let Some(run) = &self.run else { return Ok(Vec::new()) };
        let to: Vec<&Addressee> = self.addressees().collect();
        let codes: Vec<&str> = to.iter().map(|to| to.id.as_str()).collect();
        let names = name::names(&codes, self.lang.pick("整改通知书", "notice"));
        let notice = |(to, name): (&Addressee, String)| {
            let document = document::document(to, self.pack, run, self.lang);
            let title = format!("{} {}", words::title(self.lang), one_line(&to.name));
            Ok(Notice { name, bytes: parts::pack(&document, title.trim_end(), self.lang)? })
        };
        to.into_iter().zip(names).map(notice).collect()
    }

    /// What a run without notices comes to; that nothing was judged is no good sign.
    pub fn nothing(&self) -> &Text {
        &self.nothing
    }

    /// Problems of the records that stand in no notice.
    pub fn elsewhere(&self) -> usize {
        self.elsewhere
    }

    fn addressees(&self) -> impl Iterator<Item = &Addressee> {
        self.unions.values().filter(|to| !to.findings.is_empty())
    }

    fn finding(&mut self, finding: &Finding) {
        if finding.state == State::Error {
            // It stands in a script, and is no fault of the union's.
            return;
        }
        let path = finding.place.location.path();
        match self.owners.get_mut(path) {
            None => drop(self.owners.insert(path.to_owned(), Some(finding.union.clone()))),
            Some(owner) if owner.as_ref().is_some_and(|owner| *owner != finding.union) => *owner = None,
            Some(_) => {}
        }
        if finding.state == State::Fail {
            let lang = self.lang;
            let related = finding.related.iter();
            let related = related.map(|related| (related.label.get(lang), &related.place.location));
            let found = Found {
                rule: finding.rule.clone(),
                severity: finding.severity,
                message: told(finding.message.get(lang), related, lang),
                place: place(&finding.place, &self.pack.schema, lang),
                help: finding.help.get(lang).to_owned(),
            };
            self.union(&finding.union).findings.push(found);
        }
    }

    fn problem(&mut self, problem: &Problem) {
        let (lang, location) = (self.lang, problem.location());
        let related = problem.fault.related.iter().map(|(label, at)| (label.get(lang), at));
        let found = Found {
            rule: problem.code.as_str().to_owned(),
            severity: problem.code.severity(),
            message: told(problem.fault.message.get(lang), related, lang),
            place: one_line(&location.to_string()),
            help: problem.fault.help.get(lang).to_owned(),
        };
        self.problems.push((location.path().to_owned(), found));
    }

    fn union(&mut self, id: &str) -> &mut Addressee {
        let new = || Addressee { id: id.to_owned(), ..Addressee::default() };
        self.unions.entry(id.to_owned()).or_insert_with(new)
    }
}

/// A place in the words of the ledgers, and where to find it.
fn place(place: &Place, schema: &Schema, lang: Lang) -> String {
    let at = one_line(&place.location.to_string());
    let Some(id) = place.ledger.as_ref().and_then(|key| schema.ledger_of(key)) else { return at };
    if place.location.cell().is_some_and(|cell| !cell.sheet.is_empty()) {
        // The name of the sheet says it.
        return at;
    }
    let ledger = schema.ledger(id);
    let mut words = ledger.title.get(lang).to_owned();
    if let Some(row) = place.row.filter(|_| !ledger.one_row) {
        words += &lang.pick(format!("第{}行", row + 1), format!(", row {}", row + 1));
    }
    if let Some(field) = place.field.as_ref().and_then(|key| ledger.field_of(key)) {
        let title = ledger.field(field).title.get(lang);
        words += &lang.pick(format!("“{title}”"), format!(", {title}"));
    }
    lang.pick(format!("{words}（{at}）"), format!("{words} ({at})"))
}

impl Report for NoticesReport<'_> {
    fn begin(&mut self, _: &mut dyn Write, run: &RunInfo) -> io::Result<()> {
        self.run = Some(run.clone());
        Ok(())
    }

    fn chunk(&mut self, _: &mut dyn Write, chunk: &Chunk) -> io::Result<()> {
        for union in &chunk.unions {
            let (name, states) = (one_line(&union.name), union.states);
            let to = self.union(&union.id);
            (to.name, to.states) = (name, states);
        }
        for item in &chunk.items {
            match item {
                Item::Finding(finding) => self.finding(finding),
                Item::Problem(problem) => self.problem(problem),
            }
        }
        Ok(())
    }

    fn finish(&mut self, _: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        let rules = self.run.as_ref().map_or(0, |run| run.rules.len());
        let nothing = |lang| {
            let loud = nothing_judged(summary, rules, lang).map(|loud| loud.message.to_owned());
            loud.unwrap_or_else(|| nothing_found(summary, lang))
        };
        self.nothing = Text { zh: nothing(Lang::Zh), en: nothing(Lang::En) };
        for (path, found) in std::mem::take(&mut self.problems) {
            let owner = self.owners.get(&path).cloned().flatten();
            let to = owner.and_then(|owner| self.unions.get_mut(&owner));
            match to.filter(|to| !to.findings.is_empty()) {
                Some(to) => to.problems.push(found),
                None => self.elsewhere += 1,
            }
        }
        for to in self.unions.values_mut() {
            to.findings.sort_by_key(|found| std::cmp::Reverse(found.severity as usize));
            to.problems.sort_by_key(|found| std::cmp::Reverse(found.severity as usize));
        }
        Ok(())
    }
}
