//! The program's own source as text: code without comments and tests, and the string literals in it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// One file under `src`.
#[derive(Debug)]
pub(crate) struct Code {
    /// From `src`, `/` between the parts.
    pub(crate) path: String,
    /// The code: comments, literals and tests blanked, every byte in its place.
    pub(crate) text: String,
    /// String literals outside tests, each with its line.
    pub(crate) literals: Vec<(usize, String)>,
    /// Files that belong to tests only.
    test_files: Vec<String>,
}

impl Code {
    pub(crate) fn read(path: &str, text: &str) -> Self {
        let (blanked, found) = blank(text);
        let tests = test_ranges(&blanked);
        let is_test = |at: usize| tests.iter().any(|range| range.contains(&at));
        let literals = found
            .into_iter()
            .filter(|(at, _)| !is_test(*at))
            .map(|(at, text)| (line(&blanked, at), text))
            .collect();
        let test_files =
            tests.iter().filter_map(|range| test_module(path, &blanked[range.clone()])).collect();
        let bytes = blanked.bytes().enumerate();
        let code = bytes.map(|(at, byte)| if is_test(at) && byte != b'\n' { b' ' } else { byte }).collect();
        Self { path: path.to_owned(), text: String::from_utf8(code).unwrap(), literals, test_files }
    }

    /// The stage the file belongs to: its folder; none for `lib.rs` and `main.rs`.
    pub(crate) fn stage(&self) -> Option<&str> {
        self.path.split_once('/').map(|(stage, _)| stage)
    }

    /// The line of a byte of the code.
    pub(crate) fn line(&self, at: usize) -> usize {
        line(&self.text, at)
    }
}

/// Where the crate lies.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under `src`, but those of tests.
pub(crate) fn all() -> Vec<Code> {
    let files = files(&root().join("src"), "rs");
    let read = |(path, file): (String, PathBuf)| Code::read(&path, &text(&file));
    let all: Vec<Code> = files.into_iter().map(read).collect();
    let tests: BTreeSet<String> = all.iter().flat_map(|code| code.test_files.clone()).collect();
    let is_test = |path: &str| tests.iter().any(|test| path.starts_with(test.as_str()));
    all.into_iter().filter(|code| !is_test(&code.path)).collect()
}

/// Every file with this extension below a folder: path from the folder, and file, in order.
#[expect(clippy::disallowed_methods, reason = "a test looks at the tree as it is")]
pub(crate) fn files(folder: &Path, extension: &str) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                found.push((name, path));
            }
        }
    }
    found.sort();
    found
}

/// The text of a file.
#[expect(clippy::disallowed_methods, reason = "a test looks at the tree as it is")]
pub(crate) fn text(file: &Path) -> String {
    fs::read_to_string(file).unwrap()
}

/// The bytes of a file.
#[expect(clippy::disallowed_methods, reason = "a test looks at the tree as it is")]
pub(crate) fn bytes(file: &Path) -> Vec<u8> {
    fs::read(file).unwrap()
}

fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// The text with comments and literals blanked, and the string literals.
fn blank(text: &str) -> (String, Vec<(usize, String)>) {
    let mut out = String::new();
    let mut literals = Vec::new();
    while let Some(rest) = text.get(out.len()..).filter(|rest| !rest.is_empty()) {
        let after_word = out.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let (skipped, literal) = token(rest, after_word);
        if let Some(literal) = literal {
            literals.push((out.len(), literal.to_owned()));
        }
        match skipped {
            0 => out.extend(rest.chars().next()),
            bytes => out.extend(rest[..bytes].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' })),
        }
    }
    (out, literals)
}

/// How many bytes a comment or literal at the start of `rest` takes, and what a string literal holds.
fn token(rest: &str, after_word: bool) -> (usize, Option<&str>) {
    let end = |of: &str, from: usize| rest[from..].find(of).map_or(rest.len(), |at| from + at);
    if rest.starts_with("//") {
        return (end("\n", 0), None);
    }
    if rest.starts_with("/*") {
        return ((end("*/", 2) + 2).min(rest.len()), None);
    }
    let raw = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r').filter(|_| !after_word);
    if let Some(raw) = raw
        && let hashes = raw.bytes().take_while(|&byte| byte == b'#').count()
        && raw[hashes..].starts_with('"')
    {
        let begin = rest.len() - raw.len() + hashes + 1;
        let close = format!("\"{}", "#".repeat(hashes));
        let stop = end(&close, begin);
        return ((stop + close.len()).min(rest.len()), Some(&rest[begin..stop]));
    }
    if let Some(inside) = rest.strip_prefix('"') {
        let mut escaped = false;
        let closing = inside.char_indices().find(|&(_, c)| {
            let closes = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        });
        let stop = closing.map_or(inside.len(), |(at, _)| at);
        return ((stop + 2).min(rest.len()), Some(&inside[..stop]));
    }
    // A character, unlike a lifetime, is closed by a second quote.
    let mut chars = rest.char_indices();
    if chars.next() == Some((0, '\'')) {
        if let Some(escape) = rest.strip_prefix("'\\") {
            let skip = escape.chars().next().map_or(0, char::len_utf8);
            return ((end("'", 2 + skip) + 1).min(rest.len()), None);
        }
        if let Some((at, '\'')) = chars.nth(1) {
            return (at + 1, None);
        }
    }
    (0, None)
}

/// The items under `#[cfg(test)]`, in blanked code.
fn test_ranges(code: &str) -> Vec<std::ops::Range<usize>> {
    let mut ranges: Vec<std::ops::Range<usize>> = Vec::new();
    for (start, attribute) in code.match_indices("#[cfg(test)]") {
        if ranges.last().is_some_and(|range| range.contains(&start)) {
            continue;
        }
        let mut depth = 0_usize;
        let item = code[start + attribute.len()..].char_indices().find(|&(_, c)| {
            depth = depth + usize::from(c == '{') - usize::from(c == '}').min(depth);
            depth == 0 && (c == ';' || c == '}')
        });
        let end = item.map_or(code.len(), |(at, _)| start + attribute.len() + at + 1);
        ranges.push(start..end);
    }
    ranges
}

/// What the paths of a module begin with that is declared under `#[cfg(test)]` in a file of its own.
fn test_module(path: &str, item: &str) -> Option<String> {
    let declared = item.strip_suffix(';')?;
    let name = declared.rsplit_once("mod ")?.1.trim();
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = if file == "mod.rs" { folder.to_owned() } else { path.strip_suffix(".rs")?.to_owned() };
    Some(format!("{folder}/{name}"))
}

#[test]
fn comments_literals_and_tests_are_told_apart() {
    let text = "// \"no\"\nlet a = \"yes\\\" it\"; /* \"no\" */ let c = '\"'; fn f<'a>() {}\nlet r = r#\"raw \" one\"#;\n\
                #[cfg(test)]\nmod tests {\n    const T: &str = \"no\";\n}\nlet z = b\"last\"; // crate::no\n\
                #[cfg(test)]\nmod bench;\n";
    let code = Code::read("engine/mod.rs", text);
    let literals: Vec<_> = code.literals.iter().map(|(line, text)| (*line, text.as_str())).collect();
    assert_eq!(literals, [(2, "yes\\\" it"), (3, "raw \" one"), (8, "last")]);
    assert!(!code.text.contains("crate::no") && !code.text.contains("tests"));
    assert_eq!(code.text.len(), text.len());
    assert_eq!(code.test_files, ["engine/bench"]);
}
