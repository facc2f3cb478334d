//! Unions as JSON: an object each, divided by `---` where there are several, as in a YAML stream.

use std::fmt::Write as _;

use super::document::{Cells, Document, Row};
use super::quote::quoted;
use super::spell::{Spelling, is_exact};
use crate::records::declaration::Schema;
use crate::records::union::Union;
use crate::source::Lang;

/// The unions, one object each.
pub fn json(schema: &Schema, unions: &[Union], lang: Lang) -> String {
    let objects: Vec<String> =
        unions.iter().map(|union| object(&Document::new(schema, union, lang))).collect();
    objects.join("---\n")
}

/// Writing to a string cannot fail.
fn object(document: &Document<'_>) -> String {
    let mut out = format!("{{\n  {}: {{\n", quoted(document.profile));
    let pairs = |cells: &Cells<'_>, between: &str| {
        let pair = |(name, spelling): &(&str, Spelling<'_>)| format!("{}: {}", quoted(name), value(spelling));
        cells.iter().map(pair).collect::<Vec<_>>().join(between)
    };
    let _ = write!(out, "    {}\n  }}", pairs(&document.about, ",\n    "));
    for (name, rows) in &document.ledgers {
        let line = |row: &Row<'_>| match row {
            Row::Cells(cells) if cells.is_empty() => "{}".to_owned(),
            Row::Cells(cells) => format!("{{ {} }}", pairs(cells, ", ")),
            Row::Unreadable(text) => quoted(text),
        };
        let lines = rows.iter().map(|row| format!("\n    {}", line(row))).collect::<Vec<_>>().join(",");
        let end = if lines.is_empty() { "" } else { "\n  " };
        let _ = write!(out, ",\n  {}: [{lines}{end}]", quoted(name));
    }
    out.push_str("\n}\n");
    out
}

fn value(spelling: &Spelling<'_>) -> String {
    match spelling {
        Spelling::Text(text) => quoted(text),
        Spelling::Number(digits) if is_exact(digits) => digits.clone(),
        Spelling::Number(text) | Spelling::Period(text) | Spelling::Unreadable { text, is_value: false } => {
            quoted(text)
        }
        Spelling::Boolean(yes) => yes.to_string(),
        Spelling::Date(date) => quoted(&date.to_string()),
        // A list is no value, so the cell stays unreadable.
        Spelling::Unreadable { text, is_value: true } => format!("[{}]", quoted(text)),
    }
}
