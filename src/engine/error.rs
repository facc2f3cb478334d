//! What went wrong in a script, in words its author understands, and where.

use std::sync::Arc;

use rhai::{EvalAltResult, ParseError, Position};

use super::bench::Stop;
use crate::source::{Source, Span, Text};

/// Why a script ended before its end.
pub(super) enum Ended {
    /// Something needed is missing; the bench knows what.
    Lacking,
    /// The script is wrong, or does too much.
    Failed { message: Text, at: Position },
}

/// Reads what the engine raised.
pub(super) fn ended(error: EvalAltResult) -> Ended {
    let position = error.position();
    match error {
        // What happened inside a function is said at the innermost place known.
        EvalAltResult::ErrorInFunctionCall(_, _, inner, call) => match ended(*inner) {
            Ended::Failed { message, at } if at.is_none() => Ended::Failed { message, at: call },
            other => other,
        },
        EvalAltResult::ErrorRuntime(payload, at) if payload.is::<Stop>() => {
            let _ = at;
            Ended::Lacking
        }
        EvalAltResult::ErrorRuntime(payload, at) => {
            let message = match payload.clone().try_cast::<Text>() {
                Some(text) => text,
                None => Text {
                    zh: format!("规则抛出错误：{payload}"),
                    en: format!("the rule raised: {payload}"),
                },
            };
            Ended::Failed { message, at }
        }
        other => Ended::Failed { message: explain(&other), at: position },
    }
}

fn explain(error: &EvalAltResult) -> Text {
    let (zh, en) = match error {
        EvalAltResult::ErrorArithmetic(said, _) if said.starts_with("Division by zero") => {
            ("除数为零".to_owned(), "division by zero".to_owned())
        }
        EvalAltResult::ErrorTooManyOperations(_) => (
            "运算次数超过上限（可能是死循环）".to_owned(),
            "too many operations (perhaps an endless loop)".to_owned(),
        ),
        EvalAltResult::ErrorStackOverflow(_) => {
            ("函数调用层数太深".to_owned(), "calls are nested too deep".to_owned())
        }
        EvalAltResult::ErrorDataTooLarge(what, _) => {
            (format!("数据超过上限：{what}"), format!("data beyond the limit: {what}"))
        }
        EvalAltResult::ErrorFunctionNotFound(signature, _) => (
            format!("没有这个查询词，或参数类型不对：{signature}"),
            format!("no such word, or wrong arguments: {signature}"),
        ),
        EvalAltResult::ErrorVariableNotFound(name, _) => {
            (format!("没有“{name}”这个名字"), format!("there is nothing named `{name}`"))
        }
        EvalAltResult::ErrorForbiddenVariable(name, _) => (
            format!("“{name}”已有含义，不能另作变量"),
            format!("`{name}` has a meaning and cannot be a variable"),
        ),
        EvalAltResult::ErrorDotExpr(name, _) | EvalAltResult::ErrorPropertyNotFound(name, _) => {
            // Rhai says: Unknown property 'x' - a getter is not registered for type 'y'.
            let name = name.split('\'').nth(1).unwrap_or(name);
            (format!("没有叫“{name}”的栏目或参数"), format!("there is no field or parameter `{name}`"))
        }
        EvalAltResult::ErrorMismatchDataType(wanted, given, _) => (
            format!("类型不符：要 {wanted}，给的是 {given}"),
            format!("wrong type: {wanted} wanted, {given} given"),
        ),
        other => {
            let said = other.to_string();
            let said = said.split(" (line ").next().unwrap_or(&said).to_owned();
            (format!("规则运行出错：{said}"), said)
        }
    };
    Text { zh, en }
}

/// What a script that does not compile is told.
pub(super) fn parse_message(error: &ParseError) -> Text {
    let said = error.err_type().to_string();
    let disabled =
        said.strip_prefix("reserved keyword '").and_then(|rest| rest.strip_suffix("' is disabled"));
    match disabled {
        Some(word) => Text {
            zh: format!("规则里不能用 {word}"),
            en: format!("`{word}` cannot be used in a rule"),
        },
        None => Text { zh: format!("规则写法有误：{said}"), en: said },
    }
}

/// The bytes of a script's word at a position; the whole first line where there is none.
pub(super) fn span(source: &Arc<Source>, at: Position) -> Span {
    let Some(line) = at.line() else { return body(source) };
    let start = source.offset(line, at.position().unwrap_or(1));
    let rest = source.text().get(start as usize..).unwrap_or("");
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let word: usize = rest.chars().take_while(|&c| is_word(c)).map(char::len_utf8).sum();
    let len = if word > 0 {
        word
    } else {
        rest.chars().next().map_or(0, |c| if c == '\n' { 0 } else { c.len_utf8() })
    };
    Span::new(start as usize, start as usize + len)
}

/// The first line of the script below the header.
fn body(source: &Arc<Source>) -> Span {
    let line = source.text().lines().position(|line| !line.starts_with("//!") && !line.trim().is_empty());
    source.line_span(line.map_or(1, |line| line + 1))
}
