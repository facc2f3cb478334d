//! The documents' requirements and what covers each: for people, as data, and as a page.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::json;

use super::columns::{pad, width, wrap};
use super::look::{Look, Tone};
use crate::rulepack::{Cover, Pack, Requirement};
use crate::source::Lang;

/// A register held against the rules of its pack.
#[derive(Debug)]
pub struct Coverage<'p> {
    rows: Vec<Row<'p>>,
}

#[derive(Debug)]
struct Row<'p> {
    requirement: &'p Requirement,
    rules: Vec<&'p str>,
    cover: Cover,
}

impl<'p> Coverage<'p> {
    /// What the rules of a pack cover of these requirements.
    pub fn new(pack: &'p Pack, requirements: &'p [Requirement]) -> Self {
        let row = |requirement: &'p Requirement| {
            let covers =
                |rule: &&crate::rulepack::Rule| !rule.retired && rule.requires.contains(&requirement.id);
            let rules: Vec<&str> = pack.rules.iter().filter(covers).map(|rule| rule.id.as_str()).collect();
            let cover = requirement.cover(!rules.is_empty());
            Row { requirement, rules, cover }
        };
        Self { rows: requirements.iter().map(row).collect() }
    }

    /// How many nothing covers.
    pub fn open(&self) -> usize {
        self.count(Cover::Open)
    }

    fn count(&self, cover: Cover) -> usize {
        self.rows.iter().filter(|row| row.cover == cover).count()
    }

    /// The totals in one sentence.
    pub fn totals(&self, lang: Lang) -> String {
        let (rule, both) = (self.count(Cover::Rule), self.count(Cover::RuleAndPerson));
        let (person, told) = (self.count(Cover::Person), self.count(Cover::Informational));
        let (all, open, ruled) = (self.rows.len(), self.open(), rule + both);
        lang.pick(
            format!(
                "要求 {all} 条：规则评判 {ruled} 条（其中 {both} 条还须人工确认），人工确认 {person} 条，仅供参考 {told} 条，没有覆盖 {open} 条"
            ),
            format!(
                "{all} requirements: {ruled} by rule ({both} of them also by a person), {person} by a person, {told} informational, {open} not covered"
            ),
        )
    }

    /// A line a requirement and its quotation below, then the totals.
    pub fn text(&self, look: Look, out: &mut dyn Write) -> io::Result<()> {
        let lang = look.lang;
        let widest = ALL.map(|cover| width(name(cover, lang))).into_iter().max().unwrap_or(0);
        for row in &self.rows {
            let cover = pad(name(row.cover, lang), widest);
            let tone = if row.cover == Cover::Open { Tone::Bad } else { Tone::Calm };
            let indent = width(&row.requirement.id) + 2;
            let head = format!("{}  {}", row.requirement.id, look.paint(tone, &cover));
            let after = wrap(&row.what(lang), look.columns, indent + widest + 2, indent + widest + 2);
            writeln!(out, "{}", format!("{head}  {after}").trim_end())?;
            let quote = format!("“{}”", row.requirement.quote);
            let gap = " ".repeat(indent);
            writeln!(out, "{gap}{}", look.paint(Tone::Faint, &wrap(&quote, look.columns, indent, indent)))?;
        }
        writeln!(out, "\n{}", self.totals(lang))
    }

    /// An array, an entry a requirement.
    pub fn json(&self, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
        let entry = |row: &Row<'_>| {
            let requirement = row.requirement;
            json!({
                "id": requirement.id,
                "area": requirement.area,
                "quote": requirement.quote,
                "document": requirement.document,
                "line": requirement.line,
                "section": requirement.section,
                "kind": requirement.kind,
                "checkable": requirement.checkable,
                "cover": key(row.cover),
                "rules": row.rules,
                "attested": requirement.attested,
                "reason": requirement.informational.as_ref().map(|reason| reason.get(lang)),
            })
        };
        serde_json::to_writer_pretty(&mut *out, &self.rows.iter().map(entry).collect::<Vec<_>>())?;
        writeln!(out)
    }

    /// A page with a table for each area of work; rules link to the catalogue beside it.
    pub fn markdown(&self, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
        writeln!(
            out,
            "# {}\n\n{}",
            lang.pick("要求与覆盖", "Requirements and what covers them"),
            self.totals(lang)
        )?;
        let mut areas: BTreeMap<&str, Vec<&Row<'_>>> = BTreeMap::new();
        for row in &self.rows {
            areas.entry(&row.requirement.area).or_default().push(row);
        }
        for (area, rows) in areas {
            writeln!(out, "\n## {area}\n")?;
            let heads = lang
                .pick("| 要求 | 原文 | 出处 | 覆盖 |", "| requirement | quotation | source | covered by |");
            writeln!(out, "{heads}\n| --- | --- | --- | --- |")?;
            for row in rows {
                let Requirement { id, quote, section, document, line, .. } = row.requirement;
                let links: Vec<String> =
                    row.rules.iter().map(|id| format!("[{id}](README.md#{id})")).collect();
                let by = [vec![name(row.cover, lang).to_owned()], links, row.reason(lang)].concat().join(" ");
                let quote = quote.replace('|', "\\|");
                writeln!(out, "| {id} | {quote} | {section}, {document}:{line} | {by} |")?;
            }
        }
        Ok(())
    }
}

impl Row<'_> {
    /// The rules, or why there are none.
    fn what(&self, lang: Lang) -> String {
        [self.rules.join(lang.pick("、", ", "))].into_iter().chain(self.reason(lang)).collect()
    }

    fn reason(&self, lang: Lang) -> Vec<String> {
        self.requirement.informational.iter().map(|reason| reason.get(lang).to_owned()).collect()
    }
}

const ALL: [Cover; 5] = [Cover::Rule, Cover::RuleAndPerson, Cover::Person, Cover::Informational, Cover::Open];

fn name(cover: Cover, lang: Lang) -> &'static str {
    match cover {
        Cover::Rule => lang.pick("规则", "rule"),
        Cover::RuleAndPerson => lang.pick("规则、人工确认", "rule, person"),
        Cover::Person => lang.pick("人工确认", "person"),
        Cover::Informational => lang.pick("仅供参考", "informational"),
        Cover::Open => lang.pick("没有覆盖", "not covered"),
    }
}

fn key(cover: Cover) -> &'static str {
    match cover {
        Cover::Rule => "rule",
        Cover::RuleAndPerson => "rule_and_person",
        Cover::Person => "person",
        Cover::Informational => "informational",
        Cover::Open => "open",
    }
}
