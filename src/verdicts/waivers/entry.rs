//! An entry of a file of waivers. Whatever is wrong with it, it does not hold: a waiver must never reach
//! further than whoever wrote it meant.

use std::sync::Arc;

use super::waiver::{Scope, Waiver};
use crate::records::{Date, Value, parse_date};
use crate::rulepack::Pack;
use crate::source::{Fault, Location, Node, Source, did_you_mean};

/// The keys an entry may have.
const KEYS: [&str; 7] = ["rule", "union", "under", "reason", "approved_by", "until", "fingerprint"];

/// Hex digits of a fingerprint.
const DIGITS: usize = 32;

/// Reads one entry, or says everything that is wrong with it.
pub(super) fn read(source: &Arc<Source>, node: &Node, pack: &Pack) -> Result<Waiver, Vec<Fault>> {
    let mut entry = Entry { source, node, faults: Vec::new() };
    entry.known_keys(node, &KEYS);
    let rule = entry.rule(pack);
    let scope = entry.scope();
    let (reason, approved_by) = (entry.required("reason"), entry.required("approved_by"));
    let until = entry.until();
    let fingerprint = entry.fingerprint();
    match (rule, scope, reason, approved_by, until) {
        (Some(rule), Some(scope), Some(reason), Some(approved_by), Some((until, place)))
            if entry.faults.is_empty() =>
        {
            Ok(Waiver { rule, scope, reason, approved_by, until, fingerprint, place })
        }
        _ => {
            entry.faults.sort_by_key(|fault| fault.location.span);
            Err(entry.faults)
        }
    }
}

struct Entry<'a> {
    source: &'a Arc<Source>,
    node: &'a Node,
    faults: Vec<Fault>,
}

impl<'a> Entry<'a> {
    fn fault(&self, node: &Node, zh: String, en: String) -> Fault {
        // An empty value has no bytes to point at; its key has.
        let span = if node.span.range().is_empty() { node.key_span } else { node.span };
        Fault::at(Location::new(self.source, span), zh, en)
    }

    fn known_keys(&mut self, node: &Node, known: &[&'static str]) {
        if node.children.iter().any(|child| child.key.is_empty()) || node.scalar.is_some() {
            let (zh, en) =
                ("一条豁免应写成“键: 值”".to_owned(), "a waiver is made of `key: value`".to_owned());
            self.faults.push(self.fault(node, zh, en));
        }
        for child in node.children.iter().filter(|child| !child.key.is_empty()) {
            if !known.contains(&child.key.as_str()) {
                let key = &child.key;
                let (zh, en) = (format!("豁免没有“{key}”这一项"), format!("a waiver has no `{key}`"));
                let at = Location::new(self.source, child.key_span);
                self.faults.push(Fault::at(at, zh, en).meant(did_you_mean(key, known.iter().copied())));
            }
        }
    }

    /// The text under a key; nothing where there is none.
    fn text(&self, key: &str) -> Option<(&'a Node, &'a str)> {
        let node = self.node.get(key)?;
        let text = node.scalar.as_deref()?.trim();
        (!matches!(text, "" | "~" | "null")).then_some((node, text))
    }

    /// The text under a key that must be there.
    fn required(&mut self, key: &str) -> Option<String> {
        let text = self.text(key).map(|(_, text)| text.to_owned());
        if text.is_none() {
            let what = match key {
                "rule" => ("豁免哪条规则", "which rule it waives"),
                "reason" => ("豁免的理由", "why"),
                "approved_by" => ("批准人或批准单位", "who approved it"),
                _ => ("豁免到哪天", "until when it holds"),
            };
            let zh = format!("缺 {key}（{}），这条豁免不生效", what.0);
            let en = format!("`{key}` ({}) is missing; the waiver does not hold", what.1);
            let at = self.node.get(key).unwrap_or(self.node);
            self.faults.push(self.fault(at, zh, en));
        }
        text
    }

    fn rule(&mut self, pack: &Pack) -> Option<String> {
        let rule = self.required("rule")?;
        if !pack.ids().any(|id| id == rule) {
            let (zh, en) = (format!("没有规则“{rule}”"), format!("there is no rule `{rule}`"));
            let fault = self.node.get("rule").map(|node| self.fault(node, zh, en));
            self.faults.extend(fault.map(|fault| fault.meant(did_you_mean(&rule, pack.ids()))));
        }
        Some(rule)
    }

    /// `union: ID`, `union: { under: ID }` or `under: ID`; every union where none of them is there.
    fn scope(&mut self) -> Option<Scope> {
        let (union, under) = (self.node.get("union"), self.node.get("under"));
        match (union, under) {
            (None, None) => return Some(Scope::All),
            (Some(_), Some(under)) => {
                let (zh, en) = ("union 和 under 只能写一个", "give `union` or `under`, not both");
                self.faults.push(self.fault(under, zh.to_owned(), en.to_owned()));
            }
            (None, Some(_)) => {
                if let Some((_, id)) = self.text("under") {
                    return Some(Scope::Under(id.to_owned()));
                }
            }
            (Some(union), None) => {
                if let Some((_, id)) = self.text("union") {
                    return Some(Scope::Union(id.to_owned()));
                }
                self.known_below(union);
                let id = union.get("under").and_then(|under| under.scalar.as_deref()).map_or("", str::trim);
                if !matches!(id, "" | "~" | "null") {
                    return Some(Scope::Under(id.to_owned()));
                }
            }
        }
        let at = union.or(under)?;
        let zh = "union 应是工会编码，或 { under: 编码 }（连同其下级）".to_owned();
        let en = "`union` is a union's code, or `{ under: CODE }` for it and all below".to_owned();
        self.faults.push(self.fault(at, zh, en));
        None
    }

    fn known_below(&mut self, union: &Node) {
        if union.scalar.is_none() && !union.children.is_empty() {
            self.known_keys(union, &["under"]);
        }
    }

    fn until(&mut self) -> Option<(Date, Location)> {
        let text = self.required("until")?;
        let node = self.node.get("until")?;
        if let Ok(Value::Date(day)) = parse_date(&text) {
            return Some((day, Location::new(self.source, node.span)));
        }
        let zh = format!("“{text}”不是日历上的日期，这条豁免不生效");
        let en = format!("`{text}` is no day of the calendar; the waiver does not hold");
        let fault = self.fault(node, zh, en);
        self.faults.push(fault.help("请写成 2026-12-31 的样子", "write it like 2026-12-31"));
        None
    }

    fn fingerprint(&mut self) -> Option<String> {
        let node = self.node.get("fingerprint")?;
        let text = self.text("fingerprint").map_or("", |(_, text)| text);
        if text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Some(text.to_ascii_lowercase());
        }
        let zh = format!("fingerprint 应是 {DIGITS} 位十六进制数字，见 JSON 结果");
        let en = format!("`fingerprint` is {DIGITS} hex digits, as the JSON result gives them");
        self.faults.push(self.fault(node, zh, en));
        None
    }
}
