//! Unions as a workbook: a sheet a ledger, days and numbers as Excel knows them, all else as text.

use std::io;

use rust_xlsxwriter::utility::check_sheet_name;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::spell::{Spelling, is_exact};
use super::table::Table;
use crate::records::calendar::Date;
use crate::records::declaration::{FieldType, Schema};
use crate::records::union::Union;
use crate::source::Lang;

/// Columns narrower or wider than this are hard to read.
const WIDTHS: (usize, usize) = (8, 40);

/// The workbook's bytes. An error says what a workbook cannot hold, such as more than a million rows.
pub fn xlsx(schema: &Schema, unions: &[Union], lang: Lang) -> io::Result<Vec<u8>> {
    build(&Table::all(schema, unions, lang), lang).map_err(io::Error::other)
}

fn build(tables: &[Table<'_>], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same records give the same bytes, so no clock.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for table in tables {
        let sheet = workbook.add_worksheet();
        sheet.set_name(table.name(|name| check_sheet_name(name).is_ok()))?;
        fill(sheet, table, lang)?;
    }
    workbook.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, table: &Table<'_>, lang: Lang) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    sheet.set_freeze_panes(1, 0)?;
    for (at, column) in (0..).zip(&table.columns) {
        // Empty cells too: what is typed into them later stays what was typed.
        sheet.set_column_format(at, &format_of(column.1))?;
        sheet.set_column_width(at, width(table, usize::from(at), lang))?;
        sheet.write_string_with_format(0, at, column.0, &bold)?;
    }
    for (at, row) in (1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(row) {
            if let Some(cell) = cell {
                write(sheet, (at, column), cell, lang)?;
            }
        }
    }
    Ok(())
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Spelling<'_>,
    lang: Lang,
) -> Result<(), XlsxError> {
    match cell {
        Spelling::Date(date) if let Some(day) = excel_day(*date) => {
            sheet.write_date_with_format(row, column, &day, &format_of(FieldType::Date))?;
        }
        Spelling::Number(digits)
            if is_exact(digits)
                && let Ok(number) = digits.parse::<f64>() =>
        {
            let format = number_format(digits);
            sheet.write_number_with_format(row, column, number, &format)?;
        }
        _ => {
            let text = cell.text(lang);
            sheet.write_string_with_format(row, column, &*text, &format_of(FieldType::Text))?;
        }
    }
    Ok(())
}

/// Days before March 1900 are text: Excel's calendar has a 29 February 1900.
fn excel_day(date: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year()).ok()?;
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    if (year, month) < (1900, 3) {
        return None;
    }
    ExcelDateTime::from_ymd(year, month, day).ok()
}

fn format_of(kind: FieldType) -> Format {
    let format = match kind {
        FieldType::Date => "yyyy-mm-dd",
        FieldType::Integer | FieldType::Year => "0",
        FieldType::Decimal => "0.00",
        FieldType::Text | FieldType::Boolean | FieldType::Period | FieldType::Enum | FieldType::Ref => "@",
    };
    Format::new().set_num_format(format)
}

/// As many decimals as were written.
fn number_format(digits: &str) -> Format {
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let format = if decimals == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(decimals)) };
    Format::new().set_num_format(format)
}

/// Room for the widest cell; Chinese takes two columns a character.
fn width(table: &Table<'_>, at: usize, lang: Lang) -> f64 {
    let cells = table.rows.iter().filter_map(|row| row.get(at)?.as_ref());
    let widest = cells.map(|cell| cell.text(lang).width()).max().unwrap_or(0);
    let heading = table.columns.get(at).map_or(0, |column| column.0.width());
    let width = (widest.max(heading) + 2).clamp(WIDTHS.0, WIDTHS.1);
    u32::try_from(width).map_or(0.0, f64::from)
}
