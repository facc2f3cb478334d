//! The lists: what is to be put right, what is wrong with the records, what is due.

use rust_xlsxwriter::Worksheet;

use super::Made;
use super::gather::{Due, Gathered, Waived};
use super::styles::Styles;
use super::table::{Cell, Table};
use crate::reports::mark::Mark;
use crate::reports::outcome::{counts, nothing_found, nothing_judged};
use crate::reports::rectify;

/// The columns of problems.
const PROBLEMS: [([&str; 2], usize); 6] = [
    (["序号", "No."], 6),
    (["程度", "Severity"], 9),
    (["位置", "Place"], 40),
    (["问题", "What is wrong"], 50),
    (["怎么办", "What to do"], 46),
    (["类别", "Kind"], 20),
];

/// The columns of what is due.
const DUES: [([&str; 2], usize); 7] = [
    (["期限", "Deadline"], 12),
    (["剩余天数", "Days left"], 10),
    (["单位", "Union"], 30),
    (["事项", "What"], 44),
    (["怎么办", "What to do"], 44),
    (["位置", "Place"], 30),
    (["规则", "Rule"], 28),
];

/// The columns of what is waived.
const WAIVED: [([&str; 2], usize); 7] = [
    (["序号", "No."], 6),
    (["豁免至", "Waived until"], 12),
    (["剩余天数", "Days left"], 10),
    (["单位", "Union"], 30),
    (["违规和豁免理由", "Violation and why it is waived"], 56),
    (["位置", "Place"], 36),
    (["规则", "Rule"], 28),
];

/// Violations and rules that failed, with columns to fill in.
pub(super) fn tasks(sheet: &mut Worksheet, gathered: &Gathered<'_>, styles: &Styles) -> Made<()> {
    let (lang, summary) = (gathered.lang, &gathered.summary);
    let rules = gathered.rules.len();
    let mut about = vec![(counts(summary, rules, lang), false)];
    if gathered.tasks.is_empty() {
        let loud = nothing_judged(summary, rules, lang);
        let said = loud.map_or_else(|| nothing_found(summary, lang), |loud| loud.message.to_owned());
        about.push((said, loud.is_some()));
    } else {
        about.push((rectify::next(lang).to_owned(), false));
    }
    let title = lang.pick(rectify::TITLE[0], rectify::TITLE[1]);
    let table = Table { lang, styles, title, about, columns: &rectify::COLUMNS };
    let rows = (1..).zip(&gathered.tasks).map(|(number, mark)| task(number, mark, gathered));
    table.write(sheet, gathered.tasks.len(), rows)?;
    // A key tells a thing apart from list to list; nobody reads it.
    let key = u16::try_from(rectify::COLUMNS.len() - 1).unwrap_or_default();
    sheet.set_column_hidden(key)?;
    Ok(())
}

fn task(number: u64, mark: &Mark, gathered: &Gathered<'_>) -> Vec<Cell> {
    vec![
        Cell::Count(number),
        Cell::Kind(mark.kind, mark.tint),
        Cell::Short(mark.severity.to_owned()),
        Cell::Text(mark.whose(&gathered.names)),
        Cell::Text(mark.place.clone()),
        Cell::Text(mark.message.clone()),
        Cell::Text(mark.help.clone()),
        Cell::Text(mark.rule.clone()),
        Cell::Blank,
        Cell::BlankDay,
        Cell::Blank,
        Cell::Text(mark.key.clone()),
    ]
}

/// What is wrong with the records.
pub(super) fn problems(sheet: &mut Worksheet, gathered: &Gathered<'_>, styles: &Styles) -> Made<()> {
    let lang = gathered.lang;
    let about = lang.pick(
        "台账本身的问题，请先改：没有读到的内容没有评价。",
        "What is wrong with the records themselves comes first: what could not be read was not judged.",
    );
    let table = Table {
        lang,
        styles,
        title: lang.pick("数据问题", "Problems of the records"),
        about: vec![(about.to_owned(), false)],
        columns: &PROBLEMS,
    };
    let row = |(number, mark): (u64, &Mark)| {
        vec![
            Cell::Count(number),
            Cell::Kind(mark.severity, mark.tint),
            Cell::Text(mark.place.clone()),
            Cell::Text(mark.message.clone()),
            Cell::Text(mark.help.clone()),
            Cell::Text(mark.rule.clone()),
        ]
    };
    table.write(sheet, gathered.problems.len(), (1..).zip(&gathered.problems).map(row)).map(|_| ())
}

/// What is waived, by the last day of its waiver.
pub(super) fn waived(sheet: &mut Worksheet, gathered: &Gathered<'_>, styles: &Styles) -> Made<()> {
    let (lang, today) = (gathered.lang, gathered.run.as_of);
    let about = lang.pick(
        format!("是违规，但有人批准暂不追究；到期后照常计算。剩余天数自 {today} 起算。"),
        format!("Violations somebody answers for until a day; after it they count again. Days are counted from {today}."),
    );
    let table = Table {
        lang,
        styles,
        title: lang.pick("豁免事项", "Waived"),
        about: vec![(about, false)],
        columns: &WAIVED,
    };
    let row = |(number, waived): (u64, &Waived)| {
        let mark = &waived.mark;
        vec![
            Cell::Count(number),
            Cell::Day(Some(waived.until)),
            Cell::Count(u64::try_from(waived.until.days_since(today)).unwrap_or_default()),
            Cell::Text(mark.whose(&gathered.names)),
            Cell::Text(mark.message.clone()),
            Cell::Text(mark.place.clone()),
            Cell::Text(mark.rule.clone()),
        ]
    };
    table.write(sheet, gathered.waived.len(), (1..).zip(&gathered.waived).map(row)).map(|_| ())
}

/// What is due, by its last day.
pub(super) fn dues(sheet: &mut Worksheet, gathered: &Gathered<'_>, styles: &Styles) -> Made<()> {
    let (lang, today) = (gathered.lang, gathered.run.as_of);
    let about = lang.pick(
        format!("还不算违规，按期限先后排列；剩余天数自 {today} 起算。"),
        format!("Not wrong yet, by deadline; days are counted from {today}."),
    );
    let table = Table {
        lang,
        styles,
        title: lang.pick("临期事项", "Due"),
        about: vec![(about, false)],
        columns: &DUES,
    };
    let row = |due: &Due| {
        let mark = &due.mark;
        let left = due.day.and_then(|day| u64::try_from(day.days_since(today)).ok());
        vec![
            Cell::Day(due.day),
            left.map_or(Cell::Short("—".to_owned()), Cell::Count),
            Cell::Text(mark.whose(&gathered.names)),
            Cell::Text(mark.message.clone()),
            Cell::Text(mark.help.clone()),
            Cell::Text(mark.place.clone()),
            Cell::Text(mark.rule.clone()),
        ]
    };
    table.write(sheet, gathered.dues.len(), gathered.dues.iter().map(row)).map(|_| ())
}
