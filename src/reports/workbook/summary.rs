//! The numbers: of the whole, by area, by superior, of the rules broken most. Compliance and coverage stand
//! side by side, as counts and in percent.

use rust_xlsxwriter::Worksheet;

use super::Made;
use super::gather::{Gathered, RuleRow};
use super::styles::Styles;
use super::table::{BLUE, Cell, GREEN, Table, bars};
use super::tally::Tally;
use crate::engine::State;
use crate::reports::outcome::{about, counts, incomplete, nothing_judged};
use crate::reports::{excused, submissions};
use crate::source::{Lang, Severity};

/// Rules shown at most.
const MOST_RULES: usize = 20;

/// The columns of every block.
const COLUMNS: [([&str; 2], usize); 19] = [
    (["项目", "Of"], 52),
    (["单位数", "Unions"], 8),
    (["合规率", "Compliance"], 11),
    (["合规", "Pass"], 8),
    (["已评价", "Judged"], 8),
    (["覆盖率", "Coverage"], 11),
    (["应评价", "Applicable"], 10),
    (["得分", "Score"], 8),
    (["违规", "Fail"], 8),
    (["临期", "Due"], 8),
    (["豁免", "Waived"], 8),
    (["数据不足", "Insufficient"], 10),
    (["规则错误", "Rule errors"], 10),
    (["不适用", "Not applicable"], 10),
    (["违规之处", "Violations"], 10),
    (["错误", "Error"], 8),
    (["警告", "Warning"], 8),
    (["提示", "Note"], 8),
    (["违规占比", "Share of violations"], 11),
];

/// Writes the sheet.
pub(super) fn write(sheet: &mut Worksheet, gathered: &Gathered<'_>, styles: &Styles) -> Made<()> {
    let lang = gathered.lang;
    let table = Table {
        lang,
        styles,
        title: lang.pick("审查汇总", "Summary of the audit"),
        about: lines(gathered),
        columns: &COLUMNS,
    };
    let heading = table.head(sheet)?;
    let mut at = heading;
    for (title, rows) in blocks(gathered) {
        at += 1;
        for column in (0..).take(COLUMNS.len()) {
            let text = if column == 0 { title.as_str() } else { "" };
            sheet.write_string_with_format(at, column, text, &styles.group)?;
        }
        for (name, tally) in rows {
            at += 1;
            table.row(sheet, at, &cells(name, &tally, gathered))?;
        }
    }
    at = problems(sheet, at, gathered, &table)?;
    bars(sheet, 2, heading + 1, at, GREEN)?;
    bars(sheet, 5, heading + 1, at, BLUE)?;
    table.frame(sheet, heading, at)
}

/// What the run was about, its numbers in words, and what must not be passed over.
fn lines(gathered: &Gathered<'_>) -> Vec<(String, bool)> {
    let (lang, rules, summary) = (gathered.lang, gathered.rules.len(), &gathered.summary);
    let mut lines = vec![(about(&gathered.run, lang), false), (counts(summary, rules, lang), false)];
    lines.extend(excused::gone(summary, lang).into_iter().map(|line| (line, false)));
    lines.extend(submissions::line(&summary.submissions, lang).map(|line| (line, false)));
    if let Some(loud) = nothing_judged(summary, rules, lang) {
        lines.push((format!("{}{}{}", loud.message, lang.pick("；", "; "), loud.help), true));
    } else if let Some(message) = incomplete(summary, lang) {
        lines.push((message, true));
    }
    lines.push((how_to_read(lang).to_owned(), false));
    lines
}

fn how_to_read(lang: Lang) -> &'static str {
    lang.pick(
        "一条规则对一个单位得出一个结论，一个结论可有几处违规。合规率 = 合规 ÷ 已评价，覆盖率 = 已评价 ÷ 应评价，两个数一起看：覆盖率低的，合规率说明不了多少。",
        "A verdict is one rule on one union; it may hold several violations. Compliance = pass ÷ judged, coverage = judged ÷ applicable: read both, for where coverage is low, compliance says little.",
    )
}

/// The blocks: a title, and rows by name.
fn blocks(gathered: &Gathered<'_>) -> Vec<(String, Vec<(String, Tally)>)> {
    let lang = gathered.lang;
    let mut all = Tally {
        unions: Some(gathered.summary.unions),
        states: gathered.summary.states,
        score: gathered.summary.score,
        places: gathered.summary.severities,
    };
    all.unions.get_or_insert(0);
    let whole = (lang.pick("全部单位", "All unions").to_owned(), all);
    let areas = gathered.areas.clone();
    let mut blocks = vec![
        (lang.pick("总计", "In all").to_owned(), vec![whole]),
        (lang.pick("按领域", "By area").to_owned(), areas),
    ];
    let superiors = superiors(gathered);
    if superiors.len() > 1 {
        blocks.push((
            lang.pick("按上级（直属下级合计）", "By superior (those directly below)").to_owned(),
            superiors,
        ));
    }
    let (rules, all_broken) = rules(gathered);
    if all_broken > 0 {
        let shown = rules.len();
        let title = lang.pick(
            format!("违规最多的规则（有违规的 {all_broken} 条，列出 {shown} 条）"),
            format!("The rules broken most ({shown} of {all_broken})"),
        );
        blocks.push((title, rules));
    }
    blocks.retain(|(_, rows)| !rows.is_empty());
    blocks
}

/// Unions by the one above them, in the order of their records.
fn superiors(gathered: &Gathered<'_>) -> Vec<(String, Tally)> {
    let mut rows: Vec<(Option<&str>, Tally)> = Vec::new();
    let mut at = std::collections::BTreeMap::new();
    for union in &gathered.unions {
        let superior = union.superior.as_deref();
        let at = *at.entry(superior).or_insert(rows.len());
        if at == rows.len() {
            rows.push((superior, Tally::default()));
        }
        rows[at].1.add(&union.tally);
    }
    let lang = gathered.lang;
    let name = |superior: Option<&str>| match superior {
        None => lang.pick("没有写明上级", "no superior recorded").to_owned(),
        Some(id) => match gathered.name(id) {
            name if name == id => id.to_owned(),
            name => lang.pick(format!("{name}（{id}）"), format!("{name} ({id})")),
        },
    };
    rows.into_iter().map(|(superior, tally)| (name(superior), tally)).collect()
}

/// The rules with the most violations, and how many have any.
fn rules(gathered: &Gathered<'_>) -> (Vec<(String, Tally)>, usize) {
    let mut broken: Vec<&RuleRow> =
        gathered.rules.iter().filter(|rule| rule.tally.all_places() > 0).collect();
    broken.sort_by_key(|rule| {
        (u64::MAX - rule.tally.all_places(), u64::MAX - rule.tally.states.get(State::Fail))
    });
    let all = broken.len();
    let named = |rule: &RuleRow| {
        let severity = rule.severity.map_or("", |severity| severity.name(gathered.lang));
        let (title, id) = (&rule.title, &rule.id);
        (
            gathered.lang.pick(format!("{title}（{id}，{severity}）"), format!("{title} ({id}, {severity})")),
            rule.tally,
        )
    };
    (broken.into_iter().take(MOST_RULES).map(named).collect(), all)
}

fn cells(name: String, tally: &Tally, gathered: &Gathered<'_>) -> Vec<Cell> {
    let states = &tally.states;
    let count = |state| Cell::Count(states.get(state));
    let all: u64 = gathered.summary.severities.iter().sum();
    let mut cells = vec![
        Cell::Text(name),
        tally.unions.map_or(Cell::Short(String::new()), Cell::Count),
        Cell::Rate(tally.compliance()),
        count(State::Pass),
        Cell::Count(states.judged()),
        Cell::Rate(tally.coverage()),
        Cell::Count(states.applicable()),
        // Areas and rules bear no score.
        tally.unions.map_or(Cell::Short(String::new()), |_| Cell::Score(tally.score.tenths())),
    ];
    cells.extend([State::Fail, State::Due, State::Waived].map(count));
    cells.extend([State::Insufficient, State::Error, State::NotApplicable].map(count));
    cells.push(Cell::Count(tally.all_places()));
    cells.extend(
        [Severity::Error, Severity::Warning, Severity::Note]
            .map(|severity| Cell::Count(tally.places(severity))),
    );
    cells.push(Cell::Rate(tally.all_places().saturating_mul(1000).checked_div(all)));
    cells
}

/// Problems of the records, which are no violations: a row of their own.
fn problems(sheet: &mut Worksheet, at: u32, gathered: &Gathered<'_>, table: &Table<'_>) -> Made<u32> {
    let (lang, summary) = (gathered.lang, &gathered.summary);
    let at = at + 1;
    for column in (0..).take(COLUMNS.len()) {
        let title = lang.pick("台账问题（不计入违规之处）", "Problems of the records (no violations)");
        sheet.write_string_with_format(
            at,
            column,
            if column == 0 { title } else { "" },
            &table.styles.group,
        )?;
    }
    let at = at + 1;
    let empty = Cell::Short(String::new());
    let mut cells = vec![Cell::Text(lang.pick("台账问题", "Problems").to_owned())];
    cells.resize(14, empty.clone());
    cells.push(Cell::Count(summary.problems.iter().sum()));
    cells.extend(
        [Severity::Error, Severity::Warning, Severity::Note]
            .map(|severity| Cell::Count(summary.problems(severity))),
    );
    cells.push(empty);
    table.row(sheet, at, &cells)?;
    Ok(at)
}
