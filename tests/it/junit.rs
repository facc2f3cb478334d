//! JUnit: by the schema Jenkins has, and true to the JSON result.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

use crate::code;
use crate::program::{arg, check, check_json, list, text};

const SCHEMA: &str = "tests/schemas/junit-10.xsd";

/// An element with what is in it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: BTreeMap<String, String>,
    pub(crate) children: Vec<Element>,
    pub(crate) text: String,
}

impl Element {
    /// The only element of a document.
    pub(crate) fn read(xml: &str) -> Self {
        let mut reader = Reader::from_str(xml);
        let mut open = vec![Self::default()];
        loop {
            let event = reader.read_event().unwrap_or_else(|error| panic!("{error}: {xml}"));
            let (start, is_empty) = match event {
                Event::Start(start) => (start, false),
                Event::Empty(start) => (start, true),
                Event::Text(text) => {
                    open.last_mut().unwrap().text.push_str(&text);
                    continue;
                }
                Event::GeneralRef(of) => {
                    open.last_mut().unwrap().text.extend(["&", &*of, ";"]);
                    continue;
                }
                Event::End(_) => {
                    let done = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(done);
                    continue;
                }
                Event::Eof => break,
                _ => continue,
            };
            let mut element = Self { name: start.name().0.to_owned(), ..Self::default() };
            for attribute in start.attributes() {
                let attribute = attribute.unwrap();
                let name = attribute.key.0.to_owned();
                let value = attribute.value.to_string();
                assert!(element.attributes.insert(name, value).is_none(), "an attribute twice");
            }
            if is_empty {
                open.last_mut().unwrap().children.push(element);
            } else {
                open.push(element);
            }
        }
        assert_eq!(open.len(), 1, "not closed");
        let mut children = open.pop().unwrap().children;
        assert_eq!(children.len(), 1, "one root");
        children.pop().unwrap()
    }

    /// An attribute, escapes and all.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.attributes.get(name).unwrap_or_else(|| panic!("no {name}: {self:#?}"))
    }

    /// The elements in it of this name.
    pub(crate) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// A property of a suite.
    pub(crate) fn property(&self, name: &str) -> &str {
        let properties = self.all("properties").next().unwrap();
        properties.all("property").find(|one| one.get("name") == name).unwrap().get("value")
    }

    fn walk<'e>(&'e self, each: &mut impl FnMut(&'e Self)) {
        each(self);
        self.children.iter().for_each(|child| child.walk(each));
    }
}

/// What the schema says an element may hold.
#[derive(Debug, Default)]
struct Allowed {
    attributes: BTreeSet<String>,
    required: BTreeSet<String>,
    children: BTreeSet<String>,
}

fn allowed() -> BTreeMap<String, Allowed> {
    let schema = Element::read(&code::text(&code::root().join(SCHEMA)));
    let of = |element: &Element| {
        let mut allowed = Allowed::default();
        element.walk(&mut |inner| match inner.name.as_str() {
            "xs:attribute" => {
                allowed.attributes.insert(inner.get("name").to_owned());
                if inner.attributes.get("use").is_some_and(|used| used == "required") {
                    allowed.required.insert(inner.get("name").to_owned());
                }
            }
            "xs:element" if inner.attributes.contains_key("ref") => {
                allowed.children.insert(inner.get("ref").to_owned());
            }
            _ => {}
        });
        (element.get("name").to_owned(), allowed)
    };
    schema.all("xs:element").map(of).collect()
}

/// The document, which keeps to the schema and counts itself right.
pub(crate) fn read(xml: &str) -> Element {
    let (root, allowed) = (Element::read(xml), allowed());
    root.walk(&mut |element| {
        let may = allowed.get(&element.name).unwrap_or_else(|| panic!("unknown: {element:#?}"));
        let names: BTreeSet<String> = element.attributes.keys().cloned().collect();
        assert!(names.is_subset(&may.attributes) && may.required.is_subset(&names), "{element:#?}");
        assert!(element.children.iter().all(|child| may.children.contains(&child.name)), "{element:#?}");
    });
    assert_eq!(root.name, "testsuites");
    let mut all = BTreeMap::new();
    for suite in root.all("testsuite") {
        let cases: Vec<&Element> = suite.all("testcase").collect();
        let having = |name: &str| cases.iter().filter(|case| case.all(name).next().is_some()).count();
        let counts = [
            ("tests", cases.len()),
            ("failures", having("failure")),
            ("errors", having("error")),
            ("skipped", having("skipped")),
        ];
        for (name, count) in counts {
            assert_eq!(suite.get(name), count.to_string(), "{name}");
            *all.entry(name).or_insert(0) += count;
        }
        assert!(cases.iter().all(|case| case.children.len() <= 1), "one thing comes of a case");
    }
    for name in ["tests", "failures", "errors"] {
        assert_eq!(root.get(name), all[name].to_string(), "{name}");
    }
    root
}

fn junit(args: &[&str]) -> (i32, Element) {
    let ran = check(&[args, &["--format", "junit"]].concat());
    (ran.status, read(&ran.out))
}

#[test]
fn a_case_is_a_verdict_and_fails_as_it_does() {
    for path in ["fixtures/township", "fixtures/problems", "fixtures/tables/township.xlsx"] {
        let (status, root) = junit(&[path]);
        let (same, result) = check_json(&[path]);
        assert_eq!(status, same);
        let suites: Vec<&Element> = root.all("testsuite").collect();
        assert_eq!(suites.len(), 1 + list(&result, "unions").len());
        for (suite, union) in suites[1..].iter().zip(list(&result, "unions")) {
            assert_eq!(suite.get("name"), format!("{}（{}）", text(union, "name"), text(union, "id")));
            let mut found: BTreeMap<String, &str> = BTreeMap::new();
            for case in suite.all("testcase") {
                let outcome = case.children.first().map_or("", |child| child.name.as_str());
                found.insert(case.get("name").split(' ').next().unwrap().to_owned(), outcome);
            }
            for (rule, state) in union["verdicts"].as_object().unwrap() {
                let wanted = match state.as_str().unwrap() {
                    "not_applicable" => None,
                    "pass" => Some(""),
                    "due" => Some("system-out"),
                    "insufficient" => Some("skipped"),
                    "fail" => Some("failure"),
                    other => panic!("{other}"),
                };
                assert_eq!(found.remove(rule), wanted, "{rule}");
            }
            assert!(found.is_empty(), "{found:?}");
            for (state, count) in union["states"].as_object().unwrap() {
                assert_eq!(suite.property(&format!("states.{state}")), count.to_string());
            }
        }
        let summary = &result["summary"];
        for (pointer, name) in [
            ("/compliance/passed", "compliance.passed"),
            ("/coverage/applicable", "coverage.applicable"),
            ("/states/insufficient", "states.insufficient"),
            ("/severities/warning", "severities.warning"),
        ] {
            assert_eq!(suites[0].property(name), summary.pointer(pointer).unwrap().to_string(), "{name}");
        }
        problems(suites[0], &result);
    }
}

/// The problems of the records, in order.
fn problems(suite: &Element, result: &Value) {
    let cases: Vec<&Element> = suite.all("testcase").collect();
    let problems = list(result, "problems");
    let skip = cases.len() - problems.len();
    assert!(skip == 0 || (skip == 1 && cases[0].children[0].get("type") == "nothing-judged"), "{cases:#?}");
    for (case, problem) in cases[skip..].iter().zip(problems) {
        assert!(case.get("name").starts_with(text(problem, "code")), "{case:#?}");
        let outcome = &case.children[0];
        let is_error = text(problem, "severity") == "error";
        assert_eq!(matches!(outcome.name.as_str(), "failure" | "error"), is_error, "{outcome:#?}");
        assert!(outcome.text.contains("怎么办：") || text(problem, "help").is_empty(), "{outcome:#?}");
    }
}

#[test]
fn a_failure_says_where_and_what_to_do() {
    let (_, root) = junit(&["fixtures/township"]);
    let failures: Vec<&Element> = root
        .all("testsuite")
        .flat_map(|suite| suite.all("testcase"))
        .flat_map(|case| case.all("failure"))
        .collect();
    let severities: BTreeSet<&str> = failures.iter().map(|failure| failure.get("type")).collect();
    assert_eq!(severities, BTreeSet::from(["error", "note", "warning"]));
    for failure in failures {
        assert!(
            failure.text.starts_with("fixtures/township/") && failure.text.contains("\n  怎么办："),
            "{failure:#?}"
        );
        assert!(
            failure.text.contains(failure.get("message").split("（另有").next().unwrap()),
            "{failure:#?}"
        );
    }
}

#[test]
fn nothing_judged_is_an_error_and_so_is_a_rule_that_failed() {
    let folder = tempfile::tempdir().unwrap();
    let (status, root) = junit(&[arg(folder.path())]);
    assert_eq!((status, root.get("errors")), (2, "2"), "{root:#?}");
    let (status, root) = junit(&["fixtures/township", "--select", "funds", "--ignore", "funds"]);
    assert_eq!((status, root.get("errors"), root.get("tests")), (2, "1", "1"));
    fs::create_dir(folder.path().join("culture")).unwrap();
    fs::write(folder.path().join("pack.yaml"), "name: own\nversion: 1.0.0\nextends: builtin\n").unwrap();
    fs::write(folder.path().join("culture/culture-bad.rhai"), "//! title: {\n").unwrap();
    let (status, root) = junit(&["fixtures/township", "--rules", arg(folder.path()), "--select", "culture"]);
    assert_eq!(
        (status, root.get("tests"), root.get("errors")),
        (2, "13", "13"),
        "one a union, and nothing judged"
    );
}

#[test]
fn xmllint_agrees() {
    if Command::new("xmllint").arg("--version").output().is_err() {
        println!("xmllint is not installed: JUnit was checked by its schema's names alone");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.xml");
    check(&["fixtures/township", "fixtures/problems", "--quiet", "--report", arg(&file)]);
    let schema = code::root().join(SCHEMA);
    let ran =
        Command::new("xmllint").args(["--noout", "--schema", arg(&schema), arg(&file)]).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}
