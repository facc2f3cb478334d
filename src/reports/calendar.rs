//! What is due as a calendar (RFC 5545): an all-day event for each thing, on its last day.
//!
//! Written here rather than with a library: those there are take the time of an event from the clock and
//! its name at random, and equal inputs must give equal bytes.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::columns::one_line;
use super::deadline::last_day;
use super::outcome::{about, counts, nothing_judged};
use super::{Report, colon};
use crate::engine::State;
use crate::records::Date;
use crate::rulepack::Pack;
use crate::source::Lang;
use crate::verdicts::{Chunk, Finding, Item, RunInfo, Summary};

/// Bytes a line may have, its end not counted.
const LINE: usize = 75;

/// Collects what is due, because its unions' names may come later, and writes the calendar at the end.
#[derive(Debug)]
pub struct CalendarReport<'p> {
    pack: &'p Pack,
    lang: Lang,
    run: Option<RunInfo>,
    events: Vec<Event>,
    /// Things due that name no day.
    undated: u64,
    /// Names by code.
    unions: BTreeMap<String, String>,
}

/// One thing due.
#[derive(Debug)]
struct Event {
    day: Date,
    /// What it is known by from run to run.
    uid: String,
    union: String,
    /// Titles of rules name the violation; the message says what is so.
    message: String,
    description: String,
}

impl<'p> CalendarReport<'p> {
    /// A calendar in `lang`, with the titles of the pack's rules.
    pub fn new(pack: &'p Pack, lang: Lang) -> Self {
        Self { pack, lang, run: None, events: Vec::new(), undated: 0, unions: BTreeMap::new() }
    }

    fn add(&mut self, finding: &Finding) {
        let (lang, id) = (self.lang, &finding.rule);
        let Some(day) = last_day(finding) else {
            self.undated += 1;
            return;
        };
        let colon = colon(lang);
        let message = one_line(finding.message.get(lang));
        let title = self.pack.rule(id).map_or(id.as_str(), |rule| rule.title.get(lang));
        let place = one_line(&finding.place.location.to_string());
        // The days a message counts are counted from the day judged at.
        let as_of = self.run.as_ref().map(|run| run.as_of.to_string()).unwrap_or_default();
        let description = [
            lang.pick(format!("{message}（截至{as_of}）"), format!("{message} (as of {as_of})")),
            format!("{}{colon}{}", lang.pick("怎么办", "What to do"), finding.help.get(lang)),
            format!("{}{colon}{place}", lang.pick("位置", "Place")),
            lang.pick(format!("规则：{title}（{id}）"), format!("Rule: {title} ({id})")),
        ];
        self.events.push(Event {
            day,
            uid: format!("{}-{}", finding.fingerprint, plain(&finding.union)),
            union: finding.union.clone(),
            message,
            description: description.join("\n"),
        });
    }

    /// A note for those who would take an empty calendar for a good sign; none where nothing needs saying.
    fn note(&self, summary: &Summary, rules: usize) -> Option<String> {
        let lang = self.lang;
        if let Some(loud) = nothing_judged(summary, rules, lang) {
            return Some(loud.message.to_owned());
        }
        let undated = self.undated;
        if undated > 0 {
            return Some(lang.pick(
                format!("另有 {undated} 项临期没有写明期限，未列入日历"),
                format!("{undated} things due name no day and are not in the calendar"),
            ));
        }
        self.events.is_empty().then(|| lang.pick("没有临期事项", "nothing is due").to_owned())
    }

    fn write_events(&mut self, out: &mut Lines<'_>, as_of: Date) -> io::Result<()> {
        let lang = self.lang;
        self.events.sort_by_key(|event| event.day);
        let mut taken: BTreeMap<&str, u32> = BTreeMap::new();
        for event in &self.events {
            let copies = taken.entry(&event.uid).or_insert(0);
            *copies += 1;
            let copy = if *copies > 1 { format!("-{copies}") } else { String::new() };
            let name = self.unions.get(&event.union).filter(|name| !name.is_empty());
            let name = name.unwrap_or(&event.union);
            let summary = format!("{name}{}{}", colon(lang), event.message);
            out.line("BEGIN:VEVENT")?;
            out.line(&format!("UID:{}{copy}@hegui", event.uid))?;
            out.line(&format!("DTSTAMP:{}T000000Z", basic(as_of)))?;
            out.line(&format!("DTSTART;VALUE=DATE:{}", basic(event.day)))?;
            out.line(&format!("DTEND;VALUE=DATE:{}", basic(event.day.plus_days(1))))?;
            out.text("SUMMARY", &summary)?;
            out.text("DESCRIPTION", &event.description)?;
            out.text("CATEGORIES", State::Due.name(lang))?;
            out.line("TRANSP:TRANSPARENT")?;
            out.line("END:VEVENT")?;
        }
        Ok(())
    }
}

impl Report for CalendarReport<'_> {
    fn begin(&mut self, _: &mut dyn Write, run: &RunInfo) -> io::Result<()> {
        self.run = Some(run.clone());
        Ok(())
    }

    fn chunk(&mut self, _: &mut dyn Write, chunk: &Chunk) -> io::Result<()> {
        for item in &chunk.items {
            match item {
                Item::Finding(finding) if finding.state == State::Due => self.add(finding),
                Item::Finding(_) | Item::Problem(_) => {}
            }
        }
        self.unions.extend(chunk.unions.iter().map(|union| (union.id.clone(), one_line(&union.name))));
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        // A run that was never begun has nothing to say of itself.
        let Some(run) = self.run.take() else { return Ok(()) };
        let (lang, mut out) = (self.lang, Lines(out));
        out.line("BEGIN:VCALENDAR")?;
        out.line("VERSION:2.0")?;
        out.line(&format!(
            "PRODID:-//hegui//hegui {}//{}",
            env!("CARGO_PKG_VERSION"),
            lang.pick("ZH", "EN")
        ))?;
        out.line("CALSCALE:GREGORIAN")?;
        out.text("X-WR-CALNAME", lang.pick("工会临期事项", "Due at unions"))?;
        let numbers = counts(summary, run.rules.len(), lang);
        out.text("X-WR-CALDESC", &format!("{}\n{numbers}", about(&run, lang)))?;
        self.write_events(&mut out, run.as_of)?;
        // A calendar must hold something; a journal entry is no event, and keeps the count of those true.
        if let Some(note) = self.note(summary, run.rules.len()) {
            out.line("BEGIN:VJOURNAL")?;
            out.line("UID:note@hegui")?;
            out.line(&format!("DTSTAMP:{}T000000Z", basic(run.as_of)))?;
            out.line(&format!("DTSTART;VALUE=DATE:{}", basic(run.as_of)))?;
            out.text("SUMMARY", &note)?;
            out.line("END:VJOURNAL")?;
        }
        out.line("END:VCALENDAR")
    }
}

/// Lines of a calendar.
struct Lines<'w>(&'w mut dyn Write);

impl Lines<'_> {
    /// A property whose value is text.
    fn text(&mut self, name: &str, value: &str) -> io::Result<()> {
        self.line(&format!("{name}:{}", escape(value)))
    }

    /// A line, folded where it is too long: never inside a character.
    fn line(&mut self, line: &str) -> io::Result<()> {
        let mut used = 0;
        for c in line.chars() {
            if used + c.len_utf8() > LINE {
                self.0.write_all(b"\r\n ")?;
                used = 1;
            }
            self.0.write_all(c.encode_utf8(&mut [0; 4]).as_bytes())?;
            used += c.len_utf8();
        }
        self.0.write_all(b"\r\n")
    }
}

/// A text as a value: what has a meaning there is escaped, what is unseen is a mark.
fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut escaped, c| {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            '\r' => {}
            c if c.is_control() => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
        escaped
    })
}

/// A union's code as part of a name in the world: what is no letter or digit is spelt by its number, so that
/// different codes stay different.
fn plain(code: &str) -> String {
    let spelt =
        |c: char| if c.is_ascii_alphanumeric() { c.to_string() } else { format!(".{:x}.", u32::from(c)) };
    code.chars().map(spelt).collect()
}

/// `20261231`.
fn basic(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Arg;
    use crate::reports::samples::{lapsed, run, text, written};

    #[test]
    fn lines_fold_at_75_bytes_and_never_inside_a_character() {
        let mut out = Vec::new();
        let value = "会".repeat(60) + "a,b;c\\d\ne";
        Lines(&mut out).text("SUMMARY", &value).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.ends_with("\r\n") && text.split("\r\n").all(|line| line.len() <= LINE), "{text}");
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.ends_with("a\\,b\\;c\\\\d\\ne\r\n"), "{unfolded}");
    }

    #[test]
    fn a_thing_due_is_an_event_and_what_names_no_day_is_said() {
        let pack = Pack::builtin().unwrap();
        let calendar = written(&mut CalendarReport::new(&pack, Lang::Zh));
        assert!(!calendar.contains("VEVENT") && calendar.contains("另有 1 项临期没有写明期限"), "{calendar}");
        let (mut report, mut out) = (CalendarReport::new(&pack, Lang::Zh), Vec::new());
        report.begin(&mut out, &run()).unwrap();
        let args = vec![("deadline".to_owned(), Arg::Date(Date::new(2027, 1, 31).unwrap()))];
        let due = Finding { state: State::Due, args, message: text("快了", "soon"), ..lapsed() };
        let items = vec![Item::Finding(due.clone()), Item::Finding(due)];
        report.chunk(&mut out, &Chunk { items, ..Chunk::default() }).unwrap();
        report.finish(&mut out, &Summary::default()).unwrap();
        let calendar = String::from_utf8(out).unwrap();
        assert!(calendar.contains("DTSTART;VALUE=DATE:20270131\r\nDTEND;VALUE=DATE:20270201\r\n"));
        assert!(calendar.contains("DTSTAMP:20261231T000000Z"), "{calendar}");
        let uids: Vec<&str> = calendar.lines().filter(|line| line.starts_with("UID:0")).collect();
        assert!(uids.len() == 2 && uids[0] != uids[1], "{uids:?}");
        assert!(calendar.contains("没有评价任何单位，不能说明合规"), "{calendar}");
    }
}
