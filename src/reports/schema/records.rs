//! The records of a union: a document a union, every ledger and column under every name it has.

use serde_json::{Map, Value, json};

use super::cells::cell;
use super::names::Called;
use crate::records::{Field, LedgerDecl, LedgerId, Required, Schema};
use crate::source::{Lang, Text};

/// The schema of one document.
pub(super) fn schema(schema: &Schema, ledgers: &[LedgerId], lang: Lang) -> Map<String, Value> {
    let mut defs = Map::new();
    let mut document = Object::default();
    for &id in ledgers {
        let ledger = schema.ledger(id);
        define(ledger, id == schema.union, schema, lang, &mut defs);
        document.entry(&names(&ledger.key, &ledger.title, &ledger.aliases, lang), reference(&ledger.key));
    }
    let profile = schema.profile();
    let owner = called(profile, lang);
    let lacking = lang.pick(
        format!("缺少“{}”：要写明是哪个工会的台账", profile.title.zh),
        format!("`{}` is missing: it says whose ledgers these are", profile.key),
    );
    defs.insert(format!("{}-name", profile.key), json!({ "type": "string", "pattern": owner.any() }));
    let must = vec![required(&owner, &profile.key, &lacking)];
    let mut whole = Map::new();
    whole.insert("title".to_owned(), json!(lang.pick("工会台账", "Ledgers of a union")));
    let about = lang.pick(
        "一个工会一份文档：一项工会基本情况，加上所登记的台账。几个工会写在一个文件里时，用 --- 隔开。",
        "One union a document: its profile and the ledgers it keeps. Several unions in a file stand between lines of ---.",
    );
    whole.insert("description".to_owned(), json!(about));
    // Nothing after the last --- is no document.
    whole.extend(document.finish(json!(["object", "null"]), must));
    whole.insert("$defs".to_owned(), Value::Object(defs));
    whole
}

/// What a ledger is called.
fn called(ledger: &LedgerDecl, lang: Lang) -> Called<'_> {
    names(&ledger.key, &ledger.title, &ledger.aliases, lang)
}

/// Names offered: the title and the key, then the others; the English title where English is spoken.
fn names<'n>(key: &'n str, title: &'n Text, aliases: &'n [String], lang: Lang) -> Called<'n> {
    let first = lang.pick([&*title.zh, key], [key, &*title.zh]);
    let offered = first.into_iter().chain(aliases.iter().map(String::as_str)).collect();
    Called::new(offered, vec![&title.en])
}

fn reference(to: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{to}") })
}

/// Defines a ledger, its rows, its cells, and the names of what must be filled in.
fn define(ledger: &LedgerDecl, is_profile: bool, schema: &Schema, lang: Lang, defs: &mut Map<String, Value>) {
    let row_key = if ledger.one_row { ledger.key.clone() } else { format!("{}-row", ledger.key) };
    let mut row = Object::default();
    let mut must = Vec::new();
    let mut cells = Map::new();
    for id in ledger.field_ids() {
        let field = ledger.field(id);
        let key = format!("{}.{}", ledger.key, field.key);
        let called = names(&field.key, &field.title, &field.aliases, lang);
        row.entry(&called, reference(&key));
        // A profile may be spread over files: each says at least whose it is.
        let is_required = if ledger.one_row {
            is_profile && id == schema.roles.id
        } else {
            field.required == Required::Yes
        };
        cells.insert(key.clone(), cell(ledger, field, is_required, lang));
        let condition = match &field.required {
            Required::For(other, codes) if !ledger.one_row => Some((*other, codes)),
            _ => None,
        };
        if is_required || condition.is_some() {
            cells.insert(format!("{key}-name"), json!({ "type": "string", "pattern": called.any() }));
            let there = required(&called, &key, &lacking(field, lang));
            must.push(match condition {
                None => there,
                Some((other, codes)) => {
                    json!({ "if": has(ledger.field(other), codes, lang), "then": there })
                }
            });
        }
    }
    let title = ledger.title.get(lang);
    let mut whole = Map::from_iter([("title".to_owned(), json!(title))]);
    whole.extend(row.finish(json!("object"), must));
    if !ledger.one_row {
        let about = lang.pick(
            "各行的清单。有这本台账而没有发生的，写 []；没有这本台账的，不写这一项。",
            "A list of rows. Write [] where it is kept and nothing happened; leave it out where it is not kept.",
        );
        let told = lang.pick(
            format!("“{title}”应是各行的清单，每行以“- ”开头；没有发生就写 []"),
            format!("`{title}` is a list of rows, each begun with `- `; [] if nothing happened"),
        );
        let items = reference(&row_key);
        let list = json!({ "title": title, "description": about, "type": "array", "items": items, "errorMessage": told });
        defs.insert(ledger.key.clone(), list);
    }
    defs.insert(row_key, Value::Object(whole));
    defs.extend(cells);
}

fn lacking(field: &Field, lang: Lang) -> String {
    let title = field.title.get(lang);
    lang.pick(format!("缺少必填的“{title}”"), format!("the required `{title}` is missing"))
}

/// That a thing is there, under whichever name; `key` is that of its definition.
fn required(called: &Called<'_>, key: &str, lacking: &str) -> Value {
    let by = |name: &&str| json!({ "required": [name], "errorMessage": lacking });
    let mut ways: Vec<Value> = called.offered.iter().map(by).collect();
    // A name in another spelling: not every name there is another.
    ways.push(json!({ "not": { "propertyNames": { "not": { "$ref": format!("#/$defs/{key}-name") } } } }));
    json!({ "anyOf": ways })
}

/// That a field holds one of these codes.
fn has(field: &Field, codes: &[u16], lang: Lang) -> Value {
    let codes = codes.iter().filter_map(|&code| field.codes.get(usize::from(code)));
    let texts: Vec<&str> = codes
        .flat_map(|code| {
            [&*code.key, &*code.label.zh, &*code.label.en]
                .into_iter()
                .chain(code.aliases.iter().map(String::as_str))
        })
        .collect();
    let called = names(&field.key, &field.title, &field.aliases, lang);
    let one = json!({ "type": "string", "pattern": format!("^{}$", super::names::loosely(texts)) });
    let ways = called.all.iter().map(|name| json!({ "properties": { *name: one }, "required": [name] }));
    json!({ "anyOf": ways.collect::<Vec<_>>() })
}

/// An object of things that have several names each.
#[derive(Debug, Default)]
struct Object {
    properties: Map<String, Value>,
    patterns: Map<String, Value>,
}

impl Object {
    fn entry(&mut self, called: &Called<'_>, value: Value) {
        for name in &called.offered {
            self.properties.insert((*name).to_owned(), value.clone());
        }
        self.patterns.insert(called.other(), value);
    }

    /// The object, without any other property.
    fn finish(self, kind: Value, all_of: Vec<Value>) -> Map<String, Value> {
        let mut object = Map::new();
        object.insert("type".to_owned(), kind);
        object.insert("properties".to_owned(), Value::Object(self.properties));
        object.insert("patternProperties".to_owned(), Value::Object(self.patterns));
        object.insert("additionalProperties".to_owned(), json!(false));
        if !all_of.is_empty() {
            object.insert("allOf".to_owned(), Value::Array(all_of));
        }
        object
    }
}
