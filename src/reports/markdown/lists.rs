//! The lists: rules that failed, problems, rules broken, what is to be put right, what is not settled, what
//! is waived.

use std::cmp::Reverse;

use super::escape::{code, text};
use super::gather::{Broken, Gathered, Row};
use super::page::{Page, ROOM};
use crate::engine::State;
use crate::reports::excused;
use crate::reports::wording::concerned;
use crate::rulepack::Pack;

/// Bytes of the list of what is to be put right at most.
const MUCH_ROOM: usize = 320 * 1024;

/// Rules that failed, each place in a script once.
pub(super) fn errors(page: &mut Page, gathered: &Gathered, pack: &Pack) {
    let lang = page.lang;
    let told = gathered.errors.told(pack, &gathered.run.rules);
    if told.is_empty() {
        return;
    }
    page.section(State::Error.name(lang));
    let columns = lang.pick(
        ["规则", "位置", "问题", "单位", "怎么办"],
        ["Rule", "Place", "What is wrong", "Unions", "What to do"],
    );
    let rows = told.iter().map(|told| {
        let message = text(told.message.get(lang));
        let place = code(&told.at.to_string());
        vec![code(told.rule), place, message, concerned(told.unions, lang), text(told.help.get(lang))]
    });
    page.table(&columns, rows, told.len() as u64, ROOM);
}

/// What is wrong with the records.
pub(super) fn problems(page: &mut Page, gathered: &Gathered) {
    let (lang, problems) = (page.lang, &gathered.problems);
    if problems.all() == 0 {
        return;
    }
    let title = lang.pick("台账问题", "Problems of the records");
    page.section(&format!("{title} {}", problems.all()));
    let columns =
        lang.pick(["程度", "位置", "问题", "怎么办"], ["Severity", "Place", "What is wrong", "What to do"]);
    let rows =
        problems.iter().map(|row| vec![row.kind.to_owned(), code(&row.place), what(row), text(&row.help)]);
    page.table(&columns, rows, problems.all(), ROOM);
}

/// The rules broken, the gravest first.
pub(super) fn rules(page: &mut Page, gathered: &Gathered, pack: &Pack) {
    let lang = page.lang;
    let mut broken: Vec<(&String, &Broken)> = gathered.broken.iter().collect();
    if broken.is_empty() {
        return;
    }
    broken.sort_by_key(|(_, broken)| (Reverse(broken.severity), Reverse(broken.places)));
    page.section(
        &lang.pick(format!("违反的规则 {} 条", broken.len()), format!("Rules broken: {}", broken.len())),
    );
    let columns = lang.pick(
        ["程度", "规则", "标题", "单位", "违规之处"],
        ["Severity", "Rule", "Title", "Unions", "Violations"],
    );
    let rows = broken.iter().map(|(id, broken)| {
        let title = pack.rule(id).map_or("", |rule| rule.title.get(lang));
        let (unions, places) = (broken.unions.to_string(), broken.places.to_string());
        vec![broken.severity.name(lang).to_owned(), code(id), text(title), unions, places]
    });
    page.table(&columns, rows, broken.len() as u64, ROOM);
}

/// What is to be put right.
pub(super) fn fails(page: &mut Page, gathered: &Gathered) {
    let (lang, fails) = (page.lang, &gathered.fails);
    if fails.all() == 0 {
        return;
    }
    page.section(&lang.pick(format!("违规之处 {}", fails.all()), format!("Violations: {}", fails.all())));
    let columns = lang.pick(
        ["程度", "单位", "位置", "问题", "怎么办"],
        ["Severity", "Union", "Place", "What is wrong", "What to do"],
    );
    page.table(
        &columns,
        fails.iter().map(|row| line(row, page)).collect::<Vec<_>>().into_iter(),
        fails.all(),
        MUCH_ROOM,
    );
}

/// What is not wrong yet, and what could not be told; folded.
pub(super) fn unsettled(page: &mut Page, gathered: &Gathered) {
    let lang = page.lang;
    let columns = lang.pick(
        ["期限", "单位", "位置", "事项", "怎么办"],
        ["Deadline", "Union", "Place", "What", "What to do"],
    );
    let dues = &gathered.dues;
    if dues.all() > 0 {
        let title = lang.pick(format!("临期 {} 项", dues.all()), format!("due: {}", dues.all()));
        let rows = dues.iter().map(|row| {
            let day = row.day.map_or_else(|| "—".to_owned(), |day| day.to_string());
            vec![day, text(&row.whose), code(&row.place), what(row), text(&row.help)]
        });
        page.folded(&title, |page| page.table(&columns, rows, dues.all(), ROOM));
    }
    let lacking = &gathered.lacking;
    if lacking.all() > 0 {
        let title =
            lang.pick(format!("数据不足 {} 项", lacking.all()), format!("insufficient: {}", lacking.all()));
        let rows =
            lacking.iter().map(|row| vec![text(&row.whose), code(&row.place), what(row), text(&row.help)]);
        page.folded(&title, |page| page.table(&columns[1..], rows, lacking.all(), ROOM));
    }
}

/// What somebody answers for.
pub(super) fn waived(page: &mut Page, gathered: &Gathered) {
    let (lang, waived) = (page.lang, &gathered.waived);
    if waived.all() == 0 {
        return;
    }
    page.section(&lang.pick(format!("豁免 {} 处", waived.all()), format!("Waived: {}", waived.all())));
    let columns = lang.pick(
        ["单位", "位置", "问题", "理由", "批准", "最后一日"],
        ["Union", "Place", "What is wrong", "Reason", "Approved by", "Last day"],
    );
    let rows = waived.iter().map(|row| {
        let (reason, by, until) = row.waiver.as_ref().map_or_else(
            || ["—"; 3].map(str::to_owned).into(),
            |(reason, by, until)| (text(reason), text(by), until.to_string()),
        );
        vec![text(&row.whose), code(&row.place), what(row), reason, by, until]
    });
    page.table(&columns, rows, waived.all(), ROOM);
}

fn line(row: &Row, page: &Page) -> Vec<String> {
    let known = excused::in_baseline(page.lang);
    let known = page.lang.pick(format!("（{known}）"), format!(" ({known})"));
    let kind = format!("{}{}", row.kind, if row.is_known { &known } else { "" });
    vec![kind, text(&row.whose), code(&row.place), what(row), text(&row.help)]
}

/// What is wrong, and by which rule.
fn what(row: &Row) -> String {
    format!("{}<br>{}", text(&row.message), code(&row.name))
}
