//! Rows: the one type rules work on. Three-valued: rows that surely belong, rows that may belong
//! (each with the first cell that was missing), and ledgers that were not submitted at all.
//!
//! A choosing word keeps a sure row whose test is true, drops it when false, and turns it into a
//! *maybe* row when a cell is missing. A maybe row is dropped when a later test is false, for then it
//! no longer matters. So the order of plain filters never changes the result, and `insufficient` is
//! reported only where it could change the verdict.

use std::ops::Deref;
use std::rc::Rc;

use super::bench::{Bench, Seen, Tables, Word, mistake, mistaken_name};
pub(super) use super::entry::{ANY, Blame, Column, Divided, Entry, Group, Maybe};
use crate::records::{CellRef, Date, Field, FieldId, FieldType, LedgerId, Value};
use crate::source::did_you_mean;

/// The sure rows: a whole ledger without a list, or a list.
#[derive(Debug, Clone)]
pub(super) enum Yes {
    All(LedgerId, u32),
    Some(Vec<Entry>),
}

/// See the module.
#[derive(Clone)]
pub(super) struct RowSet {
    pub(super) tables: Rc<Tables>,
    /// The ledgers the rows may come from; the first is blamed where there is no row.
    pub(super) ledgers: Rc<[LedgerId]>,
    pub(super) yes: Yes,
    pub(super) maybe: Vec<Maybe>,
    pub(super) absent: Vec<LedgerId>,
    pub(super) groups: Option<Rc<Vec<Group>>>,
    pub(super) blame: Option<Rc<Vec<Blame>>>,
    /// Rows the first comparing word could tell about.
    pub(super) subject: Option<usize>,
    /// Rows the last choosing word could tell about.
    pub(super) entered: Option<usize>,
    /// Whether it is one row whose cells may be read.
    pub(super) single: bool,
    /// The field of the first ledger that the last choosing word looked at.
    pub(super) looked: Option<FieldId>,
}

/// Rows as scripts hold them: cheap to pass on.
#[derive(Clone)]
pub(super) struct Rows(pub(super) Rc<RowSet>);

/// What a test says of a row.
pub(super) enum Test {
    Yes,
    No,
    Missing(CellRef),
}

impl From<bool> for Test {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// Whether a word only chooses the subject, or already compares or judges it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Chooses,
    Compares,
}

impl Rows {
    /// A ledger's rows as rules see them: none dated after as-of, but for consistency rules.
    pub(super) fn ledger(tables: &Rc<Tables>, ledger: LedgerId) -> Self {
        let declared = tables.bench.schema.ledger(ledger);
        let Some(rows) = tables.union.ledger(ledger) else {
            let absent = if tables.bench.probe.is_some() { Vec::new() } else { vec![ledger] };
            let mut set = RowSet::new(tables, ledger, Yes::Some(Vec::new()));
            set.absent = absent;
            set.single = declared.one_row;
            return set.into();
        };
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let day = |row: u32, field: FieldId| rows.cell(row, field).value.first_day();
        let counts = |row: u32, field: FieldId| day(row, field).is_some_and(|day| day <= tables.as_of);
        let mut set = match declared.dated {
            Some(dated) if !tables.raw && !(0..count).all(|row| counts(row, dated)) => {
                let entries = (0..count).map(|row| Entry { ledger, row, group: 0 });
                let kept = entries.clone().filter(|entry| counts(entry.row, dated)).collect();
                let mut set = RowSet::new(tables, ledger, Yes::Some(kept));
                // A row without its date may lie ahead and count for nothing.
                let undated = entries.filter(|entry| day(entry.row, dated).is_none());
                set.maybe = undated.map(|entry| Maybe { entry, cause: entry.cell(dated) }).collect();
                set
            }
            _ => RowSet::new(tables, ledger, Yes::All(ledger, count)),
        };
        set.single = declared.one_row;
        set.into()
    }

    /// A ledger's rows with those dated after as-of: what the consistency words look at.
    pub(super) fn whole_ledger(tables: &Rc<Tables>, ledger: LedgerId) -> Option<Self> {
        let count = tables.union.ledger(ledger)?.len();
        let yes = Yes::All(ledger, u32::try_from(count).unwrap_or(u32::MAX));
        Some(RowSet::new(tables, ledger, yes).into())
    }

    /// No rows of a ledger, for sure.
    pub(super) fn none(tables: &Rc<Tables>, ledger: LedgerId) -> Self {
        RowSet::new(tables, ledger, Yes::Some(Vec::new())).into()
    }

    /// The rows a test of this column keeps.
    pub(super) fn filter(
        &self,
        effect: Effect,
        column: &Column,
        mut test: impl FnMut(Entry) -> Word<Test>,
    ) -> Word<Self> {
        // Of nothing nothing is kept, and most ledgers of most unions are empty; but rows told about
        // before stay told about only where they are already the subject.
        let nothing_told = self.subject.is_some() || self.entered.is_none_or(|told| told == 0);
        if self.yes_len() == 0 && self.maybe.is_empty() && nothing_told {
            return Ok(self.clone());
        }
        let mut kept = self.emptied();
        let mut yes = Vec::new();
        let mut told = 0;
        for entry in self.yes() {
            match test(entry)? {
                Test::Yes => {
                    told += 1;
                    yes.push(entry);
                }
                Test::No => told += 1,
                Test::Missing(cause) => kept.maybe.push(Maybe { entry, cause }),
            }
        }
        for maybe in &self.maybe {
            if !matches!(test(maybe.entry)?, Test::No) {
                kept.maybe.push(*maybe);
            }
        }
        kept.yes = Yes::Some(yes);
        kept.looked = Some(column.of(self.ledgers[0]));
        kept.passed(effect, told);
        Ok(kept.into())
    }

    /// One row of these.
    pub(super) fn one(&self, entry: Entry) -> Self {
        let mut set = RowSet::new(&self.0.tables, entry.ledger, Yes::Some(vec![Entry { group: 0, ..entry }]));
        set.single = true;
        set.into()
    }
}

impl Deref for Rows {
    type Target = RowSet;

    fn deref(&self) -> &RowSet {
        &self.0
    }
}

impl From<RowSet> for Rows {
    fn from(set: RowSet) -> Self {
        Self(Rc::new(set))
    }
}

impl RowSet {
    pub(super) fn new(tables: &Rc<Tables>, ledger: LedgerId, yes: Yes) -> Self {
        Self {
            tables: Rc::clone(tables),
            ledgers: [ledger].into(),
            yes,
            maybe: Vec::new(),
            absent: Vec::new(),
            groups: None,
            blame: None,
            subject: None,
            entered: None,
            single: false,
            looked: None,
        }
    }

    pub(super) fn bench(&self) -> &Rc<Bench> {
        &self.tables.bench
    }

    /// The sure rows, in order.
    pub(super) fn yes(&self) -> impl Iterator<Item = Entry> + '_ {
        let (all, some) = match &self.yes {
            Yes::All(ledger, count) => (Some((*ledger, *count)), [].as_slice()),
            Yes::Some(rows) => (None, rows.as_slice()),
        };
        let all = all
            .into_iter()
            .flat_map(|(ledger, count)| (0..count).map(move |row| Entry { ledger, row, group: 0 }));
        all.chain(some.iter().copied())
    }

    pub(super) fn yes_len(&self) -> usize {
        match &self.yes {
            Yes::All(_, count) => *count as usize,
            Yes::Some(rows) => rows.len(),
        }
    }

    /// The same ledgers, marks and groups, no rows.
    pub(super) fn emptied(&self) -> Self {
        Self {
            tables: Rc::clone(&self.tables),
            ledgers: Rc::clone(&self.ledgers),
            yes: Yes::Some(Vec::new()),
            maybe: Vec::new(),
            absent: self.absent.clone(),
            groups: self.groups.clone(),
            blame: None,
            subject: self.subject,
            entered: self.entered,
            single: self.single,
            looked: self.looked,
        }
    }

    /// Notes how many rows a word could tell about.
    pub(super) fn passed(&mut self, effect: Effect, told: usize) {
        self.entered = Some(told);
        if effect == Effect::Compares && self.subject.is_none() {
            self.subject = Some(told);
        }
    }

    /// How many rows a judging word looks at: those of the first comparing word; where there was
    /// none, the last choosing word was the comparison.
    pub(super) fn looked_at(&self) -> usize {
        self.subject.or(self.entered).unwrap_or(self.yes_len())
    }

    /// How many rows reach a word that compares by itself, as deadlines are compared.
    pub(super) fn reached(&self) -> usize {
        self.subject.unwrap_or(self.yes_len())
    }

    /// The field of this name in every ledger the rows may come from.
    pub(super) fn column(&self, name: &str) -> Word<Column> {
        let schema = &self.bench().schema;
        let find = |&ledger: &LedgerId| {
            schema.ledger(ledger).field_of(name).map(|field| (ledger, field)).ok_or_else(|| {
                let declared = schema.ledger(ledger);
                let near = did_you_mean(name, declared.fields.iter().map(|field| field.key.as_str()));
                let key = &declared.key;
                let (zh, en) = (
                    format!("台账 {key} 没有栏目“{name}”"),
                    format!("the ledger `{key}` has no field `{name}`"),
                );
                mistaken_name(zh, en, near)
            })
        };
        match &*self.ledgers {
            [one] => find(one).map(|(_, field)| Column::One(field)),
            many => Ok(Column::Many(many.iter().map(find).collect::<Word<_>>()?)),
        }
    }

    /// A column whose type must be one of `kinds`.
    pub(super) fn column_of(&self, name: &str, kinds: &[FieldType], wanted: (&str, &str)) -> Word<Column> {
        let column = self.column(name)?;
        for &ledger in &*self.ledgers {
            let field = self.field(ledger, &column);
            if !kinds.contains(&field.kind) {
                return Err(mistake(
                    format!("栏目“{name}”不是{}", wanted.0),
                    format!("the field `{name}` is not {}", wanted.1),
                ));
            }
        }
        Ok(column)
    }

    pub(super) fn date_column(&self, name: &str) -> Word<Column> {
        self.column_of(
            name,
            &[FieldType::Date, FieldType::Period, FieldType::Year],
            ("日期或期间", "a date, period or year"),
        )
    }

    pub(super) fn number_column(&self, name: &str) -> Word<Column> {
        self.column_of(name, &[FieldType::Integer, FieldType::Decimal], ("数字", "a number"))
    }

    /// The declaration of a column in one ledger.
    pub(super) fn field(&self, ledger: LedgerId, column: &Column) -> &Field {
        self.bench().schema.field(ledger, column.of(ledger))
    }

    /// A cell of a row: its value, or the place of what is missing.
    pub(super) fn value(&self, entry: Entry, column: &Column) -> Result<Value, CellRef> {
        let at = entry.cell(column.of(entry.ledger));
        match self.tables.see(at) {
            Seen::Value(value) => Ok(value),
            Seen::Missing | Seen::Unreadable => Err(at),
        }
    }

    /// The last day of a date cell.
    pub(super) fn day(&self, entry: Entry, column: &Column) -> Result<Date, CellRef> {
        let at = entry.cell(column.of(entry.ledger));
        self.value(entry, column)?.last_day().ok_or(at)
    }

    /// How many groups there are; rows never divided are one group.
    pub(super) fn group_count(&self) -> u32 {
        self.groups.as_ref().map_or(1, |groups| u32::try_from(groups.len()).unwrap_or(u32::MAX))
    }

    /// The rows of each group, in order, found in one pass.
    pub(super) fn divided(&self) -> Divided {
        let mut groups = vec![(Vec::new(), Vec::new()); self.group_count() as usize];
        for entry in self.yes() {
            if let Some((yes, _)) = groups.get_mut(entry.group as usize) {
                yes.push(entry);
            }
        }
        let mut any = Vec::new();
        for maybe in &self.maybe {
            match groups.get_mut(maybe.entry.group as usize) {
                Some((_, maybes)) => maybes.push(*maybe),
                None => any.push(*maybe),
            }
        }
        Divided { groups, any }
    }

    pub(super) fn group(&self, group: u32) -> Option<&Group> {
        self.groups.as_ref().and_then(|groups| groups.get(group as usize))
    }
}

/// Rows are walked a sure row at a time; what may belong is recorded as missing on the way.
impl IntoIterator for Rows {
    type Item = Rows;
    type IntoIter = std::vec::IntoIter<Rows>;

    fn into_iter(self) -> Self::IntoIter {
        let set = &self.0;
        let bench = set.bench();
        if bench.probe.is_some() {
            let sample = Entry { ledger: set.ledgers[0], row: 0, group: 0 };
            return vec![self.one(sample)].into_iter();
        }
        for maybe in &set.maybe {
            bench.lacks(&set.tables, maybe.cause);
        }
        for &ledger in &set.absent {
            bench.lacks_ledger(ledger);
        }
        bench.checked(set.looked_at());
        set.yes().map(|entry| self.one(entry)).collect::<Vec<_>>().into_iter()
    }
}
