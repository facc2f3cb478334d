//! The waivers of a file: what expires first stands first.

use std::io::{self, Write};

use serde::Serialize;

use super::columns::{one_line, pad, width, wrap};
use super::json_v1::{Location, Problem};
use super::look::{Look, Tone};
use crate::records::Date;
use crate::source::Lang;
use crate::verdicts::{Scope, Waiver, Waivers};

/// Days from which on a waiver that still holds is told to end soon.
const SOON: i64 = 30;

/// Lists waivers at a day.
#[derive(Debug, Clone, Copy)]
pub struct WaiversReport<'w> {
    waivers: &'w Waivers,
    as_of: Date,
}

#[derive(Serialize)]
struct Listed<'w> {
    version: u8,
    as_of: String,
    waivers: Vec<Entry<'w>>,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct Entry<'w> {
    rule: &'w str,
    union: Option<&'w str>,
    under: Option<&'w str>,
    reason: &'w str,
    approved_by: &'w str,
    until: String,
    days_left: i64,
    in_force: bool,
    fingerprint: Option<&'w str>,
    location: Location,
}

impl<'w> WaiversReport<'w> {
    /// These waivers at this day.
    pub fn new(waivers: &'w Waivers, as_of: Date) -> Self {
        Self { waivers, as_of }
    }

    fn in_order(&self) -> Vec<&'w Waiver> {
        let mut all: Vec<&Waiver> = self.waivers.all.iter().map(AsRef::as_ref).collect();
        all.sort_by_key(|waiver| waiver.until);
        all
    }

    /// As text.
    pub fn text(&self, look: Look, out: &mut dyn Write) -> io::Result<()> {
        let (lang, all) = (look.lang, self.in_order());
        let lefts: Vec<String> = all.iter().map(|waiver| left(waiver, self.as_of, lang)).collect();
        let widest = lefts.iter().map(|left| width(left)).max().unwrap_or(0);
        for (waiver, left) in all.iter().zip(&lefts) {
            let tone = match waiver.days_left(self.as_of) {
                ..0 => Tone::Bad,
                0..=SOON => Tone::Mind,
                _ => Tone::Calm,
            };
            let (until, rule, whom) =
                (waiver.until, one_line(&waiver.rule), one_line(waiver.whom().get(lang)));
            let whom = lang.pick(format!("（{whom}）"), format!(" ({whom})"));
            writeln!(out, "{}  {until}  {rule}{whom}", look.paint(tone, &pad(left, widest)))?;
            let (reason, by) = (one_line(&waiver.reason), one_line(&waiver.approved_by));
            let why = lang.pick(format!("{reason}（{by}批准）"), format!("{reason} (approved by {by})"));
            writeln!(out, "    {}", wrap(&why, look.columns, 4, 4))?;
            writeln!(out, "    {}", look.paint(Tone::Faint, &one_line(&waiver.place.to_string())))?;
        }
        let (count, holding) = (all.len(), all.iter().filter(|waiver| waiver.holds(self.as_of)).count());
        let (expired, invalid, as_of) = (count - holding, self.waivers.problems.len(), self.as_of);
        let counts = lang.pick(
            format!("截至 {as_of}：有效 {holding} 条，已到期 {expired} 条，写法有误 {invalid} 处"),
            format!("as of {as_of}: in force {holding}, expired {expired}, faults {invalid}"),
        );
        writeln!(out, "{counts}")
    }

    /// As JSON, version 1.
    pub fn json(&self, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
        let entry = |waiver: &'w Waiver| {
            let (union, under) = match &waiver.scope {
                Scope::All => (None, None),
                Scope::Union(id) => (Some(id.as_str()), None),
                Scope::Under(id) => (None, Some(id.as_str())),
            };
            Entry {
                rule: &waiver.rule,
                union,
                under,
                reason: &waiver.reason,
                approved_by: &waiver.approved_by,
                until: waiver.until.to_string(),
                days_left: waiver.days_left(self.as_of),
                in_force: waiver.holds(self.as_of),
                fingerprint: waiver.fingerprint.as_deref(),
                location: Location::new(&waiver.place, None, None, None),
            }
        };
        let listed = Listed {
            version: 1,
            as_of: self.as_of.to_string(),
            waivers: self.in_order().into_iter().map(entry).collect(),
            problems: self.waivers.problems.iter().map(|problem| Problem::new(problem, lang)).collect(),
        };
        serde_json::to_writer_pretty(&mut *out, &listed).map_err(io::Error::from)?;
        writeln!(out)
    }
}

fn left(waiver: &Waiver, as_of: Date, lang: Lang) -> String {
    match waiver.days_left(as_of) {
        days @ ..0 => {
            let ago = -days;
            lang.pick(format!("已到期 {ago} 天"), format!("expired {ago} days ago"))
        }
        0 => lang.pick("最后一天", "last day").to_owned(),
        days => lang.pick(format!("剩 {days} 天"), format!("{days} days left")),
    }
}
