//! From sheets to records: a sheet a ledger, a row a row, whose is said by a column, by the profile
//! beside it, or by the folder.

use std::collections::HashMap;
use std::sync::Arc;

use super::complaints;
use super::headings::{self, Headings, Lost};
use super::owners::{Owned, Owner, rows_by_owner};
use super::rows::Rows;
use super::sheets::{Kind, Marks, Sheets};
use crate::records::builder::{Builder, Fragment};
use crate::records::declaration::{FieldId, LedgerId, Schema};
use crate::records::problem::{Problem, ProblemCode};
use crate::source::{Fault, Location, Source, Span};

/// Sheets that explain and are no records: the ones hegui itself writes, and what people call such.
pub(super) const EXPLAINING: [&str; 7] =
    ["填写说明", "How to fill in", "说明", "整改清单", "To rectify", "目录", "封面"];

/// How many merged cells of a sheet are looked at.
const MERGED: usize = 100_000;

/// A table file, its sheets understood.
#[derive(Debug)]
pub struct Table {
    /// What the file is called, without its ending.
    pub(super) stem: String,
    /// The rendered text and where its cells stand.
    pub source: Arc<Source>,
    pub(super) marks: Vec<Marks>,
    pub(super) plans: Vec<Plan>,
    /// Whether the text had to be decoded.
    is_decoded: bool,
}

/// What all unions of a sheet share.
#[derive(Default)]
struct Shared {
    /// See [`Table::merged`].
    merged: HashMap<(u32, u32), (u32, u32)>,
    /// Columns misspelt, and the fields they were meant for.
    meant: Vec<(usize, FieldId)>,
    /// Fields whose column is complained of.
    told: Vec<FieldId>,
}

/// What a sheet is.
#[derive(Debug)]
pub(super) enum Plan {
    /// A ledger with its headings.
    Ledger(LedgerId, Headings),
    /// A ledger without any cell.
    Empty(LedgerId),
    /// A ledger of which nobody can tell what its columns hold.
    Lost(LedgerId, Lost),
    /// No ledger.
    Other,
}

impl Table {
    /// Understands sheets; a file that is one table is named `stem`.
    pub(super) fn new(
        schema: &Schema,
        path: &str,
        stem: String,
        mut sheets: Sheets,
        is_decoded: bool,
    ) -> Self {
        let plan = |at: usize, sheets: &Sheets| {
            let name = if sheets.grid.name(at).is_empty() { stem.as_str() } else { sheets.grid.name(at) };
            let Some(ledger) = headings::ledger(schema, name) else { return Plan::Other };
            match headings::find(schema, ledger, sheets, at) {
                Ok(headings) => Plan::Ledger(ledger, headings),
                Err(_) if sheets.is_blank(at) => Plan::Empty(ledger),
                Err(why) => Plan::Lost(ledger, why),
            }
        };
        let plans: Vec<Plan> = (0..sheets.grid.sheets()).map(|at| plan(at, &sheets)).collect();
        for (at, plan) in plans.iter().enumerate() {
            if let Plan::Ledger(_, headings) = plan {
                sheets.grid.set_header(at, headings.row);
            }
        }
        let source = Arc::new(Source::table(path, sheets.text, sheets.grid));
        Self { stem, source, marks: sheets.marks, plans, is_decoded }
    }

    /// The codes of the unions it names.
    pub fn owners(&self, schema: &Schema) -> Vec<String> {
        let owned = rows_by_owner(schema, self, &mut Vec::new());
        owned.into_iter().filter_map(|owned| owned.owner.map(|owner| owner.id)).collect()
    }

    /// What it holds, a fragment a union. What cannot be read becomes a problem; the rest is kept.
    pub fn read(&self, schema: &Schema, problems: &mut Vec<Problem>) -> Vec<Fragment> {
        self.complain(schema, problems);
        let owned = rows_by_owner(schema, self, problems);
        let is_one = owned.len() == 1;
        let shared: Vec<Shared> =
            self.plans.iter().enumerate().map(|(sheet, plan)| self.shared(schema, sheet, plan)).collect();
        let mut fragments: Vec<Fragment> = Vec::new();
        for owned in &owned {
            fragments.push(self.fragment(schema, owned, &shared, is_one, problems));
            for further in self.further_profiles(schema, owned) {
                fragments.push(self.fragment(schema, &further, &shared, false, problems));
            }
        }
        self.source.hide(fragments.iter().flat_map(|fragment| fragment.sensitive.iter().copied()).collect());
        fragments
    }

    /// The bytes of a cell.
    pub(super) fn text(&self, span: Span) -> String {
        Sheets::text(self.source.text(), span)
    }

    /// The cells of a rendered row.
    pub(super) fn cells(&self, sheet: usize, row: usize) -> &[Span] {
        self.source.grid().map_or(&[], |grid| grid.cells(sheet, row))
    }

    /// How many rows of a sheet were rendered.
    pub(super) fn rows(&self, sheet: usize) -> usize {
        self.source.grid().map_or(0, |grid| grid.rows(sheet))
    }

    /// What the file says of a cell.
    pub(super) fn kind(&self, sheet: usize, row: usize, column: usize) -> Kind {
        let Some(grid) = self.source.grid() else { return Kind::Text };
        let kinds = self.marks.get(sheet).map_or(&[][..], |marks| &marks.kinds);
        kinds.get(grid.position(sheet, row) + column).copied().unwrap_or(Kind::Text)
    }

    /// Whether nothing is written in a sheet.
    pub(super) fn is_blank(&self, sheet: usize) -> bool {
        (0..self.rows(sheet)).all(|row| self.cells(sheet, row).iter().all(|span| span.start == span.end))
    }

    /// The first cell of a sheet, or of the file.
    pub(super) fn top(&self, sheet: usize) -> Location {
        match self.cells(sheet, 0).first() {
            Some(&span) => Location::new(&self.source, span),
            None => Location::whole(&self.source),
        }
    }

    /// Every profile of a union but its first, by itself: joined with the first, contradictions show.
    fn further_profiles(&self, schema: &Schema, owned: &Owned) -> Vec<Owned> {
        let is_profile = |sheet: usize| matches!(self.plans.get(sheet), Some(Plan::Ledger(ledger, _)) if *ledger == schema.union);
        let rows = owned.rows.iter().filter(|(sheet, _)| is_profile(**sheet));
        let rows = rows.flat_map(|(&sheet, rows)| rows.iter().map(move |&row| (sheet, row)));
        rows.skip(1)
            .map(|(sheet, row)| Owned {
                owner: owned.owner.clone(),
                rows: [(sheet, vec![row])].into(),
                ..Owned::default()
            })
            .collect()
    }

    fn fragment(
        &self,
        schema: &Schema,
        owned: &Owned,
        shared: &[Shared],
        is_one: bool,
        problems: &mut Vec<Problem>,
    ) -> Fragment {
        let mut builder = Builder::new(schema, &self.source, problems);
        if let Some(Owner { id, span }) = &owned.owner {
            builder.owned_by(id, *span);
        }
        for (sheet, plan) in self.plans.iter().enumerate() {
            let rows = owned.rows.get(&sheet).map_or(&[][..], Vec::as_slice);
            match plan {
                Plan::Ledger(ledger, _) if owned.adrift.contains(&sheet) => builder.lose_ledger(*ledger),
                // What nobody's code stands beside is kept by the one union of the file.
                Plan::Ledger(ledger, headings) if is_one || !rows.is_empty() => {
                    let key = self.cells(sheet, headings.row).first().copied().unwrap_or_default();
                    builder.table(*ledger, key);
                    let Shared { merged, meant, told } = &shared[sheet];
                    builder.told(*ledger, told);
                    let reader = Rows { table: self, sheet, headings, merged, meant };
                    for &row in rows {
                        reader.row(*ledger, row, &mut builder);
                    }
                }
                Plan::Empty(ledger) if is_one => {
                    builder.table(*ledger, self.cells(sheet, 0).first().copied().unwrap_or_default());
                }
                Plan::Lost(ledger, _) => builder.lose_ledger(*ledger),
                _ => {}
            }
        }
        builder.finish()
    }

    fn shared(&self, schema: &Schema, sheet: usize, plan: &Plan) -> Shared {
        let Plan::Ledger(ledger, headings) = plan else { return Shared::default() };
        let misspelt = complaints::misspelt(schema, self, sheet, *ledger, headings);
        let meant: Vec<(usize, FieldId)> = misspelt.into_iter().map(|(at, field, _)| (at, field)).collect();
        let told = meant.iter().map(|&(_, field)| field);
        let told = told.chain(complaints::lacking(schema, *ledger, headings)).collect();
        Shared { merged: self.merged(sheet, headings), meant, told }
    }

    /// Merged cells over several rows of values: row and column, and the cell that holds the value.
    fn merged(&self, sheet: usize, headings: &Headings) -> HashMap<(u32, u32), (u32, u32)> {
        let number = |row| self.source.grid().map_or(0, |grid| grid.number(sheet, row));
        let header = number(headings.row);
        let mut covered = HashMap::new();
        for &[top, left, bottom, right] in self.marks.get(sheet).map_or(&[][..], |marks| &marks.merged) {
            if top <= header || top == bottom || covered.len() > MERGED {
                continue;
            }
            for row in top..=bottom.min(top.saturating_add(10_000)) {
                for column in left..=right.min(left.saturating_add(64)) {
                    covered.insert((row, column), (top, left));
                }
            }
        }
        covered
    }

    /// What is odd about the file and its sheets, each said once.
    fn complain(&self, schema: &Schema, problems: &mut Vec<Problem>) {
        if self.is_decoded {
            let (zh, en) =
                ("不是 UTF-8 编码，已按 GBK（GB18030）读取", "not UTF-8; it was read as GBK (GB18030)");
            let fault = Fault::at(self.top(0), zh, en);
            let fault = fault.help("如有乱码，请另存为 UTF-8", "if it looks garbled, save it as UTF-8");
            problems.push(Problem::new(ProblemCode::OtherEncoding, fault));
        }
        for (sheet, plan) in self.plans.iter().enumerate() {
            complaints::sheet(schema, self, sheet, plan, problems);
        }
    }
}
