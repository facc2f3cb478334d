//! What a row lacks, and what absence means where a declaration says so.

use std::sync::Arc;

use super::cell::{Cell, Value, store};
use super::declaration::{Default, FieldId, LedgerDecl, Required};
use crate::source::{Fault, Location};

/// The required cells a row lacks, each as a fault at the row or at the empty cell.
pub(super) fn missing(ledger: &LedgerDecl, cells: &[Cell], row: &Location) -> Vec<(FieldId, Fault)> {
    let lacks = |id: &FieldId| {
        let is_required = match &ledger.field(*id).required {
            Required::No => false,
            Required::Yes => true,
            Required::For(other, codes) => {
                matches!(cells[other.index()].value, Value::Code(code) if codes.contains(&code))
            }
        };
        is_required && cells[id.index()].value == Value::Missing
    };
    let fault = |id: FieldId| {
        let title = &ledger.field(id).title;
        let cell = cells[id.index()];
        let span = if cell.is_written() { Some(cell.span) } else { row.span };
        let location = Location { source: Arc::clone(&row.source), span };
        let (zh, en) =
            (format!("缺少必填的“{}”", title.zh), format!("the required `{}` is missing", title.en));
        (id, Fault::at(location, zh, en).help("请补填", "fill it in"))
    };
    ledger.field_ids().filter(lacks).map(fault).collect()
}

/// Gives absent cells what their declaration says absence means.
pub(super) fn fill_defaults(ledger: &LedgerDecl, cells: &mut [Cell], texts: &mut String) {
    for id in ledger.field_ids() {
        if cells[id.index()].value != Value::Missing {
            continue;
        }
        match &ledger.field(id).default {
            None => {}
            Some(Default::Value(value)) => cells[id.index()].value = *value,
            Some(Default::Text(text)) => cells[id.index()].value = store(texts, text),
            Some(Default::Field(other)) => cells[id.index()] = cells[other.index()],
        }
    }
}
