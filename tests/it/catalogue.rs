//! The pages generated from the pack are the ones in the repository.

use hegui::rulepack::Pack;

use crate::code::{root, text};
use crate::program::hegui;

/// A page and the command that writes it.
const PAGES: &[(&str, &[&str])] = &[
    ("rules/README.md", &["rules", "--format", "markdown", "--lang", "zh"]),
    ("rules/README.en.md", &["rules", "--format", "markdown", "--lang", "en"]),
    ("rules/REQUIREMENTS.md", &["requirements", "--format", "markdown", "--lang", "zh"]),
];

#[test]
fn the_pages_are_current() {
    for (page, command) in PAGES {
        let written = hegui(command).out;
        assert!(text(&root().join(page)) == written, "write it anew: hegui {} > {page}", command.join(" "));
    }
}

/// The anchor of a heading is its text, so a heading is the rule's id and nothing else.
#[test]
fn every_rule_has_an_anchor() {
    let pack = Pack::builtin().unwrap();
    for (page, _) in &PAGES[..2] {
        let text = text(&root().join(page));
        let headings: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("### ")).collect();
        let ids: Vec<&str> = pack.catalogue().iter().map(|rule| rule.id.as_str()).collect();
        assert_eq!(headings, ids, "{page}");
        let links = text.matches("](#").count();
        assert_eq!(links, ids.len(), "{page}: every rule is linked once");
    }
}

#[test]
fn links_of_the_register_reach_the_catalogue() {
    let pack = Pack::builtin().unwrap();
    let page = text(&root().join(PAGES[2].0));
    for link in page.split("](README.md#").skip(1) {
        let id = link.split(')').next().unwrap();
        assert!(pack.rule(id).is_some(), "{id}");
    }
}
