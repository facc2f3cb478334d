//! Profiles: they choose rules, ask more of parameters, for all or for some, and never ask less.

use hegui::rulepack::{Pack, Strength};

use crate::packs::TempPack;
use crate::program::{check_text, findings, hegui, hegui_reading, list, text, verdict};

const MANIFEST: &str = "name: own\nversion: 1.0.0\nextends: builtin\n";

/// A pack that extends the built-in one with this after its heading.
fn pack(rest: &str) -> TempPack {
    let pack = TempPack::of(&[]);
    pack.write("pack.yaml", &format!("{MANIFEST}{rest}"));
    pack
}

/// What is said of a pack that cannot be used, in English.
fn refused(rest: &str) -> String {
    let pack = pack(rest);
    let ran = hegui(&["rules", "--lang", "en", "--rules", pack.path()]);
    assert_eq!(ran.status, 2, "{ran:#?}");
    ran.err
}

#[test]
fn loosening_is_refused_and_both_places_are_shown() {
    let said = refused(
        "profiles:\n  easy:\n    title: Easy\n    params:\n      hazard-overdue: { within: 60 days }\n",
    );
    for part in [
        "`within` of `hazard-overdue` is loosened from 30 days to 60 days; packs and profiles may only",
        "pack.yaml:8:33",
        "builtin:safety/hazard-overdue.rhai:",
        "set here",
        "within: 60 days",
        "default: 30 days",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn every_way_of_loosening_is_refused() {
    for (rest, part) in [
        ("params: { hazard-overdue: { within: 31 days } }", "from 30 days to 31 days"),
        ("params: { inspection-missed: { times: 1 } }", "from 2 to 1"),
        (
            "params: { inspection-missed: { times: { default: 2, since: { 2027-01-01: 1 } } } }",
            "from 2 to 1 from 2027-01-01 on",
        ),
        ("profiles: { a: { title: A, params: { dues-short: { percent: 99.9% } } } }", "from 100% to 99.9%"),
        (
            "profiles: { a: { title: A, when: [{ if: 'true', params: { inspection-missed: { times: 0 } } }] } }",
            "from 2 to 0",
        ),
        (
            "profiles: { a: { title: A, raise: { dues-short: { strength: C, severity: error } } } }",
            "may be raised, not lowered",
        ),
        (
            "profiles: { a: { title: A, raise: { dues-short: { strength: M, severity: note } } } }",
            "may be raised, not lowered",
        ),
        (
            "profiles: { a: { title: A, params: { dues-shrt: { percent: 100% } } } }",
            "did you mean `dues-short`?",
        ),
        (
            "profiles: { a: { title: A, params: { dues-short: { percnt: 100% } } } }",
            "did you mean `percent`?",
        ),
        (
            "profiles: { a: { title: A, params: { dues-short: { percent: 3 } } } }",
            "must be a share such as 100%",
        ),
        ("profiles: { a: { title: A, params: { dues-short: { percent: unset } } } }", "not unset"),
        ("profile: schol", "there is no profile `schol`"),
    ] {
        let said = refused(&format!("{rest}\n"));
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(part), "{rest}: {part}: {said}");
    }
}

#[test]
fn the_stricter_of_two_holds_in_either_order() {
    let pack = pack(
        "profiles:\n  a: { title: A, params: { hazard-overdue: { within: 10 days } } }\n  \
         b: { title: B, params: { hazard-overdue: { within: 20 days } } }\n",
    );
    let records = "union: { id: A1, name: 甲厂工会, level: basic }\n\
                   hazards: [{ no: '1', found: 2026-12-16 }]\n";
    for (profiles, state) in [("a", "fail"), ("b", "due"), ("a,b", "fail"), ("b,a", "fail"), ("B", "due")] {
        let (_, result) = check_text(records, &["--rules", pack.path(), "--profile", profiles]);
        assert_eq!(verdict(&result, "A1", "hazard-overdue"), state, "{profiles}");
        assert_eq!(list(&result, "profiles")[0], "documents");
    }
}

#[test]
fn a_value_by_date_judges_two_years_differently_in_one_run() {
    let pack = pack("params: { inspection-missed: { times: { default: 2, since: { 2026-01-01: 3 } } } }\n");
    let records = "union: { id: A1, name: 甲厂工会, level: basic, employer: enterprise }\ninspections:\n\
        \x20 - { date: 2025-03-01, kind: safety }\n  - { date: 2025-09-01, kind: safety }\n\
        \x20 - { date: 2026-03-01, kind: safety }\n  - { date: 2026-09-01, kind: safety }\n";
    let args = ["--rules", pack.path(), "--select", "inspection-missed", "--period", "2025..2026"];
    let (status, result) = check_text(records, &args);
    let [only] = list(&result, "findings") else { panic!("{result:#}") };
    assert_eq!((status, text(&only["args"], "slot"), &only["args"]["times"]), (1, "2026", &3.into()));
    // One more inspection in 2026 and all is well; 2025 was judged by two.
    let (status, result) = check_text(&format!("{records}  - {{ date: 2026-10-01, kind: safety }}\n"), &args);
    assert_eq!((status, verdict(&result, "A1", "inspection-missed")), (0, "pass"));
}

#[test]
fn a_message_states_the_value_in_force_on_the_day_of_its_row() {
    let pack = TempPack::of(&[]);
    pack.write(
        "own/paid-short.rhai",
        "//! title: 会费\n//! strength: S\n//! severity: error\n//! applies: \"true\"\n\
         //! params: { share: { default: 50%, stricter: higher, since: { 2026-07-01: 90% } } }\n//! text: 会费\n\
         //! message: { fail: \"{period}低于{params.share}（{asked}）\" }\n//! help: 催收\n\n\
         dues.below(\"paid\", \"payable\", params.share).fail(\"paid\", #{asked: params.share});\n",
    );
    let records = "union: { id: A1, name: 甲厂工会, level: basic }\ndues:\n\
        \x20 - { period: 2026-06, payable: 100, paid: 40 }\n  - { period: 2026-07, payable: 100, paid: 80 }\n";
    let args = ["check", "-", "--as-of", "2026-12-31", "--format", "concise", "--rules", pack.path()];
    let ran = hegui_reading(&[&args[..], &["--select", "paid-short"]].concat(), records.as_bytes());
    assert!(
        ran.out.contains("2026年6月低于50%（50%）") && ran.out.contains("2026年7月低于90%（90%）"),
        "{}",
        ran.out
    );
}

/// More is asked of schools, and of everyone else something in between.
const BY_EMPLOYER: &str = "profiles:\n  own:\n    title: Own\n    when:\n\
    \x20     - { if: 'union.employer == \"school\"', params: { inspection-missed: { times: 9 }, hazard-overdue: { within: 1 days } } }\n\
    \x20     - { if: 'true', params: { hazard-overdue: { within: 5 days } } }\n";

#[test]
fn the_first_condition_that_holds_of_a_union_says_what_is_asked_of_it() {
    let pack = pack(BY_EMPLOYER);
    let records: String = [("A1", ", employer: school"), ("A2", ", employer: agency"), ("A3", "")]
        .map(|(id, employer)| {
            format!(
                "---\nunion: {{ id: {id}, name: 工会{id}, level: basic{employer} }}\n\
                 hazards: [{{ no: '1', found: 2026-12-28 }}]\n"
            )
        })
        .concat();
    let (_, result) =
        check_text(&records, &["--rules", pack.path(), "--profile", "own", "--select", "hazard-overdue"]);
    let states = ["A1", "A2", "A3"].map(|id| verdict(&result, id, "hazard-overdue"));
    assert_eq!(states, ["fail", "due", "insufficient"], "{result:#}");
    // What is asked of A3 is not known, because its employer is not.
    let found = findings(&result);
    assert!(found.iter().any(|one| one.starts_with("insufficient hazard-overdue <stdin>:8:")), "{found:#?}");
    let fields = list(&result, "findings").iter().map(|finding| &finding["location"]["field"]);
    assert!(fields.clone().any(|field| field == "employer"), "{:#?}", fields.collect::<Vec<_>>());
    // Without the profile everyone has 30 days.
    let (_, plain) = check_text(&records, &["--rules", pack.path(), "--select", "hazard-overdue"]);
    assert_eq!(verdict(&plain, "A3", "hazard-overdue"), "due");
}

#[test]
fn a_broken_condition_breaks_the_rules_it_sets_and_no_other() {
    let pack = pack(&BY_EMPLOYER.replace("union.employer ==", "union.emplyer =="));
    let records = "union: { id: A1, name: 甲厂工会, level: basic }\nhazards: []\ninspections: []\n";
    let (status, result) = check_text(records, &["--rules", pack.path(), "--profile", "own"]);
    let said = ["hazard-overdue", "inspection-missed"].map(|rule| verdict(&result, "A1", rule));
    assert_eq!((status, said), (2, ["error", "error"]));
    assert_eq!(verdict(&result, "A1", "inspection-hazards-open"), "not_applicable");
    let place = format!("error hazard-overdue {}/pack.yaml:8:", pack.path());
    assert!(findings(&result).iter().any(|one| one.starts_with(&place)), "{:#?}", findings(&result));
}

#[test]
fn a_profile_by_strength_judges_only_law_and_what_a_region_makes_law() {
    let count = |profile: &[&str]| {
        let args: Vec<&str> = profile.iter().flat_map(|name| ["--profile", name]).collect();
        let ran = hegui(&[&["rules", "--format", "json"], &args[..]].concat());
        let rules: Vec<serde_json::Value> = serde_json::from_str(&ran.out).unwrap();
        rules
            .iter()
            .map(|rule| format!("{} {}", text(rule, "strength"), text(rule, "id")))
            .collect::<Vec<_>>()
    };
    let statutory = count(&["statutory"]);
    assert!(statutory.iter().all(|rule| rule.starts_with(['M', 'N'])), "{statutory:#?}");
    assert!(!statutory.is_empty() && statutory.len() < count(&[]).len());
    assert!(count(&[]).contains(&"S contract-lapsed".to_owned()));
    // In either order: what the region raises is chosen by its raised strength.
    for profiles in [["statutory", "河南"], ["henan", "仅法定"]] {
        assert!(count(&profiles).contains(&"M contract-lapsed".to_owned()), "{profiles:?}");
    }
}

#[test]
fn a_rule_left_out_by_the_profile_is_not_silently_a_pass() {
    let records = "union: { id: A1, name: 甲厂工会, level: basic }\ndues: []\n";
    let args = ["check", "-", "--as-of", "2026-12-31", "--profile", "statutory", "--select", "dues-short"];
    let ran = hegui_reading(&args, records.as_bytes());
    assert_eq!(ran.status, 2, "{ran:#?}");
    assert!(ran.out.contains("没有运行任何规则"), "{ran:#?}");
}

#[test]
fn an_unknown_profile_is_said() {
    let ran = hegui(&["check", ".", "--profile", "henna", "--lang", "en"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("no profile `henna`") && ran.err.contains("did you mean `henan`?"),
        "{}",
        ran.err
    );
    let ran = hegui(&["check", ".", "--profile", "北京"]);
    assert!(ran.err.contains("henan（河南）"), "{}", ran.err);
}

#[test]
fn the_law_of_a_region_is_quoted_only_there() {
    let records = "union: { id: A1, name: 甲厂工会, level: basic }\n\
        contracts: [{ kind: wage, signed: 2024-01-01, expires: 2025-12-31 }]\n";
    let quoted = |profile: &[&str]| {
        let args = ["check", "-", "--as-of", "2026-12-31", "--quotes", "--select", "contract-lapsed"];
        hegui_reading(&[&args[..], profile].concat(), records.as_bytes()).out
    };
    assert!(!quoted(&[]).contains("河南省企业集体合同条例"));
    assert!(quoted(&["--profile", "henan"]).contains("河南省企业集体合同条例"));
}

/// Every profile of the built-in pack, alone and on top of every region.
#[test]
fn every_built_in_profile_can_be_judged() {
    let plain = Pack::builtin().unwrap();
    let regions =
        plain.profiles.iter().filter(|(_, layers)| layers.iter().any(|layer| layer.region.is_some()));
    let regions: Vec<&String> = regions.map(|(name, _)| name).collect();
    assert!(regions.len() >= 2, "{regions:?}");
    for name in plain.profiles.keys() {
        for names in
            regions.iter().map(|region| vec![name.clone(), (*region).clone()]).chain([vec![name.clone()]])
        {
            let mut pack = plain.clone();
            pack.use_profiles(&names).unwrap();
            hegui::engine::check_pack(&mut pack);
            let faults: Vec<_> =
                pack.broken.iter().map(|rule| rule.fault.line(hegui::source::Lang::En)).collect();
            assert!(faults.is_empty(), "{names:?}: {faults:#?}");
        }
    }
}

/// A region raises a rule to law only where the rule names a provision of that region.
#[test]
fn a_region_sets_only_what_its_law_says() {
    let pack = Pack::builtin().unwrap();
    for layer in pack.profiles.values().flatten() {
        let Some(region) = &layer.region else { continue };
        let set = layer.params.iter().map(|setting| &setting.rule);
        for id in set.chain(layer.raise.iter().map(|raise| &raise.rule)) {
            let rule = pack.rule(id).unwrap();
            let names_it = rule.basis.iter().any(|basis| basis.region.as_ref() == Some(region));
            assert!(names_it, "{} sets {id}, whose basis names no provision of {region}", layer.name);
        }
        assert!(layer.raise.iter().all(|raise| raise.strength == Strength::M), "{}", layer.name);
    }
}
