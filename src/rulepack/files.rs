//! The files of a pack, wherever they lie: a folder, or the binary itself.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use crate::source::{Fault, Location, Source, SourceError, read_text};

static BUILTIN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/rules");
static BUILTIN_EXAMPLES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/fixtures/rules");

/// A pack's files by their path in the pack, and those that could not be read.
#[derive(Debug, Default)]
pub struct PackFiles {
    /// Path in the pack, `/` between the parts, and text.
    pub files: BTreeMap<String, Arc<Source>>,
    /// What could not be read.
    pub faults: Vec<Fault>,
    /// The pack's folder; none for the built-in pack.
    pub folder: Option<PathBuf>,
}

impl PackFiles {
    /// The built-in pack's files, named `builtin:…`.
    pub fn builtin() -> Self {
        Self { files: embedded(&BUILTIN, "builtin:"), ..Self::default() }
    }

    /// The files of the pack at `path`: its folder, or its `pack.yaml`.
    pub fn of(path: &Path) -> Self {
        let is_manifest = path.file_name().is_some_and(|name| name == "pack.yaml");
        let folder = if is_manifest { path.parent().unwrap_or(Path::new("")) } else { path };
        let mut files = Self { folder: Some(folder.to_owned()), ..Self::default() };
        files.walk(folder, "");
        files
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a pack is a folder; its files are kept in order of their paths"
    )]
    fn walk(&mut self, folder: &Path, prefix: &str) {
        let Ok(entries) =
            std::fs::read_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
        else {
            let error = SourceError::NotFound { path: folder.to_string_lossy().into_owned() };
            self.faults.push(error.into_fault());
            return;
        };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = folder.join(&name);
            if name.starts_with('.') {
                continue;
            }
            if path.is_dir() {
                self.walk(&path, &format!("{prefix}{name}/"));
            } else if path.extension().is_some_and(|kind| kind == "rhai" || kind == "yaml") {
                match read_text(&path) {
                    Ok(source) => {
                        self.files.insert(format!("{prefix}{name}"), Arc::new(unmarked(source)));
                    }
                    Err(error) => self.faults.push(error.into_fault()),
                }
            }
        }
    }

    /// The manifest.
    pub fn manifest(&self) -> Result<&Arc<Source>, Fault> {
        self.files.get("pack.yaml").ok_or_else(|| {
            let folder = self.folder.as_deref().unwrap_or(Path::new("")).to_string_lossy().into_owned();
            let at = Location::whole(&Arc::new(Source::new(folder, "")));
            Fault::at(at, "不是规则包：没有 pack.yaml", "not a rule pack: it has no pack.yaml")
        })
    }

    /// The ledger declarations, in order of their names.
    pub fn ledgers(&self) -> impl Iterator<Item = &Arc<Source>> {
        let is_ledger = |path: &str| {
            path.strip_prefix("ledgers/").is_some_and(|name| name.strip_suffix(".yaml").is_some())
        };
        self.files.iter().filter(move |(path, _)| is_ledger(path)).map(|(_, source)| source)
    }

    /// The rules: area, id and file, in order.
    pub fn rules(&self) -> impl Iterator<Item = (&str, &str, &Arc<Source>)> {
        self.files.iter().filter_map(|(path, source)| {
            let stem = path.strip_suffix(".rhai")?;
            let (area, id) = stem.rsplit_once('/').unwrap_or(("", stem));
            Some((area, id, source))
        })
    }
}

/// The text without the byte order mark that some editors put before it.
fn unmarked(source: Source) -> Source {
    let text = source.text().strip_prefix('\u{feff}').map(|text| Source::new(source.path(), text));
    text.unwrap_or(source)
}

/// The built-in pack's own examples, by path.
pub fn builtin_examples() -> BTreeMap<String, Arc<Source>> {
    embedded(&BUILTIN_EXAMPLES, "builtin-examples:")
}

fn embedded(dir: &Dir<'static>, prefix: &str) -> BTreeMap<String, Arc<Source>> {
    let mut files = BTreeMap::new();
    let mut open = vec![dir];
    while let Some(dir) = open.pop() {
        open.extend(dir.dirs());
        for file in dir.files() {
            let path = file.path().to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
            let is_of_a_pack = [".yaml", ".rhai"].iter().any(|kind| path.ends_with(kind));
            if let Some(text) = file.contents_utf8().filter(|_| is_of_a_pack) {
                files.insert(path.clone(), Arc::new(Source::new(format!("{prefix}{path}"), text)));
            }
        }
    }
    files
}
