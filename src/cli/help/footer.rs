//! What stands below the options of a command.

use crate::source::Lang;

/// What stands below a command's options.
pub(super) fn footer(command: &str, lang: Lang) -> Option<&'static str> {
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
