//! Cells merged over several rows of an `.ods`: the reader of workbooks gives their values only.

use std::io::{BufReader, Cursor};

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use zip::ZipArchive;

use super::sheets::Merged;

/// The merged cells of each sheet, in the order of the sheets.
pub(super) fn by_sheet(bytes: &[u8]) -> Result<Vec<Vec<Merged>>, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let content = archive.by_name("content.xml").map_err(|error| error.to_string())?;
    let mut reader = Reader::from_reader(BufReader::new(content));
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().check_end_names = false;
    let mut sheets: Vec<Vec<Merged>> = Vec::new();
    let (mut row, mut column, mut alike) = (0_u32, 0_u32, 1);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|error| error.to_string())? {
            Event::Start(element) => match element.name().into_inner() {
                "table:table" if attribute(&element, "table:name")?.is_some() => {
                    sheets.push(Vec::new());
                    row = 0;
                }
                "table:table-row" => {
                    column = 0;
                    alike = count(&element, "table:number-rows-repeated")?;
                }
                "table:table-cell" | "table:covered-table-cell" => {
                    let rows = count(&element, "table:number-rows-spanned")?;
                    if let Some(merged) = sheets.last_mut().filter(|_| rows > 1) {
                        let columns = count(&element, "table:number-columns-spanned")?;
                        let last = |first: u32, count: u32| first.saturating_add(count - 1);
                        merged.push([row, column, last(row, rows), last(column, columns)]);
                    }
                    column = column.saturating_add(count(&element, "table:number-columns-repeated")?);
                }
                _ => {}
            },
            Event::End(element) if element.name().into_inner() == "table:table-row" => {
                row = row.saturating_add(alike);
            }
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, String> {
    let found = element.try_get_attribute(name).map_err(|error| error.to_string())?;
    Ok(found.map(|attribute| attribute.value.into_owned()))
}

/// How many are meant; one where nothing is said.
fn count(element: &BytesStart<'_>, name: &str) -> Result<u32, String> {
    Ok(attribute(element, name)?.and_then(|text| text.parse().ok()).unwrap_or(1).max(1))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn rows_and_columns_repeated_are_counted() {
        let content = r#"<office:spreadsheet><table:table table:name="a">
            <table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>
            <table:table-row><table:table-cell table:number-columns-repeated="2"/>
              <table:table-cell table:number-rows-spanned="2" table:number-columns-spanned="3"/>
              <table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1"/>
            </table:table-row></table:table>
            <table:table table:name="b"/></office:spreadsheet>"#;
        let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
        file.start_file("content.xml", zip::write::SimpleFileOptions::default()).unwrap();
        file.write_all(content.as_bytes()).unwrap();
        let bytes = file.finish().unwrap().into_inner();
        assert_eq!(by_sheet(&bytes).unwrap(), [vec![[3, 2, 4, 4]], vec![]]);
    }
}
