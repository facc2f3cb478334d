//! Rows put together and rows taken away: what becomes of their groups.

use std::sync::LazyLock;

use hegui::engine::State;
use hegui::rulepack::Pack;

use crate::judged::{judge_text, load};
use crate::packs::TempPack;

const RULES: &[(&str, &str)] = &[
    ("own-plus", "(contracts.per(\"kind\") + inspections.per(\"kind\")).require();"),
    ("own-minus", "(inspections.per(\"kind\") - inspections.where(\"kind\", \"safety\")).require();"),
];

static PACK: LazyLock<Pack> = LazyLock::new(|| load(&[TempPack::of(RULES).path()]));

fn state(rule: &str, inspections: &str) -> State {
    let records = format!(
        "union: {{ id: A1, name: 甲厂工会, level: basic }}\ncontracts: []\ninspections: [{inspections}]\n"
    );
    judge_text(&PACK, &[rule], &records).state(rule)
}

#[test]
fn a_sum_has_no_groups_for_those_of_its_parts_mean_different_things() {
    assert_eq!(state("own-plus", "{ date: 2026-03-18, kind: safety }"), State::Pass);
    assert_eq!(state("own-plus", ""), State::Fail);
}

#[test]
fn a_difference_keeps_its_groups_emptied_ones_too() {
    assert_eq!(state("own-minus", "{ date: 2026-03-18, kind: contract }"), State::Pass);
    assert_eq!(state("own-minus", "{ date: 2026-03-18, kind: safety }"), State::Fail);
}
