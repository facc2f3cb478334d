//! Version 1 of the result as JSON, whole or a line each. Every key is always present, in this order; the
//! shape is public interface and never changes: another shape is another version, beside this one.

mod district;
mod head;
mod location;
mod result;
mod stream;
mod totals;
mod value;

use std::io::{self, Write};
use std::sync::Arc;

use super::Report;
use crate::source::Lang;
use crate::verdicts::{Chunk, Item, Rankings, RunInfo, Summary};
use district::District;
use result::{Finding, Found, Results, Union};

pub(super) use location::Location;
pub(super) use result::Problem;

pub use stream::JsonLinesReport;

/// Collects plain values, because the summary comes first, and writes them at the end. Of the records
/// nothing is kept alive.
#[derive(Debug)]
pub struct JsonReport {
    lang: Lang,
    run: Option<RunInfo>,
    rules: Arc<[String]>,
    ledgers: Arc<[String]>,
    unions: Vec<Union>,
    rankings: Rankings,
    findings: Vec<Finding>,
    districts: Vec<District>,
    problems: Vec<Problem>,
}

impl JsonReport {
    /// A report with its messages in `lang`.
    pub fn new(lang: Lang) -> Self {
        let (unions, findings, problems) = (Vec::new(), Vec::new(), Vec::new());
        let (districts, rankings) = (Vec::new(), Rankings::default());
        let (rules, ledgers) = (Arc::default(), Arc::default());
        Self { lang, run: None, rules, ledgers, unions, rankings, findings, districts, problems }
    }
}

impl Report for JsonReport {
    fn begin(&mut self, _: &mut dyn Write, run: &RunInfo) -> io::Result<()> {
        self.rules = run.rules.clone().into();
        self.ledgers = run.ledgers.clone().into();
        self.run = Some(run.clone());
        Ok(())
    }

    fn chunk(&mut self, _: &mut dyn Write, chunk: &Chunk) -> io::Result<()> {
        for item in &chunk.items {
            match item {
                Item::Problem(problem) => self.problems.push(Problem::new(problem, self.lang)),
                Item::Finding(finding) => self.findings.push(Finding::new(finding, self.lang)),
            }
        }
        chunk.unions.iter().for_each(|union| self.rankings.add(union));
        self.districts.extend(chunk.districts.iter().map(District::new));
        let unions = chunk.unions.iter().map(|union| Union::new(union, &self.rules, &self.ledgers));
        self.unions.extend(unions);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        // A run that was never begun has nothing to say of itself.
        let Some(run) = &self.run else { return Ok(()) };
        let standings = std::mem::take(&mut self.rankings).standings();
        self.unions.iter_mut().for_each(|union| union.stand(&standings));
        let found = Found {
            unions: &self.unions,
            findings: &self.findings,
            districts: &self.districts,
            problems: &self.problems,
        };
        let results = Results::new(run, summary, found);
        serde_json::to_writer_pretty(&mut *out, &results).map_err(io::Error::from)?;
        writeln!(out)
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::reports::samples::{lapsed, written};

    #[test]
    fn one_finding() {
        let finding = Finding::new(&lapsed(), Lang::Zh);
        assert_snapshot!(serde_json::to_string_pretty(&finding).unwrap(), @r#"
        {
          "rule": "contract-lapsed",
          "state": "fail",
          "severity": "error",
          "union": "00101",
          "message": "工资专项集体合同已于2025-12-31到期，未见续签",
          "args": {
            "kind": "wage",
            "expires": "2025-12-31",
            "paid": "1200.50",
            "owner": "******"
          },
          "location": {
            "path": "town/jia.yaml",
            "ledger": "contracts",
            "row": 0,
            "field": "expires",
            "start": {
              "line": 13,
              "column": 14,
              "offset": 222
            },
            "end": {
              "line": 13,
              "column": 24,
              "offset": 232
            },
            "cell": null,
            "sheet": null
          },
          "related": [
            {
              "label": "合同所称的职代会",
              "location": {
                "path": "town/jia.yaml",
                "ledger": "congresses",
                "row": 0,
                "field": "date",
                "start": {
                  "line": 5,
                  "column": 11,
                  "offset": 61
                },
                "end": {
                  "line": 5,
                  "column": 21,
                  "offset": 71
                },
                "cell": null,
                "sheet": null
              }
            }
          ],
          "help": "与企业方协商续签，草案经职代会通过后签字、报送，并登记新合同。",
          "fingerprint": "0123456789abcdef0123456789abcdef",
          "waiver": null,
          "known": false
        }
        "#);
    }

    #[test]
    fn every_key_in_its_order() {
        let text = written(&mut JsonReport::new(Lang::Zh));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let keys = |value: &serde_json::Value| {
            value.as_object().map(|map| map.keys().cloned().collect::<Vec<_>>().join(" ")).unwrap_or_default()
        };
        let top = "version tool pack profiles as_of period summary unions findings districts problems";
        assert_eq!(keys(&value), top);
        let summary = "unions rules records_digest states severities compliance coverage score baseline";
        assert_eq!(keys(&value["summary"]), summary);
        let union = "id name level superior submissions states score rank rows verdicts";
        assert_eq!(keys(&value["unions"][0]), union);
        assert_eq!(keys(&value["problems"][0]), "code severity message location related help");
        assert_eq!(value["summary"]["score"].to_string(), "33.3");
        assert_eq!(value["unions"][1]["verdicts"]["contract-lapsed"], "due");
        assert_eq!(value["findings"].as_array().map(Vec::len), Some(5), "every state is there");
        assert_eq!(value["unions"][0]["rows"], serde_json::json!({ "union": 1 }), "those submitted");
        assert_eq!(value["unions"][0]["superior"], serde_json::Value::Null);
        assert_eq!(value["pack"]["digest"], format!("sha256:{}", "ab".repeat(32)));
    }
}
