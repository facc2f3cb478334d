//! The cells of a workbook: those of `.xlsx` and `.xlsm` one by one, those of `.xls` and `.ods` sheet by sheet.

use std::fmt::Display;
use std::io::Cursor;

use calamine::{
    CellType, Data, Dimensions, Ods, Range, Reader, Sheet, SheetType, SheetVisible, Xls, Xlsx,
    XlsxFormulaMetadata as Formula,
};

use super::sheets::{Kind, Merged, Sheets, day, error, number};
use super::spans;

/// `.xlsx` and `.xlsm`. Where the workbook asks to be reckoned anew, a formula's zero is none: programs that
/// do not reckon write one.
pub(super) fn xlsx(bytes: Vec<u8>, is_unreckoned: bool) -> Result<Sheets, String> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(text)?;
    let mut sheets = Sheets::default();
    for sheet in workbook.sheets_metadata().to_vec() {
        // A chart on a sheet of its own has no cells.
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let merged = workbook.merge_cells_by_sheet_name(&sheet.name).map_err(text)?;
        let mut cells = workbook.worksheet_cells_reader(&sheet.name).map_err(text)?;
        sheets.sheet(&sheet.name, sheet.visible != SheetVisible::Visible, corners(&merged));
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(text)? {
            let value = Data::from(cell.value);
            match cell.formula {
                Some(formula) if value == Data::Empty || (is_unreckoned && is_zero(&value)) => {
                    unsaved(&mut sheets, cell.pos, written(&formula));
                }
                _ => put(&mut sheets, cell.pos, &value),
            }
        }
    }
    sheets.finish();
    Ok(sheets)
}

/// `.xls`.
pub(super) fn xls(bytes: Vec<u8>) -> Result<Sheets, String> {
    let workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(text)?;
    let merged = |sheet: &Sheet| workbook.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
    let merged = workbook.sheets_metadata().iter().map(|sheet| corners(&merged(sheet))).collect();
    whole(workbook, merged)
}

/// `.ods`.
pub(super) fn ods(bytes: Vec<u8>) -> Result<Sheets, String> {
    let merged = spans::by_sheet(&bytes)?;
    whole(Ods::new(Cursor::new(bytes)).map_err(text)?, merged)
}

/// A workbook that was read whole, and the merged cells of each of its sheets.
fn whole<R: Reader<Cursor<Vec<u8>>>>(mut workbook: R, merged: Vec<Vec<Merged>>) -> Result<Sheets, String>
where
    R::Error: Display,
{
    let mut sheets = Sheets::default();
    let mut merged = merged.into_iter();
    for sheet in workbook.sheets_metadata().to_vec() {
        let merged = merged.next().unwrap_or_default();
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let range = workbook.worksheet_range(&sheet.name).map_err(text)?;
        let formulas = workbook.worksheet_formula(&sheet.name).map_err(text)?;
        sheets.sheet(&sheet.name, sheet.visible != SheetVisible::Visible, merged);
        let is_unsaved =
            |&(at, _): &(_, &String)| range.get_value(at).is_none_or(|value| *value == Data::Empty);
        let mut waiting = used(&formulas).filter(is_unsaved).peekable();
        for (at, value) in used(&range) {
            while let Some((at, formula)) = waiting.next_if(|(before, _)| *before < at) {
                unsaved(&mut sheets, at, formula);
            }
            match value {
                Data::String(text)
                    if shows_error(text)
                        && formulas.get_value(at).is_some_and(|formula| !formula.is_empty()) =>
                {
                    sheets.cell(at.0, at.1, Kind::Error, text);
                }
                value => put(&mut sheets, at, value),
            }
        }
        waiting.for_each(|(at, formula)| unsaved(&mut sheets, at, formula));
    }
    sheets.finish();
    Ok(sheets)
}

/// The cells of a range that are not empty, with their places in the sheet.
fn used<T: CellType>(range: &Range<T>) -> impl Iterator<Item = ((u32, u32), &T)> {
    let (first_row, first_column) = range.start().unwrap_or_default();
    let at = |first: u32, offset: usize| first.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
    range
        .used_cells()
        .map(move |(row, column, value)| ((at(first_row, row), at(first_column, column)), value))
}

/// Whether a text is how an `.ods` keeps the error of a formula.
fn shows_error(text: &str) -> bool {
    text == "#N/A"
        || text.starts_with("Err:")
        || (text.starts_with('#') && text.ends_with(['!', '?', '！', '？']))
}

/// A formula as an `.xlsx` keeps it; one that goes on from a cell before is not spelled out.
fn written(formula: &Formula) -> &str {
    match formula {
        Formula::Normal { formula } | Formula::Shared { formula, .. } => formula,
        _ => "…",
    }
}

/// A formula whose result was not saved: it stands in the place of what nobody knows.
fn unsaved(sheets: &mut Sheets, (row, column): (u32, u32), formula: &str) {
    let bare = formula.strip_prefix("of:").unwrap_or(formula);
    sheets.cell(row, column, Kind::Unsaved, &format!("={}", bare.strip_prefix('=').unwrap_or(bare)));
}

fn is_zero(value: &Data) -> bool {
    match value {
        Data::Int(number) => *number == 0,
        Data::Float(number) => *number == 0.0,
        Data::DateTime(day) => day.as_f64() == 0.0,
        _ => false,
    }
}

/// Merged cells by their corners.
fn corners(merged: &[Dimensions]) -> Vec<Merged> {
    merged.iter().map(|at| [at.start.0, at.start.1, at.end.0, at.end.1]).collect()
}

/// A cell with what the file says it is.
fn put(sheets: &mut Sheets, (row, column): (u32, u32), value: &Data) {
    let (kind, text) = match value {
        Data::Empty => return,
        Data::Int(value) => (Kind::Number, value.to_string()),
        Data::Float(value) => (Kind::Number, number(*value)),
        Data::String(text) | Data::DurationIso(text) => (Kind::Text, text.clone()),
        Data::Bool(flag) => (Kind::Text, flag.to_string()),
        Data::DateTime(date) => day(date),
        Data::DateTimeIso(text) => iso(text),
        Data::Error(what) => (Kind::Error, error(what)),
    };
    sheets.cell(row, column, kind, &text);
}

/// A date as `.ods` keeps it: a day, perhaps with a time behind it; the day it counts from is its zero.
fn iso(text: &str) -> (Kind, String) {
    match text.split('T').next().unwrap_or(text) {
        "1899-12-30" => (Kind::Number, "0".to_owned()),
        day => (Kind::Date, day.to_owned()),
    }
}

fn text(error: impl Display) -> String {
    error.to_string()
}
