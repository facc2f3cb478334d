//! One violation and what became of it, as people read it.

use std::io::{self, Write};

use super::text::tone;
use crate::engine::State;
use crate::reports::columns::{one_line, wrap};
use crate::reports::look::{Look, Tone};
use crate::reports::wording::{colon, union};
use crate::source::Lang;
use crate::verdicts::changes::{Change, Changed, Why};

/// Its kind, rule and union; why it stands here; what it says, where, and what to do.
pub(super) fn write(
    out: &mut dyn Write,
    changed: &Changed<'_>,
    name: Option<&str>,
    look: Look,
) -> io::Result<()> {
    let (violation, lang) = (changed.violation, look.lang);
    let kind = match violation.state {
        State::Error => State::Error.name(lang),
        _ => violation.severity.name(lang),
    };
    let mark = look.paint(tone(changed.change), &format!("{kind}[{}]", one_line(&violation.rule)));
    let head = [Some(union(&violation.union, name, lang)), why(changed, lang), telling(changed, lang)];
    let head: Vec<String> = head.into_iter().flatten().collect();
    writeln!(out, "  {mark} {}", head.join(lang.pick("，", ", ")))?;
    writeln!(out, "    {}", wrap(&one_line(&violation.message), look.columns, 4, 4))?;
    writeln!(out, "    {}", look.paint(Tone::Calm, &one_line(&violation.location.to_string())))?;
    // Of what was not checked again, checking comes first.
    let own = changed.why.and_then(|why| why.help(lang));
    let help = own.map_or_else(|| one_line(&violation.help), ToOwned::to_owned);
    if !help.is_empty() && !matches!(changed.change, Change::Fixed | Change::Waived) {
        let help = format!("{}{}{help}", lang.pick("怎么办", "what to do"), colon(lang));
        writeln!(out, "    {}", wrap(&help, look.columns, 4, 4))?;
    }
    Ok(())
}

/// Why it stands here, where the category alone does not say it.
pub(super) fn why(changed: &Changed<'_>, lang: Lang) -> Option<String> {
    let why = changed.why?;
    let text = why.name(lang);
    let before = changed.before.map(|(_, severity)| severity).filter(|_| why == Why::SeverityRaised);
    Some(match before {
        Some(before) => {
            let (before, after) = (before.name(lang), changed.violation.severity.name(lang));
            lang.pick(format!("{text}（{before} → {after}）"), format!("{text} ({before} → {after})"))
        }
        None => text.to_owned(),
    })
}

/// Since when.
pub(super) fn since(changed: &Changed<'_>, lang: Lang) -> String {
    let day = changed.since;
    lang.pick(format!("{day} 起"), format!("since {day}"))
}

/// Since when, where that tells more than the category does.
fn telling(changed: &Changed<'_>, lang: Lang) -> Option<String> {
    match changed.change {
        Change::New | Change::Reopened => None,
        Change::Worse if changed.why != Some(Why::SeverityRaised) => None,
        _ => Some(since(changed, lang)),
    }
}
