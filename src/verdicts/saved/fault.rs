//! Why a file is no saved result that can be read, where, and what to do: its keeper's to mend.

use std::sync::Arc;

use serde_json::error::Category;

use super::wire::Head;
use crate::source::{Fault, Source, SourceError, Span};

/// The version of results that is read.
pub(super) const VERSION: u64 = 1;

/// The program whose results are read.
pub(super) const TOOL: &str = env!("CARGO_PKG_NAME");

/// How a result is saved, in both languages.
const SAVE: (&str, &str) = (
    "请给出用“hegui check 台账 --format json > 结果.json”保存的结果",
    "give a result saved by `hegui check RECORDS --format json > result.json`",
);

/// The file could not be read as text.
pub(super) fn unreadable(error: SourceError) -> Fault {
    // Windows shells write results in two bytes a letter.
    let is_wide = matches!(error, SourceError::Binary { .. } | SourceError::NotUtf8 { .. });
    let fault = error.into_fault();
    if is_wide {
        return fault.help(
            "请重新保存为 UTF-8 编码；PowerShell 中写：hegui check 台账 --format json | Out-File -Encoding utf8 结果.json",
            "save it again as UTF-8; in PowerShell: hegui check RECORDS --format json | Out-File -Encoding utf8 result.json",
        );
    }
    fault
}

/// The text is not a result of the version that is read; `error` says where the reading of it stopped.
pub(super) fn foreign(source: &Arc<Source>, json: &str, error: Option<&serde_json::Error>) -> Fault {
    let skipped = source.text().len() - json.len();
    let begin = skipped + (json.len() - json.trim_start().len());
    let first = Span::new(begin, begin + json.trim_start().chars().next().map_or(0, char::len_utf8));
    let (zh, en) = SAVE;
    if first.start == first.end || !json.trim_start().starts_with('{') {
        let fault = Fault::new(source, first, "不是保存的 JSON 结果", "not a result saved as JSON");
        return fault.help(zh, en);
    }
    let at = error.map_or(first, |error| place(source, skipped, error));
    if let Some(error) = error.filter(|error| error.classify() != Category::Data) {
        let fault = match error.classify() {
            Category::Eof => {
                Fault::new(source, at, "JSON 不完整，到这里就断了", "the JSON is incomplete: it ends here")
            }
            _ => Fault::new(source, at, "JSON 在这里写坏了", "the JSON is damaged here"),
        };
        return fault.help(
            "文件没有存完，或者改动过；请用 hegui check 重新保存",
            "the file was cut short or changed; save it again with hegui check",
        );
    }
    match serde_json::from_str::<Head<'_>>(json) {
        Ok(head) if head.tool.name == TOOL && head.version != VERSION => version(source, head.version),
        Ok(head) if head.tool.name == TOOL => {
            let said = error.map(ToString::to_string).unwrap_or_default();
            let said = said.split(" at line ").next().unwrap_or_default();
            let zh = format!("结果中的这一处读不了：{said}");
            Fault::new(source, at, zh, format!("the result cannot be read here: {said}")).help(
                "文件改动过；请用 hegui check 重新保存",
                "the file was changed; save it again with hegui check",
            )
        }
        _ => {
            let said = ("是 JSON，但不是 hegui check 保存的结果", "JSON, but not a result of hegui check");
            Fault::new(source, first, said.0, said.1).help(zh, en)
        }
    }
}

fn version(source: &Arc<Source>, version: u64) -> Fault {
    const KEY: &str = "\"version\"";
    let at = source.text().find(KEY).unwrap_or_default();
    let zh = format!("结果是第 {version} 版，只能读第 {VERSION} 版");
    let en = format!("the result is of version {version}; only version {VERSION} is read");
    Fault::new(source, Span::new(at, at + KEY.len()), zh, en)
        .help("请用同一版程序重新保存各次结果", "save all results again with one version of the program")
}

/// Where reading stopped. The reader counts lines, and bytes within one.
fn place(source: &Source, skipped: usize, error: &serde_json::Error) -> Span {
    let line = source.line_span(error.line().max(1));
    let mark = if error.line() == 1 { skipped } else { 0 };
    let mut at = (line.start as usize + mark + error.column().saturating_sub(1)).min(source.text().len());
    while !source.text().is_char_boundary(at) {
        at -= 1;
    }
    let next = source.text()[at..].chars().next().filter(|next| *next != '\n').map_or(0, char::len_utf8);
    Span::new(at, at + next)
}
