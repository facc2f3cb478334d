//! What the findings of a notice rest on: each rule once, numbered, with the documents' words and the law.

use crate::reports::quotes::quotes_on_paper;
use crate::rulepack::{Pack, Rule, Verified};
use crate::source::Lang;

/// The grounds of a notice, in the order its findings name them first.
pub(super) struct Grounds<'p> {
    pack: &'p Pack,
    lang: Lang,
    rules: Vec<String>,
}

impl<'p> Grounds<'p> {
    /// None yet.
    pub(super) fn new(pack: &'p Pack, lang: Lang) -> Self {
        Self { pack, lang, rules: Vec::new() }
    }

    /// How the table names the ground of a rule: its number, the requirements, and the law, as far as its
    /// articles were read. What is known at second hand stands in the full list alone, with that remark.
    pub(super) fn refer(&mut self, id: &str) -> String {
        let lang = self.lang;
        let at = self.rules.iter().position(|known| known == id).unwrap_or_else(|| {
            self.rules.push(id.to_owned());
            self.rules.len() - 1
        });
        let mut text = lang.pick(format!("依据{}", at + 1), format!("ground {}", at + 1));
        if let Some(rule) = self.pack.rule(id) {
            let mut names: Vec<String> = Vec::new();
            if !rule.requires.is_empty() {
                let numbers = rule.requires.join(lang.pick("、", ", "));
                names.push(lang.pick(format!("要求{numbers}"), format!("requirement {numbers}")));
            }
            names.extend(self.laws(rule));
            if names.is_empty() {
                names.push(rule.strength.name(lang).to_owned());
            }
            for name in names {
                text = format!("{text}\n{name}");
            }
        }
        text
    }

    fn laws(&self, rule: &Rule) -> Vec<String> {
        let is_read = |status: Verified| matches!(status, Verified::V1 | Verified::V2);
        let holds = rule.basis.iter().filter(|basis| {
            is_read(basis.status) && basis.region.as_ref().is_none_or(|region| self.pack.is_in(region))
        });
        let named = holds.map(|basis| {
            let article = match basis.article.as_deref().map(|text| (text, text.parse::<u32>())) {
                Some((_, Ok(number))) => self.lang.pick(format!("第{number}条"), format!(" art. {number}")),
                Some((text, Err(_))) => format!(" {text}"),
                None => String::new(),
            };
            format!("《{}》{article}", basis.law)
        });
        let mut laws: Vec<String> = named.collect();
        laws.dedup();
        laws
    }

    /// The full list: a heading, and what it rests on, word for word.
    pub(super) fn list(&self) -> Vec<(String, Vec<(String, String)>)> {
        let lang = self.lang;
        let ground = |(at, id): (usize, &String)| {
            let rule = self.pack.rule(id);
            let title = rule.map_or(id.as_str(), |rule| rule.title.get(lang));
            let heading = lang.pick(
                format!("依据{}　{title}（规则 {id}）", at + 1),
                format!("Ground {}: {title} (rule {id})", at + 1),
            );
            let mut quotes = quotes_on_paper(self.pack, id, lang);
            if let Some(rule) = rule.filter(|_| quotes.is_empty()) {
                quotes.push((rule.strength.name(lang).to_owned(), rule.text.get(lang).to_owned()));
            }
            (heading, quotes)
        };
        self.rules.iter().enumerate().map(ground).collect()
    }
}
