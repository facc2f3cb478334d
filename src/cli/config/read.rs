//! Reads a configuration: everything wrong with it is told, each thing at its place.

use std::path::Path;
use std::sync::Arc;

use clap::ValueEnum;
use rust_decimal::Decimal;

use super::{Config, Severities};
use crate::cli::args::{FailOn, LangArg};
use crate::records::{parse_period_range, yaml_fault};
use crate::rulepack::{Changes, Overrides};
use crate::source::{Fault, Lang, Location, Node, Places, Severity, Source, did_you_mean};

/// The keys there are.
const KEYS: [&str; 12] = [
    "rules",
    "profile",
    "select",
    "ignore",
    "params",
    "severity",
    "fail_on",
    "min_coverage",
    "waivers",
    "baseline",
    "period",
    "lang",
];

impl Config {
    /// Reads a configuration from its text.
    pub(in crate::cli) fn read(source: &Arc<Source>) -> Result<Self, Vec<Fault>> {
        let root = Places::read(source, source.text()).map_err(|fault| vec![fault])?.root;
        let mut reader = Reader { source, root: &root, faults: Vec::new() };
        reader.keys();
        let folder = Path::new(source.path()).parent().unwrap_or(Path::new("")).to_owned();
        let paths =
            |names: Option<Vec<String>>| names.map(|all| all.iter().map(|name| folder.join(name)).collect());
        let (rules, profile) = (reader.list("rules"), reader.list("profile"));
        let (select, ignore) = (reader.list("select"), reader.list("ignore"));
        let (fail_on, min_coverage) = (reader.choice::<FailOn>("fail_on"), reader.min_coverage());
        let (waivers, baseline) = (reader.text("waivers"), reader.text("baseline"));
        let (period, lang) = (reader.period(), reader.choice::<LangArg>("lang"));
        let changes = Changes { params: reader.params(), severity: reader.severities() };
        if !reader.faults.is_empty() {
            reader.faults.sort_by_key(|fault| fault.location.span);
            return Err(reader.faults);
        }
        Ok(Self {
            source: Arc::clone(source),
            rules: paths(rules),
            profile,
            select,
            ignore,
            changes,
            fail_on,
            min_coverage,
            waivers: waivers.map(|name| folder.join(name)),
            baseline: baseline.map(|name| folder.join(name)),
            period,
            lang: lang.map(|lang| if lang == LangArg::En { Lang::En } else { Lang::Zh }),
            root,
        })
    }
}

/// A percentage from 0 to 100, with or without its sign.
pub(in crate::cli) fn percent(text: &str) -> Option<Decimal> {
    let text = text.strip_suffix('%').unwrap_or(text).trim();
    text.parse().ok().filter(|percent| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(percent))
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    root: &'a Node,
    faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    fn tell(&mut self, node: &Node, zh: impl Into<String>, en: impl Into<String>) {
        let span = if node.span.range().is_empty() { node.key_span } else { node.span };
        self.faults.push(Fault::at(Location::new(self.source, span), zh, en));
    }

    fn keys(&mut self) {
        let root = self.root;
        let is_empty = root.children.is_empty() && root.scalar.as_deref().is_none_or(str::is_empty);
        if !is_empty && root.children.iter().all(|child| child.key.is_empty()) {
            self.tell(root, "配置应写成“键: 值”", "a configuration is made of `key: value`");
            return;
        }
        for child in root.children.iter().filter(|child| !KEYS.contains(&child.key.as_str())) {
            let (zh, en) =
                (format!("没有“{}”这一项配置", child.key), format!("there is no setting `{}`", child.key));
            let fault = Fault::at(Location::new(self.source, child.key_span), zh, en);
            // Some write them as the options are written.
            let dashed = child.key.replace('-', "_");
            self.faults.push(match did_you_mean(&dashed, KEYS) {
                Some(near) => fault.meant(Some(near)),
                None => fault
                    .help(format!("可以写：{}", KEYS.join("、")), format!("settings: {}", KEYS.join(", "))),
            });
        }
    }

    /// The value under a key; nothing where it is not given, or given empty.
    fn given(&self, key: &str) -> Option<&'a Node> {
        let node = self.root.get(key)?;
        let is_empty = matches!(node.scalar.as_deref(), Some("" | "~" | "null"));
        (!is_empty).then_some(node)
    }

    fn text(&mut self, key: &str) -> Option<String> {
        let node = self.given(key)?;
        if node.scalar.is_none() {
            self.tell(node, format!("{key} 应是一个值"), format!("`{key}` is one value"));
        }
        node.scalar.clone()
    }

    /// One text, or a list of them.
    fn list(&mut self, key: &str) -> Option<Vec<String>> {
        let node = self.given(key)?;
        if let Some(one) = &node.scalar {
            return Some(vec![one.clone()]);
        }
        let items: Option<Vec<String>> =
            node.children.iter().map(|item| item.scalar.clone().filter(|_| item.key.is_empty())).collect();
        if items.is_none() {
            self.tell(
                node,
                format!("{key} 应是一个名称，或名称的清单"),
                format!("`{key}` is a name or a list of names"),
            );
        }
        items
    }

    fn choice<T: ValueEnum>(&mut self, key: &str) -> Option<T> {
        let text = self.text(key)?;
        let found = T::from_str(&text, false).ok();
        if found.is_none() {
            let names: Vec<String> = T::value_variants()
                .iter()
                .filter_map(|value| Some(value.to_possible_value()?.get_name().to_owned()))
                .collect();
            self.wrong(key, &text, &names);
        }
        found
    }

    /// Tells that a value is none of those there may be.
    fn wrong(&mut self, key: &str, text: &str, names: &[String]) {
        let Some(node) = self.given(key) else { return };
        let at = Location::new(self.source, node.span);
        let fault = Fault::at(at, format!("{key} 不能是“{text}”"), format!("`{key}` cannot be `{text}`"));
        self.faults.push(
            fault.help(format!("可以写：{}", names.join("、")), format!("one of: {}", names.join(", "))),
        );
    }

    fn min_coverage(&mut self) -> Option<Decimal> {
        let text = self.text("min_coverage")?;
        let found = percent(&text);
        if found.is_none() {
            self.wrong("min_coverage", &text, &["0..100".to_owned()]);
        }
        found
    }

    fn period(&mut self) -> Option<String> {
        let text = self.text("period")?;
        if parse_period_range(&text).is_none() {
            let forms = ["2026", "2026H1", "2026Q3", "2026-05", "2025..2026"];
            self.wrong("period", &text, &forms.map(str::to_owned));
        }
        Some(text)
    }

    fn params(&mut self) -> Overrides {
        let Some(node) = self.given("params") else { return Overrides::new() };
        // The typed reader knows no places within a value; its own word on the whole text is placed.
        let text = self.source.text().trim_start_matches('\u{feff}');
        let read: Result<serde_yaml::Mapping, _> = serde_yaml::from_str(text);
        let all = match read {
            Ok(all) => all,
            Err(error) => {
                self.faults.push(yaml_fault(self.source, &error));
                return Overrides::new();
            }
        };
        let params = all.get("params").cloned().unwrap_or_default();
        serde_yaml::from_value(params).unwrap_or_else(|_| {
            self.tell(
                node,
                "params 应写成“规则: { 参数: 值 }”",
                "`params` is made of `rule: { parameter: value }`",
            );
            Overrides::new()
        })
    }

    fn severities(&mut self) -> Severities {
        let mut severities = Severities::new();
        let Some(node) = self.given("severity") else { return severities };
        if node.scalar.is_some() || node.children.iter().any(|child| child.key.is_empty()) {
            self.tell(node, "severity 应写成“规则: 程度”", "`severity` is made of `rule: level`");
            return severities;
        }
        for child in &node.children {
            let levels = [Severity::Error, Severity::Warning, Severity::Note];
            let found = levels.into_iter().find(|level| child.scalar.as_deref() == Some(level.as_str()));
            if let Some(level) = found {
                severities.insert(child.key.clone(), level);
            } else {
                self.tell(child, "程度只能是 error、warning、note", "a level is error, warning or note");
            }
        }
        severities
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn read(text: &str) -> Result<Config, Vec<String>> {
        let source = Arc::new(Source::new("a/hegui.yaml", text));
        let line = |fault: &Fault| format!("{} {}", fault.line(Lang::En), fault.help.en);
        Config::read(&source).map_err(|faults| faults.iter().map(line).collect())
    }

    #[test]
    fn the_design_s_own_example_is_read() {
        let text = "rules: [../our-pack]\nprofile: documents\nselect: [contracts, dues-short]\nignore: [bulletin-late]\n\
                    params: { hazard-overdue: { within: 15 days } }\nseverity: { accident-occurred: note }\n\
                    fail_on: error\nmin_coverage: 80\nwaivers: waivers.yaml\nbaseline: baseline.json\nperiod: 2026\nlang: zh\n";
        let config = read(text).unwrap();
        assert_eq!(config.rules, Some(vec![PathBuf::from("a/../our-pack")]));
        assert_eq!(config.profile, Some(vec!["documents".to_owned()]));
        assert_eq!(config.waivers, Some(PathBuf::from("a/waivers.yaml")));
        assert_eq!((config.period.as_deref(), config.lang), (Some("2026"), Some(Lang::Zh)));
        assert_eq!(config.changes.severity["accident-occurred"], Severity::Note);
        assert_eq!(config.place(&["params", "hazard-overdue", "within"]).to_string(), "a/hegui.yaml:5:37");
        assert_eq!(config.place_of("select", "dues-short").to_string(), "a/hegui.yaml:3:21");
    }

    #[test]
    fn everything_wrong_is_told_in_its_place() {
        let text = "fail-on: error\nprofil: x\nlang: de\nmin_coverage: 120\nselect: { a: b }\nseverity: { a: bad }\nperiod: 2026H3\n";
        assert_eq!(
            read(text).unwrap_err(),
            [
                "a/hegui.yaml:1:1: there is no setting `fail-on` did you mean `fail_on`?",
                "a/hegui.yaml:2:1: there is no setting `profil` did you mean `profile`?",
                "a/hegui.yaml:3:7: `lang` cannot be `de` one of: zh, en",
                "a/hegui.yaml:4:15: `min_coverage` cannot be `120` one of: 0..100",
                "a/hegui.yaml:5:9: `select` is a name or a list of names ",
                "a/hegui.yaml:6:16: a level is error, warning or note ",
                "a/hegui.yaml:7:9: `period` cannot be `2026H3` one of: 2026, 2026H1, 2026Q3, 2026-05, 2025..2026",
            ]
        );
    }

    #[test]
    fn nothing_at_all_is_a_configuration_too() {
        assert!(read("").unwrap().rules.is_none() && read("# 以后再写\nselect:\n").unwrap().select.is_none());
        assert_eq!(
            read("- a\n").unwrap_err(),
            ["a/hegui.yaml:1:1: a configuration is made of `key: value` "]
        );
        // As some editors of Windows save it.
        let marked = read("\u{feff}params: { a: { b: 1 } }\r\nlang: en\r\n").unwrap();
        assert_eq!((marked.changes.params.len(), marked.lang), (1, Some(Lang::En)));
        assert!(read("a: [\n").unwrap_err()[0].starts_with("a/hegui.yaml:"));
    }
}
