//! Packs for one test: a folder of its own, gone afterwards.

use std::fs;

use tempfile::TempDir;

use crate::code;

/// A rule that judges what the built-in pack does not, and is sound.
pub(crate) const HEALTHY: &str = "congresses.require();";

/// A pack on disk.
#[derive(Debug)]
pub(crate) struct TempPack(TempDir);

impl TempPack {
    /// A pack that extends the built-in one with these rules of the area `own`, by id and body, each
    /// with a header that applies to every union; and the healthy rule.
    pub(crate) fn of(rules: &[(&str, &str)]) -> Self {
        let pack = Self(tempfile::tempdir().unwrap());
        pack.write("pack.yaml", "name: own\nversion: 1.0.0\nextends: builtin\n");
        for (id, body) in rules.iter().chain(&[("healthy", HEALTHY)]) {
            pack.write(&format!("own/{id}.rhai"), &rule(body));
        }
        pack
    }

    /// A copy of a pack of `fixtures/packs`.
    pub(crate) fn copy(name: &str) -> Self {
        let pack = Self(tempfile::tempdir().unwrap());
        let folder = code::root().join("fixtures/packs").join(name);
        for (path, file) in ["yaml", "rhai"].iter().flat_map(|extension| code::files(&folder, extension)) {
            pack.write(&path, &code::text(&file));
        }
        pack
    }

    pub(crate) fn path(&self) -> &str {
        crate::program::arg(self.0.path())
    }

    /// Writes a file of the pack.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let file = self.0.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// Replaces a part of a file of the pack, which must be there.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = code::text(&self.0.path().join(path));
        assert!(text.contains(from), "{path} has no {from}");
        self.write(path, &text.replacen(from, to, 1));
    }
}

/// A rule's file with this body, which begins at [`BODY_LINE`].
pub(crate) fn rule(body: &str) -> String {
    format!(
        "//! title: {{ zh: 自定规则, en: A rule of one's own }}\n//! strength: S\n//! severity: error\n\
         //! applies: \"true\"\n//! params: {{ least: 3, within: 30 days }}\n//! text: {{ zh: 应当, en: must }}\n\
         //! message: {{ fail: {{ zh: 不符, en: amiss }} }}\n//! help: {{ zh: 改正, en: mend it }}\n\n{body}\n"
    )
}

/// The line the body of [`rule`] begins at.
pub(crate) const BODY_LINE: usize = 10;
