//! A blank workbook of ledgers, for those who keep them in Excel or WPS: a sheet that explains, then a
//! sheet a ledger, with notes, drop-downs and checks.
//!
//! All of it is read off the declarations. Sheets and headings bear names the readers of records know,
//! so that what is filled in needs no translation. Equal declarations give equal bytes.

mod checks;
mod guide;
mod headings;
mod lists;
pub(super) mod note;
mod sheet;
mod styles;
mod words;

use std::io;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use self::guide::Guide;
use self::lists::Lists;
use self::styles::Styles;
use crate::records::{LedgerId, Schema};
use crate::source::{Lang, Text};

/// A step of making a workbook.
type Made<T> = Result<T, XlsxError>;

/// Rows below the headings that are prepared for filling in.
const ROWS: u32 = 500;

/// A blank workbook (xlsx) of these ledgers, in this order, each with the area it belongs to, if it
/// belongs to one. An error is one of names or sizes that a workbook cannot have.
pub fn blank_workbook(
    schema: &Schema,
    ledgers: &[(LedgerId, Option<&Text>)],
    lang: Lang,
) -> io::Result<Vec<u8>> {
    workbook(schema, ledgers, lang).map_err(io::Error::other)
}

fn workbook(schema: &Schema, ledgers: &[(LedgerId, Option<&Text>)], lang: Lang) -> Made<Vec<u8>> {
    let styles = Styles { lang };
    let mut book = Workbook::new();
    prepare(&mut book, lang)?;
    let guide = Guide { schema, ledgers, styles };
    page(book.add_worksheet(), |sheet| guide.write(sheet))?;
    let mut lists = Lists::new(lang);
    for &(ledger, _) in ledgers {
        page(book.add_worksheet(), |sheet| sheet::write(sheet, schema, ledger, styles, &mut lists))?;
    }
    if !lists.is_empty() {
        page(book.add_worksheet(), |sheet| lists.write(sheet))?;
    }
    book.save_to_buffer()
}

/// Fills a sheet and makes it ready for paper: A4, its first row on every page.
fn page(sheet: &mut Worksheet, write: impl FnOnce(&mut Worksheet) -> Made<()>) -> Made<()> {
    const A4: u8 = 9;
    sheet
        .set_paper_size(A4)
        .set_landscape()
        .set_header("&L&A")
        .set_footer("&C&P / &N")
        .set_header_footer_scale_with_doc(false);
    write(sheet)
}

fn prepare(book: &mut Workbook, lang: Lang) -> Made<()> {
    // The clock must not show in the bytes.
    let born = ExcelDateTime::from_ymd(2026, 1, 1)?;
    let title = lang.pick("工会台账", "Ledgers of a union");
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&born));
    let (row, column) = (22, 72);
    book.set_default_format(&Styles { lang }.base(), row, column)?;
    // Many sheets: their tabs need the room more than the scroll bar does.
    book.set_tab_ratio(85);
    Ok(())
}
