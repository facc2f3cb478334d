//! `check --marked`: the workbook handed back, opened as other programs open it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{
    Chart, ChartType, Color, ConditionalFormatCell, ConditionalFormatCellRule, Format, Formula, Note,
    Workbook,
};
use serde_json::Value;
use tempfile::TempDir;

use crate::code::{bytes, root};
use crate::program::{Ran, arg, check, check_json, list, text};

const ONE: &str = "fixtures/tables/each/QX006.xlsx";

/// Where files may be written.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Checks records and has them handed back under this name.
    fn mark(&self, records: &str, name: &str, args: &[&str]) -> Ran {
        check(&[&[records, "--marked", arg(&self.path(name)), "--format", "concise"], args].concat())
    }

    /// Workbooks that must be there, handed back.
    fn marked(&self, records: &str, name: &str) -> Book {
        let ran = self.mark(records, name, &[]);
        assert!(ran.status <= 1 && ran.err.contains("已写出"), "{ran:#?}");
        Book::open(&self.path(name))
    }
}

/// A workbook as cells and as parts.
struct Book {
    sheets: Vec<(String, Vec<Vec<String>>)>,
    parts: BTreeMap<String, Vec<u8>>,
}

impl Book {
    fn open(file: &Path) -> Self {
        let whole = bytes(file);
        let mut book = Xlsx::new(Cursor::new(&whole)).unwrap();
        let shown = |cell: &Data| cell.to_string();
        let names = book.sheet_names();
        let rows = |name: &String| {
            let range = book.worksheet_range(name).unwrap();
            range.rows().map(|row| row.iter().map(shown).collect()).collect()
        };
        let rows: Vec<Vec<Vec<String>>> = names.iter().map(rows).collect();
        let mut archive = zip::ZipArchive::new(Cursor::new(&whole)).unwrap();
        let parts = (0..archive.len()).map(|at| {
            let mut part = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        });
        Self { parts: parts.collect(), sheets: names.into_iter().zip(rows).collect() }
    }

    fn names(&self) -> Vec<&str> {
        self.sheets.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// The findings in the list, a row each, below its headings.
    fn listed(&self) -> &[Vec<String>] {
        &self.sheets[0].1[5..]
    }

    /// All text of the parts whose names hold this.
    fn text(&self, part: &str) -> String {
        let found = self.parts.iter().filter(|(name, _)| name.contains(part));
        found.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect()
    }

    /// The cells coloured by us, and those that bear a note of ours.
    fn marks(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let sheets = self.text("xl/worksheets/sheet");
        let coloured = sheets.split("<conditionalFormatting sqref=\"").skip(1);
        let coloured = coloured
            .filter(|group| group.split("</conditionalFormatting>").next().unwrap().contains("8572109"));
        let coloured = coloured.flat_map(|group| group.split('"').next().unwrap().split(' '));
        let comments = self.text("xl/comments");
        let noted = comments
            .split("<comment ref=\"")
            .skip(1)
            .filter(|note| note.split("</comment>").next().unwrap().contains("【合规检查】"));
        let noted = noted.map(|note| note.split('"').next().unwrap().to_owned());
        (coloured.flat_map(cells_of).collect(), noted.collect())
    }
}

/// The cells of a range within one column.
fn cells_of(range: &str) -> Vec<String> {
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    let row = |cell: &str| cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse::<u32>().unwrap();
    let column = first.trim_end_matches(|c: char| c.is_ascii_digit());
    (row(first)..=row(last)).map(|row| format!("{column}{row}")).collect()
}

/// The cells a run points at.
fn cells(result: &Value) -> BTreeSet<String> {
    let all = list(result, "findings").iter().chain(list(result, "problems"));
    let cells = all.filter_map(|one| one["location"]["cell"].as_str());
    cells.map(|cell| cell.rsplit('!').next().unwrap().to_owned()).collect()
}

#[test]
fn every_guilty_cell_is_coloured_noted_and_listed_and_all_else_is_as_it_was() {
    let desk = Desk::new();
    let book = desk.marked(ONE, "handed-back.xlsx");
    let (_, result) = check_json(&[ONE]);
    let original = Book::open(&root().join(ONE));
    assert_eq!(book.names()[0], "整改清单");
    assert_eq!(book.sheets[1..], original.sheets);
    let (coloured, noted) = book.marks();
    assert_eq!((&coloured, &noted), (&cells(&result), &cells(&result)));
    let listed: BTreeSet<&str> = book.listed().iter().map(|row| row[11].as_str()).collect();
    let found: BTreeSet<&str> =
        list(&result, "findings").iter().map(|one| text(one, "fingerprint")).collect();
    assert_eq!(listed, found);
    assert_eq!(book.listed().len(), list(&result, "findings").len());
    let links = book.text("xl/worksheets/sheet").matches("<hyperlink ").count();
    assert_eq!(links, book.listed().len(), "every row leads to its cell");
    // Of the parts that were there, only these are other than they were.
    let may_change = |name: &str| {
        ["[Content_Types].xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"]
            .contains(&name)
            || name.starts_with("xl/worksheets/")
    };
    for (name, was) in original.parts.iter().filter(|(name, _)| !may_change(name)) {
        assert_eq!(book.parts.get(name), Some(was), "{name}");
    }
    // What is checked again is judged alike, and the list is no ledger.
    let (_, again) = check_json(&[arg(&desk.path("handed-back.xlsx"))]);
    assert_eq!(
        (&again["summary"]["states"], &again["problems"]),
        (&result["summary"]["states"], &result["problems"])
    );
}

#[test]
fn the_worst_comes_first_and_says_what_to_do() {
    let book = Desk::new().marked(ONE, "a.xlsx");
    let first = &book.listed()[0];
    assert_eq!(first[1..5], ["违规", "错误", "远洋电子有限公司工会\nQX006", "集体合同!D4"]);
    assert!(first[5].contains("未见续签") && first[6].contains("协商续签"), "{first:?}");
    let kinds: Vec<&str> = book.listed().iter().map(|row| row[1].as_str()).collect();
    assert!(kinds.is_sorted_by_key(|kind| *kind != "违规"), "{kinds:?}");
    let about: Vec<&str> = book.sheets[0].1[..4].iter().map(|row| row[0].as_str()).collect();
    assert!(about[1].starts_with("审查期 2026，截至 2026-12-31"), "{about:?}");
    assert!(about[2].contains("合规率") && about[2].contains("覆盖率"), "{about:?}");
}

/// A workbook with much of its own: a chart, notes, colours, a formula, names of ranges, another sheet open.
fn rich(file: &Path) {
    let mut book = Workbook::new();
    let profile = book.add_worksheet();
    profile.set_name("工会基本情况").unwrap();
    for (at, (heading, value)) in (0..).zip([
        ("工会编码", "A1"),
        ("工会名称", "甲厂工会"),
        ("组织层级", "基层工会"),
        ("专账负责人", "钱某某"),
    ]) {
        profile.write(0, at, heading).unwrap().write(1, at, value).unwrap();
    }
    let dues = book.add_worksheet();
    dues.set_name("会费收缴").unwrap().set_active(true);
    for (at, heading) in (0..).zip(["所属期", "应缴金额", "实缴金额", "差额"]) {
        dues.write(0, at, heading).unwrap();
    }
    for (row, (month, paid)) in (1..).zip([("2026-01", 90), ("2026-02", 100), ("2026-03", 80)]) {
        dues.write(row, 0, month).unwrap().write(row, 1, 100).unwrap().write(row, 2, paid).unwrap();
        let formula = Formula::new(format!("=B{0}-C{0}", row + 1)).set_result((100 - paid).to_string());
        dues.write(row, 3, formula).unwrap();
    }
    dues.insert_note(1, 2, &Note::new("一月缓缴").set_author("财务")).unwrap();
    dues.insert_note(0, 0, &Note::new("月份").set_author("财务")).unwrap();
    let green = Format::new().set_background_color(Color::Green);
    let full =
        ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::EqualTo(100)).set_format(green);
    dues.add_conditional_format(1, 2, 3, 2, &full).unwrap();
    dues.set_repeat_rows(0, 0).unwrap().autofilter(0, 0, 3, 3).unwrap();
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_values("会费收缴!$C$2:$C$4");
    dues.insert_chart(6, 1, &chart).unwrap();
    book.define_name("实缴", "=会费收缴!$C$2:$C$4").unwrap();
    book.save(file).unwrap();
}

#[test]
fn what_the_user_put_into_the_workbook_stays() {
    let desk = Desk::new();
    rich(&desk.path("in.xlsx"));
    let book = desk.marked(arg(&desk.path("in.xlsx")), "out.xlsx");
    let original = Book::open(&desk.path("in.xlsx"));
    assert_eq!(book.sheets[1..], original.sheets);
    for part in ["xl/charts/chart1.xml", "xl/drawings/drawing1.xml", "xl/theme/theme1.xml"] {
        assert_eq!(book.parts[part], original.parts[part], "{part}");
    }
    let comments = book.text("xl/comments");
    assert!(comments.contains("一月缓缴") && comments.contains("月份"), "{comments}");
    let after = comments.split("一月缓缴").nth(1).unwrap().split("</comment>").next().unwrap();
    assert!(after.contains("【合规检查】") && after.contains("实缴90元"), "{after}");
    let (coloured, noted) = book.marks();
    assert!(coloured.contains("C2") && coloured.contains("C4") && !coloured.contains("C3"), "{coloured:?}");
    assert_eq!(coloured, noted);
    let dues = book.text("xl/worksheets/sheet2.xml");
    assert!(
        dues.contains("<formula>8572109=8572109</formula>") && dues.contains("type=\"cellIs\""),
        "{dues}"
    );
    assert!(dues.contains("<f>B2-C2</f>"), "{dues}");
    let workbook = book.text("xl/workbook.xml");
    // The list stands before what was there, so that sheets are counted from one more.
    assert!(
        workbook.contains("Print_Titles\" localSheetId=\"2\"") && workbook.contains("\"实缴\""),
        "{workbook}"
    );
    assert!(workbook.contains("activeTab=\"0\"") && !dues.contains("tabSelected=\"1\""), "{workbook}");
    // Shapes of one sheet are told apart: two of the user's, two of ours.
    let shapes = book.text("vmlDrawing1.vml");
    let ids: Vec<&str> = shapes.match_indices("id=\"_x0000_s").map(|(at, _)| &shapes[at..at + 18]).collect();
    assert_eq!((ids.iter().collect::<BTreeSet<_>>().len(), ids.len()), (4, 4), "{shapes}");
}

#[test]
fn names_of_people_stand_in_no_list_and_note() {
    let desk = Desk::new();
    rich(&desk.path("in.xlsx"));
    let book = desk.marked(arg(&desk.path("in.xlsx")), "out.xlsx");
    let told = [book.text("xl/worksheets/sheet3.xml"), book.text("xl/comments")].concat();
    assert!(told.contains("甲厂工会") && !told.contains("钱某某"), "{told}");
}

/// Who works on in the copy and has it marked again finds old marks gone and what was written beside.
#[test]
fn marking_again_takes_old_marks_away_and_keeps_what_people_wrote() {
    let desk = Desk::new();
    rich(&desk.path("in.xlsx"));
    let first = desk.marked(arg(&desk.path("in.xlsx")), "one.xlsx");
    let row = first.listed().iter().position(|row| row[4] == "会费收缴!C4").unwrap();
    // Mended: January. Answered: March.
    change(&desk.path("one.xlsx"), &desk.path("two.xlsx"), |name, text| {
        let answered = format!("<c r=\"I{0}\" s=\"1\" t=\"inlineStr\"><is><t>甲某</t></is></c>", row + 6);
        match name {
            "xl/worksheets/sheet2.xml" => text.replace("<c r=\"C2\"><v>90</v>", "<c r=\"C2\"><v>100</v>"),
            "xl/worksheets/sheet3.xml" => {
                let at = text.find(&format!("<c r=\"I{}\"", row + 6)).unwrap();
                let end = at + text[at..].find("/>").unwrap() + 2;
                format!("{}{answered}{}", &text[..at], &text[end..])
            }
            _ => text,
        }
    });
    let second = desk.marked(arg(&desk.path("two.xlsx")), "three.xlsx");
    assert_eq!(second.names()[..2], ["整改清单(2)", "整改清单"]);
    let (coloured, noted) = second.marks();
    assert!(!coloured.contains("C2") && coloured.contains("C4"), "{coloured:?}");
    assert_eq!(coloured, noted);
    let comments = second.text("xl/comments");
    assert!(comments.contains("一月缓缴") && !comments.contains("实缴90元"), "{comments}");
    assert_eq!(comments.matches("实缴80元").count(), 1, "{comments}");
    let listed = second.listed();
    assert_eq!(listed.iter().find(|row| row[4] == "会费收缴!C4").unwrap()[8], "甲某");
    let dues = second.text("xl/worksheets/sheet2.xml");
    assert_eq!(dues.matches("sqref=\"C4").count() + dues.matches(" C4").count(), 1, "{dues}");
}

/// Writes a workbook anew, its parts changed as texts.
fn change(from: &Path, to: &Path, change: impl Fn(&str, String) -> String) {
    let parts = Book::open(from).parts.into_iter().map(|(name, bytes)| {
        let bytes = match String::from_utf8(bytes) {
            Ok(text) => change(&name, text).into_bytes(),
            Err(error) => error.into_bytes(),
        };
        (name, bytes)
    });
    pack(parts, to);
}

/// Writes a workbook of these parts.
fn pack(parts: impl IntoIterator<Item = (String, Vec<u8>)>, to: &Path) {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(&name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut out, &bytes).unwrap();
    }
    fs::write(to, out.finish().unwrap().into_inner()).unwrap();
}

/// A discussion stands elsewhere in the file, and its note is only its shadow; a signature is of the bytes.
#[test]
fn what_cannot_be_kept_or_noted_is_said() {
    let desk = Desk::new();
    rich(&desk.path("plain.xlsx"));
    change(&desk.path("plain.xlsx"), &desk.path("discussed.xlsx"), |name, text| match name {
        "xl/comments1.xml" => text.replace("<author>财务</author>", "<author>tc={1}</author>"),
        _ => text,
    });
    let signature = ("_xmlsignatures/origin.sigs".to_owned(), Vec::new());
    let parts = Book::open(&desk.path("discussed.xlsx")).parts.into_iter().chain([signature]);
    pack(parts, &desk.path("in.xlsx"));
    let ran = desk.mark(arg(&desk.path("in.xlsx")), "out.xlsx", &[]);
    assert!(ran.err.contains("其中 2 个没有加批注") && ran.err.contains("数字签名不再有效"), "{ran:#?}");
    let book = Book::open(&desk.path("out.xlsx"));
    let comments = book.text("xl/comments");
    let discussed = comments.split("ref=\"C2\"").nth(1).unwrap().split("</comment>").next().unwrap();
    assert!(discussed.contains("一月缓缴") && !discussed.contains("【合规检查】"), "{discussed}");
    let (coloured, noted) = book.marks();
    assert!(coloured.contains("C2") && !noted.contains("C2") && noted.contains("C4"), "{noted:?}");
    let plain = desk.mark(arg(&desk.path("plain.xlsx")), "plain-out.xlsx", &[]);
    assert!(!plain.err.contains("签名") && !plain.err.contains("没有加批注"), "{plain:#?}");
}

#[test]
fn several_workbooks_go_into_a_folder_with_a_list_that_leads_to_them() {
    let desk = Desk::new();
    let ran = desk.mark("fixtures/tables/each", "out/", &[]);
    assert_eq!(ran.status, 1, "{ran:#?}");
    let (_, result) = check_json(&["fixtures/tables/each"]);
    let listed = Book::open(&desk.path("out/整改清单.xlsx"));
    assert_eq!(listed.listed().len(), list(&result, "findings").len());
    let targets = listed.text("_rels/sheet1.xml.rels");
    let mut found = 0;
    for at in 0..=11 {
        let name = format!("QX{at:03}.xlsx");
        let book = Book::open(&desk.path(&format!("out/{name}")));
        found += book.listed().iter().filter(|row| row.len() > 11 && !row[11].is_empty()).count();
        assert_eq!(book.names()[0], "整改清单");
        let has_findings =
            list(&result, "findings").iter().any(|one| text(&one["location"], "path").ends_with(&name));
        assert_eq!(targets.contains(&name), has_findings, "{name}");
    }
    assert_eq!(
        found,
        list(&result, "findings").len(),
        "every finding stands in the list of its own workbook"
    );
}

#[test]
fn records_in_other_forms_get_the_list_alone() {
    let desk = Desk::new();
    for (records, name) in [("fixtures/township", "yaml.xlsx"), ("fixtures/tables/township.xls", "xls.xlsx")]
    {
        let book = desk.marked(records, name);
        let (_, result) = check_json(&[records]);
        assert_eq!(book.names(), ["整改清单"]);
        assert_eq!(book.listed().len(), list(&result, "findings").len(), "{records}");
    }
    let clean = desk.marked("fixtures/township/cotton-mill.yaml", "clean.xlsx");
    assert_eq!(clean.listed()[0][0], "没有发现违规");
}

#[test]
fn a_workbook_that_cannot_be_marked_is_said_and_its_problem_listed() {
    let desk = Desk::new();
    let whole = bytes(&root().join(ONE));
    fs::write(desk.path("broken.xlsx"), &whole[..whole.len() / 2]).unwrap();
    let ran = desk.mark(arg(&desk.path("broken.xlsx")), "out.xlsx", &[]);
    assert_eq!(ran.status, 2, "{ran:#?}");
    assert!(ran.err.contains("无法标注") && ran.err.contains("清单"), "{}", ran.err);
    let book = Book::open(&desk.path("out.xlsx"));
    assert_eq!((book.listed().len(), book.listed()[0][1].as_str()), (1, "台账问题"));
}

#[test]
fn nothing_is_written_over_nor_among_the_records() {
    let desk = Desk::new();
    fs::create_dir(desk.path("records")).unwrap();
    let (one, two) = (desk.path("records/a.xlsx"), desk.path("records/b.xlsx"));
    fs::copy(root().join(ONE), &one).unwrap();
    let cases = [
        (arg(&one), "records/a.xlsx", "已有"),
        (arg(&one), "x.xls", ".xlsx 结尾"),
        (arg(&one), "x", ".xlsx 结尾"),
        (arg(&one), "records/", "已有"),
        (arg(one.parent().unwrap()), "records/x.xlsx", "台账文件夹"),
        (arg(one.parent().unwrap()), "records/new/x.xlsx", "台账文件夹"),
        ("fixtures/tables/each", "x.xlsx", "请写明文件夹"),
    ];
    for (records, out, said) in cases {
        let ran = desk.mark(records, out, &[]);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{out}: {ran:#?}");
        assert!(ran.err.contains(said), "{out}: {}", ran.err);
    }
    assert!(!desk.path("x.xlsx").exists() && !two.exists());
    assert_eq!(bytes(&one), bytes(&root().join(ONE)));
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let desk = Desk::new();
    let mark = |name: &str, jobs: &str| {
        desk.mark("fixtures/tables/each", name, &["--jobs", jobs]);
        ["QX006.xlsx", "整改清单.xlsx"].map(|file| bytes(&desk.path(name).join(file)))
    };
    assert!(mark("a/", "1") == mark("b/", "3"));
    let quiet = desk.mark(ONE, "q.xlsx", &["--quiet"]);
    assert_eq!(quiet.err, "");
}

#[test]
fn macros_stay_in_a_workbook_that_keeps_its_ending() {
    let desk = Desk::new();
    rich(&desk.path("plain.xlsx"));
    change(&desk.path("plain.xlsx"), &desk.path("in.xlsm"), |name, text| match name {
        "[Content_Types].xml" => text.replace(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        ),
        // Whatever stands in a part that is not known.
        "xl/theme/theme1.xml" => "not even XML < &".to_owned(),
        _ => text,
    });
    let refused = desk.mark(arg(&desk.path("in.xlsm")), "out.xlsx", &[]);
    assert!(refused.status == 2 && refused.err.contains(".xlsm 结尾"), "{refused:#?}");
    let book = desk.marked(arg(&desk.path("in.xlsm")), "out.xlsm");
    assert_eq!(book.text("theme1.xml"), "not even XML < &");
    assert!(book.text("[Content_Types].xml").contains("macroEnabled"));
}

/// Names of elements may bear a prefix, as some programs write them.
#[test]
fn a_workbook_with_prefixes_is_marked() {
    let desk = Desk::new();
    rich(&desk.path("plain.xlsx"));
    change(&desk.path("plain.xlsx"), &desk.path("in.xlsx"), |name, text| match name {
        "xl/styles.xml" | "xl/workbook.xml" => {
            let (head, body) = text.split_once("?>").unwrap();
            let body = body
                .replace("</", "\0")
                .replace('<', "<x:")
                .replace('\0', "</x:")
                .replace("xmlns=", "xmlns:x=");
            format!("{head}?>{body}")
        }
        _ => text,
    });
    let book = desk.marked(arg(&desk.path("in.xlsx")), "out.xlsx");
    let (styles, workbook) = (book.text("xl/styles.xml"), book.text("xl/workbook.xml"));
    assert!(styles.contains("<x:dxf>") && !styles.contains("<dxf>"), "{styles}");
    assert!(workbook.contains("<x:sheet name=\"整改清单\""), "{workbook}");
    assert!(book.marks().0.contains("C2"));
}

#[test]
fn libreoffice_reads_and_keeps_the_marks() {
    if Command::new("soffice").arg("--version").output().is_err() {
        eprintln!("skipped: LibreOffice is not installed");
        return;
    }
    let desk = Desk::new();
    rich(&desk.path("in.xlsx"));
    let before = desk.marked(arg(&desk.path("in.xlsx")), "marked.xlsx");
    let profile = format!("-env:UserInstallation=file://{}", arg(&desk.path("profile")));
    let saved = desk.path("saved");
    let converted = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "xlsx", "--outdir", arg(&saved)])
        .arg(desk.path("marked.xlsx"))
        .output()
        .unwrap();
    assert!(saved.join("marked.xlsx").exists(), "{converted:?}");
    assert_eq!(Book::open(&saved.join("marked.xlsx")).names(), before.names());
    let again = desk.marked(arg(&saved.join("marked.xlsx")), "again.xlsx");
    assert_eq!(again.marks(), before.marks());
    assert_eq!(again.text("xl/comments").matches("实缴80元").count(), 1);
}
