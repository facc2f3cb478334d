//! Builds one union's records from what a reader meets: ledgers, rows and cells, with their places.
//!
//! Every form of input drives this one builder, so that YAML, workbooks and CSV mean the same. What
//! cannot be read becomes a problem and an unreadable cell; it never hides what stands beside it.

use std::sync::Arc;

use super::cell::{Cell, Value, store};
use super::complete::{fill_defaults, missing};
use super::declaration::{Field, FieldId, LedgerDecl, LedgerId, Schema};
use super::problem::{Problem, ProblemCode};
use super::scalar::Unfit;
use super::unfit;
use super::union::{Ledger, Spot};
use crate::source::{Fault, Lang, Location, Source, Span};

/// What one document says of one union, not yet joined with other documents.
#[derive(Debug)]
pub struct Fragment {
    /// The document's source.
    pub source: Arc<Source>,
    /// The union's code and where it stands, if the document names it.
    pub id: Option<(String, Span)>,
    /// By [`LedgerId`].
    pub ledgers: Vec<Option<Ledger>>,
    /// The text store its cells refer to.
    pub texts: String,
    /// Ledgers of which something was lost.
    pub lost: Vec<LedgerId>,
    /// Bytes of sensitive cells.
    pub sensitive: Vec<Span>,
    /// Fields of a table of which it was said once that their column is lacking or misspelt.
    pub told: Vec<(LedgerId, FieldId)>,
}

/// A row being read.
#[derive(Debug)]
struct OpenRow {
    ledger: LedgerId,
    place: Span,
    cells: Vec<Cell>,
    keys: Vec<(FieldId, Span)>,
    /// Fields that stand under another name, as it seems, each with the place.
    meant: Vec<(FieldId, Span)>,
}

/// Builds fragments of one source.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    schema: &'a Schema,
    fragment: Fragment,
    row: Option<OpenRow>,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Builder<'a> {
    /// Starts on a document of `source`.
    pub(super) fn new(schema: &'a Schema, source: &Arc<Source>, problems: &'a mut Vec<Problem>) -> Self {
        let ledgers = vec![None; schema.ledgers.len()];
        let fragment = Fragment {
            source: Arc::clone(source),
            id: None,
            ledgers,
            texts: String::new(),
            lost: Vec::new(),
            sensitive: Vec::new(),
            told: Vec::new(),
        };
        Self { schema, fragment, row: None, problems }
    }

    /// The declaration of a ledger.
    pub(super) fn declaration(&self, ledger: LedgerId) -> &'a LedgerDecl {
        self.schema.ledger(ledger)
    }

    /// Opens the ledger of this name, kept even when no row follows; none where no ledger has it.
    pub(super) fn ledger(&mut self, name: &str, key: Span) -> Option<LedgerId> {
        let Some(id) = self.schema.names.get(name) else {
            let (zh, en) = (format!("没有“{name}”这本台账"), format!("there is no ledger `{name}`"));
            let near = self.schema.names.near(name).map(str::to_owned);
            let fault = self.fault(key, zh, en);
            let fault = match near {
                Some(near) => fault.meant(Some(&near)),
                None => fault
                    .help("请核对台账名；不属于台账的内容请删去", "check the name; remove what is no ledger"),
            };
            self.problem(ProblemCode::UnknownLedger, fault);
            return None;
        };
        let spot = Spot { source: 0, span: key };
        let declaration = self.schema.ledger(id);
        match &mut self.fragment.ledgers[id.index()] {
            Some(ledger) => {
                let first = Location::new(&self.fragment.source, ledger.keys[0].span);
                ledger.keys.push(spot);
                let (zh, en) =
                    (format!("台账“{name}”写了两次"), format!("the ledger `{name}` is given twice"));
                let fault = self.fault(key, zh, en).related("前一处", "first here", first);
                let fault = fault.help("请合并到一处", "join them in one place");
                self.problem(ProblemCode::DuplicateKey, fault);
            }
            free => *free = Some(Ledger::new(spot, declaration)),
        }
        Some(id)
    }

    /// Opens a ledger of a table, or goes on with it: several sheets of one ledger join.
    pub(super) fn table(&mut self, id: LedgerId, key: Span) {
        let spot = Spot { source: 0, span: key };
        match &mut self.fragment.ledgers[id.index()] {
            Some(ledger) => ledger.keys.push(spot),
            free => *free = Some(Ledger::new(spot, self.schema.ledger(id))),
        }
    }

    /// Says of fields of a table that their column was complained of, so that no row need complain again.
    pub(super) fn told(&mut self, id: LedgerId, fields: &[FieldId]) {
        self.fragment.told.extend(fields.iter().map(|&field| (id, field)));
    }

    /// Says whose records these are, where a table says it beside each row.
    pub(super) fn owned_by(&mut self, union: &str, span: Span) {
        self.fragment.id.get_or_insert_with(|| (union.to_owned(), span));
    }

    /// A ledger of which something was lost: it counts as not submitted, for what is left of it
    /// proves nothing.
    pub(super) fn lose_ledger(&mut self, ledger: LedgerId) {
        self.row = None;
        self.fragment.ledgers[ledger.index()] = None;
        self.fragment.lost.push(ledger);
    }

    /// Opens a row of an open ledger.
    pub(super) fn begin_row(&mut self, ledger: LedgerId, place: Span) {
        let cells = vec![Cell::ABSENT; self.schema.ledger(ledger).fields.len()];
        self.row = Some(OpenRow { ledger, place, cells, keys: Vec::new(), meant: Vec::new() });
    }

    /// A row that is none: it stays as a row of unreadable cells, so that no rule passes over it.
    pub(super) fn unreadable_row(&mut self, ledger: LedgerId, place: Span, fault: Fault) {
        self.problem_at(ProblemCode::NotARow, fault, ledger, self.next_row(ledger), None);
        let cells =
            vec![Cell { value: Value::Unreadable, span: place }; self.declaration(ledger).fields.len()];
        self.push(ledger, place, &cells);
    }

    /// The field of the open row that `name` means; reports unknown and repeated ones.
    pub(super) fn field(&mut self, name: &str, key: Span) -> Option<FieldId> {
        let row = self.row.as_mut()?;
        let ledger = row.ledger;
        let declaration = self.schema.ledger(ledger);
        let Some(id) = declaration.names.get(name) else {
            let title = &declaration.title;
            let zh = format!("“{}”没有“{name}”这一栏", title.zh);
            let near = declaration.names.near(name).map(str::to_owned);
            if let Some(meant) = near.as_deref().and_then(|near| declaration.names.get(near)) {
                self.meant(meant, key);
            }
            let fault = self.fault(key, zh, format!("`{}` has no field `{name}`", declaration.key));
            let row = self.next_row(ledger);
            self.problem_at(
                ProblemCode::UnknownField,
                match near {
                    Some(near) => fault.meant(Some(&near)),
                    None => fault.help(
                        format!("请核对栏目名；这本台账的栏目：{}", unfit::titles(declaration, Lang::Zh)),
                        format!(
                            "check the heading; fields of this ledger: {}",
                            unfit::titles(declaration, Lang::En)
                        ),
                    ),
                },
                ledger,
                row,
                None,
            );
            return None;
        };
        if let Some(&(_, first)) = row.keys.iter().find(|(field, _)| *field == id) {
            let first = Location::new(&self.fragment.source, first);
            let (zh, en) =
                (format!("“{name}”在这一行里写了两次"), format!("`{name}` is given twice in this row"));
            let fault = self.fault(key, zh, en).related("前一处", "first here", first);
            let fault = fault.help("请只留一处", "keep one of them");
            self.problem_at(ProblemCode::DuplicateKey, fault, ledger, self.next_row(ledger), Some(id));
            // Which of the two holds is anybody's guess, so the cell is not judged.
            let cell = Cell { value: Value::Unreadable, span: key };
            if let Some(row) = &mut self.row {
                row.cells[id.index()] = cell;
            }
            return None;
        }
        row.keys.push((id, key));
        Some(id)
    }

    /// The value under a key that is no field, or is one given twice: hidden where it may be a person's.
    pub(super) fn stray_value(&mut self, value: Span) {
        let ledger = self.row.as_ref().map(|row| self.schema.ledger(row.ledger));
        if ledger.is_some_and(|ledger| ledger.fields.iter().any(|field| field.sensitive)) {
            self.fragment.sensitive.push(value);
        }
    }

    /// A cell of the open row as written. `span` is the value's; for an empty value, the key's.
    pub(super) fn cell(&mut self, field: FieldId, text: Option<&str>, span: Span) {
        let Some(ledger) = self.row.as_ref().map(|row| row.ledger) else { return };
        let declared = self.schema.field(ledger, field);
        let value = match text.map(str::trim).filter(|text| !text.is_empty()) {
            None => Value::Missing,
            Some(text) => match self.value(declared, text) {
                Ok(value) => value,
                Err(why) => {
                    let (code, fault) = unfit::explain(&self.fragment.source, declared, text, span, why);
                    self.problem_at(code, fault, ledger, self.next_row(ledger), Some(field));
                    Value::Unreadable
                }
            },
        };
        if declared.sensitive && value != Value::Missing {
            self.fragment.sensitive.push(span);
        }
        if let Some(row) = &mut self.row {
            row.cells[field.index()] = Cell { value, span };
        }
    }

    /// A cell whose value is no single value.
    pub(super) fn unreadable_cell(&mut self, field: FieldId, span: Span) {
        let Some(row) = &mut self.row else { return };
        let ledger = row.ledger;
        row.cells[field.index()] = Cell { value: Value::Unreadable, span };
        if self.schema.field(ledger, field).sensitive {
            let line = self.fragment.source.position(span.start).line;
            let end = self.fragment.source.line_span(line).end;
            self.fragment.sensitive.push(Span { end: end.max(span.end), ..span });
        }
        let title = &self.schema.field(ledger, field).title;
        let (zh, en) =
            (format!("“{}”须是一个值", title.zh), format!("`{}` must be a single value", title.en));
        let fault = self
            .fault(span, zh, en)
            .help("请只写一个值；几件事分几行登记", "write one value; several things take several rows");
        self.problem_at(ProblemCode::WrongType, fault, ledger, self.next_row(ledger), Some(field));
    }

    /// A cell that cannot be read for a reason of its own; without a fault the reason was given before.
    pub(super) fn refused_cell(&mut self, field: FieldId, span: Span, fault: Option<(ProblemCode, Fault)>) {
        let Some(row) = &mut self.row else { return };
        let ledger = row.ledger;
        row.cells[field.index()] = Cell { value: Value::Unreadable, span };
        if self.schema.field(ledger, field).sensitive {
            self.fragment.sensitive.push(span);
        }
        if let Some((code, fault)) = fault {
            self.problem_at(code, fault, ledger, self.next_row(ledger), Some(field));
        }
    }

    /// What stands at `span` in the open row is, as it seems, the value of a field under another name. So absence
    /// means nothing there: what is not known has no default.
    pub(super) fn meant(&mut self, field: FieldId, span: Span) {
        if let Some(row) = &mut self.row {
            row.meant.push((field, span));
        }
    }

    /// Closes the open row.
    pub(super) fn end_row(&mut self) {
        let Some(row) = self.row.take() else { return };
        let declaration = self.schema.ledger(row.ledger);
        let mut cells = row.cells;
        for (field, span) in row.meant {
            let cell = &mut cells[field.index()];
            if cell.value == Value::Missing && declaration.field(field).default.is_some() {
                *cell = Cell { value: Value::Unreadable, span };
            }
        }
        // A profile may be spread over files, so it is completed when they are joined.
        if !declaration.one_row {
            let at = self.next_row(row.ledger);
            let place = Location::new(&self.fragment.source, row.place);
            for (field, problem) in missing(declaration, &cells, &place) {
                if self.fragment.told.contains(&(row.ledger, field)) {
                    continue;
                }
                self.problem_at(ProblemCode::MissingRequired, problem, row.ledger, at, Some(field));
            }
            fill_defaults(declaration, &mut cells, &mut self.fragment.texts);
        }
        if row.ledger == self.schema.union && self.fragment.id.is_none() {
            let cell = cells[self.schema.roles.id.index()];
            if let Value::Text { start, len } = cell.value {
                let id = &self.fragment.texts[start as usize..(start + len) as usize];
                self.fragment.id = Some((id.to_owned(), cell.span));
            }
        }
        self.push(row.ledger, row.place, &cells);
    }

    /// What was read.
    pub(super) fn finish(self) -> Fragment {
        self.fragment
    }

    /// A fault in this document.
    pub(super) fn fault(&self, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Fault {
        Fault::new(&self.fragment.source, span, zh, en)
    }

    /// Reports a problem that concerns no single row.
    pub(super) fn problem(&mut self, code: ProblemCode, fault: Fault) {
        self.problems.push(Problem::new(code, fault));
    }

    /// Reports a problem of a ledger as a whole.
    pub(super) fn ledger_problem(&mut self, code: ProblemCode, fault: Fault, ledger: LedgerId) {
        let ledger = Some(self.declaration(ledger).key.clone());
        self.problems.push(Problem { ledger, ..Problem::new(code, fault) });
    }

    fn problem_at(
        &mut self,
        code: ProblemCode,
        fault: Fault,
        ledger: LedgerId,
        row: u32,
        field: Option<FieldId>,
    ) {
        let declaration = self.schema.ledger(ledger);
        let field = field.map(|field| declaration.field(field).key.clone());
        let ledger = Some(declaration.key.clone());
        self.problems.push(Problem { code, fault, ledger, row: Some(row), field });
    }

    fn next_row(&self, ledger: LedgerId) -> u32 {
        let rows = self.fragment.ledgers[ledger.index()].as_ref().map_or(0, Ledger::len);
        u32::try_from(rows).unwrap_or(u32::MAX)
    }

    fn push(&mut self, ledger: LedgerId, place: Span, cells: &[Cell]) {
        let one_row = self.schema.ledger(ledger).one_row;
        if let Some(ledger) = &mut self.fragment.ledgers[ledger.index()] {
            // A second profile in one document has been reported; the first holds.
            if !one_row || ledger.is_empty() {
                ledger.push(Spot { source: 0, span: place }, cells);
            }
        }
    }

    fn value(&mut self, field: &Field, text: &str) -> Result<Value, Unfit> {
        field.value(text).map(|value| value.unwrap_or_else(|| store(&mut self.fragment.texts, text)))
    }
}
