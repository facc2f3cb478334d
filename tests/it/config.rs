//! `hegui.yaml`: found upwards, outranked by the command line, strict in its keys, and never loosening anything
//! in silence.

use std::fs;
use std::path::Path;

use crate::code;
use crate::program::{arg, check, check_json, hegui, list, problems, verdict};

/// A union that held no congress, with an open hazard.
const RECORDS: &str = "union: { id: A1, name: 甲厂工会, level: basic, employer: enterprise, established: 2010-01-01 }\n\
                       congresses: []\n\
                       hazards:\n\
                       \x20 - { no: \"1\", found: 2026-10-20 }\n";

/// A folder of records with this configuration above it.
fn with(config: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("a/b")).unwrap();
    fs::write(folder.path().join("a/b/a.yaml"), RECORDS).unwrap();
    fs::write(folder.path().join("hegui.yaml"), config).unwrap();
    folder
}

fn records(folder: &tempfile::TempDir) -> String {
    arg(&folder.path().join("a/b")).to_owned()
}

/// What is said on standard error where nothing is done.
fn refused(folder: &tempfile::TempDir, args: &[&str]) -> String {
    let ran = check(&[&[records(folder).as_str()], args].concat());
    assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:#?}");
    ran.err.replace(arg(folder.path()), "HERE")
}

#[test]
fn it_is_found_upwards_from_the_first_path_and_the_nearest_counts() {
    let folder = with("select: congress-not-held\n");
    let file = arg(&folder.path().join("a/b/a.yaml")).to_owned();
    for path in [records(&folder), file.clone(), format!("{}/*.yaml", records(&folder))] {
        assert_eq!(check_json(&[&path]).1["summary"]["rules"], 1, "{path}");
    }
    fs::write(folder.path().join("a/hegui.yaml"), "select: [congress-not-held, hazard-overdue]\n").unwrap();
    assert_eq!(check_json(&[&file]).1["summary"]["rules"], 2);
    let named = arg(&folder.path().join("hegui.yaml")).to_owned();
    assert_eq!(check_json(&[&file, "--config", &named]).1["summary"]["rules"], 1);
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("b.yaml"), RECORDS).unwrap();
    let all = check_json(&[arg(elsewhere.path()), &file]).1;
    assert!(all["summary"]["rules"].as_u64() > Some(100), "the first path counts");
    let ran = check(&[&file, "--config", "none.yaml"]);
    assert_eq!((ran.status, ran.err.contains("找不到配置文件 none.yaml")), (2, true), "{ran:#?}");
}

#[test]
fn every_key_works_and_the_command_line_wins() {
    let folder = with("");
    let own = |config: &str, args: &[&str]| {
        fs::write(folder.path().join("hegui.yaml"), config).unwrap();
        check_json(&[&[records(&folder).as_str()], args].concat())
    };
    let (status, result) = own("select: congress-not-held\n", &[]);
    assert_eq!((status, verdict(&result, "A1", "congress-not-held")), (1, "fail"));
    assert_eq!(own("select: congress-not-held\nfail_on: never\n", &[]).0, 0);
    assert_eq!(own("select: congress-not-held\nfail_on: never\n", &["--fail-on", "error"]).0, 1);
    assert_eq!(own("select: congress-not-held\nseverity: { congress-not-held: note }\n", &[]).0, 0);
    assert_eq!(
        own("ignore: congresses\n", &["--ignore", "funds"]).1["summary"]["rules"],
        own("", &["--ignore", "funds"]).1["summary"]["rules"]
    );
    assert_eq!(own("profile: statutory\n", &[]).1["profiles"], serde_json::json!(["documents", "statutory"]));
    assert_eq!(own("period: 2026Q4\n", &[]).1["period"]["start"], "2026-10-01");
    assert_eq!(own("period: 2026Q4\n", &["--period", "2026"]).1["period"]["start"], "2026-01-01");
    let message = |lang: &str, args: &[&str]| {
        let (_, result) = own(&format!("select: congress-not-held\nlang: {lang}\n"), args);
        list(&result, "findings")[0]["message"].as_str().unwrap().is_ascii()
    };
    assert_eq!(
        [message("en", &[]), message("zh", &[]), message("en", &["--lang", "zh"])],
        [true, false, false]
    );
    // One verdict of two is reached.
    let half = "select: [congress-not-held, dues-short]\nfail_on: never\nmin_coverage: 60\n";
    assert_eq!([own(half, &[]).0, own(half, &["--min-coverage", "50%"]).0], [1, 0]);
}

#[test]
fn params_may_be_loosened_and_every_form_says_so() {
    let folder = with("params: { hazard-overdue: { within: 90 days } }\nselect: hazard-overdue\n");
    let place = arg(&folder.path().join("hegui.yaml")).to_owned();
    let (_, result) = check_json(&[&records(&folder)]);
    assert_eq!(verdict(&result, "A1", "hazard-overdue"), "due");
    assert_eq!(problems(&result), [format!("parameter-loosened {place}:1:37")]);
    let said = "within 由30天放宽为90天";
    for format in FORMATS {
        let out = check(&[&records(&folder), "--format", format]).out;
        assert!(plain(&out).contains(said), "{format}: {out}");
    }
    let away = tempfile::tempdir().unwrap();
    for form in REPORTS {
        let file = away.path().join(format!("report.{form}"));
        assert_ne!(check(&[&records(&folder), "--report", arg(&file)]).status, 2);
        let text = if *form == "xlsx" { sheets(&file) } else { code::text(&file) };
        assert!(plain(&text).contains(said), "{form}: {text}");
    }
    // Tightened, there is nothing to say.
    fs::write(folder.path().join("hegui.yaml"), "params: { hazard-overdue: { within: 5 days } }\n").unwrap();
    assert_eq!(problems(&check_json(&[&records(&folder)]).1), [""; 0]);
}

/// Every form there is of standard output, and of reports that list problems.
const FORMATS: &[&str] =
    &["text", "concise", "json", "jsonl", "md", "sarif", "junit", "csv", "github", "gitlab"];
const REPORTS: &[&str] = &["html", "xlsx", "json", "jsonl", "md", "sarif", "xml", "csv"];

/// Without marks, line ends, and the code around parts of a sentence.
fn plain(text: &str) -> String {
    text.replace(['\n', '`', '\\'], "").replace("  ", "")
}

fn sheets(file: &Path) -> String {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(file).unwrap();
    format!("{:?}", calamine::Reader::worksheets(&mut book))
}

#[test]
fn what_is_wrong_is_told_in_its_place_and_nothing_is_judged() {
    let folder = with("fail-on: error\nselct: [funds]\n");
    let said = refused(&folder, &[]);
    assert!(said.contains("HERE/hegui.yaml:1:1") && said.contains("是不是“fail_on”"), "{said}");
    assert!(said.contains("HERE/hegui.yaml:2:1") && said.contains("是不是“select”"), "{said}");
    let told = |config: &str, part: &str, place: &str| {
        fs::write(folder.path().join("hegui.yaml"), config).unwrap();
        let said = refused(&folder, &[]);
        assert!(
            said.contains(part) && said.contains(&format!("HERE/hegui.yaml:{place}")),
            "{config}: {said}"
        );
    };
    told("select: [funds, fund]\n", "是不是“funds”", "1:17");
    told("ignore: contract-lapse\n", "是不是“contract-lapsed”", "1:9");
    told("profile: [schol]\n", "没有方案“schol”", "1:11");
    told("params: { hazard-overdue: { withn: 1 } }\n", "没有参数 withn", "1:36");
    told("params: { hazard-overdue: { within: 三天 } }\n", "须是时长", "1:37");
    told("params: [a]\n", "params 应写成", "1:9");
    told("severity: { contract-lapse: note }\n", "没有规则 contract-lapse", "1:29");
    told("severity: { contract-lapsed: fatal }\n", "程度只能是", "1:30");
    told("lang: de\nfail_on: errors\n", "可以写：zh、en", "1:7");
    told("select: a\nselect: b\n", "写了两次", "2:1");
    told("rules: [\n", "YAML 写法有误", "1:8");
    fs::write(folder.path().join("hegui.yaml"), "waivers: none.yaml\n").unwrap();
    assert!(refused(&folder, &[]).contains("找不到豁免文件 HERE/none.yaml"));
    assert!(refused(&folder, &["--min-coverage", "101"]).contains("--min-coverage"));
    fs::write(folder.path().join("hegui.yaml"), "rules: no-pack\n").unwrap();
    assert!(refused(&folder, &[]).contains("HERE/no-pack"));
}

#[test]
fn other_commands_work_with_the_pack_of_the_folder_they_are_called_in() {
    let pack = arg(&code::root().join("fixtures/packs/canteen")).to_owned();
    let config = format!(
        "rules: {pack}\nparams: {{ hazard-overdue: {{ within: 15 days }} }}\nseverity: {{ dues-short: note }}\n"
    );
    let folder = with(&config);
    let ran = |args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_hegui"));
        command.args(args).current_dir(folder.path().join("a")).env("HEGUI_LANG", "en");
        let ended = command.output().unwrap();
        (ended.status.code(), String::from_utf8(ended.stdout).unwrap())
    };
    let (status, told) = ran(&["explain", "hazard-overdue"]);
    assert_eq!(status, Some(0));
    assert!(told.contains("within = 15 days") && told.contains("set at ../hegui.yaml:2:37"), "{told}");
    let (_, rules) = ran(&["rules", "--format", "json"]);
    let rules: serde_json::Value = serde_json::from_str(&rules).unwrap();
    let severity = |id: &str| {
        rules.as_array().unwrap().iter().find(|rule| rule["id"] == id).map(|rule| rule["severity"].clone())
    };
    assert_eq!(severity("dues-short"), Some("note".into()));
    // A pack that is named is taken as it is.
    let builtin = arg(&code::root().join("rules")).to_owned();
    assert!(ran(&["explain", "hazard-overdue", "--rules", &builtin]).1.contains("within = 30 days"));
    fs::write(folder.path().join("hegui.yaml"), "rules: none\n").unwrap();
    for args in
        [&["rules"][..], &["schema"], &["template", "t.xlsx"], &["convert", "b", "c.json"], &["requirements"]]
    {
        assert_eq!(ran(args), (Some(2), String::new()), "{args:?}");
    }
}

#[test]
fn what_is_in_force_is_shown_with_where_it_comes_from() {
    let config = "profile: statutory\nselect: [contracts, dues-short]\nparams: { hazard-overdue: { within: 15 days } }\n\
                  severity: { accident-occurred: note }\nfail_on: warning\nmin_coverage: 80\nwaivers: w.yaml\n";
    let folder = with(config);
    fs::write(folder.path().join("w.yaml"), "[]").unwrap();
    let ran = check(&[&records(&folder), "--show-config", "--select", "funds", "--lang", "zh"]);
    assert_eq!(ran.status, 0, "{ran:#?}");
    // How far the remarks stand apart depends on where the folder is.
    let near = |line: &str| match line.split_once("  # ") {
        Some((value, origin)) => format!("{}  # {origin}", value.trim_end()),
        None => line.to_owned(),
    };
    let shown: Vec<String> = ran.out.replace(arg(folder.path()), "HERE").lines().map(near).collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    # 配置文件：HERE/hegui.yaml
    rules: []  # 默认
    profile: [statutory]  # HERE/hegui.yaml:1:10
    select: [funds]  # 命令行
    ignore: []  # 默认
    params:  # HERE/hegui.yaml:3:9
      hazard-overdue:  # HERE/hegui.yaml:3:27
        within: "15 days"  # HERE/hegui.yaml:3:37
    severity:  # HERE/hegui.yaml:4:11
      accident-occurred: note  # HERE/hegui.yaml:4:32
    fail_on: warning  # HERE/hegui.yaml:5:10
    min_coverage: 80  # HERE/hegui.yaml:6:15
    waivers: HERE/w.yaml  # HERE/hegui.yaml:7:10
    baseline:  # 默认
    as_of: 2026-12-31  # 命令行
    period: 2026  # 默认：截止日期所在年
    lang: zh  # 命令行或 HEGUI_LANG
    "#);
    // It is a configuration itself.
    let shown = folder.path().join("shown.yaml");
    fs::write(
        &shown,
        ran.out.lines().filter(|line| !line.starts_with("as_of")).collect::<Vec<_>>().join("\n"),
    )
    .unwrap();
    assert_eq!(check(&[&records(&folder), "--config", arg(&shown), "--show-config"]).status, 0);
    let none = hegui(&["check", "--show-config", "--as-of", "2026-12-31", "--lang", "en"]);
    assert!(none.out.starts_with("# no hegui.yaml was found\nrules: []"), "{}", none.out);
}
