//! What a finding rests on, word for word: the documents' requirements and the law.

use crate::rulepack::{Basis, Pack, Requirement, Rule};
use crate::source::Lang;

/// The requirements a rule covers and the provisions it rests on: a heading and a text each.
pub(super) fn quotes(pack: &Pack, rule: &str, lang: Lang) -> Vec<(String, String)> {
    let Some(rule) = pack.rule(rule) else { return Vec::new() };
    grounds(pack, rule, requirements(pack, rule, lang), lang)
}

/// The same for a letter: who asks for it is named, but not the file and line that only we know.
pub(super) fn quotes_on_paper(pack: &Pack, rule: &str, lang: Lang) -> Vec<(String, String)> {
    let Some(rule) = pack.rule(rule) else { return Vec::new() };
    let quote = |found: &Requirement| {
        let (quote, section) = (&found.quote, &found.section);
        lang.pick(format!("“{quote}”（{section}）"), format!("“{quote}” ({section})"))
    };
    grounds(pack, rule, quoted(pack, rule, lang, quote), lang)
}

fn grounds(pack: &Pack, rule: &Rule, mut notes: Vec<(String, String)>, lang: Lang) -> Vec<(String, String)> {
    let heading = lang.pick("依据", "law");
    notes.extend(provisions(pack, rule).map(|basis| (heading.to_owned(), law(basis, lang))));
    notes
}

/// The provisions a rule rests on where it is judged: the law of a region is none elsewhere.
pub(super) fn provisions<'r>(pack: &Pack, rule: &'r Rule) -> impl Iterator<Item = &'r Basis> {
    rule.basis.iter().filter(|basis| basis.region.as_ref().is_none_or(|region| pack.is_in(region)))
}

/// The requirements a rule covers, quoted, each under its number.
pub fn requirements(pack: &Pack, rule: &Rule, lang: Lang) -> Vec<(String, String)> {
    let quote = |found: &Requirement| {
        let (quote, document, line, section) = (&found.quote, &found.document, found.line, &found.section);
        lang.pick(
            format!("“{quote}”（{document} 第 {line} 行，{section}）"),
            format!("“{quote}” ({document}, line {line}, {section})"),
        )
    };
    quoted(pack, rule, lang, quote)
}

fn quoted(
    pack: &Pack,
    rule: &Rule,
    lang: Lang,
    quote: impl Fn(&Requirement) -> String,
) -> Vec<(String, String)> {
    let entry = |id: &String| {
        let heading = lang.pick(format!("要求 {id}"), format!("requirement {id}"));
        let text = pack.requirement(id).map(&quote);
        (heading, text.unwrap_or_else(|| lang.pick("没有收录原文", "not in the register").to_owned()))
    };
    rule.requires.iter().map(entry).collect()
}

/// A law and its article.
pub(super) fn provision(basis: &Basis, lang: Lang) -> String {
    let mut text = format!("《{}》", basis.law);
    if let Some(article) = &basis.article {
        let article = match article.parse::<u32>() {
            Ok(number) => lang.pick(format!("第 {number} 条"), format!(" art. {number}")),
            Err(_) => format!(" {article}"),
        };
        text.push_str(&article);
    }
    text
}

/// A provision with how far it was verified.
pub fn law(basis: &Basis, lang: Lang) -> String {
    let mut text = provision(basis, lang);
    let region = basis.region.as_ref().map(|region| lang.pick(format!("{region}，"), format!("{region}; ")));
    let region = region.unwrap_or_default();
    let (status, meaning) = (basis.status.as_str(), basis.status.name(lang));
    text.push_str(
        &lang.pick(format!("（{region}{status} {meaning}）"), format!(" ({region}{status} {meaning})")),
    );
    if let Some(note) = &basis.note {
        text.push_str(&lang.pick(format!("：{}", note.zh), format!(": {}", note.en)));
    }
    text
}
