//! The built-in pack: what every rule and ledger must have, and that nothing in `src` knows any of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hegui::rulepack::{Message, Pack, PackFiles, Rule, Strength, builtin_examples};
use hegui::source::{Lang, Severity, Source, Text};

use crate::code;

/// Rules whose severity is not that of their strength, each with its reason.
const SEVERITIES: &[(&str, Severity, &str)] = &[
    ("accident-occurred", Severity::Note, "it informs only"),
    ("adopted-not-implemented", Severity::Note, "carrying out may take longer"),
    ("appraisal-missed", Severity::Note, "a custom of the year end"),
    ("audit-committee-informal", Severity::Note, "a group where a committee is due: to be talked over"),
    ("budget-missing", Severity::Warning, "the law names no date"),
    ("contract-lapsed", Severity::Error, "one of the four duties the project is named for"),
    ("contract-term-irregular", Severity::Note, "the article says as a rule, not must"),
    ("cooling-missed", Severity::Note, "aid is given as means allow"),
    ("dispute-stale", Severity::Warning, "the consequence is arbitration, not a breach"),
    ("donation-missed", Severity::Note, "giving is voluntary"),
    ("dues-short", Severity::Error, "one of the four duties the project is named for"),
    ("election-unapproved", Severity::Warning, "the days are ours"),
    ("final-accounts-missing", Severity::Warning, "the law names no date"),
    ("hazard-overdue", Severity::Error, "one of the four duties the project is named for"),
    ("hazard-undisclosed", Severity::Warning, "the days are ours"),
    ("hazard-unverified", Severity::Note, "no law names a re-check"),
    ("identity-not-displayed", Severity::Note, "display, not substance"),
    ("inspection-hazards-open", Severity::Error, "one of the four duties the project is named for"),
    ("inspection-missed", Severity::Error, "one of the four duties the project is named for"),
    ("inspector-missing", Severity::Warning, "the ordinance's text is unverified"),
    ("insurance-short", Severity::Note, "joining is voluntary"),
    ("joint-meeting-missed", Severity::Note, "a cluster's own practice"),
    ("mediation-committee-missing", Severity::Warning, "from which size is our reading of large and medium"),
    ("members-assembly-missed", Severity::Warning, "second-hand, from an older edition"),
    ("proposal-unimplemented", Severity::Note, "carrying out may take longer"),
    ("protection-committee-missing", Severity::Warning, "the ordinance's text is unverified"),
    ("renewal-rate-low", Severity::Error, "one of the four duties the project is named for"),
    (
        "social-insurance-short",
        Severity::Error,
        "the catalogue counts it with the law, though no article was verified",
    ),
    ("special-committees-few", Severity::Note, "a single plant's practice"),
    ("team-study-missed", Severity::Note, "single units' own weekly practice"),
    ("tuition-aid-missed", Severity::Note, "aid is given as means allow"),
    ("womens-checkup-missed", Severity::Warning, "the law says regularly; the years are ours"),
    ("womens-day-missed", Severity::Note, "any event in March will do"),
    ("work-meetings-few", Severity::Note, "a single plant's record, judged only when set"),
];

/// The pack as the engine leaves it.
fn pack() -> Pack {
    let mut pack = Pack::builtin().unwrap_or_else(|faults| panic!("{}", lines(&faults)));
    hegui::engine::check_pack(&mut pack);
    pack
}

fn lines(faults: &[hegui::source::Fault]) -> String {
    faults.iter().map(|fault| fault.line(Lang::En)).collect::<Vec<_>>().join("\n")
}

/// Fails with every complaint about every rule.
fn every_rule(complaints: impl Fn(&Pack, &Rule) -> Vec<String>) {
    let pack = pack();
    assert!(!pack.rules.is_empty(), "the built-in pack has no rules");
    let all = pack.rules.iter().flat_map(|rule| {
        complaints(&pack, rule).into_iter().map(|what| format!("{}: {what}", rule.source.path()))
    });
    let all: Vec<String> = all.collect();
    assert!(all.is_empty(), "{} complaints:\n{}", all.len(), all.join("\n"));
}

#[test]
fn no_rule_is_broken() {
    let faults: Vec<_> = pack().broken.into_iter().map(|rule| rule.fault).collect();
    assert!(faults.is_empty(), "{}", lines(&faults));
}

#[test]
fn a_header_is_complete_in_both_languages() {
    let is_blank = |text: &Text| text.zh.trim().is_empty() || text.en.trim().is_empty();
    let filled = |message: &Message, lang| message.get(lang).fill(|_| "x".to_owned());
    every_rule(|_, rule| {
        let mut found = Vec::new();
        for (name, text) in [("title", &rule.title), ("text", &rule.text), ("help", &rule.help)] {
            if is_blank(text) {
                found.push(format!("`{name}` lacks a language"));
            } else if text.zh == text.en {
                found.push(format!("`{name}` is the same in both languages"));
            }
        }
        for (name, message) in [("fail", &rule.fail), ("due", &rule.due)] {
            if [Lang::Zh, Lang::En].into_iter().any(|lang| filled(message, lang).trim().is_empty()) {
                found.push(format!("message `{name}` lacks a language"));
            }
            if message.zh == message.en {
                found.push(format!("message `{name}` is the same in both languages"));
            }
        }
        for param in &rule.params {
            if param.title.as_ref().is_none_or(is_blank) {
                found.push(format!("parameter `{}` lacks a title", param.name));
            }
        }
        found
    });
}

#[test]
fn severity_follows_from_strength_unless_listed() {
    let listed: BTreeMap<&str, Severity> =
        SEVERITIES.iter().map(|(id, severity, _)| (*id, *severity)).collect();
    assert_eq!(listed.len(), SEVERITIES.len(), "an exception is listed twice");
    every_rule(|_, rule| {
        let usual = match rule.strength {
            Strength::M | Strength::N => Severity::Error,
            Strength::S | Strength::P | Strength::C => Severity::Warning,
        };
        let wanted = listed.get(rule.id.as_str()).copied().unwrap_or(usual);
        match (rule.severity == wanted, listed.get(rule.id.as_str()) == Some(&usual)) {
            (false, _) => {
                vec![format!("severity {} where {} is due", rule.severity.as_str(), wanted.as_str())]
            }
            (true, true) => vec!["listed as an exception, but it is none".to_owned()],
            (true, false) => Vec::new(),
        }
    });
    let pack = pack();
    let dead: Vec<&str> = listed.keys().copied().filter(|id| pack.rule(id).is_none()).collect();
    assert!(dead.is_empty(), "exceptions for rules there are none of: {dead:?}");
}

#[test]
fn an_id_is_a_file_name_and_names_one_rule() {
    let files = PackFiles::builtin();
    let mut seen = BTreeSet::new();
    for (area, id, source) in files.rules() {
        let is_word = |word: &str| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        assert!(id.split('-').all(is_word) && id.contains('-'), "{}: `{id}` is no id", source.path());
        assert!(is_word(area), "{}: `{area}` is no area", source.path());
        assert!(seen.insert(id), "{}: `{id}` is taken", source.path());
        assert_eq!(source.path(), format!("builtin:{area}/{id}.rhai"));
    }
    let pack = pack();
    assert_eq!(pack.ids().collect::<BTreeSet<_>>(), seen, "rules of the pack, and its files");
    let areas = pack.areas();
    let both: Vec<&&str> = seen.iter().filter(|id| areas.contains(**id)).collect();
    assert!(both.is_empty(), "ids that are areas too: {both:?}");
}

#[test]
fn what_a_rule_requires_is_in_the_register() {
    every_rule(|pack, rule| {
        let unknown = rule.requires.iter().filter(|id| pack.requirement(id).is_none());
        unknown.map(|id| format!("requirement {id} is not in requirements.yaml")).collect()
    });
}

#[test]
fn every_rule_has_examples_and_every_example_a_rule() {
    let folders: BTreeSet<String> =
        builtin_examples().into_keys().filter_map(|path| Some(path.split_once('/')?.0.to_owned())).collect();
    every_rule(|_, rule| {
        let lacks = !rule.retired && !folders.contains(&rule.id);
        lacks.then(|| format!("no example in fixtures/rules/{}", rule.id)).into_iter().collect()
    });
    let pack = pack();
    let strangers: Vec<&String> = folders.iter().filter(|id| pack.ids().all(|known| known != *id)).collect();
    assert!(strangers.is_empty(), "examples of rules there are none of: {strangers:?}");
}

#[test]
fn every_ledger_declaration_loads() {
    let files = PackFiles::builtin();
    let declared: BTreeSet<String> = files
        .ledgers()
        .filter_map(|source| {
            Some(source.path().strip_prefix("builtin:ledgers/")?.strip_suffix(".yaml")?.to_owned())
        })
        .collect();
    let pack = pack();
    let loaded: BTreeSet<String> = pack.schema.ledgers.iter().map(|ledger| ledger.key.clone()).collect();
    assert_eq!(loaded, declared);
    for ledger in &pack.schema.ledgers {
        let titles = ledger.fields.iter().map(|field| (field.key.as_str(), &field.title));
        for (key, title) in titles.chain([("title", &ledger.title)]) {
            assert!(!title.zh.is_empty() && !title.en.is_empty(), "{}: `{key}` lacks a language", ledger.key);
        }
    }
}

#[test]
fn the_binary_holds_the_files_as_they_are_on_disk() {
    let rules = code::root().join("rules");
    same(
        "rules",
        &PackFiles::builtin().files,
        &[code::files(&rules, "yaml"), code::files(&rules, "rhai")].concat(),
    );
    let examples = code::root().join("fixtures/rules");
    same("fixtures/rules", &builtin_examples(), &code::files(&examples, "yaml"));
}

/// The macro that embeds a folder does not see files that are new, so an old build may lack them.
fn same(what: &str, embedded: &BTreeMap<String, Arc<Source>>, files: &[(String, std::path::PathBuf)]) {
    let disk: BTreeMap<&str, String> =
        files.iter().map(|(path, file)| (path.as_str(), code::text(file))).collect();
    let binary: BTreeMap<&str, &str> =
        embedded.iter().map(|(path, source)| (path.as_str(), source.text())).collect();
    let names = |texts: Vec<&&str>| texts.into_iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
    let help = "touch src/rulepack/files.rs and build again";
    assert_eq!(names(binary.keys().collect()), names(disk.keys().collect()), "{what}: {help}");
    let differ: Vec<&&str> =
        binary.iter().filter(|(path, text)| disk[**path] != **text).map(|(path, _)| path).collect();
    assert!(differ.is_empty(), "{what}: {help}: {differ:?}");
}

#[test]
fn nothing_in_src_knows_a_rule_or_a_ledger() {
    let pack = pack();
    let profile = pack.schema.profile().key.as_str();
    let ledgers = pack.schema.ledgers.iter().map(|ledger| ledger.key.as_str()).filter(|key| *key != profile);
    let known: BTreeSet<&str> = pack.ids().chain(ledgers).collect();
    let mut found = Vec::new();
    for code in code::all() {
        let named = code.literals.iter().filter(|(_, literal)| known.contains(literal.as_str()));
        found.extend(named.map(|(line, literal)| format!("src/{}:{line}: \"{literal}\"", code.path)));
    }
    assert!(found.is_empty(), "rules and ledgers are data:\n{}", found.join("\n"));
}
