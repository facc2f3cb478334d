//! The rates of districts: what all unions below a superior come to together, and what each rule asks for.

use askama::Template;
use rust_decimal::Decimal;

use super::view::View;
use crate::engine::{Form, State};
use crate::reports::columns::one_line;
use crate::reports::district::label;
use crate::source::Lang;
use crate::verdicts::District;

/// Superiors shown at most, those with most rates missed first.
const MOST: usize = 200;

/// The section.
#[derive(Template)]
#[template(path = "rates.html", config = ".askama.toml")]
pub(super) struct Rates {
    lang: Lang,
    districts: Vec<OfSuperior>,
    /// Superiors, shown or not.
    all: usize,
}

/// The rates below one superior.
struct OfSuperior {
    union: Option<usize>,
    name: String,
    rows: Vec<RateRow>,
    missed: usize,
    open: usize,
}

/// One rate in words.
struct RateRow {
    rule: u16,
    title: String,
    label: String,
    state: State,
    part: String,
    whole: String,
    rate: String,
    share: String,
    open: String,
    unknown: String,
    /// Whole hundredths, for the bar.
    bar: Option<u64>,
    /// Thousandths, to sort by.
    key: u64,
}

impl Rates {
    /// The section; nothing where no rate was reckoned.
    pub(super) fn new(view: &View<'_>) -> Option<Self> {
        let known = view.known();
        let mut districts: Vec<OfSuperior> = Vec::new();
        let rows = view.districts.iter().filter_map(|(rule, one)| Some((one, row(view, (*rule)?, one))));
        for (district, row) in rows {
            let id = one_line(&district.union);
            let at = known.get(id.as_str()).copied();
            let name = at.map_or(id, |at| view.unions[at].name.clone());
            let is_new = districts.last().is_none_or(|last| last.union != at || last.name != name);
            if is_new {
                districts.push(OfSuperior { union: at, name, rows: Vec::new(), missed: 0, open: 0 });
            }
            if let Some(last) = districts.last_mut() {
                last.missed += usize::from(row.state == State::Fail);
                last.open += usize::from(row.state == State::Insufficient);
                last.rows.push(row);
            }
        }
        let all = districts.len();
        if all > MOST {
            districts.sort_by_key(|one| (usize::MAX - one.missed, usize::MAX - one.open));
            districts.truncate(MOST);
        }
        (all > 0).then_some(Self { lang: view.lang, districts, all })
    }
}

fn row(view: &View<'_>, rule: u16, district: &District) -> RateRow {
    let lang = view.lang;
    let unknown = district.unknown.normalize();
    RateRow {
        rule,
        title: view.rules[usize::from(rule)].title.clone(),
        label: label(district, lang),
        state: district.state,
        part: amount(district.part),
        whole: amount(district.whole),
        rate: district.rate(),
        share: district.share.to_string(),
        open: amount(district.open),
        // Of rows and sums it is the unions that are not known, not what they would add.
        unknown: match district.form {
            Form::Rows | Form::Sums if !unknown.is_zero() => {
                lang.pick(format!("{unknown} 家"), format!("{unknown} unions"))
            }
            _ => amount(district.unknown),
        },
        bar: district.thousandths().map(|rate| (rate / 10).min(100)),
        key: district.thousandths().unwrap_or(0),
    }
}

/// A number, its digits in groups of three as money is read.
fn amount(number: Decimal) -> String {
    let text = number.normalize().to_string();
    let (whole, rest) =
        text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut grouped = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    rest.map_or(grouped.clone(), |rest| format!("{grouped}.{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped() {
        let shown = |text: &str| amount(text.parse().unwrap());
        assert_eq!(
            ["0", "999", "1000", "-1234567.50", "120"].map(shown),
            ["0", "999", "1,000", "-1,234,567.5", "120"]
        );
    }
}
