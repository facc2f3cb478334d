//! Loads packs: the built-in one, or others instead of it or on top of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

use super::files::PackFiles;
use super::front_matter;
use super::manifest::{Manifest, Overrides, Profile};
use super::requirement::{self, Requirement};
use super::reserved;
use super::rule::{BrokenRule, Rule};
use crate::records::{Schema, SchemaBuilder};
use crate::source::{Fault, Location, Source, Span, did_you_mean};

/// Rules and declarations, checked as far as they can be without the engine.
#[derive(Debug, Clone)]
pub struct Pack {
    /// The name of the pack, the last one's where several are stacked.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 over all files, hex.
    pub digest: String,
    /// The ledgers.
    pub schema: Arc<Schema>,
    /// The rules that can be judged, by area and id.
    pub rules: Vec<Rule>,
    /// Those that cannot.
    pub broken: Vec<BrokenRule>,
    /// Profiles by name.
    pub profiles: BTreeMap<String, Profile>,
    registers: Vec<Arc<Source>>,
    requirements: OnceLock<Vec<Requirement>>,
}

impl Pack {
    /// The built-in pack.
    pub fn builtin() -> Result<Self, Vec<Fault>> {
        Self::load(&[])
    }

    /// The packs at these paths, stacked in order; none: the built-in pack. The faults returned leave
    /// no pack to work with; the fault of one rule breaks only that rule.
    pub fn load(paths: &[PathBuf]) -> Result<Self, Vec<Fault>> {
        let given: Vec<PackFiles> = paths.iter().map(|path| PackFiles::of(path)).collect();
        let mut loader = Loader::default();
        let mut manifests = Vec::new();
        for files in &given {
            loader.faults.extend(files.faults.iter().cloned());
            match files.manifest().and_then(|source| Manifest::read(source, &BTreeMap::new())) {
                Ok(manifest) => manifests.push(manifest),
                Err(fault) => loader.faults.push(fault),
            }
        }
        if !loader.faults.is_empty() {
            return Err(loader.faults);
        }
        if given.is_empty() || manifests.iter().any(|manifest| manifest.extends_builtin) {
            loader.layer(&PackFiles::builtin());
        }
        for files in &given {
            loader.layer(files);
        }
        loader.finish()
    }

    /// The requirement of this number.
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        let all = self
            .requirements
            .get_or_init(|| self.registers.iter().flat_map(|r| requirement::read(r)).collect());
        all.iter().find(|requirement| requirement.id == id)
    }

    /// The rule of this id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// Every id, judged or broken, in the order of [`Pack::rules`].
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|rule| rule.id.as_str()).chain(self.broken.iter().map(|rule| rule.id.as_str()))
    }

    /// Every area.
    pub fn areas(&self) -> BTreeSet<&str> {
        let broken = self.broken.iter().map(|rule| rule.area.as_str());
        self.rules.iter().map(|rule| rule.area.as_str()).chain(broken).collect()
    }

    /// Takes a rule out of judgement because of what was found wrong with it.
    pub fn break_rule(&mut self, id: &str, fault: Fault) {
        if let Some(at) = self.rules.iter().position(|rule| rule.id == id) {
            let rule = self.rules.remove(at);
            self.broken.push(BrokenRule { id: rule.id, area: rule.area, fault });
        }
    }

    /// Gives parameters other values, as a configuration or an example asks. An error is a text for
    /// whoever asked.
    pub fn override_params(&mut self, overrides: &Overrides) -> Result<(), crate::source::Text> {
        for (id, params) in overrides {
            let Some(at) = self.rules.iter().position(|rule| rule.id == *id) else {
                let (zh, en) = (format!("没有规则 {id}"), format!("there is no rule `{id}`"));
                return Err(crate::source::Text { zh, en });
            };
            for (name, value) in params {
                let rule = &mut self.rules[at];
                let Some(param) = rule.params.iter_mut().find(|param| param.name == *name) else {
                    let (zh, en) =
                        (format!("规则 {id} 没有参数 {name}"), format!("`{id}` has no parameter `{name}`"));
                    return Err(crate::source::Text { zh, en });
                };
                param.value = param.read_override(value)?;
                param.since.clear();
            }
        }
        Ok(())
    }
}

#[derive(Default)]
struct Loader {
    faults: Vec<Fault>,
    name: String,
    version: String,
    schema: Option<Schema>,
    names: BTreeMap<String, String>,
    profiles: BTreeMap<String, Profile>,
    rules: Vec<Rule>,
    broken: Vec<BrokenRule>,
    registers: Vec<Arc<Source>>,
    digest: Sha256,
}

impl Loader {
    fn layer(&mut self, files: &PackFiles) {
        for (path, source) in &files.files {
            for part in [path.as_str(), source.text()] {
                self.digest.update(part.as_bytes());
                self.digest.update([0]);
            }
        }
        let read = files.manifest().and_then(|source| Manifest::read(source, &self.names));
        let manifest = match read {
            Ok(manifest) => manifest,
            Err(fault) => return self.faults.push(fault),
        };
        self.schema(files, &manifest);
        self.registers.extend(files.files.get("requirements.yaml").cloned());
        for (area, id, source) in files.rules() {
            self.rule(area, id, source, &manifest);
        }
        self.tighten(&manifest);
        self.name.clone_from(&manifest.name);
        self.version.clone_from(&manifest.version);
        self.names = manifest.names;
        self.profiles.extend(manifest.profiles);
    }

    fn schema(&mut self, files: &PackFiles, manifest: &Manifest) {
        let mut builder = match &self.schema {
            Some(base) => SchemaBuilder::extending(base, &manifest.source),
            None => SchemaBuilder::default(),
        };
        let mut is_sound = true;
        for source in files.ledgers() {
            if let Err(fault) = builder.read(source, &reserved::is_free) {
                self.faults.push(fault);
                is_sound = false;
            }
        }
        if is_sound {
            match builder.finish(&manifest.source) {
                Ok(schema) => self.schema = Some(schema),
                Err(fault) => self.faults.push(fault),
            }
        }
    }

    fn rule(&mut self, area: &str, id: &str, source: &Arc<Source>, manifest: &Manifest) {
        let sound = self.rules.iter().find(|rule| rule.id == id).map(|rule| &rule.source);
        let broken = || self.broken.iter().find(|rule| rule.id == id).map(|rule| &rule.fault.location.source);
        if let Some(twin) = sound.or_else(broken) {
            let (zh, en) = (format!("规则名 {id} 已有人用"), format!("the rule id `{id}` is taken"));
            let at = Location::whole(source);
            let fault = Fault::at(at, zh, en).related("另一处", "the other", Location::whole(twin));
            self.faults.push(fault.help("请换一个名字", "choose another name"));
            return;
        }
        let is_name =
            !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let read = if area.is_empty() || !is_name {
            let zh = "规则文件应放在 <领域>/<规则名>.rhai，规则名用小写字母、数字和连字符";
            let en = "a rule lies at <area>/<id>.rhai; ids are lower-case letters, digits and hyphens";
            Err(Fault::new(source, Span::default(), zh, en))
        } else {
            front_matter::read(id, area, source, &manifest.names)
        };
        match read {
            Ok(rule) => self.rules.push(rule),
            Err(fault) => {
                self.broken.push(BrokenRule { id: id.to_owned(), area: area.to_owned(), fault });
            }
        }
    }

    /// Applies the parameters the manifest sets for inherited rules; looser ones are refused.
    fn tighten(&mut self, manifest: &Manifest) {
        for (id, params) in &manifest.params {
            for (name, value) in params {
                let fault = |zh: String, en: String| {
                    Fault::new(&manifest.source, manifest.span(&["params", id, name]), zh, en)
                };
                let Some(rule) = self.rules.iter_mut().find(|rule| rule.id == *id) else {
                    let near = did_you_mean(id, self.rules.iter().map(|rule| rule.id.as_str()));
                    let fault =
                        fault(format!("没有规则 {id}"), format!("there is no rule `{id}`")).meant(near);
                    self.faults.push(fault);
                    break;
                };
                let home = Location::whole(&rule.source);
                let Some(param) = rule.params.iter_mut().find(|param| param.name == *name) else {
                    let fault = fault(
                        format!("规则 {id} 没有参数 {name}"),
                        format!("`{id}` has no parameter `{name}`"),
                    );
                    self.faults.push(fault);
                    continue;
                };
                match param.read_override(value) {
                    Err(text) => self.faults.push(fault(text.zh, text.en)),
                    Ok(value) if param.is_looser(&value) => {
                        let zh = format!("{name} 由 {} 放宽为 {value}；规则包只能收紧", param.value);
                        let en = format!(
                            "{name} is loosened from {} to {value}; a pack may only tighten",
                            param.value
                        );
                        self.faults.push(fault(zh, en).related("原规定", "set here", home));
                    }
                    Ok(value) => {
                        param.value = value;
                        param.since.clear();
                    }
                }
            }
        }
    }

    fn finish(mut self) -> Result<Pack, Vec<Fault>> {
        let Some(schema) = self.schema.filter(|_| self.faults.is_empty()) else { return Err(self.faults) };
        let order = |area: &String, id: &String| (area.clone(), id.clone());
        self.rules.sort_by_key(|rule| order(&rule.area, &rule.id));
        self.broken.sort_by_key(|rule| order(&rule.area, &rule.id));
        Ok(Pack {
            name: self.name,
            version: self.version,
            digest: self.digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect(),
            schema: Arc::new(schema),
            rules: self.rules,
            broken: self.broken,
            profiles: self.profiles,
            registers: self.registers,
            requirements: OnceLock::new(),
        })
    }
}
