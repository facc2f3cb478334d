//! The house: stages in the order data flows, each importing only what stands before it.

use std::collections::BTreeSet;

use crate::code::{self, Code};

/// The order of the stages.
const HOUSE: [&str; 7] = ["source", "records", "rulepack", "engine", "verdicts", "reports", "cli"];

/// The first segment of every path that begins at the crate's root, and the byte it stands at.
fn from_the_root(code: &Code) -> Vec<(usize, String)> {
    let file = code.path.strip_suffix(".rs").unwrap();
    let depth = file.strip_suffix("/mod").unwrap_or(file).split('/').count();
    let mut found = Vec::new();
    for (at, after) in path_starts(&code.text, depth) {
        let rest = &code.text[after..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(heads(group).into_iter().map(|head| (at, head))),
            None => found.push((at, word(rest))),
        }
    }
    found
}

/// Where paths from the root begin, and where they go on: after `crate::`, or after as many `super::`
/// as the module is deep.
fn path_starts(code: &str, depth: usize) -> Vec<(usize, usize)> {
    let mut starts = Vec::new();
    let is_start = |at: usize| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
    for (at, found) in code.match_indices("crate::").filter(|&(at, _)| is_start(at)) {
        starts.push((at, at + found.len()));
    }
    for (at, _) in code.match_indices("super::").filter(|&(at, _)| is_start(at)) {
        let mut after = at;
        let mut climbed = 0;
        while climbed < depth && code[after..].starts_with("super::") {
            after += "super::".len();
            climbed += 1;
        }
        if climbed == depth {
            starts.push((at, after));
        }
    }
    starts
}

fn word(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The first segments of a group `{a::b, c::{d, e}}`, its opening brace left out.
fn heads(group: &str) -> Vec<String> {
    let mut heads = vec![word(group)];
    let mut depth = 0;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(word(&group[at + 1..])),
            _ => {}
        }
    }
    heads.retain(|head| !head.is_empty());
    heads
}

/// What a file imports that its stage may not.
fn trespasses(code: &Code) -> Vec<String> {
    let Some(own) = code.stage() else { return Vec::new() };
    let rank = |stage: &str| HOUSE.iter().position(|known| *known == stage);
    let imports = from_the_root(code).into_iter();
    let wrong =
        imports.filter(|(_, stage)| stage != "self" && rank(stage).is_none_or(|at| Some(at) > rank(own)));
    wrong.map(|(at, stage)| format!("src/{}:{}: {own} imports {stage}", code.path, code.line(at))).collect()
}

#[test]
fn a_file_imports_only_its_own_stage_and_earlier_ones() {
    let found: Vec<String> = code::all().iter().flat_map(trespasses).collect();
    assert!(found.is_empty(), "later stages imported:\n{}", found.join("\n"));
}

#[test]
fn lib_rs_names_the_stages_in_the_order_of_the_house_and_nothing_else() {
    let all = code::all();
    let lib = all.iter().find(|code| code.path == "lib.rs").unwrap();
    let items: Vec<&str> = lib.text.lines().map(str::trim).filter(|line| line.starts_with("pub ")).collect();
    let folders: BTreeSet<&str> = all.iter().filter_map(Code::stage).collect();
    let stages = HOUSE.iter().filter(|stage| folders.contains(**stage));
    let expected: Vec<String> = stages.map(|stage| format!("pub mod {stage};")).collect();
    assert_eq!(items, expected, "public items of lib.rs");
    let beside: Vec<&str> =
        all.iter().filter(|code| code.stage().is_none()).map(|code| &*code.path).collect();
    assert_eq!(beside, ["lib.rs", "main.rs"], "files that belong to no stage");
    let strangers: Vec<&&str> = folders.iter().filter(|folder| !HOUSE.contains(folder)).collect();
    assert!(strangers.is_empty(), "folders that are no stage: {strangers:?}");
}

#[test]
fn every_form_of_import_is_seen() {
    let text = "use crate::source::Span;\nuse crate::{records::Date, verdicts::{Item, Place}};\n\
                type R = crate::reports::R;\nuse super::super::cli;\nuse super::rows::Row;\nuse crate::thing;\n\
                // crate::cli\nconst S: &str = \"crate::cli\";\n#[cfg(test)]\nmod tests { use crate::cli; }\n";
    let expected = [
        "src/engine/words.rs:2: engine imports verdicts",
        "src/engine/words.rs:3: engine imports reports",
        "src/engine/words.rs:6: engine imports thing",
        "src/engine/words.rs:4: engine imports cli",
    ];
    assert_eq!(trespasses(&Code::read("engine/words.rs", text)), expected);
    let from_the_top = Code::read("engine/mod.rs", "use super::verdicts;\n");
    assert_eq!(trespasses(&from_the_top), ["src/engine/mod.rs:1: engine imports verdicts"]);
    let deeper = Code::read("engine/words/dates.rs", "use super::super::cli;\n");
    assert_eq!(trespasses(&deeper), [""; 0]);
}
