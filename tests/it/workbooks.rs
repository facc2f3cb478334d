//! What other programs leave out of workbooks, or put where nobody looks: never a false verdict.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use rust_xlsxwriter::{Formula, Workbook, Worksheet};
use serde_json::Value;

use crate::packs::TempPack;
use crate::program::{arg, check, check_json, list, text, verdict};

/// Every problem as its code and cell, in order.
fn told(result: &Value) -> Vec<(&str, &str)> {
    let cell = |one: &'_ Value| one["location"]["cell"].as_str().map(str::to_owned);
    assert!(list(result, "problems").iter().all(|one| cell(one).is_some()), "{result:#}");
    list(result, "problems")
        .iter()
        .map(|one| (text(one, "code"), one["location"]["cell"].as_str().unwrap_or_default()))
        .collect()
}

/// A sheet with these rows, all texts.
fn sheet<'w>(book: &'w mut Workbook, name: &str, rows: &[&[&str]]) -> &'w mut Worksheet {
    let sheet = book.add_worksheet().set_name(name).unwrap();
    for (at, row) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*row) {
            sheet.write_string(at, column, *cell).unwrap();
        }
    }
    sheet
}

/// A workbook with the profile of `A1`.
fn book() -> Workbook {
    let mut book = Workbook::new();
    let names = ["工会编码", "工会名称", "组织层级", "单位类型"];
    sheet(&mut book, "工会基本情况", &[&names, &["A1", "甲厂工会", "基层工会", "企业"]]);
    book
}

/// A file of these parts.
fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        file.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }
    file.finish().unwrap().into_inner()
}

fn judged(folder: &Path, mut book: Workbook, rules: &str) -> (i32, Value) {
    let file = folder.join("a.xlsx");
    book.save(&file).unwrap();
    check_json(&[arg(&file), "--select", rules])
}

#[test]
fn a_formula_without_its_result_is_told_and_never_taken_for_an_empty_cell() {
    let rules = "dues-short,proposal-unimplemented,inspection-missed,hazard-overdue";
    let (status, result) = check_json(&["fixtures/tables/unsaved.xlsx", "--select", rules]);
    let wanted = [
        ("wrong-type", "会费收缴!C2"),
        ("wrong-type", "职工代表提案!C2"),
        ("union-unnamed", "监督检查!A2"),
        ("headings-not-found", "隐患台账!C1"),
    ];
    assert_eq!((status, told(&result)), (2, wanted.to_vec()), "{result:#}");
    for rule in rules.split(',') {
        assert_eq!(verdict(&result, "CT01", rule), "insufficient", "{rule}");
    }
}

#[test]
fn a_formula_without_its_result_is_told_in_ods_too() {
    let row = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
    let text = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let table = |name: &str, rows: &[String]| {
        format!("<table:table table:name=\"{name}\">{}</table:table>", rows.concat())
    };
    let texts = |texts: &[&str]| row(&texts.iter().map(|one| text(one)).collect::<String>());
    let formula = "<table:table-cell table:formula=\"of:=[.B2]\"/>";
    let profile = [texts(&["工会编码", "工会名称", "组织层级"]), texts(&["A1", "甲厂工会", "基层工会"])];
    let dues = [
        texts(&["所属期", "应缴金额", "实缴金额"]),
        row(&[text("2026-01"), text("100"), formula.to_owned()].concat()),
        texts(&["2026-02", "100", "100"]),
        row(&[text("2026-03"), text("100"), formula.to_owned()].concat()),
    ];
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet>{}{}</office:spreadsheet></office:body>\
         </office:document-content>",
        table("工会基本情况", &profile),
        table("会费收缴", &dues)
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ods");
    let parts = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        ("content.xml", &content),
    ];
    fs::write(&file, packed(&parts)).unwrap();
    let (_, result) = check_json(&[arg(&file), "--select", "dues-short"]);
    let wanted = [("wrong-type", "会费收缴!C2"), ("wrong-type", "会费收缴!C4")];
    assert_eq!(told(&result), wanted, "{result:#}");
    assert_eq!(verdict(&result, "A1", "dues-short"), "insufficient");
}

/// As Excel writes them: a result that is an empty text, and formulas that go on from the one above.
#[test]
fn an_empty_result_is_an_empty_cell_and_shared_formulas_are_formulas() {
    let text = |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row = |cells: &[String]| format!("<row>{}</row>", cells.concat());
    let sheet = |rows: &[String]| format!("<worksheet><sheetData>{}</sheetData></worksheet>", rows.concat());
    let texts = |row_no: u32, cells: &[&str]| {
        let cell = |(column, cell): (char, &&str)| text(&format!("{column}{row_no}"), cell);
        row(&('A'..).zip(cells).map(cell).collect::<Vec<_>>())
    };
    let union =
        sheet(&[texts(1, &["工会编码", "工会名称", "组织层级"]), texts(2, &["A1", "甲厂工会", "基层工会"])]);
    let first = "<c r=\"C2\"><f t=\"shared\" ref=\"C2:C3\" si=\"0\">B2</f><v>100</v></c>".to_owned();
    let next = "<c r=\"C3\"><f t=\"shared\" si=\"0\"/></c>".to_owned();
    let blank = "<c r=\"C4\" t=\"str\"><f>\"\"</f><v></v></c>".to_owned();
    let dues = sheet(&[
        texts(1, &["所属期", "应缴金额", "实缴金额"]),
        row(&[text("A2", "2026-01"), text("B2", "100"), first]),
        row(&[text("A3", "2026-02"), text("B3", "100"), next]),
        row(&[text("A4", "2026-03"), text("B4", "100"), blank]),
    ]);
    let relation = |at: u32| {
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet";
        format!("<Relationship Id=\"r{at}\" Type=\"{kind}\" Target=\"worksheets/sheet{at}.xml\"/>")
    };
    let main = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    let main = format!("<Relationship Id=\"m\" Type=\"{main}\" Target=\"xl/workbook.xml\"/>");
    let parts = [
        ("_rels/.rels", &*format!("<Relationships>{main}</Relationships>")),
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"工会基本情况\" sheetId=\"1\" r:id=\"r1\"/>\
             <sheet name=\"会费收缴\" sheetId=\"2\" r:id=\"r2\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!("<Relationships>{}{}</Relationships>", relation(1), relation(2)),
        ),
        ("xl/worksheets/sheet1.xml", &union),
        ("xl/worksheets/sheet2.xml", &dues),
    ];
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.xlsx");
    fs::write(&file, packed(&parts)).unwrap();
    let (_, result) = check_json(&[arg(&file), "--select", "dues-short"]);
    let wanted = [("wrong-type", "会费收缴!C3"), ("missing-required", "会费收缴!C4")];
    assert_eq!(told(&result), wanted, "{result:#}");
}

/// Programs that do not reckon write a zero, and ask the spreadsheet to reckon when it opens the file.
#[test]
fn a_zero_still_to_be_reckoned_is_no_result() {
    let state = |formula: Formula| {
        let mut book = book();
        let rows: [&[&str]; 2] = [&["所属期", "应缴金额", "实缴金额"], &["2026-01", "100"]];
        sheet(&mut book, "会费收缴", &rows).write_formula(1, 2, formula).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (_, result) = judged(folder.path(), book, "dues-short");
        let codes: Vec<String> = told(&result).iter().map(|one| one.0.to_owned()).collect();
        format!("{} {}", verdict(&result, "A1", "dues-short"), codes.concat())
    };
    assert_eq!(state(Formula::new("=B2")), "insufficient wrong-type");
    assert_eq!(state(Formula::new("=B2").set_result("100")), "pass ");
}

#[test]
fn a_heading_beyond_what_is_read_loses_its_ledger_and_says_so() {
    let verdict_with = |at: u16| {
        let mut book = book();
        let rows: [&[&str]; 2] = [&["提案编号", "提出日期", "答复日期"], &["T1", "2025-01-10", "2025-02-01"]];
        let proposals = sheet(&mut book, "职工代表提案", &rows);
        proposals.write_string(0, at, "是否立案").unwrap().write_string(1, at, "否").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (_, result) = judged(folder.path(), book, "proposal-unimplemented");
        let codes: Vec<String> = told(&result).iter().map(|one| format!(" {}", one.0)).collect();
        let said = list(&result, "problems").first().map_or("", |one| text(one, "message")).to_owned();
        (format!("{}{}", verdict(&result, "A1", "proposal-unimplemented"), codes.concat()), said)
    };
    // What was not accepted need not be implemented; unread, it would count as accepted.
    let (inside, _) = verdict_with(511);
    assert!(!inside.contains("insufficient") && !inside.contains("headings-not-found"), "{inside}");
    let (beyond, said) = verdict_with(512);
    assert_eq!(beyond, "insufficient headings-not-found extra-column");
    assert!(said.contains("“是否立案”在 SS 栏"), "{said}");
}

#[test]
fn rows_whose_owner_stands_beyond_what_is_read_are_given_to_nobody() {
    let mut book = book();
    let dues = sheet(&mut book, "会费收缴", &[&["所属期", "应缴金额", "实缴金额"], &["2026-01", "100", "0"]]);
    dues.write_string(0, 600, "工会编码").unwrap().write_string(1, 600, "A2").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (_, result) = judged(folder.path(), book, "dues-short");
    assert_eq!(verdict(&result, "A1", "dues-short"), "insufficient");
}

/// Part of a ledger was not read, and nobody knows whose.
#[test]
fn a_sheet_that_is_lost_is_lost_for_every_union_of_the_workbook() {
    let mut book = Workbook::new();
    let profiles: [&[&str]; 3] = [
        &["工会编码", "工会名称", "组织层级", "单位类型"],
        &["A1", "甲厂工会", "基层工会", "企业"],
        &["A2", "乙厂工会", "基层工会", "企业"],
    ];
    sheet(&mut book, "工会基本情况", &profiles);
    let rows: [&[&str]; 2] =
        [&["工会编码", "所属期", "应缴金额", "实缴金额"], &["A1", "2026-01", "100", "100"]];
    sheet(&mut book, "会费收缴", &rows);
    sheet(&mut book, "会费收缴(续)", &[&["随便写的", "几个字"], &["A1", "2026-02"]]);
    let folder = tempfile::tempdir().unwrap();
    let (_, result) = judged(folder.path(), book, "dues-short");
    assert_eq!(told(&result), [("headings-not-found", "会费收缴(续)!A1")]);
    assert_eq!(["A1", "A2"].map(|id| verdict(&result, id, "dues-short")), ["insufficient"; 2]);
}

/// A workbook keeps no zeros behind the last digit; the number is the same.
#[test]
fn money_of_a_workbook_and_of_yaml_do_not_contradict_each_other() {
    let pack = TempPack::copy("canteen");
    pack.edit("ledgers/union.yaml", "type: boolean }", "type: decimal }");
    let folder = tempfile::tempdir().unwrap();
    let mut book = book();
    let profile = book.worksheet_from_index(0).unwrap();
    profile.write_string(0, 4, "职工食堂").unwrap().write_number(1, 4, 1200.5).unwrap();
    book.save(folder.path().join("a.xlsx")).unwrap();
    for (number, problems) in [("1200.50", 0), ("1200.05", 1)] {
        let text = format!("union: {{ id: A1, canteen: {number} }}\n");
        fs::write(folder.path().join("b.yaml"), text).unwrap();
        let (_, result) = check_json(&[arg(folder.path()), "--rules", pack.path()]);
        assert_eq!(list(&result, "problems").len(), problems, "{result:#}");
    }
}

#[test]
fn numbers_that_may_mean_several_things_say_how_to_write_them() {
    let mut book = book();
    sheet(&mut book, "事故", &[&["日期", "类别"], &[]]).write_number(1, 0, 46_093).unwrap();
    sheet(&mut book, "报表报送", &[&["所属期"], &[]]).write_number(1, 0, 2026.1).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (_, result) = judged(folder.path(), book, "report-missed");
    let said = |one: &Value| ["message", "help"].map(|key| text(one, key).to_owned()).join("：");
    let said: Vec<String> = list(&result, "problems").iter().map(said).collect();
    for wanted in [
        "“日期”是数字 46093，不是日期格式：请把单元格设为日期格式，核对后保存",
        "“所属期”是数字 2026.1，分不清是1月还是10月：请写成 2026-01 或 2026-10 这样",
    ] {
        assert!(said.iter().any(|one| one == wanted), "{wanted}: {said:#?}");
    }
}

/// A name that cannot be read is a name all the same.
#[test]
fn what_is_refused_in_a_column_of_people_is_masked() {
    let mut book = book();
    let rows: [&[&str]; 2] = [&["名称", "类型", "负责人"], &["一车间", "车间分会"]];
    sheet(&mut book, "分会与工会小组", &rows).write_number(1, 2, 123_456_789_012_345_680.0).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.xlsx");
    book.save(&file).unwrap();
    let drawn = check(&[arg(&file), "--select", "branch-leader-missing"]).out;
    assert!(drawn.contains("只保留15位") && !drawn.contains("12345678901234568"), "{drawn}");
}

/// A profile without its code: its ledgers are not given to the one union of the folder.
#[test]
fn ledgers_beside_a_profile_without_a_code_are_nobodys() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("b.yaml"), "union: { id: B1, name: 丙厂工会, level: basic }\n").unwrap();
    let mut book = Workbook::new();
    sheet(&mut book, "工会基本情况", &[&["工会编码", "工会名称"], &["", "甲厂工会"]]);
    sheet(&mut book, "会费收缴", &[&["所属期", "应缴金额", "实缴金额"], &["2026-01", "100", "0"]]);
    book.save(folder.path().join("a.xlsx")).unwrap();
    let (status, result) = check_json(&[arg(folder.path()), "--select", "dues-short"]);
    assert_eq!((status, verdict(&result, "B1", "dues-short")), (2, "insufficient"), "{result:#}");
}

/// What a run says of one file that is no table it can read: code, message and help, in Chinese and English.
fn refused(name: &str, bytes: &[u8]) -> [String; 2] {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    fs::write(&file, bytes).unwrap();
    ["zh", "en"].map(|lang| {
        let (_, result) = check_json(&[arg(&file), "--lang", lang]);
        let problem = &list(&result, "problems")[0];
        ["code", "message", "help"].map(|key| text(problem, key).to_owned()).join(" | ")
    })
}

#[test]
fn another_kind_of_file_under_the_name_of_a_workbook_is_called_what_it_is() {
    let html = "\r\n<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table><tr><td>工会编码</td></tr></table>";
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(html.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let (gbk, ..) = encoding_rs::GBK.encode(html);
    let wanted = [
        "broken-workbook | 扩展名是工作簿，内容却是网页（HTML） | 请在 Excel 或 WPS 中打开，另存为 .xlsx",
        "broken-workbook | it is named a workbook, but is a web page (HTML) | open it in a spreadsheet program and \
         save it as .xlsx",
    ];
    for bytes in [html.as_bytes(), &wide, &gbk] {
        assert_eq!(refused("会费收缴.xls", bytes), wanted);
    }
    let named = |bytes: &[u8]| refused("会费收缴.xls", bytes)[0].split(" | ").nth(1).unwrap().to_owned();
    let xml = b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>";
    assert_eq!(named(xml), "扩展名是工作簿，内容却是XML");
    assert_eq!(named("工会编码\t工会名称\n".as_bytes()), "扩展名是工作簿，内容却是文本");
    assert_eq!(named(b""), "扩展名是工作簿，内容却是空的");
}

#[test]
fn a_csv_in_utf_16_or_with_semicolons_says_how_to_save_it() {
    let table = "工会编码\t所属期\t应缴金额\t实缴金额\nA1\t2026-01\t100\t100\n";
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(table.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let [zh, en] = refused("会费收缴.csv", &wide);
    assert_eq!(
        zh,
        "invalid-utf8 | 是 UTF-16 编码（Excel 的“Unicode 文本”），读不了 | 请另存为 UTF-8；在 Excel 中选\
         “CSV UTF-8（逗号分隔）”或 .xlsx"
    );
    assert!(en.ends_with("| save it as UTF-8; in Excel, as CSV UTF-8 or .xlsx"), "{en}");
    for delimiter in [";", "，", "|"] {
        let [zh, en] = refused("会费收缴.csv", table.replace('\t', delimiter).as_bytes());
        assert!(zh.starts_with("headings-not-found") && zh.contains("各栏不是用逗号隔开的"), "{zh}");
        assert!(en.contains("not to be parted by commas"), "{en}");
    }
}
