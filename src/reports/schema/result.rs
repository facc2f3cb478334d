//! The JSON result, version 1. Keys may be added to it and none goes, so that others are let be.

use serde_json::{Map, Value, json};

use super::shapes::{having, list, text, whole};
use crate::engine::State;
use crate::records::ProblemCode;
use crate::source::Lang;

/// The schema of the result.
pub(super) fn schema(lang: Lang) -> Map<String, Value> {
    let mut result = keys(json!({
        "version": { "const": 1 },
        "tool": keys(json!({ "name": text(), "version": text() })),
        "pack": keys(json!({ "name": text(), "version": text(), "digest": digest() })),
        "profiles": list(text()),
        "as_of": day(),
        "period": keys(json!({ "start": day(), "end": day() })),
        "summary": summary(),
        "unions": list(union()),
        "findings": list(finding()),
        "districts": list(district()),
        "problems": list(problem()),
    }));
    result["$defs"] = json!({ "location": location(), "related": related(), "states": states() });
    whole(
        lang,
        ("hegui 检查结果（第 1 版）", "Result of hegui, version 1"),
        (
            "hegui check --format json 写出的结果。各项总是齐全；以后可能增加新的项。",
            "What hegui check --format json writes. Every key is always there; others may be added.",
        ),
        result,
    )
}

/// An object in which all of these are present, be there others or not.
fn keys(properties: Value) -> Value {
    let names: Vec<String> = properties.as_object().into_iter().flat_map(Map::keys).cloned().collect();
    having("object", [("properties", properties), ("required", json!(names))])
}

fn text_or_null() -> Value {
    json!({ "type": ["string", "null"] })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn day() -> Value {
    json!({ "type": "string", "pattern": "^-?[0-9]{4,6}-[0-9]{2}-[0-9]{2}$" })
}

fn digest() -> Value {
    json!({ "type": "string", "pattern": "^sha256:[0-9a-f]{64}$" })
}

fn fingerprint() -> Value {
    json!({ "type": "string", "pattern": "^[0-9a-f]{32}$" })
}

fn percent() -> Value {
    json!({ "type": ["number", "null"], "minimum": 0, "maximum": 100 })
}

fn severity() -> Value {
    super::shapes::severity(&[])
}

fn severities() -> Value {
    keys(json!({ "error": count(), "warning": count(), "note": count() }))
}

fn or_null(value: Value) -> Value {
    Value::Object(Map::from_iter([(
        "anyOf".to_owned(),
        Value::Array(vec![value, json!({ "type": "null" })]),
    )]))
}

fn state() -> Value {
    json!({ "enum": State::ALL.map(State::as_str) })
}

fn reference(to: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{to}") })
}

fn states() -> Value {
    keys(Value::Object(State::ALL.iter().map(|state| (state.as_str().to_owned(), count())).collect()))
}

fn summary() -> Value {
    keys(json!({
        "unions": count(),
        "rules": count(),
        "records_digest": digest(),
        "states": reference("states"),
        "severities": severities(),
        "compliance": keys(json!({ "passed": count(), "judged": count() })),
        "coverage": keys(json!({ "judged": count(), "applicable": count() })),
        "score": percent(),
        "baseline": or_null(against_baseline()),
    }))
}

fn against_baseline() -> Value {
    let fixed =
        keys(json!({ "union": text(), "rule": text(), "fingerprint": fingerprint(), "message": text() }));
    keys(json!({ "known": severities(), "new": severities(), "fixed": list(fixed), "unclear": count() }))
}

fn union() -> Value {
    let submissions =
        keys(json!({ "submitted": count(), "missing": count(), "unreadable": count(), "not_due": count() }));
    let rank = keys(
        json!({ "place": { "type": "integer", "minimum": 1 }, "of": { "type": "integer", "minimum": 1 } }),
    );
    keys(json!({
        "id": text(),
        "name": text(),
        "level": text(),
        "superior": text_or_null(),
        "submissions": or_null(submissions),
        "states": reference("states"),
        "score": percent(),
        "rank": or_null(rank),
        "rows": { "type": "object", "additionalProperties": count() },
        "verdicts": { "type": "object", "additionalProperties": state() },
    }))
}

fn finding() -> Value {
    keys(json!({
        "rule": text(),
        "state": state(),
        "severity": severity(),
        "union": text(),
        "message": text(),
        "args": { "type": "object", "additionalProperties": { "type": ["string", "integer", "boolean", "null"] } },
        "location": reference("location"),
        "related": list(reference("related")),
        "help": text(),
        "fingerprint": fingerprint(),
        "waiver": or_null(waiver()),
        "known": { "type": "boolean" },
    }))
}

fn waiver() -> Value {
    let text_said = json!({ "type": "string", "minLength": 1 });
    keys(
        json!({ "reason": text_said, "approved_by": text_said, "until": day(), "location": reference("location") }),
    )
}

fn district() -> Value {
    let amount = json!({ "type": ["integer", "string"], "pattern": "^-?[0-9]+(?:\\.[0-9]+)?$" });
    keys(json!({
        "union": text(),
        "rule": text(),
        "label": text(),
        "state": state(),
        "part": amount,
        "open": amount,
        "unknown": amount,
        "whole": amount,
        "share": text(),
    }))
}

fn problem() -> Value {
    let codes: Vec<&str> = ProblemCode::ALL.iter().map(|code| code.as_str()).collect();
    keys(json!({
        "code": { "enum": codes },
        "severity": severity(),
        "message": text(),
        "location": reference("location"),
        "related": list(reference("related")),
        "help": text(),
    }))
}

fn location() -> Value {
    let from_one = json!({ "type": "integer", "minimum": 1 });
    let position = keys(json!({ "line": from_one, "column": from_one, "offset": count() }));
    let position = or_null(position);
    let sheet = keys(json!({ "name": text(), "row": from_one, "column": from_one }));
    keys(json!({
        "path": text(),
        "ledger": text_or_null(),
        "row": { "type": ["integer", "null"], "minimum": 0 },
        "field": text_or_null(),
        "start": position,
        "end": position,
        "cell": text_or_null(),
        "sheet": or_null(sheet),
    }))
}

fn related() -> Value {
    keys(json!({ "label": text(), "location": reference("location") }))
}
