//! Shapes that files of hegui share.

use serde_json::{Map, Value, json};

use super::forms;
use crate::source::{Lang, Severity};

/// A schema with what it says to its reader, in front.
pub(super) fn about(lang: Lang, zh: &str, en: &str, schema: Value) -> Value {
    let mut whole = Map::from_iter([("description".to_owned(), json!(lang.pick(zh, en)))]);
    if let Value::Object(schema) = schema {
        whole.extend(schema);
    }
    Value::Object(whole)
}

/// An object with these properties and no others.
pub(super) fn object(properties: Value, required: &[&str]) -> Value {
    let mut object = having("object", [("properties", properties), ("additionalProperties", json!(false))]);
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

/// A schema of this type that says so much of it.
pub(super) fn having<const N: usize>(kind: &str, keys: [(&str, Value); N]) -> Value {
    let kind = ("type".to_owned(), json!(kind));
    let keys = keys.into_iter().map(|(key, value)| (key.to_owned(), value));
    Value::Object(std::iter::once(kind).chain(keys).collect())
}

/// The same, each key with what it says to its reader in Chinese and English.
pub(super) fn described<'k>(
    lang: Lang,
    keys: impl IntoIterator<Item = (&'k str, &'k str, &'k str, Value)>,
    required: &[&str],
) -> Value {
    let keys = keys.into_iter().map(|(key, zh, en, schema)| (key.to_owned(), about(lang, zh, en, schema)));
    object(Value::Object(keys.collect()), required)
}

/// An object whose values are all alike.
pub(super) fn map(values: Value) -> Value {
    having("object", [("additionalProperties", values)])
}

/// A list.
pub(super) fn list(items: Value) -> Value {
    having("array", [("items", items)])
}

/// One, or a list of them.
pub(super) fn one_or_more(one: &Value) -> Value {
    json!({ "anyOf": [one, { "type": "array", "items": one }] })
}

/// A text.
pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

/// A rule's id, or one of some other names.
pub(super) fn rule<'n>(names: impl IntoIterator<Item = &'n str>, zh: &str, en: &str, lang: Lang) -> Value {
    let names: Vec<&str> = names.into_iter().collect();
    json!({ "enum": names, "errorMessage": lang.pick(zh, en) })
}

/// A text that says something; what YAML takes for a number is one, too.
pub(super) fn words() -> Value {
    json!({ "type": ["string", "number", "boolean"], "pattern": "\\S" })
}

/// A text in both languages, or one for both.
pub(super) fn both() -> Value {
    json!({ "anyOf": [text(), object(json!({ "zh": text(), "en": text() }), &["zh", "en"])] })
}

/// The code of a union.
pub(super) fn union_id() -> Value {
    words()
}

/// A date.
pub(super) fn date(lang: Lang) -> Value {
    let told = lang.pick("须是日期（如 2026-12-31）", "must be a date such as 2026-12-31");
    json!({ "type": "string", "pattern": format!("^\\s*(?:{})\\s*$", forms::date()), "errorMessage": told })
}

/// How bad a finding is, and other words where they may stand.
pub(super) fn severity(more: &[&str]) -> Value {
    let own = [Severity::Error, Severity::Warning, Severity::Note].map(Severity::as_str);
    json!({ "enum": own.iter().chain(more).collect::<Vec<_>>() })
}

/// The properties of a whole schema, its title and description in front.
pub(super) fn whole(
    lang: Lang,
    title: (&str, &str),
    text: (&str, &str),
    schema: Value,
) -> Map<String, Value> {
    let mut whole = Map::new();
    whole.insert("title".to_owned(), json!(lang.pick(title.0, title.1)));
    whole.insert("description".to_owned(), json!(lang.pick(text.0, text.1)));
    if let Value::Object(schema) = schema {
        whole.extend(schema);
    }
    whole
}
