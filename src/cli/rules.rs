//! `hegui rules`: the catalogue, a line a rule.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::args::{ListFormat, RulesArgs};
use super::exit_status::Status;
use super::pack;
use super::session::Session;
use crate::engine::State;
use crate::reports::{Look, Tone, catalogue, pad, width};
use crate::rulepack::{Pack, Rule};
use crate::source::{Lang, Severity};

/// Does it. Rules that cannot be judged are listed too, and make the status 2.
pub(super) fn run(args: &RulesArgs, session: &Session, out: &mut dyn Write) -> io::Result<Status> {
    let Some(pack) = pack::load(&args.rules, &args.profile, session) else { return Ok(Status::NotDone) };
    match args.format {
        ListFormat::Text => list(&pack, session.out(), out)?,
        ListFormat::Json => {
            let rules: Vec<Value> = pack
                .rules
                .iter()
                .filter(|rule| rule.retired || pack.judges(rule))
                .map(|rule| as_json(rule, session.machine_lang))
                .collect();
            serde_json::to_writer_pretty(&mut *out, &rules).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        ListFormat::Markdown => catalogue(&pack, session.machine_lang, out)?,
    }
    out.flush()?;
    for rule in &pack.broken {
        pack::draw_broken(rule, session);
    }
    Ok(if pack.broken.is_empty() { Status::Clean } else { Status::NotDone })
}

fn list(pack: &Pack, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let lang = look.lang;
    let widest = pack.ids().map(width).max().unwrap_or(0);
    let severity_width =
        [Severity::Note, Severity::Warning, Severity::Error].map(|s| width(s.name(lang))).into_iter().max();
    let retired = pack.rules.iter().filter(|rule| rule.retired);
    for rule in pack.catalogue().into_iter().chain(retired) {
        let severity = pad(rule.severity.name(lang), severity_width.unwrap_or(0));
        let severity = look.paint(Tone::of_severity(rule.severity), &severity);
        let (id, strength, title) = (pad(&rule.id, widest), rule.strength.as_str(), rule.title.get(lang));
        let retired = if rule.retired { lang.pick("（已停用）", " (retired)") } else { "" };
        writeln!(out, "{id}  {severity}  {strength}  {title}{retired}")?;
    }
    for rule in &pack.broken {
        writeln!(out, "{}  {}", pad(&rule.id, widest), look.paint(Tone::Bad, State::Error.name(lang)))?;
    }
    Ok(())
}

fn as_json(rule: &Rule, lang: Lang) -> Value {
    let law = |basis: &crate::rulepack::Basis| json!({ "law": basis.law, "article": basis.article, "status": basis.status.as_str(), "region": basis.region });
    json!({
        "id": rule.id,
        "area": rule.area,
        "severity": rule.severity.as_str(),
        "strength": rule.strength.as_str(),
        "weight": rule.weight,
        "title": rule.title.get(lang),
        "requires": rule.requires,
        "basis": rule.basis.iter().map(law).collect::<Vec<_>>(),
        "retired": rule.retired,
    })
}
