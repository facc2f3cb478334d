//! Unions as YAML: the profile a line a column, every ledger a line a row.

use std::fmt::Write as _;

use super::document::{Cells, Document, Row};
use super::quote::{quoted, yaml as text};
use super::spell::{Spelling, boolean};
use crate::records::declaration::Schema;
use crate::records::union::Union;
use crate::source::Lang;

/// The unions, one document each.
pub fn yaml(schema: &Schema, unions: &[Union], lang: Lang) -> String {
    let documents: Vec<String> =
        unions.iter().map(|union| document(&Document::new(schema, union, lang), lang)).collect();
    documents.join("---\n")
}

/// Writing to a string cannot fail.
fn document(document: &Document<'_>, lang: Lang) -> String {
    let mut out = format!("{}:\n", text(document.profile));
    for (name, spelling) in &document.about {
        let _ = writeln!(out, "  {}: {}", text(name), value(spelling, lang));
    }
    for (name, rows) in &document.ledgers {
        let _ = writeln!(out, "{}:{}", text(name), if rows.is_empty() { " []" } else { "" });
        for row in rows {
            let _ = writeln!(out, "  - {}", line(row, lang));
        }
    }
    out
}

fn line(row: &Row<'_>, lang: Lang) -> String {
    match row {
        Row::Cells(cells) if cells.is_empty() => "{}".to_owned(),
        Row::Cells(cells) => format!("{{ {} }}", pairs(cells, lang)),
        // In quotes even where it is empty or the like of a row: it must stay none.
        Row::Unreadable(text) => quoted(text),
    }
}

fn pairs(cells: &Cells<'_>, lang: Lang) -> String {
    let pair = |(name, spelling): &(&str, Spelling<'_>)| format!("{}: {}", text(name), value(spelling, lang));
    cells.iter().map(pair).collect::<Vec<_>>().join(", ")
}

fn value(spelling: &Spelling<'_>, lang: Lang) -> String {
    match spelling {
        Spelling::Text(plain) => text(plain),
        Spelling::Number(plain) | Spelling::Period(plain) => plain.clone(),
        Spelling::Boolean(yes) => boolean(*yes, lang).to_owned(),
        Spelling::Date(date) => date.to_string(),
        Spelling::Unreadable { text: plain, is_value: false } if is_figure(plain) => plain.clone(),
        Spelling::Unreadable { text: plain, is_value: false } => text(plain),
        // A list is no value, so the cell stays unreadable.
        Spelling::Unreadable { text, is_value: true } => format!("[{}]", quoted(text)),
    }
}

/// Whether it is like a day or number that cannot be: bare, as it was written.
fn is_figure(text: &str) -> bool {
    text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | '/' | '年' | '月' | '日'))
}
