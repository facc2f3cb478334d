//! Workbooks: `.xlsx` and `.xlsm` cell by cell, `.xls` and `.ods` sheet by sheet; told apart by what they
//! are, not by what they are called.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Ods, Reader, SheetType, SheetVisible, Xls, Xlsx};

use super::sheets::{Kind, Sheets, day, error, number};
use crate::source::SourceError;

/// What a workbook may unpack to. A sheet of a hundred thousand rows has some 50 MB.
const UNPACKED: u64 = 1 << 30;

/// What is kept in memory whole: the texts a workbook shares between its cells.
const SHARED: u64 = 1 << 28;

/// Renders every sheet.
pub(super) fn sheets(path: &str, bytes: Vec<u8>) -> Result<Sheets, SourceError> {
    let not_one = |reason: String| SourceError::NotAWorkbook { path: path.to_owned(), reason };
    if bytes.starts_with(b"PK") {
        let is_ods = unpacked(path, &bytes)?;
        return guarded(|| if is_ods { ods(bytes) } else { xlsx(bytes) }).map_err(not_one);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        if holds(&bytes, "EncryptedPackage") {
            return Err(SourceError::Encrypted { path: path.to_owned() });
        }
        return guarded(|| xls(bytes)).map_err(|reason| {
            let is_protected = reason.contains("assword");
            if is_protected { SourceError::Encrypted { path: path.to_owned() } } else { not_one(reason) }
        });
    }
    Err(not_one("内容与扩展名不符 / its content is not what its name says".to_owned()))
}

/// Reads a workbook; where the reader of workbooks gives up on a damaged one by panicking, that is a reason
/// like any other. Nothing it leaves behind is used.
fn guarded(read: impl FnOnce() -> Result<Sheets, String>) -> Result<Sheets, String> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err("文件已损坏 / the file is damaged".to_owned()))
}

/// Whether a name of a compound file, in UTF-16, stands in these bytes.
fn holds(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wide.len()).any(|window| window == wide)
}

/// Looks at the packing before anything is unpacked; whether it is an `.ods`.
fn unpacked(path: &str, bytes: &[u8]) -> Result<bool, SourceError> {
    let not_one = |error: zip::result::ZipError| {
        let reason = error.to_string();
        SourceError::NotAWorkbook { path: path.to_owned(), reason }
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(not_one)?;
    let (mut total, mut is_ods) = (0_u64, false);
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(not_one)?;
        total = total.saturating_add(part.size());
        let name = part.name().map_err(not_one)?;
        is_ods |= name == "content.xml";
        let limit = if name.ends_with("sharedStrings.xml") { SHARED } else { UNPACKED };
        if part.encrypted() {
            return Err(SourceError::Encrypted { path: path.to_owned() });
        }
        if part.size() > limit || total > UNPACKED {
            return Err(SourceError::TooLarge { path: path.to_owned(), bytes: total, limit });
        }
    }
    Ok(is_ods)
}

fn xlsx(bytes: Vec<u8>) -> Result<Sheets, String> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut sheets = Sheets::default();
    for sheet in workbook.sheets_metadata().to_vec() {
        let merged = workbook.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        let merged = merged.iter().map(|at| [at.start.0, at.start.1, at.end.0, at.end.1]).collect();
        // A chart on a sheet of its own has no cells.
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let mut cells = workbook.worksheet_cells_reader(&sheet.name).map_err(|error| error.to_string())?;
        sheets.sheet(&sheet.name, sheet.visible != SheetVisible::Visible, merged);
        while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
            let (row, column) = cell.get_position();
            put(&mut sheets, row, column, &Data::from(cell.get_value().clone()));
        }
    }
    sheets.finish();
    Ok(sheets)
}

fn xls(bytes: Vec<u8>) -> Result<Sheets, String> {
    whole(Xls::new(Cursor::new(bytes)).map_err(|error| error.to_string())?)
}

fn ods(bytes: Vec<u8>) -> Result<Sheets, String> {
    whole(Ods::new(Cursor::new(bytes)).map_err(|error| error.to_string())?)
}

fn whole<R: Reader<Cursor<Vec<u8>>>>(mut workbook: R) -> Result<Sheets, String>
where
    R::Error: std::fmt::Display,
{
    let mut sheets = Sheets::default();
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let range = workbook.worksheet_range(&sheet.name).map_err(|error| error.to_string())?;
        sheets.sheet(&sheet.name, sheet.visible != SheetVisible::Visible, Vec::new());
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at =
                |first: u32, offset: usize| first.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
            put(&mut sheets, at(first_row, row), at(first_column, column), value);
        }
    }
    sheets.finish();
    Ok(sheets)
}

/// A cell with what the file says it is.
fn put(sheets: &mut Sheets, row: u32, column: u32, value: &Data) {
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

/// A date as `.ods` keeps it: a day, perhaps with a time behind it.
fn iso(text: &str) -> (Kind, String) {
    (Kind::Date, text.split('T').next().unwrap_or(text).to_owned())
}
