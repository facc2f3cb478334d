//! Findings of districts: the numbers, the unions behind them by name, and where those fall short.

use std::collections::HashMap;

use super::district::{District, OfRule, Reckoned};
use super::finding::{Finding, Place, Related};
use super::judge::{Judged, RowKeys, Wording};
use super::sums::{NAMED, Named, called};
use crate::engine::{Arg, Cause, Form, RawFinding, Related as RawRelated, Spot, State};
use crate::records::{Tree, Union};
use crate::rulepack::Rule;
use crate::source::{Lang, Text};

/// How many of the unions named are shown in their own places.
pub(super) const LINKED: usize = 5;

/// The places where unions fall short, by position in the tree.
pub(super) type Links = HashMap<(usize, Option<Spot>), Place>;

/// What findings of districts are worded from.
pub(super) struct Behind<'a> {
    pub(super) tree: &'a Tree,
    pub(super) links: &'a Links,
}

impl OfRule {
    /// The unions that its findings show in their own places.
    pub(super) fn linked(&self) -> impl Iterator<Item = &(usize, Option<Spot>)> {
        self.rates.iter().flat_map(Reckoned::linked)
    }
}

impl Reckoned {
    /// The unions behind a finding, if there is one: those that fall short, or else those in doubt.
    fn behind(&self) -> Option<&Named> {
        match self.district.state {
            State::Fail => Some(&self.short),
            State::Insufficient => Some(&self.doubtful),
            _ => None,
        }
    }

    fn linked(&self) -> impl Iterator<Item = &(usize, Option<Spot>)> {
        self.behind().into_iter().flat_map(|named| named.first.iter().take(LINKED))
    }
}

impl Wording<'_> {
    /// The findings of one rule on the district below `union`.
    pub(super) fn district(
        &self,
        union: &Union,
        rule: &Rule,
        found: &OfRule,
        behind: &Behind<'_>,
    ) -> Vec<Finding> {
        let judged = Judged { rule, params: &rule.params, union };
        if let Some(failed) = &found.failed {
            let label = Text { zh: "所判单位".to_owned(), en: "the union judged".to_owned() };
            let spot = Spot::Ledger(self.pack.schema.union);
            let raw = RawFinding { related: vec![RawRelated { label, spot }], ..failed.clone() };
            return vec![self.finding(&judged, &raw, &mut RowKeys::default())];
        }
        let is_told =
            |rate: &&Reckoned| matches!(rate.district.state, State::Fail | State::Due | State::Insufficient);
        found.rates.iter().filter(is_told).map(|rate| self.rate(&judged, rate, behind)).collect()
    }

    fn rate(&self, judged: &Judged<'_>, rate: &Reckoned, behind: &Behind<'_>) -> Finding {
        let district = &rate.district;
        let cause = if district.state == State::Insufficient { Cause::Unknown } else { Cause::Judged };
        let spot = Spot::Ledger(self.pack.schema.union);
        let mut raw = RawFinding::new(district.state, spot, cause);
        raw.group.clone_from(&district.label.key);
        raw.of = if rate.is_repeated { district.share.to_string() } else { String::new() };
        raw.args = args(district);
        let mut finding = self.finding(judged, &raw, &mut RowKeys::default());
        if district.state == State::Fail {
            name(&mut finding, ("没有达到的", "short"), &rate.short, behind);
        }
        name(&mut finding, ("情况不明的", "not known"), &rate.doubtful, behind);
        let linked = rate.linked().filter_map(|link| {
            let place = behind.links.get(link)?.clone();
            let node = &behind.tree.all()[link.0];
            Some(Related { label: called(&node.id, &node.name), place })
        });
        finding.related.extend(linked);
        finding
    }
}

/// Names unions at the end of a message: the first few, and how many more there are.
fn name(finding: &mut Finding, what: (&str, &str), named: &Named, behind: &Behind<'_>) {
    if named.count == 0 {
        return;
    }
    let name_of = |(at, _): &(usize, _)| {
        let node = &behind.tree.all()[*at];
        called(&node.id, &node.name)
    };
    let all: Vec<Text> = named.first.iter().map(name_of).collect();
    let join = |lang: Lang| {
        let shown: Vec<&str> = all.iter().map(|name| name.get(lang)).collect();
        shown.join(lang.pick("、", ", "))
    };
    let (count, more) = (named.count, named.count.saturating_sub(NAMED as u64));
    let (mut zh, mut en) = (join(Lang::Zh), join(Lang::En));
    if more > 0 {
        zh = format!("{zh}等{count}家（另有{more}家未列出）");
        en = format!("{en} and {more} more");
    }
    let message = &mut finding.message;
    message.zh = format!("{}；{}：{zh}", message.zh, what.0);
    message.en = format!("{}; {}: {en}", message.en, what.1);
    finding.args.push((what.1.replace(' ', "_"), Arg::Both(Text { zh, en })));
}

/// What the messages of a rule on districts may say.
fn args(district: &District) -> Vec<(String, Arg)> {
    let amount = |number: rust_decimal::Decimal| match i64::try_from(number) {
        Ok(whole) if district.form != Form::Sums => Arg::Integer(whole),
        _ => Arg::Decimal(number),
    };
    let label = &district.label;
    let label = match label.key.as_str() {
        "" => Arg::Text(String::new()),
        key => Arg::Code(key.to_owned(), label.name.clone()),
    };
    let unknown = i64::try_from(district.unknown).map_or(Arg::Missing, Arg::Integer);
    [
        ("part", amount(district.part)),
        ("open", amount(district.open)),
        ("unknown", unknown),
        ("whole", amount(district.whole)),
        ("rate", Arg::Text(district.rate())),
        ("share", Arg::Share(district.share)),
        ("label", label),
    ]
    .map(|(name, arg)| (name.to_owned(), arg))
    .to_vec()
}
