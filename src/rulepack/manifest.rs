//! `pack.yaml`: the pack's name, what it extends, its names and profiles.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::front_matter::expand;
use super::rule::Strength;
use crate::records::yaml_fault;
use crate::source::{Fault, Location, Places, Severity, Source, Span, Text};

/// Overrides of parameters: rule, then parameter, then value.
pub type Overrides = BTreeMap<String, BTreeMap<String, serde_yaml::Value>>;

/// A profile as it is written, not yet held against the rules.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawProfile {
    pub(super) title: Text,
    #[serde(default)]
    pub(super) strength: Option<Vec<Strength>>,
    #[serde(default)]
    pub(super) region: Option<String>,
    #[serde(default)]
    pub(super) params: Overrides,
    #[serde(default)]
    pub(super) raise: BTreeMap<String, RawRaise>,
    #[serde(default)]
    pub(super) when: Vec<RawWhen>,
}

/// How much more a rule weighs under a profile.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRaise {
    pub(super) strength: Strength,
    pub(super) severity: Severity,
}

/// Parameters for the unions of which a condition holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWhen {
    #[serde(rename = "if")]
    pub(super) condition: String,
    #[serde(default)]
    pub(super) params: Overrides,
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
    areas: serde_yaml::Mapping,
    #[serde(default)]
    names: serde_yaml::Mapping,
    #[serde(default)]
    profiles: BTreeMap<String, RawProfile>,
    #[serde(default)]
    profile: Option<String>,
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
    /// The areas in their order, and what they are called.
    pub areas: Vec<(String, Text)>,
    /// Names usable in `applies`, expanded.
    pub names: BTreeMap<String, String>,
    /// The profile everything is judged by, whatever is put on top of it.
    pub profile: Option<String>,
    pub(super) profiles: BTreeMap<String, RawProfile>,
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
        let areas = raw
            .areas
            .into_iter()
            .map(|(name, title)| Some((name.as_str()?.to_owned(), serde_yaml::from_value(title).ok()?)));
        let areas = areas.collect::<Option<Vec<_>>>().ok_or_else(|| {
            let (zh, en) = ("areas 应是“领域: 名称”", "`areas` maps an area to what it is called");
            Fault::new(source, span(&["areas"]), zh, en)
        })?;
        Ok(Self {
            source: Arc::clone(source),
            name: raw.name,
            version: raw.version,
            extends_builtin,
            examples: raw.examples,
            areas,
            names,
            profile: raw.profile,
            profiles: raw.profiles,
            params: raw.params,
            places,
        })
    }

    /// The place of a path of keys in the manifest.
    pub fn span(&self, path: &[&str]) -> Span {
        self.places.root.at(path).map_or(self.places.root.span, |node| node.span)
    }

    /// The same, with the file.
    pub fn place(&self, path: &[&str]) -> Location {
        Location::new(&self.source, self.span(path))
    }
}
