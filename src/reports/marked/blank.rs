//! A workbook without a sheet, for a list that has no other to stand in.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::flaw::Flaw;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The least a workbook is made of.
const PARTS: [(&str, &str); 3] = [
    (
        "[Content_Types].xml",
        concat!(
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
            "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
            "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
            "<Override PartName=\"/xl/workbook.xml\" ",
            "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>",
        ),
    ),
    (
        "_rels/.rels",
        concat!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
            "<Relationship Id=\"rId1\" Target=\"xl/workbook.xml\" ",
            "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\"/></Relationships>",
        ),
    ),
    (
        "xl/workbook.xml",
        concat!(
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">",
            "<bookViews><workbookView/></bookViews><sheets></sheets></workbook>",
        ),
    ),
];

/// The file.
pub(super) fn blank() -> Result<Vec<u8>, Flaw> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in PARTS {
        out.start_file(name, SimpleFileOptions::default())?;
        out.write_all(HEAD.as_bytes())?;
        out.write_all(text.as_bytes())?;
    }
    Ok(out.finish()?.into_inner())
}
