//! `hegui.yaml`: what every check of a folder has in common.

use serde_json::{Map, Value, json};

use super::forms;
use super::params::overrides;
use super::shapes::{about, date, described, map, object, one_or_more, rule, severity, text, whole};
use crate::rulepack::Pack;
use crate::source::Lang;

/// The schema of the file. An empty file sets nothing.
pub(super) fn schema(pack: &Pack, lang: Lang) -> Map<String, Value> {
    let mut file = keys(pack, lang);
    file["type"] = json!(["object", "null"]);
    file["$defs"] = json!({ "date": date(lang) });
    whole(
        lang,
        ("hegui 配置", "Configuration of hegui"),
        (
            "放在台账文件夹或其上级文件夹，名为 hegui.yaml。命令行选项优先；其中的路径从本文件所在文件夹起算。",
            "hegui.yaml, in the folder of the records or above it. Flags win over it; paths in it start from its folder.",
        ),
        file,
    )
}

fn keys(pack: &Pack, lang: Lang) -> Value {
    let chosen = one_or_more(&rule(
        rules_and_areas(pack),
        "没有这条规则或这个领域；hegui rules 列出全部规则",
        "there is no such rule or area; `hegui rules` lists the rules",
        lang,
    ));
    let severities =
        json!({ "type": "object", "properties": of_each_rule(pack, lang), "additionalProperties": false });
    let params = object(Value::Object(overrides(pack, lang)), &[]);
    let file = || text();
    let keys = [
        (
            "rules",
            "规则包，代替内置的；可写几个",
            "rule packs instead of the built-in one; one or a list",
            one_or_more(&file()),
        ),
        (
            "profile",
            "方案；写几个时，后者叠加在前者之上",
            "profiles; of several, the later on top of the earlier",
            one_or_more(&json!({ "enum": profiles(pack) })),
        ),
        ("select", "只用这些规则或领域", "only these rules or areas", chosen.clone()),
        ("ignore", "不用这些规则或领域", "not these rules or areas", chosen),
        (
            "params",
            "规则的参数：规则名 → 参数 → 值。放宽的，报告中会写明",
            "parameters: rule → parameter → value. What is loosened, every report says",
            params,
        ),
        (
            "severity",
            "规则的程度：规则名 → error、warning、note",
            "severities: rule → error, warning, note",
            severities,
        ),
        (
            "fail_on",
            "自何种程度起以状态 1 退出（默认 error）",
            "exit with 1 from this severity on (default: error)",
            severity(&["never"]),
        ),
        (
            "min_coverage",
            "覆盖率低于这个百分比时以状态 1 退出",
            "exit with 1 where coverage is below this percentage",
            percent(lang),
        ),
        ("waivers", "豁免清单，如 waivers.yaml", "the waivers, such as waivers.yaml", file()),
        ("baseline", "基线：已知的违规不使检查失败", "the baseline: what it knows fails no run", file()),
        (
            "period",
            "审查期（默认截止日期所在年）",
            "the period judged (default: the year of as-of)",
            period(lang),
        ),
        ("lang", "语言", "the language", json!({ "enum": ["zh", "en"] })),
    ];
    described(lang, keys.map(|(key, zh, en, schema)| (key, zh, en, or_nothing(schema))), &[])
}

fn percent(lang: Lang) -> Value {
    let told = lang.pick("须是 0 到 100 的百分数", "must be a percentage from 0 to 100");
    let written = "^(?:100|[0-9]{1,2})(?:\\.[0-9]+)?\\s*%?$";
    let kinds = ["number", "string"];
    json!({ "type": kinds, "minimum": 0, "maximum": 100, "pattern": written, "errorMessage": told })
}

fn period(lang: Lang) -> Value {
    let told = lang.pick(
        "须是审查期（如 2026、2026H1、2025..2026）",
        "must be a period such as 2026, 2026H1, 2025..2026",
    );
    let written = format!("^\\s*(?:{})\\s*$", forms::stretch());
    json!({ "type": ["string", "number"], "pattern": written, "errorMessage": told })
}

/// A key with nothing after its colon is as if it were not there.
fn or_nothing(mut schema: Value) -> Value {
    if let Some(ways) = schema.get_mut("anyOf").and_then(Value::as_array_mut) {
        ways.push(json!({ "type": "null" }));
    } else if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        values.push(Value::Null);
    } else {
        let kinds = schema["type"].take();
        let kinds = kinds.as_array().cloned().unwrap_or_else(|| vec![kinds]);
        schema["type"] = kinds.into_iter().chain([json!("null")]).collect();
    }
    schema
}

fn of_each_rule(pack: &Pack, lang: Lang) -> Map<String, Value> {
    let titled = |id: &str| {
        let title = pack.rule(id).map_or(id, |rule| rule.title.get(lang));
        (id.to_owned(), about(lang, title, title, severity(&[])))
    };
    pack.ids().map(titled).collect()
}

/// Areas first: there are few.
fn rules_and_areas(pack: &Pack) -> Vec<&str> {
    pack.areas().into_iter().chain(pack.ids()).collect()
}

/// Profiles by name and by title, each once.
fn profiles(pack: &Pack) -> Vec<&str> {
    let mut names: Vec<&str> = pack.profiles.keys().map(String::as_str).collect();
    for title in pack.profiles.values().flatten().map(|profile| &profile.title) {
        for name in [&*title.zh, &*title.en] {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// Whatever a pack may say of rules it does not know yet.
pub(super) fn open_overrides(pack: &Pack, lang: Lang) -> Value {
    let mut open = map(json!({ "type": "object" }));
    open["properties"] = Value::Object(overrides(pack, lang));
    open
}
