//! The file a workbook is: parts in a zip, and how they refer to each other.

use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::flaw::Flaw;
use super::xml::{Part, escape};

/// Where the kinds of parts are listed.
const TYPES: &str = "[Content_Types].xml";

/// What kinds of relations are called, before the last word.
pub(super) const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook's parts; those changed or added are kept here, the others copied as they are packed.
#[derive(Debug)]
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Positions in the archive by name; names differ by more than case.
    names: HashMap<String, usize>,
    changed: BTreeMap<String, Vec<u8>>,
}

/// Where a relation of a part leads.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub(super) id: String,
    /// The last word of its type: `worksheet`, `comments`.
    pub(super) kind: String,
    /// The part's name from the top, or where outside it is.
    pub(super) target: String,
}

impl<'b> Package<'b> {
    /// Opens a file.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Flaw> {
        if !bytes.starts_with(b"PK") {
            return Err(Flaw::OtherForm);
        }
        let archive = ZipArchive::new(Cursor::new(bytes))?;
        let mut names = HashMap::new();
        for at in 0..archive.len() {
            let name = archive.name_for_index(at).transpose()?;
            names.extend(name.map(|name| (folded(&name), at)));
        }
        let package = Self { archive, names, changed: BTreeMap::new() };
        if package.has(TYPES) { Ok(package) } else { Err(Flaw::OtherForm) }
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.changed.contains_key(name) || self.names.contains_key(&folded(name))
    }

    /// Whether its parts are signed.
    pub(super) fn is_signed(&self) -> bool {
        self.names.keys().any(|name| name.starts_with("_xmlsignatures/"))
    }

    /// A part's bytes.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Vec<u8>, Flaw> {
        if let Some(bytes) = self.changed.get(name) {
            return Ok(bytes.clone());
        }
        let at = self.names.get(&folded(name));
        let at = *at.ok_or_else(|| Flaw::Missing { part: name.to_owned() })?;
        let mut bytes = Vec::new();
        self.archive.by_index(at)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// A part, read; see [`Part::read`].
    pub(super) fn part(&mut self, name: &str, deep: &[&str]) -> Result<Part, Flaw> {
        Part::read(name, self.bytes(name)?, deep)
    }

    /// Changes a part.
    pub(super) fn put(&mut self, name: &str, bytes: Vec<u8>) {
        self.changed.insert(name.to_owned(), bytes);
    }

    /// Adds a part whose kind is said.
    pub(super) fn add(&mut self, name: &str, content_type: &str, bytes: Vec<u8>) -> Result<(), Flaw> {
        let mut types = self.part(TYPES, &[])?;
        let text = format!("<Override PartName=\"/{name}\" ContentType=\"{content_type}\"/>");
        let root = types.root().clone();
        types.append(&root, &text);
        self.put(TYPES, types.finish());
        self.put(name, bytes);
        Ok(())
    }

    /// A name that no part has: `xl/comments1.xml`, `xl/comments2.xml` …
    pub(super) fn free_name(&self, before: &str, after: &str) -> String {
        let names = (1..).map(|number: u32| format!("{before}{number}{after}"));
        names.into_iter().find(|name| !self.has(name)).unwrap_or_default()
    }

    /// The relations of a part; of the file itself for an empty name.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Flaw> {
        let name = relations_of(part);
        if !self.has(&name) {
            return Ok(Vec::new());
        }
        let read = self.part(&name, &[])?;
        let relations = read.all("Relationship").map(|element| {
            let get = |name| read.attribute(element, name).unwrap_or_default();
            let (kind, target) = (get("Type"), get("Target"));
            let is_outside = get("TargetMode") == "External";
            let target = if is_outside { target } else { resolved(part, &target) };
            Relation { id: get("Id"), kind: kind.rsplit('/').next().unwrap_or_default().to_owned(), target }
        });
        Ok(relations.collect())
    }

    /// Relates a part to another, or to a file outside; the relation's id.
    pub(super) fn relate(
        &mut self,
        part: &str,
        kind: &str,
        target: &str,
        is_outside: bool,
    ) -> Result<String, Flaw> {
        const EMPTY: &[u8] =
            b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>";
        let name = relations_of(part);
        let taken = self.relations(part)?;
        let ids = (1..).map(|number: u32| format!("rIdHegui{number}"));
        let id = ids.into_iter().find(|id| taken.iter().all(|known| known.id != *id)).unwrap_or_default();
        let mut relations =
            if self.has(&name) { self.part(&name, &[])? } else { Part::read(&name, EMPTY.to_vec(), &[])? };
        let (target, mode) = if is_outside {
            (escape(target), " TargetMode=\"External\"")
        } else {
            (format!("/{target}"), "")
        };
        let text =
            format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"{mode}/>");
        let root = relations.root().clone();
        relations.append(&root, &text);
        self.put(&name, relations.finish());
        Ok(id)
    }

    /// Says what files with this ending are, unless it is said.
    pub(super) fn know_ending(&mut self, ending: &str, content_type: &str) -> Result<(), Flaw> {
        let mut types = self.part(TYPES, &[])?;
        let is_it =
            |element| types.attribute(element, "Extension").is_some_and(|e| e.eq_ignore_ascii_case(ending));
        if types.all("Default").any(is_it) {
            return Ok(());
        }
        let text = format!("<Default Extension=\"{ending}\" ContentType=\"{content_type}\"/>");
        types.insert(&["Default"], "Default", &text);
        self.put(TYPES, types.finish());
        Ok(())
    }

    /// The file: parts that were not changed are copied as they are packed. It holds no clock.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, Flaw> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        for at in 0..self.archive.len() {
            let name = self.archive.name_for_index(at).transpose()?.unwrap_or_default().into_owned();
            let known = self.changed.keys().find(|known| folded(known) == folded(&name)).cloned();
            match known.and_then(|known| self.changed.remove(&known)) {
                Some(bytes) => {
                    out.start_file(name, options)?;
                    out.write_all(&bytes)?;
                }
                None => out.raw_copy_file(self.archive.by_index_raw(at)?)?,
            }
        }
        for (name, bytes) in self.changed {
            out.start_file(name, options)?;
            out.write_all(&bytes)?;
        }
        Ok(out.finish()?.into_inner())
    }
}

/// Names of parts are compared without regard to case; some programs write `\` between folders.
fn folded(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

/// Where a part's relations stand.
fn relations_of(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let between = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{between}_rels/{name}.rels")
}

/// A target as a name from the top; it is written as seen from its part's folder.
fn resolved(part: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = part.split('/').collect();
    path.pop();
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_lead_from_a_parts_own_folder() {
        assert_eq!(relations_of("xl/worksheets/sheet1.xml"), "xl/worksheets/_rels/sheet1.xml.rels");
        assert_eq!(relations_of(""), "_rels/.rels");
        assert_eq!(resolved("xl/worksheets/sheet1.xml", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(resolved("xl/workbook.xml", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("", "xl/workbook.xml"), "xl/workbook.xml");
    }
}
