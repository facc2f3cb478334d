//! What is wrong with a request: the caller's to mend.

use std::io;
use std::path::Path;

use crate::source::Text;

/// Why a request cannot be met, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Complaint {
    /// What is wrong.
    pub message: Text,
    /// What to do; may be empty.
    pub help: Text,
}

impl Complaint {
    /// A complaint without advice.
    pub(super) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { message: Text { zh: zh.into(), en: en.into() }, help: Text::default() }
    }

    /// That a file could not be written.
    pub(super) fn not_written(path: &Path, error: &io::Error) -> Self {
        let path = path.display();
        Self::new(format!("写不出 {path}：{error}"), format!("cannot write {path}: {error}"))
    }

    /// With advice.
    #[must_use]
    pub(super) fn help(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.help = Text { zh: zh.into(), en: en.into() };
        self
    }

    /// With the closest known name as advice, else where all are listed.
    #[must_use]
    pub(super) fn meant(self, near: Option<&str>, all: &str) -> Self {
        match near {
            Some(name) => self.help(format!("是不是“{name}”？"), format!("did you mean `{name}`?")),
            None => self.help(format!("{all} 列出全部"), format!("{all} lists them all")),
        }
    }
}
