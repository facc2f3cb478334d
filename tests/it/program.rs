//! The built program, run as its users run it, with nothing of the surroundings let in.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::code::root;

/// What a run gave.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ran {
    /// The exit status.
    pub(crate) status: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

/// Runs `hegui` with these arguments.
pub(crate) fn hegui(args: &[&str]) -> Ran {
    hegui_reading(args, b"")
}

/// Runs `hegui` with these arguments and bytes on standard input.
pub(crate) fn hegui_reading(args: &[&str], stdin: &[u8]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hegui"));
    command.args(args).current_dir(root()).env_clear().env("LANG", "zh_CN.UTF-8").env("NO_COLOR", "1");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A run that reads nothing may be gone before everything is written.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    let ended = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { status: ended.status.code().unwrap(), out: text(ended.stdout), err: text(ended.stderr) }
}

/// Runs `hegui check` at the end of 2026 with further arguments.
pub(crate) fn check(args: &[&str]) -> Ran {
    hegui(&[&["check", "--as-of", "2026-12-31"], args].concat())
}

/// The result of `hegui check` at the end of 2026 as JSON, and the exit status.
pub(crate) fn check_json(args: &[&str]) -> (i32, Value) {
    let ran = check(&[args, &["--format", "json"]].concat());
    let result = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:#?}"));
    (ran.status, result)
}

/// The result for records at hand.
pub(crate) fn check_text(records: &str, args: &[&str]) -> (i32, Value) {
    let all = [&["check", "--as-of", "2026-12-31", "--format", "json", "-"], args].concat();
    let ran = hegui_reading(&all, records.as_bytes());
    let result = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:#?}"));
    (ran.status, result)
}

/// A folder's path as an argument.
pub(crate) fn arg(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// What is under a key, as entries.
pub(crate) fn list<'v>(result: &'v Value, key: &str) -> &'v [Value] {
    result[key].as_array().unwrap_or_else(|| panic!("`{key}` is no list: {result:#}"))
}

/// A text of a result.
pub(crate) fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("`{key}` is no text: {value:#}"))
}

/// A location as `path:line:column`.
pub(crate) fn place(location: &Value) -> String {
    let path = text(location, "path");
    match &location["start"] {
        Value::Null => path.to_owned(),
        start => format!("{path}:{}:{}", start["line"], start["column"]),
    }
}

/// Every problem as `code path:line:column`, in order.
pub(crate) fn problems(result: &Value) -> Vec<String> {
    let shown = |problem: &Value| format!("{} {}", text(problem, "code"), place(&problem["location"]));
    list(result, "problems").iter().map(shown).collect()
}

/// Every finding as `state rule path:line:column`, in order.
pub(crate) fn findings(result: &Value) -> Vec<String> {
    let shown = |finding: &Value| {
        format!("{} {} {}", text(finding, "state"), text(finding, "rule"), place(&finding["location"]))
    };
    list(result, "findings").iter().map(shown).collect()
}

/// The state of a rule for a union.
pub(crate) fn verdict<'v>(result: &'v Value, union: &str, rule: &str) -> &'v str {
    let found = list(result, "unions").iter().find(|entry| text(entry, "id") == union);
    text(&found.unwrap_or_else(|| panic!("no union {union}: {result:#}"))["verdicts"], rule)
}
