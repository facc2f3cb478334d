use std::sync::Arc;

use insta::assert_snapshot;
use serde_json::Value;

use super::*;
use crate::records::{Problem, ProblemCode};
use crate::reports::samples::{lapsed, misspelt, overdue, run, waived, written};
use crate::source::{Fault, Location, Source};
use crate::verdicts::{AgainstBaseline, Known};

/// The run a report makes of these items.
fn told(show: &[State], items: Vec<Item>, summary: &Summary) -> Value {
    let pack = Pack::builtin().unwrap();
    let mut report = SarifReport::new(&pack, show, Lang::Zh);
    let mut out = Vec::new();
    report.begin(&mut out, &run()).unwrap();
    report.chunk(&mut out, &Chunk { items, ..Chunk::default() }).unwrap();
    report.finish(&mut out, summary).unwrap();
    serde_json::from_slice::<Value>(&out).unwrap()["runs"][0].take()
}

fn judged() -> Summary {
    let mut summary = Summary { unions: 1, ..Summary::default() };
    summary.states.add(State::Fail);
    summary
}

#[test]
fn one_result() {
    let text = written(&mut SarifReport::new(&Pack::builtin().unwrap(), &[], Lang::Zh));
    let log: Value = serde_json::from_str(&text).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let ids: Vec<&str> = results.iter().map(|result| result["ruleId"].as_str().unwrap()).collect();
    assert_eq!(ids, ["unknown-ledger", "contract-lapsed", "hazard-overdue"]);
    assert_snapshot!(serde_json::to_string_pretty(&results[1]).unwrap(), @r#"
    {
      "ruleId": "contract-lapsed",
      "ruleIndex": 1,
      "kind": "fail",
      "level": "error",
      "message": {
        "text": "工资专项集体合同已于2025-12-31到期，未见续签（甲厂工会（00101））\n怎么办：与企业方协商续签，草案经职代会通过后签字、报送，并登记新合同。"
      },
      "locations": [
        {
          "physicalLocation": {
            "artifactLocation": {
              "uri": "town/jia.yaml",
              "uriBaseId": "%SRCROOT%"
            },
            "region": {
              "startLine": 13,
              "startColumn": 14,
              "endLine": 13,
              "endColumn": 24,
              "byteOffset": 222,
              "byteLength": 10
            }
          },
          "logicalLocations": [
            {
              "name": "expires",
              "fullyQualifiedName": "00101/contracts/0/expires",
              "kind": "field"
            }
          ]
        }
      ],
      "relatedLocations": [
        {
          "id": 1,
          "physicalLocation": {
            "artifactLocation": {
              "uri": "town/jia.yaml",
              "uriBaseId": "%SRCROOT%"
            },
            "region": {
              "startLine": 5,
              "startColumn": 11,
              "endLine": 5,
              "endColumn": 21,
              "byteOffset": 61,
              "byteLength": 10
            }
          },
          "logicalLocations": [
            {
              "name": "date",
              "fullyQualifiedName": "congresses/0/date",
              "kind": "field"
            }
          ],
          "message": {
            "text": "合同所称的职代会"
          }
        }
      ],
      "partialFingerprints": {
        "hegui/v1": "0123456789abcdef0123456789abcdef"
      },
      "properties": {
        "state": "fail",
        "union": "00101",
        "help": "与企业方协商续签，草案经职代会通过后签字、报送，并登记新合同。",
        "union_name": "甲厂工会"
      }
    }
    "#);
}

#[test]
fn what_fails_in_a_rule_is_told_once_a_place_and_fails_the_run() {
    let text = written(&mut SarifReport::new(&Pack::builtin().unwrap(), &[], Lang::En));
    let log: Value = serde_json::from_str(&text).unwrap();
    let invocations = &log["runs"][0]["invocations"];
    assert_eq!(invocations[0]["executionSuccessful"], false);
    let notices = invocations[0]["toolExecutionNotifications"].as_array().unwrap();
    assert_eq!((notices.len(), &notices[0]["properties"]["unions"]), (1, &2.into()));
    let place = &notices[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"], json!({ "uri": "builtin:contracts/contract-gap.rhai" }));
    assert_eq!(notices[0]["associatedRule"]["id"], "contract-gap");
    let said = "the rule failed: there is no field `nonsense` (2 unions concerned)\nwhat to do: Tell the author of the rule.";
    assert_eq!(notices[0]["message"]["text"], said);
}

#[test]
fn a_waived_finding_is_suppressed_and_says_by_whom() {
    let run = told(&[], vec![Item::Finding(waived())], &judged());
    let result = &run["results"][0];
    assert_eq!((&result["kind"], &result["level"]), (&"fail".into(), &"error".into()));
    assert!(result.get("baselineState").is_none(), "there is no baseline");
    assert_snapshot!(serde_json::to_string_pretty(&result["suppressions"]).unwrap(), @r#"
    [
      {
        "kind": "external",
        "status": "accepted",
        "justification": "停产，职代会延期（批准：镇总工会，至 2027-03-31）",
        "location": {
          "physicalLocation": {
            "artifactLocation": {
              "uri": "waivers.yaml",
              "uriBaseId": "%SRCROOT%"
            },
            "region": {
              "startLine": 1,
              "startColumn": 35,
              "endLine": 1,
              "endColumn": 45,
              "byteOffset": 34,
              "byteLength": 10
            }
          }
        },
        "properties": {
          "approved_by": "镇总工会",
          "until": "2027-03-31"
        }
      }
    ]
    "#);
}

#[test]
fn with_a_baseline_every_result_says_how_it_stands_to_it() {
    let known = Finding { is_known: true, ..lapsed() };
    let fixed = Known {
        union: "00103".to_owned(),
        rule: "hazard-overdue".to_owned(),
        message: "隐患 H-9 逾期".to_owned(),
        fingerprint: "9".repeat(32),
    };
    let baseline = AgainstBaseline { known: [0, 0, 1], fixed: vec![fixed], unclear: 2 };
    let summary = Summary { baseline: Some(baseline), ..judged() };
    let items = vec![Item::Problem(misspelt()), Item::Finding(known), Item::Finding(overdue())];
    let run = told(&[], items, &summary);
    let states: Vec<(&str, &str)> = run["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| (result["ruleId"].as_str().unwrap(), result["baselineState"].as_str().unwrap()))
        .collect();
    let wanted = [
        ("unknown-ledger", "new"),
        ("contract-lapsed", "unchanged"),
        ("hazard-overdue", "new"),
        ("hazard-overdue", "absent"),
    ];
    assert_eq!(states, wanted);
    let gone = &run["results"][3];
    assert_eq!(gone["partialFingerprints"]["hegui/v1"], "9".repeat(32));
    assert_eq!(gone["message"]["text"], "已改：隐患 H-9 逾期（单位 00103）");
    let counted = json!({ "known": { "error": 1, "warning": 0, "note": 0 }, "fixed": 1, "unclear": 2 });
    assert_eq!(run["properties"]["summary"]["baseline"], counted);
}

#[test]
fn what_is_no_violation_is_listed_only_where_asked_and_has_no_level() {
    let of = |state| Finding { state, ..lapsed() };
    let items = || vec![Item::Finding(of(State::Due)), Item::Finding(of(State::Insufficient))];
    assert_eq!(told(&[], items(), &judged())["results"], json!([]));
    let run = told(&[State::Due, State::Insufficient], items(), &judged());
    let kinds =
        run["results"].as_array().unwrap().iter().map(|one| (one["kind"].clone(), one["level"].clone()));
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        [("informational".into(), "none".into()), ("open".into(), "none".into())]
    );
}

#[test]
fn what_a_person_must_confirm_is_for_review_and_what_is_lacking_is_open() {
    let pack = Pack::builtin().unwrap();
    let rule =
        pack.rules.iter().find(|rule| rule.finding == crate::rulepack::FindingAs::Insufficient).unwrap();
    let lacking = Finding { state: State::Insufficient, rule: rule.id.clone(), ..lapsed() };
    let unconfirmed = Finding { help: rule.help.clone(), ..lacking.clone() };
    let items = vec![Item::Finding(lacking), Item::Finding(unconfirmed)];
    let run = told(&[State::Insufficient], items, &judged());
    assert_eq!([&run["results"][0]["kind"], &run["results"][1]["kind"]], ["open", "review"]);
}

#[test]
fn records_that_were_not_read_are_a_result_and_a_notice() {
    let at = Location::whole(&Arc::new(Source::new("a.yaml", "")));
    let problem = Problem::new(ProblemCode::InvalidUtf8, Fault::at(at, "不是 {UTF-8} [x](y)", "x"));
    let summary = Summary { work_stopped: true, ..judged() };
    let run = told(&[], vec![Item::Problem(problem)], &summary);
    let said = "不是 {{UTF-8}} [x] (y)";
    assert_eq!(run["results"][0]["message"]["text"], said);
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(invocation["toolExecutionNotifications"][0]["message"]["text"], said);
    let index = usize::try_from(run["results"][0]["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "invalid-utf8");
}

#[test]
fn nothing_judged_is_no_success() {
    let run = told(&[], Vec::new(), &Summary::default());
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let notice = &run["invocations"][0]["toolExecutionNotifications"][0];
    assert!(
        notice["message"]["text"].as_str().unwrap().starts_with("没有评价任何单位，不能说明合规\n怎么办：")
    );
    assert_eq!(run["results"], json!([]));
}

#[test]
fn less_judged_than_is_asked_for_is_told() {
    let summary = Summary { min_coverage: Some(rust_decimal::Decimal::from(101)), ..judged() };
    let run = told(&[], Vec::new(), &summary);
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], true);
    let notice = &invocation["toolExecutionNotifications"][0];
    let said = (&notice["descriptor"]["id"], &notice["message"]["text"]);
    assert_eq!(said, (&"coverage-below".into(), &"覆盖率 100.0%，低于要求的 101%".into()));
}
