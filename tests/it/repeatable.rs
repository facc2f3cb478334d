//! The same inputs give the same bytes: again, with other numbers of threads, in another order of paths.

use crate::program::{Ran, check};

/// Every record there is: clean, faulty and unreadable.
const PATHS: [&str; 6] = [
    "fixtures/township",
    "fixtures/problems",
    "fixtures/nowhere.yaml",
    "fixtures/rules/contract-lapsed",
    "fixtures/rules/dues-short",
    "fixtures/tables/each",
];

const FORMATS: [&str; 10] =
    ["concise", "csv", "github", "gitlab", "json", "jsonl", "junit", "md", "sarif", "text"];

fn all(paths: &[&str], format: &str, more: &[&str]) -> Ran {
    check(&[paths, &["--format", format, "--show", "all"], more].concat())
}

#[test]
fn again_and_with_any_number_of_threads() {
    for format in FORMATS {
        let first = all(&PATHS, format, &["--jobs", "1"]);
        assert!(first.out.len() > 1_000 && first.status == 2, "{first:#?}");
        for jobs in ["1", "2", "5"] {
            assert!(all(&PATHS, format, &["--jobs", jobs]) == first, "--format {format} --jobs {jobs}");
        }
    }
}

#[test]
fn whichever_path_is_named_first() {
    let mut reversed = PATHS;
    reversed.reverse();
    for format in FORMATS {
        assert!(all(&PATHS, format, &[]) == all(&reversed, format, &[]), "--format {format}");
    }
}

#[test]
fn files_named_one_by_one_are_the_folder_they_lie_in() {
    let folder = crate::code::root().join("fixtures/township");
    let names = crate::code::files(&folder, "yaml").into_iter();
    let names: Vec<String> = names.rev().map(|(name, _)| format!("fixtures/township/{name}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert!(all(&names, "json", &[]) == all(&["fixtures/township"], "json", &[]));
}
