//! What the words of a rule share: the run, the union at hand, and what was found so far.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

use rhai::{Dynamic, EvalAltResult, ImmutableString, Position};

use super::outcome::{Arg, Cause, Outcome, RawFinding, Reason, Spot, State};
use super::rate::{Freed, Rate, Said};
use super::slots::{self, By, Kind, Slot};
use crate::records::{Cell as RecordCell, CellRef, Date, FieldId, LedgerId, Period, Schema, Union, Value};
use crate::rulepack::{FindingAs, OnMissing};
use crate::source::Text;

/// The result of a word.
pub(super) type Word<T> = Result<T, Box<EvalAltResult>>;

/// Ends a rule's body because something needed is missing. Never seen by users.
#[derive(Debug, Clone)]
pub(super) struct Stop;

/// A mistake of the rule's author.
#[expect(clippy::unnecessary_box_returns, reason = "Rhai's errors are boxed")]
pub(super) fn mistake(zh: impl Into<String>, en: impl Into<String>) -> Box<EvalAltResult> {
    let text = Text { zh: zh.into(), en: en.into() };
    EvalAltResult::ErrorRuntime(Dynamic::from(text), Position::NONE).into()
}

/// A name the rule's author misspelt, with the one that was perhaps meant.
#[expect(clippy::unnecessary_box_returns, reason = "Rhai's errors are boxed")]
pub(super) fn mistaken_name(zh: String, en: String, near: Option<&str>) -> Box<EvalAltResult> {
    match near {
        Some(near) => mistake(format!("{zh}，是不是“{near}”？"), format!("{en}, did you mean `{near}`?")),
        None => mistake(zh, en),
    }
}

/// What stands in for records while a pack is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Probe {
    /// Rows are empty, numbers 0, flags false.
    Low,
    /// Rows are not empty, numbers 1, flags true.
    High,
}

/// What was found of the rule being judged.
#[derive(Debug, Default)]
struct Record {
    findings: Vec<RawFinding>,
    /// What was said to be missing: once a rule, however many words want it.
    lacks: HashSet<Lack>,
    checked: u32,
    no_slots: bool,
    rates: Vec<Rate>,
    has_rates: bool,
    /// Whether a word that judges the union alone was reached.
    has_checks: bool,
    /// The ledger last summed.
    summed: Option<LedgerId>,
}

/// A worker's bench: one run, one union after another, one rule after another.
pub(super) struct Bench {
    pub(super) schema: Arc<Schema>,
    pub(super) as_of: Date,
    pub(super) period: Period,
    pub(super) probe: Option<Probe>,
    /// The keys of all codes, shared: by ledger, field, code.
    codes: Vec<Vec<Vec<ImmutableString>>>,
    record: RefCell<Record>,
    stop: Cell<Option<Lack>>,
    missing: Cell<OnMissing>,
    finding: Cell<FindingAs>,
    slots: RefCell<Vec<CachedSlots>>,
    union: RefCell<Option<Arc<Union>>>,
    samples: Cell<i64>,
    /// Names the rule's messages want filled; asked while a pack is checked.
    pub(super) wanted: RefCell<Vec<String>>,
    /// Names of the rule's parameters; likewise.
    pub(super) params: RefCell<Vec<String>>,
    /// What rules said of the union on the bench that district rules ask for.
    pub(super) said: RefCell<Said>,
    /// Rules that a district rule may ask for.
    pub(super) askable: RefCell<Vec<String>>,
}

/// What stopped a body: a cell, or a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Lack {
    Cell(CellRef),
    Ledger(LedgerId),
}

struct CachedSlots {
    as_of: Date,
    kind: Kind,
    by: By,
    slots: Rc<[Slot]>,
}

impl Bench {
    pub(super) fn new(schema: &Arc<Schema>, as_of: Date, period: Period, probe: Option<Probe>) -> Self {
        let keys =
            |codes: &[crate::records::Code]| codes.iter().map(|code| code.key.as_str().into()).collect();
        let fields =
            |ledger: &crate::records::LedgerDecl| ledger.fields.iter().map(|f| keys(&f.codes)).collect();
        Self {
            codes: schema.ledgers.iter().map(fields).collect(),
            schema: Arc::clone(schema),
            as_of,
            period,
            probe,
            record: RefCell::default(),
            stop: Cell::new(None),
            missing: Cell::default(),
            finding: Cell::default(),
            slots: RefCell::default(),
            union: RefCell::default(),
            samples: Cell::new(0),
            wanted: RefCell::default(),
            params: RefCell::default(),
            said: RefCell::default(),
            askable: RefCell::default(),
        }
    }

    /// Clears the bench for a rule.
    pub(super) fn begin(&self, missing: OnMissing, finding: FindingAs) {
        *self.record.borrow_mut() = Record::default();
        self.stop.set(None);
        self.missing.set(missing);
        self.finding.set(finding);
    }

    /// Whether the rule at hand passes over what is missing.
    pub(super) fn passes_over(&self) -> bool {
        self.missing.get() == OnMissing::Skip
    }

    /// A number unlike those before it, so that a check for inequality is met while a pack is checked.
    pub(super) fn next_sample(&self) -> i64 {
        self.samples.set(self.samples.get() + 1);
        self.samples.get()
    }

    /// Puts a union on the bench. Samples begin anew, so that what is found wrong with a rule does not
    /// depend on the rules before it.
    pub(super) fn take_up(&self, union: &Arc<Union>) {
        *self.union.borrow_mut() = Some(Arc::clone(union));
        self.samples.set(0);
    }

    /// The union on the bench.
    pub(super) fn union(&self) -> Option<Arc<Union>> {
        self.union.borrow().clone()
    }

    /// The interned key of a code.
    pub(super) fn code(&self, ledger: LedgerId, field: FieldId, code: u16) -> ImmutableString {
        let field = self.codes.get(ledger.index()).and_then(|ledger| ledger.get(field.index()));
        field.and_then(|codes| codes.get(usize::from(code))).cloned().unwrap_or_default()
    }

    /// Counts rows or slots as looked at.
    pub(super) fn checked(&self, count: usize) {
        let mut record = self.record.borrow_mut();
        record.checked = record.checked.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        record.has_checks = true;
    }

    /// Notes that a duty had no slot to be judged by.
    pub(super) fn no_slots(&self) {
        let mut record = self.record.borrow_mut();
        record.no_slots = true;
        record.has_checks = true;
    }

    /// Notes that a district's rate was reached.
    pub(super) fn rates(&self) {
        self.record.borrow_mut().has_rates = true;
    }

    /// Adds to a district's rate.
    pub(super) fn rated(&self, rate: Rate) {
        self.record.borrow_mut().rates.push(rate);
    }

    /// Whether a district's rate was reached, and whether anything was judged of the union alone.
    pub(super) fn kinds(&self) -> (bool, bool) {
        let record = self.record.borrow();
        (record.has_rates, record.has_checks)
    }

    /// Notes which ledger is summed up.
    pub(super) fn sums(&self, ledger: LedgerId) {
        self.record.borrow_mut().summed = Some(ledger);
    }

    /// The ledger last summed up.
    pub(super) fn summed(&self) -> Option<LedgerId> {
        self.record.borrow().summed
    }

    /// What a rule said of the union on the bench.
    pub(super) fn said(&self, id: &str) -> Option<Freed> {
        self.said.borrow().get(id).cloned()
    }

    /// Whether any verdict word was reached.
    pub(super) fn judged(&self) -> bool {
        let (rates, checks) = self.kinds();
        rates || checks
    }

    /// Records a violation, or something not wrong yet.
    pub(super) fn found(&self, mut finding: RawFinding) {
        if self.finding.get() == FindingAs::Insufficient && finding.state == State::Fail {
            finding.state = State::Insufficient;
        }
        self.record.borrow_mut().findings.push(finding);
    }

    /// Records that a cell is needed and not there.
    pub(super) fn lacks(&self, tables: &Tables, at: CellRef) {
        let cause = match tables.union.cell(at).value {
            Value::Unreadable => Cause::Unreadable(at.ledger, at.field),
            _ => Cause::NotRecorded(at.ledger, at.field),
        };
        self.insufficient(Lack::Cell(at), Spot::Cell(at), cause);
    }

    /// Records that a ledger is needed and was not submitted.
    pub(super) fn lacks_ledger(&self, ledger: LedgerId) {
        self.insufficient(Lack::Ledger(ledger), Spot::Ledger(ledger), Cause::Absent(ledger));
    }

    fn insufficient(&self, lack: Lack, spot: Spot, cause: Cause) {
        if self.missing.get() == OnMissing::Skip {
            return;
        }
        let mut record = self.record.borrow_mut();
        if !record.lacks.insert(lack) {
            return;
        }
        record.findings.push(RawFinding::new(State::Insufficient, spot, cause));
    }

    /// Ends the body for want of a cell.
    #[expect(clippy::unnecessary_box_returns, reason = "Rhai's errors are boxed")]
    pub(super) fn stop_at(&self, at: CellRef) -> Box<EvalAltResult> {
        self.stop.set(Some(Lack::Cell(at)));
        EvalAltResult::ErrorRuntime(Dynamic::from(Stop), Position::NONE).into()
    }

    /// Ends the body for want of a ledger.
    #[expect(clippy::unnecessary_box_returns, reason = "Rhai's errors are boxed")]
    pub(super) fn stop_ledger(&self, ledger: LedgerId) -> Box<EvalAltResult> {
        self.stop.set(Some(Lack::Ledger(ledger)));
        EvalAltResult::ErrorRuntime(Dynamic::from(Stop), Position::NONE).into()
    }

    /// Turns what stopped the body into a finding.
    pub(super) fn record_stop(&self, tables: &Tables) {
        match self.stop.take() {
            Some(Lack::Cell(at)) => self.lacks(tables, at),
            Some(Lack::Ledger(ledger)) => self.lacks_ledger(ledger),
            None => {}
        }
    }

    /// The slots of this kind for a union judged as of `as_of`.
    pub(super) fn slots(&self, kind: Kind, by: By, as_of: Date) -> Rc<[Slot]> {
        let mut cached = self.slots.borrow_mut();
        let known = cached.iter().find(|known| known.as_of == as_of && known.kind == kind && known.by == by);
        if let Some(known) = known {
            return Rc::clone(&known.slots);
        }
        let slots: Rc<[Slot]> = slots::slots(kind, by, self.period, as_of).into();
        // Dissolved unions bring as-of dates of their own; they must not pile up.
        if cached.len() > 256 {
            cached.clear();
        }
        cached.push(CachedSlots { as_of, kind, by, slots: Rc::clone(&slots) });
        slots
    }

    /// The outcome of the rule.
    pub(super) fn finish(&self) -> Outcome {
        let record = self.record.take();
        let worst = record.findings.iter().map(|finding| finding.state).max();
        let (state, reason) = match worst {
            Some(state) => (state, None),
            None if record.checked > 0 => (State::Pass, None),
            None if record.no_slots => (State::NotApplicable, Some(Reason::NoSlots)),
            None => (State::NotApplicable, Some(Reason::NoRows)),
        };
        let Record { checked, findings, rates, .. } = record;
        Outcome { checked, reason, findings, rates, ..Outcome::of(state) }
    }
}

/// One union's ledgers as rules see them.
pub(super) struct Tables {
    /// Whether everything written is seen, also what is dated after as-of: for consistency rules.
    pub(super) raw: bool,
    pub(super) union: Arc<Union>,
    /// As-of for this union: the day it was dissolved, if that was earlier.
    pub(super) as_of: Date,
    pub(super) established: Option<Date>,
    pub(super) dissolved: Option<Date>,
    pub(super) bench: Rc<Bench>,
}

/// A cell as rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    Value(Value),
    /// Not recorded, or dated after as-of and so not done yet.
    Missing,
    Unreadable,
}

impl Tables {
    pub(super) fn new(union: &Arc<Union>, bench: &Rc<Bench>, raw: bool) -> Self {
        let roles = bench.schema.roles;
        let profile = |field: Option<FieldId>| {
            let at = CellRef { ledger: bench.schema.union, row: 0, field: field? };
            union.cell(at).value.last_day()
        };
        let (established, dissolved) = (profile(roles.established), profile(roles.dissolved));
        let as_of = dissolved.map_or(bench.as_of, |day| day.min(bench.as_of));
        // A union that will be dissolved is not dissolved yet.
        let dissolved = dissolved.filter(|day| *day <= bench.as_of);
        Self { raw, union: Arc::clone(union), as_of, established, dissolved, bench: Rc::clone(bench) }
    }

    /// The cell as rules see it.
    pub(super) fn see(&self, at: CellRef) -> Seen {
        let RecordCell { value, .. } = self.union.cell(at);
        match value {
            Value::Missing => Seen::Missing,
            Value::Unreadable => Seen::Unreadable,
            Value::Date(day) if !self.raw && day > self.as_of && !self.is_planned(at) => Seen::Missing,
            value => Seen::Value(value),
        }
    }

    fn is_planned(&self, at: CellRef) -> bool {
        self.bench.schema.field(at.ledger, at.field).planned
    }

    /// The day a parameter with values by date is taken at, for a row.
    pub(super) fn row_day(&self, ledger: LedgerId, row: u32) -> Date {
        let dated = self.bench.schema.ledger(ledger).dated;
        let day = dated.and_then(|field| self.union.cell(CellRef { ledger, row, field }).value.last_day());
        day.unwrap_or(self.today())
    }

    /// The day a parameter with values by date is taken at, elsewhere.
    pub(super) fn today(&self) -> Date {
        self.as_of.min(self.bench.period.end)
    }

    /// A cell as a message shows it.
    pub(super) fn arg(&self, at: CellRef) -> Arg {
        Arg::of(&self.bench.schema, &self.union, at)
    }
}
