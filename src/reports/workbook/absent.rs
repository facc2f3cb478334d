//! Who did not submit, by name.

use rust_xlsxwriter::Worksheet;

use super::Made;
use super::gather::{Gathered, UnionRow};
use super::styles::Styles;
use super::table::{Cell, Table};
use crate::reports::columns::one_line;
use crate::reports::submissions::{line, word};
use crate::verdicts::Absent;

const COLUMNS: [([&str; 2], usize); 4] = [
    (["工会编码", "Code"], 18),
    (["单位", "Union"], 44),
    (["上级", "Superior"], 44),
    (["情况", "State"], 16),
];

/// Writes the sheet.
pub(super) fn write(sheet: &mut Worksheet, gathered: &Gathered<'_>, styles: &Styles) -> Made<()> {
    let lang = gathered.lang;
    let about = lang.pick(
        "上级名册所列、没有台账的单位，和台账没有读全的单位。读不出来的原因见“数据问题”。",
        "Unions that a superior's roster lists and that have no records, and those whose records could not be read in full; why, the problems of the records say.",
    );
    let mut about = vec![(about.to_owned(), false)];
    about.extend(line(&gathered.summary.submissions, lang).map(|line| (line, false)));
    let title = lang.pick("未报送", "Not submitted");
    let table = Table { lang, styles, title, about, columns: &COLUMNS };
    let rows = gathered
        .unions
        .iter()
        .flat_map(|superior| superior.absent.iter().map(move |absent| row(gathered, superior, absent)));
    let count = gathered.unions.iter().map(|superior| superior.absent.len()).sum();
    table.write(sheet, count, rows).map(|_| ())
}

fn row(gathered: &Gathered<'_>, superior: &UnionRow, absent: &Absent) -> Vec<Cell> {
    vec![
        Cell::Short(absent.id.clone()),
        Cell::Text(one_line(&absent.name)),
        Cell::Text(gathered.name(&superior.id).to_owned()),
        Cell::Short(word(absent.submission, gathered.lang).to_owned()),
    ]
}
