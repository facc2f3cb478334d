//! `waivers.yaml`: what is excepted, why, by whom and until when.

use serde_json::{Map, Value, json};

use super::shapes::{about, date, list, object, rule, union_id, whole, words};
use crate::rulepack::Pack;
use crate::source::Lang;

/// The schema of the file. An empty file excepts nothing.
pub(super) fn schema(pack: &Pack, lang: Lang) -> Map<String, Value> {
    let mut file = list(waiver(pack, lang));
    file["type"] = json!(["array", "null"]);
    whole(
        lang,
        ("豁免清单", "Waivers"),
        (
            "哪条规则、哪个单位、什么理由、谁批准、到哪天为止。到期后不再豁免；只有违规可以豁免。",
            "Which rule, which union, why, by whom and until when. It holds through its last day; only violations are waived.",
        ),
        file,
    )
}

fn waiver(pack: &Pack, lang: Lang) -> Value {
    let told = ("没有这条规则；hegui rules 列出全部", "there is no such rule; `hegui rules` lists them all");
    let fingerprint = json!({ "type": ["string", "number"], "pattern": "^[0-9a-fA-F]{32}$" });
    let subtree = object(json!({ "under": union_id() }), &["under"]);
    let union = json!({ "anyOf": [union_id(), subtree] });
    let mut waiver = object(
        json!({
            "rule": about(lang, "规则名", "the rule's id", rule(pack.ids(), told.0, told.1, lang)),
            "union": about(lang, "工会编码；写 { under: 编码 } 则连同所有下级；不写则为全部", "a union's id, or { under: ID } for it and all below it; all unions where it is left out", union),
            "under": about(lang, "这个单位和它的所有下级", "this union and all below it", union_id()),
            "reason": about(lang, "理由", "why", words()),
            "approved_by": about(lang, "批准单位或批准人", "who approved it", words()),
            "until": about(lang, "有效期至（含当天）", "the last day it holds", date(lang)),
            "fingerprint": about(lang, "只豁免这一处发现（见 JSON 结果）", "this one finding only, as the JSON result names it", fingerprint),
        }),
        &["rule", "reason", "approved_by", "until"],
    );
    waiver["not"] = json!({ "required": ["union", "under"] });
    waiver
}
