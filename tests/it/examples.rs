//! `hegui test`: packs of one's own and the built-in one, tried on their examples.

use std::fs;
use std::path::Path;

use hegui::cli::test_rules;
use hegui::source::{Fault, Lang};

const MANIFEST: &str = "name: own\nversion: 1.0.0\nextends: builtin\nexamples: examples\n";

const RULE: &str = "//! title: { zh: 没有合同, en: No contract }\n//! strength: S\n//! severity: warning\n\
    //! applies: \"true\"\n//! text: { zh: 应有合同, en: a contract is expected }\n\
    //! message: { fail: { zh: 没有集体合同, en: no contract } }\n//! help: { zh: 签订, en: sign one }\n\
    contracts.require();\n";

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

/// Exit status, faults and output for the pack these files make.
fn run(files: &[(&str, &str)], lang: Lang) -> (u8, Vec<String>, String) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files);
    let prefix = format!("{}/", folder.path().to_string_lossy().replace('\\', "/"));
    let (status, faults, out) = tried(Some(folder.path()), lang);
    (status, faults.into_iter().map(|fault| fault.replace(&prefix, "")).collect(), out)
}

fn tried(pack: Option<&Path>, lang: Lang) -> (u8, Vec<String>, String) {
    let mut faults = Vec::new();
    let mut out = Vec::new();
    let mut draw = |fault: &Fault| {
        faults.push(fault.line(lang));
        Ok(())
    };
    let status = test_rules::run(pack, lang, &mut draw, &mut out).unwrap();
    (status, faults, String::from_utf8(out).unwrap())
}

#[test]
fn without_the_folder_of_examples_there_is_nothing_to_try() {
    let (status, faults, out) = run(&[("pack.yaml", MANIFEST)], Lang::En);
    assert_eq!((status, out.as_str()), (2, ""));
    assert_eq!(faults, ["pack.yaml:4:11: no folder of examples: examples"]);
    let (status, faults, _) =
        run(&[("pack.yaml", "name: own\nversion: 1.0.0\nextends: builtin\n")], Lang::En);
    assert_eq!(
        (status, faults),
        (2, vec!["pack.yaml: the pack does not say where its examples lie".to_owned()])
    );
    let (status, faults, _) = run(&[("readme.yaml", "")], Lang::En);
    assert_eq!((status, faults.len()), (2, 1));
}

#[test]
fn a_rule_without_examples_is_untried_and_an_example_without_rule_is_a_failure() {
    let stray = "#~ as-of: 2026-12-31\nunion: { id: P0 }   #~ fail contract-lapsed\n";
    let pack = [("pack.yaml", MANIFEST), ("own/no-contract.rhai", RULE)];
    let strayed = [&pack[..], &[("examples/no-contracts/a.yaml", stray)]].concat();
    let (status, faults, out) = run(&strayed, Lang::En);
    assert_eq!(status, 1);
    assert_eq!(faults, ["examples/no-contracts/a.yaml: there is no rule `no-contracts`"]);
    assert_eq!(out, "rules without examples: no-contract\n0 rules, 1 examples, 0 expectations, 1 failure\n");
}

#[test]
fn an_example_says_what_it_expects_and_names_rules_and_profiles_that_are_there() {
    let examples = [
        ("examples/no-contract/a.yaml", "#~ as-of: 2026-12-31\nunion: { id: P0 }\n"),
        ("examples/no-contract/b.yaml", "#~ as-of: 2026-12-31\nunion: { id: P0 }   #~ fail contract-lapse\n"),
        (
            "examples/no-contract/c.yaml",
            "#~ as-of: 2026-12-31\n#~ profile: statutory\n#~ pass: P0\nunion: { id: P0 }\n",
        ),
        (
            "examples/no-contract/d.yaml",
            "#~ as-of: 2026-12-31\n#~ profile: schol\n#~ pass: P0\nunion: { id: P0 }\n",
        ),
        (
            "examples/no-contract/e.yaml",
            "#~ as-of: 2026-12-31\n#~ params: { a: 1 }\n#~ pass: P0\nunion: { id: P0 }\n",
        ),
    ];
    let pack = [("pack.yaml", MANIFEST), ("own/no-contract.rhai", RULE)];
    let (status, faults, out) = run(&[&pack[..], &examples[..]].concat(), Lang::En);
    assert_eq!(status, 1);
    let says = |text: &str| faults.iter().any(|fault| fault == text);
    for expected in [
        "examples/no-contract/a.yaml: the example says nothing of what must be found",
        "examples/no-contract/b.yaml:2:24: there is no rule `contract-lapse`",
        "examples/no-contract/c.yaml:2:13: the profile leaves out the example's rule",
        "examples/no-contract/d.yaml:2:13: there is no profile `schol`",
        "examples/no-contract/e.yaml:2:12: `no-contract` has no parameter `a`",
    ] {
        assert!(says(expected), "{expected}\n{faults:#?}");
    }
    assert!(out.contains("1 rules, 5 examples, 4 expectations, "), "{out}");
}

#[test]
fn the_count_is_told_in_chinese_too() {
    let pack = [("pack.yaml", MANIFEST), ("examples/note.txt", "")];
    let (status, faults, out) = run(&pack, Lang::Zh);
    assert_eq!((status, faults.len()), (1, 0));
    assert_eq!(out, "0 条规则，0 个示例，0 处预期，没有可试的示例\n");
}

#[test]
fn the_built_in_rules_do_what_their_examples_say() {
    let (status, faults, out) = tried(None, Lang::En);
    assert_eq!(status, 0, "{out}{}", faults.join("\n"));
}
