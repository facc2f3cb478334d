//! Writers: unions in the forms they can be read from, every cell as its column spells it.
//!
//! YAML and JSON show a union a document, CSV and workbooks a table a ledger. A ledger that was not
//! submitted is written nowhere; one kept without rows is written empty. A cell nobody wrote stays out,
//! even where its absence means something: it means the same when it is read again.

mod csv;
mod document;
mod json;
mod quote;
mod spell;
mod table;
mod xlsx;
mod yaml;

pub use csv::csv;
pub use json::json;
pub use quote::yaml as scalar;
pub use spell::{Spelling, spell};
pub use xlsx::xlsx;
pub use yaml::yaml;

use super::declaration::{Field, LedgerDecl};
use crate::source::Lang;

/// What a ledger is called: its title, in English its key.
fn ledger_name(ledger: &LedgerDecl, lang: Lang) -> &str {
    lang.pick(&ledger.title.zh, &ledger.key)
}

/// What a column is called: its title, in English its key.
fn field_name(field: &Field, lang: Lang) -> &str {
    lang.pick(&field.title.zh, &field.key)
}
