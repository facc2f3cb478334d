//! The register and the rules agree in both directions, and every requirement is accounted for.

use std::collections::{BTreeMap, BTreeSet};

use hegui::rulepack::{Cover, Pack, ParamValue, Requirement};

use crate::program::{hegui, list, text};

fn register(pack: &Pack) -> &[Requirement] {
    pack.requirements().unwrap_or_else(|fault| panic!("{}", fault.line(hegui::source::Lang::En)))
}

#[test]
fn the_register_is_whole_and_every_requirement_is_covered_in_one_way() {
    let pack = Pack::builtin().unwrap();
    let ids: Vec<String> = register(&pack).iter().map(|requirement| requirement.id.clone()).collect();
    assert_eq!(ids, (1..=280).map(|number| format!("R{number:03}")).collect::<Vec<_>>());
    for requirement in register(&pack) {
        let id = &requirement.id;
        assert_ne!(requirement.cover(!requirement.rules.is_empty()), Cover::Open, "{id} is not covered");
        let told = requirement.informational.as_ref();
        assert!(
            told.is_none() || (requirement.rules.is_empty() && !requirement.attested),
            "{id} is informational, and covered as well"
        );
        assert!(
            told.is_none_or(|reason| !reason.zh.is_empty()
                && !reason.en.is_empty()
                && reason.zh != reason.en),
            "{id} lacks a reason in both languages"
        );
    }
}

#[test]
fn the_register_names_the_rules_that_name_it() {
    let pack = Pack::builtin().unwrap();
    let mut named: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for rule in pack.rules.iter().filter(|rule| !rule.retired) {
        for id in &rule.requires {
            named.entry(id).or_default().insert(&rule.id);
        }
    }
    for requirement in register(&pack) {
        let listed: BTreeSet<&str> = requirement.rules.iter().map(String::as_str).collect();
        let naming = named.remove(requirement.id.as_str()).unwrap_or_default();
        assert_eq!(listed, naming, "{}: the register, and the rules", requirement.id);
    }
    assert!(named.is_empty(), "rules cover requirements there are none of: {named:?}");
}

/// What a person must confirm is what the rule of attestations asks for, of one kind of union or another;
/// and whatever records show only in part is among it, or informational.
#[test]
fn what_a_person_confirms_is_asked_for() {
    let pack = Pack::builtin().unwrap();
    let rule = pack.rule("attestation-missing").unwrap();
    let mut asked = BTreeSet::new();
    for param in &rule.params {
        let ParamValue::List(items) = &param.values.first else { panic!("{} is no list", param.name) };
        asked.extend(items.iter().map(ToString::to_string));
    }
    let attested: BTreeSet<String> =
        register(&pack).iter().filter(|entry| entry.attested).map(|entry| entry.id.clone()).collect();
    assert_eq!(asked, attested, "attestation-missing, and the register");
    let partly = register(&pack).iter().filter(|entry| !entry.checkable.starts_with('是'));
    let silent: Vec<&str> =
        partly.filter(|e| !e.attested && e.informational.is_none()).map(|e| e.id.as_str()).collect();
    assert!(silent.is_empty(), "records cannot show all of {silent:?}, and nobody is asked");
}

#[test]
fn the_command_lists_all_in_every_form() {
    let json = hegui(&["requirements", "--format", "json"]);
    let result: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let entries = result.as_array().unwrap();
    assert_eq!((json.status, entries.len()), (0, 280));
    let renewal = entries.iter().find(|entry| text(entry, "id") == "R092").unwrap();
    assert!(list(renewal, "rules").contains(&"contract-lapsed".into()), "{renewal:#}");
    let count = |cover: &[&str]| entries.iter().filter(|entry| cover.contains(&text(entry, "cover"))).count();
    let (ruled, both) = (count(&["rule", "rule_and_person"]), count(&["rule_and_person"]));
    let (person, told) = (count(&["person"]), count(&["informational"]));
    assert_eq!(ruled + person + told, 280);
    let totals = format!(
        "280 requirements: {ruled} by rule ({both} of them also by a person), {person} by a person, {told} informational, 0 not covered"
    );
    let plain = hegui(&["requirements", "--lang", "en"]);
    assert_eq!(plain.out.lines().last(), Some(totals.as_str()));
    let page = hegui(&["requirements", "--format", "markdown", "--lang", "en"]);
    assert!(page.out.contains(&totals));
    assert_eq!(page.out.lines().filter(|line| line.starts_with("| R")).count(), 280);
}

#[test]
fn what_nothing_covers_is_said() {
    let pack = crate::packs::TempPack::of(&[]);
    pack.write(
        "requirements.yaml",
        "- { id: X1, area: 其他, quote: 应当, document: a.txt, line: 1, section: 一, kind: 制度, checkable: 是 }\n",
    );
    let ran = hegui(&["requirements", "--rules", pack.path(), "--lang", "en"]);
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("281 requirements") && ran.out.ends_with("1 not covered\n"), "{}", ran.out);
    pack.write("requirements.yaml", "- { id: X1, aera: 其他 }\n");
    let ran = hegui(&["requirements", "--rules", pack.path(), "--lang", "en"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("requirements.yaml:1:"), "{}", ran.err);
}
