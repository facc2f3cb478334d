//! From what the caller names to inputs in a fixed order.
//!
//! Not records, and passed over in a folder: hidden files and folders, Excel's `~$` locks,
//! `hegui.yaml`, and folders that hold a rule pack. A file named by itself is read, unless the configuration in
//! force is in it or names it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use same_file::Handle;

use super::error::SourceError;
use super::location::Source;

/// Larger files are refused: nothing kept by hand comes near, and offsets stay 32 bits.
pub const MAX_BYTES: u64 = 1 << 30;

/// What a file's name says of its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// YAML or JSON, which is YAML.
    Yaml,
    /// A workbook of sheets.
    Workbook,
    /// A table of values between commas or tabs.
    Csv,
}

/// One thing to read.
#[derive(Debug, Clone)]
pub struct Input {
    path: String,
    form: Form,
    from: From,
}

#[derive(Debug, Clone)]
enum From {
    File(PathBuf),
    /// Standard input can be read only once, so its bytes are kept.
    Bytes(Arc<[u8]>),
}

impl Input {
    /// Bytes already at hand, under a name.
    pub fn from_bytes(path: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self { path: path.into(), form: Form::Yaml, from: From::Bytes(bytes.into()) }
    }

    fn from_file(file: &Path) -> Self {
        let form = form_of(file).unwrap_or(Form::Yaml);
        Self { path: display(file), form, from: From::File(file.to_owned()) }
    }

    /// The name it is reported under, `/` between the parts.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The folder it lies in; empty for a bare name.
    pub fn folder(&self) -> &str {
        super::location::folder(&self.path)
    }

    /// What its name says of its form.
    pub fn form(&self) -> Form {
        self.form
    }

    /// Reads it as UTF-8 text; a byte order mark is kept, so that offsets stay true.
    pub fn read(&self) -> Result<Source, SourceError> {
        text(&self.path, self.bytes()?)
    }

    /// Its bytes.
    pub fn bytes(&self) -> Result<Vec<u8>, SourceError> {
        match &self.from {
            From::File(file) => read_bytes(file, &self.path),
            From::Bytes(bytes) => Ok(bytes.to_vec()),
        }
    }
}

/// Reads a text file of a rule pack or configuration.
pub fn read_text(file: &Path) -> Result<Source, SourceError> {
    let path = display(file);
    let bytes = read_bytes(file, &path)?;
    text(&path, bytes)
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads files")]
fn read_bytes(file: &Path, path: &str) -> Result<Vec<u8>, SourceError> {
    let unreadable = |reason| SourceError::Unreadable { path: path.to_owned(), reason };
    let bytes = fs::metadata(file).map_err(unreadable)?.len();
    if bytes > MAX_BYTES {
        return Err(SourceError::TooLarge { path: path.to_owned(), bytes, limit: MAX_BYTES });
    }
    fs::read(file).map_err(unreadable)
}

/// Whether these bytes say that they are UTF-16, as Excel's “Unicode text” is.
pub fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff])
}

fn text(path: &str, bytes: Vec<u8>) -> Result<Source, SourceError> {
    if is_utf16(&bytes) {
        return Err(SourceError::Utf16 { path: path.to_owned() });
    }
    if let Some(offset) = bytes.iter().position(|&byte| byte == 0) {
        let before = String::from_utf8_lossy(&bytes[..offset]).into_owned();
        return Err(SourceError::Binary { path: path.to_owned(), offset, before });
    }
    String::from_utf8(bytes).map(|text| Source::new(path, text)).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let bytes = error.into_bytes();
        let gbk = !encoding_rs::GBK.decode_without_bom_handling(&bytes).1;
        let before = String::from_utf8_lossy(&bytes[..offset]).into_owned();
        SourceError::NotUtf8 { path: path.to_owned(), offset, gbk, before }
    })
}

/// All inputs the caller's paths stand for, in order of their names, each once; and what could not
/// be found, which never hides the rest.
///
/// `-` stands for `stdin`, which is read here and now. No path at all means the current folder. The files
/// `apart` are no records and are passed over, wherever they are met. So is the file that standard output goes to,
/// which a shell has just made empty.
pub fn discover(paths: &[String], apart: &[&Path], stdin: &mut dyn Read) -> (Vec<Input>, Vec<SourceError>) {
    let here = [".".to_owned()];
    let paths = if paths.is_empty() { &here[..] } else { paths };
    let apart = apart.iter().filter_map(|file| file.canonicalize().ok()).collect();
    let mut found = Found { apart, ..Found::default() };
    for path in paths {
        if path == "-" {
            found.stdin(stdin);
        } else if Path::new(path).exists() {
            // A shell names every file of a folder for `*.yaml`, those apart among them.
            if !found.is_apart(Path::new(path)) {
                found.path(Path::new(path));
            }
        } else if path.contains(['*', '?', '[']) {
            found.pattern(path);
        } else {
            found.errors.push(SourceError::NotFound { path: path.clone() });
        }
    }
    found.inputs.sort_by(|a, b| a.path.cmp(&b.path));
    (found.inputs, found.errors)
}

#[derive(Default)]
struct Found {
    inputs: Vec<Input>,
    errors: Vec<SourceError>,
    /// Files met, those met before too.
    met: usize,
    /// Positions of the inputs, by what the files are.
    seen: HashMap<PathBuf, usize>,
    /// Files that are no records.
    apart: Vec<PathBuf>,
}

impl Found {
    fn stdin(&mut self, stdin: &mut dyn Read) {
        const NAME: &str = "<stdin>";
        if self.inputs.iter().any(|input| input.path == NAME) {
            return;
        }
        let mut bytes = Vec::new();
        match stdin.take(MAX_BYTES + 1).read_to_end(&mut bytes) {
            Ok(read) if read as u64 > MAX_BYTES => {
                let (path, bytes) = (NAME.to_owned(), read as u64);
                self.errors.push(SourceError::TooLarge { path, bytes, limit: MAX_BYTES });
            }
            Ok(_) => self.inputs.push(Input::from_bytes(NAME, bytes)),
            Err(reason) => self.unreadable(NAME.to_owned(), reason),
        }
    }

    fn pattern(&mut self, pattern: &str) {
        let matches = match glob::glob(pattern) {
            Ok(matches) => matches,
            Err(error) => {
                let reason = error.msg.to_owned();
                self.errors.push(SourceError::BadPattern { pattern: pattern.to_owned(), reason });
                return;
            }
        };
        let mut is_met = false;
        for found in matches {
            match found {
                Ok(path) if path.is_dir() || (is_record_file(&path) && !self.is_apart(&path)) => {
                    is_met = true;
                    self.path(&path);
                }
                Ok(_) => {}
                Err(error) => {
                    is_met = true;
                    let path = display(error.path());
                    self.unreadable(path, error.into());
                }
            }
        }
        if !is_met {
            self.errors.push(SourceError::NoMatch { pattern: pattern.to_owned() });
        }
    }

    fn path(&mut self, path: &Path) {
        if path.is_dir() {
            let (met, errors) = (self.met, self.errors.len());
            self.folder(path);
            if self.met == met && self.errors.len() == errors {
                self.errors.push(SourceError::NoRecords { path: display(path) });
            }
        } else {
            self.file(path);
        }
    }

    fn file(&mut self, file: &Path) {
        // The same file named twice, or by two of its names, is read once, under the name that sorts
        // first: which one the caller or the file system came up with first must not matter.
        self.met += 1;
        let identity = file.canonicalize().unwrap_or_else(|_| file.to_owned());
        let input = Input::from_file(file);
        match self.seen.entry(identity) {
            Entry::Vacant(place) => {
                place.insert(self.inputs.len());
                self.inputs.push(input);
            }
            Entry::Occupied(place) => {
                let known = &mut self.inputs[*place.get()];
                if input.path < known.path {
                    *known = input;
                }
            }
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that walks folders; inputs are sorted later"
    )]
    fn folder(&mut self, folder: &Path) {
        let entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(reason) => return self.unreadable(display(folder), reason),
        };
        for entry in entries {
            let path = entry.path();
            // Linked folders are not followed: they may lead in circles.
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_hidden(&path) {
            } else if is_folder {
                if !path.join("pack.yaml").exists() {
                    self.folder(&path);
                }
            } else if is_record_file(&path) && path.is_file() && !self.is_apart(&path) {
                self.file(&path);
            }
        }
    }

    fn is_apart(&self, file: &Path) -> bool {
        let is_named = || file.canonicalize().is_ok_and(|file| self.apart.contains(&file));
        (!self.apart.is_empty() && is_named()) || is_output(file)
    }

    fn unreadable(&mut self, path: String, reason: io::Error) {
        self.errors.push(SourceError::Unreadable { path, reason });
    }
}

/// Whether standard output goes to this file. Only one that is empty can be it, so that no other is opened.
fn is_output(file: &Path) -> bool {
    let is_empty = file.metadata().is_ok_and(|found| found.len() == 0);
    let same = || Some(Handle::from_path(file).ok()? == Handle::stdout().ok()?);
    is_empty && same().unwrap_or(false)
}

fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') || name.starts_with("~$")
}

fn is_record_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    form_of(path).is_some() && name != "hegui.yaml" && name != "hegui.yml" && !is_hidden(path)
}

fn form_of(path: &Path) -> Option<Form> {
    let extension = path.extension().and_then(OsStr::to_str)?.to_ascii_lowercase();
    match extension.as_str() {
        "yaml" | "yml" | "json" => Some(Form::Yaml),
        "xlsx" | "xlsm" | "xls" | "ods" => Some(Form::Workbook),
        "csv" | "tsv" => Some(Form::Csv),
        _ => None,
    }
}

/// A path as it is shown and sorted: `/` between the parts, no leading `./`.
fn display(path: &Path) -> String {
    let text = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let text = text.strip_prefix("./").unwrap_or(&text);
    if text.is_empty() { ".".to_owned() } else { text.to_owned() }
}
