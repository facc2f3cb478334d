//! `check --notices`: a document a union, read as its XML.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::code::bytes;
use crate::program::{Ran, arg, check, check_json, list, text};

const TOWNSHIP: &str = "fixtures/township";

/// Where notices may be written.
pub(crate) struct Desk(TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn notices(&self, records: &str, folder: &str, args: &[&str]) -> Ran {
        check(&[&[records, "--notices", arg(&self.path(folder)), "--format", "concise"], args].concat())
    }
}

/// The files of a folder, by name.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = folder
        .read_dir()
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            (path.file_name().unwrap().to_string_lossy().into_owned(), bytes(&path))
        })
        .collect();
    files.sort();
    files
}

/// The parts of a packed file, as text.
pub(crate) fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let parts = (0..archive.len()).map(|at| {
        let mut part = archive.by_index(at).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        (part.name().unwrap().into_owned(), text)
    });
    parts.collect()
}

/// The tables of a document: rows of cells, each with its text.
fn tables(document: &str) -> Vec<Vec<Vec<String>>> {
    let inner = |text: &str, name: &str| -> Vec<String> {
        let (open, close) = (format!("<w:{name}>"), format!("</w:{name}>"));
        text.split(&open).skip(1).map(|part| part.split(&close).next().unwrap().to_owned()).collect()
    };
    let said = |cell: &String| -> String {
        let runs = cell.split("<w:t xml:space=\"preserve\">").skip(1);
        runs.map(|run| run.split("</w:t>").next().unwrap()).collect::<Vec<_>>().join(" ")
    };
    let row = |row: &String| inner(row, "tc").iter().map(said).collect();
    inner(document, "tbl").iter().map(|table| inner(table, "tr").iter().map(row).collect()).collect()
}

#[test]
fn each_union_with_violations_gets_a_notice_that_lists_them_all() {
    let desk = Desk::new();
    let ran = desk.notices(TOWNSHIP, "n", &[]);
    assert!(ran.status == 1 && ran.err.contains("整改通知书 11 份"), "{ran:#?}");
    let (_, result) = check_json(&[TOWNSHIP]);
    let mut fails: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in list(&result, "findings").iter().filter(|one| text(one, "state") == "fail") {
        fails.entry(text(one, "union")).or_default().push(text(one, "message"));
    }
    let files = files(&desk.path("n"));
    let expected: Vec<String> = fails.keys().map(|id| format!("整改通知书-{id}.docx")).collect();
    assert_eq!(files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(), expected);
    for ((name, bytes), (id, messages)) in files.iter().zip(&fails) {
        let document = &parts(bytes)["word/document.xml"];
        let tables = tables(document);
        // Violations, the reply form, and room for the review; no problems here.
        assert_eq!(tables.len(), 3, "{name}");
        for table in &tables[..2] {
            assert_eq!(table.len() - 1, messages.len(), "{name}");
            let listed = table.iter().flatten().cloned().collect::<String>();
            let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            assert!(messages.iter().all(|message| listed.contains(&escaped(message))), "{name}: {listed}");
        }
        let states =
            &list(&result, "unions").iter().find(|union| text(union, "id") == *id).unwrap()["states"];
        let passed = format!("其中合规{}项", states["pass"]);
        let found = format!("发现违规{}处", messages.len());
        for part in [*id, "整改通知书", "截至2026年12月31日", "整改回执", &passed, &found] {
            assert!(document.contains(part), "{name}: {part}");
        }
        // What is known at second hand is never named as law without saying so.
        assert!(!document.contains("V3") || document.contains("V3 二手"), "{name}");
    }
}

#[test]
fn problems_of_its_records_are_a_second_part() {
    let desk = Desk::new();
    let records = "union: { id: A1, name: 甲厂工会, level: basic, employer: enterprise, employees: 120 }\ncongresses: []\ncongreses: []\n";
    fs::write(desk.path("a.yaml"), records).unwrap();
    fs::write(desk.path("b.yaml"), "congresses: [\n").unwrap();
    let ran = desk.notices(arg(&desk.path(".")), "../n-of-a", &["--select", "congress-not-held"]);
    assert!(
        ran.err.contains("整改通知书 1 份") && ran.err.contains("有 1 个台账问题不在通知书里"),
        "{ran:#?}"
    );
    let folder = desk.path("../n-of-a");
    let files = files(&folder);
    fs::remove_dir_all(folder).unwrap();
    let document = &parts(&files[0].1)["word/document.xml"];
    assert!(document.contains("台账问题1处") && document.contains("congreses"), "{document}");
    let tables = tables(document);
    assert_eq!(tables.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 3, 2]);
}

#[test]
fn nothing_found_is_said_and_leaves_nothing() {
    let desk = Desk::new();
    let ran = desk.notices("fixtures/township/cotton-mill.yaml", "n", &[]);
    assert!(ran.status == 0 && ran.err.contains("没有写整改通知书"), "{ran:#?}");
    assert!(!desk.path("n").exists());
    let quiet = desk.notices("fixtures/township/cotton-mill.yaml", "n", &["--quiet"]);
    assert_eq!(quiet.err, "");
    // That nothing was judged must not read as nothing wrong.
    fs::write(desk.path("bare.yaml"), "union: { id: A1, name: 甲厂工会, level: basic }\n").unwrap();
    let bare = desk.notices(arg(&desk.path("bare.yaml")), "n", &["--select", "congress-not-held"]);
    assert!(bare.err.contains("没有得出任何结论，不能说明合规；没有写整改通知书"), "{bare:#?}");
}

#[test]
fn a_folder_that_holds_something_is_refused_before_any_work() {
    let desk = Desk::new();
    fs::create_dir(desk.path("full")).unwrap();
    fs::create_dir(desk.path("empty")).unwrap();
    fs::write(desk.path("full/a.docx"), "filled in").unwrap();
    for (name, said) in [("full", "不是空的"), ("full/a.docx", "不是文件夹")] {
        let ran = desk.notices(TOWNSHIP, name, &[]);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:#?}");
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    assert_eq!(desk.notices(TOWNSHIP, "empty", &[]).status, 1);
    assert_eq!(files(&desk.path("full")).len(), 1);
}

#[test]
fn the_same_records_give_the_same_bytes_and_english_says_the_same() {
    let desk = Desk::new();
    for (name, jobs) in [("a", "1"), ("b", "3")] {
        desk.notices(TOWNSHIP, name, &["--jobs", jobs]);
    }
    assert!(files(&desk.path("a")) == files(&desk.path("b")), "the bytes differ");
    desk.notices(TOWNSHIP, "c", &["--lang", "en"]);
    let (zh, en) = (files(&desk.path("a")), files(&desk.path("c")));
    for ((_, zh), (name, en)) in zh.iter().zip(&en) {
        assert!(name.starts_with("notice-"), "{name}");
        let [zh, en] = [zh, en].map(|bytes| tables(&parts(bytes)["word/document.xml"]));
        assert_eq!(zh.iter().map(Vec::len).collect::<Vec<_>>(), en.iter().map(Vec::len).collect::<Vec<_>>());
    }
    assert_eq!(zh.len(), en.len());
}

#[test]
fn codes_no_file_system_takes_make_safe_names() {
    let desk = Desk::new();
    let union = |id: &str| {
        format!(
            "union: {{ id: {id:?}, name: 甲厂工会, level: basic, employer: enterprise, employees: 120 }}\ncongresses: []\n"
        )
    };
    let long = "长".repeat(200);
    let all: Vec<String> = ["../../x", "CON", "con", "a:b", &long].map(union).into();
    fs::write(desk.path("all.yaml"), all.join("---\n")).unwrap();
    let ran = desk.notices(arg(&desk.path("all.yaml")), "n", &["--select", "congress-not-held"]);
    assert!(ran.err.contains("整改通知书 5 份"), "{ran:#?}");
    let names: Vec<String> =
        files(&desk.path("n")).into_iter().map(|(name, _)| name.to_lowercase()).collect();
    assert_eq!(names.len(), 5);
    assert!(
        names.iter().all(|name| !name.contains("..") && !name.contains(':') && name.len() < 200),
        "{names:?}"
    );
}
