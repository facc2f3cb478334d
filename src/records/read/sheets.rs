//! Tables as they are read, before anyone knows what they mean: sheets rendered to text, each cell with
//! its place and what the file says it is.

use calamine::{CellErrorType, ExcelDateTime};

use super::headings::DEPTH;
use crate::source::{Grid, Span};

/// What stands between the cells of a rendered row.
const BETWEEN: &str = " │ ";

/// The column from which on nothing is read: no ledger is a tenth as wide, and a stray cell far out must not
/// make every row as wide.
pub(super) const WIDEST: u32 = 512;

/// How many columns every row has a place for, be it empty.
const PADDED: u32 = 64;

/// A line end inside a cell, which the rendered row cannot hold.
const LINE_END: char = '\u{2028}';

/// What a file says of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text, or nothing.
    Text,
    /// A number.
    Number,
    /// A day.
    Date,
    /// An error such as `#N/A`.
    Error,
    /// A formula without its result.
    Unsaved,
}

/// Merged cells: first row and column, last row and column, all from 0.
pub(super) type Merged = [u32; 4];

impl Kind {
    /// Whether what was to stand there is not known.
    pub(super) fn is_unknown(self) -> bool {
        matches!(self, Self::Error | Self::Unsaved)
    }
}

/// What is known of a sheet besides its cells.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Of each cell, row after row.
    pub(super) kinds: Vec<Kind>,
    /// Whether it is hidden.
    pub(super) is_hidden: bool,
    /// Whether cells beyond [`WIDEST`] were left out.
    pub(super) is_wider: bool,
    /// Those among them that may be headings: the row's number, the column, and the text.
    pub(super) beyond: Vec<(u32, u32, String)>,
    /// Its merged cells.
    pub(super) merged: Vec<Merged>,
}

/// Sheets being rendered.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    pub(super) text: String,
    pub(super) grid: Grid,
    pub(super) marks: Vec<Marks>,
    /// The row being rendered: its number, and how many cells it has.
    open: Option<(u32, u32)>,
    /// The most cells a row of this sheet had.
    width: u32,
}

impl Sheets {
    /// Opens a sheet.
    pub(super) fn sheet(&mut self, name: &str, is_hidden: bool, merged: Vec<Merged>) {
        self.finish();
        self.width = 0;
        self.grid.sheet(name, self.text.len());
        self.marks.push(Marks { is_hidden, merged, ..Marks::default() });
    }

    /// A cell, after those before it in its row and the rows above it.
    pub(super) fn cell(&mut self, row: u32, column: u32, kind: Kind, text: &str) {
        if column >= WIDEST {
            return self.beyond(row, column, text.trim());
        }
        if self.open.is_none_or(|(open, _)| open != row) {
            self.end_row();
            self.grid.row(row);
            self.open = Some((row, 0));
        }
        while self.open.is_some_and(|(_, cells)| cells < column) {
            self.push(Kind::Text, "");
        }
        self.push(kind, text);
    }

    fn beyond(&mut self, row: u32, column: u32, text: &str) {
        let rows = self.grid.sheets().checked_sub(1).map_or(0, |last| self.grid.rows(last));
        if let Some(marks) = self.marks.last_mut().filter(|_| !text.is_empty()) {
            marks.is_wider = true;
            if rows <= DEPTH {
                marks.beyond.push((row, column, text.to_owned()));
            }
        }
    }

    fn push(&mut self, kind: Kind, text: &str) {
        if self.open.is_some_and(|(_, cells)| cells > 0) {
            self.text.push_str(BETWEEN);
        }
        let start = self.text.len();
        for c in text.trim().chars() {
            self.text.push(match c {
                '\n' => LINE_END,
                '\r' => continue,
                c if c.is_control() => ' ',
                c => c,
            });
        }
        self.grid.cell(Span::new(start, self.text.len()));
        if let Some(marks) = self.marks.last_mut() {
            marks.kinds.push(kind);
        }
        if let Some((_, cells)) = &mut self.open {
            *cells += 1;
            self.width = self.width.max(*cells).min(PADDED);
        }
    }

    /// Ends the open sheet; one without cells has a first cell all the same, to be pointed at.
    pub(super) fn finish(&mut self) {
        self.end_row();
        let last = self.grid.sheets().checked_sub(1);
        if last.is_some_and(|last| self.grid.rows(last) == 0) {
            self.cell(0, 0, Kind::Text, "");
            self.end_row();
        }
    }

    /// Whether nothing is written in a sheet.
    pub(super) fn is_blank(&self, sheet: usize) -> bool {
        (0..self.grid.rows(sheet))
            .all(|row| self.grid.cells(sheet, row).iter().all(|span| span.start == span.end))
    }

    /// Ends the open row, with a place for every column of those above it.
    fn end_row(&mut self) {
        while self.open.is_some_and(|(_, cells)| cells < self.width) {
            self.push(Kind::Text, "");
        }
        if self.open.take().is_some() {
            self.text.push('\n');
        }
    }

    /// The text of a cell as it was written.
    pub(super) fn text(text: &str, span: Span) -> String {
        text.get(span.range()).unwrap_or("").replace(LINE_END, "\n")
    }
}

/// A number as people write it: exact to the fifteen digits a spreadsheet keeps.
pub(super) fn number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return format!("{number:.0}");
    }
    let digits = format!("{number:.14e}");
    let Some((mantissa, exponent)) = digits.split_once('e') else { return digits };
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let mantissa: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let mantissa = mantissa.trim_end_matches('0');
    match exponent.parse::<i32>() {
        Ok(exponent @ -15..=-1) => {
            let zeros = "0".repeat(usize::try_from(-exponent - 1).unwrap_or(0));
            format!("{sign}0.{zeros}{mantissa}")
        }
        Ok(exponent @ 0..=30) => {
            let whole = usize::try_from(exponent + 1).unwrap_or(1);
            if mantissa.len() <= whole {
                format!("{sign}{mantissa}{}", "0".repeat(whole - mantissa.len()))
            } else {
                format!("{sign}{}.{}", &mantissa[..whole], &mantissa[whole..])
            }
        }
        _ => digits,
    }
}

/// The day of a date cell; a length of time stays a number, and so do a time of day and the zero that a
/// formula makes of an empty cell, which belong to no day.
pub(super) fn day(date: &ExcelDateTime) -> (Kind, String) {
    if !date.is_datetime() || date.as_f64() < 1.0 {
        return (Kind::Number, number(date.as_f64()));
    }
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    (Kind::Date, format!("{year:04}-{month:02}-{day:02}"))
}

/// An error cell as spreadsheets show it.
pub(super) fn error(error: &CellErrorType) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_fifteen_digits() {
        for (value, text) in [
            (1200.0, "1200"),
            (0.1 + 0.2, "0.3"),
            (-12.5, "-12.5"),
            (1_234_567.89, "1234567.89"),
            (0.000_12, "0.00012"),
            (320_683.0, "320683"),
            (1e20, "100000000000000000000"),
            (0.0, "0"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn a_stray_cell_far_out_widens_no_other_row() {
        let mut sheets = Sheets::default();
        sheets.sheet("会费", false, Vec::new());
        sheets.cell(0, 300, Kind::Text, "x");
        sheets.cell(1, 0, Kind::Text, "a");
        sheets.cell(2, 16_383, Kind::Text, "y");
        sheets.finish();
        assert_eq!([0, 1].map(|row| sheets.grid.cells(0, row).len()), [301, 64]);
        assert_eq!(sheets.grid.rows(0), 2);
        assert!(sheets.marks[0].is_wider);
    }

    #[test]
    fn rows_are_as_wide_as_those_above_and_places_are_kept() {
        let mut sheets = Sheets::default();
        sheets.sheet("会费", false, Vec::new());
        sheets.cell(0, 0, Kind::Text, "所属期");
        sheets.cell(0, 2, Kind::Text, "实缴");
        sheets.cell(4, 1, Kind::Number, "12");
        sheets.end_row();
        assert_eq!(sheets.text, "所属期 │  │ 实缴\n │ 12 │ \n");
        let name = |row: usize, cell: usize| {
            let span = sheets.grid.cells(0, row)[cell];
            sheets.grid.cell_at(span.start).unwrap().to_string()
        };
        assert_eq!(
            [name(0, 2), name(1, 0), name(1, 1), name(1, 2)],
            ["会费!C1", "会费!A5", "会费!B5", "会费!C5"]
        );
    }
}
