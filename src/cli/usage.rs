//! What is wrong with the arguments, in the reader's language.

use std::ffi::OsString;
use std::io::{self, Write};

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::environment::Environment;
use super::exit_status::Status;
use super::help;
use crate::source::Lang;

/// Prints help or the version where they were asked for, else what is wrong with the arguments.
pub(super) fn report(error: &Error, args: &[OsString], lang: Lang, environment: &Environment) -> Status {
    let rendered = error.render();
    let is_asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if is_asked {
        let colour = environment.out_is_terminal && !environment.no_color;
        let text = if colour { rendered.ansi().to_string() } else { rendered.to_string() };
        return write(io::stdout().lock(), &text, Status::Clean);
    }
    let text = match lang {
        Lang::Zh => in_chinese(error, called(args)).unwrap_or_else(|| rendered.to_string()),
        Lang::En => rendered.to_string(),
    };
    write(io::stderr().lock(), &text, Status::NotDone)
}

fn write(mut out: impl Write, text: &str, status: Status) -> Status {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Status::NotDone,
        _ => status,
    }
}

/// The command that was called, the whole program where none is named.
fn called(args: &[OsString]) -> &str {
    let mut names = args.iter().skip(1).filter_map(|arg| arg.to_str());
    names.find(|name| help::usage(name, Lang::Zh).is_some()).unwrap_or("hegui")
}

/// The error in Chinese; nothing where only clap's own words will do. `command` was called.
fn in_chinese(error: &Error, command: &str) -> Option<String> {
    let get = |kind| error.get(kind).map(shown).unwrap_or_default();
    let (arg, value) = (get(ContextKind::InvalidArg), get(ContextKind::InvalidValue));
    let message = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("{arg} 后面要有值"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("{arg} 不能是“{value}”"),
        ErrorKind::UnknownArgument => format!("没有“{arg}”这个选项"),
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", get(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => "请写明命令".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("还缺 {arg}"),
        ErrorKind::ArgumentConflict => match get(ContextKind::PriorArg) {
            prior if prior.is_empty() || prior == arg => format!("{arg} 只能写一次"),
            prior => format!("{arg} 与 {prior} 不能同时使用"),
        },
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("{arg} 的值，个数不对")
        }
        ErrorKind::NoEquals => format!("{arg} 与值之间要有等号"),
        ErrorKind::InvalidUtf8 => "参数中有无法识别的字符".to_owned(),
        _ => return None,
    };
    let mut text = format!("错误：{message}\n");
    let suggested =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let suggestion = suggested.into_iter().map(get).find(|near| !near.is_empty());
    let valid = get(ContextKind::ValidValue);
    let advice = match suggestion {
        Some(near) => format!("  怎么办：是不是“{near}”？\n"),
        None if !valid.is_empty() => format!("  怎么办：请从中选一：{valid}\n"),
        None => help::usage(command, Lang::Zh).map_or_else(String::new, |usage| format!("  用法：{usage}\n")),
    };
    text.push_str(&advice);
    let whose = if command == "hegui" { String::new() } else { format!(" {command}") };
    let more = format!("  详见 hegui{whose} --help\n");
    text.push_str(&more);
    Some(text)
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join("、"),
        ContextValue::Number(number) => number.to_string(),
        ContextValue::StyledStr(text) => text.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::help::command;

    fn complaint(args: &[&str]) -> String {
        let args: Vec<OsString> = args.iter().map(Into::into).collect();
        let error = command(Lang::Zh, 100).try_get_matches_from(&args).unwrap_err();
        in_chinese(&error, called(&args)).unwrap_or_else(|| format!("clap: {error}"))
    }

    #[test]
    fn mistakes_are_named_in_chinese() {
        let cases: [(&[&str], &str); 7] = [
            (&["hegui", "chek"], "没有“chek”这个命令"),
            (&["hegui", "check", "--as-off", "x"], "是不是“--as-of”"),
            (
                &["hegui", "check", "--format", "yaml"],
                "请从中选一：text、concise、json、jsonl、github、gitlab、md",
            ),
            (&["hegui", "check", "--format", "jso"], "是不是“json”"),
            (&["hegui", "check", "--jobs", "0"], "不能是“0”"),
            (
                &["hegui", "explain"],
                "还缺 <RULE>\n  用法：hegui explain [选项] <RULE>\n  详见 hegui explain --help",
            ),
            (&["hegui", "check", "--as-of"], "后面要有值"),
        ];
        for (args, part) in cases {
            let text = complaint(args);
            assert!(text.contains(part), "{args:?}: {text}");
        }
    }
}
