//! `check --show-config`: what is in force, as a configuration would say it, and where each value comes from.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::merge::{Asked, Origin};
use crate::cli::args::LangArg;
use crate::cli::session::Session;
use crate::records::write::scalar;
use crate::reports::width;
use crate::source::Lang;
use crate::verdicts::Options;

/// Columns after which a remark stands a space behind its value.
const WIDE: usize = 48;

/// A line: the value, and where it comes from.
type Line = (String, String);

/// Prints what is in force.
pub(in crate::cli) fn show(
    asked: &Asked,
    options: &Options,
    session: &Session,
    out: &mut dyn Write,
) -> io::Result<()> {
    let lines = lines(asked, options, session);
    let columns = lines.iter().map(|(line, _)| width(line)).filter(|&wide| wide <= WIDE).max().unwrap_or(0);
    let lang = session.lang;
    match &asked.config {
        Some(config) => {
            let path = config.source.path();
            writeln!(
                out,
                "{}",
                lang.pick(format!("# 配置文件：{path}"), format!("# configuration: {path}"))
            )?;
        }
        None => writeln!(out, "{}", lang.pick("# 没有找到 hegui.yaml", "# no hegui.yaml was found"))?,
    }
    lines.into_iter().try_for_each(|(line, origin)| {
        let gap = " ".repeat(columns.saturating_sub(width(&line)));
        writeln!(out, "{line}{gap}  # {origin}")
    })
}

fn lines(asked: &Asked, options: &Options, session: &Session) -> Vec<Line> {
    let (args, lang) = (&asked.args, session.lang);
    let origin = |key: &str| {
        let found = asked.origins.iter().find(|(known, _)| *known == key);
        said(found.map_or(&Origin::Default, |(_, origin)| origin), lang)
    };
    let line = |key: &str, value: String| (format!("{key}: {value}"), origin(key));
    let path = |path: &Option<PathBuf>| path.as_deref().map(shown).unwrap_or_default();
    let today = lang.pick("今天", "today").to_owned();
    let as_of = (
        format!("as_of: {}", options.as_of),
        match args.as_of {
            Some(_) => said(&Origin::Flag, lang),
            None => today,
        },
    );
    let period = (
        format!("period: {}", options.period),
        match args.period {
            Some(_) => origin("period"),
            None => lang.pick("默认：截止日期所在年", "default: the year of as_of").to_owned(),
        },
    );
    let mut lines = vec![
        line("rules", list(args.rules.iter().map(|path| shown(path)))),
        line("profile", list(args.profile.iter())),
        line("select", list(args.select.iter())),
        line("ignore", list(args.ignore.iter())),
    ];
    lines.extend(changes(asked, lang));
    lines.extend([
        line("fail_on", name(&args.fail_on.unwrap_or_default())),
        line(
            "min_coverage",
            args.min_coverage.map(|percent| percent.normalize().to_string()).unwrap_or_default(),
        ),
        line("waivers", path(&args.waivers)),
        line("baseline", path(&args.baseline)),
        as_of,
        period,
        (format!("lang: {}", name(lang.pick(&LangArg::Zh, &LangArg::En))), spoken(asked, session)),
    ]);
    for (text, _) in &mut lines {
        text.truncate(text.trim_end().len());
    }
    lines
}

/// What the configuration changes of the pack; the command line has no word for it.
fn changes(asked: &Asked, lang: Lang) -> Vec<Line> {
    let mut lines = Vec::new();
    let Some(config) = &asked.config else { return lines };
    let place = |path: &[&str]| said(&Origin::File(config.place(path)), lang);
    if !config.changes.params.is_empty() {
        lines.push(("params:".to_owned(), place(&["params"])));
    }
    for (rule, params) in &config.changes.params {
        lines.push((format!("  {rule}:"), place(&["params", rule])));
        for (param, value) in params {
            let value = serde_json::to_string(value).unwrap_or_default();
            lines.push((format!("    {param}: {value}"), place(&["params", rule, param])));
        }
    }
    if !config.changes.severity.is_empty() {
        lines.push(("severity:".to_owned(), place(&["severity"])));
    }
    let severities = config.changes.severity.iter();
    lines.extend(
        severities.map(|(rule, level)| (format!("  {rule}: {}", level.as_str()), place(&["severity", rule]))),
    );
    lines
}

/// Who chose the language.
fn spoken(asked: &Asked, session: &Session) -> String {
    let lang = session.lang;
    let configured = asked.config.as_ref().filter(|config| config.lang.is_some());
    match configured {
        _ if session.is_explicit => {
            lang.pick("命令行或 HEGUI_LANG", "the command line or HEGUI_LANG").to_owned()
        }
        Some(config) => said(&Origin::File(config.place(&["lang"])), lang),
        None => lang.pick("系统语言", "the locale").to_owned(),
    }
}

fn said(origin: &Origin, lang: Lang) -> String {
    match origin {
        Origin::Default => lang.pick("默认", "default").to_owned(),
        Origin::Flag => lang.pick("命令行", "command line").to_owned(),
        Origin::File(at) => at.to_string(),
    }
}

fn list(items: impl Iterator<Item = impl Display>) -> String {
    let items: Vec<String> = items.map(|item| scalar(&item.to_string())).collect();
    format!("[{}]", items.join(", "))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn name(value: &impl clap::ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}
