//! One thing found, as it is written into a workbook or a notice: plain texts, nothing of the records kept
//! alive.

use std::collections::BTreeMap;

use crate::engine::State;
use crate::records::Problem;
use crate::reports::{colon, excused, one_line};
use crate::rulepack::Pack;
use crate::source::{Lang, Location, Severity};
use crate::verdicts::{Finding, Item};

/// The colour of a guilty cell: how bad the worst is that was found in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tint {
    /// A violation or problem to be put right first, or a rule that failed.
    Error,
    /// One to be put right.
    Warning,
    /// One worth knowing.
    Note,
    /// Not wrong yet.
    Due,
    /// Could not be told.
    Unknown,
}

impl Tint {
    /// All of them, the worst first.
    pub(super) const ALL: [Self; 5] = [Self::Error, Self::Warning, Self::Note, Self::Due, Self::Unknown];

    /// Its colour, light enough for black print.
    pub(super) fn colour(self) -> &'static str {
        match self {
            Self::Error => "FFF8B4B4",
            Self::Warning => "FFFFCC80",
            Self::Note => "FFBDD7EE",
            Self::Due => "FFFFF59D",
            Self::Unknown => "FFD9D9D9",
        }
    }

    /// What its colour means and is called.
    pub(super) fn meaning(self, lang: Lang) -> &'static str {
        match self {
            Self::Error => lang.pick("红：错误", "red: error"),
            Self::Warning => lang.pick("橙：警告", "orange: warning"),
            Self::Note => lang.pick("蓝：提示", "blue: note"),
            Self::Due => lang.pick("黄：临期", "yellow: due"),
            Self::Unknown => lang.pick("灰：数据不足", "grey: insufficient"),
        }
    }

    fn of(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Note => Self::Note,
        }
    }
}

/// A cell of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    pub(super) sheet: String,
    /// From 0.
    pub(super) row: u32,
    /// From 0.
    pub(super) column: u32,
}

/// One thing found.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    /// What is dealt with first stands first in the list.
    pub(super) rank: u8,
    pub(super) tint: Tint,
    /// Violation, problem of the records, due …
    pub(super) kind: &'static str,
    /// How bad it is; empty where it is nothing wrong.
    pub(super) severity: &'static str,
    /// The union's code; empty where a file is meant.
    pub(super) union: String,
    /// What it is known by from run to run.
    pub(super) key: String,
    /// The rule's title and id, or the problem's code.
    pub(super) rule: String,
    pub(super) path: String,
    pub(super) cell: Option<Cell>,
    /// The place as people read it.
    pub(super) place: String,
    pub(super) message: String,
    pub(super) help: String,
}

impl Mark {
    /// What an item comes to.
    pub(super) fn of(item: &Item, pack: &Pack, lang: Lang) -> Self {
        match item {
            Item::Finding(finding) => Self::finding(finding, pack, lang),
            Item::Problem(problem) => Self::problem(problem, lang),
        }
    }

    fn finding(finding: &Finding, pack: &Pack, lang: Lang) -> Self {
        let (rank, tint) = match finding.state {
            State::Error => (1, Tint::Error),
            State::Due => (3, Tint::Due),
            State::Insufficient => (4, Tint::Unknown),
            State::Fail => (2, Tint::of(finding.severity)),
            State::Waived | State::Pass | State::NotApplicable => (5, Tint::Note),
        };
        let title = pack.rule(&finding.rule).map(|rule| format!("{}\n", rule.title.get(lang)));
        let related = finding.related.iter();
        let related = related.map(|related| (related.label.get(lang), &related.place.location));
        let remark = excused::remark(finding, lang).map(|remark| format!("\n{remark}"));
        let message = told(finding.message.get(lang), related, lang);
        Self {
            rank,
            tint,
            kind: finding.state.name(lang),
            severity: if finding.state == State::Fail { finding.severity.name(lang) } else { "" },
            union: finding.union.clone(),
            key: finding.fingerprint.clone(),
            rule: format!("{}{}", title.unwrap_or_default(), finding.rule),
            message: format!("{message}{}", remark.unwrap_or_default()),
            help: finding.help.get(lang).to_owned(),
            ..Self::at(&finding.place.location)
        }
    }

    fn problem(problem: &Problem, lang: Lang) -> Self {
        let severity = problem.code.severity();
        let related = problem.fault.related.iter().map(|(label, at)| (label.get(lang), at));
        Self {
            rank: if severity == Severity::Error { 0 } else { 2 },
            tint: Tint::of(severity),
            kind: lang.pick("台账问题", "problem of the records"),
            severity: severity.name(lang),
            key: format!("{} {}", problem.code.as_str(), problem.location()),
            rule: problem.code.as_str().to_owned(),
            message: told(problem.fault.message.get(lang), related, lang),
            help: problem.fault.help.get(lang).to_owned(),
            ..Self::at(problem.location())
        }
    }

    fn at(location: &Location) -> Self {
        let cell = location.cell().filter(|cell| !cell.sheet.is_empty());
        let cell = cell.map(|cell| Cell { sheet: cell.sheet.to_owned(), row: cell.row, column: cell.column });
        Self {
            rank: 0,
            tint: Tint::Unknown,
            kind: "",
            severity: "",
            union: String::new(),
            key: String::new(),
            rule: String::new(),
            path: location.path().to_owned(),
            cell,
            place: one_line(&location.to_string()),
            message: String::new(),
            help: String::new(),
        }
    }

    /// The union as lists name it: its name, if `unions` knows one, and its code.
    pub(super) fn whose(&self, unions: &BTreeMap<String, String>) -> String {
        match unions.get(&self.union).filter(|name| !name.is_empty()) {
            Some(name) => format!("{name}\n{}", self.union),
            None => self.union.clone(),
        }
    }

    /// As a note on its cell says it.
    pub(super) fn note(&self, lang: Lang) -> String {
        let sort = if self.severity.is_empty() { "" } else { "·" };
        let mut text = format!("{}{sort}{}{}{}", self.kind, self.severity, colon(lang), self.message);
        if !self.help.is_empty() {
            let heading = lang.pick("怎么办", "what to do");
            text = format!("{text}\n{heading}{}{}", colon(lang), self.help);
        }
        text
    }
}

/// A message with its further places.
pub(super) fn told<'r>(
    message: &str,
    related: impl Iterator<Item = (&'r str, &'r Location)>,
    lang: Lang,
) -> String {
    let mut text = message.to_owned();
    for (label, at) in related {
        let at = one_line(&at.to_string());
        text.push_str(&lang.pick(format!("（{label}：{at}）"), format!(" ({label}: {at})")));
    }
    text
}
