//! SARIF: valid by the official schema whatever was judged, and true to the JSON result.

use std::collections::BTreeMap;
use std::fs;

use jsonschema::Validator;
use serde_json::Value;

use crate::code;
use crate::program::{arg, check, check_json, hegui_reading, list, text};

const SCHEMA: &str = "tests/schemas/sarif-schema-2.1.0.json";

fn schema() -> Validator {
    let schema = serde_json::from_str(&code::text(&code::root().join(SCHEMA))).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

/// The run in a log that keeps to the schema, and whose indices point where its names say.
fn run(schema: &Validator, log: &str) -> Value {
    let mut log: Value = serde_json::from_str(log).unwrap_or_else(|error| panic!("{error}: {log}"));
    let faults: Vec<String> =
        schema.iter_errors(&log).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert_eq!(faults, Vec::<String>::new());
    let run = log["runs"][0].take();
    let rules = list(&run["tool"]["driver"], "rules");
    for result in list(&run, "results") {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(!list(result, "locations").is_empty(), "{result:#}");
    }
    for relation in rules.iter().filter_map(|rule| rule["relationships"].as_array()).flatten() {
        let target = &relation["target"];
        let [taxonomy, taxon] = [&target["toolComponent"]["index"], &target["index"]]
            .map(|at| usize::try_from(at.as_u64().unwrap()));
        let taxonomy = &run["taxonomies"][taxonomy.unwrap()];
        assert_eq!(taxonomy["name"], target["toolComponent"]["name"]);
        assert_eq!(taxonomy["taxa"][taxon.unwrap()]["id"], target["id"]);
    }
    run
}

fn sarif(schema: &Validator, args: &[&str]) -> (i32, Value) {
    let ran = check(&[args, &["--format", "sarif"]].concat());
    (ran.status, run(schema, &ran.out))
}

/// How many results there are of each kind.
fn kinds(run: &Value) -> BTreeMap<&str, usize> {
    let mut kinds = BTreeMap::new();
    for result in list(run, "results") {
        *kinds.entry(text(result, "kind")).or_default() += 1;
    }
    kinds
}

#[test]
fn what_is_found_is_a_result_at_the_place_json_has() {
    let schema = schema();
    for path in ["fixtures/township", "fixtures/problems", "fixtures/tables/township.xlsx"] {
        let (status, run) = sarif(&schema, &[path]);
        let (same, result) = check_json(&[path]);
        assert_eq!(
            (status, status < 2),
            (same, run["invocations"][0]["executionSuccessful"].as_bool().unwrap())
        );
        let fails = list(&result, "findings").iter().filter(|one| text(one, "state") == "fail");
        let severities = fails.clone().count();
        let all: Vec<&Value> = fails.chain(list(&result, "problems")).collect();
        assert_eq!((all.len(), kinds(&run)["fail"]), (list(&run, "results").len(), all.len()));
        assert!(severities > 0, "{path}");
        let of_json = |one: &Value| {
            let location = &one["location"];
            let code = one.get("rule").unwrap_or(&one["code"]);
            [
                code,
                &one["severity"],
                &location["start"]["line"],
                &location["start"]["column"],
                &location["end"]["line"],
                &location["end"]["column"],
                &location["start"]["offset"],
            ]
            .map(Value::to_string)
        };
        let of_sarif = |one: &Value| {
            let region = &one["locations"][0]["physicalLocation"]["region"];
            [
                &one["ruleId"],
                &one["level"],
                &region["startLine"],
                &region["startColumn"],
                &region["endLine"],
                &region["endColumn"],
                &region["byteOffset"],
            ]
            .map(Value::to_string)
        };
        let mut places = [
            all.into_iter().map(of_json).collect::<Vec<_>>(),
            list(&run, "results").iter().map(of_sarif).collect(),
        ];
        for places in &mut places {
            places.sort();
        }
        assert_eq!(places[0], places[1], "{path}");
        for key in ["states", "severities", "compliance", "coverage", "unions", "rules", "records_digest"] {
            assert_eq!(run["properties"]["summary"][key], result["summary"][key], "{key}");
        }
    }
}

#[test]
fn what_was_asked_for_is_listed_without_a_level() {
    let (_, run) = sarif(&schema(), &["fixtures/township", "--show", "all"]);
    let (_, result) = check_json(&["fixtures/township"]);
    let (kinds, states) = (kinds(&run), &result["summary"]["states"]);
    let of = |kind: &str| kinds.get(kind).copied().unwrap_or_default() as u64;
    assert_eq!(
        (of("pass"), of("notApplicable")),
        (states["pass"].as_u64().unwrap(), states["not_applicable"].as_u64().unwrap())
    );
    let found = |state: &str| {
        list(&result, "findings").iter().filter(|one| text(one, "state") == state).count() as u64
    };
    assert_eq!((of("informational"), of("open") + of("review")), (found("due"), found("insufficient")));
    assert!(of("review") > 0 && of("open") > 0, "{kinds:?}");
    let is_level = |one: &&Value| (one["level"] == "none") == (one["kind"] != "fail");
    assert!(list(&run, "results").iter().all(|one| is_level(&one)));
}

#[test]
fn every_rule_says_what_it_is_and_what_it_rests_on() {
    for lang in ["zh", "en"] {
        let (_, run) = sarif(&schema(), &["fixtures/township/waterworks.yaml", "--lang", lang]);
        let rules = list(&run["tool"]["driver"], "rules");
        for rule in rules {
            for key in ["shortDescription", "fullDescription", "help"] {
                assert!(!text(&rule[key], "text").is_empty(), "{rule:#}");
            }
            assert!(["error", "warning", "note"].contains(&text(&rule["defaultConfiguration"], "level")));
        }
        let lapsed = rules.iter().find(|rule| rule["id"] == "contract-lapsed").unwrap();
        let help = text(&lapsed["help"], "text");
        assert!(help.contains("R092") && help.contains("《集体合同规定》") && help.contains("V2"), "{help}");
        let targets: Vec<&str> =
            list(lapsed, "relationships").iter().map(|one| text(&one["target"], "id")).collect();
        assert!(targets.contains(&"R092") && targets.contains(&"《集体合同规定》第 38 条"), "{targets:?}");
    }
}

#[test]
fn a_cell_is_a_logical_location_and_stands_in_the_message() {
    let (_, run) = sarif(&schema(), &["fixtures/tables/township.xlsx"]);
    for result in list(&run, "results") {
        let location = &result["locations"][0];
        assert!(location["physicalLocation"].get("region").is_none());
        let cell = text(&location["logicalLocations"][0], "fullyQualifiedName");
        assert_eq!(location["logicalLocations"][0]["kind"], "cell");
        assert!(cell.starts_with("fixtures/tables/township.xlsx › "), "{cell}");
        assert!(
            text(&result["message"], "text").contains(&format!("\n位置：{cell}\n怎么办：")),
            "{result:#}"
        );
    }
}

#[test]
fn places_are_uris_relative_to_where_it_was_run() {
    let schema = schema();
    let folder = tempfile::tempdir().unwrap();
    let records = folder.path().join("总 账 #1%.yaml");
    fs::copy(code::root().join("fixtures/township/waterworks.yaml"), &records).unwrap();
    let (_, run_there) = sarif(&schema, &[arg(&records)]);
    let uri = &run_there["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert!(text(uri, "uri").ends_with("/%E6%80%BB%20%E8%B4%A6%20%231%25.yaml"), "{uri}");
    let ran = check(&["fixtures/township", "--show", "all", "--format", "sarif"]);
    assert!(!ran.out.contains(arg(code::root())), "the folder of this machine is told");
    let records = code::bytes(&records);
    let ran = hegui_reading(&["check", "-", "--as-of", "2026-12-31", "--format", "sarif"], &records);
    let piped = run(&schema, &ran.out);
    assert_eq!(piped["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "stdin:");
}

#[test]
fn what_could_not_be_done_is_no_success() {
    let schema = schema();
    let folder = tempfile::tempdir().unwrap();
    let (pack, empty) = (folder.path().join("pack/culture"), folder.path().join("empty"));
    fs::create_dir_all(&pack).unwrap();
    fs::create_dir(&empty).unwrap();
    fs::write(folder.path().join("pack/pack.yaml"), "name: own\nversion: 1.0.0\nextends: builtin\n").unwrap();
    let rule = "//! title: { zh: 坏, en: bad }\n//! strength: S\n//! severity: note\n//! applies: \"true\"\n\
        //! text: { zh: 坏, en: bad }\n//! message: { fail: { zh: 坏, en: bad } }\n//! help: { zh: 改, en: mend }\n\
        contracts.nonsense();\n";
    fs::write(pack.join("culture-bad.rhai"), rule).unwrap();
    let own = folder.path().join("pack");
    let notices = |args: &[&str]| {
        let (status, run) = sarif(&schema, args);
        assert_eq!((status, &run["invocations"][0]["executionSuccessful"]), (2, &false.into()));
        let notices = list(&run["invocations"][0], "toolExecutionNotifications");
        let shown = |one: &Value| {
            let rule = one["associatedRule"]["id"].as_str().unwrap_or("-");
            format!("{} {rule}", text(&one["descriptor"], "id"))
        };
        notices.iter().map(shown).collect::<Vec<_>>()
    };
    assert_eq!(notices(&[arg(&empty)]), ["nothing-judged -", "not-read no-union"]);
    let of_the_rule = notices(&["fixtures/township", "--rules", arg(&own)]);
    assert_eq!(of_the_rule, ["rule-failed culture-bad"]);
    let none = notices(&["fixtures/township", "--select", "funds", "--ignore", "funds"]);
    assert_eq!(none, ["nothing-judged -"]);
    let broken = notices(&["fixtures/problems/broken.yaml", "fixtures/township"]);
    assert_eq!(broken, ["not-read broken-document"]);
}

#[test]
fn a_saved_log_is_no_record() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(code::root().join("fixtures/township/waterworks.yaml"), folder.path().join("a.yaml")).unwrap();
    let log = folder.path().join("a.sarif.json");
    let ran = [1, 2].map(|_| check(&[arg(folder.path()), "--quiet", "--report", arg(&log)]));
    assert_eq!(ran[0], ran[1]);
    assert_eq!((ran[0].status, ran[0].err.as_str()), (1, ""));
    run(&schema(), &code::text(&log));
}
