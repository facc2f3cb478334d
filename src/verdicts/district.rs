//! Districts: all unions below a superior, judged together by the rules on districts.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::sums::{Gauge, Gauges, Named, Part, Sum, Sums, sum_up};
use crate::engine::{Form, Label, Outcome, RawFinding, Reason, State, reaches};
use crate::records::Tree;
use crate::rulepack::{ParamValue, Rule, Share};

/// One rate of one rule over the unions below a superior.
#[derive(Debug, Clone)]
pub struct District {
    /// The superior's code.
    pub union: String,
    /// The rule's id.
    pub rule: String,
    /// Which of the rule's rates; empty where there is one.
    pub label: Label,
    /// What it comes to.
    pub state: State,
    /// What is counted: unions, rows, or a sum such as yuan.
    pub form: Form,
    /// What is as it should be.
    pub part: Decimal,
    /// What is not yet, and still in time.
    pub open: Decimal,
    /// What cannot be told: by weight where unions are counted, else how many unions.
    pub unknown: Decimal,
    /// The denominator. Where unions are counted it holds those that cannot be told.
    pub whole: Decimal,
    /// The share asked for.
    pub share: Share,
}

impl District {
    /// How much of the whole is as it should be, in percent with one decimal, rounded down.
    pub fn rate(&self) -> String {
        let Some(tenths) = self.tenths() else { return "—".to_owned() };
        format!("{}%", (tenths / Decimal::TEN).round_dp(1))
    }

    /// The same in thousandths, as a number; none where there is nothing to divide by.
    pub fn thousandths(&self) -> Option<u64> {
        u64::try_from(self.tenths()?).ok()
    }

    fn tenths(&self) -> Option<Decimal> {
        let thousand = Decimal::from(1000);
        let scaled = self.part.checked_mul(thousand)?;
        let tenths = scaled.checked_div(self.whole)?.floor();
        // A quotient rounded up on its last digit would make all of nearly all.
        let is_over = tenths.checked_mul(self.whole).is_some_and(|back| back > scaled);
        Some(if is_over { tenths - Decimal::ONE } else { tenths })
    }
}

/// One rate, and the unions behind it.
#[derive(Debug, Clone)]
pub(super) struct Reckoned {
    pub(super) district: District,
    pub(super) short: Named,
    pub(super) doubtful: Named,
    /// Whether an earlier rate of the rule has the same label, and another share.
    pub(super) is_repeated: bool,
}

/// What one rule says of one district.
#[derive(Debug, Clone)]
pub(super) struct OfRule {
    /// The rule, by position among those on districts.
    pub(super) rule: usize,
    pub(super) outcome: Outcome,
    pub(super) rates: Vec<Reckoned>,
    /// Where it failed on a union below.
    pub(super) failed: Option<RawFinding>,
}

/// What the rules on districts, in their order, say of every superior, by its code.
pub(super) fn judge(
    tree: &Tree,
    rules: &[&Rule],
    gauges: &Gauges,
    parts: &[Vec<Part>],
) -> BTreeMap<String, Vec<OfRule>> {
    let mut judged = BTreeMap::new();
    sum_up(tree, parts, |node, sums| {
        let union = &tree.all()[node].id;
        let of_rule = |(at, rule): (usize, &&Rule)| of_rule(union, at, rule, gauges, sums);
        judged.insert(union.clone(), rules.iter().enumerate().map(of_rule).collect());
    });
    judged
}

fn of_rule(union: &str, at: usize, rule: &Rule, gauges: &Gauges, sums: &Sums) -> OfRule {
    if let Some((_, finding)) = sums.failed.get(&at) {
        let (outcome, failed) = (Outcome::of(State::Error), Some(finding.clone()));
        return OfRule { rule: at, outcome, rates: Vec::new(), failed };
    }
    let strays = sums.strays.get(&at).cloned().unwrap_or_default();
    let of = gauges.of_rule(at);
    let mut counted: Vec<(Gauge, Sum)> = of
        .iter()
        .filter_map(|(number, gauge)| Some(((*gauge).clone(), sums.rates.get(number)?.clone())))
        .collect();
    if counted.is_empty() && strays.count > 0 {
        // Nobody is known to count: what is counted is known from others, if at all.
        let form = of.first().map_or(Form::Unions, |(_, gauge)| gauge.form);
        counted.push((Gauge { rule: at, label: Label::default(), share: asked(rule), form }, Sum::default()));
    }
    let mut rates: Vec<Reckoned> = Vec::new();
    for (gauge, sum) in counted {
        let is_repeated = rates.iter().any(|known| known.district.label == gauge.label);
        rates.push(Reckoned { is_repeated, ..reckoned(union, rule, gauge, sum, &strays) });
    }
    let unions = rates.iter().map(|rate| rate.short.count.max(rate.doubtful.count)).max().unwrap_or(0);
    let looked_at: u64 = of.iter().filter_map(|(at, _)| Some(sums.rates.get(at)?.unions)).sum();
    let checked = u32::try_from(looked_at.max(unions)).unwrap_or(u32::MAX);
    let worst = rates.iter().map(|rate| rate.district.state).max().unwrap_or(State::NotApplicable);
    let reason = (worst == State::NotApplicable).then_some(Reason::NoneBelow);
    OfRule { rule: at, outcome: Outcome { checked, reason, ..Outcome::of(worst) }, rates, failed: None }
}

/// The first share among a rule's parameters.
fn asked(rule: &Rule) -> Share {
    let share = rule.params.iter().find_map(|param| match param.values.first {
        ParamValue::Share(share) => Some(share),
        _ => None,
    });
    share.unwrap_or(Share { part: 1, whole: 1 })
}

fn reckoned(union: &str, rule: &Rule, gauge: Gauge, sum: Sum, strays: &Named) -> Reckoned {
    let Gauge { label, share, form, .. } = gauge;
    let stray = Decimal::from(strays.count);
    let Sum { part, open, unknown, short, mut doubtful, .. } = sum;
    // A union that may count, counts as one that cannot be told: that bounds the rate both ways.
    let whole = if form == Form::Unions { sum.whole.saturating_add(stray) } else { sum.whole };
    doubtful.merge(strays.clone());
    let mut district = District {
        union: union.to_owned(),
        rule: rule.id.clone(),
        label,
        state: State::Insufficient,
        form,
        part,
        open,
        unknown: unknown.saturating_add(stray),
        whole,
        share,
    };
    district.state = state(&district);
    Reckoned { district, short, doubtful, is_repeated: false }
}

/// What a rate comes to. Numbers too large to be compared exactly decide nothing.
fn state(district: &District) -> State {
    let District { form, part, open, unknown, whole, share, .. } = district;
    let reached = |part: Option<Decimal>| reaches(part?, *whole, *share);
    let known = part.checked_add(*open);
    let best = known.and_then(|known| known.checked_add(*unknown));
    let is_unknown = !unknown.is_zero();
    match form {
        _ if whole.is_zero() && !is_unknown => State::NotApplicable,
        Form::Unions => match [Some(*part), best, known].map(reached) {
            [Some(true), ..] => State::Pass,
            [_, Some(false), _] => State::Fail,
            [_, _, Some(true)] => State::Due,
            _ => State::Insufficient,
        },
        // How much an unknown union would add, nobody knows.
        Form::Rows | Form::Sums => match reached(Some(*part)) {
            _ if whole.is_zero() => State::Insufficient,
            Some(false) if reached(known) == Some(true) => State::Due,
            Some(false) => State::Fail,
            Some(true) if !is_unknown => State::Pass,
            _ => State::Insufficient,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn district(form: Form, amounts: [i64; 4], percent: i64) -> District {
        let [part, open, unknown, whole] = amounts.map(Decimal::from);
        let share = Share { part: percent, whole: 100 };
        let (union, rule, label) = (String::new(), String::new(), Label::default());
        District { union, rule, label, state: State::Pass, form, part, open, unknown, whole, share }
    }

    fn states(form: Form, percent: i64, cases: &[([i64; 4], State)]) {
        for (amounts, expected) in cases {
            assert_eq!(
                state(&district(form, *amounts, percent)),
                *expected,
                "{form:?} {percent} {amounts:?}"
            );
        }
    }

    #[test]
    fn what_is_unknown_matters_only_where_it_could_decide() {
        use State::{Due, Fail, Insufficient, NotApplicable, Pass};
        let cases = [
            ([0, 0, 0, 0], NotApplicable),
            ([8, 0, 0, 10], Pass),
            ([7, 0, 0, 10], Fail),
            ([8, 0, 2, 10], Pass),
            ([5, 0, 2, 10], Fail),
            ([6, 0, 2, 10], Insufficient),
            ([6, 2, 0, 10], Due),
            ([6, 2, 2, 10], Due),
            ([6, 1, 1, 10], Insufficient),
            ([5, 1, 1, 10], Fail),
            ([0, 0, 3, 3], Insufficient),
        ];
        states(Form::Unions, 80, &cases);
    }

    #[test]
    fn rows_and_sums_of_unknown_unions_have_no_bound() {
        use State::{Fail, Insufficient, NotApplicable, Pass};
        let cases = [
            ([0, 0, 0, 0], NotApplicable),
            ([80, 0, 0, 80], Pass),
            ([79, 0, 0, 80], Fail),
            ([79, 0, 3, 80], Fail),
            ([80, 0, 1, 80], Insufficient),
            ([0, 0, 1, 0], Insufficient),
        ];
        states(Form::Rows, 100, &cases);
        states(Form::Sums, 100, &cases);
    }

    #[test]
    fn a_rate_is_rounded_down() {
        let rate = |part, whole| district(Form::Rows, [part, 0, 0, whole], 100).rate();
        assert_eq!(rate(80, 80), "100%");
        assert_eq!(rate(79, 80), "98.7%");
        assert_eq!(rate(2, 3), "66.6%");
        assert_eq!(rate(999_999, 1_000_000), "99.9%");
        assert_eq!(rate(0, 3), "0%");
        assert_eq!(rate(0, 0), "—");
    }
}
