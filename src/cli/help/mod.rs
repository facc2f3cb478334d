//! What `--help` says, in both languages.

mod footer;
mod names;
mod texts;

use clap::builder::{PossibleValuesParser, Resettable};
use clap::{Arg, Command, CommandFactory};

use self::footer::footer;
use self::names::{USAGES, VALUES};
use self::texts::TEXTS;
use super::args::Cli;
use crate::reports::{colon, wrap};
use crate::source::Lang;

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
