//! Fingerprints hold while rows are moved and comments written: what was waived stays waived.

use std::collections::BTreeSet;

use hegui::engine::State;
use proptest::prelude::*;

use crate::judged::{BUILTIN, cases, judge_text};
use crate::made::{CONGRESSES, CONTRACTS, DUES, HAZARDS, Ledger, Row, rows, text};

/// Fields in which no two rows agree: those that name a row; and of contracts the end, so that no rule
/// has to break a tie by the order of rows.
const KEYS: &[(&str, &[&str])] = &[
    ("dues", &["period", "group"]),
    ("contracts", &["kind", "signed"]),
    ("contracts", &["expires"]),
    ("congresses", &["date", "body", "branch"]),
    ("hazards", &["no"]),
];

/// The rows that differ in what names them.
fn distinct(ledger: &str, mut rows: Vec<Row>) -> Vec<Row> {
    for (_, key) in KEYS.iter().filter(|(name, _)| *name == ledger) {
        let mut seen = BTreeSet::new();
        let name = |row: &Row| row.iter().filter(|(field, _)| key.contains(field)).copied().collect::<Row>();
        rows.retain(|row| seen.insert(name(row)));
    }
    rows
}

/// The rows of every ledger in two orders.
fn moved() -> impl Strategy<Value = (Vec<Ledger>, Vec<Ledger>)> {
    let both = |ledger: &'static str, columns, given| {
        rows(columns, 6, given)
            .prop_map(move |rows| distinct(ledger, rows))
            .prop_flat_map(move |rows| (Just((ledger, rows.clone())), Just(rows).prop_shuffle()))
            .prop_map(|((ledger, rows), moved)| ((ledger, rows), (ledger, moved)))
    };
    let all = (
        both("dues", DUES, 100),
        both("contracts", CONTRACTS, 100),
        both("congresses", CONGRESSES, 100),
        both("hazards", HAZARDS, 80),
    );
    all.prop_map(|(a, b, c, d)| [a, b, c, d].into_iter().unzip())
}

/// Between any two lines, and at the ends, a remark.
fn remarked(text: &str) -> String {
    text.lines().map(|line| format!("# 核对过\n{line}   # 见原件\n\n")).collect()
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn moving_rows_changes_no_fingerprint((rows, moved) in moved()) {
        const STATES: &[State] = &[State::Fail, State::Due];
        let before = judge_text(&BUILTIN, &[], &text(&rows));
        let after = judge_text(&BUILTIN, &[], &text(&moved));
        prop_assert_eq!(&before.states, &after.states);
        prop_assert_eq!(before.fingerprints(STATES), after.fingerprints(STATES), "{}\n{}", text(&rows), text(&moved));
    }

    #[test]
    fn remarks_change_nothing((rows, _) in moved()) {
        let before = judge_text(&BUILTIN, &[], &text(&rows));
        let after = judge_text(&BUILTIN, &[], &remarked(&text(&rows)));
        prop_assert_eq!(&before.states, &after.states);
        prop_assert_eq!(before.fingerprints(&State::ALL), after.fingerprints(&State::ALL));
        prop_assert_eq!(before.problems.len(), after.problems.len());
    }
}

#[test]
fn every_finding_of_the_township_has_a_fingerprint_of_its_own() {
    let (_, result) = crate::program::check_json(&["fixtures/township"]);
    let findings = crate::program::list(&result, "findings");
    let prints: BTreeSet<&str> =
        findings.iter().map(|finding| crate::program::text(finding, "fingerprint")).collect();
    assert_eq!(prints.len(), findings.len());
    assert!(prints.iter().all(|one| one.len() == 32 && one.bytes().all(|b| b.is_ascii_hexdigit())));
}
