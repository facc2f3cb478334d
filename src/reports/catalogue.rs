//! The catalogue of rules as a page of Markdown: an anchor a rule, for other reports to link to.

use std::io::{self, Write};

use super::condition::applies;
use super::quotes::{law, requirements};
use super::wording::colon;
use crate::rulepack::{Pack, Rule, Stricter};
use crate::source::Lang;

/// Writes the page in a language.
pub fn catalogue(pack: &Pack, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let rules = pack.catalogue();
    let title = lang.pick("规则目录", "The rules");
    let made = lang.pick(
        format!("共 {} 条规则，由 `hegui rules --format markdown` 生成。", rules.len()),
        format!("{} rules, written by `hegui rules --format markdown --lang en`.", rules.len()),
    );
    writeln!(out, "# {title}\n\n{made}\n")?;
    for area in rules.chunk_by(|a, b| a.area == b.area) {
        writeln!(out, "## {}\n", heading(pack, &area[0].area, lang))?;
        let [rule, severity, strength, title] =
            lang.pick(["规则", "程度", "依据强度", "标题"], ["rule", "severity", "strength", "title"]);
        writeln!(out, "| {rule} | {severity} | {strength} | {title} |\n| --- | --- | --- | --- |")?;
        for rule in area {
            let (id, severity, strength) = (&rule.id, rule.severity.name(lang), rule.strength.as_str());
            writeln!(out, "| [{id}](#{id}) | {severity} | {strength} | {} |", cell(rule.title.get(lang)))?;
        }
        writeln!(out)?;
        area.iter().try_for_each(|rule| entry(pack, rule, lang, out))?;
    }
    Ok(())
}

fn heading(pack: &Pack, area: &str, lang: Lang) -> String {
    match pack.area_titles.iter().find(|(known, _)| known == area) {
        Some((_, title)) => format!("{} {area}", title.get(lang)),
        None => area.to_owned(),
    }
}

fn entry(pack: &Pack, rule: &Rule, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let colon = colon(lang);
    let (severity, strength, weight) = (rule.severity.name(lang), rule.strength, rule.weight);
    writeln!(out, "### {}\n\n**{}**\n", rule.id, rule.title.get(lang))?;
    let (kind, name) = (strength.as_str(), strength.name(lang));
    let facts = [
        (
            lang.pick("程度", "severity"),
            lang.pick(format!("{severity}（权重 {weight}）"), format!("{severity} (weight {weight})")),
        ),
        (lang.pick("依据强度", "strength"), format!("{kind} {name}")),
        (lang.pick("适用", "applies"), applies(&pack.schema, rule, lang)),
    ];
    for (name, fact) in facts {
        writeln!(out, "- {name}{colon}{fact}")?;
    }
    writeln!(out, "\n{}\n", rule.text.get(lang).trim())?;
    parameters(rule, lang, out)?;
    for (name, quote) in requirements(pack, rule, lang) {
        writeln!(out, "- {name}{colon}{quote}")?;
    }
    for basis in &rule.basis {
        writeln!(out, "- {}{colon}{}", lang.pick("依据", "law"), law(basis, lang))?;
    }
    if !rule.requires.is_empty() || !rule.basis.is_empty() {
        writeln!(out)?;
    }
    writeln!(out, "{}{colon}{}\n", lang.pick("怎么办", "What to do"), rule.help.get(lang).trim())
}

fn parameters(rule: &Rule, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    if rule.params.is_empty() {
        return Ok(());
    }
    let [name, value, what] = lang.pick(["参数", "值", "含义"], ["parameter", "value", "what it is"]);
    writeln!(out, "| {name} | {value} | {what} |\n| --- | --- | --- |")?;
    for param in &rule.params {
        let title = param.title.as_ref().map_or("", |title| title.get(lang));
        let what = match stricter(param.stricter, lang) {
            Some(stricter) => lang.pick(format!("{title}（{stricter}）"), format!("{title} ({stricter})")),
            None => title.to_owned(),
        };
        writeln!(out, "| `{}` | `{}` | {} |", param.name, cell(&param.values.to_string()), cell(&what))?;
    }
    writeln!(out)
}

/// A text inside a table.
fn cell(text: &str) -> String {
    super::one_line(text).replace('|', "\\|")
}

/// Which way a parameter is tighter.
pub fn stricter(stricter: Stricter, lang: Lang) -> Option<&'static str> {
    Some(match stricter {
        Stricter::Higher => lang.pick("越大越严", "more is stricter"),
        Stricter::Lower => lang.pick("越小越严", "less is stricter"),
        Stricter::Earlier => lang.pick("越早越严", "earlier is stricter"),
        Stricter::Later => lang.pick("越晚越严", "later is stricter"),
        Stricter::Superset => lang.pick("项数越多越严", "more entries are stricter"),
        Stricter::Subset => lang.pick("项数越少越严", "fewer entries are stricter"),
        Stricter::None => return None,
    })
}
