//! Where records are written to, and in which form.

use std::io;
use std::path::{Path, PathBuf, is_separator};

use crate::cli::args::RecordForm;
use crate::cli::complaint::Complaint;
use crate::source::discover;

/// A file, or for CSV a folder.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Target {
    path: PathBuf,
    /// The form of what is written there.
    pub(super) form: RecordForm,
}

impl Target {
    /// The target of this name, in the form asked for or else the one the name says.
    pub(super) fn of(path: &Path, asked: Option<RecordForm>, force: bool) -> Result<Self, Complaint> {
        let is_folder = path.to_string_lossy().ends_with(is_separator) || path.is_dir();
        let form = match asked {
            Some(form) => form,
            None if is_folder => RecordForm::Csv,
            None => by_extension(path)?,
        };
        let shown = path.display();
        if form == RecordForm::Csv {
            if path.exists() && !path.is_dir() {
                let (zh, en) = (format!("{shown} 不是文件夹"), format!("{shown} is no folder"));
                return Err(Complaint::new(zh, en).help(ONE_EACH.0, ONE_EACH.1));
            }
        } else if is_folder || (path.exists() && !path.is_file()) {
            let (zh, en) = (format!("{shown} 不是文件"), format!("{shown} is no file"));
            return Err(Complaint::new(zh, en).help("请写明文件名", "give the name of a file"));
        } else if path.exists() && !force {
            return Err(is_there(path));
        }
        Ok(Self { path: path.to_owned(), form })
    }

    /// The file or folder.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Says whether the folder holds what must not be written over, or other records, which would be
    /// read together with these.
    pub(super) fn must_be_free(&self, files: &[(PathBuf, Vec<u8>)], force: bool) -> Result<(), Complaint> {
        if self.form != RecordForm::Csv || !self.path.is_dir() {
            return Ok(());
        }
        let (held, _) = discover(&[self.path.to_string_lossy().into_owned()], &[], &mut io::empty());
        let same =
            |a: &Path, b: &Path| a.canonicalize().ok().is_some_and(|a| b.canonicalize().ok() == Some(a));
        for file in held.iter().map(|input| Path::new(input.path())) {
            let is_ours = files.iter().any(|(path, _)| same(path, file));
            if !is_ours {
                let (folder, file) = (self.path.display(), file.display());
                let (zh, en) = (
                    format!("{folder} 里还有别的台账：{file}"),
                    format!("{folder} holds other records: {file}"),
                );
                return Err(Complaint::new(zh, en)
                    .help("请换一个文件夹，或先把它移走", "choose another folder, or move it away first"));
            }
            if !force {
                return Err(is_there(file));
            }
        }
        Ok(())
    }
}

/// Why CSV goes into a folder.
const ONE_EACH: (&str, &str) = (
    "CSV 每本台账一个文件，请写明文件夹，如 台账/",
    "CSV is a file a ledger: give a folder, such as ledgers/",
);

fn is_there(path: &Path) -> Complaint {
    let path = path.display();
    Complaint::new(format!("已有 {path}"), format!("{path} is there already"))
        .help("请换一个名称，或加 --force 覆盖", "choose another name, or write over it with --force")
}

fn by_extension(path: &Path) -> Result<RecordForm, Complaint> {
    let shown = path.display();
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    match extension.as_deref() {
        Some("yaml" | "yml") => Ok(RecordForm::Yaml),
        Some("json") => Ok(RecordForm::Json),
        Some("xlsx") => Ok(RecordForm::Xlsx),
        Some("csv") => {
            let (zh, en) = (format!("{shown} 只是一个文件"), format!("{shown} is a single file"));
            Err(Complaint::new(zh, en).help(ONE_EACH.0, ONE_EACH.1))
        }
        _ => {
            let (zh, en) = (
                format!("从 {shown} 看不出要写成什么格式"),
                format!("the name {shown} does not say in which form to write"),
            );
            Err(Complaint::new(zh, en).help(
                "请以 .yaml、.json 或 .xlsx 结尾，或用 --to 写明；CSV 写成文件夹，以 / 结尾",
                "end it in .yaml, .json or .xlsx, or say so with --to; for CSV give a folder, ending in /",
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(path: &str, asked: Option<RecordForm>) -> Option<RecordForm> {
        Target::of(Path::new(path), asked, false).ok().map(|target| target.form)
    }

    #[test]
    fn the_name_says_the_form_unless_it_is_given() {
        assert_eq!(form("no/a.YML", None), Some(RecordForm::Yaml));
        assert_eq!(form("no/a.json", None), Some(RecordForm::Json));
        assert_eq!(form("no/a.xlsx", None), Some(RecordForm::Xlsx));
        assert_eq!(form("no/a/", None), Some(RecordForm::Csv));
        assert_eq!(form("src", None), Some(RecordForm::Csv));
        assert_eq!(form("no/a", Some(RecordForm::Csv)), Some(RecordForm::Csv));
        assert_eq!(form("no/a.txt", Some(RecordForm::Yaml)), Some(RecordForm::Yaml));
    }

    #[test]
    fn what_cannot_be_written_is_refused() {
        let to = |form| Some(form);
        for (path, asked) in [
            ("no/a.csv", None),
            ("no/a", None),
            ("no/a.xls", None),
            ("src", to(RecordForm::Yaml)),
            ("no/a/", to(RecordForm::Xlsx)),
            ("Cargo.toml", to(RecordForm::Csv)),
            ("Cargo.toml", to(RecordForm::Yaml)),
        ] {
            assert_eq!(form(path, asked), None, "{path}");
        }
        assert!(Target::of(Path::new("Cargo.toml"), Some(RecordForm::Yaml), true).is_ok());
    }
}
