//! Where examples come from: the binary, or the folder a pack's manifest names.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::rulepack::{Manifest, PackFiles, builtin_examples};
use crate::source::{Fault, Form, Location, Source, SourceError, discover};

/// A record set that says itself what its rule must find in it. It lies in a folder named after the rule.
#[derive(Debug, Clone)]
pub struct Example {
    /// The rule's id.
    pub rule: String,
    /// The file.
    pub source: Arc<Source>,
}

/// The examples of a pack, and the rules that should have some.
#[derive(Debug, Clone, Default)]
pub struct ExampleSet {
    /// In order of their paths.
    pub examples: Vec<Example>,
    /// The pack's own rules, without those it inherits.
    pub rules: BTreeSet<String>,
}

impl ExampleSet {
    /// The built-in pack's examples.
    pub fn builtin() -> Self {
        let mut set = Self::for_rules_of(&PackFiles::builtin());
        set.examples.extend(builtin_examples().into_values().map(Example::from));
        set
    }

    /// The examples of the pack at `path`, from the folder its manifest names.
    pub fn of(path: &Path) -> Result<Self, Vec<Fault>> {
        let files = PackFiles::of(path);
        if !files.faults.is_empty() {
            return Err(files.faults);
        }
        let read = files.manifest().and_then(|source| Manifest::read(source, &BTreeMap::new()));
        let manifest = read.map_err(|fault| vec![fault])?;
        let Some(named) = &manifest.examples else {
            let (zh, en) = ("规则包没有写明示例在哪里", "the pack does not say where its examples lie");
            let fault = Fault::at(Location::whole(&manifest.source), zh, en);
            return Err(vec![
                fault.help("请在 pack.yaml 中写 examples: 文件夹", "write `examples: FOLDER` in pack.yaml"),
            ]);
        };
        let folder =
            files.folder.as_deref().unwrap_or(Path::new("")).join(named).to_string_lossy().into_owned();
        let (inputs, errors) = discover(std::slice::from_ref(&folder), &[], &mut io::empty());
        let not_found = |error: SourceError| match error {
            SourceError::NotFound { .. } | SourceError::NoMatch { .. } => {
                let zh = format!("没有示例文件夹：{folder}");
                let en = format!("no folder of examples: {folder}");
                Fault::new(&manifest.source, manifest.span(&["examples"]), zh, en)
            }
            other => other.into_fault(),
        };
        // A folder without a single example is counted as such, not as a fault of its own.
        let errors = errors.into_iter().filter(|error| !matches!(error, SourceError::NoRecords { .. }));
        let mut faults: Vec<Fault> = errors.map(not_found).collect();
        let mut set = Self::for_rules_of(&files);
        for input in inputs.iter().filter(|input| input.form() == Form::Yaml) {
            match input.read() {
                Ok(source) => set.examples.push(Example::from(Arc::new(source))),
                Err(error) => faults.push(error.into_fault()),
            }
        }
        if faults.is_empty() { Ok(set) } else { Err(faults) }
    }

    fn for_rules_of(files: &PackFiles) -> Self {
        let rules = files.rules().map(|(_, id, _)| id.to_owned()).collect();
        Self { examples: Vec::new(), rules }
    }
}

impl From<Arc<Source>> for Example {
    fn from(source: Arc<Source>) -> Self {
        let mut parts = source.path().rsplit(['/', ':']);
        let rule = parts.nth(1).unwrap_or("").to_owned();
        Self { rule, source }
    }
}
