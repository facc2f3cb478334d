//! Rows of the list as a sheet holds them.

use std::fmt::Write as _;

use super::sheet::named;
use super::styles::{Formats, Look};
use super::xml::escape;
use crate::reports::{width, wrap};

/// Excel takes no longer texts in a cell.
const LONGEST: usize = 32_000;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A number, or a day as workbooks count days.
    Number(f64),
}

impl Content {
    /// A text; nothing where it is blank.
    pub(super) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.trim().is_empty() { Self::Empty } else { Self::Text(text) }
    }

    fn lines(&self, columns: usize) -> usize {
        match self {
            Self::Text(text) => lines(text, columns),
            Self::Empty | Self::Number(_) => 1,
        }
    }
}

/// Lines a text takes in a column. What [`wrap`] leaves whole, such as a path, a spreadsheet breaks anywhere.
fn lines(text: &str, columns: usize) -> usize {
    let drawn = |part: &str| width(part).div_ceil(columns).max(1);
    let of = |line: &str| -> usize { wrap(line, columns, 0, 0).lines().map(drawn).sum() };
    text.lines().map(|line| of(line).max(1)).sum::<usize>().max(1)
}

/// A row (its number from 1) as high as its texts need in columns of these widths.
pub(super) fn row(number: usize, cells: &[(Look, Content)], widths: &[usize], formats: Formats) -> String {
    // A space on either side, and one that fonts differ by.
    let tall =
        cells.iter().zip(widths).map(|((_, content), width)| content.lines(width.saturating_sub(3).max(1)));
    // Points; a row is no higher than 409.
    let height = (tall.max().unwrap_or(1) * 15 + 8).min(409);
    let mut out = format!("<row r=\"{number}\" ht=\"{height}\">");
    let at = u32::try_from(number - 1).unwrap_or(u32::MAX);
    for (column, (look, content)) in (0..).zip(cells) {
        let (name, format) = (named((at, column)), formats.cell(*look));
        // Writing to a text cannot fail.
        let _ = match content {
            Content::Empty => write!(out, "<c r=\"{name}\" s=\"{format}\"/>"),
            Content::Number(value) => write!(out, "<c r=\"{name}\" s=\"{format}\"><v>{value}</v></c>"),
            Content::Text(text) => {
                let text = escape(&text.chars().take(LONGEST).collect::<String>());
                write!(
                    out,
                    "<c r=\"{name}\" s=\"{format}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
                )
            }
        };
    }
    out + "</row>"
}
