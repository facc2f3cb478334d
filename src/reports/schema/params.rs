//! Parameters of rules: each takes what has the type of its default.

use serde_json::{Map, Value, json};

use super::shapes::{map, object};
use crate::reports::stricter;
use crate::rulepack::{Pack, Param, ParamValue, Rule};
use crate::source::Lang;

/// Rules, each with its parameters and what they may be set to.
pub(super) fn overrides(pack: &Pack, lang: Lang) -> Map<String, Value> {
    let mut rules = Map::new();
    for rule in pack.rules.iter().filter(|rule| !rule.params.is_empty()) {
        rules.insert(rule.id.clone(), params(rule, lang));
    }
    // What the parameters of a broken rule are, nobody knows.
    for rule in &pack.broken {
        rules.insert(rule.id.clone(), json!({ "type": "object" }));
    }
    rules
}

fn params(rule: &Rule, lang: Lang) -> Value {
    let own = rule.params.iter().map(|param| (param.name.clone(), override_of(param, lang)));
    let mut schema = object(Value::Object(own.collect()), &[]);
    schema["description"] = json!(rule.title.get(lang));
    schema
}

/// A parameter's other values.
fn override_of(param: &Param, lang: Lang) -> Value {
    let value = value(&param.values.first, param.is_slot, lang);
    let mut schema = Map::new();
    let title = param.title.as_ref().map_or(&*param.name, |title| title.get(lang));
    schema.insert("title".to_owned(), json!(title));
    let default = lang.pick(format!("默认：{}", param.values), format!("default: {}", param.values));
    let about: Vec<&str> = [&*default].into_iter().chain(stricter(param.stricter, lang)).collect();
    schema.insert("description".to_owned(), json!(about.join(lang.pick("；", "; "))));
    let dated = object(json!({ "default": value, "since": since(&value) }), &["default"]);
    schema.insert("anyOf".to_owned(), json!([value, dated]));
    if param.values.first != ParamValue::Unset {
        schema.insert("default".to_owned(), written(&param.values.first));
    }
    Value::Object(schema)
}

/// Values from a day on, each by its day. The schema defines what a `date` is.
pub(super) fn since(value: &Value) -> Value {
    let mut since = map(value.clone());
    since["propertyNames"] = json!({ "$ref": "#/$defs/date" });
    since
}

/// Any value a parameter may have.
pub(super) fn any_value() -> Value {
    let scalar = ["string", "integer", "boolean", "null"];
    json!({ "type": ["string", "integer", "boolean", "null", "array"], "items": { "type": scalar } })
}

/// What has the type of a default; anything where nothing is set.
fn value(default: &ParamValue, is_slot: bool, lang: Lang) -> Value {
    let told = lang.pick(format!("须写成如 {default} 的样子"), format!("must be such as {default}"));
    let like = |pattern: &str| json!({ "type": "string", "pattern": format!("^\\s*(?:{pattern})\\s*$"), "errorMessage": told });
    match default {
        ParamValue::Unset => any_value(),
        ParamValue::Integer(_) => json!({ "type": "integer", "errorMessage": told }),
        ParamValue::Share(_) => like("[0-9]+(?:\\.[0-9]+)?%|[0-9]{1,9}/[0-9]{1,9}"),
        ParamValue::Span(_) => like("end of next year|[0-9]+ (?:day|month|year)s?"),
        ParamValue::Text(_) if is_slot => json!({ "type": "string" }),
        ParamValue::Text(_) => json!({ "type": ["string", "boolean"] }),
        ParamValue::List(_) => {
            json!({ "type": "array", "items": { "type": ["string", "integer", "boolean"] } })
        }
    }
}

/// A value as YAML and JSON write it.
fn written(value: &ParamValue) -> Value {
    match value {
        ParamValue::Unset => Value::Null,
        ParamValue::Integer(number) => json!(number),
        ParamValue::List(items) => items.iter().map(written).collect(),
        other => json!(other.to_string()),
    }
}
