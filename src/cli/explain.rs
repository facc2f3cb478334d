//! `hegui explain`: one rule in full, for whoever is asked to abide by it.

use std::io::{self, Write};

use super::args::ExplainArgs;
use super::complaint::Complaint;
use super::exit_status::Status;
use super::pack;
use super::session::Session;
use crate::reports::{Look, Tone, applies, colon, condition, law, requirements, stricter, width, wrap};
use crate::rulepack::{Pack, Param, Rule, Scope, Setting};
use crate::source::did_you_mean;

/// Does it.
pub(super) fn run(args: &ExplainArgs, session: &Session, out: &mut dyn Write) -> io::Result<Status> {
    let Some(pack) = pack::load(&args.rules, &args.profile, session) else { return Ok(Status::NotDone) };
    if let Some(broken) = pack.broken.iter().find(|rule| rule.id == args.rule) {
        pack::draw_broken(broken, session);
        return Ok(Status::NotDone);
    }
    let Some(rule) = pack.rule(&args.rule) else {
        let near = did_you_mean(&args.rule, pack.ids());
        let (zh, en) = (format!("没有规则“{}”", args.rule), format!("there is no rule `{}`", args.rule));
        return Ok(session.complain(&Complaint::new(zh, en).meant(near, "hegui rules")));
    };
    out.write_all(Page { look: session.out(), text: String::new() }.rule(&pack, rule).as_bytes())?;
    Ok(Status::Clean)
}

struct Page {
    look: Look,
    text: String,
}

impl Page {
    fn rule(mut self, pack: &Pack, rule: &Rule) -> String {
        let lang = self.look.lang;
        self.head(pack, rule);
        self.section(lang.pick("要求与判断", "what it requires and how it decides"), rule.text.get(lang));
        self.heading(lang.pick("要求原文", "requirements, as written"));
        if rule.requires.is_empty() {
            self.line(lang.pick("不对应文件中的要求", "none of the documents' requirements"), 2);
        }
        for (heading, text) in requirements(pack, rule, lang) {
            self.line(&format!("{heading}{}{text}", colon(lang)), 4);
        }
        self.heading(lang.pick("法律依据", "law"));
        if rule.basis.is_empty() {
            self.line(lang.pick("没有核实过的条文", "no verified provision"), 2);
        }
        for basis in &rule.basis {
            self.line(&law(basis, lang), 4);
        }
        if !rule.params.is_empty() {
            self.heading(lang.pick("参数", "parameters"));
            rule.params.iter().for_each(|param| self.param(param, rule));
        }
        self.profiles(pack, rule);
        self.section(lang.pick("怎么办", "what to do"), rule.help.get(lang));
        self.script(rule);
        self.text
    }

    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn head(&mut self, pack: &Pack, rule: &Rule) {
        let lang = self.look.lang;
        let id = self.look.paint(Tone::of_severity(rule.severity), &rule.id);
        self.put(&format!("{id}  {}\n\n", self.look.paint(Tone::Strong, rule.title.get(lang))));
        let weight = rule.weight;
        let severity = rule.severity.name(lang);
        let mut facts = vec![
            (lang.pick("领域", "area"), rule.area.clone()),
            (
                lang.pick("程度", "severity"),
                lang.pick(format!("{severity}（权重 {weight}）"), format!("{severity} (weight {weight})")),
            ),
            (
                lang.pick("依据强度", "strength"),
                format!("{} {}", rule.strength.as_str(), rule.strength.name(lang)),
            ),
            (lang.pick("适用", "applies"), applies(&pack.schema, rule, lang)),
        ];
        if rule.scope == Scope::District {
            let whole = lang.pick("按上级工会所辖各单位一并评价", "all unions below a superior together");
            facts.push((lang.pick("范围", "scope"), whole.to_owned()));
        }
        if rule.retired {
            facts.push((lang.pick("状态", "state"), lang.pick("已停用", "retired").to_owned()));
        }
        let widest = facts.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
        for (name, fact) in facts {
            let gap = " ".repeat(widest - width(name) + 2);
            let fact = wrap(&fact, self.look.columns, widest + 2, widest + 2);
            self.put(&format!("{name}{gap}{fact}\n"));
        }
    }

    fn heading(&mut self, heading: &str) {
        self.put(&format!("\n{}\n", self.look.paint(Tone::Strong, heading)));
    }

    fn section(&mut self, heading: &str, text: &str) {
        self.heading(heading);
        self.line(text, 2);
    }

    /// A text behind two spaces, its further lines behind `indent`.
    fn line(&mut self, text: &str, indent: usize) {
        let text = crate::reports::one_line(text);
        self.put(&format!("  {}\n", wrap(&text, self.look.columns, 2, indent)));
    }

    fn param(&mut self, param: &Param, rule: &Rule) {
        let lang = self.look.lang;
        let mut line = format!("{} = {}", param.name, param.values.first);
        if let Some(title) = &param.title {
            line.push_str(colon(lang));
            line.push_str(title.get(lang));
        }
        if let Some(stricter) = stricter(param.stricter, lang) {
            line.push_str(&lang.pick(format!("（{stricter}）"), format!(" ({stricter})")));
        }
        if param.place.path() != rule.source.path() {
            let place = &param.place;
            line.push_str(&lang.pick(format!("，见 {place}"), format!(", set at {place}")));
        }
        self.line(&line, 4);
        for (day, value) in &param.values.since {
            self.text.push_str(
                &lang.pick(format!("    {day} 起 {value}\n"), format!("    {value} from {day} on\n")),
            );
        }
    }

    /// What each profile asks of the parameters.
    fn profiles(&mut self, pack: &Pack, rule: &Rule) {
        let lang = self.look.lang;
        let own = |settings: &[Setting]| -> Vec<String> {
            let own = settings.iter().filter(|setting| setting.rule == rule.id);
            own.map(|setting| format!("{} = {}", setting.param, setting.values)).collect()
        };
        let mut lines = Vec::new();
        for (name, layer) in
            pack.profiles.iter().flat_map(|(name, layers)| layers.iter().map(move |l| (name, l)))
        {
            let title = layer.title.get(lang);
            let name = lang.pick(format!("{name}（{title}）"), format!("{name} ({title})"));
            lines.extend(own(&layer.params).into_iter().map(|set| format!("{name}{}{set}", colon(lang))));
            for raise in layer.raise.iter().filter(|raise| raise.rule == rule.id) {
                let (strength, severity) = (raise.strength, raise.severity.name(lang));
                let (letter, what) = (strength.as_str(), strength.name(lang));
                lines.push(lang.pick(
                    format!("{name}：依据强度 {letter} {what}，程度 {severity}"),
                    format!("{name}: strength {letter} {what}, severity {severity}"),
                ));
            }
            for when in &layer.when {
                let condition = match when.condition.as_str() {
                    "true" => lang.pick("其他单位", "nothing above holds").to_owned(),
                    script => condition(&pack.schema, script, lang),
                };
                let clause =
                    lang.pick(format!("{name}，{condition}时："), format!("{name}, where {condition}: "));
                lines.extend(own(&when.params).into_iter().map(|set| format!("{clause}{set}")));
            }
        }
        if !lines.is_empty() {
            self.heading(lang.pick("各方案的规定", "what profiles ask"));
            for line in &lines {
                self.line(line, 4);
            }
        }
    }

    fn script(&mut self, rule: &Rule) {
        let path = rule.source.path();
        self.heading(&self.look.lang.pick(format!("规则脚本 {path}"), format!("script {path}")));
        let lines = rule.source.text().lines().enumerate();
        let script: Vec<(usize, &str)> =
            lines.skip_while(|(_, line)| line.starts_with("//!") || line.trim().is_empty()).collect();
        let linum = script.last().map_or(1, |(at, _)| (at + 1).to_string().len());
        for (at, line) in script {
            let gutter = self.look.paint(Tone::Faint, &format!("{:>linum$} │", at + 1));
            self.put(format!("  {gutter} {line}").trim_end());
            self.text.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Lang;

    #[test]
    fn every_built_in_rule_is_explained_within_the_width() {
        let pack = Pack::builtin().unwrap();
        for lang in [Lang::Zh, Lang::En] {
            for rule in &pack.rules {
                let look = Look { lang, columns: 80, colour: false };
                let text = Page { look, text: String::new() }.rule(&pack, rule);
                assert!(text.contains(rule.title.get(lang)), "{text}");
                let page = text.split("│").next().unwrap_or(&text);
                let widest = page.lines().max_by_key(|line| width(line)).unwrap_or("");
                assert!(width(widest) <= 84, "{}: {widest}", rule.id);
            }
        }
    }
}
