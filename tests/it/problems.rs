//! What is wrong with records: each of the problem files gives its code, its place and its exit status.

use crate::program::{check, check_json, findings, list, place, problems, verdict};

/// A file of `fixtures/problems`.
fn file(name: &str) -> String {
    format!("fixtures/problems/{name}")
}

/// The problems of a file, with its path left out, and the exit status.
fn of(name: &str) -> (i32, Vec<String>) {
    let path = file(name);
    let (status, result) = check_json(&[&path]);
    (status, problems(&result).into_iter().map(|one| one.replace(&path, "")).collect())
}

#[test]
fn ten_mistakes_are_ten_problems_on_ten_lines() {
    let (status, found) = of("ten-mistakes.yaml");
    let expected = [
        "wrong-type :7:14",
        "unknown-field :8:3",
        "unknown-code :10:48",
        "unknown-ledger :11:1",
        "impossible-date :14:67",
        "missing-required :15:7",
        "negative-number :17:48",
        "duplicate-key :18:51",
        "empty-ledger :19:1",
        "not-a-row :22:5",
    ];
    assert_eq!((status, found), (1, expected.map(str::to_owned).to_vec()));
}

#[test]
fn a_bad_cell_never_makes_a_pass() {
    let (_, result) = check_json(&[&file("ten-mistakes.yaml")]);
    // The row that is no row might be a month short of dues; the ledger misspelt is not submitted.
    assert_eq!(verdict(&result, "CW01", "dues-short"), "insufficient");
    assert_eq!(verdict(&result, "CW01", "congress-not-held"), "insufficient");
    assert_eq!(verdict(&result, "CW01", "contract-lapsed"), "insufficient");
}

#[test]
fn what_cannot_be_read_is_status_2_whatever_fails_a_run() {
    for (name, code) in [
        ("binary.yaml", "binary-file"),
        ("gbk.yaml", "invalid-utf8"),
        ("empty.yaml", "empty-input"),
        ("no-union.yaml", "union-unnamed"),
        ("deep.yaml", "too-deep"),
        ("broken.yaml", "broken-document"),
        ("nowhere.yaml", "path-not-found"),
        ("no-such-*.yaml", "path-not-found"),
    ] {
        let (status, found) = of(name);
        assert_eq!(status, 2, "{name}");
        assert!(found.iter().any(|one| one.starts_with(code)), "{name}: {found:?}");
        for fail_on in ["error", "never"] {
            assert_eq!(check(&[&file(name), "--fail-on", fail_on]).status, 2, "{name} --fail-on {fail_on}");
        }
    }
}

#[test]
fn a_folder_without_records_is_no_clean_bill() {
    let folder = tempfile::tempdir().unwrap();
    let (status, result) = check_json(&[crate::program::arg(folder.path()), "--fail-on", "never"]);
    assert_eq!((status, list(&result, "unions").len()), (2, 0));
    assert_eq!(result["problems"][0]["code"], "no-union");
    assert_eq!(result["problems"][0]["location"]["path"], crate::program::arg(folder.path()));
}

#[test]
fn a_ledger_not_submitted_is_not_an_empty_one() {
    let (status, unsubmitted) = check_json(&[&file("unsubmitted.yaml")]);
    assert_eq!((status, verdict(&unsubmitted, "CW08", "congress-not-held")), (0, "insufficient"));
    let (status, empty) = check_json(&[&file("empty-ledger.yaml")]);
    assert_eq!((status, verdict(&empty, "CW08", "congress-not-held")), (1, "fail"));
    let place = format!("fail congress-not-held {}:3:1", file("empty-ledger.yaml"));
    assert!(findings(&empty).contains(&place), "{:#?}", findings(&empty));
}

#[test]
fn a_broken_document_hides_none_of_its_neighbours() {
    let (status, result) = check_json(&[&file("broken.yaml")]);
    assert_eq!(status, 2);
    assert!(problems(&result).contains(&format!("broken-document {}:9:10", file("broken.yaml"))));
    assert_eq!(verdict(&result, "CW03", "congress-not-held"), "pass");
    assert_eq!(verdict(&result, "CW05", "congress-not-held"), "fail");
    // The ledger that broke off was submitted, but nobody knows what it holds.
    assert_eq!(verdict(&result, "CW04", "congress-not-held"), "insufficient");
    assert_eq!(verdict(&result, "CW04", "inspection-missed"), "insufficient");
}

#[test]
fn what_is_left_of_a_broken_ledger_proves_nothing_in_any_file() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "a.yaml",
        "union: { id: CW90, name: 甲厂工会, level: basic }\ndues:\n  - { period: 2026-01, payable: 5, paid: 5 }\n",
    );
    let path = crate::program::arg(folder.path());
    assert_eq!(verdict(&check_json(&[path]).1, "CW90", "dues-short"), "pass");
    write("b.yaml", "union: { id: CW90 }\ndues:\n  - { period: 2026-02, payable: 5, paid: [\n");
    let (status, result) = check_json(&[path]);
    assert_eq!((status, verdict(&result, "CW90", "dues-short")), (2, "insufficient"));
}

#[test]
fn a_contradiction_shows_both_places() {
    let (status, result) = check_json(&[&file("contradicting")]);
    let both: Vec<(String, String)> = list(&result, "problems")
        .iter()
        .map(|problem| (place(&problem["location"]), place(&problem["related"][0]["location"])))
        .collect();
    let (a, b) = (file("contradicting/a.yaml"), file("contradicting/b.yaml"));
    let expected =
        [(26, 26), (84, 82)].map(|(mine, other)| (format!("{b}:2:{mine}"), format!("{a}:2:{other}")));
    assert_eq!((status, both), (1, expected.to_vec()));
    assert_eq!(list(&result, "unions").len(), 1);
    assert!(problems(&result).iter().all(|one| one.starts_with("duplicate-union")));
}

#[test]
fn aliases_that_unfold_beyond_measure_are_refused_at_once() {
    let (status, result) = check_json(&[&file("aliases.yaml")]);
    assert_eq!(status, 1);
    assert!(problems(&result).contains(&format!("not-a-ledger {}:12:7", file("aliases.yaml"))));
    assert_eq!(verdict(&result, "CW10", "dues-short"), "insufficient");
}

#[test]
fn nesting_beyond_measure_costs_the_ledger_it_stands_in() {
    let (status, result) = check_json(&[&file("deep.yaml")]);
    assert_eq!((status, verdict(&result, "CW09", "dues-short")), (2, "insufficient"));
}
