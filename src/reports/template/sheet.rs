//! The sheet of a ledger: headings, then rows prepared for filling in.

use rust_xlsxwriter::{Color, Worksheet};

use super::headings::{heading, sheet_name};
use super::lists::{Lists, col};
use super::styles::{Need, Styles};
use super::{Made, ROWS, checks, note};
use crate::records::{Field, FieldType, LedgerId, Schema};
use crate::reports::{width, wrap};
use crate::source::Lang;

/// Half-width characters a page takes across, at the smallest print that is still read with ease.
const PAGE: usize = 205;

/// Writes the sheet of a ledger.
pub(super) fn write(
    sheet: &mut Worksheet,
    schema: &Schema,
    id: LedgerId,
    styles: Styles,
    lists: &mut Lists,
) -> Made<()> {
    let (ledger, lang) = (schema.ledger(id), styles.lang);
    sheet.set_name(sheet_name(ledger, lang))?;
    let (last, mut across, mut lines) = (if ledger.one_row { 1 } else { ROWS }, 0, 1);
    for (at, field) in ledger.fields.iter().enumerate() {
        let (at, heading) = (col(at), heading(schema, id, field, lang));
        let columns = columns(heading, field, lang);
        sheet.set_column_width(at, u32::try_from(columns).unwrap_or(u32::MAX))?;
        sheet.set_column_format(at, &styles.cell(field))?;
        sheet.write_string_with_format(0, at, heading, &styles.heading(Need::of(field)))?;
        sheet.insert_note(0, at, &note::note(heading, ledger, field, lang))?;
        if let Some(check) = checks::check(field, lang, lists)? {
            sheet.add_data_validation(1, at, last, at, &check)?;
        }
        if ledger.one_row {
            sheet.write_blank(1, at, &styles.only_row(field))?;
        }
        across += columns;
        lines = lines.max(lines_of(heading, columns));
    }
    sheet.set_row_height_pixels(0, u32::try_from(lines).unwrap_or(1) * 20 + 10)?;
    if ledger.one_row {
        sheet.set_row_height_pixels(1, 30)?;
    }
    if id == schema.union {
        sheet.set_tab_color(Color::RGB(0x00C0_0000));
    }
    frame(sheet, across)
}

/// What stays in sight on the screen and on paper.
fn frame(sheet: &mut Worksheet, across: usize) -> Made<()> {
    let pages = across.div_ceil(PAGE);
    if pages > 1 {
        sheet.set_repeat_columns(0, 0)?;
    }
    sheet.set_freeze_panes(1, 0)?.set_selection(1, 0, 1, 0)?.set_repeat_rows(0, 0)?;
    sheet.set_print_fit_to_pages(u16::try_from(pages).unwrap_or(1), 0).set_print_gridlines(true);
    Ok(())
}

/// How wide a column is: what is written in it on one line, its heading too or, if long, on two.
fn columns(heading: &str, field: &Field, lang: Lang) -> usize {
    const WIDEST: usize = 40;
    const LONG: usize = 12;
    let written = match field.kind {
        FieldType::Boolean | FieldType::Year | FieldType::Integer => 8,
        FieldType::Date => 12,
        FieldType::Period | FieldType::Decimal | FieldType::Ref => 14,
        FieldType::Text => 20,
        // Room for the arrow of the list.
        FieldType::Enum => field.codes.iter().map(|code| width(code.label.get(lang))).max().unwrap_or(0) + 4,
    };
    let heading = width(heading);
    let headed = if heading <= LONG { heading + 3 } else { (heading.div_ceil(2) + 4).max(LONG) };
    written.max(headed).min(WIDEST)
}

/// Lines a text takes in a column.
pub(super) fn lines_of(text: &str, columns: usize) -> usize {
    wrap(text, columns.saturating_sub(1), 0, 0).lines().count()
}
