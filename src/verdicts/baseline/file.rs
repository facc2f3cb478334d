//! A baseline as a file: JSON, an entry a line in a fixed order, so that changes of it read well side by side.

use std::fmt::Write;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::json;

use super::{Baseline, Known};
use crate::records::{Date, Period, Value, parse_date};
use crate::source::{Fault, Source, Span};

/// The version of the form.
const VERSION: u64 = 1;

#[derive(Deserialize)]
struct Written {
    baseline: u64,
    as_of: String,
    period: Days,
    findings: Vec<Entry>,
}

#[derive(Deserialize)]
struct Days {
    start: String,
    end: String,
}

#[derive(Deserialize)]
struct Entry {
    union: String,
    rule: String,
    fingerprint: String,
    message: String,
}

impl Baseline {
    /// Reads a baseline.
    pub fn read(source: &Arc<Source>) -> Result<Self, Fault> {
        let text = source.text().trim_start_matches('\u{feff}');
        let written: Written = serde_json::from_str(text).map_err(|error| {
            let line = source.line_span(error.line().max(1));
            Fault::new(source, line, "不是基线文件，或者改坏了", "no baseline, or a damaged one").help(
                "请移走它，再用 hegui check --write-baseline 重新生成",
                "move it away and write it anew with hegui check --write-baseline",
            )
        })?;
        if written.baseline != VERSION {
            let (zh, en) = (
                format!("基线是第 {} 版，只能读第 {VERSION} 版", written.baseline),
                format!("the baseline is of version {}; only version {VERSION} is read", written.baseline),
            );
            return Err(Fault::new(source, Span::default(), zh, en));
        }
        let Days { start, end } = &written.period;
        let days = (day(&written.as_of), day(start), day(end));
        let (Some(as_of), Some(start), Some(end)) = days else {
            let (zh, en) = ("基线的日期读不出来", "a date of the baseline cannot be read");
            return Err(Fault::new(source, Span::default(), zh, en));
        };
        let known = written.findings.into_iter().map(|entry| {
            let Entry { union, rule, fingerprint, message } = entry;
            Known { union, rule, fingerprint, message }
        });
        let mut known: Vec<Known> = known.collect();
        known.sort();
        Ok(Self { as_of, period: Period { start, end }, known })
    }

    /// The baseline as it is written to a file.
    pub fn written(&self) -> String {
        let Self { as_of, period, known } = self;
        let tool = json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") });
        let period = json!({ "start": period.start.to_string(), "end": period.end.to_string() });
        let mut text = format!(
            "{{\n\"baseline\": {VERSION},\n\"tool\": {tool},\n\"as_of\": \"{as_of}\",\n\"period\": {period},\n\"findings\": ["
        );
        let mut known: Vec<&Known> = known.iter().collect();
        known.sort();
        for (at, Known { union, rule, fingerprint, message }) in known.into_iter().enumerate() {
            let entry =
                json!({ "union": union, "rule": rule, "fingerprint": fingerprint, "message": message });
            let comma = if at == 0 { "" } else { "," };
            // Writing to a text cannot fail.
            let _ = write!(text, "{comma}\n{entry}");
        }
        text.push_str("\n]\n}\n");
        text
    }
}

fn day(text: &str) -> Option<Date> {
    parse_date(text).ok().and_then(Value::last_day)
}
