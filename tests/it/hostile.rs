//! Rules that mean harm, or would do it: each ends as an error at its place, and no other rule notices.

use std::fmt::Write as _;

use crate::packs::{BODY_LINE, TempPack};
use crate::program::{check_json, findings, list, text};

const TOWNSHIP: &str = "fixtures/township";

/// Found before any record is read; the place is where `<<` stands, which is left out.
const HOSTILE: &[(&str, &str)] = &[
    ("endless", "loop <<{ }\ndues.fail(\"paid\");"),
    ("endless-for", "let n = 0; for i in 0..9223372036854775807 { n <<+= i }\ndues.fail(\"paid\");"),
    ("string-growth", "let s = \"x\"; while true { s <<+= s; }\ndues.fail(\"paid\");"),
    ("string-at-once", "let s = \"\"; s.<<pad(9223372036854775807, \"x\");\ndues.fail(\"paid\");"),
    ("array-growth", "let a = []; while true { a.<<push(1); }\ndues.fail(\"paid\");"),
    ("array-at-once", "let a = []; a.<<pad(9223372036854775807, 1);\ndues.fail(\"paid\");"),
    ("nested-data", "let a = []; while true { a = [<<a]; }\ndues.fail(\"paid\");"),
    ("recursion", "fn f(x) { f(x + 1) }\n<<f(0);\ndues.fail(\"paid\");"),
    ("eval", "<<eval(\"1\");\ndues.fail(\"paid\");"),
    ("eval-by-name", "Fn(<<\"eval\").call(\"loop {}\");\ndues.fail(\"paid\");"),
    ("import", "<<import \"x\" as y;\ndues.fail(\"paid\");"),
    ("try", "<<try { union.fail(\"level\") } catch { }"),
    ("exit", "<<exit(3);\ndues.fail(\"paid\");"),
    ("sleep", "<<sleep(1000);\ndues.fail(\"paid\");"),
    ("date-and-number", "if as_of <<> 3 { union.fail(\"level\") }"),
    ("shadowing", "let <<union = 3;\ndues.fail(\"paid\");"),
    ("assigning", "<<dues = contracts;\ndues.fail(\"paid\");"),
    ("no-divisor", "if union.employees <</ (union.members - union.members) > 1 { union.fail(\"name\") }"),
    ("overflow", "if 9223372036854775807 <<+ union.employees > 1 { union.fail(\"name\") }"),
    ("too-many-findings", "loop { union.fail(\"name\"<<) }"),
];

/// Hidden from the dry run behind two conditions that only some unions meet together.
const HIDDEN: &[(&str, &str)] = &[
    ("hidden-types", "if union.name <<> 3 { }"),
    ("hidden-endless", "loop { dues.below(\"paid\", \"payable\")<<; }"),
    ("hidden-divisor", "let x = union.employees <</ (union.members - union.members);"),
    ("hidden-string", "let s = \"x\"; while true { s <<+= s; }"),
];

fn marked(body: &str) -> (String, usize, usize) {
    let before = &body[..body.find("<<").unwrap()];
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    (body.replacen("<<", "", 1), BODY_LINE + before.matches('\n').count(), column)
}

/// The errors of a rule, in order.
fn errors(found: &[String], id: &str) -> Vec<String> {
    found.iter().filter(|one| one.starts_with(&format!("error {id} "))).cloned().collect()
}

#[test]
fn what_would_harm_is_stopped_and_shown_and_the_others_are_judged() {
    let bodies: Vec<_> = HOSTILE.iter().map(|(id, body)| (*id, marked(body))).collect();
    let rules: Vec<_> = bodies.iter().map(|(id, (body, ..))| (*id, body.as_str())).collect();
    let pack = TempPack::of(&rules);
    let (status, result) = check_json(&[TOWNSHIP, "--rules", pack.path(), "--select", "own"]);
    let found = findings(&result);
    let mut wrong = String::new();
    for (id, (_, line, column)) in &bodies {
        let place = match *id {
            "endless-for" | "too-many-findings" => {
                format!("error {id} {}/own/{id}.rhai:{line}:", pack.path())
            }
            _ => format!("error {id} {}/own/{id}.rhai:{line}:{column}", pack.path()),
        };
        let errors = errors(&found, id);
        if errors.len() != 12 || !errors.iter().all(|one| one.starts_with(&place)) {
            let _ = writeln!(wrong, "{place}: {errors:?}");
        }
    }
    assert!(status == 2 && wrong.is_empty(), "{wrong}");
    are_healthy(&result);
}

#[test]
fn what_shows_only_on_some_unions_is_an_error_for_those() {
    let body = |harm: &str| {
        format!(
            "if union.employees > 100 && union.members < 200 {{\n  {harm}\n}}\n\
             union.below(\"members\", 0).fail(\"members\");"
        )
    };
    let bodies: Vec<_> = HIDDEN.iter().map(|(id, harm)| (*id, marked(&body(harm)))).collect();
    let rules: Vec<_> = bodies.iter().map(|(id, (body, ..))| (*id, body.as_str())).collect();
    let pack = TempPack::of(&rules);
    let (status, result) = check_json(&[TOWNSHIP, "--rules", pack.path(), "--select", "own"]);
    let found = findings(&result);
    for (id, (_, line, _)) in &bodies {
        let place = format!("error {id} {}/own/{id}.rhai:{line}:", pack.path());
        let errors = errors(&found, id);
        assert!(
            errors.len() == 3 && errors.iter().all(|one| one.starts_with(&place)),
            "{place}: {errors:#?}"
        );
        for union in list(&result, "unions") {
            let is_met = ["QX002", "QX007", "QX008"].contains(&text(union, "id"));
            assert_eq!(text(&union["verdicts"], id) == "error", is_met, "{id} {}", text(union, "id"));
        }
    }
    assert_eq!(status, 2);
    are_healthy(&result);
}

/// The sound rule of the pack has its verdict for every union.
fn are_healthy(result: &serde_json::Value) {
    assert_eq!(list(result, "unions").len(), 12);
    for union in list(result, "unions") {
        let state = text(&union["verdicts"], "healthy");
        assert!(["pass", "fail", "insufficient"].contains(&state), "{union:#}");
    }
}
