//! `pack.yaml`: the pack's name, what it extends, its names and profiles.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::front_matter::expand;
use super::rule::Strength;
use crate::records::yaml_fault;
use crate::source::{Fault, Places, Source, Span, Text};

/// Overrides of parameters: rule, then parameter, then value.
pub type Overrides = BTreeMap<String, BTreeMap<String, serde_yaml::Value>>;

/// A way to use a pack: which rules, with which parameters.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// What it is called.
    pub title: Text,
    /// Only rules of these strengths; all when not given.
    #[serde(default)]
    pub strength: Option<Vec<Strength>>,
    /// Parameters it tightens.
    #[serde(default)]
    pub params: Overrides,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: String,
    version: String,
    #[serde(default)]
    extends: Option<String>,
    #[serde(default)]
    examples: Option<String>,
    #[serde(default)]
    names: serde_yaml::Mapping,
    #[serde(default)]
    profiles: BTreeMap<String, Profile>,
    #[serde(default)]
    params: Overrides,
}

/// A checked manifest.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// The file, for places.
    pub source: Arc<Source>,
    /// The pack's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Whether it adds to the built-in pack.
    pub extends_builtin: bool,
    /// Where its examples lie, relative to the file.
    pub examples: Option<String>,
    /// Names usable in `applies`, expanded.
    pub names: BTreeMap<String, String>,
    /// Profiles by name.
    pub profiles: BTreeMap<String, Profile>,
    /// Parameters of inherited rules it tightens.
    pub params: Overrides,
    places: Places,
}

impl Manifest {
    /// Reads a manifest; `inherited` are the names of the pack it may extend.
    pub fn read(source: &Arc<Source>, inherited: &BTreeMap<String, String>) -> Result<Self, Fault> {
        let places = Places::read(source, source.text())?;
        let raw: Raw = serde_yaml::from_str(source.text()).map_err(|error| yaml_fault(source, &error))?;
        let span = |path: &[&str]| places.root.at(path).map_or(places.root.span, |node| node.span);
        let extends_builtin = match raw.extends.as_deref() {
            None => false,
            Some("builtin") => true,
            Some(other) => {
                let (zh, en) = (
                    format!("只能扩展 builtin，不能是 {other}"),
                    format!("only `builtin` can be extended, not `{other}`"),
                );
                return Err(Fault::new(source, span(&["extends"]), zh, en));
            }
        };
        let mut names = if extends_builtin { inherited.clone() } else { BTreeMap::new() };
        for (name, meaning) in &raw.names {
            let (Some(name), Some(meaning)) = (name.as_str(), meaning.as_str()) else {
                let (zh, en) =
                    ("names 应是“名字: 条件”，都用文字", "`names` maps a name to a condition, both texts");
                return Err(Fault::new(source, span(&["names"]), zh, en));
            };
            names.insert(name.to_owned(), expand(meaning, &names));
        }
        Ok(Self {
            source: Arc::clone(source),
            name: raw.name,
            version: raw.version,
            extends_builtin,
            examples: raw.examples,
            names,
            profiles: raw.profiles,
            params: raw.params,
            places,
        })
    }

    /// The place of a path of keys in the manifest.
    pub fn span(&self, path: &[&str]) -> Span {
        self.places.root.at(path).map_or(self.places.root.span, |node| node.span)
    }
}
