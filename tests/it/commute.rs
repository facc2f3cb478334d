//! Filters commute: in whatever order a rule chooses its rows, known or not, it says the same.

use std::sync::LazyLock;

use hegui::engine::State;
use hegui::rulepack::Pack;
use proptest::prelude::*;

use crate::judged::{Judged, cases, judge_text, load};
use crate::made::{CONTRACTS, DUES, rows, text};
use crate::packs::TempPack;

/// Filters of one subject, and how what is left is judged.
const SUBJECTS: &[(&str, &[&str], &str)] = &[
    (
        "dues",
        &["where(\"group\", [\"甲组\", \"乙组\"])", "in_period(\"period\")", "below(\"paid\", \"payable\")"],
        "fail(\"paid\")",
    ),
    (
        "contracts",
        &[
            "except(\"kind\", \"women\")",
            "before(\"expires\", as_of, days(1))",
            "above(\"union_reps\", \"employer_reps\")",
            "missing(\"filed\")",
        ],
        "fail(\"signed\")",
    ),
    (
        "contracts",
        &["at_most(\"union_reps\", 1)", "in_force(\"signed\", \"expires\")", "given(\"filed\")"],
        "lapse(\"expires\", params.within)",
    ),
];

/// Every order of these.
fn orders(parts: &[&'static str]) -> Vec<Vec<&'static str>> {
    let [first, rest @ ..] = parts else { return vec![Vec::new()] };
    let insert = |order: Vec<&'static str>| {
        (0..=order.len()).map(move |at| {
            let mut order = order.clone();
            order.insert(at, first);
            order
        })
    };
    orders(rest).into_iter().flat_map(insert).collect()
}

/// A rule for every order, those of a subject side by side.
static PACK: LazyLock<(Pack, Vec<Vec<String>>)> = LazyLock::new(|| {
    let (mut ids, mut bodies) = (Vec::new(), Vec::new());
    for (at, (ledger, filters, verdict)) in SUBJECTS.iter().enumerate() {
        let all = orders(filters).into_iter().enumerate();
        let all = all.map(|(order, filters)| {
            let body = format!("{ledger}.{}.{verdict};", filters.join("."));
            (format!("order-{at}-{order}"), body)
        });
        let all: Vec<(String, String)> = all.collect();
        ids.push(all.iter().map(|(id, _)| id.clone()).collect());
        bodies.extend(all);
    }
    let rules: Vec<(&str, &str)> = bodies.iter().map(|(id, body)| (id.as_str(), body.as_str())).collect();
    let folder = TempPack::of(&rules);
    (load(&[folder.path()]), ids)
});

/// What a rule says: its state, and every finding by state, row and field. Whether rows were looked at
/// and none was wrong, or none was left to look at, is a matter of the order: pass or not applicable.
fn said(judged: &Judged, rule: &str) -> (State, Vec<(State, Option<u32>, bool)>) {
    let state = match judged.state(rule) {
        State::NotApplicable => State::Pass,
        state => state,
    };
    let found = judged.findings.iter().filter(|finding| finding.rule == rule);
    let shown = |finding: &hegui::verdicts::Finding| {
        (finding.state, finding.place.row, finding.place.field.is_some())
    };
    (state, found.map(shown).collect())
}

#[test]
fn there_are_as_many_rules_as_orders() {
    let counts: Vec<usize> = PACK.1.iter().map(Vec::len).collect();
    assert_eq!(counts, [6, 24, 6]);
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn the_order_of_filters_changes_nothing(
        dues in rows(DUES, 4, 75),
        contracts in rows(CONTRACTS, 4, 75),
    ) {
        let records = text(&[("dues", dues), ("contracts", contracts)]);
        let (pack, subjects) = &*PACK;
        let judged = judge_text(pack, &["own"], &records);
        for orders in subjects {
            let first = said(&judged, &orders[0]);
            for other in &orders[1..] {
                prop_assert_eq!(&said(&judged, other), &first, "{} and {}:\n{}", other, &orders[0], &records);
            }
        }
    }
}
