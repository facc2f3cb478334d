//! `hegui completions` and `hegui man`, and the hook that pre-commit finds in the repository.

use crate::code::{root, text};
use crate::program::hegui;

/// Every command but `help`, as the help lists them.
fn commands() -> Vec<String> {
    let help = hegui(&["--help", "--lang", "en"]).out;
    let lines =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let named = lines.filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
    named.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn every_shell_completes_every_command() {
    let commands = commands();
    assert!(commands.len() >= 12, "{commands:?}");
    for shell in ["bash", "zsh", "fish", "powershell"] {
        for lang in ["zh", "en"] {
            let ran = hegui(&["completions", shell, "--lang", lang]);
            assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{shell}");
            for command in &commands {
                assert!(ran.out.contains(command.as_str()), "{shell} lacks {command}");
            }
            for part in ["as-of", "waivers", "fail-on"] {
                assert!(ran.out.contains(part), "{shell} lacks {part}");
            }
            let zh = ran.out.contains("审查台账");
            assert_eq!(zh, lang == "zh" && shell != "bash", "{shell} {lang}: only bash shows no texts");
            assert!(!ran.out.contains("A line a finding"), "values go without the program's own words");
        }
    }
    let ran = hegui(&["completions", "xyz"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("bash"), "{}", ran.err);
}

#[test]
fn there_is_a_manual_page_of_the_program_and_of_each_command() {
    for lang in ["zh", "en"] {
        let page = hegui(&["man", "--lang", lang]);
        assert_eq!(page.status, 0);
        for command in commands() {
            assert!(page.out.contains(&format!("hegui\\-{command}(1)")), "{command}");
            let own = hegui(&["man", &command, "--lang", lang]);
            assert_eq!(own.status, 0, "{command}");
            assert!(own.out.contains(&format!(".TH hegui-{command} 1")), "{command}: {}", own.out);
        }
    }
    let ran = hegui(&["man", "chek"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("“check”"), "{}", ran.err);
}

#[test]
fn the_hook_for_pre_commit_is_declared() {
    let hooks: serde_json::Value =
        serde_yaml::from_str(&text(&root().join(".pre-commit-hooks.yaml"))).unwrap();
    let hook = &hooks[0];
    assert_eq!((&hook["id"], &hook["language"]), (&"hegui".into(), &"rust".into()));
    assert_eq!((&hook["entry"], &hook["pass_filenames"]), (&"hegui check".into(), &false.into()));
}
