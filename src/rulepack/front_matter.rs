//! The front matter of a rule: the `//!` lines at the top of its file, as YAML with places.
//!
//! Blanking the three characters `//!` leaves YAML of the same length, so that every place in it is a
//! place in the file.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::params::Param;
use super::reserved;
use super::rule::{Basis, FindingAs, Message, OnMissing, Rule, Scope, Strength, Verified, weight_of};
use super::template::Template;
use crate::records::{Named, yaml_fault};
use crate::source::{Fault, Location, Places, Severity, Source, Span, Text};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    title: Text,
    #[serde(default)]
    requires: Vec<String>,
    #[serde(default)]
    basis: Vec<RawBasis>,
    strength: Strength,
    severity: Severity,
    #[serde(default)]
    weight: Option<u32>,
    applies: String,
    #[serde(default)]
    params: serde_yaml::Mapping,
    text: Text,
    message: RawMessages,
    help: Text,
    #[serde(default)]
    scope: Scope,
    #[serde(default)]
    missing: OnMissing,
    #[serde(default)]
    finding: FindingAs,
    #[serde(default)]
    retired: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBasis {
    law: String,
    #[serde(default)]
    article: Option<serde_yaml::Value>,
    status: String,
    #[serde(default)]
    region: Option<String>,
    #[serde(default)]
    note: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMessages {
    fail: Text,
    #[serde(default)]
    due: Option<Text>,
}

/// Reads a rule's file. `names` are expanded in `applies`.
pub(super) fn read(
    id: &str,
    area: &str,
    source: &Arc<Source>,
    names: &BTreeMap<String, String>,
) -> Result<Rule, Fault> {
    let yaml = header(source)?;
    let places = Places::read(source, &yaml)?;
    let raw: Raw = serde_yaml::from_str(&yaml).map_err(|error| yaml_fault(source, &error))?;
    Reader { source, places: &places }.rule(id, area, raw, names)
}

/// The header as YAML of the same length as its lines.
fn header(source: &Arc<Source>) -> Result<String, Fault> {
    let mut yaml = String::new();
    for line in source.text().split_inclusive('\n') {
        let Some(rest) = line.strip_prefix("//!") else { break };
        if !rest.starts_with([' ', '\n', '\r']) && !rest.is_empty() {
            let span = Span::new(yaml.len(), yaml.len() + 3);
            return Err(Fault::new(source, span, "//! 后面要空一格", "write a space after `//!`"));
        }
        yaml.push_str("   ");
        yaml.push_str(rest);
    }
    if yaml.is_empty() {
        let (zh, en) = ("规则文件须以 //! 开头的说明开始", "a rule begins with its `//!` header");
        return Err(Fault::new(source, Span::default(), zh, en));
    }
    Ok(yaml)
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    places: &'a Places,
}

impl Reader<'_> {
    fn span(&self, path: &[&str]) -> Span {
        self.places.root.at(path).map_or(self.places.root.span, |node| node.span)
    }

    fn fault(&self, path: &[&str], message: Text) -> Fault {
        Fault::new(self.source, self.span(path), message.zh, message.en)
    }

    fn rule(&self, id: &str, area: &str, raw: Raw, names: &BTreeMap<String, String>) -> Result<Rule, Fault> {
        let fail = self.message(&["message", "fail"], &raw.message.fail)?;
        let due = match &raw.message.due {
            Some(due) => self.message(&["message", "due"], due)?,
            None => fail.clone(),
        };
        let weight = raw.weight.unwrap_or(weight_of(raw.severity));
        Ok(Rule {
            id: id.to_owned(),
            area: area.to_owned(),
            source: Arc::clone(self.source),
            title: raw.title,
            requires: raw.requires,
            basis: self.basis(raw.basis)?,
            strength: raw.strength,
            severity: raw.severity,
            weight,
            applies: expand(&raw.applies, names),
            applies_span: self.span(&["applies"]),
            params: self.params(&raw.params)?,
            text: raw.text,
            fail,
            due,
            help: raw.help,
            scope: raw.scope,
            missing: raw.missing,
            finding: raw.finding,
            retired: raw.retired,
        })
    }

    fn basis(&self, raw: Vec<RawBasis>) -> Result<Vec<Basis>, Fault> {
        let read = |(at, raw): (usize, RawBasis)| {
            let status = match raw.status.as_str() {
                "V1" => Verified::V1,
                "V2" => Verified::V2,
                "V3" => Verified::V3,
                other => {
                    let zh = format!("{other}：只有核实过的依据（V1、V2、V3）才能写进规则");
                    let en = format!("{other}: only verified law (V1, V2, V3) may stand in a rule");
                    return Err(self.fault(&["basis", &at.to_string(), "status"], Text { zh, en }));
                }
            };
            let article = raw.article.map(|article| match article {
                serde_yaml::Value::String(text) => text,
                other => serde_yaml::to_string(&other).unwrap_or_default().trim().to_owned(),
            });
            Ok(Basis { law: raw.law, article, status, region: raw.region, note: raw.note })
        };
        raw.into_iter().enumerate().map(read).collect()
    }

    fn params(&self, raw: &serde_yaml::Mapping) -> Result<Vec<Param>, Fault> {
        let mut params = Vec::new();
        for (name, value) in raw {
            let Some(name) = name.as_str().filter(|name| reserved::is_free(name, Named::Field)) else {
                let (zh, en) = (
                    "这个参数名是规则语言的保留词".to_owned(),
                    "this parameter's name is reserved".to_owned(),
                );
                return Err(self.fault(&["params"], Text { zh, en }));
            };
            let place = Location::new(self.source, self.span(&["params", name]));
            let param =
                Param::read(name, value, place).map_err(|message| self.fault(&["params", name], message))?;
            params.push(param);
        }
        Ok(params)
    }

    fn message(&self, path: &[&str], text: &Text) -> Result<Message, Fault> {
        let read = |text: &str| {
            Template::parse(text).map_err(|_| {
                let (zh, en) = ("花括号没有配对".to_owned(), "a brace is not paired".to_owned());
                self.fault(path, Text { zh, en })
            })
        };
        Ok(Message { zh: read(&text.zh)?, en: read(&text.en)? })
    }
}

/// `applies` with the pack's names expanded, by whole word and each in brackets.
pub(super) fn expand(applies: &str, names: &BTreeMap<String, String>) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::new();
    let mut rest = applies;
    while let Some(start) = rest.find(is_word) {
        let (before, word) = rest.split_at(start);
        let end = word.find(|c| !is_word(c)).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        out.push_str(before);
        match names.get(word).filter(|_| !before.ends_with(['.', '"'])) {
            Some(meaning) => {
                out.push('(');
                out.push_str(meaning);
                out.push(')');
            }
            None => out.push_str(word),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_expand_by_whole_word() {
        let names = BTreeMap::from([("UNIT".to_owned(), "union.level == \"basic\"".to_owned())]);
        assert_eq!(expand("UNIT && UNITS", &names), "(union.level == \"basic\") && UNITS");
        assert_eq!(expand("x.UNIT == \"UNIT\"", &names), "x.UNIT == \"UNIT\"");
    }

    #[test]
    fn places_in_the_header_are_places_in_the_file() {
        let text = "//! title: x\n//! severity: fatal\n//! strength: S\nfail();\n";
        let source = Arc::new(Source::new("r.rhai", text));
        let fault = read("r", "a", &source, &BTreeMap::new()).unwrap_err();
        assert_eq!(fault.location.start().unwrap().line, 2, "{fault:?}");
    }

    #[test]
    fn unverified_law_is_refused_at_its_place() {
        let text = "//! title: x\n//! strength: S\n//! severity: note\n//! applies: \"true\"\n//! text: x\n\
                    //! message: { fail: x }\n//! help: x\n//! basis:\n//!   - { law: 某法, status: U }\n";
        let source = Arc::new(Source::new("r.rhai", text));
        let fault = read("r", "a", &source, &BTreeMap::new()).unwrap_err();
        let at = fault.location.start().unwrap();
        assert_eq!((at.line, at.column), (9, 28));
    }
}
