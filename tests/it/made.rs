//! Made-up records of the union `A1`: rows whose cells are drawn from a few values near every boundary,
//! or left out.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;

/// A row: fields and what is written there.
pub(crate) type Row = Vec<(&'static str, &'static str)>;

/// A ledger and its rows.
pub(crate) type Ledger = (&'static str, Vec<Row>);

/// The fields of a ledger, each with the values it may have.
pub(crate) type Columns = &'static [(&'static str, &'static [&'static str])];

const DAYS: &[&str] = &["2025-12-31", "2026-01-01", "2026-06-30", "2026-12-01", "2026-12-31", "2027-01-01"];
const COUNTS: &[&str] = &["0", "1", "2"];

pub(crate) const DUES: Columns = &[
    ("period", &["2025-12", "2026-01", "2026-03", "2026Q2", "2026-12", "2026", "2027-01"]),
    ("group", &["甲组", "乙组", "丙组"]),
    ("payable", &["0", "100", "100.00", "100.01"]),
    ("paid", &["0", "99.99", "100", "100.01"]),
];

pub(crate) const CONTRACTS: Columns = &[
    ("kind", &["comprehensive", "wage", "women"]),
    ("signed", &["2023-01-01", "2024-07-01", "2025-07-01", "2026-07-01"]),
    ("expires", &["2026-01-01", "2026-12-30", "2026-12-31", "2027-03-31", "2027-04-01"]),
    ("filed", DAYS),
    ("union_reps", COUNTS),
    ("employer_reps", COUNTS),
];

pub(crate) const CONGRESSES: Columns =
    &[("date", DAYS), ("body", &["unit", "workshop", "regional"]), ("branch", &["一车间", "二车间"])];

pub(crate) const BRANCHES: Columns =
    &[("name", &["一车间", "二车间", "三车间"]), ("kind", &["workshop", "team"])];

pub(crate) const INSPECTIONS: Columns = &[
    ("date", DAYS),
    ("kind", &["safety", "protection", "disclosure"]),
    ("hazards", COUNTS),
    ("rectified", COUNTS),
];

pub(crate) const HAZARDS: Columns =
    &[("no", &["1", "2", "3", "4", "5", "6"]), ("found", DAYS), ("due", DAYS), ("rectified", DAYS)];

pub(crate) const ELECTIONS: Columns = &[
    ("date", &["2020-06-01", "2021-12-31", "2022-01-01", "2023-11-30", "2026-01-01"]),
    ("term_years", &["3", "5"]),
];

/// Up to `most` rows of these columns; a cell is there `given` times in a hundred.
pub(crate) fn rows(columns: Columns, most: usize, given: u32) -> impl Strategy<Value = Vec<Row>> {
    let cells: Vec<_> = columns
        .iter()
        .map(|(field, values)| {
            (0..100_u32, select(*values))
                .prop_map(move |(chance, value)| (chance < given).then_some((*field, value)))
        })
        .collect();
    let row = cells.prop_map(|cells| cells.into_iter().flatten().collect::<Row>());
    proptest::collection::vec(row, 0..=most)
}

/// The records as text.
pub(crate) fn text(ledgers: &[Ledger]) -> String {
    let mut text = "union:\n  id: A1\n  name: 甲厂工会\n  level: basic\n  employer: enterprise\n".to_owned();
    text.push_str("  form: independent\n  established: 2015-06-01\n");
    for (ledger, rows) in ledgers {
        let _ = writeln!(text, "{ledger}:{}", if rows.is_empty() { " []" } else { "" });
        for row in rows {
            let cells: Vec<String> = row.iter().map(|(field, value)| format!("{field}: {value}")).collect();
            let _ = writeln!(text, "  - {{ {} }}", cells.join(", "));
        }
    }
    text
}
