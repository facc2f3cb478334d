//! Tables as text: a workbook or CSV is rendered row by row, and every cell keeps its name.
//!
//! A cell of a sheet is a span of the rendered text, so that all that points at places points at cells too.

use std::fmt;

use super::location::Span;

/// Where the cells of a source's sheets stand in its rendered text.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    sheets: Vec<SheetGrid>,
}

/// One sheet.
#[derive(Debug, Clone, Default)]
struct SheetGrid {
    /// Its name; empty for a file that is one table.
    name: String,
    /// The first byte of its text.
    start: u32,
    /// For each rendered row: its number in the sheet, from 0, and its first cell in `cells`.
    rows: Vec<(u32, u32)>,
    /// The bytes of each cell, row after row.
    cells: Vec<Span>,
    /// Which rendered row holds the headings.
    header: Option<usize>,
}

/// A cell of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellName<'a> {
    /// The sheet; empty for a file that is one table.
    pub sheet: &'a str,
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
}

impl CellName<'_> {
    /// The column in letters, as spreadsheets write it.
    pub fn letters(&self) -> String {
        let mut letters = Vec::new();
        let mut rest = self.column + 1;
        while rest > 0 {
            letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
            rest = (rest - 1) / 26;
        }
        letters.iter().rev().collect()
    }
}

/// `集体合同!D7`, or `D7` in a file that is one table.
impl fmt::Display for CellName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.sheet.is_empty() {
            write!(f, "{}!", self.sheet)?;
        }
        write!(f, "{}{}", self.letters(), self.row + 1)
    }
}

impl Grid {
    /// Opens a sheet; its text begins at this byte.
    pub fn sheet(&mut self, name: &str, start: usize) {
        let start = Span::new(start, start).start;
        self.sheets.push(SheetGrid { name: name.to_owned(), start, ..SheetGrid::default() });
    }

    /// Opens a row of the open sheet; `number` is its number in the sheet, from 0.
    pub fn row(&mut self, number: u32) {
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.rows.push((number, Span::new(sheet.cells.len(), 0).start));
        }
    }

    /// The next cell of the open row has these bytes.
    pub fn cell(&mut self, span: Span) {
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.cells.push(span);
        }
    }

    /// How many sheets there are.
    pub fn sheets(&self) -> usize {
        self.sheets.len()
    }

    /// The name of a sheet; empty for a file that is one table.
    pub fn name(&self, sheet: usize) -> &str {
        self.sheets.get(sheet).map_or("", |sheet| &sheet.name)
    }

    /// How many rows of a sheet were rendered.
    pub fn rows(&self, sheet: usize) -> usize {
        self.sheets.get(sheet).map_or(0, |sheet| sheet.rows.len())
    }

    /// The number of a rendered row in its sheet, from 0.
    pub fn number(&self, sheet: usize, row: usize) -> u32 {
        self.sheets.get(sheet).and_then(|sheet| sheet.rows.get(row)).map_or(0, |&(number, _)| number)
    }

    /// The position of a rendered row's first cell among the cells of its sheet.
    pub fn position(&self, sheet: usize, row: usize) -> usize {
        self.sheets.get(sheet).and_then(|sheet| sheet.rows.get(row)).map_or(0, |&(_, first)| first as usize)
    }

    /// The cells of a rendered row.
    pub fn cells(&self, sheet: usize, row: usize) -> &[Span] {
        let Some(sheet) = self.sheets.get(sheet) else { return &[] };
        let first = |row: usize| sheet.rows.get(row).map_or(sheet.cells.len(), |&(_, first)| first as usize);
        sheet.cells.get(first(row)..first(row + 1)).unwrap_or(&[])
    }

    /// The rendered row of a sheet whose first cell begins at this byte.
    pub fn row_at(&self, sheet: usize, start: u32) -> Option<usize> {
        let sheet = self.sheets.get(sheet)?;
        let at =
            |&(_, first): &(u32, u32)| sheet.cells.get(first as usize).map_or(u32::MAX, |cell| cell.start);
        let row = sheet.rows.partition_point(|row| at(row) < start);
        sheet.rows.get(row).filter(|row| at(row) == start).map(|_| row)
    }

    /// Notes which rendered row of a sheet holds the headings.
    pub fn set_header(&mut self, sheet: usize, row: usize) {
        if let Some(sheet) = self.sheets.get_mut(sheet) {
            sheet.header = Some(row);
        }
    }

    /// The headings of the sheet a byte belongs to, where they stand above it.
    pub fn header_above(&self, offset: u32) -> Option<&[Span]> {
        let at = self.sheets.partition_point(|sheet| sheet.start <= offset).checked_sub(1)?;
        let header = self.cells(at, self.sheets[at].header?);
        header
            .first()
            .filter(|first| first.start <= offset && header.last().is_some_and(|l| l.end < offset))?;
        Some(header)
    }

    /// The cell a byte of the rendered text belongs to; nothing before the first.
    pub fn cell_at(&self, offset: u32) -> Option<CellName<'_>> {
        let at = self.sheets.partition_point(|sheet| sheet.start <= offset).checked_sub(1)?;
        let sheet = &self.sheets[at];
        let cell = sheet.cells.partition_point(|cell| cell.start <= offset).checked_sub(1)?;
        let cell = Span::new(cell, cell).start;
        let row = sheet.rows.partition_point(|&(_, first)| first <= cell).checked_sub(1)?;
        let (number, first) = sheet.rows[row];
        Some(CellName { sheet: &sheet.name, row: number, column: cell - first })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_belongs_to_the_cell_that_begins_before_it() {
        let mut grid = Grid::default();
        grid.sheet("会费", 0);
        grid.row(0);
        for start in [0, 4, 9] {
            grid.cell(Span::new(start, start + 2));
        }
        grid.row(3);
        for start in [12, 15, 18] {
            grid.cell(Span::new(start, start));
        }
        grid.sheet("合同", 20);
        grid.row(1);
        grid.cell(Span::new(20, 24));
        let name = |offset| grid.cell_at(offset).unwrap().to_string();
        assert_eq!([0, 3, 4, 11, 12].map(name), ["会费!A1", "会费!A1", "会费!B1", "会费!C1", "会费!A4"]);
        assert_eq!([20, 25].map(name), ["合同!A2", "合同!A2"]);
    }

    #[test]
    fn columns_have_letters() {
        let letters = |column| CellName { sheet: "", row: 0, column }.letters();
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
