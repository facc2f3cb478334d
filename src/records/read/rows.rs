//! The rows of a sheet on their way to the builder: what is no value, whatever it looks like, is refused.

use std::collections::HashMap;

use super::headings::{Column, Headings};
use super::sheets::Kind;
use super::table::Table;
use crate::records::builder::Builder;
use crate::records::declaration::{Field, FieldId, FieldType, LedgerId};
use crate::records::problem::ProblemCode;
use crate::source::{Span, Text};

/// What to do where a program wrote formulas and did not reckon.
pub(super) const RECKON: (&str, &str) =
    ("请在 Excel 或 WPS 中打开并保存一次", "open the file in a spreadsheet program and save it once");

/// The rows of one sheet.
pub(super) struct Rows<'a> {
    pub(super) table: &'a Table,
    pub(super) sheet: usize,
    pub(super) headings: &'a Headings,
    pub(super) merged: &'a HashMap<(u32, u32), (u32, u32)>,
    /// Columns misspelt, and the fields they were meant for.
    pub(super) meant: &'a [(usize, FieldId)],
}

impl Rows<'_> {
    /// Reads a row, unless it only says whose it is.
    pub(super) fn row(&self, ledger: LedgerId, row: usize, builder: &mut Builder<'_>) {
        let cells = self.table.cells(self.sheet, row);
        let values = self.headings.columns.iter().enumerate().filter_map(|(at, column)| match column {
            Column::Field(field) => Some((at, *field, *cells.get(at)?)),
            _ => None,
        });
        let is_written = |&(_, _, span): &(usize, FieldId, Span)| span.end > span.start;
        let mut values: Vec<_> = values.collect();
        // A row that only says whose it is keeps the ledger, and nothing happened.
        let Some(&(_, _, place)) = values.iter().find(|value| is_written(value)) else { return };
        values.sort_unstable_by_key(|&(_, _, span)| span);
        builder.begin_row(ledger, place);
        for (column, field, span) in values {
            self.cell(ledger, row, column, field, span, builder);
        }
        for &(column, field) in self.meant {
            if let Some(span) = cells.get(column).filter(|span| span.end > span.start) {
                builder.meant(field, *span);
            }
        }
        builder.end_row();
    }

    fn cell(
        &self,
        ledger: LedgerId,
        row: usize,
        column: usize,
        field: FieldId,
        span: Span,
        builder: &mut Builder<'_>,
    ) {
        let kind = self.table.kind(self.sheet, row, column);
        let text = self.table.text(span);
        let declared = builder.declaration(ledger).field(field);
        match self.merged_from(row, column) {
            Some(false) => return builder.refused_cell(field, span, None),
            Some(true) => {
                let title = &declared.title;
                let zh = format!("“{}”的合并单元格跨了几行，只有第一行有值", title.zh);
                let en =
                    format!("`{}` is merged over several rows; only the first holds the value", title.en);
                let fault = builder.fault(span, zh, en);
                let fault = fault.help("请取消合并，每行都填写", "unmerge the cells and fill in every row");
                builder.ledger_problem(ProblemCode::MergedCells, fault, ledger);
            }
            None => {}
        }
        if let Some((message, help)) = refusal(declared, kind, &text) {
            let fault = builder.fault(span, message.zh, message.en).help(help.zh, help.en);
            return builder.refused_cell(field, span, Some((ProblemCode::WrongType, fault)));
        }
        // A spreadsheet turns a month typed as 2026-03 into its first day.
        let month =
            text.strip_suffix("-01").filter(|_| kind == Kind::Date && declared.kind == FieldType::Period);
        builder.cell(field, Some(month.unwrap_or(&text)), span);
    }

    /// Whether a cell is merged with others over several rows, and is the one that holds the value.
    fn merged_from(&self, row: usize, column: usize) -> Option<bool> {
        let number = self.table.source.grid()?.number(self.sheet, row);
        let column = u32::try_from(column).ok()?;
        self.merged.get(&(number, column)).map(|&first| first == (number, column))
    }
}

/// Why what stands in a cell is not its value, whatever it looks like; and what to do.
fn refusal(field: &Field, kind: Kind, text: &str) -> Option<(Text, Text)> {
    let title = &field.title;
    let both = |zh: String, en: String| Text { zh, en };
    let help = |zh: &str, en: &str| Text { zh: zh.to_owned(), en: en.to_owned() };
    let is_text = matches!(field.kind, FieldType::Text | FieldType::Ref);
    match kind {
        Kind::Error => Some((
            both(format!("“{}”是错误值 {text}", title.zh), format!("`{}` holds the error {text}", title.en)),
            help("请改正公式，或直接填值", "mend the formula, or write the value"),
        )),
        Kind::Unsaved => Some((
            both(
                format!("“{}”的公式没有保存结果", title.zh),
                format!("the formula of `{}` was saved without its result", title.en),
            ),
            help(RECKON.0, RECKON.1),
        )),
        Kind::Number if is_text && text.trim_start_matches('-').len() > 15 && !text.contains('.') => Some((
            both(
                format!("“{}”存成了数字，表格软件只保留15位，末几位已不可信", title.zh),
                format!("`{}` is stored as a number, of which only 15 digits are kept", title.en),
            ),
            help("请设为文本格式后重新填写", "make the cell a text and write it again"),
        )),
        Kind::Number if field.kind == FieldType::Period && text.len() == 6 && text.ends_with(".1") => Some((
            both(
                format!("“{}”是数字 {text}，分不清是1月还是10月", title.zh),
                format!("`{}` is the number {text}, which may be January or October", title.en),
            ),
            help("请写成 2026-01 或 2026-10 这样", "write it like 2026-01 or 2026-10"),
        )),
        Kind::Number if field.kind == FieldType::Date && text.len() == 5 && !text.contains(['.', '-']) => {
            Some((
                both(
                    format!("“{}”是数字 {text}，不是日期格式", title.zh),
                    format!("`{}` is the number {text}, not in the form of a date", title.en),
                ),
                help("请把单元格设为日期格式，核对后保存", "give the cell a date format, check it and save"),
            ))
        }
        Kind::Text | Kind::Number | Kind::Date => None,
    }
}
