//! `pack.yaml`: a pack's name, what it extends, its names and profiles.

use serde_json::{Map, Value, json};

use super::config::open_overrides;
use super::rule::strength;
use super::shapes::{about, both, date, described, list, map, object, severity, text, whole};
use crate::rulepack::Pack;
use crate::source::Lang;

/// The schema of the file. The parameters of `pack`'s rules are described; those of others are not known here.
pub(super) fn schema(pack: &Pack, lang: Lang) -> Map<String, Value> {
    let params = json!({ "$ref": "#/$defs/params" });
    let keys = [
        ("name", "规则包的名字", "its name", text()),
        ("version", "版本", "its version", text()),
        (
            "extends",
            "builtin：在内置规则包上增加",
            "builtin: it adds to the built-in pack",
            json!({ "const": "builtin" }),
        ),
        ("examples", "例子所在的文件夹，从本文件起算", "the folder of its examples, from this file", text()),
        ("areas", "领域及其名称，按先后", "areas and what they are called, in order", map(both())),
        ("names", "applies 中可用的名字及其含义", "names for `applies`, and what they mean", map(text())),
        ("profiles", "方案", "profiles", map(profile(&params, lang))),
        ("profile", "始终使用的方案", "the profile everything is judged by", text()),
        (
            "params",
            "收紧所扩展的规则的参数：规则名 → 参数 → 值",
            "tightens rules it extends: rule → parameter → value",
            params.clone(),
        ),
    ];
    let mut file = described(lang, keys, &["name", "version"]);
    file["$defs"] = json!({ "params": open_overrides(pack, lang), "date": date(lang) });
    whole(lang, ("规则包", "A rule pack"), ("规则包的 pack.yaml。", "pack.yaml of a rule pack."), file)
}

fn profile(params: &Value, lang: Lang) -> Value {
    let raise =
        object(json!({ "strength": strength(), "severity": severity(&[]) }), &["strength", "severity"]);
    let when = object(json!({ "if": text(), "params": params }), &["if"]);
    object(
        json!({
            "title": about(lang, "名称", "what it is called", both()),
            "strength": about(lang, "只用这些依据强度的规则", "only rules of these strengths", list(strength())),
            "region": about(lang, "地区，其法规一并适用", "the region whose law it adds", text()),
            "params": about(lang, "收紧的参数", "parameters it tightens", params.clone()),
            "raise": about(lang, "提高程度的规则", "rules it lets weigh more", map(raise)),
            "when": about(lang, "按条件设参数：每个单位取第一个成立的", "parameters by condition: of each union, the first that holds", list(when)),
        }),
        &["title"],
    )
}
