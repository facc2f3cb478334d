//! Loads packs: the built-in one, or others instead of it or on top of it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

use super::files::PackFiles;
use super::front_matter;
use super::manifest::Manifest;
use super::pack::Pack;
use super::profile::Profile;
use super::reserved;
use super::rule::{BrokenRule, Rule};
use super::tighten::Tightener;
use crate::records::{Schema, SchemaBuilder};
use crate::source::{Fault, Location, Source, Span, Text, did_you_mean};

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
}

#[derive(Default)]
struct Loader {
    faults: Vec<Fault>,
    name: String,
    version: String,
    schema: Option<Schema>,
    names: BTreeMap<String, String>,
    profiles: BTreeMap<String, Vec<Profile>>,
    profile: Option<String>,
    area_titles: Vec<(String, Text)>,
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
        self.name.clone_from(&manifest.name);
        self.version.clone_from(&manifest.version);
        self.profiles(&manifest);
        self.names = manifest.names;
        self.area_titles.extend(manifest.areas);
    }

    /// Holds the manifest's parameters and profiles against the rules loaded so far.
    fn profiles(&mut self, manifest: &Manifest) {
        let broken: Vec<&str> = self.broken.iter().map(|rule| rule.id.as_str()).collect();
        let mut tightener = Tightener { manifest, rules: &self.rules, broken: &broken, faults: Vec::new() };
        let settings = tightener.settings(&["params"], &manifest.params);
        let profiles: Vec<Profile> =
            manifest.profiles.iter().map(|(name, raw)| tightener.profile(name, raw)).collect();
        self.faults.append(&mut tightener.faults);
        self.rules.iter_mut().for_each(|rule| rule.tighten(&settings));
        for profile in profiles {
            self.profiles.entry(profile.name.clone()).or_default().push(profile);
        }
        if let Some(name) = &manifest.profile {
            if !self.profiles.contains_key(name) {
                let (zh, en) = (format!("没有方案“{name}”"), format!("there is no profile `{name}`"));
                let near = did_you_mean(name, self.profiles.keys().map(String::as_str));
                self.faults.push(Fault::at(manifest.place(&["profile"]), zh, en).meant(near));
            }
            self.profile = Some(name.clone());
        }
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
            profile: self.profile,
            area_titles: self.area_titles,
            in_use: Vec::new(),
            whens: Vec::new(),
            strengths: Vec::new(),
            regions: Vec::new(),
            registers: self.registers,
            requirements: OnceLock::new(),
        })
    }
}
