//! What the file of a notice is called: safe on every file system, and different for every union.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// Characters of a code a name keeps.
const KEPT: usize = 40;

/// A name for each of these codes, in order. A code that is kept as it is makes a name of its own; one that
/// had to be changed, or differs from another in capitals alone, bears a few digits that tell it apart.
pub(super) fn names(codes: &[&str], before: &str) -> Vec<String> {
    let plain: Vec<String> = codes.iter().map(|code| plain(code)).collect();
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    for name in &plain {
        *counted.entry(name.to_ascii_lowercase()).or_default() += 1;
    }
    let name = |(code, plain): (&&str, &String)| {
        let is_own = plain == code && counted.get(&plain.to_ascii_lowercase()) == Some(&1);
        let digits = if is_own { String::new() } else { format!("-{}", digits(code)) };
        format!("{before}-{plain}{digits}.docx")
    };
    codes.iter().zip(&plain).map(name).collect()
}

/// The code without anything a file system could stumble over. Only characters with a single spelling stay:
/// letters, digits and the common Chinese characters.
fn plain(code: &str) -> String {
    let is_kept = |c: char| c.is_ascii_alphanumeric() || c == '-' || ('\u{4e00}'..='\u{9fff}').contains(&c);
    code.chars().take(KEPT).map(|c| if is_kept(c) { c } else { '_' }).collect()
}

fn digits(code: &str) -> String {
    Sha256::digest(code).iter().take(5).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_safe_and_all_different() {
        let long = "长".repeat(300);
        let codes = ["00101", "..", "a/b", "a_b", "a\\b", "CON", "con", "", "a:b*?", &long, " x. ", "0010１"];
        let names = names(&codes, "整改通知书");
        assert_eq!(names[0], "整改通知书-00101.docx");
        let lower: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(lower.len(), codes.len(), "{names:?}");
        for name in &names {
            assert!(
                name.len() < 200 && !name.contains("..") && !name.contains(['/', '\\', ':', '*']),
                "{name}"
            );
        }
        assert_ne!(names[5].to_lowercase(), names[6].to_lowercase());
    }
}
