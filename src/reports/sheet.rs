//! A cell of a sheet as it is drawn: its row under the headings, as much of it as fits, the cell marked.

use std::fmt::Write as _;

use super::columns::{char_width, mask, one_line, pad, width};
use super::look::{Look, Tone};
use super::masks::Masks;
use crate::source::{Grid, Location, Source, Span};

/// Columns one cell takes at most.
const WIDEST: usize = 28;

/// What stands between two cells.
const GAP: usize = 2;

/// The place and its row; nothing where the place is no cell of a table.
pub(super) fn draw(look: Look, masks: &dyn Masks, at: &Location, tone: Tone) -> Option<String> {
    let (table, number) = Table::around(masks, at)?;
    let number = number.to_string();
    let gutter = number.len().max(2);
    let shown = table.fitting(look.columns.saturating_sub(gutter + 4));
    let margin = " ".repeat(gutter + 1);
    let mut out = format!("{margin} ╭─[{}]\n", look.paint(Tone::Calm, &one_line(&at.to_string())));
    if !table.headings.is_empty() {
        let line = look.paint(Tone::Faint, table.line(table.headings, &shown).trim_end());
        let _ = writeln!(out, "{margin} │ {line}");
    }
    let _ = writeln!(out, " {number:>gutter$} │ {}", table.line(&table.row, &shown).trim_end());
    let (before, under) = table.under(&shown);
    let sign = look.paint(tone, &"─".repeat(under));
    let _ = writeln!(out, "{margin} · {}{sign}\n{margin} ╰────", " ".repeat(before));
    Some(out)
}

/// As much of the row a cell stands in as fits into `columns`, for whoever draws it otherwise.
#[derive(Debug)]
pub(super) struct Row {
    /// Its number in the sheet, from 1.
    pub number: u32,
    /// The heading of each cell, its text, and whether it is the one the place names.
    pub cells: Vec<(String, String, bool)>,
}

/// The row of a place; nothing where the place is no cell of a table.
pub(super) fn row(masks: &dyn Masks, at: &Location, columns: usize) -> Option<Row> {
    let (table, number) = Table::around(masks, at)?;
    let cell = |column| {
        let (heading, text) = (table.text(table.headings, column), table.text(&table.row, column));
        (heading, text, column == table.guilty)
    };
    Some(Row { number, cells: table.fitting(columns).into_iter().map(cell).collect() })
}

/// The cells of the row a place lies in.
fn row_of(source: &Source, grid: &Grid, span: Span) -> Option<Vec<Span>> {
    let line = source.line_span(source.position(span.start).line);
    (0..grid.sheets()).find_map(|sheet| {
        let row = grid.row_at(sheet, line.start)?;
        Some(grid.cells(sheet, row).to_vec())
    })
}

struct Table<'a> {
    source: &'a Source,
    masks: &'a dyn Masks,
    headings: &'a [Span],
    row: Vec<Span>,
    guilty: usize,
}

impl<'a> Table<'a> {
    /// The table a place lies in, and the number of its row, from 1.
    fn around(masks: &'a dyn Masks, at: &'a Location) -> Option<(Self, u32)> {
        let (source, span) = (&at.source, at.span?);
        let grid = source.grid()?;
        let name = grid.cell_at(span.start)?;
        let row = row_of(source, grid, span)?;
        let headings = grid.header_above(span.start).unwrap_or(&[]);
        Some((Self { source, masks, headings, row, guilty: name.column as usize }, name.row + 1))
    }

    fn text(&self, cells: &[Span], column: usize) -> String {
        let span = cells.get(column).copied().unwrap_or_default();
        let text = cut(&one_line(self.source.slice(span)));
        let hidden = self.masks.spans(self.source, span);
        if hidden.iter().any(|hidden| hidden.start < span.end && span.start < hidden.end) {
            return mask(&text);
        }
        text
    }

    fn width(&self, column: usize) -> usize {
        let least = if column == self.guilty { 2 } else { 0 };
        width(&self.text(self.headings, column)).max(width(&self.text(&self.row, column))).max(least)
    }

    /// The columns that fit beside the guilty one: the first, then its neighbours; empty ones are left out.
    fn fitting(&self, room: usize) -> Vec<usize> {
        let mut shown = vec![self.guilty];
        let mut used = self.width(self.guilty);
        let near =
            (1..self.row.len()).flat_map(|step| [self.guilty.checked_sub(step), Some(self.guilty + step)]);
        for column in std::iter::once(Some(0)).chain(near).flatten() {
            let is_blank = self.row.get(column).is_none_or(|span| span.start == span.end);
            let wanted = self.width(column) + GAP;
            if !shown.contains(&column) && !is_blank && used + wanted <= room {
                used += wanted;
                shown.push(column);
            }
        }
        shown.sort_unstable();
        shown
    }

    fn line(&self, cells: &[Span], shown: &[usize]) -> String {
        let cell = |&column: &usize| pad(&self.text(cells, column), self.width(column));
        shown.iter().map(cell).collect::<Vec<_>>().join(&" ".repeat(GAP))
    }

    /// Where the guilty cell stands in its line, and how wide it is.
    fn under(&self, shown: &[usize]) -> (usize, usize) {
        let before = shown.iter().take_while(|column| **column < self.guilty);
        let before = before.map(|&column| self.width(column) + GAP).sum();
        (before, width(&self.text(&self.row, self.guilty)).max(2))
    }
}

fn cut(text: &str) -> String {
    if width(text) <= WIDEST {
        return text.to_owned();
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += char_width(*c);
        used <= WIDEST
    };
    text.chars().take_while(fits).chain(['…']).collect()
}
