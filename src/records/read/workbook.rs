//! Workbooks, told apart by what they are, not by what they are called; what is dangerous to open is not.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::cells::{ods, xls, xlsx};
use super::sheets::Sheets;
use crate::source::{Disguise, SourceError, is_utf16};

/// What a workbook may unpack to. A sheet of a hundred thousand rows has some 50 MB.
const UNPACKED: u64 = 1 << 30;

/// What is kept in memory whole: the texts a workbook shares between its cells.
const SHARED: u64 = 1 << 28;

/// How far a file is looked at to tell what it is.
const HEAD: usize = 1 << 12;

/// What is read of the part that lists the sheets.
const MAIN: u64 = 1 << 20;

/// Renders every sheet.
pub(super) fn sheets(path: &str, bytes: Vec<u8>) -> Result<Sheets, SourceError> {
    let not_one = |reason: String| SourceError::NotAWorkbook { path: path.to_owned(), reason };
    if bytes.starts_with(b"PK") {
        let packing = unpacked(path, &bytes)?;
        let read = || if packing.is_ods { ods(bytes) } else { xlsx(bytes, packing.is_unreckoned) };
        return guarded(read).map_err(not_one);
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
    Err(SourceError::Disguised { path: path.to_owned(), found: disguise(&bytes) })
}

/// What bytes that are no workbook are instead.
fn disguise(bytes: &[u8]) -> Disguise {
    let head = &bytes[..bytes.len().min(HEAD)];
    // The letters of a mark are the same in every encoding but UTF-16, where zeros stand between them.
    let head: Vec<u8> = head.iter().copied().filter(|&byte| byte != 0).collect();
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let holds = |marks: &[&str]| marks.iter().any(|mark| head.contains(mark));
    if holds(&["<html", "<!doctype html", "<table", "content-type: text/html"]) {
        Disguise::Html
    } else if holds(&["<?xml"]) {
        Disguise::Xml
    } else if bytes.is_empty() {
        Disguise::Empty
    } else if is_utf16(bytes) || !bytes.contains(&0) {
        Disguise::Text
    } else {
        Disguise::Other
    }
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

/// What the packing of a workbook tells.
#[derive(Default)]
struct Packing {
    /// Whether it is an `.ods`.
    is_ods: bool,
    /// Whether an `.xlsx` asks to be reckoned anew: its formulas may hold no result yet.
    is_unreckoned: bool,
}

/// Looks at the packing before anything is unpacked.
fn unpacked(path: &str, bytes: &[u8]) -> Result<Packing, SourceError> {
    let not_one = |error: zip::result::ZipError| {
        let reason = error.to_string();
        SourceError::NotAWorkbook { path: path.to_owned(), reason }
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(not_one)?;
    let (mut total, mut packing) = (0_u64, Packing::default());
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(not_one)?;
        total = total.saturating_add(part.size());
        let name = part.name().map_err(not_one)?;
        packing.is_ods |= name == "content.xml";
        let is_main = name == "xl/workbook.xml";
        let limit = if name.ends_with("sharedStrings.xml") { SHARED } else { UNPACKED };
        if part.encrypted() {
            return Err(SourceError::Encrypted { path: path.to_owned() });
        }
        if part.size() > limit || total > UNPACKED {
            return Err(SourceError::TooLarge { path: path.to_owned(), bytes: total, limit });
        }
        drop(part);
        if is_main {
            packing.is_unreckoned = is_unreckoned(archive.by_index(at).map_err(not_one)?);
        }
    }
    Ok(packing)
}

fn is_unreckoned(main: impl Read) -> bool {
    let mut text = Vec::new();
    // What cannot be read here is found out when the workbook is.
    let is_read = main.take(MAIN).read_to_end(&mut text).is_ok();
    let text = String::from_utf8_lossy(&text);
    is_read && [r#"fullCalcOnLoad="1""#, r#"fullCalcOnLoad="true""#].iter().any(|mark| text.contains(mark))
}
