//! Results as CSV, for spreadsheets: a row a finding, whatever its state, and a row a problem of the records.
//!
//! | column | what |
//! | --- | --- |
//! | `kind` | `finding`, `problem`, or `run`: that nothing was judged, or less than is asked for |
//! | `rule` | the rule's id; the code of a problem |
//! | `title`, `area` | what the rule or the kind of problem is called; the rule's area |
//! | `state`, `severity` | as in JSON; a problem has no state |
//! | `union`, `union_name` | code and name |
//! | `path`, `line`, `column`, `cell` | the place; lines and columns in text, a cell in tables |
//! | `ledger`, `row`, `field` | as in JSON: keys, rows from 0 |
//! | `message`, `help` | what is wrong, what to do |
//! | `known` | of a violation: whether the baseline has it |
//! | `waived_by`, `reason`, `until` | who approved the waiver, why, its last day |
//! | `fingerprint` | tells findings apart from run to run |
//!
//! UTF-8 with a byte order mark, or Excel takes Chinese for something else; and no cell that a spreadsheet
//! would run as a formula: those have an apostrophe in front.

use std::collections::BTreeMap;
use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::Report;
use super::columns::one_line;
use super::names::area_of;
use super::outcome::{below_coverage, nothing_judged};
use super::problem_titles::problem_title;
use crate::engine::State;
use crate::records::Problem;
use crate::rulepack::Pack;
use crate::source::{Lang, Location, Severity};
use crate::verdicts::{Chunk, Finding, Item, RunInfo, Summary};

const HEADER: [&str; 22] = [
    "kind",
    "rule",
    "title",
    "area",
    "state",
    "severity",
    "union",
    "union_name",
    "path",
    "line",
    "column",
    "cell",
    "ledger",
    "row",
    "field",
    "message",
    "help",
    "known",
    "waived_by",
    "reason",
    "until",
    "fingerprint",
];

/// Collects rows, because the names of unions may come after them, and writes them at the end.
#[derive(Debug)]
pub struct CsvReport<'p> {
    pack: &'p Pack,
    lang: Lang,
    rules: Option<usize>,
    rows: Vec<Row>,
    /// Names by code.
    unions: BTreeMap<String, String>,
}

/// A row in the making.
#[derive(Debug, Default)]
struct Row {
    kind: &'static str,
    rule: String,
    title: String,
    area: String,
    state: &'static str,
    severity: &'static str,
    union: String,
    /// Path, line, column, cell.
    place: [String; 4],
    /// Ledger, row, field.
    within: [String; 3],
    message: String,
    help: String,
    known: &'static str,
    /// By whom, why, until when.
    waived: [String; 3],
    fingerprint: String,
}

impl<'p> CsvReport<'p> {
    /// A table with its texts in `lang`, on the rules of this pack.
    pub fn new(pack: &'p Pack, lang: Lang) -> Self {
        Self { pack, lang, rules: None, rows: Vec::new(), unions: BTreeMap::new() }
    }

    fn finding(&self, finding: &Finding) -> Row {
        let (lang, at) = (self.lang, &finding.place);
        let title = self.pack.rule(&finding.rule).map(|rule| rule.title.get(lang));
        let known = match finding.state {
            State::Fail => {
                if finding.is_known {
                    "true"
                } else {
                    "false"
                }
            }
            _ => "",
        };
        let waived = finding
            .waiver
            .as_ref()
            .map(|waiver| [waiver.approved_by.clone(), waiver.reason.clone(), waiver.until.to_string()]);
        Row {
            kind: "finding",
            rule: finding.rule.clone(),
            title: title.unwrap_or_default().to_owned(),
            area: area_of(self.pack, &finding.rule).to_owned(),
            state: finding.state.as_str(),
            severity: finding.severity.as_str(),
            union: finding.union.clone(),
            place: place(&at.location),
            within: within(at.ledger.as_ref(), at.row, at.field.as_ref()),
            message: finding.message.get(lang).to_owned(),
            help: finding.help.get(lang).to_owned(),
            known,
            waived: waived.unwrap_or_default(),
            fingerprint: finding.fingerprint.clone(),
        }
    }

    fn problem(&self, problem: &Problem) -> Row {
        let lang = self.lang;
        Row {
            kind: "problem",
            rule: problem.code.as_str().to_owned(),
            title: problem_title(problem.code, lang).to_owned(),
            severity: problem.code.severity().as_str(),
            place: place(problem.location()),
            within: within(problem.ledger.as_ref(), problem.row, problem.field.as_ref()),
            message: problem.fault.message.get(lang).to_owned(),
            help: problem.fault.help.get(lang).to_owned(),
            ..Row::default()
        }
    }
}

impl Report for CsvReport<'_> {
    fn begin(&mut self, _: &mut dyn Write, run: &RunInfo) -> io::Result<()> {
        self.rules = Some(run.rules.len());
        Ok(())
    }

    fn chunk(&mut self, _: &mut dyn Write, chunk: &Chunk) -> io::Result<()> {
        for item in &chunk.items {
            let row = match item {
                Item::Problem(problem) => self.problem(problem),
                Item::Finding(finding) => self.finding(finding),
            };
            self.rows.push(row);
        }
        self.unions.extend(chunk.unions.iter().map(|union| (union.id.clone(), union.name.clone())));
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        // A run that was never begun has nothing to say of itself.
        let Some(rules) = self.rules.take() else { return Ok(()) };
        if let Some(loud) = nothing_judged(summary, rules, self.lang) {
            self.rows.push(of_run("nothing-judged", loud.message, loud.help));
        }
        if let Some(message) = below_coverage(summary, self.lang) {
            self.rows.push(of_run("coverage-below", &message, ""));
        }
        out.write_all(b"\xef\xbb\xbf")?;
        let mut lines = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
        lines.write_record(HEADER)?;
        for row in &self.rows {
            let name = self.unions.get(&row.union).map_or("", String::as_str);
            lines.write_record(row.cells(name).map(harmless))?;
        }
        lines.flush()
    }
}

impl Row {
    fn cells<'r>(&'r self, union_name: &'r str) -> [&'r str; 22] {
        let [path, line, column, cell] = &self.place;
        let [ledger, row, field] = &self.within;
        let [by, reason, until] = &self.waived;
        [
            self.kind,
            &self.rule,
            &self.title,
            &self.area,
            self.state,
            self.severity,
            &self.union,
            union_name,
            path,
            line,
            column,
            cell,
            ledger,
            row,
            field,
            &self.message,
            &self.help,
            self.known,
            by,
            reason,
            until,
            &self.fingerprint,
        ]
    }
}

/// What is to be said of the run as a whole.
fn of_run(rule: &str, message: &str, help: &str) -> Row {
    let (rule, severity) = (rule.to_owned(), Severity::Error.as_str());
    Row { kind: "run", rule, severity, message: message.to_owned(), help: help.to_owned(), ..Row::default() }
}

fn place(at: &Location) -> [String; 4] {
    let start = at.start().filter(|_| at.source.grid().is_none());
    let [line, column] =
        start.map_or_else(Default::default, |at| [at.line, at.column].map(|n| n.to_string()));
    let cell = at.cell().map(|cell| cell.to_string()).unwrap_or_default();
    [at.path().to_owned(), line, column, cell]
}

fn within(ledger: Option<&String>, row: Option<u32>, field: Option<&String>) -> [String; 3] {
    let text = |part: Option<&String>| part.cloned().unwrap_or_default();
    [text(ledger), row.map(|row| row.to_string()).unwrap_or_default(), text(field)]
}

/// A cell on one line that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    let text = one_line(text);
    let is_formula = text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {

    use insta::assert_snapshot;

    use super::*;

    use crate::reports::samples::{lapsed, run, text, waived, written};

    #[test]
    fn a_row_a_finding_and_a_problem() {
        let table = written(&mut CsvReport::new(&Pack::builtin().unwrap(), Lang::Zh));
        assert!(table.starts_with('\u{feff}') && table.ends_with("\r\n"));
        assert_snapshot!(table.replace("\r\n", "\n").trim_start_matches('\u{feff}'), @r"
        kind,rule,title,area,state,severity,union,union_name,path,line,column,cell,ledger,row,field,message,help,known,waived_by,reason,until,fingerprint
        problem,unknown-ledger,没有这本台账,,,error,,,town/bing.yaml,2,1,,,,,没有名为“congreses”的台账,是不是“congresses”？,,,,,
        finding,contract-gap,集体合同前后脱节,contracts,error,error,00101,甲厂工会,builtin:contracts/contract-gap.rhai,3,34,,,,,规则运行出错：没有 nonsense 这个字段,请把此信息报给规则的编写者。,,,,,0123456789abcdef0123456789abcdef
        finding,contract-lapsed,集体合同到期未续签,contracts,fail,error,00101,甲厂工会,town/jia.yaml,13,14,,contracts,0,expires,工资专项集体合同已于2025-12-31到期，未见续签,与企业方协商续签，草案经职代会通过后签字、报送，并登记新合同。,false,,,,0123456789abcdef0123456789abcdef
        finding,contract-gap,集体合同前后脱节,contracts,error,error,00102,乙厂工会,builtin:contracts/contract-gap.rhai,3,34,,,,,规则运行出错：没有 nonsense 这个字段,请把此信息报给规则的编写者。,,,,,0123456789abcdef0123456789abcdef
        finding,contract-lapsed,集体合同到期未续签,contracts,due,error,00102,乙厂工会,town/jia.yaml,13,14,,contracts,0,expires,工资专项集体合同已于2025-12-31到期，未见续签,与企业方协商续签，草案经职代会通过后签字、报送，并登记新合同。,,,,,0123456789abcdef0123456789abcdef
        finding,hazard-overdue,隐患逾期未整改,safety,fail,warning,00102,乙厂工会,town/yi.yaml,3,113,,hazards,0,due,隐患 H-1 应于2026-04-01前整改，至今未完成,督促责任车间整改，完成后登记整改完成日期。,false,,,,00000000000000000000000000000000
        ");
    }

    fn row_of(finding: Finding) -> BTreeMap<String, String> {
        let (pack, mut out) = (Pack::builtin().unwrap(), Vec::new());
        let mut report = CsvReport::new(&pack, Lang::Zh);
        report.begin(&mut out, &run()).unwrap();
        report.chunk(&mut out, &Chunk { items: vec![Item::Finding(finding)], ..Chunk::default() }).unwrap();
        report.finish(&mut out, &Summary::default()).unwrap();
        let mut rows = csv::Reader::from_reader(&out[3..]);
        let heads: Vec<String> = rows.headers().unwrap().iter().map(str::to_owned).collect();
        let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
        assert_eq!((rows.len(), &rows[1][0], &rows[1][15]), (2, "run", "没有评价任何单位，不能说明合规"));
        heads.into_iter().zip(rows[0].iter().map(str::to_owned)).collect()
    }

    #[test]
    fn a_waiver_says_by_whom_why_and_until_when() {
        let row = row_of(waived());
        let cells = ["state", "known", "waived_by", "reason", "until"].map(|head| row[head].as_str());
        assert_eq!(cells, ["waived", "", "镇总工会", "停产，职代会延期", "2027-03-31"]);
        assert_eq!(row_of(Finding { is_known: true, ..lapsed() })["known"], "true");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for said in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=1", " =1"] {
            let row = row_of(Finding { message: text(said, said), ..lapsed() });
            assert_eq!(row["message"], format!("'{}", said.trim()), "{said:?}");
        }
        assert_eq!(row_of(Finding { message: text("a=1", ""), ..lapsed() })["message"], "a=1");
    }
}
