//! The note on a heading.

use rust_xlsxwriter::Note;

use super::words;
use crate::records::{Field, FieldType, LedgerDecl};
use crate::reports::{colon, wrap};
use crate::source::Lang;

/// What there is to say of a column, a line each.
pub(in crate::reports) fn lines(ledger: &LedgerDecl, field: &Field, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(field.note.as_ref().map(|note| note.get(lang).to_owned()));
    let mut say = |zh: &str, en: &str, what: Option<String>| {
        lines.extend(what.map(|what| format!("{}{}{what}", lang.pick(zh, en), colon(lang))));
    };
    say("填写", "fill in", Some(words::required(ledger, field, lang)));
    say("类型", "type", Some(words::kind(field, lang)));
    let labels = words::listed(field.codes.iter().map(|code| code.label.get(lang)), lang);
    say("可选", "one of", (field.kind == FieldType::Enum).then_some(labels));
    say("示例", "example", words::example(field, lang));
    say("留空视为", "if empty", words::default(ledger, field, lang));
    say("区分", "rows", words::row_key(ledger, field, lang));
    if field.planned {
        lines.push(lang.pick("可以是将来的日期", "may lie in the future").to_owned());
    }
    if field.sensitive {
        let (zh, en) = ("敏感：检查报告中以 * 代替", "sensitive: reports show * instead");
        lines.push(lang.pick(zh, en).to_owned());
    }
    lines
}

/// The note on the heading of a column, large enough for what it says.
pub(super) fn note(heading: &str, ledger: &LedgerDecl, field: &Field, lang: Lang) -> Note {
    const WIDTH: u32 = 290;
    const LINE: u32 = 17;
    // At 9 points a half-width character takes some six pixels.
    const COLUMNS: usize = 44;
    let mut lines = lines(ledger, field, lang);
    lines.insert(0, heading.to_owned());
    let drawn: usize = lines.iter().map(|line| wrap(line, COLUMNS, 0, 0).lines().count()).sum();
    let height = u32::try_from(drawn).unwrap_or(1) * LINE + LINE;
    Note::new(lines.join("\n"))
        .add_author_prefix(false)
        .set_author("hegui")
        .set_font_name(lang.pick("宋体", "Tahoma"))
        .set_font_size(9)
        .set_width(WIDTH)
        .set_height(height)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulepack::Pack;

    fn of(ledger: &str, field: &str, lang: Lang) -> String {
        let schema = Pack::builtin().unwrap().schema;
        let ledger = schema.ledger(schema.ledger_of(ledger).unwrap());
        let field = ledger.field(ledger.field_of(field).unwrap());
        format!("{}\n{}", field.title.get(lang), lines(ledger, field, lang).join("\n"))
    }

    #[test]
    fn a_note_says_what_is_asked_for() {
        insta::assert_snapshot!(of("dues", "period", Lang::Zh), @r"
        所属期
        填写：必填
        类型：年、半年、季度或月份
        示例：2026、2026H1、2026Q1、2026-03（或 2026年、2026年上半年、2026年第1季度、2026年3月）
        区分：各行的“所属期”“工会小组”不能完全相同
        ");
        insta::assert_snapshot!(of("contracts", "effective", Lang::Zh), @r"
        生效(起始)日期
        不填视为签订当日起算
        填写：选填
        类型：日期
        示例：2026-03-12
        留空视为：与“签订日期”相同
        可以是将来的日期
        ");
        insta::assert_snapshot!(of("hazards", "owner", Lang::Zh), @r"
        责任人
        填写：选填
        类型：文字，照原样保存（00101 开头的零不会丢失）
        敏感：检查报告中以 * 代替
        ");
        insta::assert_snapshot!(of("documents", "year", Lang::Zh), @r"
        年度
        计划、总结所属的年度
        填写：“类别”为“年度计划”“年度总结”时必填，其他情况选填
        类型：年度，四位数字
        示例：2026
        ");
        insta::assert_snapshot!(of("union", "form", Lang::En), @r"
        Form
        fill in: optional
        type: one of the list
        one of: one employer, joint union
        example: one employer
        if empty: `one employer`
        ");
    }
}
