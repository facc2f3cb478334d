//! The files of a new folder: the same in both languages but for what is said in them.

use crate::reports::{Described, json_schema};
use crate::rulepack::Pack;
use crate::source::Lang;

/// The made-up union.
pub(super) const EXAMPLE: &str = "records/example.yaml";

/// A file to be written.
#[derive(Debug)]
pub(super) struct File {
    /// Its path below the folder.
    pub(super) name: &'static str,
    /// What it holds.
    pub(super) bytes: Vec<u8>,
}

macro_rules! texts {
    ($($name:expr => $file:literal,)*) => {
        /// Name, Chinese, English.
        const TEXTS: &[(&str, &str, &str)] = &[
            $(($name, include_str!(concat!("zh/", $file)), include_str!(concat!("en/", $file))),)*
        ];
    };
}

texts! {
    "README.md" => "README.md",
    "hegui.yaml" => "hegui.yaml",
    "waivers.yaml" => "waivers.yaml",
    EXAMPLE => "example.yaml",
    ".pre-commit-config.yaml" => "pre-commit.yaml",
    ".github/workflows/hegui.yml" => "github.yml",
    ".gitlab-ci.yml" => "gitlab-ci.yml",
}

/// The schemas that the files above name in their first lines.
const SCHEMAS: [(&str, Described); 3] = [
    (".hegui/records.json", Described::Records),
    (".hegui/config.json", Described::Config),
    (".hegui/waivers.json", Described::Waivers),
];

/// All of them, in the order they are told of.
pub(super) fn files(pack: &Pack, lang: Lang) -> Vec<File> {
    let texts = TEXTS.iter().map(|&(name, zh, en)| File { name, bytes: lang.pick(zh, en).into() });
    let ledgers: Vec<_> = pack.ledgers_by_area().into_iter().map(|(id, _)| id).collect();
    let schemas = SCHEMAS.iter().map(|&(name, described)| {
        let schema = json_schema(described, pack, &ledgers, lang);
        File { name, bytes: format!("{schema:#}\n").into_bytes() }
    });
    texts.chain(schemas).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_differ_in_comments_alone() {
        let said = |text: &str| -> Vec<String> {
            let bare = |line: &str| line.split('#').next().unwrap_or("").trim_end().to_owned();
            text.lines().map(bare).filter(|line| !line.is_empty()).collect()
        };
        for (name, zh, en) in TEXTS.iter().filter(|(name, ..)| *name != "README.md" && *name != EXAMPLE) {
            assert_eq!(said(zh), said(en), "{name}");
        }
    }

    #[test]
    fn every_schema_named_is_there() {
        for (name, zh, en) in TEXTS {
            for text in [zh, en] {
                let Some(schema) = text.lines().next().and_then(|line| line.split_once("$schema=")) else {
                    continue;
                };
                let written = |(path, _): &(&str, Described)| schema.1.trim_start_matches("../") == *path;
                assert!(SCHEMAS.iter().any(written), "{name}: {}", schema.1);
            }
        }
    }
}
