//! CSV and TSV: one table a file, in UTF-8 or as Chinese Excel writes it.

use super::sheets::{Kind, Sheets};
use crate::source::{SourceError, is_utf16};

/// A file's table, and whether it had to be decoded from GB18030.
pub(super) fn sheets(path: &str, bytes: &[u8]) -> Result<(Sheets, bool), SourceError> {
    if is_utf16(bytes) {
        return Err(SourceError::Utf16 { path: path.to_owned() });
    }
    if let Some(offset) = bytes.iter().position(|&byte| byte == 0) {
        let before = String::from_utf8_lossy(&bytes[..offset]).into_owned();
        return Err(SourceError::Binary { path: path.to_owned(), offset, before });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (text, is_decoded) = match std::str::from_utf8(bytes) {
        Ok(text) => (text.into(), false),
        Err(error) => {
            let (text, has_errors) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
            if has_errors {
                let offset = error.valid_up_to();
                let before = String::from_utf8_lossy(&bytes[..offset]).into_owned();
                return Err(SourceError::NotUtf8 { path: path.to_owned(), offset, gbk: false, before });
            }
            (text, true)
        }
    };
    let first = text.trim_start().lines().next().unwrap_or("");
    // A spreadsheet's “text” is parted by tabs, whatever it is called.
    let is_tabbed =
        path.to_ascii_lowercase().ends_with(".tsv") || (first.contains('\t') && !first.contains(','));
    let delimiter = if is_tabbed { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut sheets = Sheets::default();
    sheets.sheet("", false, Vec::new());
    let mut record = csv::StringRecord::new();
    // Blank lines are no records, yet rows to whoever looks for them; a line end inside a cell begins no row.
    let (mut row, mut seen) = (0_u32, 0_usize);
    while reader.read_record(&mut record).unwrap_or(false) {
        let at =
            record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
        let rest = text.get(at..).unwrap_or("");
        let start = text.len() - rest.trim_start_matches(['\r', '\n']).len();
        row += line_ends(text.get(seen..start).unwrap_or(""));
        seen = start;
        for (column, cell) in (0..).zip(&record) {
            sheets.cell(row, column, Kind::Text, kept(cell));
        }
        row = row.saturating_sub(record.iter().map(line_ends).sum());
    }
    sheets.finish();
    Ok((sheets, is_decoded))
}

/// The text of a cell written `="0012"`, as programs do lest a spreadsheet take it for a number.
fn kept(cell: &str) -> &str {
    let inner = cell.trim().strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(cell)
}

fn line_ends(text: &str) -> u32 {
    u32::try_from(text.bytes().filter(|&byte| byte == b'\n').count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_those_a_spreadsheet_shows() {
        let text = "a,b\r\n\r\n1,\"x\r\ny\"\r\n2,\"z, w\"\r\n";
        let (sheets, is_decoded) = sheets("会费.csv", text.as_bytes()).unwrap();
        assert!(!is_decoded);
        assert_eq!(sheets.text, "a │ b\n1 │ x\u{2028}y\n2 │ z, w\n");
        assert_eq!([0, 1, 2].map(|row| sheets.grid.number(0, row)), [0, 2, 3]);
    }

    #[test]
    fn tabs_part_cells_where_no_comma_does() {
        let text = |text: &str| sheets("a.csv", text.as_bytes()).unwrap().0.text;
        assert_eq!(text("\na\tb\n1,200\t2\n"), "a │ b\n1,200 │ 2\n");
        assert_eq!(text("a,b\n1\t2,3\n"), "a │ b\n1 2 │ 3\n");
    }

    #[test]
    fn a_number_kept_as_text_is_the_text() {
        let (sheets, _) =
            sheets("a.csv", b"id,name\n=\"0012\",\"=\"\"0013\"\"\"\n=1+1,\"=\"\"a\"\"&\"\"b\"\"\"\n")
                .unwrap();
        assert_eq!(sheets.text, "id │ name\n0012 │ 0013\n=1+1 │ =\"a\"&\"b\"\n");
    }

    #[test]
    fn gbk_is_read_and_said_and_other_bytes_are_refused() {
        let (gbk, ..) = encoding_rs::GBK.encode("所属期,实缴金额\n2026,12\n");
        let (sheets, is_decoded) = sheets("a.csv", &gbk).unwrap();
        assert!(is_decoded && sheets.text.starts_with("所属期 │ 实缴金额\n"), "{}", sheets.text);
        assert!(super::sheets("a.csv", b"a\xff\xff\xff").is_err());
        assert!(super::sheets("a.csv", b"a\0b").is_err());
    }
}
