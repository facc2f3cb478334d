//! A sheet that holds one table: lines about it, headings that stay in sight, and a row a thing.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Color, ConditionalFormatDataBar, ConditionalFormatType, ExcelDateTime, Format, Worksheet, XlsxError,
};

use super::Made;
use super::styles::Styles;
use crate::records::Date;
use crate::reports::mark::Tint;
use crate::reports::{width, wrap};
use crate::source::Lang;

/// Rows a sheet has.
const ROWS: usize = 1_048_576;

/// Characters a cell takes, with room for a mark of omission.
const CHARACTERS: usize = 32_000;

/// The colour of bars of compliance, light enough for black print.
pub(super) const GREEN: u32 = 0x00B7_DFC3;

/// The colour of bars of coverage.
pub(super) const BLUE: u32 = 0x00BD_D3EE;

/// What stands in a cell.
#[derive(Debug, Clone)]
pub(super) enum Cell {
    Text(String),
    /// A short text, in the middle.
    Short(String),
    /// A kind, in its colour.
    Kind(&'static str, Tint),
    Count(u64),
    /// A number of any kind, such as yuan.
    Amount(Decimal),
    /// Thousandths; none where there is nothing to divide by.
    Rate(Option<u64>),
    /// Tenths; none where nothing applies.
    Score(Option<u64>),
    /// A day; none where none is named.
    Day(Option<Date>),
    /// To be filled in, with a text or a day.
    Blank,
    BlankDay,
}

/// A table in the making.
pub(super) struct Table<'s> {
    pub lang: Lang,
    pub styles: &'s Styles,
    pub title: &'s str,
    /// Lines below the title, and whether each must not be passed over.
    pub about: Vec<(String, bool)>,
    /// Headings, and how many half-width characters wide their columns are.
    pub columns: &'s [([&'static str; 2], usize)],
}

impl Table<'_> {
    /// Writes the sheet with `count` rows; what it has no room for is left out, and said.
    pub(super) fn write(
        mut self,
        sheet: &mut Worksheet,
        count: usize,
        rows: impl Iterator<Item = Vec<Cell>>,
    ) -> Made<u32> {
        let room = ROWS - self.about.len() - 4;
        if let Some(more) = count.checked_sub(room).filter(|more| *more > 0) {
            self.about.push((left_out(count, more, self.lang), true));
        }
        let heading = self.head(sheet)?;
        let mut at = heading;
        for row in rows.take(room) {
            at += 1;
            self.row(sheet, at, &row)?;
        }
        self.frame(sheet, heading, at)?;
        Ok(heading)
    }

    /// Writes everything above the rows; the row of headings.
    pub(super) fn head(&self, sheet: &mut Worksheet) -> Made<u32> {
        let last = self.last_column();
        let across: usize = self.columns.iter().map(|(_, width)| width).sum();
        for (at, (_, width)) in (0..).zip(self.columns) {
            sheet.set_column_width(at, u32::try_from(*width).unwrap_or(u32::MAX))?;
        }
        sheet.set_row_height(0, 26)?;
        sheet.merge_range(0, 0, 0, last, self.title, &self.styles.title)?;
        let mut at = 0;
        for (text, is_loud) in &self.about {
            at += 1;
            let style = if *is_loud { &self.styles.loud } else { &self.styles.note };
            let text = clean(text);
            sheet.set_row_height(at, height(lines_of(&text, across)))?;
            sheet.merge_range(at, 0, at, last, &text, style)?;
        }
        at += 1;
        let lines = self.columns.iter().map(|([zh, en], wide)| lines_of(self.lang.pick(zh, en), wide - 1));
        sheet.set_row_height(at, height(lines.max().unwrap_or(1)) + 4)?;
        for (column, ([zh, en], _)) in (0..).zip(self.columns) {
            sheet.write_string_with_format(at, column, self.lang.pick(*zh, *en), &self.styles.heading)?;
        }
        Ok(at)
    }

    /// Writes a row, as high as its longest text asks for: not every program sees to that by itself.
    pub(super) fn row(&self, sheet: &mut Worksheet, at: u32, cells: &[Cell]) -> Made<()> {
        let mut lines = 1;
        for ((column, cell), (_, wide)) in (0..).zip(cells).zip(self.columns) {
            if let Cell::Text(text) | Cell::Short(text) = cell {
                lines = lines.max(lines_of(text, wide.saturating_sub(1)));
            }
            write(sheet, (at, column), cell, self.styles)?;
        }
        sheet.set_row_height(at, height(lines))?;
        Ok(())
    }

    /// What stays in sight, and how it is printed.
    pub(super) fn frame(&self, sheet: &mut Worksheet, heading: u32, last: u32) -> Made<()> {
        let columns = self.last_column();
        sheet.autofilter(heading, 0, last.max(heading), columns)?;
        sheet.set_freeze_panes(heading + 1, 0)?.set_selection(heading + 1, 0, heading + 1, 0)?;
        sheet.set_repeat_rows(heading, heading)?;
        sheet.set_print_area(0, 0, last.max(heading), columns)?;
        Ok(())
    }

    fn last_column(&self) -> u16 {
        u16::try_from(self.columns.len()).unwrap_or(u16::MAX).saturating_sub(1)
    }
}

/// Lines a text takes in so many columns; a path that is broken anywhere takes what it measures.
fn lines_of(text: &str, columns: usize) -> usize {
    let columns = columns.max(1);
    let lines =
        |line| wrap(line, columns, 0, 0).lines().map(|part| width(part).div_ceil(columns).max(1)).sum();
    text.lines().map(|line: &str| -> usize { lines(line) }).map(|lines| lines.max(1)).sum()
}

/// How high so many lines are, in points; a row is no higher than a workbook allows.
fn height(lines: usize) -> u32 {
    const MOST: u32 = 400;
    u32::try_from(lines * 15 + 3).unwrap_or(MOST).min(MOST)
}

fn left_out(count: usize, more: usize, lang: Lang) -> String {
    lang.pick(
        format!("共 {count} 行，一张表放不下，有 {more} 行没有列出；全部见 JSON 结果"),
        format!(
            "{count} rows in all, more than a sheet holds: {more} are left out; the JSON result has them all"
        ),
    )
}

/// Bars behind the rates of a column.
pub(super) fn bars(sheet: &mut Worksheet, column: u16, first: u32, last: u32, colour: u32) -> Made<()> {
    if last < first {
        return Ok(());
    }
    let bar = ConditionalFormatDataBar::new()
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_maximum(ConditionalFormatType::Number, 1)
        .set_fill_color(Color::RGB(colour))
        .set_solid_fill(true);
    sheet.add_conditional_format(first, column, last, column, &bar)?;
    Ok(())
}

/// Writes a cell.
fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let none = |sheet: &mut Worksheet| text(sheet, (row, column), "—", &styles.centred);
    match cell {
        Cell::Text(words) => text(sheet, (row, column), words, &styles.text),
        Cell::Short(words) => text(sheet, (row, column), words, &styles.centred),
        Cell::Kind(words, tint) => text(sheet, (row, column), words, styles.tinted(*tint)),
        Cell::Count(count) => number(sheet, (row, column), *count, 1.0, &styles.count),
        Cell::Amount(amount) => {
            let style = if amount.is_integer() { &styles.count } else { &styles.money };
            match amount.to_f64() {
                Some(value) => sheet.write_number_with_format(row, column, value, style).map(|_| ()),
                None => text(sheet, (row, column), &amount.to_string(), &styles.centred),
            }
        }
        Cell::Rate(Some(rate)) => number(sheet, (row, column), *rate, 1000.0, &styles.rate),
        Cell::Score(Some(score)) => number(sheet, (row, column), *score, 10.0, &styles.score),
        Cell::Day(Some(day)) => {
            let year = u16::try_from(day.year()).unwrap_or_default();
            let parts = (u8::try_from(day.month()), u8::try_from(day.day()));
            let (Ok(month), Ok(date)) = parts else { return none(sheet) };
            match ExcelDateTime::from_ymd(year, month, date) {
                Ok(when) => sheet.write_datetime_with_format(row, column, &when, &styles.day).map(|_| ()),
                // Before 1900 a workbook knows no days.
                Err(_) => text(sheet, (row, column), &day.to_string(), &styles.centred),
            }
        }
        Cell::Rate(None) | Cell::Score(None) | Cell::Day(None) => none(sheet),
        Cell::Blank => sheet.write_blank(row, column, &styles.blank).map(|_| ()),
        Cell::BlankDay => sheet.write_blank(row, column, &styles.blank_day).map(|_| ()),
    }
}

fn text(sheet: &mut Worksheet, (row, column): (u32, u16), words: &str, style: &Format) -> Made<()> {
    sheet.write_string_with_format(row, column, clean(words), style).map(|_| ())
}

fn number(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: u64,
    parts: f64,
    style: &Format,
) -> Made<()> {
    // Counts are far below what a float holds exactly.
    let value = f64::from(u32::try_from(value).unwrap_or(u32::MAX)) / parts;
    sheet.write_number_with_format(row, column, value, style).map(|_| ())
}

/// A text as a cell takes it: nothing unseen but line ends, and not too long.
fn clean(words: &str) -> String {
    let seen = |c: char| if c.is_control() && c != '\n' { '\u{fffd}' } else { c };
    let mut text: String = words.chars().take(CHARACTERS).map(seen).collect();
    if words.chars().nth(CHARACTERS).is_some() {
        text.push('…');
    }
    text
}
