//! What is odd about a sheet as a whole, each thing said once.

use super::headings::{Column, Headings, Lost, without_remark};
use super::rows::RECKON;
use super::sheets::{Kind, WIDEST};
use super::table::{EXPLAINING, Plan, Table};
use crate::records::declaration::{FieldId, LedgerDecl, LedgerId, Required, Schema};
use crate::records::problem::{Problem, ProblemCode};
use crate::records::unfit;
use crate::source::{CellName, Fault, Lang, Location, did_you_mean};

/// How many strange columns of one sheet are named one by one.
const NAMED: usize = 5;

/// Reports a sheet.
pub(super) fn sheet(schema: &Schema, table: &Table, sheet: usize, plan: &Plan, problems: &mut Vec<Problem>) {
    let is_hidden = table.marks.get(sheet).is_some_and(|marks| marks.is_hidden);
    match plan {
        Plan::Other if is_hidden => {}
        Plan::Other => problems.extend(no_ledger(schema, table, sheet)),
        Plan::Empty(ledger) => problems.push(empty(schema, table, sheet, *ledger)),
        Plan::Lost(ledger, why) => problems.push(lost(schema, table, sheet, *ledger, why)),
        Plan::Ledger(ledger, headings) => columns(schema, table, sheet, *ledger, headings, problems),
    }
    if table.marks.get(sheet).is_some_and(|marks| marks.is_wider) && !matches!(plan, Plan::Other) {
        let (zh, en) = (
            format!("第{WIDEST}栏以后的内容没有读"),
            format!("what stands beyond column {WIDEST} was not read"),
        );
        let fault = Fault::at(table.top(sheet), zh, en);
        let fault = fault.help("请删去多余的栏", "remove the columns that are not needed");
        problems.push(Problem::new(ProblemCode::ExtraColumn, fault));
    }
    if is_hidden && !matches!(plan, Plan::Other) {
        let (zh, en) = ("这张表是隐藏的，仍按台账读取", "this sheet is hidden; it was read all the same");
        let fault = Fault::at(table.top(sheet), zh, en);
        let fault = fault.help("不需要的请删去，需要的请取消隐藏", "remove it, or show it");
        problems.push(Problem::new(ProblemCode::HiddenSheet, fault));
    }
}

fn name(table: &Table, sheet: usize) -> String {
    let grid = table.source.grid().map_or("", |grid| grid.name(sheet));
    if grid.is_empty() { table.stem.clone() } else { grid.to_owned() }
}

/// A sheet or file that is no ledger; silence over those that explain.
fn no_ledger(schema: &Schema, table: &Table, sheet: usize) -> Option<Problem> {
    let name = name(table, sheet);
    if EXPLAINING.contains(&without_remark(name.trim())) || table.is_blank(sheet) {
        return None;
    }
    let at = table.top(sheet);
    let near = schema.names.near(&name);
    let is_file = table.source.grid().is_some_and(|grid| grid.name(sheet).is_empty());
    if near.is_some() || is_file {
        let (zh, en) = (format!("没有“{name}”这本台账"), format!("there is no ledger `{name}`"));
        let fault = Fault::at(at, zh, en).help(
            "请用台账名作工作表名（CSV 用作文件名）",
            "name the sheet, or the CSV file, after its ledger",
        );
        let fault = if near.is_some() { fault.meant(near) } else { fault };
        return Some(Problem::new(ProblemCode::UnknownLedger, fault));
    }
    let (zh, en) = (
        format!("工作表“{name}”不是台账，没有读"),
        format!("the sheet `{name}` is no ledger; it was not read"),
    );
    Some(Problem::new(ProblemCode::ExtraSheet, Fault::at(at, zh, en)))
}

fn empty(schema: &Schema, table: &Table, sheet: usize, ledger: LedgerId) -> Problem {
    let title = &schema.ledger(ledger).title;
    let (zh, en) = (
        format!("“{}”是空表，连栏目名也没有", title.zh),
        format!("`{}` is empty, without headings", title.en),
    );
    let fault = Fault::at(table.top(sheet), zh, en).help(
        "没有发生的，保留栏目名；没有这本台账的，删去这张表",
        "keep the headings if nothing happened; remove the sheet if it is not kept",
    );
    let ledger = Some(schema.ledger(ledger).key.clone());
    Problem { ledger, ..Problem::new(ProblemCode::EmptyLedger, fault) }
}

fn lost(schema: &Schema, table: &Table, sheet: usize, ledger: LedgerId, why: &Lost) -> Problem {
    let declared = schema.ledger(ledger);
    let (of_zh, of_en) = (&declared.title.zh, &declared.title.en);
    let (at, zh, en) = match why {
        Lost::NoHeadings => (
            table.top(sheet),
            format!("“{of_zh}”找不到栏目名所在的一行"),
            format!("no row of `{of_en}` holds its headings"),
        ),
        Lost::Unknown(cell, Kind::Unsaved) => (
            Location::new(&table.source, *cell),
            format!("“{of_zh}”有一个栏目名是公式，没有保存结果"),
            format!("a heading of `{of_en}` is a formula saved without its result"),
        ),
        Lost::Unknown(cell, _) => (
            Location::new(&table.source, *cell),
            format!("“{of_zh}”有一个栏目名是错误值"),
            format!("a heading of `{of_en}` holds an error"),
        ),
        Lost::Beyond(cell, text, column) => {
            let column = CellName { sheet: "", row: 0, column: *column }.letters();
            (
                Location::new(&table.source, *cell),
                format!("“{of_zh}”的“{text}”在 {column} 栏，超出可读的 {WIDEST} 栏"),
                format!("`{text}` of `{of_en}` is in column {column}, beyond the {WIDEST} that are read"),
            )
        }
    };
    let (zh, en) = (
        format!("{zh}，没有读到，按未提交处理"),
        format!("{en}; it was not read and counts as not submitted"),
    );
    let (help_zh, help_en) = cure(declared, why, is_unparted(table, sheet));
    let fault = Fault::at(at, zh, en).help(help_zh, help_en);
    Problem { ledger: Some(declared.key.clone()), ..Problem::new(ProblemCode::HeadingsNotFound, fault) }
}

/// Whether a file that is one table seems to have its cells between other signs than commas.
fn is_unparted(table: &Table, sheet: usize) -> bool {
    let is_file = table.source.grid().is_some_and(|grid| grid.name(sheet).is_empty());
    let [all] = table.cells(sheet, 0) else { return false };
    is_file && table.text(*all).contains([';', '；', '|', '，'])
}

/// What to do about a table that is not read.
fn cure(declared: &LedgerDecl, why: &Lost, is_unparted: bool) -> (String, String) {
    match why {
        Lost::NoHeadings if is_unparted => (
            "看来各栏不是用逗号隔开的；请在 Excel 中另存为“CSV UTF-8（逗号分隔）”或 .xlsx".to_owned(),
            "its columns seem not to be parted by commas; save it as CSV UTF-8 or .xlsx".to_owned(),
        ),
        Lost::NoHeadings => (
            format!("请在前几行写上栏目名：{}", unfit::titles(declared, Lang::Zh)),
            format!("write the headings in one of the first rows: {}", unfit::titles(declared, Lang::En)),
        ),
        Lost::Unknown(_, Kind::Unsaved) => (RECKON.0.to_owned(), RECKON.1.to_owned()),
        Lost::Unknown(..) => ("请直接写上栏目名".to_owned(), "write the heading itself".to_owned()),
        Lost::Beyond(..) => {
            ("请删去多余的栏".to_owned(), "remove the columns that are not needed".to_owned())
        }
    }
}

/// Columns that mean nothing, or the same as another.
fn columns(
    schema: &Schema,
    table: &Table,
    sheet: usize,
    ledger: LedgerId,
    headings: &Headings,
    problems: &mut Vec<Problem>,
) {
    let declared = schema.ledger(ledger);
    let cells = table.cells(sheet, headings.row);
    let misspelt = misspelt(schema, table, sheet, ledger, headings);
    let mut extra = Vec::new();
    for (position, (column, &span)) in headings.columns.iter().zip(cells).enumerate() {
        let (at, text) = (Location::new(&table.source, span), table.text(span));
        match column {
            Column::Unknown => match misspelt.iter().find(|(known, ..)| *known == position) {
                Some((_, _, near)) => {
                    let zh = format!("“{}”没有“{text}”这一栏", declared.title.zh);
                    let en = format!("`{}` has no field `{text}`", declared.key);
                    let fault = Fault::at(at, zh, en).meant(Some(near));
                    problems.push(of(declared, ProblemCode::UnknownField, fault));
                }
                None => extra.push((at, text)),
            },
            Column::Twice(field) => {
                let title = &declared.field(*field).title;
                let (zh, en) = (
                    format!("“{}”有两栏，只读了第一栏", title.zh),
                    format!("`{}` has two columns; only the first was read", title.en),
                );
                let fault = Fault::at(at, zh, en).help("请只留一栏", "keep one of them");
                problems.push(of(declared, ProblemCode::DuplicateKey, fault));
            }
            Column::Field(_) | Column::Owner | Column::OwnerName | Column::Blank => {}
        }
    }
    for field in lacking(schema, ledger, headings) {
        // A misspelt heading has been complained of already.
        if misspelt.iter().all(|(_, meant, _)| *meant != field) && table.rows(sheet) > headings.row + 1 {
            let at =
                cells.first().map_or_else(|| table.top(sheet), |&span| Location::new(&table.source, span));
            problems.push(no_column(declared, field, at));
        }
    }
    let more = extra.len().saturating_sub(NAMED);
    for (at, text) in extra.into_iter().take(NAMED) {
        let (zh, en) =
            (format!("多出的一栏“{text}”没有读"), format!("the extra column `{text}` was not read"));
        let fault = Fault::at(at, zh, en);
        let fault = match more {
            0 => fault,
            more => fault.help(format!("另有 {more} 栏也没有读"), format!("{more} more were not read")),
        };
        problems.push(of(declared, ProblemCode::ExtraColumn, fault));
    }
}

/// A required field without a column.
fn no_column(declared: &LedgerDecl, field: FieldId, at: Location) -> Problem {
    let title = &declared.field(field).title;
    let (zh, en) =
        (format!("缺少必填的一栏“{}”", title.zh), format!("the required column `{}` is missing", title.en));
    let fault = Fault::at(at, zh, en).help("请加上这一栏，每行都填写", "add it and fill in every row");
    let field = Some(declared.field(field).key.clone());
    Problem { field, ..of(declared, ProblemCode::MissingRequired, fault) }
}

fn of(declared: &LedgerDecl, code: ProblemCode, fault: Fault) -> Problem {
    Problem { ledger: Some(declared.key.clone()), ..Problem::new(code, fault) }
}

/// Strange headings that were probably meant for a field no other column holds: the column, the field, and
/// its name.
pub(super) fn misspelt<'s>(
    schema: &'s Schema,
    table: &Table,
    sheet: usize,
    ledger: LedgerId,
    headings: &Headings,
) -> Vec<(usize, FieldId, &'s str)> {
    let declared = schema.ledger(ledger);
    let cells = table.cells(sheet, headings.row);
    let mut found: Vec<(usize, FieldId, &str)> = Vec::new();
    for (at, (_, &span)) in
        headings.columns.iter().zip(cells).enumerate().filter(|(_, (column, _))| **column == Column::Unknown)
    {
        let is_free = |field: &FieldId| {
            !headings.columns.contains(&Column::Field(*field))
                && found.iter().all(|(_, taken, _)| taken != field)
        };
        let names = |field: FieldId| {
            let declared = declared.field(field);
            [(field, declared.title.zh.as_str()), (field, declared.key.as_str())]
        };
        let free: Vec<(FieldId, &str)> = declared.field_ids().filter(is_free).flat_map(names).collect();
        let near = did_you_mean(table.text(span).trim(), free.iter().map(|(_, name)| *name));
        let meant = near.and_then(|near| free.iter().find(|(_, name)| *name == near).copied());
        found.extend(meant.map(|(field, name)| (at, field, name)));
    }
    found
}

/// Required fields without a column. A profile may be spread over files, so it may lack any.
pub(super) fn lacking(schema: &Schema, ledger: LedgerId, headings: &Headings) -> Vec<FieldId> {
    let declared = schema.ledger(ledger);
    let is_lacking = |field: &FieldId| {
        ledger != schema.union
            && declared.field(*field).required == Required::Yes
            && !headings.columns.contains(&Column::Field(*field))
    };
    declared.field_ids().filter(is_lacking).collect()
}
