//! What hegui reads and writes, as JSON Schemas (2020-12): for editors, which complete and mark while a file is
//! written, and for whoever checks files without hegui.
//!
//! What hegui reads without complaint, its schema takes; of what it complains of, the schema marks what one file
//! shows by itself. Equal packs give equal bytes: everything stands in the order it is declared in.
//!
//! `errorMessage` is no keyword of JSON Schema, which lets others be: editors and ajv-errors show it in place of
//! their own words, which would quote a pattern at a clerk.

mod cells;
mod config;
mod forms;
mod ledger;
mod names;
mod pack;
mod params;
mod records;
mod result;
mod rule;
mod shapes;
mod waivers;

use serde_json::{Map, Value, json};

use crate::records::LedgerId;
use crate::rulepack::Pack;
use crate::source::Lang;

/// What a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Described {
    /// The records of a union: a document of YAML or JSON.
    Records,
    /// `hegui.yaml`.
    Config,
    /// `waivers.yaml`.
    Waivers,
    /// A ledger's declaration in a pack.
    Ledger,
    /// The front matter of a rule.
    Rule,
    /// `pack.yaml`.
    Pack,
    /// The JSON result, version 1.
    Result,
}

/// The schema, its texts in `lang`; of records, these ledgers.
pub fn json_schema(of: Described, pack: &Pack, ledgers: &[LedgerId], lang: Lang) -> Value {
    let schema = match of {
        Described::Records => records::schema(&pack.schema, ledgers, lang),
        Described::Config => config::schema(pack, lang),
        Described::Waivers => waivers::schema(pack, lang),
        Described::Ledger => ledger::schema(pack, lang),
        Described::Rule => rule::schema(lang),
        Described::Pack => pack::schema(pack, lang),
        Described::Result => result::schema(lang),
    };
    let by = format!("hegui {}; {} {}", env!("CARGO_PKG_VERSION"), pack.name, pack.version);
    let mut whole = Map::new();
    whole.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    whole.insert("$comment".to_owned(), json!(by));
    whole.extend(schema);
    Value::Object(whole)
}
