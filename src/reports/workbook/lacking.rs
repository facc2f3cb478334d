//! What could not be told, put together by union and by what would mend it: one ledger handed in answers
//! many rules.

use rust_xlsxwriter::Worksheet;

use super::Made;
use super::gather::{Gathered, UnionRow};
use super::styles::Styles;
use super::table::{Cell, Table};
use crate::reports::lacking::Remedy;
use crate::source::Lang;

/// Things named in one cell.
const NAMED: usize = 40;

const COLUMNS: [([&str; 2], usize); 6] = [
    (["工会编码", "Code"], 14),
    (["单位", "Union"], 32),
    (["怎么补", "What to do"], 44),
    (["缺什么", "What is lacking"], 70),
    (["处数", "Places"], 8),
    (["规则数", "Rules"], 8),
];

/// Writes the sheet.
pub(super) fn write(sheet: &mut Worksheet, gathered: &Gathered<'_>, styles: &Styles) -> Made<()> {
    let lang = gathered.lang;
    let about = lang.pick(
        "台账缺少规则要用的内容，没有得出结论；不等于合规。同一单位、同一补法合为一行，“处数”是缺的地方，“规则数”是因此没有得出结论的规则。",
        "The records lack what rules need, so no verdict was reached: that is not compliance. A row a union and remedy; places are where something lacks, rules those without a verdict.",
    );
    let table = Table {
        lang,
        styles,
        title: lang.pick("数据不足", "What could not be told"),
        about: vec![(about.to_owned(), false)],
        columns: &COLUMNS,
    };
    let count = gathered.unions.iter().map(|union| union.lacking.0.len()).sum();
    let rows = gathered
        .unions
        .iter()
        .flat_map(|union| union.lacking.0.iter().map(move |remedy| row(gathered, union, remedy)));
    table.write(sheet, count, rows).map(|_| ())
}

fn row(gathered: &Gathered<'_>, union: &UnionRow, remedy: &Remedy) -> Vec<Cell> {
    let mut rules: Vec<u16> = remedy.things.iter().flat_map(|thing| thing.rules.iter().copied()).collect();
    rules.sort_unstable();
    rules.dedup();
    vec![
        Cell::Short(union.id.clone()),
        Cell::Text(gathered.name(&union.id).to_owned()),
        Cell::Text(remedy.help.clone()),
        Cell::Text(things(remedy, gathered.lang)),
        Cell::Count(remedy.things.iter().map(|thing| thing.places).sum()),
        Cell::Count(rules.len() as u64),
    ]
}

fn things(remedy: &Remedy, lang: Lang) -> String {
    let named: Vec<&str> = remedy.things.iter().take(NAMED).map(|thing| thing.what.as_str()).collect();
    let mut text = named.join(lang.pick("；", "; "));
    let more = remedy.things.len().saturating_sub(NAMED);
    if more > 0 {
        text += &lang.pick(format!("；另有 {more} 项"), format!("; {more} more"));
    }
    text
}
