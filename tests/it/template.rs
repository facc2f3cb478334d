//! `hegui template`: what the blank workbook holds, opened as its users' programs open it.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx};
use hegui::records::{FieldType, Schema};
use hegui::rulepack::Pack;
use tempfile::TempDir;

use crate::packs::TempPack;
use crate::program::{Ran, arg, hegui};

/// Where a workbook may be written.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn make(&self, name: &str, args: &[&str]) -> Ran {
        hegui(&[&["template", arg(&self.path(name))], args].concat())
    }

    /// A workbook made with these arguments.
    fn book(&self, args: &[&str]) -> Book {
        let ran = self.make("台账.xlsx", args);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{ran:#?}");
        Book::open(&self.path("台账.xlsx"))
    }
}

/// A workbook as a program sees it that reads cells, and as the files inside it.
struct Book {
    sheets: Vec<(String, Vec<Vec<String>>)>,
    files: Vec<(String, String)>,
}

impl Book {
    fn open(path: &Path) -> Self {
        let mut book: Xlsx<BufReader<File>> = calamine::open_workbook(path).unwrap();
        let shown = |cell: &Data| cell.to_string();
        let mut sheets = Vec::new();
        for name in book.sheet_names() {
            let range = book.worksheet_range(&name).unwrap();
            let rows = range.rows().map(|row| row.iter().map(shown).collect()).collect();
            sheets.push((name, rows));
        }
        Self { sheets, files: files(path) }
    }

    fn names(&self) -> Vec<&str> {
        self.sheets.iter().map(|(name, _)| name.as_str()).collect()
    }

    fn file(&self, path: &str) -> &str {
        &self.files.iter().find(|(known, _)| known == path).unwrap_or_else(|| panic!("no {path}")).1
    }

    /// What Excel reads of a sheet.
    fn sheet(&self, name: &str) -> &str {
        let at = self.names().iter().position(|known| *known == name).unwrap();
        self.file(&format!("xl/worksheets/sheet{}.xml", at + 1))
    }
}

fn files(path: &Path) -> Vec<(String, String)> {
    #[expect(clippy::disallowed_methods, reason = "a test looks at the file as it is")]
    let mut archive = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    let count = archive.len();
    let read = |at| {
        let mut file = archive.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        (file.name().unwrap().into_owned(), text)
    };
    (0..count).map(read).collect()
}

fn schema() -> std::sync::Arc<Schema> {
    Pack::builtin().unwrap().schema
}

/// Every ledger has its sheet, every field its heading, in order, under names the schema knows.
fn is_whole(book: &Book, schema: &Schema) {
    assert_eq!(book.sheets.len(), schema.ledgers.len() + 1, "{:?}", book.names());
    assert_eq!(schema.names.get(&book.sheets[1].0), Some(schema.union), "the profile comes first");
    for (name, rows) in &book.sheets[1..] {
        let ledger = schema.ledger(schema.names.get(name).unwrap_or_else(|| panic!("no ledger {name}")));
        let found: Vec<_> = rows[0].iter().map(|heading| ledger.names.get(heading)).collect();
        let expected: Vec<_> = ledger.field_ids().map(Some).collect();
        assert_eq!(found, expected, "{name}: {:?}", rows[0]);
        let below: Vec<_> = rows[1..].iter().flatten().filter(|cell| !cell.is_empty()).collect();
        assert!(below.is_empty(), "{name} is not blank: {below:?}");
    }
}

#[test]
fn every_ledger_has_its_sheet_and_every_field_its_heading_in_both_languages() {
    let (desk, schema) = (Desk::new(), schema());
    let book = desk.book(&[]);
    is_whole(&book, &schema);
    assert_eq!(book.names()[..2], ["填写说明", "工会基本情况"]);
    assert!(book.names().contains(&"职代会(教代会、职工大会)"), "{:?}", book.names());
    let english = Desk::new().book(&["--lang", "en"]);
    is_whole(&english, &schema);
    assert_eq!(english.names()[..2], ["How to fill in", "Union profile"]);
}

#[test]
fn the_first_sheet_explains_and_leads_to_every_other() {
    let desk = Desk::new();
    let book = desk.book(&[]);
    let all: String = book.sheets[0].1.iter().flatten().cloned().collect::<Vec<_>>().join("\n");
    for part in ["2026-03-12", "2026Q1", "请保留这张表", "请删除整张表", "必填"] {
        assert!(all.contains(part), "{part}:\n{all}");
    }
    for name in &book.names()[1..] {
        let link = format!("location=\"'{name}'!A1\"");
        assert!(book.sheet("填写说明").contains(&link), "{link}");
    }
}

#[test]
fn every_heading_has_its_note_and_every_column_the_check_of_its_type() {
    let (desk, schema) = (Desk::new(), schema());
    let book = desk.book(&[]);
    for (at, (name, _)) in book.sheets.iter().enumerate().skip(1) {
        let ledger = schema.ledger(schema.names.get(name).unwrap());
        let notes = book.file(&format!("xl/comments{at}.xml")).matches("<comment ").count();
        assert_eq!(notes, ledger.fields.len(), "{name}");
        let sheet = book.sheet(name);
        for (kind, type_name) in [
            (FieldType::Date, "type=\"date\""),
            (FieldType::Integer, "type=\"whole\""),
            (FieldType::Decimal, "type=\"decimal\""),
            (FieldType::Boolean, "&quot;是,否&quot;"),
        ] {
            let asked = ledger.fields.iter().any(|field| field.kind == kind);
            let is_checked = sheet.contains(type_name) || sheet.contains(&type_name.replace("&quot;", "\""));
            assert!(!asked || is_checked, "{name}: {type_name}");
        }
        assert!(sheet.contains("state=\"frozen\"") && sheet.contains("orientation=\"landscape\""), "{name}");
        assert!(!sheet.contains("<autoFilter"), "{name}");
        let last = if ledger.one_row { "2\"" } else { "501\"" };
        let ranges = sheet.split("sqref=\"").skip(1).filter_map(|rest| rest.split_inclusive('"').next());
        let reach = ranges.filter(|range| range.contains(':')).all(|range| range.ends_with(last));
        assert!(reach, "{name}");
    }
}

#[test]
fn a_list_too_long_for_a_check_stands_on_a_hidden_sheet() {
    let pack = TempPack::of(&[]);
    let codes: Vec<String> = (0..40)
        .map(|at| format!("k{at}: {{ zh: 第{at}种很长很长的选项名称, en: option number {at} }}"))
        .collect();
    let ledger = format!(
        "ledger: canteens\ntitle: {{ zh: 食堂/餐厅, en: Canteens }}\nkey: [kind]\nfields:\n  - {{ key: kind, \
         title: {{ zh: 类别, en: Kind }}, type: enum, codes: {{ {} }} }}\n",
        codes.join(", ")
    );
    pack.write("ledgers/canteens.yaml", &ledger);
    let desk = Desk::new();
    let book = desk.book(&["--rules", pack.path(), "--ledger", "食堂/餐厅"]);
    // Excel takes no stroke in the name of a sheet.
    assert_eq!(book.names(), ["填写说明", "工会基本情况", "canteens", "下拉选项"]);
    assert_eq!(book.sheets[3].1.len(), 40);
    assert!(book.file("xl/workbook.xml").contains("state=\"hidden\""));
    assert!(book.sheet("canteens").contains("'下拉选项'!$A$1:$A$40"), "{}", book.sheet("canteens"));
}

#[test]
fn ledgers_are_chosen_by_name_or_by_profile() {
    let desk = Desk::new();
    let book = desk.book(&["--ledger", "dues,职代会", "--ledger", "集体合同"]);
    assert_eq!(
        book.names(),
        ["填写说明", "工会基本情况", "职代会(教代会、职工大会)", "集体合同", "会费收缴"]
    );
    let statutory = Desk::new().book(&["--profile", "statutory"]);
    assert!(statutory.names().contains(&"集体合同"), "{:?}", statutory.names());
    assert!(!statutory.names().contains(&"工会简报"), "{:?}", statutory.names());
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    let desk = Desk::new();
    for name in ["a.xlsx", "b.xlsx"] {
        assert_eq!(desk.make(name, &["--ledger", "dues"]).status, 0);
    }
    let [a, b] = ["a.xlsx", "b.xlsx"].map(|name| {
        #[expect(clippy::disallowed_methods, reason = "a test looks at the file as it is")]
        std::fs::read(desk.path(name)).unwrap()
    });
    assert!(a == b, "the bytes differ");
}

#[test]
fn what_cannot_be_made_is_refused_with_a_reason_and_leaves_no_file() {
    let desk = Desk::new();
    let refused = |name: &str, args: &[&str], reason: &str| {
        let ran = desk.make(name, args);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:#?}");
        assert!(ran.err.contains(reason), "{reason}: {ran:#?}");
    };
    refused("a.xlsx", &["--ledger", "集体和同"], "是不是“集体合同”");
    refused("a.xlsx", &["--ledger", "xyz"], "可用的台账：");
    refused("a.xlsx", &["--ledger", "contract", "--lang", "en"], "`contracts`");
    refused("a.xlsx", &["--profile", "statutry"], "statutory");
    refused("a.xls", &[], ".xlsx");
    std::fs::write(desk.path("file"), "").unwrap();
    refused("file/a.xlsx", &[], "写不出");
    assert!(!desk.path("a.xlsx").exists() && !desk.path("a.xls").exists());
}

#[test]
fn a_workbook_that_may_be_filled_in_is_not_overwritten() {
    let desk = Desk::new();
    std::fs::write(desk.path("a.xlsx"), "filled in").unwrap();
    let ran = desk.make("a.xlsx", &["--ledger", "dues"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:#?}");
    assert!(ran.err.contains("已经存在"), "{ran:#?}");
    assert_eq!(std::fs::metadata(desk.path("a.xlsx")).unwrap().len(), 9);
}
