//! Who did what: a line a union, a line a superior, and the unions that came or went.

use std::io::{self, Write};

use crate::reports::columns::{one_line, pad, width};
use crate::reports::look::{Look, Tone};
use crate::reports::outcome::percent;
use crate::reports::wording::{colon, union};
use crate::source::Lang;
use crate::verdicts::changes::{Change, Changes, Presence, Tally};

/// Lines of a table at most, and names of a list; the rest is counted.
const MOST: usize = 20;

/// Columns a name takes at most.
const WIDEST: usize = 36;

/// All there is to show of them.
pub(super) fn write(out: &mut dyn Write, changes: &Changes<'_>, look: Look) -> io::Result<()> {
    let lang = look.lang;
    if changes.unions.len() > 1 {
        let rows = changes.unions.iter().filter(|union| has_any(&union.tally));
        let rows: Vec<_> = rows.map(|one| (union(one.id, Some(one.name), lang), &one.tally)).collect();
        table(out, lang.pick("各单位", "by union"), &rows, look)?;
    }
    let superiors: Vec<_> = changes
        .superiors
        .iter()
        .map(|one| {
            let (name, unions) = (union(one.id, Some(one.name), lang), one.unions);
            (lang.pick(format!("{name}，{unions} 家"), format!("{name}, unions {unions}")), &one.tally)
        })
        .collect();
    table(out, lang.pick("上级工会（所辖单位合计）", "superiors (sums over all below)"), &superiors, look)?;
    for (presence, zh, en) in [
        (Presence::Missing, "本次未报送的单位", "unions not submitted now"),
        (Presence::Added, "本次新报送的单位", "unions not submitted before"),
    ] {
        list(out, changes, presence, lang.pick(zh, en), look)?;
    }
    Ok(())
}

/// Whether a union has anything to be told.
fn has_any(tally: &Tally) -> bool {
    Change::ALL.into_iter().any(|change| tally.count(change) > 0)
}

fn table(out: &mut dyn Write, title: &str, rows: &[(String, &Tally)], look: Look) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let lang = look.lang;
    let shown = &rows[..rows.len().min(MOST)];
    let names: Vec<String> = shown.iter().map(|(name, _)| cut(name)).collect();
    let widest = names.iter().map(|name| width(name)).max().unwrap_or(0);
    let heads = Change::ALL.map(|change| change.name(lang));
    let rate = lang.pick("整改率", "rectified");
    writeln!(out, "\n{}", look.paint(Tone::Strong, title))?;
    let lines: Vec<Vec<String>> = shown.iter().map(|(_, tally)| cells(tally)).collect();
    let heads: Vec<&str> = heads.into_iter().chain([rate]).collect();
    let wide = |at: usize| {
        let cells = lines.iter().filter_map(|line| line.get(at)).map(|cell| width(cell));
        cells.chain(heads.get(at).map(|head| width(head))).max().unwrap_or(0)
    };
    let line = |cells: &[&str]| -> String {
        let cells = cells.iter().enumerate().map(|(at, cell)| right(cell, wide(at)));
        cells.collect::<Vec<_>>().join("  ")
    };
    writeln!(out, "  {}  {}", pad("", widest), look.paint(Tone::Faint, &line(&heads)))?;
    for (name, cells) in names.iter().zip(&lines) {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        writeln!(out, "  {}  {}", pad(name, widest), line(&cells))?;
    }
    left_out(out, rows.len(), lang)
}

/// The counts, a dot where there is nothing, and the rate.
fn cells(tally: &Tally) -> Vec<String> {
    let shown = |count: u64| if count == 0 { "·".to_owned() } else { count.to_string() };
    let counts = Change::ALL.into_iter().map(|change| shown(tally.count(change)));
    counts.chain([percent(tally.fixed, tally.violations.old)]).collect()
}

fn left_out(out: &mut dyn Write, all: usize, lang: Lang) -> io::Result<()> {
    let rest = all.saturating_sub(MOST);
    if rest == 0 {
        return Ok(());
    }
    let text = lang.pick(
        format!("另有 {rest} 家没有列出；全部见 --format json"),
        format!("not shown: {rest}; --format json has all"),
    );
    writeln!(out, "  {text}")
}

fn list(
    out: &mut dyn Write,
    changes: &Changes<'_>,
    presence: Presence,
    title: &str,
    look: Look,
) -> io::Result<()> {
    let found: Vec<_> = changes.unions.iter().filter(|one| one.presence == presence).collect();
    if found.is_empty() {
        return Ok(());
    }
    let tone = if presence == Presence::Missing { Tone::Mind } else { Tone::Strong };
    let head = format!("{title} {}{}", found.len(), colon(look.lang).trim_end());
    writeln!(out, "\n{}", look.paint(tone, &head))?;
    for one in found.iter().take(MOST) {
        writeln!(out, "  {}", union(one.id, Some(one.name), look.lang))?;
    }
    left_out(out, found.len(), look.lang)
}

fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

fn cut(text: &str) -> String {
    let text = one_line(text);
    if width(&text) <= WIDEST {
        return text;
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += width(c.encode_utf8(&mut [0; 4]));
        used <= WIDEST
    };
    text.chars().take_while(fits).chain(['…']).collect()
}
