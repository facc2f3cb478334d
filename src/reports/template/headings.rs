//! Names of sheets and headings, such that the readers of records know them again.

use crate::records::{Field, LedgerDecl, LedgerId, Schema};
use crate::source::Lang;

/// Whether Excel takes this as the name of a sheet.
fn fits_a_tab(name: &str) -> bool {
    const LONGEST: usize = 31;
    const FORBIDDEN: &[char] = &['[', ']', ':', '*', '?', '/', '\\'];
    let is_quoted = name.starts_with('\'') || name.ends_with('\'');
    // Excel keeps this one name for itself.
    let is_kept = name.eq_ignore_ascii_case("history");
    let length = name.encode_utf16().count();
    (1..=LONGEST).contains(&length) && !name.contains(FORBIDDEN) && !is_quoted && !is_kept
}

/// The name of a ledger's sheet: its title, or its key where Excel does not take the title.
pub(super) fn sheet_name(ledger: &LedgerDecl, lang: Lang) -> &str {
    let title = ledger.title.get(lang);
    if fits_a_tab(title) { title } else { &ledger.key }
}

/// The heading of a column: its title. Where the title would be taken for the code of the union that
/// keeps the ledger, as in a list of other unions, another name it is known by.
pub(super) fn heading<'s>(schema: &'s Schema, ledger: LedgerId, field: &'s Field, lang: Lang) -> &'s str {
    let owner = |name: &str| schema.profile().names.get(name) == Some(schema.roles.id);
    let title = field.title.get(lang);
    if ledger == schema.union || !owner(title) {
        return title;
    }
    let others = || field.aliases.iter().filter(|name| !owner(name));
    let latin = others().find(|name| name.is_ascii());
    let other = lang.pick(None, latin).or_else(|| others().next());
    other.map_or(title, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulepack::Pack;

    #[test]
    fn what_excel_refuses_is_no_name_of_a_sheet() {
        for name in ["职代会(教代会、职工大会)", "a", "Women's health checks"] {
            assert!(fits_a_tab(name), "{name}");
        }
        for name in [
            "",
            "a/b",
            "[a]",
            "'a",
            "History",
            "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二",
        ] {
            assert!(!fits_a_tab(name), "{name}");
        }
    }

    #[test]
    fn every_sheet_and_heading_is_known_to_the_schema_and_none_is_the_owners_but_the_profiles() {
        let schema = Pack::builtin().unwrap().schema;
        for lang in [Lang::Zh, Lang::En] {
            for id in schema.ledger_ids() {
                let ledger = schema.ledger(id);
                assert_eq!(schema.names.get(sheet_name(ledger, lang)), Some(id));
                for of in ledger.field_ids() {
                    let heading = heading(&schema, id, ledger.field(of), lang);
                    assert_eq!(ledger.names.get(heading), Some(of), "{heading}");
                    let is_owner = schema.profile().names.get(heading) == Some(schema.roles.id);
                    assert_eq!(is_owner, id == schema.union && of == schema.roles.id, "{heading}");
                }
            }
        }
    }
}
