//! What the columns of a table mean: its row of headings, found even under a title.

use super::sheets::{Kind, Sheets};
use crate::records::declaration::{FieldId, LedgerId, Schema};
use crate::source::Span;

/// How far down headings are looked for.
pub(super) const DEPTH: usize = 12;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// A field of the ledger.
    Field(FieldId),
    /// The code of the union whose row it is.
    Owner,
    /// The name of the union whose row it is.
    OwnerName,
    /// A field that another column holds already.
    Twice(FieldId),
    /// Nothing that is declared.
    Unknown,
    /// No heading and, as it seems, no column.
    Blank,
}

/// The headings of one table.
#[derive(Debug)]
pub(super) struct Headings {
    /// The rendered row they stand in.
    pub(super) row: usize,
    /// What each column holds.
    pub(super) columns: Vec<Column>,
}

/// Why a table of a ledger is not read.
#[derive(Debug)]
pub(super) enum Lost {
    /// No row holds headings.
    NoHeadings,
    /// This cell among the headings holds an error, or a formula without its result.
    Unknown(Span, Kind),
    /// A heading of the ledger stands where nothing is read: the first cell of its row, what it says, and its
    /// column.
    Beyond(Span, String, u32),
}

/// The ledger a sheet or file is named after: its key, title or an alias, numbering and remarks in
/// brackets left aside.
pub(super) fn ledger(schema: &Schema, name: &str) -> Option<LedgerId> {
    let bare = name.trim_start_matches(|c: char| c.is_ascii_digit() || "、.．-_ ".contains(c));
    let found = |name: &str| schema.names.get(name).or_else(|| schema.names.get(without_remark(name)));
    found(name).or_else(|| found(bare))
}

/// A heading without what is added in brackets at its end, such as a unit.
pub(super) fn without_remark(name: &str) -> &str {
    let name = name.trim_end_matches(['*', '＊', ':', '：', ' ']);
    let end = name.strip_suffix([')', '）']).and_then(|rest| rest.rfind(['(', '（']));
    end.map_or(name, |at| name[..at].trim_end())
}

/// The headings of a ledger's table; or why nobody can tell what its columns hold.
pub(super) fn find(
    schema: &Schema,
    ledger: LedgerId,
    sheets: &Sheets,
    sheet: usize,
) -> Result<Headings, Lost> {
    let headings = row(schema, ledger, sheets, sheet).ok_or(Lost::NoHeadings)?;
    let cells = sheets.grid.cells(sheet, headings.row);
    let Some(marks) = sheets.marks.get(sheet) else { return Ok(headings) };
    let kinds = marks.kinds.iter().skip(sheets.grid.position(sheet, headings.row));
    if let Some((&cell, &kind)) = cells.iter().zip(kinds).find(|(_, kind)| kind.is_unknown()) {
        return Err(Lost::Unknown(cell, kind));
    }
    let number = sheets.grid.number(sheet, headings.row);
    let is_owned = headings.columns.contains(&Column::Owner);
    let is_told =
        |column: Column| headings.columns.contains(&column) || (is_owned && column == Column::OwnerName);
    for (_, column, text) in marks.beyond.iter().filter(|(row, ..)| *row == number) {
        if name(schema, ledger, text).is_some_and(|column| !is_told(column)) {
            return Err(Lost::Beyond(cells.first().copied().unwrap_or_default(), text.clone(), *column));
        }
    }
    Ok(headings)
}

/// What a heading by itself means.
fn name(schema: &Schema, ledger: LedgerId, text: &str) -> Option<Column> {
    let known = |ledger: LedgerId| {
        let names = &schema.ledger(ledger).names;
        names.get(text).or_else(|| names.get(without_remark(text)))
    };
    let role = known(schema.union).filter(|_| ledger != schema.union);
    match known(ledger) {
        Some(field) => Some(Column::Field(field)),
        None if role == Some(schema.roles.id) => Some(Column::Owner),
        None if role == Some(schema.roles.name) || text == "单位名称" => Some(Column::OwnerName),
        None => None,
    }
}

/// The row that holds most headings of the ledger; none where no row holds any.
fn row(schema: &Schema, ledger: LedgerId, sheets: &Sheets, sheet: usize) -> Option<Headings> {
    let mut best: Option<(usize, Headings)> = None;
    for row in 0..sheets.grid.rows(sheet).min(DEPTH) {
        let columns = columns(schema, ledger, sheets, sheets.grid.cells(sheet, row));
        let known = columns.iter().filter(|column| is_known(**column)).count();
        let written = columns.iter().filter(|column| **column != Column::Blank).count();
        // A row of values may hold a word that is a heading too; headings are known by half at least.
        let fits = known > 0 && known * 2 >= written;
        if fits && best.as_ref().is_none_or(|(most, _)| known > *most) {
            best = Some((known, Headings { row, columns }));
        }
    }
    best.map(|(_, headings)| headings)
}

fn is_known(column: Column) -> bool {
    matches!(column, Column::Field(_) | Column::Owner | Column::OwnerName)
}

fn columns(schema: &Schema, ledger: LedgerId, sheets: &Sheets, cells: &[Span]) -> Vec<Column> {
    let texts: Vec<&str> =
        cells.iter().map(|span| sheets.text.get(span.range()).unwrap_or("").trim()).collect();
    let declared = schema.ledger(ledger);
    let profile = schema.profile();
    let field = |text: &str| declared.names.get(text).or_else(|| declared.names.get(without_remark(text)));
    let role = |text: &str| profile.names.get(text).or_else(|| profile.names.get(without_remark(text)));
    // A ledger may itself list unions; with two columns for codes, the first says whose row it is.
    let is_id = |text: &&str| ledger != schema.union && role(text) == Some(schema.roles.id);
    let own_code = |text: &&str| is_id(text) && field(text).is_some();
    let fields = texts.iter().filter(|text| field(text).is_some() && !own_code(text)).map(|text| field(text));
    let own_elsewhere = texts.iter().find(|text| own_code(text)).and_then(|text| field(text));
    let is_owned = own_elsewhere.is_some_and(|own| fields.clone().any(|field| field == Some(own)));
    let mut seen: Vec<FieldId> = Vec::new();
    let mut column = |text: &str| {
        if text.is_empty() {
            return Column::Blank;
        }
        if is_id(&text) && (field(text).is_none() || is_owned) {
            return Column::Owner;
        }
        if let Some(field) = field(text) {
            if seen.contains(&field) {
                return Column::Twice(field);
            }
            seen.push(field);
            return Column::Field(field);
        }
        let is_name = ledger != schema.union && role(text) == Some(schema.roles.name);
        if is_name || text == "单位名称" { Column::OwnerName } else { Column::Unknown }
    };
    texts.iter().map(|text| column(text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_shed_numbers_and_remarks() {
        assert_eq!(without_remark("金额(元)"), "金额");
        assert_eq!(without_remark("实缴金额（元）*"), "实缴金额");
        assert_eq!(without_remark("合同类型"), "合同类型");
    }
}
