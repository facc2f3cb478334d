//! `ledgers/*.yaml` of a pack: a ledger as it is declared.

use serde_json::{Map, Value, json};

use super::shapes::{both, described, list, map, object, text, whole};
use crate::rulepack::Pack;
use crate::source::Lang;

/// A name that rules use.
fn name() -> Value {
    json!({ "type": "string", "pattern": "^[a-z][a-z0-9_]*$" })
}

/// The schema of the file. The ledgers of `pack` may be given further fields and nothing else.
pub(super) fn schema(pack: &Pack, lang: Lang) -> Map<String, Value> {
    let role =
        ["id", "name", "level", "superior", "established", "dissolved"].map(|role| (role.to_owned(), name()));
    let roles = object(Value::Object(role.into_iter().collect()), &["id", "name"]);
    let keys = [
        ("ledger", "台账名，规则用它", "the name rules use", name()),
        ("title", "名称", "its title", both()),
        ("key", "哪些栏目合起来认出一行", "the fields that name a row", list(name())),
        (
            "unique",
            "两行的 key 相同是否有误（默认 false）",
            "whether two rows of one key are a fault (default: false)",
            json!({ "type": "boolean" }),
        ),
        (
            "dated",
            "登记日期的栏目：晚于截止日期的行不算数",
            "the field that dates a row: dated after as-of it counts for nothing",
            name(),
        ),
        ("rows", "只有一行的写 one", "one, where it has a single row", json!({ "enum": ["one", "many"] })),
        ("roles", "工会基本情况的各栏目", "which fields of the profile are what", roles),
        (
            "ranks",
            "组织层级，自下而上；同级的写在一起",
            "levels from below; those of one height in a list",
            list(json!({ "type": ["string", "array"], "items": text() })),
        ),
        (
            "lists",
            "下级名册：登记下级工会编码的栏目",
            "the roster: its field with the codes of the unions listed",
            name(),
        ),
        ("aliases", "其他叫法", "other names", list(text())),
        ("fields", "栏目，按先后", "its fields, in order", list(field(lang))),
    ];
    let mut file = described(lang, keys, &["ledger", "fields"]);
    let known: Vec<&str> = pack.schema.ledgers.iter().map(|ledger| ledger.key.as_str()).collect();
    file["if"] = json!({ "properties": { "ledger": { "enum": known } } });
    file["else"] = json!({
        "required": ["title"],
        "anyOf": [{ "required": ["key"] }, { "properties": { "rows": { "const": "one" } }, "required": ["rows"] }],
    });
    whole(
        lang,
        ("台账声明", "A ledger as declared"),
        (
            "规则包里的 ledgers/台账名.yaml。扩展内置规则包时，内置台账只能增加栏目。",
            "ledgers/NAME.yaml of a rule pack. A pack that extends another gives the other's ledgers further fields only.",
        ),
        file,
    )
}

fn field(lang: Lang) -> Value {
    const TYPES: [&str; 9] =
        ["text", "integer", "decimal", "boolean", "date", "period", "year", "enum", "ref"];
    let code = object(json!({ "zh": text(), "en": text(), "aliases": list(text()) }), &["zh", "en"]);
    let some_codes = json!({ "type": "object", "additionalProperties": list(text()), "minProperties": 1, "maxProperties": 1 });
    let flag = || json!({ "type": "boolean" });
    let keys = [
        ("key", "栏目名，规则用它", "the name rules use", name()),
        ("title", "名称", "its title", both()),
        ("type", "类型", "what it holds", json!({ "enum": TYPES })),
        (
            "required",
            "必填；或只在另一栏目为某些代码时必填",
            "must be filled in; or where another field has one of some codes",
            json!({ "anyOf": [flag(), some_codes] }),
        ),
        ("sensitive", "敏感：报告中以 * 代替", "sensitive: reports mask it", flag()),
        ("planned", "可以是将来的日期", "a date that may lie ahead", flag()),
        (
            "default",
            "留空视为：一个值，或另一栏目的栏目名",
            "what empty means: a value, or another field's key",
            json!({ "type": ["string", "number", "boolean"] }),
        ),
        ("codes", "enum 的各个选项", "the codes of an enum", map(code)),
        (
            "min",
            "允许的最小值（整数默认 0）",
            "the least number (of integers 0 unless said)",
            json!({ "type": "integer" }),
        ),
        ("aliases", "其他叫法", "other headings", list(text())),
        ("note", "填写说明", "what it is, for those who fill it in", both()),
    ];
    let mut field = described(lang, keys, &["key", "title", "type"]);
    field["allOf"] = json!([
        {
            "if": { "properties": { "type": { "const": "enum" } } },
            "then": { "properties": { "codes": { "type": "object", "minProperties": 1 } }, "required": ["codes"] },
            "else": { "properties": { "codes": { "type": "object", "maxProperties": 0 } } },
        },
        { "if": { "required": ["min"] }, "then": { "properties": { "type": { "enum": ["integer", "decimal"] } } } },
    ]);
    field
}
