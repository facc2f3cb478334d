//! What `--help` says, in both languages: one table, a line a command or option.

use clap::builder::{PossibleValuesParser, Resettable};
use clap::{Arg, Command, CommandFactory};

use super::args::Cli;
use crate::reports::{colon, wrap};
use crate::source::Lang;

/// Command (empty: every command) and argument (empty: the command itself), then Chinese and English.
const TEXTS: &[(&str, &str, &str, &str)] = &[
    ("hegui", "", "合规：工会台账规则审查", "hegui: checks the ledgers of trade unions against rules"),
    ("", "lang", "语言：zh、en（默认随系统，否则中文）", "language: zh, en (default: the locale's, else zh)"),
    ("", "color", "颜色：auto、always、never", "colours: auto, always, never"),
    ("", "help", "显示帮助", "print help"),
    ("", "version", "显示版本", "print the version"),
    ("check", "", "审查台账", "judge records"),
    (
        "check",
        "paths",
        "文件、文件夹或通配符，- 为标准输入（默认当前文件夹）",
        "files, folders or patterns, - for standard input (default: the current folder)",
    ),
    (
        "check",
        "as_of",
        "截止日期，如 2026-12-31（默认今天）",
        "the day judged at, such as 2026-12-31 (default: today)",
    ),
    (
        "check",
        "period",
        "审查期：2026、2026H1、2026Q3、2026-05、2025..2026（默认截止日期所在年）",
        "the period judged: 2026, 2026H1, 2026Q3, 2026-05, 2025..2026 (default: the year of as-of)",
    ),
    (
        "",
        "profile",
        "方案，如 statutory、henan（或 河南）；可重复，后者叠加在前者之上",
        "a profile such as statutory or henan; repeatable, the later on top of the earlier",
    ),
    ("check", "select", "只用这些规则或领域，逗号分隔", "only these rules or areas, separated by commas"),
    ("check", "ignore", "不用这些规则或领域，逗号分隔", "not these rules or areas, separated by commas"),
    (
        "check",
        "fail_on",
        "自何种程度起以状态 1 退出：error、warning、note、never（默认 error）",
        "exit with 1 from this severity on: error, warning, note, never (default: error)",
    ),
    (
        "check",
        "format",
        "输出格式：text、concise、json、jsonl、md、sarif、junit、csv、github、gitlab（默认 text）",
        "form of the output: text, concise, json, jsonl, md, sarif, junit, csv, github, gitlab (default: text)",
    ),
    (
        "check",
        "report",
        "另外写成报告文件，格式看名称：.html（网页）、.xlsx（工作簿）、.ics（日历）、.md（摘要）、.json、.jsonl、.sarif、.xml（JUnit）、.csv；可重复",
        "also write a report to a file, its form by the name: .html (a page), .xlsx (a workbook), .ics (a calendar), .md (a summary), .json, .jsonl, .sarif, .xml (JUnit), .csv; repeatable",
    ),
    (
        "check",
        "show",
        "另外逐条列出的：due、insufficient、waived、pass、not_applicable、baseline（基线已有的）、all",
        "what is listed besides fail and error: due, insufficient, waived, pass, not_applicable, baseline (what it knows), all",
    ),
    (
        "check",
        "marked",
        "把台账工作簿另存一份，标出有问题的单元格，首页列出整改清单：.xlsx 文件，几个工作簿时写文件夹",
        "hand the workbooks back with guilty cells marked and a list of all findings: a file, for several workbooks a folder",
    ),
    (
        "check",
        "notices",
        "给每个有违规的单位写一份整改通知书（.docx），放在这个文件夹；文件夹须是新的或空的",
        "write a notice of rectification (.docx) for each union with violations to this folder, new or empty",
    ),
    (
        "check",
        "waivers",
        "豁免文件（waivers.yaml）；豁免的违规照样列出，另行计数",
        "the file of waivers (waivers.yaml); what is waived stays visible and is counted apart",
    ),
    (
        "check",
        "baseline",
        "基线：以前已知的违规不影响退出状态，只有新增的才算",
        "the baseline: violations it knows do not fail a run, only new ones do",
    ),
    ("check", "write_baseline", "把这次的违规写成基线", "write the violations found as a baseline"),
    ("check", "prune", "把已整改的从基线中去掉", "take what is fixed out of the baseline"),
    (
        "check",
        "min_coverage",
        "覆盖率低于这个百分数时以状态 1 退出",
        "exit with 1 where coverage is below this percentage",
    ),
    (
        "check",
        "config",
        "配置文件（默认从第一个 PATH 起向上找 hegui.yaml）",
        "the configuration (default: hegui.yaml, found upwards from the first PATH)",
    ),
    (
        "check",
        "show_config",
        "只显示生效的各项设置和来源",
        "only show the settings in force and where each comes from",
    ),
    ("check", "jobs", "并行线程数（默认按处理器）", "worker threads (default: one a processor)"),
    ("check", "quiet", "不要小结和进度", "neither summary nor progress"),
    ("check", "unmask", "显示敏感内容（姓名等）", "show sensitive cells, such as names"),
    ("check", "quotes", "每条发现附要求原文和法律依据", "quote requirement and law under each finding"),
    (
        "explain",
        "",
        "详解一条规则：要求、依据、参数、判断方法和整改办法",
        "show a rule in full: requirement, law, parameters, how it decides, how to mend it",
    ),
    ("explain", "rule", "规则名，如 contract-lapsed", "the rule's id, such as contract-lapsed"),
    ("rules", "", "列出规则：名称、程度、依据强度、标题", "list the rules: id, severity, strength, title"),
    (
        "rules",
        "format",
        "输出格式：text、json、markdown（默认 text）",
        "form of the list: text, json, markdown (default: text)",
    ),
    (
        "requirements",
        "",
        "列出文件中的各项要求和覆盖它的规则",
        "list the documents' requirements and what covers each",
    ),
    (
        "requirements",
        "format",
        "输出格式：text、json、markdown（默认 text）",
        "form of the list: text, json, markdown (default: text)",
    ),
    (
        "convert",
        "",
        "把台账写成另一种格式：YAML、JSON、Excel 或 CSV",
        "write records in another form: YAML, JSON, Excel or CSV",
    ),
    (
        "convert",
        "input",
        "台账：文件、文件夹或通配符，- 为标准输入",
        "the records: a file, folder or pattern, - for standard input",
    ),
    (
        "convert",
        "output",
        "写到哪里：.yaml、.yml、.json 或 .xlsx 文件；以 / 结尾的或已有的文件夹则写成 CSV，一本台账一个文件",
        "where to: a .yaml, .yml, .json or .xlsx file; a folder (ending in /, or there already) for CSV, a file a ledger",
    ),
    (
        "convert",
        "to",
        "格式：yaml、json、xlsx、csv（默认看 OUT 的名称）",
        "the form: yaml, json, xlsx, csv (default: as the name of OUT says)",
    ),
    ("convert", "force", "覆盖已有的文件", "write over files that are there"),
    (
        "template",
        "",
        "制作空白台账工作簿，用 Excel 或 WPS 填写",
        "make a blank workbook of ledgers, for Excel or WPS",
    ),
    (
        "template",
        "out",
        "要制作的工作簿，以 .xlsx 结尾；已有的文件不会覆盖",
        "the workbook to make, ending in .xlsx; a file that is there is not overwritten",
    ),
    (
        "template",
        "ledger",
        "只要这些台账（中文名或英文名），可重复，逗号分隔；默认全部",
        "only these ledgers, by key or title, repeatable, separated by commas (default: all)",
    ),
    (
        "template",
        "profile",
        "只要这些方案的规则用到的台账，如 statutory；可重复",
        "only the ledgers that the rules of these profiles name, such as statutory; repeatable",
    ),
    (
        "diff",
        "",
        "整改对账：比较保存的结果，列出新增、加重、未改、已改",
        "compare saved results: what is new, worse, unchanged, fixed",
    ),
    (
        "diff",
        "old",
        "上次的结果，用 hegui check --format json 保存",
        "the old result, saved by hegui check --format json",
    ),
    (
        "diff",
        "new",
        "本次的结果；有几份时旧的在前，最后两份相比",
        "the new result; of several, oldest first, the last two are compared",
    ),
    (
        "diff",
        "changes",
        "逐条列出的类别：new、worse、reopened、unchanged、fixed、unclear、waived、all（默认 new,worse,reopened,unclear；html 默认全部）",
        "categories listed one by one: new, worse, reopened, unchanged, fixed, unclear, waived, all (default: new,worse,reopened,unclear; html: all)",
    ),
    ("diff", "union", "只看这个单位（工会编码）", "only this union, by its code"),
    (
        "diff",
        "format",
        "输出格式：text、json、html（默认 text）",
        "form of the output: text, json, html (default: text)",
    ),
    (
        "waivers",
        "",
        "列出豁免，先到期的在前，写明剩余天数",
        "list the waivers with the days left, first to expire first",
    ),
    (
        "waivers",
        "paths",
        "台账；按它的 hegui.yaml 找豁免文件（默认当前文件夹）",
        "the records whose hegui.yaml names the waivers (default: the current folder)",
    ),
    ("waivers", "waivers", "豁免文件（waivers.yaml）", "the file of waivers (waivers.yaml)"),
    ("waivers", "as_of", "截止日期（默认今天）", "the day they are looked at (default: today)"),
    ("waivers", "config", "配置文件", "the configuration"),
    (
        "waivers",
        "format",
        "输出格式：text、json（默认 text）",
        "form of the output: text, json (default: text)",
    ),
    ("test", "", "运行规则包自带的例子", "run a rule pack's own examples"),
    ("test", "pack", "规则包（默认内置）", "the rule pack (default: the built-in one)"),
    (
        "init",
        "",
        "建立台账文件夹：配置、示例台账、豁免清单、自动检查",
        "make a folder for records: configuration, an example, waivers, checks by git and CI",
    ),
    (
        "init",
        "dir",
        "文件夹（默认当前文件夹）；已有的文件不会覆盖",
        "the folder (default: the current one); files that are there are not overwritten",
    ),
    (
        "schema",
        "",
        "输出 JSON Schema（2020-12），供编辑器提示和校验",
        "print a JSON Schema (2020-12) for editors and validators",
    ),
    (
        "schema",
        "for",
        "描述什么：records（台账）、config（hegui.yaml）、waivers（豁免清单）、ledger、rule、pack（规则包的文件）、result（JSON 结果）；默认 records",
        "what it describes: records, config (hegui.yaml), waivers, ledger, rule, pack (files of a rule pack), result (JSON); default: records",
    ),
    (
        "schema",
        "ledger",
        "只要这些台账和工会基本情况（中文名或英文名），可重复，逗号分隔；默认全部",
        "only these ledgers and the profile, by key or title, repeatable, separated by commas (default: all)",
    ),
    ("completions", "", "输出命令行补全脚本", "print a completion script for a shell"),
    ("completions", "shell", "bash、zsh、fish、powershell", "bash, zsh, fish, powershell"),
    ("man", "", "输出手册页（man），用 man -l 阅读", "print a manual page, to be read with man -l"),
    ("man", "command", "命令，如 check（默认总页）", "a command such as check (default: the program)"),
    ("", "rules", "规则包，代替内置的；可重复", "a rule pack instead of the built-in one; repeatable"),
];

/// What stands in place of values, the same in both languages: clap counts characters, not columns,
/// and wide ones would push its own columns apart.
const VALUES: &[(&str, &str)] = &[
    ("paths", "PATH"),
    ("as_of", "DATE"),
    ("period", "PERIOD"),
    ("rules", "PATH"),
    ("profile", "NAME"),
    ("select", "RULE"),
    ("ignore", "RULE"),
    ("fail_on", "SEVERITY"),
    ("format", "FORMAT"),
    ("report", "FILE"),
    ("show", "STATE"),
    ("marked", "OUT"),
    ("notices", "DIR"),
    ("old", "OLD"),
    ("new", "NEW"),
    ("changes", "LIST"),
    ("union", "ID"),
    ("waivers", "FILE"),
    ("baseline", "FILE"),
    ("write_baseline", "FILE"),
    ("min_coverage", "PERCENT"),
    ("config", "FILE"),
    ("jobs", "N"),
    ("lang", "LANG"),
    ("color", "WHEN"),
    ("out", "OUT.xlsx"),
    ("ledger", "LEDGER"),
    ("rule", "RULE"),
    ("pack", "PATH"),
    ("input", "IN"),
    ("output", "OUT"),
    ("to", "FORM"),
    ("dir", "DIR"),
    ("for", "WHAT"),
    ("shell", "SHELL"),
    ("command", "COMMAND"),
];

/// How each command is called: Chinese, English.
const USAGES: &[(&str, &str, &str)] = &[
    ("hegui", "hegui <命令> [选项]", "hegui <COMMAND> [OPTIONS]"),
    ("check", "hegui check [选项] [PATH]...", "hegui check [OPTIONS] [PATH]..."),
    ("explain", "hegui explain [选项] <RULE>", "hegui explain [OPTIONS] <RULE>"),
    ("rules", "hegui rules [选项]", "hegui rules [OPTIONS]"),
    ("requirements", "hegui requirements [选项]", "hegui requirements [OPTIONS]"),
    ("convert", "hegui convert [选项] <IN> <OUT>", "hegui convert [OPTIONS] <IN> <OUT>"),
    ("template", "hegui template [选项] <OUT.xlsx>", "hegui template [OPTIONS] <OUT.xlsx>"),
    ("diff", "hegui diff [选项] <OLD> <NEW>...", "hegui diff [OPTIONS] <OLD> <NEW>..."),
    ("waivers", "hegui waivers [选项] [PATH]...", "hegui waivers [OPTIONS] [PATH]..."),
    ("test", "hegui test [选项] [PATH]", "hegui test [OPTIONS] [PATH]"),
    ("init", "hegui init [选项] [DIR]", "hegui init [OPTIONS] [DIR]"),
    ("schema", "hegui schema [选项]", "hegui schema [OPTIONS]"),
    ("completions", "hegui completions [选项] <SHELL>", "hegui completions [OPTIONS] <SHELL>"),
    ("man", "hegui man [选项] [COMMAND]", "hegui man [OPTIONS] [COMMAND]"),
];

/// Columns that stand before what an option does.
const GUTTER: usize = 28;

/// Columns below which an option and what it does stand on lines of their own.
const WIDE: usize = 72;

/// The command line with its help in `lang`, for a terminal of so many columns.
pub(super) fn command(lang: Lang, columns: usize) -> Command {
    let mut command = localise(Cli::command(), lang, columns);
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(name, |sub| localise(sub, lang, columns));
    }
    command
}

/// The same for manual pages and shells, which break lines themselves. Values go without what the program's own
/// source says of them: that is English, and the option's help names them.
pub(super) fn unbroken(lang: Lang) -> Command {
    const WIDER_THAN_ANY_TEXT: usize = 10_000;
    let bare = |arg: Arg| {
        let values = arg.get_possible_values();
        let values: Vec<_> = values.into_iter().map(|value| value.help(Resettable::Reset)).collect();
        if values.is_empty() { arg } else { arg.value_parser(PossibleValuesParser::new(values)) }
    };
    let root = command(lang, WIDER_THAN_ANY_TEXT).mut_args(bare);
    let names: Vec<String> = root.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names.into_iter().fold(root, |root, name| root.mut_subcommand(name, |sub| sub.mut_args(bare)))
}

/// How a command is called.
pub(super) fn usage(command: &str, lang: Lang) -> Option<&'static str> {
    USAGES.iter().find(|(of, ..)| *of == command).map(|(_, zh, en)| lang.pick(*zh, *en))
}

/// What stands below a command's options.
fn footer(command: &str, lang: Lang) -> Option<&'static str> {
    const STATUS: (&str, &str) = (
        "退出状态：\n  0  没有达到 --fail-on 的违规或台账问题\n  1  有达到 --fail-on 的违规或台账问题\n  2  未能完成",
        "Exit status:\n  0  nothing at or above --fail-on\n  1  violations or problems at or above --fail-on\n  2  the work could not be done",
    );
    const CONVERTED: (&str, &str) = (
        "台账名、栏目名和选项写成中文，加 --lang en 写成英文。\n\n退出状态：\n  0  全部读到，已经写出\n  1  已经写出，但台账有问题，没有读到的内容不在其中\n  2  未能完成，什么也没有写",
        "Ledgers, columns and codes are named in Chinese, with --lang en in English.\n\nExit status:\n  0  everything was read and written\n  1  written, but without what could not be read\n  2  nothing was written",
    );
    const STRENGTHS: (&str, &str) = (
        "依据强度：\n  M  法律法规\n  N  全总规范性文件\n  S  文件自定要求\n  P  阶段性目标\n  C  台账勾稽",
        "Strength:\n  M  law or regulation\n  N  document of the national union\n  S  the documents' own undertaking\n  P  policy target\n  C  consistency of the records",
    );
    const COMPARED: (&str, &str) = (
        "各类：\n  new        新增：上次没有\n  worse      加重：上次为临期、数据不足或豁免，或程度提高\n  reopened   重现：上次没有，更早有过\n  unchanged  未改：两次都有\n  fixed      已改：上次有，本次查过，没有了\n  unclear    无法核实：上次有，本次没有查到，也没有查清\n  waived     豁免：上次有，本次豁免\n\n退出状态：\n  0  没有新增、加重、重现\n  1  有新增、加重或重现\n  2  未能完成",
        "Categories:\n  new        was not there before\n  worse      was due, insufficient or waived, or its severity rose\n  reopened   was gone, and is there again\n  unchanged  is in both\n  fixed      is gone, and its rule was judged again\n  unclear    is gone, but was not judged again\n  waived     is waived now\n\nExit status:\n  0  nothing new, worse or reopened\n  1  something new, worse or reopened\n  2  the work could not be done",
    );
    let (zh, en) = match command {
        "diff" => COMPARED,
        "hegui" | "check" => STATUS,
        "rules" => STRENGTHS,
        "convert" => CONVERTED,
        _ => return None,
    };
    Some(lang.pick(zh, en))
}

fn localise(command: Command, lang: Lang, columns: usize) -> Command {
    let name = command.get_name().to_owned();
    let room = if columns < WIDE { columns.saturating_sub(10) } else { columns - GUTTER };
    let mut command = command
        .about(text(&name, "", lang).map(|about| wrap(about, room, 0, 0)).unwrap_or_default())
        .term_width(columns)
        .next_line_help(columns < WIDE)
        .mut_args(|arg| localise_arg(arg, &name, lang, room));
    command = match usage(&name, lang) {
        Some(usage) => command.override_usage(usage),
        None => command,
    };
    if let Some(footer) = footer(&name, lang) {
        command = command.after_help(footer);
    }
    let template = template(&command, lang);
    command.help_template(template)
}

/// The layout of a command's help. The headings are ours: clap ends its own with a half-width colon.
fn template(command: &Command, lang: Lang) -> String {
    let styles = command.get_styles();
    let heading = |style: &clap::builder::styling::Style, text: &str| {
        let colon = colon(lang).trim_end();
        format!("{style}{text}{colon}{style:#}")
    };
    let gap = lang.pick("", " ");
    let mut template =
        format!("{{about}}\n\n{}{gap}{{usage}}\n", heading(styles.get_usage(), lang.pick("用法", "Usage")));
    let sections = [
        (command.has_subcommands(), lang.pick("命令", "Commands"), "{subcommands}"),
        (command.get_positionals().next().is_some(), lang.pick("参数", "Arguments"), "{positionals}"),
        (true, lang.pick("选项", "Options"), "{options}"),
    ];
    for (_, title, what) in sections.iter().filter(|(is_there, ..)| *is_there) {
        let section = ["\n", &heading(styles.get_header(), title), "\n", what, "\n"];
        template.extend(section);
    }
    template.truncate(template.trim_end().len());
    template.push_str("{after-help}");
    template
}

fn localise_arg(arg: Arg, command: &str, lang: Lang, room: usize) -> Arg {
    let id = arg.get_id().as_str().to_owned();
    let help = text(command, &id, lang).unwrap_or_default();
    // clap breaks lines at spaces only, and Chinese has none.
    let mut arg = arg.help(wrap(help, room, 0, 0));
    if arg.get_action().takes_values() {
        // The table says which values there are, and which is the default: clap would say so in English.
        arg = arg.hide_possible_values(true).hide_default_value(true);
    }
    match VALUES.iter().find(|(of, _)| *of == id) {
        Some((_, name)) => arg.value_name(*name),
        None => arg,
    }
}

fn text(command: &str, arg: &str, lang: Lang) -> Option<&'static str> {
    let find = |command: &str| TEXTS.iter().find(|(of, id, ..)| *of == command && *id == arg);
    find(command).or_else(|| find("").filter(|_| !arg.is_empty())).map(|(_, _, zh, en)| lang.pick(*zh, *en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_option_has_its_help() {
        let root = command(Lang::Zh, 100);
        root.clone().debug_assert();
        for command in std::iter::once(&root).chain(root.get_subcommands()) {
            let name = command.get_name();
            assert!(text(name, "", Lang::Zh).is_some(), "{name}");
            for arg in command.get_arguments() {
                assert!(text(name, arg.get_id().as_str(), Lang::Zh).is_some(), "{name} {}", arg.get_id());
            }
        }
    }

    #[test]
    fn chinese_help_is_chinese() {
        let mut root = command(Lang::Zh, 100);
        insta::assert_snapshot!(root.render_help(), @"
        合规：工会台账规则审查

        用法：hegui <命令> [选项]

        命令：
          check         审查台账
          explain       详解一条规则：要求、依据、参数、判断方法和整改办法
          rules         列出规则：名称、程度、依据强度、标题
          requirements  列出文件中的各项要求和覆盖它的规则
          convert       把台账写成另一种格式：YAML、JSON、Excel 或 CSV
          template      制作空白台账工作簿，用 Excel 或 WPS 填写
          diff          整改对账：比较保存的结果，列出新增、加重、未改、已改
          waivers       列出豁免，先到期的在前，写明剩余天数
          test          运行规则包自带的例子
          init          建立台账文件夹：配置、示例台账、豁免清单、自动检查
          schema        输出 JSON Schema（2020-12），供编辑器提示和校验
          completions   输出命令行补全脚本
          man           输出手册页（man），用 man -l 阅读

        选项：
              --lang <LANG>   语言：zh、en（默认随系统，否则中文）
              --color <WHEN>  颜色：auto、always、never
          -h, --help          显示帮助
          -V, --version       显示版本

        退出状态：
          0  没有达到 --fail-on 的违规或台账问题
          1  有达到 --fail-on 的违规或台账问题
          2  未能完成
        ");
    }
}
