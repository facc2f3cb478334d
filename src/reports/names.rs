//! What areas and levels are called.

use super::columns::one_line;
use crate::records::Schema;
use crate::rulepack::Pack;
use crate::source::Lang;

/// The areas of these rules with their titles, in the order people know them in.
pub(super) fn area_titles(pack: &Pack, rules: &[String], lang: Lang) -> Vec<(String, String)> {
    let mut keys: Vec<&str> = Vec::new();
    let titled = pack.area_titles.iter().map(|(key, _)| key.as_str());
    for key in titled.chain(pack.areas()) {
        if !keys.contains(&key) && rules.iter().any(|id| area_of(pack, id) == key) {
            keys.push(key);
        }
    }
    let title = |key: &str| {
        let known = pack.area_titles.iter().find(|(area, _)| area == key);
        known.map_or_else(|| key.to_owned(), |(_, title)| title.get(lang).to_owned())
    };
    keys.into_iter().map(|key| (key.to_owned(), title(key))).collect()
}

/// The area of a rule, be it sound or broken.
pub(super) fn area_of<'p>(pack: &'p Pack, id: &str) -> &'p str {
    let broken = || pack.broken.iter().find(|rule| rule.id == id).map(|rule| rule.area.as_str());
    pack.rule(id).map(|rule| rule.area.as_str()).or_else(broken).unwrap_or("")
}

/// What a level is called; its code where it has no name.
pub(super) fn level(schema: &Schema, key: &str, lang: Lang) -> String {
    let field = schema.roles.level.map(|field| schema.field(schema.union, field));
    let code = field.and_then(|field| field.codes.iter().find(|code| code.key == key));
    code.map_or_else(|| one_line(key), |code| code.label.get(lang).to_owned())
}
