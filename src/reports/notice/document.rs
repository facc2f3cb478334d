//! The text of a notice, in its order.

use super::grounds::Grounds;
use super::words;
use super::xml::{ACROSS, Body, Cell};
use super::{Addressee, Found};
use crate::reports::colon;
use crate::rulepack::Pack;
use crate::source::Lang;
use crate::verdicts::RunInfo;

/// Numbers of sections.
const SECTIONS: [[&str; 2]; 2] = [["一、", "1. "], ["二、", "2. "]];

/// The document.
pub(super) fn document(to: &Addressee, pack: &Pack, run: &RunInfo, lang: Lang) -> String {
    let mut body = Body::default();
    let mut grounds = Grounds::new(pack, lang);
    let mut section = SECTIONS.iter();
    let mut heading = |body: &mut Body, zh: &str, en: &str| {
        let [number_zh, number_en] = section.next().copied().unwrap_or_default();
        let text = lang.pick(format!("{number_zh}{zh}"), format!("{number_en}{en}"));
        body.paragraph("Heading1", &text);
    };
    body.paragraph("Number", &words::number(lang));
    body.paragraph("Title", words::title(lang));
    let name = if to.name.is_empty() { &to.id } else { &to.name };
    let named = lang.pick(format!("{name}（{}）：", to.id), format!("To {name} ({}):", to.id));
    body.paragraph("Opening", if to.name.is_empty() { name } else { &named });
    body.paragraph("Text", &words::found(to, run, lang));
    body.paragraph("Text", &words::reach(to, lang));
    heading(&mut body, "违规事项", "Violations");
    violations(&mut body, to, &mut grounds, lang);
    if !to.problems.is_empty() {
        heading(&mut body, "台账问题", "Problems of the records");
        problems(&mut body, to, lang);
    }
    for line in words::attached(lang) {
        body.paragraph("Attached", line);
    }
    for line in words::sender(lang) {
        body.paragraph("Signature", &line);
    }
    list(&mut body, &grounds, lang);
    reply(&mut body, to, lang);
    body.finish()
}

/// What it all rests on, word for word: the first attachment.
fn list(body: &mut Body, grounds: &Grounds<'_>, lang: Lang) {
    body.paragraph("Attachment", lang.pick("附件1", "Attachment 1"));
    body.paragraph("Title", words::grounds(lang));
    for (title, quotes) in grounds.list() {
        body.paragraph("GroundHead", &title);
        for (lead, text) in quotes {
            body.led("Ground", &format!("{lead}{}", colon(lang)), &text);
        }
    }
}

fn text(words: &str) -> Cell {
    vec![("TableText", words.to_owned())]
}

fn number(at: usize) -> Cell {
    vec![("TableCount", at.to_string())]
}

/// A number, and how bad the thing is.
fn rated(at: usize, found: &Found, lang: Lang) -> Cell {
    vec![("TableCount", at.to_string()), ("TableCount", found.severity.name(lang).to_owned())]
}

/// What is wrong, and below it where.
fn what(found: &Found, lang: Lang) -> Cell {
    let colon = colon(lang);
    let place = lang.pick("位置", "Place");
    vec![("TableText", found.message.clone()), ("TableText", format!("{place}{colon}{}", found.place))]
}

fn violations(body: &mut Body, to: &Addressee, grounds: &mut Grounds<'_>, lang: Lang) {
    let columns = [
        (lang.pick("序号", "No."), 740),
        (lang.pick("问题和位置", "What is wrong, and where"), 2905),
        (lang.pick("依据", "Ground"), 1750),
        (lang.pick("怎么办", "What to do"), 2350),
        (lang.pick("整改期限", "By when"), 1100),
    ];
    let row = |(at, found): (usize, &Found)| {
        vec![
            rated(at, found, lang),
            what(found, lang),
            text(&grounds.refer(&found.rule)),
            text(&found.help),
            Cell::new(),
        ]
    };
    body.table(&columns, (1..).zip(&to.findings).map(row));
}

fn problems(body: &mut Body, to: &Addressee, lang: Lang) {
    let columns = [
        (lang.pick("序号", "No."), 740),
        (lang.pick("问题和位置", "What is wrong, and where"), 4055),
        (lang.pick("怎么办", "What to do"), 2950),
        (lang.pick("整改期限", "By when"), 1100),
    ];
    let row = |(at, found): (usize, &Found)| {
        vec![rated(at, found, lang), what(found, lang), text(&found.help), Cell::new()]
    };
    body.table(&columns, (1..).zip(&to.problems).map(row));
}

/// The form to reply in: the second attachment.
fn reply(body: &mut Body, to: &Addressee, lang: Lang) {
    body.paragraph("Attachment", lang.pick("附件2", "Attachment 2"));
    body.paragraph("Title", words::reply(lang));
    let [whom, opening] = words::reply_opening(lang);
    body.paragraph("Opening", &whom);
    body.paragraph("Text", &opening);
    let columns = [
        (lang.pick("序号", "No."), 740),
        (lang.pick("整改事项", "To be put right"), 3305),
        (lang.pick("整改情况", "What was done"), 2700),
        (lang.pick("完成日期", "Done on"), 1100),
        (lang.pick("责任人", "Who"), 1000),
    ];
    let all = to.findings.iter().chain(&to.problems);
    let row = |(at, found): (usize, &Found)| {
        vec![number(at), text(&found.message), Cell::new(), Cell::new(), Cell::new()]
    };
    body.table(&columns, (1..).zip(all).map(row));
    for line in words::reply_signatures(lang) {
        body.paragraph("Form", &line);
    }
    body.table(&[(words::review(lang), ACROSS)], std::iter::once(vec![vec![("Room", String::new())]]));
    body.paragraph("End", "");
}
