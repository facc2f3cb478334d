//! Districts in the making: what unions add to rates, and its sums up the tree. Sums only, so that neither
//! threads nor the order of files make a difference.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;

use crate::engine::{Form, Label, Outcome, Rate, RawFinding, Spot, State};
use crate::records::Tree;
use crate::rulepack::Share;
use crate::source::Text;

/// How many unions are named in one finding.
pub(super) const NAMED: usize = 10;

/// A rate of one rule, apart from the unions that add to it.
#[derive(Debug, Clone)]
pub(super) struct Gauge {
    /// The rule, by position among those on districts.
    pub(super) rule: usize,
    pub(super) label: Label,
    pub(super) share: Share,
    pub(super) form: Form,
}

/// Every rate anyone added to, known by number.
#[derive(Debug, Default)]
pub(super) struct Gauges {
    all: Vec<Gauge>,
    known: HashMap<(usize, String, Share, Form), u16>,
}

/// What one union adds for one rule.
#[derive(Debug, Clone)]
pub(super) enum Part {
    /// To a rate.
    Rate { gauge: u16, amounts: [Decimal; 4], is_short: bool, spot: Option<Spot> },
    /// Perhaps to a rate of the rule: what would tell is missing.
    Stray { rule: usize, spot: Option<Spot> },
    /// The rule failed on it.
    Failed { rule: usize, finding: Box<RawFinding> },
}

impl Gauges {
    /// What a union adds, by its outcomes of the rules on districts.
    pub(super) fn parts(&mut self, outcomes: Vec<Outcome>) -> Vec<Part> {
        let mut parts = Vec::new();
        for (rule, outcome) in outcomes.into_iter().enumerate() {
            let Outcome { state, findings, rates, .. } = outcome;
            match findings.into_iter().find(|finding| finding.state == state) {
                Some(finding) if state == State::Error => {
                    parts.push(Part::Failed { rule, finding: Box::new(finding) });
                    continue;
                }
                Some(finding) => parts.push(Part::Stray { rule, spot: Some(finding.spot) }),
                None => {}
            }
            parts.extend(rates.into_iter().map(|rate| self.part(rule, rate)));
        }
        parts
    }

    fn part(&mut self, rule: usize, rate: Rate) -> Part {
        let (is_short, amounts) = (rate.is_short(), [rate.part, rate.open, rate.unknown, rate.whole]);
        let Rate { label, share, form, spot, .. } = rate;
        let next = u16::try_from(self.all.len()).unwrap_or(u16::MAX);
        let gauge = *self.known.entry((rule, label.key.clone(), share, form)).or_insert(next);
        if usize::from(gauge) == self.all.len() {
            self.all.push(Gauge { rule, label, share, form });
        }
        let spot = spot.filter(|_| is_short || !rate.unknown.is_zero());
        Part::Rate { gauge, amounts, is_short, spot }
    }

    /// The rates of one rule, by label and share.
    pub(super) fn of_rule(&self, rule: usize) -> Vec<(u16, &Gauge)> {
        let mut own: Vec<_> = (0..).zip(&self.all).filter(|(_, gauge)| gauge.rule == rule).collect();
        own.sort_by(|(_, a), (_, b)| {
            let order =
                |gauge: &Gauge| (gauge.label.key.clone(), gauge.share.part, gauge.share.whole, gauge.form);
            order(a).cmp(&order(b))
        });
        own
    }
}

/// Unions by position in the tree: the first few, with what would show it, and how many there are.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    pub(super) first: Vec<(usize, Option<Spot>)>,
    pub(super) count: u64,
}

impl Named {
    fn add(&mut self, node: usize, spot: Option<&Spot>) {
        self.merge(Self { first: vec![(node, spot.cloned())], count: 1 });
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.first.extend(other.first);
        self.first.sort_by_key(|(node, _)| *node);
        self.first.truncate(NAMED);
    }
}

/// A rate summed up over some unions.
#[derive(Debug, Clone, Default)]
pub(super) struct Sum {
    pub(super) part: Decimal,
    pub(super) open: Decimal,
    pub(super) unknown: Decimal,
    pub(super) whole: Decimal,
    /// Unions that added to it.
    pub(super) unions: u64,
    /// Those that fall short.
    pub(super) short: Named,
    /// Those of which it cannot be told.
    pub(super) doubtful: Named,
}

impl Sum {
    fn merge(&mut self, other: Self) {
        let fits = [(self.part, other.part), (self.open, other.open), (self.whole, other.whole)];
        match fits.map(|(own, more)| own.checked_add(more)) {
            [Some(part), Some(open), Some(whole)] => (self.part, self.open, self.whole) = (part, open, whole),
            // Beyond all that is counted exactly: not known, and so never a pass.
            _ => self.unknown = self.unknown.saturating_add(Decimal::from(other.unions)),
        }
        self.unknown = self.unknown.saturating_add(other.unknown);
        self.unions += other.unions;
        self.short.merge(other.short);
        self.doubtful.merge(other.doubtful);
    }
}

/// Everything the unions below a superior add up to.
#[derive(Debug, Default)]
pub(super) struct Sums {
    /// By number of the rate.
    pub(super) rates: BTreeMap<u16, Sum>,
    /// By rule: unions of which it is not known whether they add to a rate.
    pub(super) strays: BTreeMap<usize, Named>,
    /// By rule: the first union it failed on.
    pub(super) failed: BTreeMap<usize, (usize, RawFinding)>,
}

impl Sums {
    fn add(&mut self, node: usize, part: &Part) {
        match part {
            Part::Rate { gauge, amounts: [part, open, unknown, whole], is_short, spot } => {
                let mut sum = Sum {
                    part: *part,
                    open: *open,
                    unknown: *unknown,
                    whole: *whole,
                    unions: 1,
                    ..Sum::default()
                };
                if *is_short {
                    sum.short.add(node, spot.as_ref());
                }
                if !unknown.is_zero() {
                    sum.doubtful.add(node, spot.as_ref());
                }
                self.rates.entry(*gauge).or_default().merge(sum);
            }
            Part::Stray { rule, spot } => self.strays.entry(*rule).or_default().add(node, spot.as_ref()),
            Part::Failed { rule, finding } => self.fail(*rule, node, RawFinding::clone(finding)),
        }
    }

    fn fail(&mut self, rule: usize, node: usize, finding: RawFinding) {
        let first = self.failed.entry(rule).or_insert_with(|| (node, finding.clone()));
        if node < first.0 {
            *first = (node, finding);
        }
    }

    fn merge(&mut self, other: Self) {
        for (gauge, sum) in other.rates {
            self.rates.entry(gauge).or_default().merge(sum);
        }
        for (rule, named) in other.strays {
            self.strays.entry(rule).or_default().merge(named);
        }
        for (rule, (node, finding)) in other.failed {
            self.fail(rule, node, finding);
        }
    }
}

/// Calls `each` with every union that has any below it, and what those add up to: each union once at
/// every level.
pub(super) fn sum_up(tree: &Tree, parts: &[Vec<Part>], mut each: impl FnMut(usize, &Sums)) {
    let mut open: BTreeMap<usize, Sums> = BTreeMap::new();
    for node in tree.from_below() {
        let mut sums = open.remove(&node).unwrap_or_default();
        if !tree.all()[node].below.is_empty() {
            each(node, &sums);
        }
        let Some(above) = tree.all()[node].above else { continue };
        for part in parts.get(node).into_iter().flatten() {
            sums.add(node, part);
        }
        open.entry(above).or_default().merge(sums);
    }
}

/// A union as messages name it.
pub(super) fn called(id: &str, name: &str) -> Text {
    if name.is_empty() {
        return Text { zh: id.to_owned(), en: id.to_owned() };
    }
    Text { zh: format!("{name}（{id}）"), en: format!("{name} ({id})") }
}
