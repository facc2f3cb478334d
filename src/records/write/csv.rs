//! Unions as CSV: a file a ledger, as Excel opens it by a double click.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::table::Table;
use crate::records::declaration::Schema;
use crate::records::union::Union;
use crate::source::Lang;

/// Without it, Chinese Excel takes UTF-8 for GBK.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A file's name and bytes for every ledger that is kept. An error is a fault of the machine.
pub fn csv(schema: &Schema, unions: &[Union], lang: Lang) -> io::Result<Vec<(String, Vec<u8>)>> {
    let tables = Table::all(schema, unions, lang);
    tables.iter().map(|table| Ok((format!("{}.csv", table.name(is_file_name)), file(table, lang)?))).collect()
}

fn file(table: &Table<'_>, lang: Lang) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    bytes.write_all(BYTE_ORDER_MARK)?;
    let mut lines = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(bytes);
    lines.write_record(table.columns.iter().map(|(heading, _)| *heading))?;
    for row in &table.rows {
        let cells = row.iter().map(|cell| cell.as_ref().map(|cell| cell.text(lang)).unwrap_or_default());
        lines.write_record(cells.map(|cell| cell.as_bytes().to_vec()))?;
    }
    lines.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

/// Whether every system takes it for the name of a file.
fn is_file_name(name: &str) -> bool {
    !name.starts_with(['.', ' ', '~'])
        && !name.ends_with(['.', ' '])
        && !name.contains(|c: char| c.is_control() || "/\\:*?\"<>|".contains(c))
}
