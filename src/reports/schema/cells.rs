//! The schema of a cell: what its field holds, with words for those who fill it in.

use serde_json::{Map, Value, json};

use super::forms;
use super::names::Called;
use crate::records::{Field, FieldType, LedgerDecl};
use crate::reports::template::note::lines;
use crate::source::Lang;

/// A cell. One that `must` be filled in is neither null nor blank.
pub(super) fn cell(ledger: &LedgerDecl, field: &Field, must: bool, lang: Lang) -> Value {
    let mut schema = Map::new();
    schema.insert("title".to_owned(), json!(field.title.get(lang)));
    schema.insert("description".to_owned(), json!(lines(ledger, field, lang).join("\n\n")));
    let told = told(field, lang);
    if field.kind == FieldType::Enum {
        schema.insert("anyOf".to_owned(), json!(codes(field, must, &told, lang)));
        return Value::Object(schema);
    }
    schema.insert("type".to_owned(), json!(types(field.kind, must)));
    match (forms::spelled(field.kind, field.min), must) {
        (Some(spelled), _) => {
            schema.insert("pattern".to_owned(), json!(whole(&spelled, must)));
        }
        (None, true) => {
            schema.insert("pattern".to_owned(), json!("\\S"));
        }
        (None, false) => {}
    }
    let (least, greatest) = limits(field);
    schema.extend(least.map(|least| ("minimum".to_owned(), json!(least))));
    schema.extend(greatest.map(|greatest| ("maximum".to_owned(), json!(greatest))));
    if field.kind == FieldType::Boolean {
        schema.insert("examples".to_owned(), json!(lang.pick(["是", "否"], ["yes", "no"])));
    }
    schema.insert("errorMessage".to_owned(), json!(told));
    Value::Object(schema)
}

/// A pattern for the whole of a cell, which may be blank unless it `must` be filled in.
fn whole(spelled: &str, must: bool) -> String {
    format!("^\\s*(?:{spelled}){}\\s*$", if must { "" } else { "?" })
}

/// The types its values have in YAML and JSON.
fn types(kind: FieldType, must: bool) -> Vec<&'static str> {
    let mut types = match kind {
        FieldType::Text | FieldType::Ref => vec!["string", "number", "boolean"],
        FieldType::Integer | FieldType::Year => vec!["integer", "string"],
        FieldType::Decimal | FieldType::Period => vec!["number", "string"],
        FieldType::Boolean => vec!["boolean", "integer", "string"],
        FieldType::Date | FieldType::Enum => vec!["string"],
    };
    if !must {
        types.push("null");
    }
    types
}

/// The least and the greatest number.
fn limits(field: &Field) -> (Option<i64>, Option<i64>) {
    match field.kind {
        FieldType::Integer | FieldType::Decimal => (field.min, None),
        FieldType::Boolean => (Some(0), Some(1)),
        FieldType::Year => (Some(0), Some(9999)),
        // `2026.12`, which YAML takes for a number, is a month.
        FieldType::Period => (Some(0), Some(10_000)),
        _ => (None, None),
    }
}

/// The codes as they are offered, or any of their other spellings.
fn codes(field: &Field, must: bool, told: &str, lang: Lang) -> Value {
    let keys = || field.codes.iter().map(|code| code.key.as_str());
    let labels = |lang| field.codes.iter().map(move |code| code.label.get(lang));
    let aliases = field.codes.iter().flat_map(|code| &code.aliases).map(String::as_str);
    let offered = lang.pick(labels(Lang::Zh).chain(keys()), labels(Lang::Zh).chain(keys()));
    let called = Called::new(offered.chain(aliases).collect(), labels(Lang::En).collect());
    let mut values: Vec<Value> = called.offered.iter().map(|name| json!(name)).collect();
    // A name such as 1 or true is no text to YAML.
    let typed = called.all.iter().filter_map(|name| serde_yaml::from_str::<Value>(name).ok());
    values.extend(typed.filter(|value| value.is_number() || value.is_boolean()));
    let other = if must { called.other() } else { format!("^\\s*$|{}", called.other()) };
    json!([
        { "enum": values, "errorMessage": told },
        { "type": types(field.kind, must), "pattern": other, "errorMessage": told },
    ])
}

/// What is said where a cell does not fit.
fn told(field: &Field, lang: Lang) -> String {
    let title = field.title.get(lang);
    let (zh, en) = field.kind.wanted();
    if field.kind == FieldType::Enum {
        let labels: Vec<&str> =
            field.codes.iter().map(|code| lang.pick(&*code.label.zh, &code.key)).collect();
        let labels = labels.join(lang.pick("、", ", "));
        return lang.pick(format!("“{title}”可填：{labels}"), format!("`{title}` is one of: {labels}"));
    }
    let (zh_least, en_least) = match field.min {
        Some(min) => (format!("，不小于 {min}"), format!(", {min} or more")),
        None => (String::new(), String::new()),
    };
    lang.pick(format!("“{title}”须是{zh}{zh_least}"), format!("`{title}` must be {en}{en_least}"))
}
