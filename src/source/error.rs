//! What can go wrong before a single cell is read.

use std::sync::Arc;

use thiserror::Error;

use super::fault::Fault;
use super::location::{Location, Source, Span};
use super::text::{Lang, Text};

/// A path or file that could not be turned into text.
#[derive(Debug, Error)]
pub enum SourceError {
    /// The caller named a path that does not exist.
    #[error("{path}: no such file or folder")]
    NotFound {
        /// As given.
        path: String,
    },
    /// The caller's pattern matches no file.
    #[error("{pattern}: no file matches")]
    NoMatch {
        /// As given.
        pattern: String,
    },
    /// The caller's pattern is not one.
    #[error("{pattern}: not a valid pattern: {reason}")]
    BadPattern {
        /// As given.
        pattern: String,
        /// What the pattern's reader says.
        reason: String,
    },
    /// The caller's folder holds no file of records.
    #[error("{path}: no records in this folder")]
    NoRecords {
        /// The folder.
        path: String,
    },
    /// The system would not let us read it.
    #[error("{path}: {reason}")]
    Unreadable {
        /// The file or folder.
        path: String,
        /// What the system says.
        reason: std::io::Error,
    },
    /// The keeper's file is no text at all.
    #[error("{path}: not a text file (byte {offset} is NUL)")]
    Binary {
        /// The file.
        path: String,
        /// Offset of the first NUL.
        offset: usize,
        /// The text before it.
        before: String,
    },
    /// The keeper's file is text in another encoding.
    #[error("{path}: not UTF-8 from byte {offset} on")]
    NotUtf8 {
        /// The file.
        path: String,
        /// Offset of the first byte that is not UTF-8.
        offset: usize,
        /// Whether the bytes read as GBK, as Chinese Windows writes text.
        gbk: bool,
        /// The text before it.
        before: String,
    },
    /// The keeper's file is text in UTF-16, as Excel saves “Unicode text”.
    #[error("{path}: text in UTF-16")]
    Utf16 {
        /// The file.
        path: String,
    },
    /// The keeper's file is another kind of file under the name of a workbook.
    #[error("{path}: {} under the name of a workbook", found.name(Lang::En))]
    Disguised {
        /// The file.
        path: String,
        /// What it is.
        found: Disguise,
    },
    /// The keeper's workbook opens only with a password.
    #[error("{path}: the workbook is protected by a password")]
    Encrypted {
        /// The file.
        path: String,
    },
    /// The keeper's file is no workbook, or a broken one.
    #[error("{path}: not a workbook that can be read: {reason}")]
    NotAWorkbook {
        /// The file.
        path: String,
        /// What the reader of workbooks says.
        reason: String,
    },
    /// The keeper's file is larger than anything kept by hand.
    #[error("{path}: {bytes} bytes are more than the {limit} that are read")]
    TooLarge {
        /// The file.
        path: String,
        /// Its size.
        bytes: u64,
        /// What is read at most.
        limit: u64,
    },
}

/// What goes about under the name of a workbook; many systems export such.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disguise {
    /// A web page.
    Html,
    /// A spreadsheet in one file of XML.
    Xml,
    /// Values between commas or tabs, or another text.
    Text,
    /// No byte at all.
    Empty,
    /// Something else.
    Other,
}

impl Disguise {
    /// What it is called.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Html => lang.pick("网页（HTML）", "a web page (HTML)"),
            Self::Xml => lang.pick("XML", "XML"),
            Self::Text => lang.pick("文本", "plain text"),
            Self::Empty => lang.pick("空的", "empty"),
            Self::Other => lang.pick("别的文件", "something else"),
        }
    }
}

impl SourceError {
    /// The file, folder or pattern concerned.
    pub fn path(&self) -> &str {
        match self {
            Self::NotFound { path }
            | Self::NoRecords { path }
            | Self::Unreadable { path, .. }
            | Self::Encrypted { path }
            | Self::Utf16 { path }
            | Self::Disguised { path, .. }
            | Self::NotAWorkbook { path, .. }
            | Self::Binary { path, .. }
            | Self::NotUtf8 { path, .. }
            | Self::TooLarge { path, .. } => path,
            Self::NoMatch { pattern } | Self::BadPattern { pattern, .. } => pattern,
        }
    }

    /// What is wrong, for the reader of `lang`.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::NotFound { .. } => lang.pick("找不到这个文件或文件夹", "no such file or folder").to_owned(),
            Self::NoMatch { .. } => {
                lang.pick("没有文件与这个通配符相符", "no file matches this pattern").to_owned()
            }
            Self::BadPattern { reason, .. } => {
                lang.pick(format!("通配符写法有误：{reason}"), format!("not a valid pattern: {reason}"))
            }
            Self::NoRecords { .. } => {
                lang.pick("这个文件夹里没有台账文件", "this folder holds no file of records").to_owned()
            }
            Self::Unreadable { reason, .. } => {
                lang.pick(format!("读不了：{reason}"), format!("cannot be read: {reason}"))
            }
            Self::Binary { offset, .. } => lang.pick(
                format!("不是文本文件（第 {offset} 字节为 0）"),
                format!("not a text file (byte {offset} is NUL)"),
            ),
            Self::NotUtf8 { offset, gbk: true, .. } => lang.pick(
                format!("第 {offset} 字节起不是 UTF-8，看来是 GBK 编码"),
                format!("not UTF-8 from byte {offset} on; it looks like GBK"),
            ),
            Self::NotUtf8 { offset, .. } => lang.pick(
                format!("第 {offset} 字节起不是 UTF-8 编码"),
                format!("not UTF-8 from byte {offset} on"),
            ),
            Self::Utf16 { .. } => lang
                .pick("是 UTF-16 编码（Excel 的“Unicode 文本”），读不了", "text in UTF-16 is not read")
                .to_owned(),
            Self::Disguised { found, .. } => lang.pick(
                format!("扩展名是工作簿，内容却是{}", found.name(Lang::Zh)),
                format!("it is named a workbook, but is {}", found.name(Lang::En)),
            ),
            Self::Encrypted { .. } => {
                lang.pick("工作簿有密码，打不开", "the workbook is protected by a password").to_owned()
            }
            Self::NotAWorkbook { reason, .. } => lang.pick(
                format!("不是能读的工作簿：{reason}"),
                format!("not a workbook that can be read: {reason}"),
            ),
            Self::TooLarge { bytes, limit, .. } => lang.pick(
                format!("文件有 {bytes} 字节，超过可读的 {limit} 字节"),
                format!("the file has {bytes} bytes, more than the {limit} that are read"),
            ),
        }
    }

    /// What to do about it.
    pub fn help(&self, lang: Lang) -> &'static str {
        match self {
            Self::NotFound { .. } => lang.pick("请核对路径", "check the path"),
            Self::NoMatch { .. } | Self::BadPattern { .. } => {
                lang.pick("请核对通配符，并用引号括起", "check the pattern, and quote it")
            }
            Self::NoRecords { .. } => lang.pick(
                "请核对路径；台账是 Excel、CSV、YAML 或 JSON 文件",
                "check the path; records are workbooks, CSV, YAML or JSON files",
            ),
            Self::Unreadable { .. } => lang.pick("请检查文件权限", "check the file's permissions"),
            Self::Binary { .. } => lang.pick(
                "请换成 YAML 或 JSON 文本；Excel 台账请勿改扩展名",
                "give YAML or JSON text; do not rename a workbook",
            ),
            Self::NotUtf8 { .. } => {
                lang.pick("请在编辑器中另存为 UTF-8 编码", "save it as UTF-8 in an editor")
            }
            Self::Utf16 { .. } => lang.pick(
                "请另存为 UTF-8；在 Excel 中选“CSV UTF-8（逗号分隔）”或 .xlsx",
                "save it as UTF-8; in Excel, as CSV UTF-8 or .xlsx",
            ),
            Self::Encrypted { .. } => {
                lang.pick("请在 Excel 中取消密码后另存", "save it without the password")
            }
            Self::Disguised { found: Disguise::Empty, .. } => {
                lang.pick("请重新导出，或删去这个文件", "export it again, or remove it")
            }
            Self::NotAWorkbook { .. } | Self::Disguised { .. } => lang.pick(
                "请在 Excel 或 WPS 中打开，另存为 .xlsx",
                "open it in a spreadsheet program and save it as .xlsx",
            ),
            Self::TooLarge { .. } => lang.pick("请按单位拆成多个文件", "split it, a file a union"),
        }
    }
}

impl SourceError {
    /// The same as a located fault: at the byte where the text breaks off, else at the whole file.
    pub fn into_fault(self) -> Fault {
        let message = Text { zh: self.message(Lang::Zh), en: self.message(Lang::En) };
        let help = Text { zh: self.help(Lang::Zh).to_owned(), en: self.help(Lang::En).to_owned() };
        let path = self.path().to_owned();
        let location = match self {
            Self::Binary { before, .. } | Self::NotUtf8 { before, .. } => {
                let end = before.len();
                Location::new(&Arc::new(Source::new(path, before)), Span::new(end, end))
            }
            _ => Location::whole(&Arc::new(Source::new(path, ""))),
        };
        Fault { location, message, help, related: Vec::new() }
    }
}
