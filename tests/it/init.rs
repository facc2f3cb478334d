//! `hegui init`: the folder it makes is sound, and it writes over nothing.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::code;
use crate::program::{Ran, arg, check_json, hegui, list};

const FILES: [&str; 10] = [
    ".github/workflows/hegui.yml",
    ".gitlab-ci.yml",
    ".hegui/config.json",
    ".hegui/records.json",
    ".hegui/waivers.json",
    ".pre-commit-config.yaml",
    "README.md",
    "hegui.yaml",
    "records/example.yaml",
    "waivers.yaml",
];

fn init(folder: &Path, args: &[&str]) -> Ran {
    hegui(&[&["init", arg(folder)], args].concat())
}

/// Every file below a folder, by path.
fn files(folder: &Path) -> Vec<String> {
    let mut found: Vec<String> = ["yml", "yaml", "json", "md", "part"]
        .iter()
        .flat_map(|extension| code::files(folder, extension))
        .map(|(path, _)| path)
        .collect();
    found.sort_unstable();
    found
}

fn made(args: &[&str]) -> (TempDir, Ran) {
    let folder = tempfile::tempdir().unwrap();
    let ran = init(folder.path(), args);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{ran:#?}");
    (folder, ran)
}

#[test]
fn a_new_folder_has_its_files_and_fits_their_schemas() {
    for lang in ["zh", "en"] {
        let (folder, ran) = made(&["--lang", lang]);
        assert_eq!(files(folder.path()), FILES);
        assert!(FILES.iter().all(|file| ran.out.contains(file)), "{}", ran.out);
        for (file, of) in
            [("records/example.yaml", "records"), ("hegui.yaml", "config"), ("waivers.yaml", "waivers")]
        {
            let text = code::text(&folder.path().join(file));
            let schema = code::text(&folder.path().join(format!(".hegui/{of}.json")));
            let named = format!("$schema={}.hegui/{of}.json\n", if of == "records" { "../" } else { "" });
            assert!(text.lines().next().is_some_and(|line| format!("{line}\n").ends_with(&named)), "{file}");
            assert_eq!(hegui(&["schema", "--for", of, "--lang", lang]).out, schema, "made anew alike");
            let schema = jsonschema::draft202012::new(&serde_json::from_str(&schema).unwrap()).unwrap();
            let value: serde_json::Value = serde_yaml::from_str(&text).unwrap();
            assert!(schema.is_valid(&value), "{file}: {value}");
            // What is commented out is sound as well.
            let all: String = text.lines().skip(1).filter_map(uncommented).collect();
            let value: serde_json::Value =
                serde_yaml::from_str(&all).unwrap_or_else(|e| panic!("{e}: {all}"));
            assert!(schema.is_valid(&value), "{file}: {value}");
        }
    }
}

/// A line with what is commented out taken in; nothing for a line of words.
fn uncommented(line: &str) -> Option<String> {
    let is_key = |text: &str| {
        let key = text.split_once(':').map_or("", |(key, _)| key);
        !key.is_empty() && !key.contains(' ') && !key.starts_with(|c: char| c.is_ascii_uppercase())
    };
    let is_code = |text: &str| text.starts_with(['-', ' ']) || is_key(text);
    match line.strip_prefix("# ") {
        None if line == "[]" => None,
        None => Some(format!("{line}\n")),
        Some(rest) if is_code(rest) => Some(format!("{rest}\n")),
        Some(_) => None,
    }
}

#[test]
fn a_check_of_the_new_folder_calls_nothing_compliant() {
    for lang in ["zh", "en"] {
        let (folder, _) = made(&["--lang", lang]);
        let (status, result) = check_json(&[arg(folder.path())]);
        assert_eq!((status, list(&result, "problems").len()), (0, 0), "{result:#}");
        let counts = &result["summary"]["states"];
        assert_eq!((&counts["pass"], &counts["error"]), (&0.into(), &0.into()), "{counts}");
        assert!(counts["insufficient"].as_u64() > Some(80), "{counts}");
    }
}

#[test]
fn what_is_there_stays_and_is_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let (own, records) = (folder.path().join("hegui.yaml"), folder.path().join("town.yaml"));
    fs::write(&own, "lang: en\n").unwrap();
    fs::write(&records, "union: { id: A1, name: 甲, level: basic }\n").unwrap();
    let ran = init(folder.path(), &[]);
    assert_eq!(ran.status, 0);
    assert_eq!(code::text(&own), "lang: en\n");
    assert!(ran.out.contains("原来就有，没有改动：\n  hegui.yaml\n"), "{}", ran.out);
    assert!(ran.out.contains("没有放示例台账") && ran.out.contains("town.yaml"), "{}", ran.out);
    assert!(!folder.path().join("records").exists(), "no made-up union among real ones");
    let before = files(folder.path());
    let again = init(folder.path(), &[]);
    assert_eq!((again.status, files(folder.path())), (0, before));
    assert!(again.out.contains("没有改动"), "{}", again.out);
}

#[test]
fn where_it_cannot_write_it_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.txt");
    fs::write(&file, "").unwrap();
    let ran = init(&file, &[]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("不是文件夹"), "{}", ran.err);
    // A file stands where a folder has to be.
    fs::write(folder.path().join(".hegui"), "").unwrap();
    let ran = init(folder.path(), &[]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains(".hegui/records.json"), "{}", ran.err);
    assert_eq!(files(folder.path()), Vec::<String>::new());
    assert!(!folder.path().join("records").exists(), "no folder stays either");
}
