//! What is not recorded is never a pass: taking a cell away may lose a finding, never turn it into good.

use std::sync::LazyLock;

use hegui::engine::State;
use hegui::rulepack::Pack;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::judged::{cases, judge_text, load};
use crate::made::{
    BRANCHES, CONGRESSES, CONTRACTS, DUES, ELECTIONS, HAZARDS, INSPECTIONS, Ledger, rows, text,
};
use crate::packs::TempPack;

/// Rules for which no absence is an answer, but for the cells of [`ANSWERS`].
const RULES: &[&str] = &[
    "dues-short",
    "contract-lapsed",
    "congress-not-held",
    "inspection-missed",
    "inspection-hazards-open",
    "hazard-overdue",
    "election-overdue",
    "election-term-invalid",
    "workshop-congress-missed",
    "contract-gap",
    "contract-missing",
    "contract-filed-late",
    "contract-term-irregular",
    "negotiation-unequal",
    "dues-month-missing",
    "hazard-undisclosed",
];

/// Bodies for the words that those do not use.
const OWN: &[(&str, &str)] = &[
    ("own-gap", "contracts.per(\"kind\").gaps(\"signed\", \"expires\", days(0)).fail(\"signed\");"),
    (
        "own-latest",
        "contracts.per(\"kind\", [\"wage\", \"women\"]).latest(\"expires\")\
         .before(\"expires\", as_of).fail(\"expires\");",
    ),
    ("own-require", "contracts.per(\"kind\", [\"wage\", \"women\"]).require();"),
    (
        "own-workshop",
        "congresses.where(\"body\", \"workshop\")\
         .per(\"branch\", branches.where(\"kind\", \"workshop\")).every(\"half\", \"date\");",
    ),
    ("own-sum", "if dues.sum(\"paid\") < dues.sum(\"payable\") { union.fail(\"name\") }"),
    ("own-unmatched", "congresses.unmatched(\"branch\", branches, \"name\").fail(\"branch\");"),
    ("own-empty", "if contracts.where(\"kind\", \"wage\").is_empty { union.fail(\"name\") }"),
    ("own-difference", "(contracts - contracts.where(\"kind\", \"wage\")).fail(\"kind\");"),
    ("own-union", "(congresses + inspections).every(\"year\", \"date\", 3);"),
    ("own-expect", "hazards.expect(\"rectified\", \"found\", days(30));"),
];

static PACK: LazyLock<Pack> = LazyLock::new(|| load(&[TempPack::of(OWN).path()]));

fn rules() -> Vec<&'static str> {
    RULES.iter().copied().chain(OWN.iter().map(|(id, _)| *id)).collect()
}

/// Where a rule takes absence for an answer: rule, ledger and field. Without a deadline of its own a hazard
/// has the general one, which may be later.
const ANSWERS: &[(&str, &str, &str)] = &[("hazard-overdue", "hazards", "due")];

/// Every cell, by ledger, row and cell.
fn cells(ledgers: &[Ledger]) -> Vec<(usize, usize, usize)> {
    let mut all = Vec::new();
    for (ledger, (_, rows)) in ledgers.iter().enumerate() {
        for (row, cells) in rows.iter().enumerate() {
            all.extend((0..cells.len()).map(|cell| (ledger, row, cell)));
        }
    }
    all
}

fn ledgers() -> impl Strategy<Value = Vec<Ledger>> {
    let all = (
        rows(DUES, 3, 95),
        rows(CONTRACTS, 3, 95),
        rows(CONGRESSES, 3, 95),
        rows(INSPECTIONS, 3, 95),
        rows(HAZARDS, 3, 70),
        rows(ELECTIONS, 2, 95),
        rows(BRANCHES, 3, 95),
    );
    all.prop_map(|(dues, contracts, congresses, inspections, hazards, elections, branches)| {
        vec![
            ("dues", dues),
            ("contracts", contracts),
            ("congresses", congresses),
            ("inspections", inspections),
            ("hazards", hazards),
            ("elections", elections),
            ("branches", branches),
        ]
    })
}

#[test]
fn a_row_of_no_known_group_is_not_passed_over() {
    let lapsed = |rows: &str| {
        let records = format!("union: {{ id: A1, name: 甲厂工会, level: basic }}\ncontracts:\n{rows}");
        judge_text(&PACK, &["contract-lapsed"], &records).state("contract-lapsed")
    };
    let nameless = "  - { signed: 2023-01-01, expires: 2025-12-31 }\n";
    let live = "  - { kind: wage, signed: 2025-01-01, expires: 2028-12-31 }\n";
    assert_eq!(lapsed(live), State::Pass);
    assert_eq!(lapsed(nameless), State::Insufficient);
    assert_eq!(lapsed(&format!("{live}{nameless}")), State::Insufficient);
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn taking_a_cell_away_makes_nothing_good(ledgers in ledgers(), which in any::<Index>()) {
        let cells = cells(&ledgers);
        prop_assume!(!cells.is_empty());
        let (ledger, row, cell) = cells[which.index(cells.len())];
        let mut fewer = ledgers.clone();
        let gone = fewer[ledger].1[row].remove(cell);
        let before = judge_text(&PACK, &rules(), &text(&ledgers));
        let after = judge_text(&PACK, &rules(), &text(&fewer));
        let is_answer = |rule: &&str| ANSWERS.contains(&(*rule, ledgers[ledger].0, gone.0));
        for rule in rules().into_iter().filter(|rule| !is_answer(rule)) {
            let (was, is) = (before.state(rule), after.state(rule));
            let is_bad = |state| matches!(state, State::Fail | State::Insufficient);
            prop_assert!(
                !is_bad(was) || is_bad(is),
                "{}: {:?} is {:?} without {:?} of row {} in\n{}", rule, was, is, gone, row, text(&ledgers)
            );
        }
    }

    #[test]
    fn taking_a_ledger_away_makes_nothing_good(ledgers in ledgers(), which in any::<Index>()) {
        let at = which.index(ledgers.len());
        let mut fewer = ledgers.clone();
        let (gone, _) = fewer.remove(at);
        let before = judge_text(&PACK, &rules(), &text(&ledgers));
        let after = judge_text(&PACK, &rules(), &text(&fewer));
        // Without the ledger of hazards, inspections are judged by themselves, as that rule says.
        for rule in rules().into_iter().filter(|rule| (gone, *rule) != ("hazards", "inspection-hazards-open")) {
            let (was, is) = (before.state(rule), after.state(rule));
            let is_good = |state| matches!(state, State::Pass | State::Due);
            prop_assert!(
                !is_good(is) || is_good(was),
                "{}: {:?} is {:?} without {} in\n{}", rule, was, is, gone, text(&ledgers)
            );
        }
    }
}

/// A flag that is no unless said, under a name nobody knows: what is written there is not known, and is not no.
#[test]
fn a_misspelt_field_does_not_mean_its_default() {
    use crate::program::{arg, check_json, check_text, problems, verdict};
    let state = |heading: &str, value: &str| {
        let records = format!(
            "union: {{ id: A1, name: 甲厂工会, level: basic, employer: enterprise, employees: 30 }}\ncontracts: []\n\
             proposals:\n  - {{ no: 1, raised: 2026-01-05, replied: 2026-02-01, {heading}: {value} }}\n"
        );
        let (_, yaml) = check_text(&records, &["--select", "proposal-unimplemented"]);
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("工会基本情况.csv", "工会编码,工会名称,组织层级,单位类型\nA1,甲厂工会,基层工会,企业\n");
        write(
            "职工代表提案.csv",
            &format!("提案编号,提出日期,答复日期,{heading}\n1,2026-01-05,2026-02-01,{value}\n"),
        );
        let (_, csv) = check_json(&[arg(folder.path()), "--select", "proposal-unimplemented"]);
        let said =
            |result| (verdict(result, "A1", "proposal-unimplemented").to_owned(), problems(result).len());
        assert_eq!(said(&yaml), said(&csv), "{heading}: {csv:#}");
        said(&yaml)
    };
    assert_eq!(state("是否立案", "否"), ("not_applicable".to_owned(), 0));
    assert_eq!(state("是否立案", "是"), ("due".to_owned(), 0));
    assert_eq!(state("是否立安", "否"), ("insufficient".to_owned(), 1));
}
