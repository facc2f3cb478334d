//! The front matter of a rule: the `//!` lines at the top of its file, without these three characters.

use serde_json::{Map, Value, json};

use super::params::{any_value, since};
use super::shapes::{about, both, date, described, list, map, object, severity, text, whole};
use crate::source::Lang;

/// The strengths of rules.
pub(super) fn strength() -> Value {
    json!({ "enum": ["M", "N", "S", "P", "C"] })
}

/// A key, what it says to its reader in Chinese and English, and its schema.
type Key = (&'static str, &'static str, &'static str, Value);

/// The schema of the front matter.
pub(super) fn schema(lang: Lang) -> Map<String, Value> {
    let must = ["title", "strength", "severity", "applies", "text", "message", "help"];
    let keys = said(lang).into_iter().chain(ways());
    let mut header = described(lang, keys, &must);
    header["$defs"] = json!({ "date": date(lang) });
    whole(
        lang,
        ("规则说明", "The front matter of a rule"),
        (
            "规则文件（领域/规则名.rhai）开头的 //! 各行，去掉 //! 后的 YAML。",
            "The lines of //! at the top of AREA/ID.rhai, as YAML without these three characters.",
        ),
        header,
    )
}

/// What a rule says of itself.
fn said(lang: Lang) -> Vec<Key> {
    let messages = object(json!({ "fail": both(), "due": both() }), &["fail"]);
    let weight = json!({ "type": "integer", "minimum": 0 });
    vec![
        ("title", "标题", "what it is called", both()),
        (
            "requires",
            "覆盖的文件要求，如 R092",
            "requirements of the documents it covers, such as R092",
            list(text()),
        ),
        ("basis", "法律依据", "provisions it rests on", list(basis(lang))),
        (
            "strength",
            "依据强度：M 法律法规，N 全总规范性文件，S 文件自定要求，P 阶段性目标，C 台账勾稽",
            "its ground: M law, N document of the national union, S the documents' own, P policy target, C consistency",
            strength(),
        ),
        ("severity", "程度", "how bad a finding is", severity(&[])),
        (
            "weight",
            "计分权重（默认 error 3、warning 2、note 1）",
            "its weight in scores (default: error 3, warning 2, note 1)",
            weight,
        ),
        ("applies", "何时适用：条件，要加引号", "when it applies: a condition, always quoted", text()),
        (
            "params",
            "参数：名字 → 默认值，或写全",
            "parameters: name → default, or the long form",
            map(param(lang)),
        ),
        ("text", "要求什么、怎样判断", "what it requires and how it decides", both()),
        (
            "message",
            "违规、临期时怎么说；due 不写则与 fail 相同",
            "what is said of a violation and of what is due; due is as fail unless given",
            messages,
        ),
        ("help", "怎么办", "what to do", both()),
    ]
}

/// How it is judged, where that is not as usual.
fn ways() -> [Key; 4] {
    [
        (
            "scope",
            "union 逐个单位，district 上级汇总（默认 union）",
            "each union, or all below a superior together (default: union)",
            json!({ "enum": ["union", "district"] }),
        ),
        (
            "missing",
            "缺少数据时：report 判为数据不足，skip 跳过（默认 report）",
            "of missing data: report it, or skip it (default: report)",
            json!({ "enum": ["report", "skip"] }),
        ),
        (
            "finding",
            "发现记为：fail 违规，insufficient 数据不足（默认 fail）",
            "what its findings are recorded as (default: fail)",
            json!({ "enum": ["fail", "insufficient"] }),
        ),
        (
            "retired",
            "已停用，只保留名字",
            "retired: kept only so that its name is not used again",
            json!({ "type": "boolean" }),
        ),
    ]
}

fn basis(lang: Lang) -> Value {
    object(
        json!({
            "law": about(lang, "法律法规名称", "the law, by its Chinese name", text()),
            "article": about(lang, "条款", "the article", json!({ "type": ["string", "integer"] })),
            "status": about(lang, "核实程度：V1 条文，V2 摘录，V3 二手；未核实的不能写", "how far it was verified: V1 in full, V2 in an excerpt, V3 at second hand", json!({ "enum": ["V1", "V2", "V3"] })),
            "region": about(lang, "施行的地区", "the region it holds in", text()),
            "note": about(lang, "说明", "what to bear in mind", both()),
        }),
        &["law", "status"],
    )
}

/// A default, or the long form.
fn param(lang: Lang) -> Value {
    let tighter = json!({ "enum": ["higher", "lower", "earlier", "later", "superset", "subset", "none"] });
    let in_full = object(
        json!({
            "default": about(lang, "默认值", "the default", any_value()),
            "stricter": about(lang, "怎样算更严（默认 none）", "which way is tighter (default: none)", tighter),
            "title": about(lang, "名称", "what it is", both()),
            "type": about(lang, "时段类参数写 slot", "slot, where it is one", json!({ "const": "slot" })),
            "since": about(lang, "自某日起的值", "other values, each from its day on", since(&any_value())),
        }),
        &["default"],
    );
    json!({ "anyOf": [any_value(), in_full] })
}
