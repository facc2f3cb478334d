//! What is wrong with a pack is said before any record is judged, at the place where it is written.

use crate::packs::{BODY_LINE, TempPack, rule};
use crate::program::{check, check_json, findings, list, text};

const TOWNSHIP: &str = "fixtures/township";

/// Bodies of rules, each with one mistake; the place shown is where `<<` stands, which is left out.
const BODIES: &[(&str, &str)] = &[
    ("field", "dues.<<below(\"payd\", \"payable\").fail(\"paid\");"),
    ("field-of-union", "union.<<emplyees > 3;"),
    ("code-in-where", "contracts.<<where(\"kind\", \"wages\").fail(\"kind\");"),
    ("code-compared", "if union.level <<== \"basik\" { union.fail(\"level\") }"),
    ("param", "dues.below(\"paid\", params.<<leest).fail(\"paid\");"),
    ("slot", "congresses.<<every(\"yeer\", \"date\");"),
    ("word", "dues.<<belov(\"paid\", \"payable\").fail(\"paid\");"),
    ("name", "<<due.fail(\"paid\");"),
    ("date-against-number", "if as_of <<> 3 { union.fail(\"level\") }"),
    ("date-word-on-number", "dues.<<before(\"paid\", as_of).fail(\"paid\");"),
    ("text-against-number", "if union.employees <<> \"many\" { union.fail(\"name\") }"),
    ("number-word-on-text", "union.<<above(\"name\", 3).fail(\"name\");"),
    ("not-judged", "<<dues.in_period(\"period\").below(\"paid\", \"payable\");"),
    ("judges-nothing", "<<let x = 1;"),
    ("other-arm", "if union.employees > 10 { union.fail(\"name\") } else { union.<<fail(\"nme\") }"),
    ("second-line", "let short = dues.below(\"paid\", \"payable\");\nshort.<<fail(\"payd\");"),
    ("after-chinese", "let name = \"乙厂\"; dues.<<fail(\"payd\");"),
    ("brackets", "dues.fail(\"paid\" <<;"),
];

#[test]
fn each_mistake_of_a_script_has_its_place_and_costs_one_rule() {
    let bodies: Vec<_> = BODIES.iter().map(|(id, body)| (*id, body.replacen("<<", "", 1))).collect();
    let rules: Vec<_> = bodies.iter().map(|(id, body)| (*id, body.as_str())).collect();
    let pack = TempPack::of(&rules);
    let (status, result) = check_json(&[TOWNSHIP, "--rules", pack.path(), "--select", "own"]);
    let found = findings(&result);
    for (id, body) in BODIES {
        let before = &body[..body.find("<<").unwrap()];
        let line = BODY_LINE + before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
        let place = format!("error {id} {}/own/{id}.rhai:{line}:{column}", pack.path());
        let said = found.iter().filter(|one| **one == place).count();
        let others: Vec<_> = found.iter().filter(|one| one.starts_with(&format!("error {id} "))).collect();
        assert_eq!(said, 12, "once for each union: {place}\n{others:#?}");
    }
    assert_eq!(status, 2);
    for union in list(&result, "unions") {
        assert_ne!(text(&union["verdicts"], "healthy"), "error");
    }
}

/// Edits of a sound rule's header, and the line and column of what is wrong then.
const HEADERS: &[(&str, &str, &str)] = &[
    ("basis", "//! basis: [{ law: 某法, article: 1, status: U }]\n", "1:44"),
    ("unknown-key", "//! titel: 3\n", "1:5"),
    ("reserved-param", "//! params: { default: 3 }\n", ""),
    ("applies", "//! applies: 'union.levl == \"basic\"'\n", ""),
    ("applies-no-condition", "//! applies: 'union.level'\n", ""),
];

#[test]
fn a_header_that_cannot_be_is_shown_where_it_is_written() {
    for (id, line, place) in HEADERS {
        let pack = TempPack::of(&[]);
        let key = line.split(':').next().unwrap();
        let sound: String = rule("dues.fail(\"paid\");");
        let rest: String = sound.split_inclusive('\n').filter(|one| !one.starts_with(key)).collect();
        pack.write(&format!("own/{id}.rhai"), &format!("{line}{rest}"));
        let (status, result) = check_json(&[TOWNSHIP, "--rules", pack.path(), "--select", "own"]);
        let start = format!("error {id} {}/own/{id}.rhai:1:", pack.path());
        let at = findings(&result).into_iter().find(|one| one.starts_with(&start));
        let at = at.unwrap_or_else(|| panic!("{id}: {:#?}", findings(&result)));
        assert!(status == 2 && at.ends_with(place), "{at}");
    }
}

/// A pack refused as a whole: nothing judged, the place on standard error.
fn is_refused(pack: &TempPack, place: &str) {
    let ran = check(&[TOWNSHIP, "--rules", pack.path(), "--fail-on", "never"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{place}: {ran:#?}");
    assert!(ran.err.contains(place), "{place}: {}", ran.err);
}

#[test]
fn a_pack_may_not_take_names_that_mean_something() {
    for name in ["match", "where", "union_", "dues", "as_of", "while"] {
        let pack = TempPack::of(&[]);
        let key = if name == "union_" { "default" } else { name };
        let fields = "fields:\n  - { key: date, title: { zh: 日期, en: Date }, type: date }\n";
        pack.write(
            &format!("ledgers/{key}.yaml"),
            &format!("ledger: {key}\ntitle: {{ zh: 甲乙, en: Some }}\nkey: [date]\n{fields}"),
        );
        is_refused(&pack, &format!("ledgers/{key}.yaml:"));
    }
}

#[test]
fn two_rules_of_one_id_are_refused_with_both_places() {
    let pack = TempPack::of(&[("dues-short", "dues.fail(\"paid\");")]);
    is_refused(&pack, "own/dues-short.rhai");
    assert!(check(&["--rules", pack.path()]).err.contains("builtin:funds/dues-short.rhai"));
    // The first may be broken itself: the second is no replacement.
    let pack = TempPack::of(&[("one", "dues.fail(\"paid\");")]);
    pack.write("another/one.rhai", "//! titel: 3\n");
    is_refused(&pack, "own/one.rhai");
}

#[test]
fn parameters_are_tightened_and_never_loosened() {
    for (params, place) in [
        ("contract-lapsed: { notice: 60 days }", "pack.yaml:5:30"),
        ("dues-short: { percent: 90% }", "pack.yaml:5:26"),
        ("hazard-overdue: { within: 31 days }", "pack.yaml:5:29"),
        ("contract-lapsed: { notise: 120 days }", "pack.yaml:5:"),
        ("contract-lapsed: { notice: 120 }", "pack.yaml:5:30"),
        ("contract-lapse: { notice: 120 days }", "pack.yaml:5:"),
    ] {
        let pack = TempPack::of(&[]);
        let manifest = "name: own\nversion: 1.0.0\nextends: builtin\nparams:\n  ";
        pack.write("pack.yaml", &format!("{manifest}{params}\n"));
        is_refused(&pack, place);
    }
}

#[test]
fn an_inherited_ledger_takes_fields_and_nothing_else() {
    for (change, place) in
        [("aliases: [某]", ":2:"), ("key: [name]", ":2:"), ("title: { zh: 某, en: S }", ":2:")]
    {
        let pack = TempPack::of(&[]);
        pack.write("ledgers/union.yaml", &format!("ledger: union\n{change}\nfields: []\n"));
        is_refused(&pack, &format!("ledgers/union.yaml{place}"));
    }
}
